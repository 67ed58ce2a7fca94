// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mergebuilders.h"
#include "core/mergeplan.h"
#include "support/failonwarning.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// Feeds that change under the library in every way publishers and their tools have found.
class TestMergeWild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void swappedGuidsStayWithTheirEpisodes();
    void guidsNumberedFromTheNewestShiftWithoutLoss();
    void guidUsedAgainIsANewEpisode();
    void guidOfAFeedThatWasRewrittenWholeStays();
    void editedTitleAndAddressOfOneDayIsAnEdit();
    void everythingButTitleAndDayChanged();
    void feedEmptiedAndRefilledHasNothingNew();
    void allGuidsRewrittenAtOnceIsNothingNew();
    void itemsOfOneGuidAreToldApartByTheirDates();
    void itemsOfOneGuidAreToldApartByTheirEnclosures_data();
    void itemsOfOneGuidAreToldApartByTheirEnclosures();
    void exactRepetitionStaysOneItem();
    void randomRefreshesNeverLoseOrDoubleAnEpisode();

private:
    static QList<PreparedEpisode> aFeedOf(int episodes);
    static void verifyWhole(const QList<KnownEpisode> &library, qsizetype size);
    static QList<PreparedEpisode> changedFeed(QList<PreparedEpisode> items,
                                              QRandomGenerator &random, int round);
};

/// Newest first, a day apart.
QList<PreparedEpisode> TestMergeWild::aFeedOf(int episodes)
{
    QList<PreparedEpisode> items;
    for (int i = 0; i < episodes; ++i) {
        items.prepend(anItem(QString::number(i)));
        items.first().feed.published = anItem({}).feed.published.addDays(i);
    }
    return items;
}

void TestMergeWild::verifyWhole(const QList<KnownEpisode> &library, qsizetype size)
{
    QSet<QString> guids;
    for (const KnownEpisode &known : library)
        guids.insert(known.guid);
    QCOMPARE(library.size(), size);
    QCOMPARE(guids.size(), size);
}

void TestMergeWild::swappedGuidsStayWithTheirEpisodes()
{
    QList<PreparedEpisode> items = aFeedOf(4);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);
    const QList<KnownEpisode> before = library;
    std::swap(items[0].feed.guid, items[1].feed.guid);

    apply(planMerge(library, items), items, library);

    verifyWhole(library, 4);
    for (qsizetype i = 0; i < before.size(); ++i)
        QCOMPARE(library.at(i).title, before.at(i).title); // id and play state with it
    QCOMPARE(planMerge(library, items), MergePlan());
}

void TestMergeWild::guidsNumberedFromTheNewestShiftWithoutLoss()
{
    QList<KnownEpisode> library;
    QList<PreparedEpisode> items;
    for (int round = 1; round <= 6; ++round) {
        items = aFeedOf(round);
        for (qsizetype i = 0; i < items.size(); ++i)
            items[i].feed.guid = QString::number(i + 1);
        apply(planMerge(library, items), items, library);
        verifyWhole(library, round);
    }
    for (const KnownEpisode &known : std::as_const(library)) // ids in the order they came
        QCOMPARE(known.title, u"Title %1"_s.arg(known.id.value() - 1));
}

void TestMergeWild::guidUsedAgainIsANewEpisode()
{
    QList<PreparedEpisode> today = {anItem(u"today"_s)};
    today[0].feed.guid = u"latest"_s;
    QList<PreparedEpisode> tomorrow = {anItem(u"tomorrow"_s)};
    tomorrow[0].feed.guid = u"latest"_s;
    tomorrow[0].feed.published = today[0].feed.published.addDays(1);
    QList<KnownEpisode> library;
    apply(planMerge({}, today), today, library);

    apply(planMerge(library, tomorrow), tomorrow, library);

    verifyWhole(library, 2);
    QCOMPARE(library.first().title, u"Title today"_s);
    QCOMPARE(planMerge(library, tomorrow), MergePlan());
    apply(planMerge(library, today), today, library); // a cache that answers with the old one
    verifyWhole(library, 2);
}

void TestMergeWild::guidOfAFeedThatWasRewrittenWholeStays()
{
    QList<PreparedEpisode> items = aFeedOf(8);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);
    for (PreparedEpisode &item : items) {
        item.shownTitle.prepend(u"The Show: "_s);
        item.feed.enclosure.url.setHost(u"new.test"_s);
        item.feed.published = item.feed.published.addDays(400);
    }

    const MergePlan plan = planMerge(library, items);

    QVERIFY(plan.insert.isEmpty());
    QCOMPARE(plan.update.size(), 8);
}

void TestMergeWild::editedTitleAndAddressOfOneDayIsAnEdit()
{
    PreparedEpisode edited = anItem(u"a"_s);
    edited.shownTitle = u"Corrected"_s;
    edited.feed.enclosure.url = QUrl(u"https://media.test/corrected"_s);

    const MergePlan plan = planMerge({knownAs(anItem(u"a"_s), 7)}, {edited});

    QCOMPARE(plan.update, (QList<MergePlan::Update>{{.id = EpisodeId(7), .item = 0}}));
    QVERIFY(plan.insert.isEmpty() && plan.vacate.isEmpty());
}

void TestMergeWild::everythingButTitleAndDayChanged()
{
    QList<PreparedEpisode> items = aFeedOf(5);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);
    for (PreparedEpisode &item : items) {
        item.feed.guid = u"https://new.test/?p="_s + item.feed.guid;
        item.feed.enclosure.url = QUrl(u"https://new.test/x%1.m4a"_s.arg(qHash(item.feed.guid)));
        item.feed.published = item.feed.published.addSecs(3600);
        item.feed.durationSeconds = std::nullopt;
    }

    apply(planMerge(library, items), items, library);

    verifyWhole(library, 5);
}

void TestMergeWild::feedEmptiedAndRefilledHasNothingNew()
{
    QList<PreparedEpisode> items = aFeedOf(5);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);

    apply(planMerge(library, {}), {}, library);
    for (PreparedEpisode &item : items)
        item.feed.guid += u"-again"_s;
    apply(planMerge(library, items), items, library);

    verifyWhole(library, 5);
}

void TestMergeWild::allGuidsRewrittenAtOnceIsNothingNew()
{
    QList<PreparedEpisode> items = aFeedOf(50);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);
    for (int i = 0; i < 50; ++i)
        items[i].feed.guid = QString::number((i + 7) % 50); // each another's

    apply(planMerge(library, items), items, library);

    verifyWhole(library, 50);
    for (const KnownEpisode &known : std::as_const(library))
        QCOMPARE(known.title, u"Title %1"_s.arg(known.id.value() - 1));
}

void TestMergeWild::itemsOfOneGuidAreToldApartByTheirDates()
{
    QList<PreparedEpisode> items = aFeedOf(3);
    for (PreparedEpisode &item : items)
        item.feed.guid = u"https://show.test/"_s;
    separateRepeatedGuids(items);
    QList<KnownEpisode> library;
    apply(planMerge({}, items), items, library);
    verifyWhole(library, 3);

    QList<PreparedEpisode> more = aFeedOf(4);
    for (PreparedEpisode &item : more)
        item.feed.guid = u"https://show.test/"_s;
    separateRepeatedGuids(more);
    apply(planMerge(library, more), more, library);

    verifyWhole(library, 4);
}

void TestMergeWild::itemsOfOneGuidAreToldApartByTheirEnclosures_data()
{
    QTest::addColumn<QDateTime>("date");
    QTest::newRow("no dates") << QDateTime();
    QTest::newRow("one date") << QDateTime(QDate(2024, 2, 1), QTime(9, 0), Qt::UTC);
}

void TestMergeWild::itemsOfOneGuidAreToldApartByTheirEnclosures()
{
    QFETCH(QDateTime, date);
    const auto feed = [date](int count) {
        QList<PreparedEpisode> items = aFeedOf(count);
        for (PreparedEpisode &item : items) {
            item.feed.guid = u"podcast"_s;
            item.feed.published = date;
        }
        separateRepeatedGuids(items);
        return items;
    };
    QList<KnownEpisode> library;
    apply(planMerge({}, feed(3)), feed(3), library);
    verifyWhole(library, 3);

    apply(planMerge(library, feed(4)), feed(4), library);

    verifyWhole(library, 4);
}

void TestMergeWild::exactRepetitionStaysOneItem()
{
    QList<PreparedEpisode> items = {anItem(u"a"_s), anItem(u"a"_s), anItem(u"b"_s)};

    separateRepeatedGuids(items);

    QCOMPARE(items.at(0).feed.guid, u"a"_s);
    QCOMPARE(planMerge({}, items).insert.size(), 2);
}

/// Guids, hosts, titles and notes change, episodes leave the feed and come back.
QList<PreparedEpisode> TestMergeWild::changedFeed(QList<PreparedEpisode> items,
                                                  QRandomGenerator &random, int round)
{
    for (PreparedEpisode &item : items) {
        const QString suffix = u"-%1"_s.arg(round);
        switch (random.bounded(8)) {
        case 0:
            item.feed.guid += suffix;
            break;
        case 1:
            item.feed.guid += suffix;
            item.feed.enclosure.url.setHost(u"host%1.test"_s.arg(round));
            break;
        case 2:
            item.shownTitle += suffix;
            break;
        case 3:
            item.feed.descriptionHtml += suffix;
            break;
        case 4: // a guid swapped with any other's
            std::swap(item.feed.guid, items[random.bounded(int(items.size()))].feed.guid);
            break;
        default:
            break;
        }
    }
    return items;
}

void TestMergeWild::randomRefreshesNeverLoseOrDoubleAnEpisode()
{
    QRandomGenerator random(42);
    QList<PreparedEpisode> world;
    QList<KnownEpisode> library;
    for (int round = 0; round < 60; ++round) {
        world = changedFeed(world, random, round);
        world.append(anItem(u"episode %1"_s.arg(round)));
        QList<PreparedEpisode> feed = world;
        if (random.bounded(3) == 0)
            feed.append(feed.at(random.bounded(int(feed.size())))); // a guid twice

        const qsizetype before = library.size();
        apply(planMerge(library, feed), feed, library);

        QCOMPARE(library.size(), before + 1); // the new one and nothing else
        QCOMPARE(planMerge(library, feed), MergePlan());
        QSet<QString> guids;
        for (const KnownEpisode &known : std::as_const(library))
            guids.insert(known.guid);
        QCOMPARE(guids.size(), library.size());
    }
}

QTEST_GUILESS_MAIN(TestMergeWild)
#include "tst_mergewild.moc"
