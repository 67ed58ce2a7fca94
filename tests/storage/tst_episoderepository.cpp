// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/episoderows.h"
#include "storage/librarybuilders.h"
#include "storage/listsql.h"
#include "storage/podcastrepository.h"
#include "storage/settingsrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestEpisodeRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void failedBulkChangeLeavesNothingBehind();
    void failedQueueChangeLeavesTheQueue();
    void episodeThatIsNotThereIsAnError();
    void unknownEpisodesAreLeftOutOfTheQueue();

    void windowsAgreeWithTheWholeList_data();
    void windowsAgreeWithTheWholeList();
    void countersEqualARecount();
    void everyListWalksItsIndex_data();
    void everyListWalksItsIndex();

    void windowBeginsAtTheNextRowWhenItsOwnIsGone();
    void positionDoesNotUndoAFavourite();
    void archivedEpisodeStandsInArchiveAndPodcastOnly();
    void queueKeepsItsOrder();
    void queueKeepsThePlaceOfARemovedPodcast();
    void chaptersReplaceThoseOfTheirSourceOnly();
    void emptyListIsKeptAsRead();
    void chosenSourceLastsAndCounts();
    void endlessListIsCutOff();
    void newestKnowsArchivedOnesToo();
    void rowsComeInTheOrderAskedFor();
    void settingsAreKept();

private:
    static EpisodeQuery inPlace(Place place) { return {.place = place, .podcast = {}}; }
    PodcastRepository podcasts() { return PodcastRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeRows rowsOf(PodcastId id);
    void makeRandomLibrary(quint32 seed);
    void useRandomLibrary();
    void changeAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids);
    QList<EpisodeId> expected(const EpisodeQuery &query);

    std::shared_ptr<TestLibrary> m_library;
    QList<PodcastId> m_podcasts;
    std::shared_ptr<TestLibrary> m_random; // made once: it is only looked at
    QList<PodcastId> m_randomPodcasts;
};

void TestEpisodeRepository::init()
{
    failOnAnyWarning();
    m_podcasts.clear();
    m_library = std::make_shared<TestLibrary>();
    QVERIFY(m_library->isOpen());
}

EpisodeRows TestEpisodeRepository::rowsOf(PodcastId id)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = id}, 100000).value();
}

/// Three podcasts, many episodes of one date and some of none, all states, one podcast removed.
void TestEpisodeRepository::makeRandomLibrary(quint32 seed)
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
    VERIFY_RESULT(podcasts().remove(m_podcasts.last(), day(400)));
}

void TestEpisodeRepository::useRandomLibrary()
{
    if (!m_random) {
        makeRandomLibrary(20240101);
        m_random = m_library;
        m_randomPodcasts = m_podcasts;
    }
    m_library = m_random;
    m_podcasts = m_randomPodcasts;
}

void TestEpisodeRepository::changeAtRandom(QRandomGenerator &random, const QList<EpisodeId> &ids)
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

/// The list by definition (core/episodequery.h), from every row of every podcast.
QList<EpisodeId> TestEpisodeRepository::expected(const EpisodeQuery &query)
{
    const PlayQueue queue = episodes().queue().value();
    QList<EpisodeRow> rows;
    for (const PodcastId podcast : std::as_const(m_podcasts)) {
        for (const EpisodeRow &row : rowsOf(podcast)) {
            const ListeningState &state = row.state;
            bool isIn = !state.archived;
            if (query.place == Place::Queue)
                isIn = isIn && row.queued;
            else if (query.place == Place::InProgress)
                isIn = isIn && state.play == PlayState::InProgress;
            else if (query.place == Place::Favourites)
                isIn = isIn && state.favourite;
            else if (query.place == Place::Archive)
                isIn = state.archived;
            else if (query.place == Place::Podcast)
                isIn = row.podcastId == query.podcast && (isIn || !query.unplayedOnly);
            if (isIn && !(query.unplayedOnly && state.play == PlayState::Played))
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

void TestEpisodeRepository::failedBulkChangeLeavesNothingBehind()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(5, u"e"_s));
    const EpisodeRows before = rowsOf(id);
    VERIFY_RESULT(Sql::exec(m_library->database().handle(),
                            u"CREATE TRIGGER full AFTER UPDATE ON episode WHEN NEW.guid = 'e0'"
                            " BEGIN SELECT RAISE(ABORT, 'injected'); END"_s));
    QList<EpisodeState> states;
    for (const EpisodeRow &row : before)
        states.append({.id = row.id, .state = {.play = PlayState::Played}});

    const auto done = episodes().setStates(states);

    QVERIFY(!done);
    QCOMPARE(rowsOf(id), before);
    QCOMPARE(podcasts().podcast(id)->unplayed, 5);
}

void TestEpisodeRepository::failedQueueChangeLeavesTheQueue()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRows rows = rowsOf(id);
    VERIFY_RESULT(episodes().setQueue({rows.at(0).id, rows.at(1).id}));
    VERIFY_RESULT(Sql::exec(m_library->database().handle(),
                            u"CREATE TRIGGER full AFTER INSERT ON queue WHEN NEW.rank = 2"
                            " BEGIN SELECT RAISE(ABORT, 'injected'); END"_s));

    const auto done = episodes().setQueue({rows.at(2).id, rows.at(1).id});

    QVERIFY(!done);
    QCOMPARE(*episodes().queue(), (PlayQueue{rows.at(0).id, rows.at(1).id}));
}

void TestEpisodeRepository::episodeThatIsNotThereIsAnError()
{
    const EpisodeId none(99);

    for (const auto &done : {episodes().setState(none, {}), episodes().savePosition(none, {}),
                             episodes().setDuration(none, 1s), episodes().setChapters(none, {}),
                             episodes().chooseSource(none, ChapterSource::File)}) {
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::NotFound);
    }
    QCOMPARE(episodes().episode(none).error().kind, ErrorKind::NotFound);
    VERIFY_RESULT(episodes().setStates({{.id = none, .state = {}}}));
    QVERIFY(episodes().states({none})->isEmpty());
    QVERIFY(episodes().rowsByIds({none})->isEmpty());
}

void TestEpisodeRepository::unknownEpisodesAreLeftOutOfTheQueue()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(2, u"e"_s));
    const EpisodeId known = rowsOf(id).first().id;

    VERIFY_RESULT(episodes().setQueue({EpisodeId(99), known, known}));

    QCOMPARE(*episodes().queue(), PlayQueue{known});
}

static void addQueries()
{
    QTest::addColumn<EpisodeQuery>("query");
    const QList<std::pair<const char *, Place>> places{
            {"episodes", Place::Episodes},      {"queue", Place::Queue},
            {"in progress", Place::InProgress}, {"favourites", Place::Favourites},
            {"archive", Place::Archive},        {"podcast", Place::Podcast}};
    for (const auto &[name, place] : places) {
        for (const bool unplayedOnly : {false, true}) {
            for (const bool oldestFirst : {false, true}) {
                QTest::addRow("%s%s%s", name, unplayedOnly ? ", unplayed" : "",
                              oldestFirst ? ", oldest first" : "")
                        << EpisodeQuery{.place = place,
                                        .podcast = {},
                                        .unplayedOnly = unplayedOnly,
                                        .oldestFirst = oldestFirst};
            }
        }
    }
}

void TestEpisodeRepository::windowsAgreeWithTheWholeList_data()
{
    addQueries();
}

void TestEpisodeRepository::windowsAgreeWithTheWholeList()
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

void TestEpisodeRepository::countersEqualARecount()
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

void TestEpisodeRepository::everyListWalksItsIndex_data()
{
    addQueries();
}

/// A list that sorts is a list that reads 300,000 rows to show 40.
void TestEpisodeRepository::everyListWalksItsIndex()
{
    QFETCH(EpisodeQuery, query);
    query.podcast = m_library->addPodcast(u"a"_s, someEpisodes(600, u"e"_s));
    const QString sql = ListSql(query).select(EpisodeRowColumns, ListSql::From::At, true);

    auto plan = Sql::exec(m_library->database().handle(), "EXPLAIN QUERY PLAN "_L1 + sql);

    VERIFY_RESULT(plan);
    QVERIFY(plan->next());
    QVERIFY2(plan->value(3).toString().contains(u"INDEX"_s), qPrintable(plan->value(3).toString()));
    do {
        const QString step = plan->value(3).toString();
        QVERIFY2(!step.contains(u"TEMP B-TREE"_s), qPrintable(step));
        QVERIFY2(!step.startsWith(u"SCAN e"_s) || step.contains(u"INDEX"_s), qPrintable(step));
    } while (plan->next());
}

void TestEpisodeRepository::windowBeginsAtTheNextRowWhenItsOwnIsGone()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRows rows = rowsOf(id);
    const EpisodeKey middle{.order = rows.at(1).published.toMSecsSinceEpoch(), .id = rows.at(1).id};
    VERIFY_RESULT(episodes().setState(middle.id, {.archived = true}));

    const auto window = episodes().rows(inPlace(Place::Episodes), middle, 10);

    QCOMPARE(window->size(), 1);
    QCOMPARE(window->first().id, rows.at(2).id);
}

void TestEpisodeRepository::positionDoesNotUndoAFavourite()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setState(episode, {.favourite = true}));

    VERIFY_RESULT(
            episodes().savePosition(episode, {.play = PlayState::InProgress, .position = 7s}));

    QCOMPARE(rowsOf(id).first().state,
             (ListeningState{.play = PlayState::InProgress, .position = 7s, .favourite = true}));
}

void TestEpisodeRepository::archivedEpisodeStandsInArchiveAndPodcastOnly()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setQueue({episode}));
    VERIFY_RESULT(episodes().setState(
            episode, {.play = PlayState::InProgress, .favourite = true, .archived = true}));

    for (const Place place : {Place::Episodes, Place::Queue, Place::InProgress, Place::Favourites})
        QVERIFY(episodes().ids(inPlace(place))->isEmpty());
    QCOMPARE(*episodes().ids(inPlace(Place::Archive)), QList{episode});
    QCOMPARE(rowsOf(id).size(), 1);
    QVERIFY(!rowsOf(id).first().queued);
    QCOMPARE(*episodes().counts(), PlaceCounts{.archive = 1});
}

void TestEpisodeRepository::queueKeepsItsOrder()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(5, u"e"_s));
    const EpisodeRows rows = rowsOf(id);
    const PlayQueue queue{rows.at(3).id, rows.at(0).id, rows.at(4).id};

    VERIFY_RESULT(episodes().setQueue(queue));

    QCOMPARE(*episodes().queue(), queue);
    QVERIFY(rowsOf(id).at(3).queued);
    QVERIFY(!rowsOf(id).at(1).queued);
    VERIFY_RESULT(episodes().setQueue({}));
    QVERIFY(episodes().queue()->isEmpty());
}

void TestEpisodeRepository::queueKeepsThePlaceOfARemovedPodcast()
{
    const PodcastId a = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const PodcastId b = m_library->addPodcast(u"b"_s, someEpisodes(2, u"f"_s));
    const EpisodeId gone = rowsOf(a).first().id;
    const EpisodeRows stay = rowsOf(b);
    VERIFY_RESULT(episodes().setQueue({stay.at(0).id, stay.at(1).id, gone}));
    VERIFY_RESULT(podcasts().remove(a, day(1)));

    VERIFY_RESULT(episodes().setQueue({stay.at(1).id, stay.at(0).id}));
    VERIFY_RESULT(podcasts().restore(a));

    QCOMPARE(*episodes().queue(), (PlayQueue{stay.at(1).id, stay.at(0).id, gone}));
}

void TestEpisodeRepository::chaptersReplaceThoseOfTheirSourceOnly()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::Json, someChapters(3)}));
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, someChapters(5)}));

    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, someChapters(2)}));

    QCOMPARE(episodes().episode(episode)->chapterSources,
             (QList<ChapterList>{{ChapterSource::File, someChapters(2)},
                                 {ChapterSource::Json, someChapters(3)}}));
    QCOMPARE(rowsOf(id).first().chapters, 2);
}

void TestEpisodeRepository::emptyListIsKeptAsRead()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;

    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, {}}));

    QCOMPARE(episodes().episode(episode)->chapterSources,
             (QList<ChapterList>{{ChapterSource::File, {}}}));
    QCOMPARE(rowsOf(id).first().chapters, 0);
}

void TestEpisodeRepository::chosenSourceLastsAndCounts()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, someChapters(5)}));
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::Notes, someChapters(3)}));

    VERIFY_RESULT(episodes().chooseSource(episode, ChapterSource::Notes));

    QCOMPARE(episodes().episode(episode)->chosenSource, std::optional(ChapterSource::Notes));
    QCOMPARE(rowsOf(id).first().chapters, 3);
    VERIFY_RESULT(episodes().chooseSource(episode, std::nullopt));
    QCOMPARE(rowsOf(id).first().chapters, 5);
}

void TestEpisodeRepository::endlessListIsCutOff()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));
    const EpisodeId episode = rowsOf(id).first().id;

    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, someChapters(5000)}));

    QCOMPARE(rowsOf(id).first().chapters, 2000);
}

void TestEpisodeRepository::newestKnowsArchivedOnesToo()
{
    const PodcastId a = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    m_library->addPodcast(u"b"_s, someEpisodes(2, u"f"_s));
    VERIFY_RESULT(episodes().setState(rowsOf(a).first().id, {.archived = true}));

    const auto all = episodes().newest({}, 2);
    const auto ofOne = episodes().newest(a, 10);

    VERIFY_RESULT(all);
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->first().guid, u"e2"_s);
    VERIFY_RESULT(ofOne);
    QCOMPARE(ofOne->size(), 3);
    QCOMPARE(ofOne->last().enclosure.url, QUrl(u"https://media.test/e0.mp3"_s));
}

void TestEpisodeRepository::rowsComeInTheOrderAskedFor()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRows rows = rowsOf(id);

    const auto some = episodes().rowsByIds({rows.at(2).id, EpisodeId(99), rows.at(0).id});

    QCOMPARE(*some, (EpisodeRows{rows.at(2), rows.at(0)}));
}

void TestEpisodeRepository::settingsAreKept()
{
    SettingsRepository settings(m_library->database());
    QCOMPARE(*settings.value(u"current"_s), std::optional<QString>());

    VERIFY_RESULT(settings.setValue(u"current"_s, u"1"_s));
    VERIFY_RESULT(settings.setValue(u"current"_s, u"2"_s));

    QCOMPARE(*settings.value(u"current"_s), std::optional(u"2"_s));
    VERIFY_RESULT(settings.remove(u"current"_s));
    QCOMPARE(*settings.value(u"current"_s), std::optional<QString>());
}

QTEST_GUILESS_MAIN(TestEpisodeRepository)
#include "tst_episoderepository.moc"
