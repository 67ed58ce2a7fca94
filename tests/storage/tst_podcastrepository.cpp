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
    void recordOfARemovedPodcastIsLeftOut();
    void oneRecordThatCannotBeWrittenLeavesNoneBehind();
    void failureIsKeptUntilItWentWell();
    void notModifiedKeepsTheValidators();
    void logKeepsTheLastAttempts();
    void attemptIsReadAsItWasWritten();
    void listenersWordsAreKept();
    void newAddressForgetsWhatBelongedToTheOld();
    void episodeInCommonIsFound();

private:
    PodcastRepository podcasts() { return PodcastRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeRows rowsOf(PodcastId id);
    static RefreshRecord failedAt(PodcastId id, int dayOf2024, int failures = 1);
    static RefreshRecord unchangedAt(PodcastId id, int dayOf2024);

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
          podcasts().setImagesAllowed(id, true), podcasts().setPrivate(id, true),
          podcasts().setLoginName(id, {}), podcasts().setUnwrapTracking(id, false),
          podcasts().restore(PodcastId(99))}) {
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
    VERIFY_RESULT(podcasts().record({failedAt(id, 0)}));
    VERIFY_RESULT(podcasts().remove(id, day(1)));

    VERIFY_RESULT(podcasts().purgeRemoved(day(2)));

    QVERIFY(!podcasts().restore(id));
    for (const QString &table : {u"podcast"_s, u"podcast_counter"_s, u"episode"_s,
                                 u"episode_detail"_s, u"chapter"_s, u"queue"_s, u"attempt"_s}) {
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

    VERIFY_RESULT(podcasts().purgeRemoved(day(5)));

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

RefreshRecord TestPodcastRepository::failedAt(PodcastId id, int dayOf2024, int failures)
{
    return {.podcast = id,
            .attempt = {.at = day(dayOf2024), .error = u"The server said no."_s},
            .nextDue = day(dayOf2024 + 1),
            .failures = failures};
}

RefreshRecord TestPodcastRepository::unchangedAt(PodcastId id, int dayOf2024)
{
    return {.podcast = id,
            .attempt = {.at = day(dayOf2024), .result = FetchAttempt::Result::NotModified},
            .nextDue = day(dayOf2024 + 1)};
}

void TestPodcastRepository::recordOfARemovedPodcastIsLeftOut()
{
    const PodcastId gone = m_library->addPodcast(u"a"_s);
    const PodcastId there = m_library->addPodcast(u"b"_s);
    VERIFY_RESULT(podcasts().remove(gone, day(1)));

    VERIFY_RESULT(
            podcasts().record({failedAt(gone, 3), failedAt(PodcastId(99), 3), failedAt(there, 3)}));

    QVERIFY(!podcasts().podcast(there)->error.isEmpty());
    VERIFY_RESULT(podcasts().restore(gone));
    QVERIFY(podcasts().podcast(gone)->error.isEmpty());
    QVERIFY(podcasts().attempts(gone)->isEmpty());
}

void TestPodcastRepository::oneRecordThatCannotBeWrittenLeavesNoneBehind()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    VERIFY_RESULT(Sql::exec(m_library->database().handle(),
                            u"CREATE TRIGGER full AFTER INSERT ON attempt WHEN NEW.status = 7"
                            " BEGIN SELECT RAISE(ABORT, 'injected'); END"_s));
    RefreshRecord second = failedAt(id, 4, 2);
    second.attempt.status = 7;

    QVERIFY(!podcasts().record({failedAt(id, 3), second}));

    QVERIFY(podcasts().attempts(id)->isEmpty());
    QCOMPARE(podcasts().podcast(id)->failures, 0);
}

void TestPodcastRepository::failureIsKeptUntilItWentWell()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {});
    RefreshRecord failed = failedAt(id, 3, 4);
    failed.isEnded = true;

    VERIFY_RESULT(podcasts().record({failed}));
    auto podcast = podcasts().podcast(id);
    QCOMPARE(podcast->error, u"The server said no."_s);
    QCOMPARE(podcast->lastRefreshed, day(0));
    QCOMPARE(podcast->nextDue, day(4));
    QCOMPARE(podcast->failures, 4);
    QVERIFY(podcast->isEnded);

    VERIFY_RESULT(podcasts().record({unchangedAt(id, 4)}));
    podcast = podcasts().podcast(id);
    QVERIFY(podcast->error.isEmpty());
    QCOMPARE(podcast->lastRefreshed, day(4));
    QCOMPARE(podcast->failures, 0);
    QVERIFY(!podcast->isEnded);
}

void TestPodcastRepository::notModifiedKeepsTheValidators()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {});
    const HttpValidators before = podcasts().podcast(id)->validators;
    QVERIFY(!before.etag.isEmpty());

    VERIFY_RESULT(podcasts().record({unchangedAt(id, 1)}));
    QVERIFY(podcasts().podcast(id)->validators == before);

    RefreshRecord record = unchangedAt(id, 2);
    record.validators = {.etag = "\"2\"", .lastModified = {}};
    VERIFY_RESULT(podcasts().record({record}));
    QCOMPARE(podcasts().podcast(id)->validators.etag, "\"2\"");
    QCOMPARE(podcasts().podcast(id)->validators.lastModified, before.lastModified);
}

void TestPodcastRepository::logKeepsTheLastAttempts()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    const PodcastId other = m_library->addPodcast(u"b"_s);
    for (int i = 0; i < PodcastRepository::AttemptsKept + 5; ++i)
        VERIFY_RESULT(podcasts().record({failedAt(id, i), unchangedAt(other, i)}));

    const auto attempts = podcasts().attempts(id);

    VERIFY_RESULT(attempts);
    QCOMPARE(attempts->size(), PodcastRepository::AttemptsKept);
    QCOMPARE(attempts->first().at, day(PodcastRepository::AttemptsKept + 4));
    QCOMPARE(attempts->last().at, day(5));
    QCOMPARE(podcasts().attempts(other)->size(), PodcastRepository::AttemptsKept);
}

void TestPodcastRepository::attemptIsReadAsItWasWritten()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    const FetchAttempt attempt{.at = day(3),
                               .result = FetchAttempt::Result::Failed,
                               .status = 503,
                               .took = 1234ms,
                               .bytes = 5000000000,
                               .inserted = 1,
                               .updated = 2,
                               .repairs = {u"One thing."_s, u"\"Another\"."_s},
                               .error = u"Übel."_s};

    VERIFY_RESULT(podcasts().record({{.podcast = id, .attempt = attempt, .nextDue = day(4)}}));

    QCOMPARE(*podcasts().attempts(id), QList<FetchAttempt>{attempt});
}

void TestPodcastRepository::listenersWordsAreKept()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    QVERIFY(podcasts().podcast(id)->unwrapTracking);
    QCOMPARE(podcasts().podcast(id)->privateByUser, std::nullopt);

    VERIFY_RESULT(podcasts().setPrivate(id, false));
    VERIFY_RESULT(podcasts().setLoginName(id, u"ada"_s));
    VERIFY_RESULT(podcasts().setUnwrapTracking(id, false));

    const auto podcast = podcasts().podcast(id);
    QCOMPARE(podcast->privateByUser, std::optional(false));
    QCOMPARE(podcast->loginName, u"ada"_s);
    QVERIFY(!podcast->unwrapTracking);
    VERIFY_RESULT(podcasts().setPrivate(id, std::nullopt));
    QCOMPARE(podcasts().podcast(id)->privateByUser, std::nullopt);
}

void TestPodcastRepository::newAddressForgetsWhatBelongedToTheOld()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    PreparedFeed feed = aFeed(id, someEpisodes(2, u"e"_s));
    feed.podcast.bodyDigest = "digest";
    feed.podcast.nextPage = QUrl(u"https://feeds.test/a?page=2"_s);
    VERIFY_RESULT(podcasts().applyFeed(feed));

    QCOMPARE(*podcasts().setUrl(id, QUrl(u"https://new.test/a"_s)), true);

    const auto podcast = podcasts().podcast(id);
    QCOMPARE(podcast->validators, HttpValidators());
    QVERIFY(podcast->bodyDigest.isEmpty());
    QVERIFY(podcast->nextPage.isEmpty());
    QCOMPARE(podcast->episodes, 2);
}

void TestPodcastRepository::episodeInCommonIsFound()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(2, u"e"_s));
    m_library->addPodcast(u"b"_s, someEpisodes(2, u"f"_s));

    QCOMPARE(*podcasts().hasEpisodeOf(id, {u"x"_s, u"e1"_s}), true);
    QCOMPARE(*podcasts().hasEpisodeOf(id, {u"f1"_s}), false);
    QCOMPARE(*podcasts().hasEpisodeOf(id, {}), false);
}

QTEST_GUILESS_MAIN(TestPodcastRepository)
#include "tst_podcastrepository.moc"
