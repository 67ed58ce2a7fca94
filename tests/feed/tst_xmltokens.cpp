// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/repair.h"
#include "feed/xmltokens.h"
#include "support/failonwarning.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 Quick = 60'000; // ms; sanitizers make it many times as slow
#else
constexpr qint64 Quick = 10'000; // ms
#endif

/// Gives a few bytes at a time, so that every token is cut somewhere.
class Trickle : public QIODevice
{
public:
    Trickle(QByteArray bytes, qint64 step) : m_bytes(std::move(bytes)), m_step(step)
    {
        open(ReadOnly | Unbuffered);
    }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min({most, m_step, qint64(m_bytes.size()) - m_at});
        std::copy_n(m_bytes.constData() + m_at, count, data);
        m_at += count;
        return count > 0 ? count : -1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_step;
    qint64 m_at = 0;
};

/// "<a b=c>", "</a>", "text", "[cdata]", and "!" for a break.
QString told(QIODevice &device)
{
    XmlTokens tokens(device);
    QString all;
    for (auto token = tokens.next(); token != XmlTokens::Token::None; token = tokens.next()) {
        if (token == XmlTokens::Token::Start) {
            all += u'<' + tokens.name();
            for (const auto &[name, value] : tokens.attributes())
                all += u' ' + name + u'=' + value;
            all += u'>';
        } else if (token == XmlTokens::Token::End) {
            all += u"</"_s + tokens.name() + u'>';
        } else {
            all += tokens.isCData() ? u'[' + tokens.text() + u']' : tokens.text();
        }
    }
    return tokens.isBroken() ? all + u'!' : all;
}

QString told(const QByteArray &xml, qint64 step = 1 << 20)
{
    Trickle device(xml, step);
    return told(device);
}

} // namespace

class TestXmlTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatEndsTooEarlyIsBroken_data();
    void whatEndsTooEarlyIsBroken();
    void nonsenseIsBroken();
    void longTagsAreReadInTime();
    void tokensAreTheSameHoweverTheyCome();
    void referencesAndLineEndsAreRead();
    void whatTheMenderMakesIsUnderstood();
};

void TestXmlTokens::whatEndsTooEarlyIsBroken_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<QString>("expected");

    QTest::newRow("nothing") << QByteArray() << u"!"_s;
    QTest::newRow("text") << QByteArray("<a>te") << u"<a>!"_s;
    QTest::newRow("a tag") << QByteArray("<a><b c=\"d\"") << u"<a>!"_s;
    QTest::newRow("CDATA") << QByteArray("<a><![CDATA[x]]") << u"<a>!"_s;
    QTest::newRow("an end tag") << QByteArray("<a>x</a") << u"<a>!"_s;
    QTest::newRow("an element") << QByteArray("<a><b/>") << u"<a><b></b>!"_s;
}

void TestXmlTokens::whatEndsTooEarlyIsBroken()
{
    QFETCH(QByteArray, xml);
    QFETCH(QString, expected);

    QCOMPARE(told(xml), expected);
    QCOMPARE(told(xml, 1), expected);
}

void TestXmlTokens::nonsenseIsBroken()
{
    for (const QByteArray &xml : {QByteArray("<>"), QByteArray("</>"), QByteArray("<a ="),
                                  QByteArray("<a =\"\"><b x=\"y></b>"), QByteArray("< / >&"),
                                  QByteArray("</a></a></a>"), QByteArray("<a>]]>&amp&;&#65;")}) {
        QCOMPARE(told(xml, 1), told(xml));
        QVERIFY2(told(xml).endsWith(u'!'), xml.constData());
    }
}

/// Looked at from its beginning again with every piece, such a tag took minutes.
void TestXmlTokens::longTagsAreReadInTime()
{
    const QByteArray value(64 << 20, 'x');
    Trickle device("<a b=\"" + value + "\"/>", 16 << 10);
    QElapsedTimer clock;
    clock.start();
    XmlTokens tokens(device);

    QCOMPARE(tokens.next(), XmlTokens::Token::Start);
    QCOMPARE(tokens.attributes().at(0).value.size(), value.size());
    QVERIFY2(clock.elapsed() < Quick, qPrintable(QString::number(clock.elapsed())));
}

void TestXmlTokens::tokensAreTheSameHoweverTheyCome()
{
    const QByteArray xml = "<rss a=\"1\" b:c=\"x y\"><i/>one &amp; two<![CDATA[<p>]] ]>&amp;]]>"
                           "<d e=\"\"/>\xC3\xA4\xF0\x9F\x8E\xA7</rss>";
    const QString expected
            = u"<rss a=1 b:c=x y><i></i>one & two[<p>]] ]>&amp;]<d e=></d>ä🎧</rss>"_s;

    for (const qint64 step : {1, 2, 3, 7, 1000})
        QCOMPARE(told(xml, step), expected);
}

void TestXmlTokens::referencesAndLineEndsAreRead()
{
    QCOMPARE(told("<a b=\"&quot;x&lt;\ty\n\">1\r\n2\r3&lt;&gt;&apos;&amp;lt;</a>"),
             u"<a b=\"x< y >1\n2\n3<>'&lt;</a>"_s);
    QCOMPARE(told("<a><![CDATA[1\r\n2\r3&lt;]]></a>"), u"<a>[1\n2\n3&lt;]</a>"_s);
}

void TestXmlTokens::whatTheMenderMakesIsUnderstood()
{
    QBuffer wild;
    wild.setData("\n<?xml version='1.0'?><!-- x --><Rss b=c b='d' e=\"f>g\"h><x>1 < 2 & 3\x01<br>"
                 "</X><y k='\"'/>]]></rss>junk<");
    QVERIFY(wild.open(QIODevice::ReadOnly));
    RepairingDevice mended(wild, {});

    QCOMPARE(told(mended), u"<Rss b=c e=f>g><x>1 < 2 & 3<br></br></x><y k=\"></y>]]></Rss>"_s);
}

QTEST_GUILESS_MAIN(TestXmlTokens)
#include "tst_xmltokens.moc"
