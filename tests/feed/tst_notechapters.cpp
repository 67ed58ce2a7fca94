// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notechapters.h"
#include "feed/plaintext.h"
#include "feed/promotion.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString told(const Chapters &chapters)
{
    QStringList lines;
    for (const Chapter &chapter : chapters)
        lines.append(u"%1 %2"_s.arg(chapter.start.count() / 1000).arg(chapter.title).trimmed());
    return lines.join(u'\n');
}

} // namespace

class TestNoteChapters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsNoListMakesNoChapters_data();
    void whatIsNoListMakesNoChapters();
    void everyStyleIsRead_data();
    void everyStyleIsRead();
    void startsBeyondTheEndAreJudged();
    void startsThatFallBackAreJudged();
    void aSecondListDoesNotCorruptTheFirst();
    void aTitleEndsWhereThePromotionBegins();
    void aLinkOnTheLineBecomesTheChapters();
    void aHugeNoteIsReadInNoTime();
};

void TestNoteChapters::init()
{
    failOnAnyWarning();
}

void TestNoteChapters::whatIsNoListMakesNoChapters_data()
{
    QTest::addColumn<QString>("notes");
    QTest::newRow("nothing") << QString();
    QTest::newRow("lone zero") << u"A talk.\n0:00 Intro"_s;
    QTest::newRow("lone zero, cut off") << u"A talk about MySQL. 0:00 Intro ..."_s;
    QTest::newRow("zero and a cut start") << u"A talk. 0:00 Intro 21..."_s;
    QTest::newRow("zero and a cut time") << u"A talk. 0:00 Intro 12:3..."_s;
    QTest::newRow("clock am pm") << u"Live every day at 10:30 am and again at 9:00 PM EST."_s;
    QTest::newRow("clock am pm lines") << u"10:30 am Mass\n12:15 pm Lunch\n6:00 p.m. Prayer"_s;
    QTest::newRow("uhr") << u"Montag um 18:30 Uhr, Dienstag um 20:15 Uhr, sonst 19:00 Uhr."_s;
    QTest::newRow("utc") << u"We stream at 10:00 UTC, the replay is at 18:30 UTC."_s;
    QTest::newRow("opening hours") << u"Open Monday 9:00-17:00 and Saturday 10:00-14:00."_s;
    QTest::newRow("german opening hours") << u"Mo-Fr 09:00 - 17:00 Uhr\nSa 10:00 - 14:00 Uhr"_s;
    QTest::newRow("timetable")
            << u"Programme:\n09:00 Registration\n10:00 Keynote\n12:00 Lunch\n13:30 Workshops"_s;
    QTest::newRow("scores") << u"They won 3:1 at home and lost 2:1 away, then 4:0."_s;
    QTest::newRow("two digit scores") << u"They won 25:20 and lost 28:24 in the end."_s;
    QTest::newRow("verses") << u"We read John 3:16, Romans 8:28 and Psalm 23:1-6."_s;
    QTest::newRow("verse ranges") << u"Genesis 1:1-3 and Matthew 5:13-16; 6:19-21 are our texts."_s;
    QTest::newRow("verse lines") << u"Texts:\nJohn 3:16\nRomans 8:28\n1 Corinthians 13:13"_s;
    QTest::newRow("german verses") << u"1. Mose 1:27, Johannes 3:16 und Psalm 23:10"_s;
    QTest::newRow("ratios") << u"In 16:9 or 4:3? And the 80:20 rule, with a 10:10 ratio."_s;
    QTest::newRow("ports")
            << u"Open http://127.0.0.1:8000/x and http://localhost:10:30/ or 10.0.0.1:22"_s;
    QTest::newRow("iso times") << u"From 2023-05-01T10:30:00Z to 2023-05-02T11:45:00+02:00."_s;
    QTest::newRow("dates with times")
            << u"Recorded 2023-05-01 10:30, published 02.05.2023 12:45."_s;
    QTest::newRow("versions") << u"From v2:30 to v3:40 and 1.10:20"_s;
    QTest::newRow("mac address") << u"It is 00:1A:2B:3C:4D:5E or 10:20:30:40:50:60."_s;
    QTest::newRow("ipv6") << u"2001:db8::10:20 and fe80::12:34"_s;
    QTest::newRow("two mentions")
            << u"We speak of that at 12:30 and again at 45:10 with our guest."_s;
    QTest::newRow("three mentions")
            << u"We speak of bees at 12:30, of wasps at 23:10 and of ants at 45:10."_s;
    QTest::newRow("song lengths")
            << u"Tracks:\nBlue Sky 3:45\nRed Earth 4:12\nGreen Sea 2:58\nNight 3:30\nDay 2:10\nEnd 5:01"_s;
    QTest::newRow("song lengths in brackets")
            << u"Blue (3:45), Red (4:12), Green (2:58), Night (3:30), Day (2:10)"_s;
    QTest::newRow("song lengths with a unit")
            << u"Blue (3:45 min)\nRed (4:12 min)\nGreen (2:58 min)\nNight (5:30 min)"_s;
    QTest::newRow("lengths in words")
            << u"It takes 5 min 30 s, then 10 min 20 s and at last 15 min 10 s."_s;
    QTest::newRow("Japanese lengths") << u"一曲目は5分30秒、二曲目は6分10秒、三曲目は7分です。"_s;
    QTest::newRow("French timetable") << u"9h30 Accueil\n10h15 Débat\n12h00 Repas"_s;
    QTest::newRow("French clock") << u"Rendez-vous à 9h30, puis à 18h15 et à 20h00."_s;
    QTest::newRow("pace") << u"He ran 4:30/km, then 5:10 min/km, in 42:30 min."_s;
    QTest::newRow("length") << u"Duration: 45:30"_s;
    QTest::newRow("no titles") << u"0:00\n5:00\n10:00"_s;
    QTest::newRow("prices and seconds") << u"From $1:30 to 3:75 and 10:99"_s;
    QTest::newRow("records") << u"Her marathon time is 2:45:10, his was 3:05:22 last year."_s;
    QTest::newRow("flight") << u"The train departs at 10:15 on Friday and arrives at 14:45."_s;
    QTest::newRow("sentences from the beginning on")
            << u"At 0:05 we say hello, at 12:30 we talk of fish and at 30:10 we leave."_s;
    QTest::newRow("days of a tour")
            << u"On tour:\n12.05. 18:30 Berlin\n13.05. 19:30 Hamburg\n14.05. 20:00 Ulm"_s;
    QTest::newRow("days with slashes") << u"11/06 18:30 Austin\n12/06, 19:30 Dallas"_s;
    QTest::newRow("html clock")
            << u"<p>Join us live on Tuesday at 19:00 CET</p><p>or Friday 20:30 CET</p>"_s;
    QString transcript;
    for (int i = 0; i < 200; ++i)
        transcript += u"%1:%2 And so we said.\n"_s.arg(i / 12).arg(i % 12 * 5, 2, 10, QChar(u'0'));
    QTest::newRow("transcript") << transcript;
}

void TestNoteChapters::whatIsNoListMakesNoChapters()
{
    QFETCH(QString, notes);
    QCOMPARE(told(chaptersFromNotes(notes, std::nullopt, {})), QString());
}

void TestNoteChapters::everyStyleIsRead_data()
{
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("expected");
    const QString three = u"0 Intro\n330 The Topic\n3723 Goodbye"_s;
    const auto add
            = [&three](const char *name, const QString &notes, const QString &expected = {}) {
                  QTest::newRow(name) << notes << (expected.isEmpty() ? three : expected);
              };
    add("lines", u"About.\n0:00 Intro\n5:30 The Topic\n1:02:03 Goodbye"_s);
    add("padded",
        u"00:00:00 Intro\n00:05:30 The Topic\n01:02:03 Goodbye\n\nThanks for listening"_s);
    add("minutes over 59", u"00:00 Intro\n05:30 The Topic\n62:03 Goodbye"_s);
    add("units with spaces", u"0 min 0 s Intro\n5 min 30 s The Topic\n1 h 2 min 3 s Goodbye"_s);
    add("units of Chinese characters", u"0分00秒 Intro\n5分30秒 The Topic\n1時間2分3秒 Goodbye"_s);
    add("hours and minutes", u"0h00 Intro\n0h05 The Topic\n1h02 Goodbye"_s,
        u"0 Intro\n300 The Topic\n3720 Goodbye"_s);
    add("a unit in the bracket",
        u"(00:00 min) Intro\n(05:30 min) The Topic\n(62:03 min) Goodbye"_s);
    add("brackets", u"[0:00] Intro\n[5:30] The Topic\n[1:02:03] Goodbye"_s);
    add("round brackets, dash", u"(00:00) - Intro\n(05:30) - The Topic\n(01:02:03) - Goodbye"_s);
    add("en dash", u"(0:00) – Intro\n(5:30) – The Topic\n(1:02:03) – Goodbye"_s);
    add("dash without space", u"00:00-Intro\n05:30-The Topic\n01:02:03-Goodbye"_s);
    add("colon", u"0:00: Intro\n5:30: The Topic\n1:02:03: Goodbye"_s);
    add("pipe", u"0:00 | Intro\n5:30 | The Topic\n1:02:03 | Goodbye"_s);
    add("arrows", u"► 0:00 Intro\n► 5:30 The Topic\n► 1:02:03 Goodbye"_s);
    add("bullets", u"• 0:00 – Intro\n• 5:30 – The Topic\n• 1:02:03 – Goodbye"_s);
    add("dashes", u"- 0:00 Intro\n- 5:30 The Topic\n- 1:02:03 Goodbye"_s);
    add("stars", u"* **0:00** Intro\n* **5:30** The Topic\n* **1:02:03** Goodbye"_s);
    add("numbers", u"1. 0:00 Intro\n2. 5:30 The Topic\n3. 1:02:03 Goodbye"_s);
    add("section numbers", u"1.1 0:00 Intro\n1.2 5:30 The Topic\n10.11 1:02:03 Goodbye"_s);
    add("Roman numbers", u"I. 0:00 Intro\nII. 5:30 The Topic\niii) 1:02:03 Goodbye"_s);
    add("numbers in circles", u"① 0:00 Intro\n② 5:30 The Topic\n③ 1:02:03 Goodbye"_s);
    add("marked as code", u"`0:00` Intro\n`5:30` The Topic\n`1:02:03` Goodbye"_s);
    add("code in a title", u"0:00 `make` or not\n5:30 Done"_s, u"0 `make` or not\n330 Done"_s);
    add("embedded direction",
        u"\u202a0:00\u202c Intro\n\u20665:30\u2069 The Topic\n\u200f1:02:03\u200f Goodbye"_s);
    add("emoji", u"⏱️ 0:00 Intro\n⏱️ 5:30 The Topic\n⏱️ 1:02:03 Goodbye"_s);
    add("labels",
        u"Chapter 1: 0:00 Intro\nChapter 2: 5:30 The Topic\nChapter 3: 1:02:03 Goodbye"_s);
    add("ranges", u"0:00-5:30 Intro\n5:30 - 1:02:03 The Topic\n1:02:03 – 1:10:00 Goodbye"_s);
    add("ranges in brackets",
        u"[0:00 - 5:30] Intro\n[5:30 → 1:02:03] The Topic\n[1:02:03 to 1:10:00] Goodbye"_s);
    add("after the title", u"Intro 0:00\nThe Topic 5:30\nGoodbye 1:02:03"_s);
    add("after the title, brackets", u"Intro (0:00)\nThe Topic (5:30)\nGoodbye (1:02:03)"_s);
    add("after the title, dots",
        u"Intro ........ 0:00\nThe Topic .... 5:30\nGoodbye ...... 1:02:03"_s);
    add("after the title, numbered",
        u"1. Intro – 0:00\n2. The Topic – 5:30\n3. Goodbye – 1:02:03"_s);
    add("after the title, at", u"Intro [@0:00]\nThe Topic [@5:30]\nGoodbye [@1:02:03]"_s);
    add("running", u"About this. 0:00 Intro 5:30 The Topic 1:02:03 Goodbye"_s);
    add("running, dashes", u"Timestamps: 0:00 - Intro 5:30 - The Topic 1:02:03 - Goodbye"_s);
    add("running, pipes", u"0:00 Intro | 5:30 The Topic | 1:02:03 Goodbye"_s);
    add("running, commas", u"0:00 Intro, 5:30 The Topic, 1:02:03 Goodbye"_s);
    add("running, slashes", u"0:00 Intro / 5:30 The Topic / 1:02:03 Goodbye"_s);
    add("running, brackets", u"(0:00) Intro (5:30) The Topic (1:02:03) Goodbye"_s);
    add("running, bullets", u"• 0:00 Intro • 5:30 The Topic • 1:02:03 Goodbye"_s);
    add("running, emoji", u"⏰ 0:00 Intro ⏰ 5:30 The Topic ⏰ 1:02:03 Goodbye"_s);
    add("running, numbered", u"1. 0:00 Intro 2. 5:30 The Topic 3. 1:02:03 Goodbye"_s);
    add("running, after the titles",
        u"Topics: Intro (0:00), The Topic (5:30), Goodbye (1:02:03)."_s);
    add("running, after the titles, bare", u"Intro 0:00 The Topic 5:30 Goodbye 1:02:03"_s);
    add("running, semicolons", u"In this episode: 0:00 Intro; 5:30 The Topic; 1:02:03 Goodbye"_s);
    add("own lines", u"(00:00)\n\nIntro\n\n(05:30)\n\nThe Topic\n\n(1:02:03)\n\nGoodbye"_s);
    add("own lines, title above", u"Intro\n00:00\n\nThe Topic\n05:30\n\nGoodbye\n1:02:03"_s);
    add("html list",
        u"<p>About</p><ul><li>0:00 Intro</li><li>5:30 The Topic</li><li>1:02:03 Goodbye</li></ul>"_s);
    add("html paragraphs",
        u"<p>0:00 Intro</p><p>5:30 The Topic</p><p>1:02:03 Goodbye</p><p>Bye!</p>"_s);
    add("html breaks", u"<p>About<br/>0:00 Intro<br>5:30 The Topic<br />1:02:03 Goodbye</p>"_s);
    add("html links",
        u"<p><a href=\"#t=0\">0:00</a> Intro<br><a href=\"#t=330\">5:30</a> The Topic<br><a href=\"x\">1:02:03</a> Goodbye</p>"_s);
    add("html bold brackets",
        u"<div><b>(0:00)</b> Intro</div><div><b>(5:30)</b> The Topic</div><div><b>(1:02:03)</b> Goodbye</div>"_s);
    add("html table",
        u"<table><tr><td>0:00</td><td>Intro</td></tr><tr><td>5:30</td><td>The Topic</td></tr><tr><td>1:02:03</td><td>Goodbye</td></tr></table>"_s);
    add("html table, title first",
        u"<table><tr><th>Intro</th><td>0:00</td></tr><tr><th>The Topic</th><td>5:30</td></tr><tr><th>Goodbye</th><td>1:02:03</td></tr></table>"_s);
    add("html entities",
        u"&lt;p&gt;0:00 Intro&lt;/p&gt;&lt;p&gt;5:30 The Topic&lt;/p&gt;&lt;p&gt;1:02:03 Goodbye&lt;/p&gt;"_s);
    add("html no-break spaces",
        u"<p>0:00&nbsp;&nbsp;Intro<br>5:30&nbsp;–&nbsp;The Topic<br>1:02:03&nbsp;Goodbye</p>"_s);
    add("lost line ends", u"0:00Intro\n5:30The Topic\n1:02:03Goodbye"_s);
    add("markdown links",
        u"[0:00](https://x.example/?t=0) Intro\n[5:30](https://x.example/?t=330) The Topic\n[1:02:03](https://x.example/) Goodbye"_s);
    add("links behind",
        u"0:00 Intro\n5:30 The Topic https://x.example/a\n1:02:03 Goodbye – www.x.example/b"_s);
    add("link behind running",
        u"0:00 Intro 5:30 The Topic 1:02:03 Goodbye https://x.example/very/long and more words"_s);
    add("fullwidth", u"0：00 Intro\n5：30 The Topic\n1：02：03 Goodbye"_s);
    add("fractions", u"00:00:00.000 Intro\n00:05:30.250 The Topic\n01:02:03.000 Goodbye"_s);
    add("units", u"0m00s Intro\n5m30s The Topic\n1h02m03s Goodbye"_s);
    add("mentions in lines", u"0:00 Intro\n5:30 The Topic\n1:02:03 Goodbye (see also 5:30)"_s,
        u"0 Intro\n330 The Topic\n3723 Goodbye (see also 5:30)"_s);
    add("sub points between",
        u"0:00 Intro\n- who we are\n5:30 The Topic\n- this\n- that\n1:02:03 Goodbye"_s);
    add("cut at the end", u"0:00 Intro\n5:30 The Topic\n1:02:03 Goodbye\n1:05..."_s);
    add("cut at the end, running", u"0:00 Intro 5:30 The Topic 1:02:03 Goodbye 1:05:3…"_s);
    add("japanese", u"0:00 オープニング\n5:30 本題\n1:02:03 エンディング"_s,
        u"0 オープニング\n330 本題\n3723 エンディング"_s);
    add("two lines, no zero", u"About\n12:30 The storm\n34:10 The calm"_s,
        u"750 The storm\n2050 The calm"_s);
    add("two, one at the beginning", u"About. 0:05 Hello 12:30 The storm"_s,
        u"5 Hello\n750 The storm"_s);
    add("words of time in titles", u"0:00 Intro 5:00 A Sunday 12:30 The win 15:10 John 20:20 End"_s,
        u"0 Intro\n300 A Sunday\n750 The win\n910 John\n1220 End"_s);
    add("verbatim titles",
        u"0:00 \"Why?\" (part 1)\n3:00 C++ & .NET: a talk\n4:00 15 Year old bug\n5:00 What's next..."_s,
        u"0 \"Why?\" (part 1)\n180 C++ & .NET: a talk\n240 15 Year old bug\n300 What's next..."_s);
    add("numbers at the begin of titles", u"0:00-10 tips\n5:00-3 tricks\n9:00-the end"_s,
        u"0 10 tips\n300 3 tricks\n540 the end"_s);
    add("clock words at the begin of titles",
        u"0:00 Local news\n5:00 Daily habits\n9:00 Pacific salmon"_s,
        u"0 Local news\n300 Daily habits\n540 Pacific salmon"_s);
    add("clock beside a list",
        u"Live on Friday at 19:00 CET!\n0:00 Intro\n5:30 The Topic\n1:02:03 Goodbye\nMail us by 18:00 Uhr"_s);
    add("after the titles, colons", u"Intro: 0:00, The Topic: 5:30, Goodbye: 1:02:03"_s);
    add("last without a title",
        u"We talk about all of this today. 0:00 Intro 5:30 The Topic 1:02:03 Goodbye 1:10:00"_s,
        u"0 Intro\n330 The Topic\n3723 Goodbye\n4200"_s);
    add("round starts", u"10:00 The storm\n20:00 The calm"_s, u"600 The storm\n1200 The calm"_s);
    add("verse inside a title", u"0:00 Intro\n5:30 John 3:16 explained\n1:02:03 Goodbye"_s,
        u"0 Intro\n330 John 3:16 explained\n3723 Goodbye"_s);
}

void TestNoteChapters::everyStyleIsRead()
{
    QFETCH(QString, notes);
    QFETCH(QString, expected);
    QCOMPARE(told(chaptersFromNotes(notes, std::nullopt, {})), expected);
    // A known length that all fit into changes nothing.
    QCOMPARE(told(chaptersFromNotes(notes, 2h, {})), expected);
}

void TestNoteChapters::startsBeyondTheEndAreJudged()
{
    const QString notes = u"0:00 Intro\n5:00 A\n10:00 B\n59:00 C"_s;
    QCOMPARE(told(chaptersFromNotes(notes, 30min, {})), u"0 Intro\n300 A\n600 B"_s);
    QCOMPARE(told(chaptersFromNotes(notes, 10min, {})), u"0 Intro\n300 A"_s);
    QVERIFY(chaptersFromNotes(notes, 1min, {}).isEmpty());
    QCOMPARE(chaptersFromNotes(notes, 0min, {}).size(), 4); // unknown
}

void TestNoteChapters::startsThatFallBackAreJudged()
{
    QCOMPARE(told(chaptersFromNotes(u"0:00 Intro\n5:00 A\n3:00 B\n10:00 C\n15:00 D"_s, {}, {})),
             u"0 Intro\n300 A\n600 C\n900 D"_s);
    QCOMPARE(told(chaptersFromNotes(u"0:00 Intro 5:00 A 50:00 typo 10:00 B 15:00 C"_s, {}, {})),
             u"0 Intro\n300 A\n600 B\n900 C"_s);
    QCOMPARE(told(chaptersFromNotes(u"0:00 Intro\n5:00 A\n5:00 B\n10:00 C"_s, {}, {})),
             u"0 Intro\n300 A\n600 C"_s);
    const QString late = u"0:00 Intro\n5:00 A\n50:00 typo\n10:00 B\n15:00 C\n20:00 D"_s;
    QCOMPARE(told(chaptersFromNotes(late, 1h, {})), u"0 Intro\n300 A\n600 B\n900 C\n1200 D"_s);
    // Nobody can tell which time errs while the length is unknown; the list of lines is kept.
    QCOMPARE(told(chaptersFromNotes(late, {}, {})),
             u"0 Intro\n300 A\n3000 typo\n600 B\n900 C\n1200 D"_s);
}

void TestNoteChapters::aSecondListDoesNotCorruptTheFirst()
{
    const QString first = u"0 Intro\n300 The topic\n600 End"_s;
    const QString english = u"0:00 Intro\n5:00 The topic\n10:00 End\n"_s;
    QCOMPARE(told(chaptersFromNotes(english + english, {}, {})), first);
    QCOMPARE(told(chaptersFromNotes(
                     english + u"Deutsch:\n0:00 Anfang\n5:00 Das Thema\n10:00 Schluss"_s, {}, {})),
             first);
    QCOMPARE(told(chaptersFromNotes(
                     u"0:00 Intro 5:00 The topic 10:00 End 0:00 Anfang 4:00 Thema 9:00 Schluss"_s,
                     {}, {})),
             first);
}

void TestNoteChapters::aTitleEndsWhereThePromotionBegins()
{
    const QStringList promotions{u"Fundamentals of Networking course https://courses.example.org"_s,
                                 u"Support the show and become a member today"_s};
    QCOMPARE(
            told(chaptersFromNotes(
                    u"0:00 Intro 5:00 My thoughts Fundamentals of Networking course https://other.example"_s,
                    {}, promotions)),
            u"0 Intro\n300 My thoughts"_s);
    QCOMPARE(told(chaptersFromNotes(
                     u"0:00 Intro 5:00 My thoughts Support the show and become a member today"_s,
                     {}, promotions)),
             u"0 Intro\n300 My thoughts"_s);
    QCOMPARE(told(chaptersFromNotes(
                     u"0:00 Intro 5:00 My thoughts Fundamentals of Networking cour..."_s, {},
                     promotions)),
             u"0 Intro\n300 My thoughts"_s);
    // A chapter about the promotion keeps its title.
    QCOMPARE(
            told(chaptersFromNotes(u"0:00 Intro\n5:00 Support the show and become a member today"_s,
                                   {}, promotions)),
            u"0 Intro\n300 Support the show and become a member today"_s);
}

void TestNoteChapters::aLinkOnTheLineBecomesTheChapters()
{
    const Chapters chapters = chaptersFromNotes(
            u"0:00 Intro\n5:00 Book: https://x.example/book.\n6:00 Cut https://x.exa..."_s, {}, {});
    QCOMPARE(told(chapters), u"0 Intro\n300 Book\n360 Cut"_s);
    QCOMPARE(chapters.at(0).link, QUrl());
    QCOMPARE(chapters.at(1).link, QUrl(u"https://x.example/book"_s));
    QCOMPARE(chapters.at(2).link, QUrl());
}

void TestNoteChapters::aHugeNoteIsReadInNoTime()
{
    QString notes;
    for (int i = 0; i < 60'000; ++i)
        notes += u"1:00 ("_s;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(chaptersFromNotes(notes, {}, {}).size() < 2);
    QVERIFY(chaptersFromNotes(QString(400'000, u'1'), {}, {}).isEmpty());
    QVERIFY(chaptersFromNotes(u"0:00 "_s.repeated(100'000), {}, {}).isEmpty());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestNoteChapters)
#include "tst_notechapters.moc"
