// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/skiprules.h"
#include "core/skiptext.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

using Kind = SkipCause::Kind;

namespace {

Chapter chapter(milliseconds start, milliseconds end, const QString &title)
{
    Chapter made;
    made.start = start;
    made.end = end;
    made.title = title;
    return made;
}

/// 10 minutes: four chapters, of which the second is advertising.
Chapters show()
{
    return {chapter(0s, 120s, u"Intro"_s), chapter(120s, 200s, u"Ad break"_s),
            chapter(200s, 500s, u"The story"_s), chapter(500s, 600s, u"Goodbye"_s)};
}

SkipRules untick(const SkipRules &rules, const Chapters &chapters, const QList<qsizetype> &rows)
{
    SkipRules changed = rules;
    for (const qsizetype row : rows)
        changed.ticks = withTick(changed, chapters, row, false);
    return changed;
}

} // namespace

class TestSkipRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingIsSkippedByItself();
    void secondsAtBothEnds();
    void theTailNeedsAKnownLength();
    void wordsAreWhole_data();
    void wordsAreWhole();
    void whatIsTypedBecomesWords();
    void theHandGoesBeforeTheWords();
    void aSecondClickTakesTheFirstOneBack();
    void ticksFollowChaptersThatMove();
    void theSecondOfTheSameNameIsItsOwn();
    void hiddenChaptersAreNeverSkipped();
    void partsThatMeetAreOne();
    void theLastChapterReachesTheEnd();
    void anUnknownEndIsWaitedFor();
    void somethingIsAlwaysLeft_data();
    void somethingIsAlwaysLeft();
    void theEpisodeEndsWhereTheTailBegins();
    void aRewindStaysOutOfWhatIsSkipped();
    void stepsPassOverWhatIsSkipped();
    void manyTicksAreCapped();
    void reasonsAreSentences();
};

void TestSkipRules::nothingIsSkippedByItself()
{
    QCOMPARE(planSkips({}, show(), 600s), SkipPlan());
    QCOMPARE(planSkips({}, {}, 0s), SkipPlan());
}

void TestSkipRules::secondsAtBothEnds()
{
    const SkipPlan plan = planSkips({.podcast = {.first = 30s, .last = 45s}}, show(), 600s);
    QCOMPARE(plan.ranges(), (MediaRanges{{0s, 30s}, {555s, 600s}}));
    QCOMPARE(plan.skips.first().causes.first().kind, Kind::First);
    QCOMPARE(plan.skips.last().causes.first().kind, Kind::Last);
    QVERIFY(plan.leftOut.isEmpty());
}

void TestSkipRules::theTailNeedsAKnownLength()
{
    const SkipPlan plan = planSkips({.podcast = {.first = 30s, .last = 45s}}, {}, 0s);
    QCOMPARE(plan.ranges(), (MediaRanges{{0s, 30s}}));
}

void TestSkipRules::wordsAreWhole_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("found");

    const QStringList ad{u"ad"_s};
    QTest::newRow("whole") << u"Ad break"_s << ad << u"ad"_s;
    QTest::newRow("in brackets") << u"News (AD)"_s << ad << u"ad"_s;
    QTest::newRow("part of a word") << u"Adam and Eve's road"_s << ad << QString();
    QTest::newRow("part, then whole") << u"Adam's ad"_s << ad << u"ad"_s;
    QTest::newRow("digits are letters") << u"Ad2"_s << ad << QString();
    QTest::newRow("accents") << u"PUBLICITÉ"_s << QStringList{u"publicite"_s} << u"publicite"_s;
    QTest::newRow("typed with accents")
            << u"Publicite"_s << QStringList{u"publicité"_s} << u"publicité"_s;
    QTest::newRow("several words")
            << u"A  word from our Partners!"_s << QStringList{u"x"_s, u"word from our partners"_s}
            << u"word from our partners"_s;
    QTest::newRow("not in a row") << u"ad of the break"_s << QStringList{u"ad break"_s}
                                  << QString();
    QTest::newRow("no spaces in Chinese")
            << u"本期广告时间"_s << QStringList{u"广告"_s} << u"广告"_s;
    QTest::newRow("spaces in Korean") << u"광고주"_s << QStringList{u"광고"_s} << QString();
    QTest::newRow("beyond the first plane") << u"𝐀𝐝 𝐛𝐫𝐞𝐚𝐤"_s << ad << u"ad"_s;
    QTest::newRow("an empty word") << u"Anything"_s << QStringList{QString()} << QString();
    QTest::newRow("no title") << QString() << ad << QString();
}

void TestSkipRules::wordsAreWhole()
{
    QFETCH(QString, title);
    QFETCH(QStringList, words);
    QTEST(skipWordIn(title, words), "found");
}

void TestSkipRules::whatIsTypedBecomesWords()
{
    QCOMPARE(skipWordsFromText(u" ad, Sponsor ;word  from our\tpartners,,AD, - ,\nWerbung"_s),
             (QStringList{u"ad"_s, u"Sponsor"_s, u"word from our partners"_s, u"Werbung"_s}));
    QVERIFY(skipWordsFromText(QString()).isEmpty());
    QString many;
    for (int i = 0; i < 100; ++i)
        many += u"w%1,"_s.arg(i);
    QCOMPARE(skipWordsFromText(many).size(), SkipSettings::MaxWords);
    QCOMPARE(skipWordsFromText(QString(1'000, u'a')).first().size(), SkipSettings::MaxWordLength);
    QCOMPARE(tidied({.first = -5s, .last = 9h}),
             (SkipSettings{.first = 0s, .last = SkipSettings::Longest}));
}

void TestSkipRules::theHandGoesBeforeTheWords()
{
    const Chapters chapters = show();
    SkipRules rules{.podcast = {.words = {u"ad"_s, u"goodbye"_s}}};
    QCOMPARE(planSkips(rules, chapters, 600s).ranges(), (MediaRanges{{120s, 200s}, {500s, 600s}}));

    rules.ticks = withTick(rules, chapters, 1, true);
    rules = untick(rules, chapters, {0});
    const SkipPlan plan = planSkips(rules, chapters, 600s);
    QCOMPARE(plan.ranges(), (MediaRanges{{0s, 120s}, {500s, 600s}}));
    QCOMPARE(plan.skips.first().causes.first().kind, Kind::Unticked);
    QCOMPARE(plan.skips.last().causes.first().word, u"goodbye"_s);
}

void TestSkipRules::aSecondClickTakesTheFirstOneBack()
{
    SkipRules rules = untick({}, show(), {2});
    QCOMPARE(rules.ticks.size(), 1);
    rules.ticks = withTick(rules, show(), 2, false); // twice the same
    QCOMPARE(rules.ticks.size(), 1);
    rules.ticks = withTick(rules, show(), 2, true);
    QVERIFY(rules.ticks.isEmpty());
}

void TestSkipRules::ticksFollowChaptersThatMove()
{
    const SkipRules rules = untick({}, show(), {1});
    Chapters moved = show();
    for (Chapter &one : moved) { // 40 s of other advertising before it all
        one.start += 40s;
        one.end = *one.end + 40s;
    }
    QCOMPARE(planSkips(rules, moved, 640s).ranges(), (MediaRanges{{160s, 240s}}));
    moved[1].title = u"Something else"_s;
    QVERIFY(planSkips(rules, moved, 640s).skips.isEmpty());

    const Chapters nameless{chapter(0s, 60s, {}), chapter(60s, 120s, {})};
    const SkipRules second = untick({}, nameless, {1});
    QCOMPARE(planSkips(second, nameless, 120s).ranges(), (MediaRanges{{60s, 120s}}));
    const Chapters later{chapter(0s, 61s, {}), chapter(61s, 120s, {})};
    QCOMPARE(planSkips(second, later, 120s).ranges(), (MediaRanges{{61s, 120s}}));
    const Chapters other{chapter(0s, 70s, {}), chapter(70s, 120s, {})};
    QVERIFY(planSkips(second, other, 120s).skips.isEmpty());
}

void TestSkipRules::theSecondOfTheSameNameIsItsOwn()
{
    const Chapters ads{chapter(0s, 60s, u"Ad"_s), chapter(60s, 120s, u"News"_s),
                       chapter(120s, 180s, u"Ad"_s), chapter(180s, 240s, u"Ad"_s)};
    SkipRules rules = untick({}, ads, {2});
    QCOMPARE(planSkips(rules, ads, 240s).ranges(), (MediaRanges{{120s, 180s}}));
    rules = untick(rules, ads, {0});
    QCOMPARE(planSkips(rules, ads, 240s).ranges(), (MediaRanges{{0s, 60s}, {120s, 180s}}));
    rules.ticks = withTick(rules, ads, 2, true);
    QCOMPARE(planSkips(rules, ads, 240s).ranges(), (MediaRanges{{0s, 60s}}));
}

void TestSkipRules::hiddenChaptersAreNeverSkipped()
{
    Chapters chapters = show();
    Chapter picture = chapter(130s, 140s, u"Ad picture"_s);
    picture.hidden = true;
    chapters.insert(2, picture);
    const SkipRules rules{.podcast = {.words = {u"ad"_s}}};
    QCOMPARE(planSkips(rules, chapters, 600s).ranges(), (MediaRanges{{120s, 200s}}));
    const auto skips = chapterSkips(rules, chapters);
    QCOMPARE(skips.size(), 5);
    QVERIFY(skips.at(1) && !skips.at(2));
}

void TestSkipRules::partsThatMeetAreOne()
{
    SkipRules rules = untick({.podcast = {.first = 30s}}, show(), {0, 1});
    SkipPlan plan = planSkips(rules, show(), 600s);
    QCOMPARE(plan.ranges(), (MediaRanges{{0s, 200s}}));
    QCOMPARE(plan.skips.first().causes.size(), 3);

    Chapters gaps = show();
    gaps[0].start = 500ms;
    gaps[0].end = 119'500ms;
    plan = planSkips(untick({}, gaps, {0, 1}), gaps, 600s);
    QCOMPARE(plan.ranges(), (MediaRanges{{0s, 200s}}));
    gaps[0].end = 119s;
    QCOMPARE(planSkips(untick({}, gaps, {0, 1}), gaps, 600s).skips.size(), 2);
}

void TestSkipRules::theLastChapterReachesTheEnd()
{
    const SkipRules rules = untick({}, show(), {3});
    QCOMPARE(planSkips(rules, show(), 600s).ranges(), (MediaRanges{{500s, 600s}}));
    QCOMPARE(planSkips(rules, show(), 615s).ranges(), (MediaRanges{{500s, 615s}})); // feeds err
    QCOMPARE(planSkips(rules, show(), 700s).ranges(), (MediaRanges{{500s, 600s}}));
    QCOMPARE(planSkips(rules, show(), 550s).ranges(), (MediaRanges{{500s, 550s}}));
    QVERIFY(planSkips(rules, show(), 400s).skips.isEmpty()); // it begins behind the end
}

void TestSkipRules::anUnknownEndIsWaitedFor()
{
    Chapters chapters = show();
    chapters.last().end.reset();
    const SkipRules rules = untick({}, chapters, {1, 3});
    QCOMPARE(planSkips(rules, chapters, 0s).ranges(), (MediaRanges{{120s, 200s}}));
    QCOMPARE(planSkips(rules, chapters, 600s).ranges(), (MediaRanges{{120s, 200s}, {500s, 600s}}));
}

void TestSkipRules::somethingIsAlwaysLeft_data()
{
    QTest::addColumn<SkipSettings>("podcast");
    QTest::addColumn<QList<qsizetype>>("unticked");
    QTest::addColumn<MediaRanges>("skipped");
    QTest::addColumn<QList<Kind>>("leftOut");

    using Rows = QList<qsizetype>;
    using Kinds = QList<Kind>;
    const QStringList all{u"intro"_s, u"ad"_s, u"story"_s, u"goodbye"_s};
    QTest::newRow("a trailer shorter than both ends")
            << SkipSettings{.first = 300s, .last = 300s} << Rows{} << MediaRanges{}
            << Kinds{Kind::First, Kind::Last};
    QTest::newRow("half a second is nothing")
            << SkipSettings{.first = 300s, .last = 299'500ms} << Rows{} << MediaRanges{}
            << Kinds{Kind::First, Kind::Last};
    QTest::newRow("the only ticked chapter is in the first seconds")
            << SkipSettings{.first = 120s} << Rows{1, 2, 3} << MediaRanges{{120s, 600s}}
            << Kinds{Kind::First};
    QTest::newRow("the words match everything")
            << SkipSettings{.first = 30s, .words = all} << Rows{} << MediaRanges{{0s, 30s}}
            << Kinds{Kind::Word};
    QTest::newRow("all is unticked") << SkipSettings{.first = 30s} << Rows{0, 1, 2, 3}
                                     << MediaRanges{{0s, 30s}} << Kinds{Kind::Unticked};
    QTest::newRow("all is unticked, and the ends are all there is")
            << SkipSettings{.first = 300s, .last = 300s} << Rows{0, 1, 2, 3} << MediaRanges{}
            << Kinds{Kind::First, Kind::Last, Kind::Unticked};
}

void TestSkipRules::somethingIsAlwaysLeft()
{
    QFETCH(SkipSettings, podcast);
    QFETCH(QList<qsizetype>, unticked);
    const SkipPlan plan = planSkips(untick({.podcast = podcast}, show(), unticked), show(), 600s);
    QTEST(plan.ranges(), "skipped");
    QTEST(plan.leftOut, "leftOut");
    QVERIFY(!leftOutText(plan).isEmpty());
}

void TestSkipRules::theEpisodeEndsWhereTheTailBegins()
{
    QCOMPARE(playedEnd({}, 600s), milliseconds(600s));
    QCOMPARE(playedEnd({{0s, 30s}, {500s, 600s}}, 600s), milliseconds(500s));
    QCOMPARE(playedEnd({{500s, 590s}}, 600s), milliseconds(600s));
    QCOMPARE(playedEnd({{500s, 600s}}, 0s), milliseconds(0s));
}

void TestSkipRules::aRewindStaysOutOfWhatIsSkipped()
{
    const MediaRanges skips{{0s, 30s}, {100s, 120s}};
    QCOMPARE(backOutsideSkips(skips, 32s, 22s), milliseconds(30s));
    QCOMPARE(backOutsideSkips(skips, 121s, 101s), milliseconds(120s));
    QCOMPARE(backOutsideSkips(skips, 125s, 95s), milliseconds(120s));
    QCOMPARE(backOutsideSkips(skips, 60s, 50s), milliseconds(50s));
    QCOMPARE(backOutsideSkips(skips, 104s, 95s), milliseconds(100s)); // heard by a jump
    QCOMPARE(backOutsideSkips(skips, 115s, 105s), milliseconds(105s));
}

void TestSkipRules::stepsPassOverWhatIsSkipped()
{
    const MediaRanges skips{{120s, 200s}};
    QCOMPARE(steppedChapters(show(), skips, 10s).size(), 3);
    QCOMPARE(steppedChapters(show(), skips, 130s).size(), 4);
    QCOMPARE(steppedChapters(show(), {{0s, 30s}}, 300s).size(), 4); // most of Intro is played
}

void TestSkipRules::manyTicksAreCapped()
{
    Chapters chapters;
    for (int i = 0; i < 1'010; ++i) {
        const auto start = std::chrono::seconds(10 * i);
        chapters.append(chapter(start, start + 10s, u"Chapter %1"_s.arg(i)));
    }
    SkipRules rules;
    for (qsizetype row = 0; row < chapters.size(); ++row)
        rules.ticks = withTick(rules, chapters, row, false);
    QCOMPARE(rules.ticks.size(), 1'000);
    QCOMPARE(rules.ticks.last().title, u"Chapter 1009"_s);
}

void TestSkipRules::reasonsAreSentences()
{
    const SkipPlan plan = planSkips(
            untick({.podcast = {.first = 30s, .last = 90s, .words = {u"ad"_s}}}, show(), {2}),
            show(), 600s);
    QCOMPARE(plan.skips.size(), 3);
    QCOMPARE(skipReasons(plan.skips.at(0)), u"The first 30 s"_s);
    QCOMPARE(skippedText(plan.skips.at(0)), u"Skipped the first 30 s"_s);
    QCOMPARE(skipReasons(plan.skips.at(1)),
             u"Chapter \"Ad break\": matches \"ad\"\nChapter \"The story\": you unticked it"_s);
    QCOMPARE(skippedText(plan.skips.at(1)), u"Skipped \"Ad break\" and 1 more part (6:20)"_s);
    QCOMPARE(skipReasons(plan.skips.at(2)), u"The last 1 min 30 s"_s);

    Skip skip{.range = {10s, 140s},
              .causes = {{.kind = Kind::Unticked, .part = {10s, 140s}, .chapter = u"Sponsor"_s}}};
    QCOMPARE(skippedText(skip), u"Skipped \"Sponsor\" (2:10)"_s);
    skip.causes.first().chapter.clear();
    QCOMPARE(skippedText(skip), u"Skipped the chapter at 0:10 (2:10)"_s);
    skip.causes.first().chapter = QString(200, u'x');
    QVERIFY(skippedText(skip).size() < 90);
    skip.causes = QList<SkipCause>(6, skip.causes.first());
    QVERIFY(skipReasons(skip).endsWith(u"\nand 2 more"_s));
    QVERIFY(leftOutText({}).isEmpty());
}

QTEST_APPLESS_MAIN(TestSkipRules)
#include "tst_skiprules.moc"
