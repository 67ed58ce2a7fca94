// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/librarybuilders.h"
#include "storage/podcastrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

using Outcome = AddedPodcast::Outcome;

class TestPodcastRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void failedImportOfManyLeavesNothingBehind();
    void removedPodcastCannotBeChanged();

    void addressIsAddedOnce();
    void addedPodcastIsFoundByItsAddress();
    void manyAreAddedAtOnce();
    void removedPodcastIsInvisibleAndComesBackWhole();
    void addingARemovedPodcastBringsItsStatesBack();
    void purgingDeletesForGood();
    void purgingLeavesWhatWasRemovedLately();
    void listIsInOrderOfTitles();
    void ownTitleSurvivesARefresh();
    void permanentRedirectMovesThePodcast();
    void addressOfAnotherPodcastIsNotTaken();
    void failureIsKeptUntilItWentWell();
    void notModifiedKeepsTheValidators();

private:
    PodcastRepository podcasts() { return PodcastRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeRows rowsOf(PodcastId id);

    std::unique_ptr<TestLibrary> m_library;
};

void TestPodcastRepository::init()
{
    failOnAnyWarning();
    m_library = std::make_unique<TestLibrary>();
    QVERIFY(m_library->isOpen());
}

EpisodeRows TestPodcastRepository::rowsOf(PodcastId id)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = id}, 100000).value();
}

void TestPodcastRepository::failedImportOfManyLeavesNothingBehind()
{
    VERIFY_RESULT(Sql::exec(m_library->database().handle(),
                            u"CREATE TRIGGER full AFTER INSERT ON podcast"
                            " WHEN NEW.title = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END"_s));

    const auto added = podcasts().addAll(
            {{.url = QUrl(u"https://a.test/"_s), .title = u"good"_s, .site = {}, .folder = {}},
             {.url = QUrl(u"https://b.test/"_s), .title = u"bad"_s, .site = {}, .folder = {}}});

    QVERIFY(!added);
    QVERIFY(podcasts().all()->isEmpty());
}

void TestPodcastRepository::removedPodcastCannotBeChanged()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    VERIFY_RESULT(podcasts().remove(id, day(1)));

    for (const auto &done :
         {podcasts().remove(id, day(2)), podcasts().setFolder(id, {}), podcasts().setTitle(id, {}),
          podcasts().setImagesAllowed(id, true), podcasts().setError(id, {}, day(2)),
          podcasts().setRefreshed(id, day(2)), podcasts().restore(PodcastId(99))}) {
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::NotFound);
        QVERIFY(!done.error().sentence.isEmpty());
    }
    QVERIFY(!podcasts().podcast(id));
}

void TestPodcastRepository::addressIsAddedOnce()
{
    const NewPodcast podcast{.url = QUrl(u"https://a.test/feed?x=1"_s),
                             .title = u"A"_s,
                             .site = QUrl(u"https://a.test/"_s),
                             .folder = {u"News"_s, u"Daily"_s}};

    const auto first = podcasts().add(podcast);
    const auto second = podcasts().add({.url = QUrl(u"https://a.test/feed?x=1#top"_s),
                                        .title = u"Other"_s,
                                        .site = {},
                                        .folder = {}});

    VERIFY_RESULT(first);
    QCOMPARE(first->outcome, Outcome::Added);
    QCOMPARE(*second, (AddedPodcast{.id = first->id, .outcome = Outcome::AlreadyThere}));
    const auto stored = podcasts().podcast(first->id);
    QCOMPARE(stored->title, u"A"_s);
    QCOMPARE(stored->site, podcast.site);
    QCOMPARE(stored->folder, podcast.folder);
}

void TestPodcastRepository::addedPodcastIsFoundByItsAddress()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);

    QCOMPARE(*podcasts().find(QUrl(u"https://feeds.test/a"_s)), std::optional(id));
    QCOMPARE(*podcasts().find(QUrl(u"https://feeds.test/b"_s)), std::optional<PodcastId>());
}

void TestPodcastRepository::manyAreAddedAtOnce()
{
    const PodcastId known = m_library->addPodcast(u"1"_s);
    QList<NewPodcast> wanted;
    for (int i = 0; i < 3; ++i) {
        wanted.append({.url = QUrl(u"https://feeds.test/%1"_s.arg(i)),
                       .title = {},
                       .site = {},
                       .folder = {}});
    }

    const auto added = podcasts().addAll(wanted);

    VERIFY_RESULT(added);
    QCOMPARE(added->at(0).outcome, Outcome::Added);
    QCOMPARE(added->at(1), (AddedPodcast{.id = known, .outcome = Outcome::AlreadyThere}));
    QCOMPARE(podcasts().all()->size(), 3);
}

void TestPodcastRepository::removedPodcastIsInvisibleAndComesBackWhole()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(5, u"e"_s));
    m_library->addPodcast(u"b"_s, someEpisodes(2, u"f"_s));
    const EpisodeId heard = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setState(
            heard, {.play = PlayState::InProgress, .position = 9s, .favourite = true}));
    VERIFY_RESULT(episodes().setQueue({heard}));
    const auto all = podcasts().all();
    const auto counts = episodes().counts();

    VERIFY_RESULT(podcasts().remove(id, day(1)));

    QCOMPARE(podcasts().all()->size(), 1);
    QCOMPARE(*podcasts().find(QUrl(u"https://feeds.test/a"_s)), std::optional<PodcastId>());
    QCOMPARE(*episodes().counts(), (PlaceCounts{.episodes = 2, .unplayed = 2}));
    QVERIFY(episodes().queue()->isEmpty());
    QVERIFY(rowsOf(id).isEmpty());
    QVERIFY(!episodes().episode(heard));
    VERIFY_RESULT(podcasts().restore(id));
    QCOMPARE(*podcasts().all(), *all);
    QCOMPARE(*episodes().counts(), *counts);
    QCOMPARE(*episodes().queue(), PlayQueue{heard});
}

void TestPodcastRepository::addingARemovedPodcastBringsItsStatesBack()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(5, u"e"_s));
    const EpisodeId played = rowsOf(id).first().id;
    VERIFY_RESULT(episodes().setState(played, {.play = PlayState::Played}));
    VERIFY_RESULT(podcasts().remove(id, day(1)));

    const auto added = podcasts().add(
            {.url = QUrl(u"https://feeds.test/a"_s), .title = {}, .site = {}, .folder = {}});

    QCOMPARE(*added, (AddedPodcast{.id = id, .outcome = Outcome::BroughtBack}));
    QCOMPARE(rowsOf(id).first().state.play, PlayState::Played);
    QCOMPARE(podcasts().podcast(id)->unplayed, 4);
}

void TestPodcastRepository::purgingDeletesForGood()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1200, u"e"_s));
    VERIFY_RESULT(episodes().setQueue({rowsOf(id).first().id}));
    VERIFY_RESULT(podcasts().remove(id, day(1)));

    QCOMPARE(*podcasts().purgeRemoved(day(2)), 1);

    QVERIFY(!podcasts().restore(id));
    for (const QString &table : {u"podcast"_s, u"podcast_counter"_s, u"episode"_s,
                                 u"episode_detail"_s, u"chapter"_s, u"queue"_s}) {
        auto rows = Sql::exec(m_library->database().handle(), "SELECT count(*) FROM "_L1 + table);
        VERIFY_RESULT(rows);
        QVERIFY(rows->next());
        QCOMPARE(rows->value(0).toInt(), 0);
    }
}

void TestPodcastRepository::purgingLeavesWhatWasRemovedLately()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    m_library->addPodcast(u"b"_s);
    VERIFY_RESULT(podcasts().remove(id, day(5)));

    QCOMPARE(*podcasts().purgeRemoved(day(5)), 0);

    VERIFY_RESULT(podcasts().restore(id));
    QCOMPARE(podcasts().podcast(id)->episodes, 3);
}

void TestPodcastRepository::listIsInOrderOfTitles()
{
    for (const QString &title : {u"beta"_s, u"Alpha"_s, u"Älter"_s, u"alpha 2"_s})
        m_library->addPodcast(title);

    const auto all = podcasts().all();
    VERIFY_RESULT(all);
    QStringList titles;
    for (const Podcast &podcast : *all)
        titles.append(podcast.title);

    QCOMPARE(titles, (QStringList{u"Alpha"_s, u"alpha 2"_s, u"beta"_s, u"Älter"_s}));
}

void TestPodcastRepository::ownTitleSurvivesARefresh()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(1, u"e"_s));

    VERIFY_RESULT(podcasts().setTitle(id, u"Mine"_s));
    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {})));

    QCOMPARE(podcasts().podcast(id)->title, u"Mine"_s);
    QCOMPARE(rowsOf(id).first().podcastTitle, u"Mine"_s);
    VERIFY_RESULT(podcasts().setTitle(id, {}));
    QCOMPARE(podcasts().podcast(id)->title, u"The feed's title"_s);
}

void TestPodcastRepository::permanentRedirectMovesThePodcast()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);

    QCOMPARE(*podcasts().setUrl(id, QUrl(u"https://new.test/a"_s)), true);

    QCOMPARE(*podcasts().find(QUrl(u"https://new.test/a"_s)), std::optional(id));
    QCOMPARE(*podcasts().find(QUrl(u"https://feeds.test/a"_s)), std::optional<PodcastId>());
}

void TestPodcastRepository::addressOfAnotherPodcastIsNotTaken()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    m_library->addPodcast(u"b"_s);

    QCOMPARE(*podcasts().setUrl(id, QUrl(u"https://feeds.test/b"_s)), false);

    QCOMPARE(podcasts().podcast(id)->url, QUrl(u"https://feeds.test/a"_s));
}

void TestPodcastRepository::failureIsKeptUntilItWentWell()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {});

    VERIFY_RESULT(podcasts().setError(id, u"The server said no."_s, day(3)));
    QCOMPARE(podcasts().podcast(id)->error, u"The server said no."_s);
    QCOMPARE(podcasts().podcast(id)->lastRefreshed, day(0));

    VERIFY_RESULT(podcasts().setRefreshed(id, day(4)));
    QVERIFY(podcasts().podcast(id)->error.isEmpty());
    QCOMPARE(podcasts().podcast(id)->lastRefreshed, day(4));
}

void TestPodcastRepository::notModifiedKeepsTheValidators()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {});
    const HttpValidators before = podcasts().podcast(id)->validators;
    QVERIFY(!before.etag.isEmpty());

    VERIFY_RESULT(podcasts().setRefreshed(id, day(1), HttpValidators{}));
    QVERIFY(podcasts().podcast(id)->validators == before);

    VERIFY_RESULT(podcasts().setRefreshed(id, day(1),
                                          HttpValidators{.etag = "\"2\"", .lastModified = {}}));
    QCOMPARE(podcasts().podcast(id)->validators.etag, "\"2\"");
    QCOMPARE(podcasts().podcast(id)->validators.lastModified, before.lastModified);
}

QTEST_GUILESS_MAIN(TestPodcastRepository)
#include "tst_podcastrepository.moc"
