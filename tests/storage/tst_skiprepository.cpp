// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/librarybuilders.h"
#include "storage/skiprepository.h"
#include "storage/timesavedrepository.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestSkipRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsNotInTheLibraryHasNoRules();
    void aRemovedPodcastCannotBeChanged();
    void aPodcastsSettingsReachItsEpisodes();
    void nonsenseIsTidied();
    void ticksAreReplacedAsAWhole();
    void ticksGoWithTheirEpisode();
    void anEpisodeBringsItsRulesAlong();

    void savedTimeAddsUp();
    void savedTimeIsWrittenWithThePosition();
    void aPositionThatCannotBeWrittenSavesNothing();
    void theTotalOutlivesTheEpisodes();
    void whatHasNoEpisodeCountsInAll();
    void slowSpeedsCost();

private:
    SkipRepository skips() { return SkipRepository(m_library->database()); }
    TimeSavedRepository saved() { return TimeSavedRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeId episodeNumber(int number);

    std::unique_ptr<TestLibrary> m_library;
    PodcastId m_podcast;
};

namespace {

const SkipSettings Some{.first = 30s, .last = 45'500ms, .words = {u"ad"_s, u"a, b"_s}};
const ChapterTicks Ticks{{.start = 90s, .title = u"Sponsor"_s, .isPlayed = false},
                         {.start = 0s, .title = QString(), .isPlayed = true}};
constexpr TimeSaved Saved{.bySpeed = 10s, .byTrimming = 2s, .bySkipping = 30s};

} // namespace

void TestSkipRepository::init()
{
    failOnAnyWarning();
    m_library = std::make_unique<TestLibrary>();
    QVERIFY(m_library->isOpen());
    m_podcast = m_library->addPodcast(u"pod"_s, someEpisodes(2, u"e"_s));
}

EpisodeId TestSkipRepository::episodeNumber(int number)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = m_podcast}, 2)->at(number).id;
}

void TestSkipRepository::whatIsNotInTheLibraryHasNoRules()
{
    QCOMPARE(skips().settings(PodcastId(99)).error().kind, ErrorKind::NotFound);
    QCOMPARE(skips().setSettings(PodcastId(99), Some).error().kind, ErrorKind::NotFound);
    QCOMPARE(skips().rules(EpisodeId(99)).error().kind, ErrorKind::NotFound);
    QCOMPARE(skips().setTicks(EpisodeId(99), Ticks).error().kind, ErrorKind::NotFound);
}

void TestSkipRepository::aRemovedPodcastCannotBeChanged()
{
    const EpisodeId episode = episodeNumber(0);
    VERIFY_RESULT(skips().setSettings(m_podcast, Some));
    VERIFY_RESULT(PodcastRepository(m_library->database()).remove(m_podcast, day(1)));
    QVERIFY(!skips().setSettings(m_podcast, {}));
    QVERIFY(!skips().rules(episode));
    VERIFY_RESULT(PodcastRepository(m_library->database()).restore(m_podcast));
    QCOMPARE(*skips().settings(m_podcast), Some);
}

void TestSkipRepository::aPodcastsSettingsReachItsEpisodes()
{
    QCOMPARE(*skips().settings(m_podcast), SkipSettings());
    VERIFY_RESULT(skips().setSettings(m_podcast, Some));
    QCOMPARE(*skips().settings(m_podcast), Some);
    QCOMPARE(skips().rules(episodeNumber(1))->podcast, Some);
    const PodcastId other = m_library->addPodcast(u"other"_s);
    QCOMPARE(*skips().settings(other), SkipSettings());
}

void TestSkipRepository::nonsenseIsTidied()
{
    VERIFY_RESULT(skips().setSettings(
            m_podcast, {.first = -1s, .last = 100h, .words = {u" "_s, u"Ad"_s, u"AD"_s}}));
    QCOMPARE(*skips().settings(m_podcast),
             (SkipSettings{.last = SkipSettings::Longest, .words = {u"Ad"_s}}));
}

void TestSkipRepository::ticksAreReplacedAsAWhole()
{
    const EpisodeId episode = episodeNumber(0);
    VERIFY_RESULT(skips().setTicks(episode, Ticks));
    QCOMPARE(skips().rules(episode)->ticks, Ticks);
    QVERIFY(skips().rules(episodeNumber(1))->ticks.isEmpty());
    VERIFY_RESULT(skips().setTicks(episode, Ticks.mid(1)));
    QCOMPARE(skips().rules(episode)->ticks, Ticks.mid(1));
    VERIFY_RESULT(skips().setTicks(episode, {}));
    QVERIFY(skips().rules(episode)->ticks.isEmpty());
}

void TestSkipRepository::ticksGoWithTheirEpisode()
{
    const EpisodeId episode = episodeNumber(0);
    VERIFY_RESULT(skips().setTicks(episode, Ticks));
    VERIFY_RESULT(PodcastRepository(m_library->database())
                          .applyFeed(aFeed(m_podcast, someEpisodes(2, u"e"_s))));
    QCOMPARE(skips().rules(episode)->ticks, Ticks); // a refresh keeps them
    VERIFY_RESULT(PodcastRepository(m_library->database()).remove(m_podcast, day(1)));
    VERIFY_RESULT(PodcastRepository(m_library->database()).purgeRemoved(day(20)));
    m_podcast = m_library->addPodcast(u"pod"_s, someEpisodes(2, u"e"_s));
    QVERIFY(skips().rules(episodeNumber(0))->ticks.isEmpty());
}

void TestSkipRepository::anEpisodeBringsItsRulesAlong()
{
    VERIFY_RESULT(skips().setSettings(m_podcast, Some));
    VERIFY_RESULT(skips().setTicks(episodeNumber(0), Ticks));
    QCOMPARE(episodes().episode(episodeNumber(0))->skipRules,
             (SkipRules{.podcast = Some, .ticks = Ticks}));
}

void TestSkipRepository::savedTimeAddsUp()
{
    QCOMPARE(*saved().total(), TimeSaved());
    VERIFY_RESULT(saved().add(episodeNumber(0), Saved));
    VERIFY_RESULT(saved().add(episodeNumber(0), {.bySpeed = 1s}));
    VERIFY_RESULT(saved().add(episodeNumber(1), {.byTrimming = 5s}));
    QCOMPARE(*saved().of(episodeNumber(0)),
             (TimeSaved{.bySpeed = 11s, .byTrimming = 2s, .bySkipping = 30s}));
    QCOMPARE(*saved().of(episodeNumber(1)), (TimeSaved{.byTrimming = 5s}));
    QCOMPARE(*saved().total(), (TimeSaved{.bySpeed = 11s, .byTrimming = 7s, .bySkipping = 30s}));
}

void TestSkipRepository::savedTimeIsWrittenWithThePosition()
{
    const ListeningState state{.play = PlayState::InProgress, .position = 60s};
    VERIFY_RESULT(episodes().savePosition(episodeNumber(0), state, day(3), Saved));
    QCOMPARE(*saved().of(episodeNumber(0)), Saved);
    QCOMPARE(episodes().episode(episodeNumber(0))->saved, Saved);
    QCOMPARE(episodes().newest(m_podcast, 1)->first().saved, Saved);
    QCOMPARE(episodes().episode(episodeNumber(0))->row.state.position, state.position);
    VERIFY_RESULT(episodes().savePosition(episodeNumber(0), state, day(3)));
    QCOMPARE(*saved().total(), Saved);
}

void TestSkipRepository::aPositionThatCannotBeWrittenSavesNothing()
{
    QVERIFY(!episodes().savePosition(EpisodeId(99), {}, {}, Saved));
    QCOMPARE(*saved().total(), TimeSaved());
}

void TestSkipRepository::theTotalOutlivesTheEpisodes()
{
    const EpisodeId episode = episodeNumber(0);
    VERIFY_RESULT(saved().add(episode, Saved));
    VERIFY_RESULT(PodcastRepository(m_library->database()).remove(m_podcast, day(1)));
    QCOMPARE(saved().of(episode).error().kind, ErrorKind::NotFound);
    VERIFY_RESULT(saved().add(episode, {.bySkipping = 1s})); // it played on a little
    VERIFY_RESULT(PodcastRepository(m_library->database()).purgeRemoved(day(20)));
    TimeSaved all = Saved;
    all += {.bySkipping = 1s};
    QCOMPARE(*saved().total(), all);
}

void TestSkipRepository::whatHasNoEpisodeCountsInAll()
{
    VERIFY_RESULT(saved().add({}, Saved));
    QCOMPARE(*saved().total(), Saved);
    QVERIFY(!saved().of({}));
}

void TestSkipRepository::slowSpeedsCost()
{
    VERIFY_RESULT(saved().add(episodeNumber(0), {.bySpeed = -20s, .bySkipping = 5s}));
    QCOMPARE(saved().of(episodeNumber(0))->total(), std::chrono::milliseconds(-15s));
}

QTEST_GUILESS_MAIN(TestSkipRepository)
#include "tst_skiprepository.moc"
