// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/titles.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestTitles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void nothingToSayHasALastResort();
    void theFeedsTitleWins();
    void theFirstSentenceIsTheTitle_data();
    void theFirstSentenceIsTheTitle();
    void longSentencesAreCutAtAWord();
    void excerptsAreOneLine();
};

void TestTitles::nothingToSayHasALastResort()
{
    for (const QString &notes : {u""_s, u" \n "_s, u"https://a.example/b"_s, u"…"_s,
                                 u"0:00 Intro\n5:00 End"_s, u"www.a.example https://b.example"_s})
        QCOMPARE(displayTitle({}, notes), u"Untitled episode"_s);
}

void TestTitles::theFeedsTitleWins()
{
    QCOMPARE(displayTitle(u"  A \n title "_s, u"Notes."_s), u"A title"_s);
}

void TestTitles::theFirstSentenceIsTheTitle_data()
{
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("title");
    const auto add = [](const char *name, const QString &notes, const QString &title) {
        QTest::newRow(name) << notes << title;
    };
    add("sentence", u"We talk of bees. And of wasps."_s, u"We talk of bees."_s);
    add("question", u"When do you use threads? I would say often."_s,
        u"When do you use threads?"_s);
    add("line", u"Bees and wasps\nMore."_s, u"Bees and wasps"_s);
    add("abbreviation", u"We meet Dr. Who and Prof. Bee, e.g. at home. Then we go."_s,
        u"We meet Dr. Who and Prof. Bee, e.g. at home."_s);
    add("initials", u"A talk with J. K. Rowland today. Then more."_s,
        u"A talk with J. K. Rowland today."_s);
    add("version", u"What is new in v2.0 of Node.js today. Then more."_s,
        u"What is new in v2.0 of Node.js today."_s);
    add("ordinal", u"Am 5. Mai geht es los. Dann mehr."_s, u"Am 5. Mai geht es los."_s);
    add("short", u"Hi! We talk of bees. And more."_s, u"Hi! We talk of bees."_s);
    add("quote", u"\"We like bees.\" That is all."_s, u"\"We like bees.\""_s);
    add("link first", u"https://a.example\nWe talk of bees. More."_s, u"We talk of bees."_s);
    add("plug first", u"Get my course https://a.example\nWe talk of bees. More."_s,
        u"We talk of bees."_s);
    add("nothing but a plug", u"Get my course https://a.example"_s, u"Get my course"_s);
    add("link inside", u"We talk of bees https://a.example and more."_s, u"We talk of bees"_s);
    add("chapters behind", u"Let us discuss this 0:00 Intro 2:00 Overview"_s,
        u"Let us discuss this"_s);
    add("clock", u"We met at 10:30 in the park. Then more."_s, u"We met at 10:30 in the park."_s);
    add("glued", u"ktls is brilliant.TLS encryption happens."_s, u"ktls is brilliant."_s);
    add("japanese", u"今日は蜂の話をします。次は蜘蛛です。"_s, u"今日は蜂の話をします。"_s);
    add("bullet", u"• Bees and wasps\n• Ants"_s, u"Bees and wasps"_s);
}

void TestTitles::theFirstSentenceIsTheTitle()
{
    QFETCH(QString, notes);
    QFETCH(QString, title);
    QCOMPARE(displayTitle({}, notes), title);
}

void TestTitles::longSentencesAreCutAtAWord()
{
    const QString title = displayTitle({}, u"wordy "_s.repeated(200));
    QVERIFY(title.size() <= 120 && title.size() > 100);
    QVERIFY(title.endsWith(u"wordy…"_s));
    QVERIFY(displayTitle({}, QString(5000, u'x')).size() <= 120);
    QVERIFY(displayTitle({}, u"😀"_s.repeated(50) + u"aa"_s + u"😀"_s.repeated(50)).isValidUtf16());
}

void TestTitles::excerptsAreOneLine()
{
    QCOMPARE(excerpt(u" One\n two\t three "_s), u"One two three"_s);
    QCOMPARE(excerpt(u"One two three"_s, 9), u"One two…"_s);
    QCOMPARE(excerpt({}), QString());
    QVERIFY(excerpt(u"word "_s.repeated(1000)).size() <= 240);
}

QTEST_GUILESS_MAIN(TestTitles)
#include "tst_titles.moc"
