// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/episoderows.h"
#include "storage/librarybuilders.h"
#include "storage/listsql.h"
#include "storage/mediarepository.h"
#include "storage/podcastrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestEpisodeLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void windowsAgreeWithTheWholeList_data();
    void windowsAgreeWithTheWholeList();
    void countersEqualARecount();
    void everyListWalksItsIndex_data();
    void everyListWalksItsIndex();
    void windowBeginsAtTheNextRowWhenItsOwnIsGone();

private:
    static EpisodeQuery inPlace(Place place) { return {.place = place, .podcast = {}}; }
    PodcastRepository podcasts() { return PodcastRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeRows rowsOf(PodcastId id);
    void makeRandomLibrary(quint32 seed);
    void useRandomLibrary();
    void keepMediaAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids);
    void changeAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids);
    static bool standsIn(const EpisodeQuery &query, const EpisodeRow &row);
    QList<EpisodeId> expected(const EpisodeQuery &query);

    std::shared_ptr<TestLibrary> m_library;
    QList<PodcastId> m_podcasts;
    std::shared_ptr<TestLibrary> m_random; // made once: it is only looked at
    QList<PodcastId> m_randomPodcasts;
};

static void addQueries()
{
    QTest::addColumn<EpisodeQuery>("query");
    const QList<std::pair<const char *, Place>> places{
            {"episodes", Place::Episodes},      {"queue", Place::Queue},
            {"in progress", Place::InProgress}, {"favourites", Place::Favourites},
            {"archive", Place::Archive},        {"podcast", Place::Podcast}};
    for (const auto &[name, place] : places) {
        for (int flags = 0; flags < 8; ++flags) {
            const EpisodeQuery query{.place = place,
                                     .podcast = {},
                                     .unplayedOnly = (flags & 1) != 0,
                                     .oldestFirst = (flags & 2) != 0,
                                     .downloadedOnly = (flags & 4) != 0};
            QTest::addRow("%s%s%s%s", name, query.unplayedOnly ? ", unplayed" : "",
                          query.oldestFirst ? ", oldest first" : "",
                          query.downloadedOnly ? ", downloaded" : "")
                    << query;
        }
    }
}

void TestEpisodeLists::init()
{
    failOnAnyWarning();
    m_podcasts.clear();
    m_library = std::make_shared<TestLibrary>();
    QVERIFY(m_library->isOpen());
}

EpisodeRows TestEpisodeLists::rowsOf(PodcastId id)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = id}, 100000).value();
}

/// Three podcasts, many episodes of one date and some of none, all states, one podcast removed.
void TestEpisodeLists::makeRandomLibrary(quint32 seed)
{
    QRandomGenerator random(seed);
    QList<EpisodeId> ids;
    for (const QString &name : {u"a"_s, u"b"_s, u"gone"_s}) {
        QList<PreparedEpisode> items;
        for (int i = 0; i < 700; ++i) {
            PreparedEpisode item = anEpisode(name + QString::number(i), random.bounded(40));
            if (random.bounded(20) == 0)
                item.feed.published = {};
            items.append(item);
        }
        m_podcasts.append(m_library->addPodcast(name, items));
        for (const EpisodeRow &row : rowsOf(m_podcasts.last()))
            ids.append(row.id);
    }
    for (int i = 0; i < 10; ++i)
        changeAtRandom(random, ids);
    PlayQueue queue;
    for (int i = 0; i < 600; ++i)
        queue.append(ids.at(random.bounded(int(ids.size()))));
    VERIFY_RESULT(episodes().setQueue(queue));
    keepMediaAtRandom(random, ids);
    VERIFY_RESULT(podcasts().remove(m_podcasts.last(), day(400)));
}

/// Of most episodes something: more whole ones than a window has.
void TestEpisodeLists::keepMediaAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids)
{
    MediaRepository media(m_library->database());
    for (const EpisodeId id : ids) {
        if (random.bounded(4) == 0)
            continue;
        StoredMedia kept;
        kept.episode = id;
        kept.path = QString::number(id.value()) + u".mp3"_s;
        kept.presence = random.bounded(3) == 0 ? MediaPresence::Partly : MediaPresence::Whole;
        kept.bytes = 1000;
        VERIFY_RESULT(media.keep(kept));
    }
}

void TestEpisodeLists::useRandomLibrary()
{
    if (!m_random) {
        makeRandomLibrary(20240101);
        m_random = m_library;
        m_randomPodcasts = m_podcasts;
    }
    m_library = m_random;
    m_podcasts = m_randomPodcasts;
}

void TestEpisodeLists::changeAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids)
{
    QList<EpisodeState> states;
    for (int i = 0; i < 150; ++i) {
        states.append({.id = ids.at(random.bounded(int(ids.size()))),
                       .state = {.play = static_cast<PlayState>(random.bounded(3)),
                                 .position = std::chrono::milliseconds(random.bounded(100000)),
                                 .favourite = random.bounded(3) == 0,
                                 .archived = random.bounded(4) == 0}});
    }
    VERIFY_RESULT(episodes().setStates(states));
}

/// By definition: core/episodequery.h.
bool TestEpisodeLists::standsIn(const EpisodeQuery &query, const EpisodeRow &row)
{
    const ListeningState &state = row.state;
    if (query.unplayedOnly && state.play == PlayState::Played)
        return false;
    if (query.downloadedOnly && row.media != MediaPresence::Whole)
        return false;
    switch (query.place) {
    case Place::Episodes:
        return !state.archived;
    case Place::Queue:
        return !state.archived && row.queued;
    case Place::InProgress:
        return !state.archived && state.play == PlayState::InProgress;
    case Place::Favourites:
        return !state.archived && state.favourite;
    case Place::Archive:
        return state.archived;
    case Place::Podcast:
        break;
    }
    return row.podcastId == query.podcast && !(query.unplayedOnly && state.archived);
}

/// The whole list, from every row of every podcast.
QList<EpisodeId> TestEpisodeLists::expected(const EpisodeQuery &query)
{
    const PlayQueue queue = episodes().queue().value();
    QList<EpisodeRow> rows;
    for (const PodcastId podcast : std::as_const(m_podcasts)) {
        for (const EpisodeRow &row : rowsOf(podcast)) {
            if (standsIn(query, row))
                rows.append(row);
        }
    }
    const auto key = [&](const EpisodeRow &row) {
        const qint64 order = query.place == Place::Queue ? queue.indexOf(row.id)
                : row.published.isValid()                ? row.published.toMSecsSinceEpoch()
                                                         : 0;
        return std::pair(order, row.id.value());
    };
    std::sort(rows.begin(), rows.end(),
              [&](const EpisodeRow &a, const EpisodeRow &b) { return key(a) < key(b); });
    if (query.place != Place::Queue && !query.oldestFirst)
        std::reverse(rows.begin(), rows.end());
    QList<EpisodeId> ids;
    for (const EpisodeRow &row : std::as_const(rows))
        ids.append(row.id);
    return ids;
}

void TestEpisodeLists::windowsAgreeWithTheWholeList_data()
{
    addQueries();
}

void TestEpisodeLists::windowsAgreeWithTheWholeList()
{
    QFETCH(EpisodeQuery, query);
    useRandomLibrary();
    if (query.place == Place::Podcast)
        query.podcast = m_podcasts.first();
    const QList<EpisodeId> all = expected(query);
    QVERIFY(!all.isEmpty());

    QCOMPARE(*episodes().ids(query), all);
    QCOMPARE(*episodes().count(query), int(all.size()));
    const auto fences = episodes().fences(query);
    VERIFY_RESULT(fences);
    QCOMPARE(fences->count, int(all.size()));
    QCOMPARE(fences->keys.size(), (all.size() + EpisodeFences::Step - 1) / EpisodeFences::Step);
    for (qsizetype i = 0; i < fences->keys.size(); ++i) {
        const auto window = episodes().rows(query, fences->keys.at(i), EpisodeFences::Step);
        VERIFY_RESULT(window);
        QList<EpisodeId> ids;
        for (const EpisodeRow &row : *window)
            ids.append(row.id);
        QCOMPARE(ids, all.mid(i * EpisodeFences::Step, EpisodeFences::Step));
    }
    const auto first = episodes().firstRows(query, 40);
    QCOMPARE(first->size(), qMin(qsizetype(40), all.size()));
    QCOMPARE(first->first().id, all.first());
}

void TestEpisodeLists::countersEqualARecount()
{
    makeRandomLibrary(7);
    VERIFY_RESULT(podcasts().restore(m_podcasts.last()));
    VERIFY_RESULT(podcasts().remove(m_podcasts.first(), day(1)));
    VERIFY_RESULT(podcasts().applyFeed(
            aFeed(m_podcasts.at(1), someEpisodes(100, u"more"_s) + someEpisodes(20, u"b"_s))));
    VERIFY_RESULT(podcasts().purgeRemoved(day(2)));

    auto wrong = Sql::exec(
            m_library->database().handle(),
            u"SELECT count(*) FROM podcast_counter AS c JOIN (SELECT podcast_id, count(*) AS "
            u"episodes,"
            " sum(archived = 0) AS listed, sum(archived = 0 AND play < 2) AS unplayed,"
            " sum(archived = 0 AND play = 1) AS in_progress,"
            " sum(archived = 0 AND favourite = 1) AS favourites, sum(archived = 1) AS archived"
            " FROM episode GROUP BY podcast_id) AS r USING (podcast_id)"
            " WHERE (c.episodes, c.listed, c.unplayed, c.in_progress, c.favourites, c.archived) <>"
            " (r.episodes, r.listed, r.unplayed, r.in_progress, r.favourites, r.archived)"_s);
    VERIFY_RESULT(wrong);
    QVERIFY(wrong->next());
    QCOMPARE(wrong->value(0).toInt(), 0);
    const auto counts = episodes().counts();
    QCOMPARE(counts->episodes, int(episodes().ids(inPlace(Place::Episodes))->size()));
    QCOMPARE(counts->archive, int(episodes().ids(inPlace(Place::Archive))->size()));
    QCOMPARE(counts->queue, int(episodes().queue()->size()));
    QCOMPARE(podcasts().all()->size(), 2);
}

void TestEpisodeLists::everyListWalksItsIndex_data()
{
    addQueries();
}

/// A list that sorts is a list that reads 300,000 rows to show 40: only what is downloaded, which
/// is few, is sorted.
void TestEpisodeLists::everyListWalksItsIndex()
{
    QFETCH(EpisodeQuery, query);
    query.podcast = m_library->addPodcast(u"a"_s, someEpisodes(600, u"e"_s));
    const QString sql = ListSql(query).select(EpisodeRowColumns, ListSql::From::At, true);

    auto plan = Sql::exec(m_library->database().handle(), "EXPLAIN QUERY PLAN "_L1 + sql);

    const bool isSorted = query.downloadedOnly && query.place != Place::Queue;
    VERIFY_RESULT(plan);
    QVERIFY(plan->next());
    QVERIFY2(plan->value(3).toString().contains(u"INDEX"_s), qPrintable(plan->value(3).toString()));
    do {
        const QString step = plan->value(3).toString();
        QVERIFY2(isSorted || !step.contains(u"TEMP B-TREE"_s), qPrintable(step));
        QVERIFY2(!query.downloadedOnly || !step.startsWith(u"SCAN e"_s), qPrintable(step));
        QVERIFY2(!step.startsWith(u"SCAN e"_s) || step.contains(u"INDEX"_s), qPrintable(step));
    } while (plan->next());
}

void TestEpisodeLists::windowBeginsAtTheNextRowWhenItsOwnIsGone()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRows rows = rowsOf(id);
    const EpisodeKey middle{.order = rows.at(1).published.toMSecsSinceEpoch(), .id = rows.at(1).id};
    VERIFY_RESULT(episodes().setState(middle.id, {.archived = true}));

    const auto window = episodes().rows(inPlace(Place::Episodes), middle, 10);

    QCOMPARE(window->size(), 1);
    QCOMPARE(window->first().id, rows.at(2).id);
}

QTEST_GUILESS_MAIN(TestEpisodeLists)
#include "tst_episodelists.moc"
