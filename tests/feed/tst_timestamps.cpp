// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/timestamps.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTimestamps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void otherNumbersAreNone_data();
    void otherNumbersAreNone();
    void timesAreFound_data();
    void timesAreFound();
    void hoursFollowThoseOfTheFirst();
    void placesAreTold();
};

void TestTimestamps::otherNumbersAreNone_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             ":",
                             "1:",
                             ":30",
                             "12:3",
                             "12:345",
                             "1:2:3",
                             "12:60",
                             "1:60:00",
                             "1000:00",
                             "at 10:30 am",
                             "10:30am sharp",
                             "9:00 PM EST",
                             "um 18:30 Uhr",
                             "10:00 UTC",
                             "20:30h",
                             "won 3:1",
                             "lost 2:1",
                             "won 25:20",
                             "a score of 21:15",
                             "John 3:16",
                             "see Romans 8:28.",
                             "Ps. 23:10",
                             "16:9",
                             "a ratio of 10:20",
                             "the 80:20 rule",
                             "version 12:30",
                             "v2:30",
                             "2023-05-01T10:30:00Z",
                             "on 2023-05-01 10:30",
                             "http://127.0.0.1:8000/a",
                             "https://x.example/12:30/",
                             "localhost:1030",
                             "10.0.0.1:22",
                             "12:30...",
                             "12:3...",
                             "0:45 min rest",
                             "pace 4:30/km",

                             "on Friday 19:30",
                             "$12:30",
                             "-5:30:61",
                             "10:20:30:40",
                             "tomorrow at 11:00",
                             "9h30 Ouverture",
                             "18h30",
                             "We begin at 0h05.",
                             "5 min of music",
                             "5分だけ",
                             "It takes 5 min 30 s to boil.",
                             "それは5分30秒です",
                             "5 m 30 people",
                             "Song (3:45 min)",
                             "1 hour later",
                             "2 hours and 5 minutes"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestTimestamps::otherNumbersAreNone()
{
    QFETCH(QString, text);
    QCOMPARE(findTimestamps(text).size(), 0);
}

void TestTimestamps::timesAreFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("seconds");
    QTest::newRow("zero") << u"0:00"_s << 0;
    QTest::newRow("hours") << u"at 1:02:03 we say"_s << 3723;
    QTest::newRow("long minutes") << u"75:30 more"_s << 4530;
    QTest::newRow("square") << u"see [12:30]"_s << 750;
    QTest::newRow("round") << u"see (12:30)."_s << 750;
    QTest::newRow("mention") << u"We talk about it at 12:30, too."_s << 750;
    QTest::newRow("range") << u"from 12:00-13:00 on"_s << 720;
    QTest::newRow("at sign") << u"@12:30"_s << 750;
    QTest::newRow("fullwidth") << u"12：30 本題"_s << 750;
    QTest::newRow("units") << u"1h02m03s – end"_s << 3723;
    QTest::newRow("units with spaces") << u"5 min 30 s Intro"_s << 330;
    QTest::newRow("units of two letters") << u"- 1 hr 2 min: end"_s << 3720;
    QTest::newRow("German units") << u"1 Std. 5 Min. Ende"_s << 3900;
    QTest::newRow("Chinese units") << u"5分30秒 开场"_s << 330;
    QTest::newRow("Japanese units, glued") << u"5分30秒はじめに"_s << 330;
    QTest::newRow("Japanese hours") << u"1時間2分3秒 本題"_s << 3723;
    QTest::newRow("first hour") << u"0h05 Accueil"_s << 300;
    QTest::newRow("unit in the bracket") << u"(05:30 min) Intro"_s << 330;
    QTest::newRow("unit in the bracket, listed") << u"• [05:30 Min.] Intro"_s << 330;
    QTest::newRow("sentence end") << u"It is at 12:30."_s << 750;
    QTest::newRow("glued title") << u"12:30Intro"_s << 750;
    QTest::newRow("after a verse") << u"John 3:16 is at 45:10 here"_s << 2710;
    QTest::newRow("after an address") << u"http://a.example:80/1:20 12:30 Intro"_s << 750;
}

void TestTimestamps::timesAreFound()
{
    QFETCH(QString, text);
    QFETCH(int, seconds);
    const QList<Timestamp> stamps = findTimestamps(text);
    QCOMPARE(stamps.size(), 1);
    QCOMPARE(stamps.first().at, std::chrono::seconds(seconds));
}

void TestTimestamps::hoursFollowThoseOfTheFirst()
{
    const QList<Timestamp> stamps = findTimestamps(u"0h00 Début\n0h35 Suite\n1h02 Fin"_s);
    QCOMPARE(stamps.size(), 3);
    QCOMPARE(stamps.last().at, 62min);
    QVERIFY(findTimestamps(u"9h30 Accueil\n10h15 Débat\n12h00 Repas"_s).isEmpty());
}

void TestTimestamps::placesAreTold()
{
    const QString text = u"1. [12:00 - 13:00] One\nTwo 14:05"_s;
    const QList<Timestamp> stamps = findTimestamps(text);
    QCOMPARE(stamps.size(), 2);
    QCOMPARE(text.mid(stamps.at(0).begin, stamps.at(0).length), u"12:00"_s);
    QCOMPARE(text.mid(stamps.at(0).outerBegin, stamps.at(0).outerEnd - stamps.at(0).outerBegin),
             u"[12:00 - 13:00]"_s);
    QCOMPARE(stamps.at(0).rangeEnd, std::optional<std::chrono::milliseconds>(13min));
    QVERIFY(stamps.at(0).bracketed && stamps.at(0).leadsLine && !stamps.at(0).endsLine);
    QVERIFY(!stamps.at(1).bracketed && !stamps.at(1).leadsLine && stamps.at(1).endsLine);
    QVERIFY(findTimestampCandidates(u"won 25:20"_s).first().doubtful);
}

QTEST_GUILESS_MAIN(TestTimestamps)
#include "tst_timestamps.moc"
