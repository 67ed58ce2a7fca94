// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/downloadfacts.h"
#include "storage/downloadrulesjson.h"
#include "storage/downloadrulesrepository.h"
#include "storage/episoderepository.h"
#include "storage/librarybuilders.h"
#include "storage/mediarepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

namespace {

/// As "e3 e1", by guid, in the order in which they were read.
using Guids = QStringList;

const DownloadRules Nothing;

DownloadRules newest(int count)
{
    DownloadRules rules;
    rules.all = {.fetch = AutomaticDownload::Newest, .newest = count};
    return rules;
}

} // namespace

/// What the rules know of the library.
class TestDownloadRulesRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_library.reset(); }

    void whatIsNotInTheLibraryHasNoWord();
    void ofAnUnsubscribedPodcastNothingIsSaid();
    void aPodcastsWordComesBackAsItWas();
    void whatWasNeverSaidIsNothing();
    void brokenWordsSayNothing_data();
    void brokenWordsSayNothing();
    void aRefreshKeepsTheWord();
    void rulesHaveTheWordsOfAllPodcasts();
    void allNewBeginsWhereAPodcastWasSubscribedTo();

    void withoutRulesNothingIsLookedAt();
    void filesPartsAndDownloadsAreToldOnce();
    void whatIsKnownOfAFileIsTold();
    void aDownloadThatFailedForGoodIsRefused();
    void whatPlaysAndTheNextOfTheQueueAreTold();
    void placesInTheQueueAreTold();
    void newestIsTheNewest();
    void whatIsNotLetInIsToldBesideTheNewest();
    void ofAllNewTheNewOnesAreTold();
    void aSerialShowIsReadFromTheOneHeardLast();
    void aSerialShowNeverHeardIsReadFromItsFirst();
    void whatHasNoSoundOfTheNetworkIsNothingToFetch();
    void ofAnUnsubscribedPodcastNothingIsTold();
    void whenAnEpisodeWasDoneIsKept();
    void noTableOfMillionsIsRead();

private:
    DownloadRulesRepository rules() { return DownloadRulesRepository(m_library->database()); }
    MediaRepository media() { return MediaRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeId id(const QString &guid);
    QList<DownloadFacts> facts(const DownloadRules &all, EpisodeId playing = {});
    Guids told(const DownloadRules &rules, EpisodeId playing = {});
    DownloadFacts factsOf(const QString &guid, const DownloadRules &rules = Nothing);
    void run(const QString &statement);

    std::unique_ptr<TestLibrary> m_library;
    PodcastId m_podcast; ///< Episodes "e0" to "e299".
};

void TestDownloadRulesRepository::init()
{
    failOnAnyWarning();
    m_library = std::make_unique<TestLibrary>();
    QVERIFY(m_library->isOpen());
    m_podcast = m_library->addPodcast(u"pod"_s, someEpisodes(300, u"e"_s));
    QVERIFY(m_podcast.isValid());
}

void TestDownloadRulesRepository::run(const QString &statement)
{
    VERIFY_RESULT(Sql::exec(m_library->database().handle(), statement));
}

EpisodeId TestDownloadRulesRepository::id(const QString &guid)
{
    auto found = Sql::exec(m_library->database().handle(),
                           u"SELECT id FROM episode WHERE guid = :guid"_s, {{u":guid"_s, guid}});
    return found && found->next() ? EpisodeId(found->value(0).toLongLong()) : EpisodeId();
}

QList<DownloadFacts> TestDownloadRulesRepository::facts(const DownloadRules &all, EpisodeId playing)
{
    const auto known = rules().rules(all);
    const auto found = rules().facts(known ? *known : all, playing);
    if (!known || !found)
        QTest::qFail(qPrintable(reasonOf(known ? found.error() : known.error())), __FILE__,
                     __LINE__);
    return found ? *found : QList<DownloadFacts>();
}

Guids TestDownloadRulesRepository::told(const DownloadRules &rules, EpisodeId playing)
{
    Guids guids;
    for (const DownloadFacts &episode : facts(rules, playing))
        guids.append(episode.title.mid(qsizetype(std::size(u"Title of")))); // and a space
    return guids;
}

DownloadFacts TestDownloadRulesRepository::factsOf(const QString &guid, const DownloadRules &rules)
{
    for (const DownloadFacts &episode : facts(rules)) {
        if (episode.episode == id(guid))
            return episode;
    }
    return {};
}

void TestDownloadRulesRepository::whatIsNotInTheLibraryHasNoWord()
{
    QCOMPARE(rules().podcast(PodcastId(99)).error().kind, ErrorKind::NotFound);
    QCOMPARE(rules().setPodcast(PodcastId(99), {.newest = 2}).error().kind, ErrorKind::NotFound);
}

void TestDownloadRulesRepository::ofAnUnsubscribedPodcastNothingIsSaid()
{
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.newest = 2}));
    VERIFY_RESULT(PodcastRepository(m_library->database()).remove(m_podcast, day(1)));
    QVERIFY(!rules().podcast(m_podcast));
    QVERIFY(!rules().setPodcast(m_podcast, {}));
    QVERIFY(rules().rules({})->podcasts.isEmpty());
    VERIFY_RESULT(PodcastRepository(m_library->database()).restore(m_podcast));
    QCOMPARE(rules().podcast(m_podcast)->newest, 2);
}

void TestDownloadRulesRepository::aPodcastsWordComesBackAsItWas()
{
    const PodcastDownloads whole{.fetch = AutomaticDownload::AllNew,
                                 .newest = 7,
                                 .since = day(3).addMSecs(5),
                                 .include = QStringList{u"news, \"sports\""_s},
                                 .exclude = QStringList(),
                                 .shortest = 90s,
                                 .deletePlayed = DeletePlayed::Now,
                                 .days = 5};
    VERIFY_RESULT(rules().setPodcast(m_podcast, whole));
    QCOMPARE(*rules().podcast(m_podcast), whole);

    const PodcastDownloads some{.since = QDateTime(), .deletePlayed = DeletePlayed::Never};
    VERIFY_RESULT(rules().setPodcast(m_podcast, some));
    QCOMPARE(*rules().podcast(m_podcast), some);
}

void TestDownloadRulesRepository::whatWasNeverSaidIsNothing()
{
    QCOMPARE(*rules().podcast(m_podcast), PodcastDownloads());
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.newest = 2}));
    VERIFY_RESULT(rules().setPodcast(m_podcast, {}));
    QCOMPARE(*rules().podcast(m_podcast), PodcastDownloads());
    QCOMPARE(podcastDownloadsToJson({.serial = true}), QString());
}

void TestDownloadRulesRepository::brokenWordsSayNothing_data()
{
    QTest::addColumn<QString>("json");
    QTest::newRow("no JSON") << u"newest=3"_s;
    QTest::newRow("cut off") << u"{\"newest\":3"_s;
    QTest::newRow("an array") << u"[3]"_s;
    QTest::newRow("wrong kinds")
            << u"{\"fetch\":1,\"newest\":\"3\",\"since\":\"now\",\"include\":\"a\",\"exclude\":{},"
               "\"shortest\":[],\"delete\":true,\"days\":null}"_s;
    QTest::newRow("of a later version")
            << u"{\"fetch\":\"best\",\"delete\":\"soon\",\"colour\":\"red\"}"_s;
    QTest::newRow("no sense") << u"{\"newest\":0,\"shortest\":-1,\"days\":0}"_s;
    QTest::newRow("too much") << u"{\"newest\":201,\"shortest\":86401,\"days\":4294967299}"_s;
}

void TestDownloadRulesRepository::brokenWordsSayNothing()
{
    QFETCH(QString, json);
    QCOMPARE(podcastDownloadsFromJson(json), PodcastDownloads());
}

void TestDownloadRulesRepository::aRefreshKeepsTheWord()
{
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.newest = 2}));
    VERIFY_RESULT(PodcastRepository(m_library->database())
                          .applyFeed(aFeed(m_podcast, someEpisodes(3, u"e"_s))));
    QCOMPARE(rules().podcast(m_podcast)->newest, 2);
}

void TestDownloadRulesRepository::rulesHaveTheWordsOfAllPodcasts()
{
    const PodcastId serial = m_library->addPodcast(u"serial"_s);
    m_library->addPodcast(u"silent"_s);
    run(u"UPDATE podcast SET serial = 1 WHERE id = %1"_s.arg(serial.value()));
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.newest = 2}));

    const DownloadRules all = *rules().rules(newest(5));

    QCOMPARE(all.all, newest(5).all);
    QCOMPARE(all.podcasts,
             (QHash<PodcastId, PodcastDownloads>{{m_podcast, {.newest = 2}},
                                                 {serial, {.serial = true}}}));
}

void TestDownloadRulesRepository::allNewBeginsWhereAPodcastWasSubscribedTo()
{
    const auto sinceOf = [this](PodcastId podcast) {
        DownloadRules all;
        all.all = {.fetch = AutomaticDownload::AllNew, .since = day(100)};
        return settingsOf(*rules().rules(all), podcast).since;
    };
    run(u"UPDATE podcast SET added_at = %1"_s.arg(day(50).toMSecsSinceEpoch()));
    QCOMPARE(sinceOf(m_podcast), day(100));
    run(u"UPDATE podcast SET added_at = %1"_s.arg(day(150).toMSecsSinceEpoch()));
    QCOMPARE(sinceOf(m_podcast), day(150));
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.since = day(20)})); // the listener knows better
    QCOMPARE(sinceOf(m_podcast), day(20));
    QVERIFY(sinceOf(m_library->addPodcast(u"today's"_s)) > day(600));
    QVERIFY(rules().rules(newest(1))->podcasts.size() == 1); // nobody asks when
}

void TestDownloadRulesRepository::withoutRulesNothingIsLookedAt()
{
    QCOMPARE(told(Nothing), Guids());
}

void TestDownloadRulesRepository::filesPartsAndDownloadsAreToldOnce()
{
    const EpisodeId both = id(u"e3"_s);
    VERIFY_RESULT(media().keep({.episode = id(u"e1"_s), .presence = MediaPresence::Whole}));
    VERIFY_RESULT(media().keep({.episode = id(u"e2"_s), .presence = MediaPresence::Partly}));
    VERIFY_RESULT(media().keep({.episode = both,
                                .presence = MediaPresence::Partly,
                                .download = DownloadItem{.episode = both}}));
    VERIFY_RESULT(media().keep(
            {.episode = id(u"e4"_s), .download = DownloadItem{.episode = id(u"e4"_s)}}));
    VERIFY_RESULT(media().keep({.episode = id(u"e5"_s), .size = 7, .isRefused = true}));

    QCOMPARE(told(Nothing), (Guids{u"e1"_s, u"e2"_s, u"e3"_s, u"e4"_s}));
    QCOMPARE(told(newest(300), both).size(), MostOfAPodcast + 4);
}

void TestDownloadRulesRepository::whatIsKnownOfAFileIsTold()
{
    const EpisodeId episode = id(u"e3"_s);
    VERIFY_RESULT(media().keep({.episode = episode,
                                .presence = MediaPresence::Partly,
                                .bytes = 500,
                                .size = 2'000,
                                .cause = DownloadCause::Queue,
                                .changedAt = day(400),
                                .isRefused = true,
                                .download = DownloadItem{.episode = episode}}));
    VERIFY_RESULT(episodes().savePosition(episode, {.play = PlayState::InProgress, .position = 20s},
                                          day(401)));
    run(u"UPDATE episode SET favourite = 1, archived = 1, done_at = 0 WHERE guid = 'e3'"_s);

    const DownloadFacts facts = factsOf(u"e3"_s);

    QCOMPARE(facts.podcast, m_podcast);
    QCOMPARE(facts.title, u"Title of e3"_s);
    QCOMPARE(facts.published, day(3));
    QCOMPARE(facts.duration, 30min);
    QCOMPARE(facts.play, PlayState::InProgress);
    QVERIFY(facts.isFavourite && facts.isArchived && facts.isComing && facts.isRefused);
    QVERIFY(!facts.isPlaying);
    QCOMPARE(facts.queuePlace, -1);
    QCOMPARE(facts.presence, MediaPresence::Partly);
    QCOMPARE(facts.bytes, 500);
    QCOMPARE(facts.size, 2'000);
    QCOMPARE(facts.changedAt, day(400));
    QCOMPARE(facts.cause, DownloadCause::Queue);

    run(u"UPDATE media SET size = 0, refused = 0"_s);
    QCOMPARE(factsOf(u"e3"_s).size, 1'000); // as declared
    QVERIFY(!factsOf(u"e3"_s).isRefused);
}

void TestDownloadRulesRepository::aDownloadThatFailedForGoodIsRefused()
{
    const EpisodeId episode = id(u"e3"_s);
    DownloadItem item{.episode = episode, .state = DownloadState::Paused};
    VERIFY_RESULT(media().keep({.episode = episode, .download = item}));
    QVERIFY(factsOf(u"e3"_s).isComing);
    item.state = DownloadState::Failed;
    VERIFY_RESULT(media().keep({.episode = episode, .download = item}));
    QVERIFY(!factsOf(u"e3"_s).isComing);
    QVERIFY(factsOf(u"e3"_s).isRefused);
}

void TestDownloadRulesRepository::whatPlaysAndTheNextOfTheQueueAreTold()
{
    VERIFY_RESULT(episodes().setQueue({id(u"e9"_s), id(u"e4"_s), id(u"e7"_s)}));
    DownloadRules two;
    two.queued = 2;

    QCOMPARE(told(two, id(u"e1"_s)), (Guids{u"e9"_s, u"e4"_s, u"e1"_s}));
    QVERIFY(facts(two, id(u"e1"_s)).last().isPlaying);
    QVERIFY(!facts(two, id(u"e1"_s)).first().isPlaying);
    two.queued = 200;
    QCOMPARE(told(two, id(u"e9"_s)), (Guids{u"e9"_s, u"e4"_s, u"e7"_s}));
}

void TestDownloadRulesRepository::placesInTheQueueAreTold()
{
    VERIFY_RESULT(episodes().setQueue({id(u"e9"_s), id(u"e4"_s), id(u"e7"_s)}));
    VERIFY_RESULT(media().keep({.episode = id(u"e7"_s), .presence = MediaPresence::Whole}));
    QCOMPARE(factsOf(u"e7"_s).queuePlace, 2);
}

void TestDownloadRulesRepository::newestIsTheNewest()
{
    QCOMPARE(told(newest(2)), (Guids{u"e299"_s, u"e298"_s}));
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.fetch = AutomaticDownload::None}));
    QCOMPARE(told(newest(2)), Guids());
    VERIFY_RESULT(rules().setPodcast(m_podcast, {.fetch = AutomaticDownload::Newest, .newest = 1}));
    QCOMPARE(told(Nothing), Guids{u"e299"_s});
}

void TestDownloadRulesRepository::whatIsNotLetInIsToldBesideTheNewest()
{
    const Guids all = [] {
        Guids guids;
        for (int i = 299; i >= 100; --i)
            guids.append(u"e%1"_s.arg(i));
        return guids;
    }();
    const auto toldOf = [this](const PodcastDownloads &own) {
        return rules().setPodcast(m_podcast, own) ? told(newest(2)) : Guids();
    };
    QCOMPARE(toldOf({.exclude = QStringList{u"e299"_s}}), all.first(3));
    QCOMPARE(toldOf({.include = QStringList{u"e298"_s, u"e295"_s}}), all.first(5));
    QCOMPARE(toldOf({.include = QStringList{u"e298"_s, u"e99"_s}}), all); // the 2nd is too old
    run(u"UPDATE episode SET duration = 59000 WHERE published > %1"_s.arg(
            day(290).toMSecsSinceEpoch()));
    QCOMPARE(toldOf({.shortest = 60s}), all.first(11));
}

void TestDownloadRulesRepository::ofAllNewTheNewOnesAreTold()
{
    const auto allSince = [this](const QDateTime &since) {
        DownloadRules rules;
        rules.all = {.fetch = AutomaticDownload::AllNew, .since = since};
        return told(rules);
    };
    run(u"UPDATE podcast SET added_at = 0"_s);
    QCOMPARE(allSince(day(298)), (Guids{u"e299"_s, u"e298"_s}));
    QCOMPARE(allSince(day(298).addMSecs(1)), Guids{u"e299"_s});
    QCOMPARE(allSince(day(2)).size(), MostOfAPodcast);
    QCOMPARE(allSince({}).last(), u"e100"_s);
}

void TestDownloadRulesRepository::aSerialShowIsReadFromTheOneHeardLast()
{
    run(u"UPDATE podcast SET serial = 1"_s);
    const auto heard = [this](const QString &guid, PlayState play, int when) {
        return episodes().savePosition(id(guid), {.play = play}, day(when));
    };
    VERIFY_RESULT(heard(u"e40"_s, PlayState::InProgress, 900));
    VERIFY_RESULT(heard(u"e20"_s, PlayState::InProgress, 901));
    Guids guids = told(newest(2));
    QCOMPARE(guids.size(), MostOfAPodcast + 1);
    QCOMPARE(guids.first(), u"e20"_s);
    QCOMPARE(guids.last(), u"e220"_s);

    VERIFY_RESULT(episodes().setState(id(u"e295"_s), {.archived = true})); // now, years later
    guids = told(newest(2));
    QCOMPARE(guids, (Guids{u"e295"_s, u"e296"_s, u"e297"_s, u"e298"_s, u"e299"_s}));
}

void TestDownloadRulesRepository::aSerialShowNeverHeardIsReadFromItsFirst()
{
    run(u"UPDATE podcast SET serial = 1"_s);
    run(u"UPDATE episode SET published = 0 WHERE guid = 'e5'"_s);
    const Guids guids = told(newest(2));
    QCOMPARE(guids.size(), MostOfAPodcast);
    QCOMPARE(guids.first(), u"e5"_s);
    QCOMPARE(guids.at(1), u"e0"_s);
}

void TestDownloadRulesRepository::whatHasNoSoundOfTheNetworkIsNothingToFetch()
{
    run(u"UPDATE episode SET enclosure_url = '' WHERE guid IN ('e299', 'e297')"_s);
    run(u"UPDATE episode SET enclosure_url = 'file:///music/a.mp3' WHERE guid = 'e298'"_s);
    QCOMPARE(told(newest(2)), (Guids{u"e296"_s, u"e295"_s}));
    VERIFY_RESULT(media().keep({.episode = id(u"e299"_s), .presence = MediaPresence::Whole}));
    QCOMPARE(told(Nothing), Guids{u"e299"_s});
    run(u"UPDATE podcast SET serial = 1"_s);
    QCOMPARE(told(newest(2)).size(), MostOfAPodcast + 1);
}

void TestDownloadRulesRepository::ofAnUnsubscribedPodcastNothingIsTold()
{
    VERIFY_RESULT(media().keep({.episode = id(u"e1"_s), .presence = MediaPresence::Whole}));
    VERIFY_RESULT(episodes().setQueue({id(u"e9"_s)}));
    VERIFY_RESULT(PodcastRepository(m_library->database()).remove(m_podcast, day(1)));
    DownloadRules rules = newest(2);
    rules.queued = 5;
    QCOMPARE(told(rules, id(u"e2"_s)), Guids());
}

void TestDownloadRulesRepository::whenAnEpisodeWasDoneIsKept()
{
    const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-60);
    VERIFY_RESULT(media().keep({.episode = id(u"e1"_s), .presence = MediaPresence::Whole}));
    QVERIFY(!factsOf(u"e1"_s).heardAt.isValid());
    VERIFY_RESULT(episodes().savePosition(id(u"e1"_s), {.play = PlayState::InProgress}, day(1)));
    QCOMPARE(factsOf(u"e1"_s).heardAt, day(1));

    VERIFY_RESULT(
            episodes().setStates({{.id = id(u"e1"_s), .state = {.play = PlayState::Played}}}));
    const QDateTime played = factsOf(u"e1"_s).heardAt;
    QVERIFY2(played > before && played < before.addSecs(3'600), qPrintable(played.toString()));

    run(u"UPDATE episode SET done_at = 5"_s);
    VERIFY_RESULT(episodes().setState(id(u"e1"_s), {.play = PlayState::Played})); // it was before
    QCOMPARE(factsOf(u"e1"_s).heardAt, day(1));
    VERIFY_RESULT(episodes().setState(id(u"e1"_s), {.archived = true}));
    QVERIFY(factsOf(u"e1"_s).heardAt > before);
}

/// 300,000 episodes: what reads them all to find three is heard as a list that waits.
void TestDownloadRulesRepository::noTableOfMillionsIsRead()
{
    for (const QString &statement : DownloadFactsReader::statements()) {
        auto plan = Sql::exec(m_library->database().handle(), "EXPLAIN QUERY PLAN "_L1 + statement);
        VERIFY_RESULT(plan);
        int steps = 0;
        for (; plan->next(); ++steps) {
            const QString step = plan->value(3).toString();
            const bool isScan = step.startsWith("SCAN"_L1);
            QVERIFY2(!isScan || !step.startsWith("SCAN e"_L1), qPrintable(statement + step));
            QVERIFY2(!isScan || step.contains("INDEX"_L1) || step == "SCAN d"_L1, // few
                     qPrintable(statement + step));
        }
        QVERIFY(steps > 0);
    }
}

QTEST_GUILESS_MAIN(TestDownloadRulesRepository)
#include "tst_downloadrulesrepository.moc"
