// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mergebuilders.h"
#include "core/mergeplan.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

Q_DECLARE_METATYPE(Earmark::PreparedEpisode)

class TestMergePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void emptyFeedChangesNothing();
    void firstOfTwoItemsWithOneGuidWins();
    void episodesThatShareAnAddressAreNotMatchedByIt();
    void todaysNewsAtYesterdaysAddressIsNew();
    void severalOfOneTitleAndDayAreNotMatchedByIt();
    void longerEpisodeOfTheSameTitleAndDayIsNew();
    void untitledDayIsNoMatch();

    void newEpisodeIsInserted();
    void newEpisodesComeOldestFirst();
    void unchangedEpisodeIsLeftAlone();
    void changedEpisodeIsUpdated();
    void changedGuidIsMatchedByAddress();
    void changedSchemeIsTheSameAddress();
    void changedGuidAndHostAreMatchedByTitleAndDay();
    void unknownLengthIsNoContradiction();
    void guidGoesBeforeAddress();
    void digestChangesWithEverythingThatIsKept_data();
    void digestChangesWithEverythingThatIsKept();
};

void TestMergePlan::init()
{
    failOnAnyWarning();
}

void TestMergePlan::emptyFeedChangesNothing()
{
    QCOMPARE(planMerge({knownAs(anItem(u"a"_s), 1)}, {}), MergePlan());
}

void TestMergePlan::firstOfTwoItemsWithOneGuidWins()
{
    PreparedEpisode second = anItem(u"a"_s);
    second.shownTitle = u"Other"_s;

    const MergePlan plan = planMerge({}, {anItem(u"a"_s), second});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
}

void TestMergePlan::episodesThatShareAnAddressAreNotMatchedByIt()
{
    PreparedEpisode one = anItem(u"a"_s);
    PreparedEpisode two = anItem(u"b"_s);
    two.feed.enclosure.url = one.feed.enclosure.url;
    PreparedEpisode fresh = anItem(u"c"_s);
    fresh.feed.enclosure.url = one.feed.enclosure.url;

    const MergePlan plan = planMerge({knownAs(one, 1), knownAs(two, 2)}, {fresh});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
    QVERIFY(plan.update.isEmpty());
}

void TestMergePlan::todaysNewsAtYesterdaysAddressIsNew()
{
    const PreparedEpisode yesterday = anItem(u"a"_s);
    PreparedEpisode today = anItem(u"b"_s);
    today.feed.enclosure.url = yesterday.feed.enclosure.url;
    today.feed.published = yesterday.feed.published.addDays(1);

    const MergePlan plan = planMerge({knownAs(yesterday, 1)}, {today});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
}

void TestMergePlan::severalOfOneTitleAndDayAreNotMatchedByIt()
{
    QList<KnownEpisode> known;
    for (int hour = 0; hour < 2; ++hour) {
        PreparedEpisode news = anItem(u"hour %1"_s.arg(hour));
        news.shownTitle = u"News"_s;
        known.append(knownAs(news, hour + 1));
    }
    PreparedEpisode third = anItem(u"hour 2"_s);
    third.shownTitle = u"News"_s;

    const MergePlan plan = planMerge(known, {third});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
}

void TestMergePlan::longerEpisodeOfTheSameTitleAndDayIsNew()
{
    const PreparedEpisode one = anItem(u"a"_s);
    PreparedEpisode other = anItem(u"b"_s);
    other.shownTitle = one.shownTitle;
    other.feed.durationSeconds = 1800 + 601;

    QCOMPARE(planMerge({knownAs(one, 1)}, {other}).insert, QList<qsizetype>{0});
}

void TestMergePlan::untitledDayIsNoMatch()
{
    PreparedEpisode one = anItem(u"a"_s);
    one.feed.published = {};
    PreparedEpisode other = anItem(u"b"_s);
    other.shownTitle = one.shownTitle;
    other.feed.published = {};

    QCOMPARE(planMerge({knownAs(one, 1)}, {other}).insert, QList<qsizetype>{0});
}

void TestMergePlan::newEpisodeIsInserted()
{
    const MergePlan plan
            = planMerge({knownAs(anItem(u"a"_s), 1)}, {anItem(u"b"_s), anItem(u"a"_s)});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
    QVERIFY(plan.update.isEmpty());
}

void TestMergePlan::newEpisodesComeOldestFirst()
{
    QList<PreparedEpisode> items;
    for (const int day : {3, 1, 2, 1}) {
        items.append(anItem(QString::number(items.size())));
        items.last().feed.published = QDateTime(QDate(2024, 5, day), QTime(8, 0), Qt::UTC);
    }

    QCOMPARE(planMerge({}, items).insert, (QList<qsizetype>{3, 1, 2, 0}));
}

void TestMergePlan::unchangedEpisodeIsLeftAlone()
{
    QCOMPARE(planMerge({knownAs(anItem(u"a"_s), 1)}, {anItem(u"a"_s)}), MergePlan());
}

void TestMergePlan::changedEpisodeIsUpdated()
{
    PreparedEpisode changed = anItem(u"a"_s);
    changed.feed.descriptionHtml = u"More"_s;

    const MergePlan plan = planMerge({knownAs(anItem(u"a"_s), 7)}, {changed});

    QCOMPARE(plan.update, (QList<MergePlan::Update>{{.id = EpisodeId(7), .item = 0}}));
    QVERIFY(plan.insert.isEmpty());
}

void TestMergePlan::changedGuidIsMatchedByAddress()
{
    PreparedEpisode moved = anItem(u"a"_s);
    moved.feed.guid = u"new"_s;
    moved.shownTitle = u"New title, same day"_s;

    const MergePlan plan = planMerge({knownAs(anItem(u"a"_s), 7)}, {moved});

    QCOMPARE(plan.update, (QList<MergePlan::Update>{{.id = EpisodeId(7), .item = 0}}));
}

void TestMergePlan::changedSchemeIsTheSameAddress()
{
    PreparedEpisode before = anItem(u"a"_s);
    before.feed.enclosure.url.setScheme(u"http"_s);
    PreparedEpisode moved = anItem(u"a"_s);
    moved.feed.guid = u"new"_s;
    moved.feed.published = moved.feed.published.addDays(2); // published again, under its title

    QVERIFY(planMerge({knownAs(before, 7)}, {moved}).insert.isEmpty());
}

void TestMergePlan::changedGuidAndHostAreMatchedByTitleAndDay()
{
    PreparedEpisode moved = anItem(u"a"_s);
    moved.feed.guid = u"new"_s;
    moved.feed.enclosure.url = QUrl(u"https://other.test/1"_s);
    moved.feed.published = moved.feed.published.addSecs(10800);
    moved.feed.durationSeconds = 1800 + 599;

    const MergePlan plan = planMerge({knownAs(anItem(u"a"_s), 7)}, {moved});

    QCOMPARE(plan.update, (QList<MergePlan::Update>{{.id = EpisodeId(7), .item = 0}}));
}

void TestMergePlan::unknownLengthIsNoContradiction()
{
    PreparedEpisode moved = anItem(u"a"_s);
    moved.feed.guid = u"new"_s;
    moved.feed.enclosure.url = QUrl(u"https://other.test/1"_s);
    moved.feed.durationSeconds = std::nullopt;

    QVERIFY(planMerge({knownAs(anItem(u"a"_s), 7)}, {moved}).insert.isEmpty());
}

void TestMergePlan::guidGoesBeforeAddress()
{
    PreparedEpisode fresh = anItem(u"b"_s);
    fresh.feed.enclosure.url = anItem(u"a"_s).feed.enclosure.url;

    const MergePlan plan = planMerge({knownAs(anItem(u"a"_s), 7)}, {fresh, anItem(u"a"_s)});

    QCOMPARE(plan.insert, QList<qsizetype>{0});
    QVERIFY(plan.update.isEmpty());
}

void TestMergePlan::digestChangesWithEverythingThatIsKept_data()
{
    QTest::addColumn<PreparedEpisode>("changed");
    const auto row = [](const char *name, const auto &change) {
        PreparedEpisode episode = anItem(u"a"_s);
        change(episode);
        QTest::newRow(name) << episode;
    };
    row("guid", [](PreparedEpisode &e) { e.feed.guid = u"b"_s; });
    row("title", [](PreparedEpisode &e) { e.feed.title = u"b"_s; });
    row("shown title", [](PreparedEpisode &e) { e.shownTitle = u"b"_s; });
    row("excerpt", [](PreparedEpisode &e) { e.excerpt = u"b"_s; });
    row("notes", [](PreparedEpisode &e) { e.feed.descriptionHtml = u"b"_s; });
    row("link", [](PreparedEpisode &e) { e.feed.link = QUrl(u"https://b.test"_s); });
    row("image", [](PreparedEpisode &e) { e.feed.image = QUrl(u"https://b.test"_s); });
    row("address", [](PreparedEpisode &e) { e.feed.enclosure.url = QUrl(u"https://b.test"_s); });
    row("bytes", [](PreparedEpisode &e) { e.feed.enclosure.length = 9; });
    row("integrity", [](PreparedEpisode &e) { e.feed.enclosure.integrity = u"sha256-b"_s; });
    row("type", [](PreparedEpisode &e) { e.feed.enclosure.type = u"b"_s; });
    row("date", [](PreparedEpisode &e) { e.feed.published = e.feed.published.addSecs(1); });
    row("no date", [](PreparedEpisode &e) { e.feed.published = {}; });
    row("length", [](PreparedEpisode &e) { e.feed.durationSeconds = 1; });
    row("no length", [](PreparedEpisode &e) { e.feed.durationSeconds = std::nullopt; });
    row("chapters", [](PreparedEpisode &e) { e.feed.podloveChapters.append(Chapter()); });
    row("notes' chapters", [](PreparedEpisode &e) { e.noteChapters.append(Chapter()); });
    row("chapters' address",
        [](PreparedEpisode &e) { e.feed.chaptersUrl = QUrl(u"https://b.test"_s); });
    row("persons", [](PreparedEpisode &e) { e.feed.persons.append(Person()); });
    row("transcripts",
        [](PreparedEpisode &e) { e.feed.transcripts.append(TranscriptReference()); });
    row("season", [](PreparedEpisode &e) { e.feed.season = 0; });
}

void TestMergePlan::digestChangesWithEverythingThatIsKept()
{
    QFETCH(PreparedEpisode, changed);

    QCOMPARE(contentDigest(changed).size(), 16);
    QVERIFY(contentDigest(changed) != contentDigest(anItem(u"a"_s)));
}

QTEST_GUILESS_MAIN(TestMergePlan)
#include "tst_mergeplan.moc"
