// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/plaintext.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TstPlainText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void hostileTextStaysLinear_data();
    void hostileTextStaysLinear();
    void textComesOut_data();
    void textComesOut();
    void tagsAreToldFromComparisons();
    void doubleEscapedMarkupIsUnescapedOnce();
    void whatIsWrittenAboutStays_data();
    void whatIsWrittenAboutStays();
};

void TstPlainText::hostileTextStaysLinear_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("tags without an end") << u"<a"_s.repeated(1'000'000);
    QTest::newRow("unknown tags without an end") << u"<xy "_s.repeated(500'000);
    QTest::newRow("unknown tags") << u"<xy>"_s.repeated(500'000);
    QTest::newRow("quotes without an end") << u"<a \">"_s.repeated(400'000);
    QTest::newRow("ampersands") << u"&"_s.repeated(2'000'000);
    QTest::newRow("comments without an end") << u"<!--"_s.repeated(500'000);
    QTest::newRow("scripts without an end") << u"<script>"_s.repeated(250'000);
    QTest::newRow("declarations without an end") << u"<!"_s.repeated(1'000'000);
}

void TstPlainText::hostileTextStaysLinear()
{
    QFETCH(QString, text);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(plainText(text).size() <= text.size());
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void TstPlainText::textComesOut_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("plain lines hold")
            << u"00:00 Intro\r\n01:00 Next\n\nEnd "_s << u"00:00 Intro\n01:00 Next\nEnd"_s;
    QTest::newRow("source lines of HTML do not")
            << u"<p>one\n two</p>\n<p>three</p>"_s << u"one two\nthree"_s;
    QTest::newRow("inline tags keep the lines")
            << u"<a href=\"x\">1:00</a> One\n<b>2:00</b> Two"_s << u"1:00 One\n2:00 Two"_s;
    QTest::newRow("br") << u"a<br>b<br/>c<BR />d"_s << u"a\nb\nc\nd"_s;
    QTest::newRow("list") << u"<ul><li>a</li><li>b</li></ul>c"_s << u"a\nb\nc"_s;
    QTest::newRow("entities") << u"R&amp;D &lt;3 &#8211; &#x1F600; caf&eacute;&nbsp;x"_s
                              << u"R&D <3 – 😀 café x"_s;
    QTest::newRow("unknown entity") << u"&foo; & &;"_s << u"&foo; & &;"_s;
    QTest::newRow("no semicolon") << u"a &amp b ?x=1&amp=2"_s << u"a & b ?x=1&amp=2"_s;
    QTest::newRow("windows numbers") << u"it&#146;s"_s << u"it’s"_s;
    QTest::newRow("script") << u"a<script>var x = '<p>';</script>b<style>p{}</style>c"_s
                            << u"abc"_s;
    QTest::newRow("open script") << u"a<script>evil"_s << u"a"_s;
    QTest::newRow("comment") << u"a<!-- <p> -->b"_s << u"ab"_s;
    QTest::newRow("less than") << u"1 < 2 and 3<4"_s << u"1 < 2 and 3<4"_s;
    QTest::newRow("quoted end") << u"<a title=\"a > b\" href='x'>y</a>"_s << u"y"_s;
    QTest::newRow("double escaped")
            << u"&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two &amp;amp; three"_s << u"One\nTwo & three"_s;
    QTest::newRow("table") << u"<table><tr><td>a</td><td>b</td></tr></table>"_s << u"a b"_s;
    QTest::newRow("word breaks by tag") << u"fan<b>tas</b>tic"_s << u"fantastic"_s;
    QTest::newRow("invisible") << u"a\u200bb\ufeffc\u00add"_s << u"abcd"_s;
}

void TstPlainText::textComesOut()
{
    QFETCH(QString, html);
    QFETCH(QString, expected);
    QCOMPARE(plainText(html), expected);
    QCOMPARE(plainLine(html), QString(expected).replace(u'\n', u' '));
}

void TstPlainText::tagsAreToldFromComparisons()
{
    QVERIFY(hasTags(u"x <br/> y"));
    QVERIFY(hasTags(u"</p>"));
    QVERIFY(!hasTags(u"1 < 2 > 0"));
    QVERIFY(!hasTags(u"a <b without an end"));
    QVERIFY(!hasTags(u"<3"));
}

void TstPlainText::doubleEscapedMarkupIsUnescapedOnce()
{
    QCOMPARE(withoutDoubleEscape(u"&lt;b&gt;x&lt;/b&gt;"_s), u"<b>x</b>"_s);
    QCOMPARE(withoutDoubleEscape(u"<p>&lt;b&gt;x"_s), u"<p>&lt;b&gt;x"_s);
    QCOMPARE(withoutDoubleEscape(u"1 &lt; 2"_s), u"1 &lt; 2"_s);
    QCOMPARE(withoutDoubleEscape(u"&lt;p&gt;x"_s), u"<p>x"_s);
    for (const QString &talk :
         {u"On &lt;template&gt; and Vec&lt;T&gt; in code"_s, u"Why &lt;script&gt; blocks"_s,
          u"About the &lt;p&gt; element"_s, u"The &lt;table&gt; and the &lt;h1&gt; of a page"_s,
          u"Write to &lt;me@a.test&gt;"_s, u"a &lt;b&gt; that never ends"_s})
        QCOMPARE(withoutDoubleEscape(talk), talk);
    QCOMPARE(withoutDoubleEscape(u"One&lt;p&gt;Two"_s), u"One<p>Two"_s);
    QCOMPARE(withoutDoubleEscape(u"One &lt;br&gt; two"_s), u"One <br> two"_s);
    QCOMPARE(withoutDoubleEscape(u"Read &lt;ul&gt; &lt;li&gt;a &lt;/ul&gt;"_s),
             u"Read <ul> <li>a </ul>"_s);
    QCOMPARE(plainText(u"On &lt;template&gt; and Vec&lt;T&gt; in code"_s),
             u"On <template> and Vec<T> in code"_s);
}

void TstPlainText::whatIsWrittenAboutStays_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("expected");
    const auto same = [](const QString &text) { QTest::newRow(qPrintable(text)) << text << text; };
    same(u"Why Vec<T> grows"_s);
    same(u"std::map<std::string, int> explained"_s);
    same(u"#include <vector> and <map>"_s);
    same(u"Write to <me@a.example>"_s);
    same(u"Read <https://a.example/x>"_s);
    same(u"The <template> element"_s);
    same(u"<your name here> asks"_s);
    same(u"unique_ptr<T[]>, T<int*>"_s);
    same(u"Vec<Map<K, Vec<T>>>"_s);
    const auto row = [](const QString &html, const QString &text) {
        QTest::newRow(qPrintable(html)) << html << text;
    };
    row(u"a <b>bold</b> <T>"_s, u"a bold <T>"_s);
    row(u"<p>A Vec<T> of <i>things</i></p>"_s, u"A Vec<T> of things"_s);
    row(u"<o:p></o:p>Word"_s, u"Word"_s);
    row(u"<google-sheets-html-origin>Sheet"_s, u"Sheet"_s);
    row(u"<blurb>made up</blurb>"_s, u"made up"_s);
    row(u"<blurb class=\"x\">made up"_s, u"made up"_s);
    row(u"<spacer>old<font color=red>red"_s, u"oldred"_s);
    row(u"<details><summary>More</summary>text</details>"_s, u"Moretext"_s);
    row(u"a<script>if (a<b>c)</script>d"_s, u"ad"_s);
    row(u"<![CDATA[B & <b>C</b>]]> d"_s, u"B & C d"_s);
    row(u"a<br/>b<BR>c"_s, u"a\nb\nc"_s);
}

void TstPlainText::whatIsWrittenAboutStays()
{
    QFETCH(QString, html);
    QTEST(plainText(html), "expected");
}

QTEST_APPLESS_MAIN(TstPlainText)
#include "tst_plaintext.moc"
