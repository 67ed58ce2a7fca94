// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/transcripts.h"
#include "support/failonwarning.h"

#include <QStringEncoder>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// One line per cue: "start-end speaker|text", in ms, lines of text parted by '/'.
QString told(const Result<Cues> &cues)
{
    if (!cues)
        return u"error"_s;
    QStringList lines;
    for (const Cue &cue : *cues) {
        lines.append(u"%1-%2 %3|%4"_s.arg(cue.start.count())
                             .arg(cue.end.count())
                             .arg(cue.speaker, QString(cue.text).replace(u'\n', u'/')));
    }
    return lines.join(u" ; ");
}

} // namespace

class TestTranscripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoTranscriptIsRefused_data();
    void whatIsNoTranscriptIsRefused();
    void subRipIsReadWithItsDamage_data();
    void subRipIsReadWithItsDamage();
    void webVttIsRead_data();
    void webVttIsRead();
    void jsonIsRead_data();
    void jsonIsRead();
    void htmlIsRead_data();
    void htmlIsRead();
    void contentDecidesOverTheDeclaredType();
    void anyEncodingIsRead_data();
    void anyEncodingIsRead();
    void hostileFilesStayWithinTheirLimits();
    void everyPrefixOfAFileIsSurvived();

private:
    /// The row's bytes, declared as type, against what the row expects.
    static void compareTold(const QString &type)
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QCOMPARE(told(readTranscript(bytes, type)), expected);
    }
};

void TestTranscripts::whatIsNoTranscriptIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type");
    QTest::newRow("empty") << QByteArray() << u"text/vtt"_s;
    QTest::newRow("noise") << QByteArray("\x01\x02\xff rubbish") << u"application/srt"_s;
    QTest::newRow("json without segments") << QByteArray("{\"a\":[1]}") << u"application/json"_s;
    QTest::newRow("json that breaks off") << QByteArray("{\"segments\":[{\"sta") << QString();
    QTest::newRow("a page instead")
            << QByteArray("<html><body><p>Not found</p></body></html>") << u"application/srt"_s;
    QTest::newRow("too large") << "WEBVTT\n\n" + QByteArray(17 * 1024 * 1024, '\n')
                               << u"text/vtt"_s;
    QTest::newRow("deep") << QByteArray(100'000, '[') << u"application/json"_s;
}

void TestTranscripts::whatIsNoTranscriptIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, type);
    const auto cues = readTranscript(bytes, type);
    QVERIFY(!cues);
    QCOMPARE(cues.error().kind, ErrorKind::Parse);
    QVERIFY(cues.error().sentence.endsWith(u'.'));
}

void TestTranscripts::subRipIsReadWithItsDamage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const QString two = u"1000-2500 |Hello ; 3000-4000 |you/two"_s;
    QTest::newRow("as it should be") << QByteArray("1\n00:00:01,000 --> 00:00:02,500\nHello\n\n"
                                                   "2\n00:00:03,000 --> 00:00:04,000\nyou\ntwo\n")
                                     << two;
    QTest::newRow("CRLF, spaces behind lines")
            << QByteArray("1 \r\n00:00:01,000 --> 00:00:02,500  \r\nHello  \r\n\r\n"
                          "2\r\n00:00:03,000 --> 00:00:04,000\r\nyou\r\n two\r\n")
            << two;
    QTest::newRow("CR alone") << QByteArray("1\r00:00:01,000 --> 00:00:02,500\rHello\r\r"
                                            "2\r00:00:03,000 --> 00:00:04,000\ryou\rtwo\r")
                              << two;
    QTest::newRow("dots, short parts, no hours, no spaces")
            << QByteArray("1\n0:0:1.000-->0:0:2.500\nHello\n\n2\n00:03,000 -> 0:4\nyou\ntwo")
            << two;
    QTest::newRow("no numbers") << QByteArray("00:00:01,000 --> 00:00:02,500\nHello\n\n"
                                              "00:00:03,000 --> 00:00:04,000\nyou\ntwo\n")
                                << two;
    QTest::newRow("no empty lines between")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,500\nHello\n"
                          "2\n00:00:03,000 --> 00:00:04,000\nyou\ntwo\n")
            << two;
    QTest::newRow("empty lines inside text")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,500\n\nHello\n\n"
                          "2\n00:00:03,000 --> 00:00:04,000\nyou\n\n\ntwo\n\n")
            << two;
    QTest::newRow("an empty line behind a number")
            << QByteArray("1\n\n00:00:01,000 --> 00:00:02,500\nHello\n\n"
                          "2\n\n00:00:03,000 --> 00:00:04,000\nyou\ntwo\n")
            << two;
    QTest::newRow("positions, styles, slips of spaces")
            << QByteArray("1\n00: 00:01,000 --> 00:00:02, 500 X1:40 X2:600 Y1:20 Y2:50\n"
                          "{\\an8}<font color=\"#00ff00\"><b>Hello</b></font>\n\n"
                          "2\n00:00:03,000 \xE2\x80\x93> 00:00:04,000\n<i>you\ntwo\n")
            << two;
    QTest::newRow("a number as text stays")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,000\nIn\n1984\n\n"
                          "2\n00:00:02,000 --> 00:00:03,000\nyes")
            << u"1000-2000 |In/1984 ; 2000-3000 |yes"_s;
    QTest::newRow("unsorted, overlapping and negative, in the file's order")
            << QByteArray("1\n00:00:09,000 --> 00:00:10,000\nb\n\n"
                          "2\n-00:00:01,500 --> 00:00:09,500\na\n")
            << u"9000-10000 |b ; 0-9500 |a"_s;
    QTest::newRow("references and signs that are no tags")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,000\n&lt;b&gt; &amp; x < 3 &nbsp;> y &foo;")
            << u"1000-2000 |<b> & x < 3 \u00a0> y &foo;"_s;
    QTest::newRow("an arrow in text is text")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,000\nfrom 1 --> 2\n12:30 -> lunch\n")
            << u"1000-2000 |from 1 --> 2/12:30 -> lunch"_s;
    QTest::newRow("a name stays in the text")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,000\nTravis: Hello\n")
            << u"1000-2000 |Travis: Hello"_s;
    QTest::newRow("a fraction that may mean two things is no time")
            << QByteArray("1\n00:00:01,5 --> 00:00:02,000\nlost\n\n"
                          "2\n00:00:03,000 --> 00:00:04,000\nkept\n")
            << u"3000-4000 |kept"_s;
    QTest::newRow("microseconds") << QByteArray("00:00:01.123456 --> 00:00:02.999999\na")
                                  << u"1123-2999 |a"_s;
    QTest::newRow("more than 99 hours") << QByteArray(
            "100:00:00,000 --> 100:00:01,000\na\n\n9999:00:00,000 --> 9999:00:01,000\nb")
                                        << u"360000000-360001000 |a"_s;
    QTest::newRow("breaks off in a time")
            << QByteArray("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,0")
            << u"1000-2000 |a/2/00:00:03,0"_s;
}

void TestTranscripts::subRipIsReadWithItsDamage()
{
    compareTold(u"application/x-subrip"_s);
}

void TestTranscripts::webVttIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing in it") << QByteArray("WEBVTT") << QString();
    QTest::newRow("settings, voices, classes, times inside, entities")
            << QByteArray(
                       "WEBVTT - title\nKind: captions\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,"
                       "MPEGTS:900000\n\nintro\n00:01.000 --> 00:02.500 position:10%,line-left "
                       "align:start\n<v.loud Mary Ann>Hi <c.yellow>you</c> &amp;<00:00:02.000> "
                       "all</v>\n\n00:00:03.000 --> 00:00:04.000\n<v Bob &amp; Al>&lt;Hm&gt;&lrm;")
            << u"1000-2500 Mary Ann|Hi you & all ; 3000-4000 Bob & Al|<Hm>\u200e"_s;
    QTest::newRow("notes, styles, regions")
            << QByteArray("\xEF\xBB\xBFWEBVTT\r\n\r\nNOTE\r\na comment\r\n\r\nSTYLE\r\n::cue { "
                          "color:red }\r\n\r\nbackground: blue;\r\n\r\nREGION\r\nid:fred\r\n\r\n"
                          "00:01.000 --> 00:02.000\r\na\r\n\r\nNOTE last\r\n\r\nstray words\r\n\r\n"
                          "x\r\n00:03.000 --> 00:04.000\r\nb\r\n")
            << u"1000-2000 |a ; 3000-4000 |b"_s;
    QTest::newRow("no empty line before the next cue")
            << QByteArray("WEBVTT\n\n1\n00:01.000 --> 00:02.000\na\n2\n00:02.000 --> 00:03.000\nb")
            << u"1000-2000 |a ; 2000-3000 |b"_s;
    QTest::newRow("voices in one cue stay one cue")
            << QByteArray("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>x</v>\n<v B>y</v>")
            << u"1000-2000 A|x/y"_s;
    QTest::newRow("times that are none")
            << QByteArray("WEBVTT\n\n00:01.04 --> 00:02.000\na\n\n1:2:3:4.000 --> 00:05.000\nb\n\n"
                          "00:06.000 -->\nc\n\n00:07.000 --> 00:08.000\nd")
            << u"7000-8000 |d"_s;
}

void TestTranscripts::webVttIsRead()
{
    compareTold(u"text/vtt"_s);
}

void TestTranscripts::jsonIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("words as they are") << QByteArray(
            "{\"version\":\"1.0.0\",\"segments\":[{\"speaker\":\"A\",\"startTime\":0.5,"
            "\"endTime\":0.75,\"body\":\"I\"},{\"speaker\":\"A\",\"startTime\":1,"
            "\"endTime\":1.25,\"body\":\"am\"}]}")
                                       << u"500-750 A|I ; 1000-1250 A|am"_s;
    QTest::newRow("ends that are missing, times as text, no speaker, markup")
            << QByteArray("{\"segments\":[{\"startTime\":\"0:01.5\",\"body\":\"<b>a</b> &amp; b\"},"
                          "{\"startTime\":\"3\",\"speaker\":null,\"body\":\"c\"}]}")
            << u"1500-3000 |a & b ; 3000-3000 |c"_s;
    QTest::newRow("names that others use")
            << QByteArray("[{\"start\":1,\"end\":2,\"text\":\" a \",\"speaker\":{\"name\":\"Z\"}},"
                          "{\"startMs\":2500,\"endMs\":3000,\"text\":\"b\",\"speaker\":1}]")
            << u"1000-2000 Z|a ; 2500-3000 1|b"_s;
    QTest::newRow("WebVTT inside")
            << QByteArray("{\"vtt\":\"WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v A>a\"}")
            << u"1000-2000 A|a"_s;
    QTest::newRow("wrapped once more") << QByteArray(
            "{\"transcript\":{\"segments\":[{\"start\":1,\"end\":2,\"text\":\"a\"}]}}")
                                       << u"1000-2000 |a"_s;
    QTest::newRow("junk among segments")
            << QByteArray("{\"segments\":[null,1,\"x\",[],{},{\"startTime\":1},{\"body\":\"x\"},"
                          "{\"startTime\":1e300,\"body\":\"x\"},{\"startTime\":-2,\"endTime\":1,"
                          "\"body\":\"a\"},]}")
            << u"0-1000 |a"_s;
    QTest::newRow("numbers that are none, as Python writes them")
            << QByteArray("{\"segments\":[{\"startTime\":1,\"endTime\":2,\"avg_logprob\":NaN,"
                          "\"x\":-Infinity,\"body\":\"NaN\"}]}")
            << u"1000-2000 |NaN"_s;
    QTest::newRow("none") << QByteArray("{\"segments\":[]}") << QString();
    QTest::newRow("breaks off") << QByteArray(
            "{\"segments\":[{\"startTime\":1,\"endTime\":2,\"body\":\"a\"},"
            "{\"startTime\":2,\"endTime\":3,\"body\":\"b")
                                << u"1000-2000 |a"_s;
}

void TestTranscripts::jsonIsRead()
{
    compareTold(u"application/json"_s);
}

void TestTranscripts::htmlIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("cite, time, p")
            << QByteArray("<cite>Travis:</cite>\n<time>0:00</time>\n<p>It&#39;s <i>on</i></p>\n"
                          "<cite>Sarah:</cite>\n<time>1:00:53</time>\n<p>Yes</p><p>No</p>")
            << u"0-3653000 Travis|It's on ; 3653000-3653000 Sarah|Yes ; "
               "3653000-3653000 Sarah|No"_s;
    QTest::newRow("a whole page, all in the paragraph")
            << QByteArray("<!DOCTYPE html><html><head><title>T</title></head><body><h1>T</h1>"
                          "<p>Read along.</p><div><p><time datetime='PT1M5S'>later</time> "
                          "<cite>A</cite> a<br>b</p><p><time>[2:00]</time> c <time>2:30</time> d"
                          "</p></div><script>x</script></body></html>")
            << u"65000-120000 A|a b ; 120000-150000 A|c ; 150000-150000 A|d"_s;
    QTest::newRow("times in brackets")
            << QByteArray("<p>[0:10] a</p><p>(1:02:03) b</p><p>[sic] c</p>")
            << u"10000-3723000 |a ; 3723000-3723000 |b ; 3723000-3723000 |[sic] c"_s;
    QTest::newRow("no times at all") << QByteArray("<p>a</p><p>b</p>") << u"0-0 |a ; 0-0 |b"_s;
}

void TestTranscripts::htmlIsRead()
{
    compareTold(u"text/html"_s);
}

void TestTranscripts::contentDecidesOverTheDeclaredType()
{
    const QByteArray srt = "1\n00:00:01,000 --> 00:00:02,000\na\n";
    const QByteArray vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\na\n";
    const QByteArray json = " [{\"start\":1,\"end\":2,\"text\":\"a\"}]";
    const QByteArray html = "<time>0:01</time><p>a</p>";
    for (const QString &type : {QString(), u"application/srt"_s, u"text/srt"_s, u"text/vtt"_s,
                                u"text/json"_s, u"text/html"_s, u"application/octet-stream"_s}) {
        for (const QByteArray &bytes : {srt, vtt, json})
            QCOMPARE(told(readTranscript(bytes, type)), u"1000-2000 |a"_s);
        QCOMPARE(told(readTranscript(html, type)), u"1000-1000 |a"_s);
    }
}

void TestTranscripts::anyEncodingIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QString text = u"1\n00:00:01,000 --> 00:00:02,000\nGrüße é\n"_s;
    using Encoder = QStringEncoder;
    const auto encoded = [&text](const char *name, QStringConverter::Flags flags) {
        Encoder encoder(name, flags);
        return QByteArray(encoder.encode(text));
    };
    const auto bare = QStringConverter::Flag::Default;
    const auto marked = QStringConverter::Flag::WriteBom;
    QTest::newRow("UTF-8") << text.toUtf8();
    QTest::newRow("UTF-8 with mark") << "\xEF\xBB\xBF" + text.toUtf8();
    QTest::newRow("UTF-16LE with mark") << encoded("UTF-16LE", marked);
    QTest::newRow("UTF-16BE with mark") << encoded("UTF-16BE", marked);
    QTest::newRow("UTF-16LE") << encoded("UTF-16LE", bare);
    QTest::newRow("UTF-16BE") << encoded("UTF-16BE", bare);
    QTest::newRow("UTF-32LE with mark") << encoded("UTF-32LE", marked);
    QTest::newRow("UTF-32BE") << encoded("UTF-32BE", bare);
    QTest::newRow("Windows-1252") << text.toLatin1();
}

void TestTranscripts::anyEncodingIsRead()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(told(readTranscript(bytes, {})), u"1000-2000 |Grüße é"_s);
}

void TestTranscripts::hostileFilesStayWithinTheirLimits()
{
    const QByteArray cue = "00:01.000 --> 00:02.000\na\n\n";
    const auto many = readTranscript("WEBVTT\n\n" + cue.repeated(120'000), {});
    QVERIFY(many);
    QCOMPARE(many->size(), 100'000);
    const QByteArray time = "1\n00:00:01,000 --> 00:00:02,000\n";
    for (const QByteArray &text :
         {QByteArray(1'000'000, 'x'), QByteArray("<a").repeated(500'000),
          QByteArray("&amp").repeated(300'000), QByteArray("\n").repeated(1'000'000)}) {
        const auto cues = readTranscript(time + text, {});
        QVERIFY(cues);
        QCOMPARE(cues->size(), 1);
        QVERIFY(cues->first().text.size() <= 16'384);
    }
    for (const QByteArray tag : {"<div>", "<p><cite>", "<b>", "<table><tr><td>", "<time>"})
        QVERIFY(readTranscript("<time>1:00</time>" + tag.repeated(100'000) + "x", u"text/html"_s));
}

void TestTranscripts::everyPrefixOfAFileIsSurvived()
{
    const QByteArray files[] = {
            "WEBVTT\n\nNOTE a\n\n1\n00:01.000 --> 00:02.000 a:b\n<v A>a &amp; \xC3\xA9</v>\n",
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>a</i>\r\n\r\n2\r\n",
            "{\"segments\":[{\"startTime\":1,\"endTime\":2,\"body\":\"\\u00e9\",\"speaker\":\"a\"}]"
            "}",
            "<html><body><cite>A:</cite><time>0:01</time><p>a &lt; b</p></body></html>",
    };
    for (const QByteArray &file : files) {
        for (qsizetype size = 0; size < file.size(); ++size) {
            const auto cues = readTranscript(file.first(size), u"text/html"_s);
            QVERIFY(!cues || cues->size() <= 3);
        }
        QVERIFY(!readTranscript(file, {})->isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestTranscripts)
#include "tst_transcripts.moc"
