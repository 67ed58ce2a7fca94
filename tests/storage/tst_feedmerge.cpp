// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/feedmerge.h"
#include "storage/librarybuilders.h"
#include "storage/podcastrepository.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestFeedMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void failedMergeLeavesNothingBehind();
    void mergeIntoARemovedPodcastChangesNothing();
    void interruptedMergeIsFetchedAgain();

    void mergeKeepsEverythingOfAnEpisode();
    void mergeKeepsWhatTheFeedSaysOfItself();
    void secondMergeOfTheSameChangesNothing();
    void changedTitleKeepsTheListeningState();
    void changedGuidKeepsTheListeningState();
    void episodeGoneFromTheFeedStays();
    void measuredLengthIsNotOverwritten();
    void changedChapterAddressForgetsWhatStoodThere();

private:
    PodcastRepository podcasts() { return PodcastRepository(m_library->database()); }
    EpisodeRepository episodes() { return EpisodeRepository(m_library->database()); }
    EpisodeRows rowsOf(PodcastId id);

    std::unique_ptr<TestLibrary> m_library;
};

void TestFeedMerge::init()
{
    failOnAnyWarning();
    m_library = std::make_unique<TestLibrary>();
    QVERIFY(m_library->isOpen());
}

EpisodeRows TestFeedMerge::rowsOf(PodcastId id)
{
    return episodes().firstRows({.place = Place::Podcast, .podcast = id}, 100000).value();
}

void TestFeedMerge::failedMergeLeavesNothingBehind()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    VERIFY_RESULT(Sql::exec(m_library->database().handle(),
                            u"CREATE TRIGGER full AFTER INSERT ON episode WHEN NEW.guid = 'e7'"
                            " BEGIN SELECT RAISE(ABORT, 'injected'); END"_s));

    const auto merged = podcasts().applyFeed(aFeed(id, someEpisodes(20, u"e"_s)));

    QVERIFY(!merged);
    QVERIFY(merged.error().detail.contains(u"injected"_s));
    const auto podcast = podcasts().podcast(id);
    QCOMPARE(podcast->episodes, 0);
    QCOMPARE(podcast->title, u"a"_s);
    QVERIFY(podcast->validators == HttpValidators());
    QVERIFY(rowsOf(id).isEmpty());
}

void TestFeedMerge::mergeIntoARemovedPodcastChangesNothing()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    VERIFY_RESULT(podcasts().remove(id, day(1)));

    const auto merged = podcasts().applyFeed(aFeed(id, someEpisodes(3, u"e"_s)));

    QVERIFY(!merged);
    QCOMPARE(merged.error().kind, ErrorKind::NotFound);
    VERIFY_RESULT(podcasts().restore(id));
    QCOMPARE(podcasts().podcast(id)->episodes, 0);
}

void TestFeedMerge::interruptedMergeIsFetchedAgain()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    const PreparedFeed feed = aFeed(id, someEpisodes(1100, u"e"_s));
    FeedMerge interrupted(feed);

    const auto step = interrupted.step(m_library->database());

    VERIFY_RESULT(step);
    QVERIFY(!step->has_value());
    QCOMPARE(podcasts().podcast(id)->episodes, int(FeedMerge::SliceSize));
    QVERIFY(podcasts().podcast(id)->validators == HttpValidators());
    QVERIFY(!podcasts().podcast(id)->lastRefreshed.isValid());
    const auto again = podcasts().applyFeed(feed);
    VERIFY_RESULT(again);
    QCOMPARE(*again, (MergeSummary{.inserted = 1100 - int(FeedMerge::SliceSize), .updated = 0}));
    QVERIFY(podcasts().podcast(id)->validators == feed.podcast.validators);
}

void TestFeedMerge::mergeKeepsEverythingOfAnEpisode()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    PreparedEpisode prepared = anEpisode(u"one"_s);
    const Chapter first{.start = 0ms,
                        .end = 5s,
                        .title = u"Intro"_s,
                        .link = {},
                        .image = {},
                        .embeddedImage = {}};
    const Chapter second{.start = 5s,
                         .end = std::nullopt,
                         .title = u"Übung"_s,
                         .link = QUrl(u"https://a.test/ü"_s),
                         .image = {},
                         .embeddedImage = {},
                         .hidden = true};
    prepared.feed.podloveChapters = {first, second};
    prepared.noteChapters = {first, first, first};
    prepared.feed.link = QUrl(u"https://a.test/one"_s);
    prepared.feed.chaptersUrl = QUrl(u"https://a.test/one.json"_s);
    prepared.feed.chaptersType = u"application/json"_s;
    prepared.feed.persons = {{.name = u"Ada"_s,
                              .role = u"host"_s,
                              .group = {},
                              .image = {},
                              .link = QUrl(u"https://a.test/ada"_s)}};
    prepared.feed.transcripts = {{.url = QUrl(u"https://a.test/one.vtt"_s),
                                  .type = u"text/vtt"_s,
                                  .language = u"de"_s,
                                  .rel = {}}};

    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {prepared})));

    const auto episode = episodes().episode(rowsOf(id).first().id);
    VERIFY_RESULT(episode);
    QCOMPARE(episode->guid, u"one"_s);
    QCOMPARE(episode->podcastUrl, QUrl(u"https://feeds.test/a"_s));
    QCOMPARE(episode->link, prepared.feed.link);
    QCOMPARE(episode->enclosure, prepared.feed.enclosure);
    QCOMPARE(episode->notesHtml, prepared.feed.descriptionHtml);
    QCOMPARE(episode->chaptersUrl, prepared.feed.chaptersUrl);
    QCOMPARE(episode->chaptersType, prepared.feed.chaptersType);
    QCOMPARE(episode->persons, prepared.feed.persons);
    QCOMPARE(episode->transcripts, prepared.feed.transcripts);
    QCOMPARE(episode->chapterSources,
             (QList<ChapterList>{{ChapterSource::Podlove, prepared.feed.podloveChapters},
                                 {ChapterSource::Notes, prepared.noteChapters}}));
    QCOMPARE(episode->row.chapters, 3); // one visible Podlove chapter is no list
    QCOMPARE(episode->row.published, day(0));
    QCOMPARE(episode->row.duration, 1800s);
    QVERIFY(episode->row.hasTranscript);
}

void TestFeedMerge::mergeKeepsWhatTheFeedSaysOfItself()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    PreparedFeed feed = aFeed(id, {anEpisode(u"one"_s)});
    feed.podcast.author = u"Ada"_s;
    feed.podcast.description = u"<p>About.</p>"_s;
    feed.podcast.funding = {{.url = QUrl(u"https://a.test/pay"_s), .text = u"Pay"_s}};
    feed.podcast.promotions = {u"Visit us."_s};
    feed.podcast.serial = true;

    VERIFY_RESULT(podcasts().applyFeed(feed));

    const auto podcast = podcasts().podcast(id);
    VERIFY_RESULT(podcast);
    Podcast expected = feed.podcast;
    expected.url = QUrl(u"https://feeds.test/a"_s);
    expected.episodes = 1;
    expected.unplayed = 1;
    QCOMPARE(*podcast, expected);
    QCOMPARE(rowsOf(id).first().image, feed.podcast.image);
}

void TestFeedMerge::secondMergeOfTheSameChangesNothing()
{
    const QList<PreparedEpisode> items = someEpisodes(30, u"e"_s);
    const PodcastId id = m_library->addPodcast(u"a"_s, items);

    const auto again = podcasts().applyFeed(aFeed(id, items));

    QCOMPARE(*again, MergeSummary{});
}

void TestFeedMerge::changedTitleKeepsTheListeningState()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {anEpisode(u"one"_s)});
    const ListeningState state{.play = PlayState::InProgress, .position = 90s, .favourite = true};
    VERIFY_RESULT(episodes().setState(rowsOf(id).first().id, state));
    PreparedEpisode changed = anEpisode(u"one"_s);
    changed.shownTitle = u"Corrected"_s;

    const auto merged = podcasts().applyFeed(aFeed(id, {changed}));

    QCOMPARE(*merged, (MergeSummary{.inserted = 0, .updated = 1}));
    QCOMPARE(rowsOf(id).first().title, u"Corrected"_s);
    QCOMPARE(rowsOf(id).first().state, state);
}

void TestFeedMerge::changedGuidKeepsTheListeningState()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRow before = rowsOf(id).first();
    VERIFY_RESULT(episodes().setState(before.id, {.play = PlayState::Played}));
    QList<PreparedEpisode> moved = someEpisodes(3, u"e"_s);
    for (PreparedEpisode &episode : moved) {
        episode.feed.guid += u"@new-host"_s;
        episode.feed.enclosure.url.setHost(u"new-host.test"_s);
    }

    const auto merged = podcasts().applyFeed(aFeed(id, moved));

    QCOMPARE(*merged, (MergeSummary{.inserted = 0, .updated = 3}));
    QCOMPARE(rowsOf(id).first().state.play, PlayState::Played);
    QCOMPARE(*episodes().find(QUrl(u"https://feeds.test/a"_s), moved.first().feed.guid),
             std::optional(before.id));
    QCOMPARE(podcasts().podcast(id)->unplayed, 2);
}

void TestFeedMerge::episodeGoneFromTheFeedStays()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));

    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {})));

    QCOMPARE(podcasts().podcast(id)->episodes, 3);
}

void TestFeedMerge::measuredLengthIsNotOverwritten()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {anEpisode(u"one"_s)});
    VERIFY_RESULT(episodes().setDuration(rowsOf(id).first().id, 1234567ms));
    PreparedEpisode changed = anEpisode(u"one"_s);
    changed.feed.durationSeconds = 60;

    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {changed})));

    QCOMPARE(rowsOf(id).first().duration, 1234567ms);
}

void TestFeedMerge::changedChapterAddressForgetsWhatStoodThere()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {anEpisode(u"one"_s)});
    const EpisodeId episode = rowsOf(id).first().id;
    const Chapters two = someChapters(2);
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::Json, two}));
    VERIFY_RESULT(episodes().setChapters(episode, {ChapterSource::File, two}));
    PreparedEpisode changed = anEpisode(u"one"_s);
    changed.feed.chaptersUrl = QUrl(u"https://a.test/other.json"_s);

    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {changed})));

    QCOMPARE(episodes().episode(episode)->chapterSources,
             (QList<ChapterList>{{ChapterSource::File, two}}));
}

QTEST_GUILESS_MAIN(TestFeedMerge)
#include "tst_feedmerge.moc"
