// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notes.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TstNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void activeContentIsGone_data();
    void activeContentIsGone();
    void hostileNotesStayShallowAndQuick_data();
    void hostileNotesStayShallowAndQuick();
    void notesComeOut_data();
    void notesComeOut();
    void imagesNeedTheUsersWord();
    void timesSeek_data();
    void timesSeek();
};

void TstNotes::activeContentIsGone_data()
{
    QTest::addColumn<QString>("html");
    QTest::newRow("script") << u"<p>a<script>alert(1)</script></p>"_s;
    QTest::newRow("split script") << u"<scr<script>ipt>alert(1)</scr</script>ipt>"_s;
    QTest::newRow("script hidden by depth")
            << u"<div>"_s.repeated(200) + u"<scr<b>ipt>alert(1)</script>"_s;
    QTest::newRow("event") << u"<p onclick=\"alert(1)\">a</p><img src=x onerror=alert(1)>"_s;
    QTest::newRow("javascript link") << u"<a href=\"javascript:alert(1)\">a</a>"_s;
    QTest::newRow("javascript link in pieces") << u"<a href=\"java\nscript:alert(1)\">a</a>"_s;
    QTest::newRow("entity in the scheme") << u"<a href=\"java&#115;cript:alert(1)\">a</a>"_s;
    QTest::newRow("data link") << u"<a href=\"data:text/html,<script>alert(1)</script>\">a</a>"_s;
    QTest::newRow("vbscript link") << u"<a href=\"VBScript:x\">a</a>"_s;
    QTest::newRow("file link") << u"<a href=\"file:///etc/passwd\">a</a>"_s;
    QTest::newRow("frames")
            << u"<iframe src=\"https://x.example\"></iframe><object data=x></object><embed src=x>"_s;
    QTest::newRow("style")
            << u"<style>p{background:url(https://x.example)}</style><p style=\"x\">a</p>"_s;
    QTest::newRow("svg")
            << u"<svg onload=alert(1)><a href=\"javascript:x\"><script>x</script></a></svg>"_s;
    QTest::newRow("form")
            << u"<form action=\"https://x.example\"><input value=x><button>go</button></form>"_s;
    QTest::newRow("meta")
            << u"<meta http-equiv=refresh content=\"0;url=https://x.example\"><base href=x>"_s;
    QTest::newRow("escaped") << u"&lt;script&gt;alert(1)&lt;/script&gt;"_s;
    QTest::newRow("escaped behind a tag") << u"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"_s;
    QTest::newRow("quotes in a link")
            << u"<a href='https://x.example/\" onclick=\"alert(1)'>a</a>"_s;
    QTest::newRow("seek link of the feed's own") << u"<a href=\"earmark:play?feed=x\">a</a>"_s;
}

void TstNotes::activeContentIsGone()
{
    QFETCH(QString, html);
    static const QRegularExpression Active(
            u"<\\s*/"
            u"?\\s*(script|iframe|object|embed|applet|style|link|meta|base|form|input|button|svg|"
            u"img)\\b"
            u"|<[^>]*\\s(on\\w+|style)\\s*=|(href|src)\\s*=\\s*[\"']?\\s*(javascript|vbscript|data|file|earmark:play)"_s,
            QRegularExpression::CaseInsensitiveOption);
    const QString safe = safeNotesHtml(html, {});
    QVERIFY2(!Active.match(safe).hasMatch(), qPrintable(safe));
}

void TstNotes::hostileNotesStayShallowAndQuick_data()
{
    QTest::addColumn<QString>("html");
    QTest::newRow("nested blocks") << u"<div>"_s.repeated(100'000);
    QTest::newRow("nested inline") << u"<b>"_s.repeated(100'000);
    QTest::newRow("inline over paragraphs")
            << u"<font size=1><font size=2><font size=3>"_s.repeated(20'000)
                    + u"<p>x"_s.repeated(100'000);
    QTest::newRow("nested tables") << u"<table><tr><td>"_s.repeated(50'000);
    QTest::newRow("nested lists") << u"<ul><li>"_s.repeated(50'000);
    QTest::newRow("unknown elements") << u"<x>"_s.repeated(100'000);
    QTest::newRow("links") << u"https://a.example/ "_s.repeated(50'000);
    QTest::newRow("times") << u"1:00 "_s.repeated(100'000);
    QTest::newRow("open marks") << u"<"_s.repeated(1'000'000);
    QTest::newRow("quotes left open") << u"<a b=\">\" "_s.repeated(100'000);
    QTest::newRow("large") << u"x"_s.repeated(5'000'000);
}

void TstNotes::hostileNotesStayShallowAndQuick()
{
    QFETCH(QString, html);
    QElapsedTimer timer;
    timer.start();
    const QString safe = safeNotesHtml(html, {});
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(safe.size() < 40'000'000);
}

void TstNotes::notesComeOut_data()
{
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("paragraphs of plain text")
            << u"One\r\ntwo\n\nThree & <3"_s << u"<p>One<br />two</p><p>Three &amp; &lt;3</p>"_s;
    QTest::newRow("lines between inline tags") << u"<b>One</b>\ntwo"_s << u"<b>One</b><br />two"_s;
    QTest::newRow("well-formed") << u"<p>One<p>Two <i>three</p>"_s
                                 << u"<p>One</p><p>Two <i>three</i></p>"_s;
    QTest::newRow("attributes go")
            << u"<p class=\"x\" style=\"y\" id=z>One</p>"_s << u"<p>One</p>"_s;
    QTest::newRow("unknown elements leave their text")
            << u"<p><custom-tag>One</custom-tag></p>"_s << u"<p>One</p>"_s;
    QTest::newRow("link")
            << u"<p><a href=\"https://a.example/?x=1&amp;y=2\" target=_blank>A</a></p>"_s
            << u"<p><a href=\"https://a.example/?x=1&amp;y=2\">A</a></p>"_s;
    QTest::newRow("mail") << u"<p><a href=\"mailto:a@a.example\">A</a></p>"_s
                          << u"<p><a href=\"mailto:a@a.example\">A</a></p>"_s;
    QTest::newRow("relative link") << u"<p><a href=\"/x\">A</a></p>"_s
                                   << u"<p><a href=\"https://base.example/x\">A</a></p>"_s;
    QTest::newRow("bare link")
            << u"See https://a.example/x?y=1, or www.b.example."_s
            << u"<p>See <a href=\"https://a.example/x?y=1\">https://a.example/x?y=1</a>, or "
               u"<a href=\"https://www.b.example\">www.b.example</a>.</p>"_s;
    QTest::newRow("escaped twice")
            << u"&lt;p&gt;One &amp;amp; two&lt;/p&gt;"_s << u"<p>One &amp; two</p>"_s;
    QTest::newRow("address with brackets of its own")
            << u"(See https://a.example/b_(c).)"_s
            << u"<p>(See <a href=\"https://a.example/b_(c)\">https://a.example/b_(c)</a>.)</p>"_s;
    QTest::newRow("what is written about") << u"<p>A Vec<T> by <me@a.example></p>"_s
                                           << u"<p>A Vec&lt;T&gt; by &lt;me@a.example&gt;</p>"_s;
    QTest::newRow("what is written about in plain text")
            << u"A Vec<T>\nand #include <map>"_s
            << u"A Vec&lt;T&gt;<br />and #include &lt;map&gt;"_s;
    QTest::newRow("what is written about, escaped twice")
            << u"&lt;p&gt;A Vec&amp;lt;T&amp;gt; and Vec&lt;int&gt;&lt;/p&gt;"_s
            << u"<p>A Vec&lt;T&gt; and Vec&lt;int&gt;</p>"_s;
    QTest::newRow("about HTML") << u"The &lt;p&gt; element"_s << u"<p>The &lt;p&gt; element</p>"_s;
    QTest::newRow("entity in plain text") << u"R&amp;D"_s << u"<p>R&amp;D</p>"_s;
}

void TstNotes::notesComeOut()
{
    QFETCH(QString, notes);
    QFETCH(QString, expected);
    const QString safe = safeNotesHtml(notes, {false, QUrl(u"https://base.example/"_s)});
    QCOMPARE(safe, expected);
    QXmlStreamReader xml(u"<x>"_s + safe + u"</x>"_s);
    while (!xml.atEnd())
        xml.readNext();
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
}

void TstNotes::imagesNeedTheUsersWord()
{
    const QString html = u"<p><img src=\"https://a.example/i.png\" width=300 onload=x alt=\"A\">"
                         u"<img src=\"https://a.example/pixel.gif\" width=1 height=1>"
                         u"<img src=\"file:///i.png\"></p>"_s;
    QCOMPARE(safeNotesHtml(html, {}), u"<p></p>"_s);
    QCOMPARE(safeNotesHtml(html, {true, {}}),
             u"<p><img src=\"https://a.example/i.png\" width=\"300\" alt=\"A\" /></p>"_s);
}

void TstNotes::timesSeek_data()
{
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("link");
    QTest::newRow("plain") << u"00:00 Start\n12:30 Middle\n"_s
                           << u"<a href=\"earmark:seek?t=750\">12:30</a>"_s;
    QTest::newRow("bracketed") << u"<p>(1:02:03) Talk</p>"_s
                               << u"(<a href=\"earmark:seek?t=3723\">1:02:03</a>)"_s;
    QTest::newRow("in bold") << u"<p><b>2:00</b> Talk</p>"_s
                             << u"<b><a href=\"earmark:seek?t=120\">2:00</a></b>"_s;
    QTest::newRow("linked elsewhere")
            << u"<ul><li><a href=\"https://tube.example/?t=60\">1:00</a> Intro</li></ul>"_s
            << u"<li><a href=\"earmark:seek?t=60\">1:00</a> Intro</li>"_s;
    QTest::newRow("in a longer link")
            << u"<p><a href=\"https://a.example/\">Clip at 3:00 of it</a></p>"_s
            << u"<a href=\"https://a.example/\">Clip at 3:00 of it</a>"_s;
    QTest::newRow("in an address")
            << u"0:00 x https://a.example/1:30/y"_s
            << u"<a href=\"https://a.example/1:30/y\">https://a.example/1:30/y</a>"_s;
}

void TstNotes::timesSeek()
{
    QFETCH(QString, notes);
    QFETCH(QString, link);
    const QString safe = safeNotesHtml(notes, {});
    QVERIFY2(safe.contains(link), qPrintable(safe));
}

QTEST_APPLESS_MAIN(TstNotes)
#include "tst_notes.moc"
