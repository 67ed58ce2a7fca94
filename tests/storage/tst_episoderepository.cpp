// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/librarybuilders.h"
#include "storage/podcastrepository.h"
#include "storage/settingsrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTest>

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

    std::unique_ptr<TestLibrary> m_library;
};

void TestEpisodeRepository::init()
{
    failOnAnyWarning();
    m_library = std::make_unique<TestLibrary>();
    QVERIFY(m_library->isOpen());
}

EpisodeRows TestEpisodeRepository::rowsOf(PodcastId id)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = id}, 100000).value();
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
