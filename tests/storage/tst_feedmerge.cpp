// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/feedmerge.h"
#include "storage/feedrow.h"
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

    void mergeKeepsEverythingOfAnEpisode_data();
    void mergeKeepsEverythingOfAnEpisode();
    void mergeKeepsWhatTheFeedSaysOfItself();
    void secondMergeOfTheSameChangesNothing();
    void changedTitleKeepsTheListeningState();
    void changedGuidKeepsTheListeningState();
    void episodeGoneFromTheFeedStays();
    void measuredLengthIsNotOverwritten();
    void changedChapterAddressForgetsWhatStoodThere();
    void swappedGuidsKeepTheListeningStates();
    void guidUsedAgainBringsAnEpisodeAndLosesNone();
    void mergeIsLoggedWithWhatItBrought();
    void olderPageAddsEpisodesAndNothingElse();
    void refreshKeepsWhereTheListenerStoppedPaging();

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

void TestFeedMerge::mergeKeepsEverythingOfAnEpisode_data()
{
    QTest::addColumn<bool>("isPacked");

    QTest::newRow("as it was prepared") << false;
    QTest::newRow("packed") << true;
}

void TestFeedMerge::mergeKeepsEverythingOfAnEpisode()
{
    QFETCH(bool, isPacked);
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
    prepared.feed.enclosure.integrity = u"sha256-YWJj"_s;
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

    PreparedEpisode handed = prepared;
    if (isPacked)
        pack(handed);

    VERIFY_RESULT(podcasts().applyFeed(aFeed(id, {handed})));

    QCOMPARE(*podcasts().applyFeed(aFeed(id, {prepared})), MergeSummary{});
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
    QVERIFY(episodes().episode(rowsOf(id).first().id)->isLengthReal);
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

void TestFeedMerge::swappedGuidsKeepTheListeningStates()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(3, u"e"_s));
    const EpisodeRow heard = rowsOf(id).first();
    VERIFY_RESULT(episodes().setState(heard.id, {.play = PlayState::Played}));
    QList<PreparedEpisode> swapped = someEpisodes(3, u"e"_s);
    std::swap(swapped[0].feed.guid, swapped[1].feed.guid);

    const auto merged = podcasts().applyFeed(aFeed(id, swapped));

    VERIFY_RESULT(merged);
    QCOMPARE(*merged, (MergeSummary{.inserted = 0, .updated = 2}));
    QCOMPARE(rowsOf(id).first().title, heard.title);
    QCOMPARE(rowsOf(id).first().state.play, PlayState::Played);
    QCOMPARE(*episodes().find(QUrl(u"https://feeds.test/a"_s), u"e1"_s), std::optional(heard.id));
    QCOMPARE(*podcasts().applyFeed(aFeed(id, swapped)), MergeSummary{});
}

void TestFeedMerge::guidUsedAgainBringsAnEpisodeAndLosesNone()
{
    PreparedEpisode today = anEpisode(u"today"_s, 1);
    PreparedEpisode tomorrow = anEpisode(u"tomorrow"_s, 2);
    today.feed.guid = tomorrow.feed.guid = u"latest"_s;
    const PodcastId id = m_library->addPodcast(u"a"_s, {today});

    const auto merged = podcasts().applyFeed(aFeed(id, {tomorrow}));

    VERIFY_RESULT(merged);
    QCOMPARE(*merged, (MergeSummary{.inserted = 1, .updated = 0}));
    QCOMPARE(rowsOf(id).size(), 2);
    QCOMPARE(rowsOf(id).last().title, u"Title of today"_s);
}

void TestFeedMerge::mergeIsLoggedWithWhatItBrought()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, someEpisodes(2, u"e"_s));
    VERIFY_RESULT(podcasts().record({{.podcast = id,
                                      .attempt = {.at = day(1), .error = u"No."_s},
                                      .nextDue = day(2),
                                      .failures = 3,
                                      .isEnded = true}}));
    PreparedFeed feed = aFeed(id, someEpisodes(5, u"e"_s));
    feed.podcast.nextDue = day(6);
    feed.podcast.bodyDigest = "digest";
    feed.attempt = FetchAttempt{
            .at = day(5), .result = FetchAttempt::Result::Updated, .status = 200, .bytes = 9};

    VERIFY_RESULT(podcasts().applyFeed(feed));

    const auto attempts = podcasts().attempts(id);
    VERIFY_RESULT(attempts);
    QCOMPARE(attempts->size(), 2);
    QCOMPARE(attempts->first().inserted, 3);
    QCOMPARE(attempts->first().bytes, 9);
    const auto podcast = podcasts().podcast(id);
    QCOMPARE(podcast->failures, 0);
    QVERIFY(!podcast->isEnded);
    QCOMPARE(podcast->nextDue, day(6));
    QCOMPARE(podcast->bodyDigest, "digest");
}

void TestFeedMerge::olderPageAddsEpisodesAndNothingElse()
{
    const PodcastId id = m_library->addPodcast(u"a"_s, {anEpisode(u"new"_s, 300)});
    const Podcast before = *podcasts().podcast(id);
    PreparedFeed page = aFeed(id, someEpisodes(3, u"old"_s));
    page.podcast.title = u"Page 2"_s;
    page.podcast.validators = {.etag = "of page 2", .lastModified = {}};
    page.podcast.nextPage = QUrl(u"https://feeds.test/a?page=3"_s);
    page.isOlderPage = true;

    VERIFY_RESULT(podcasts().applyFeed(page));

    Podcast expected = before;
    expected.nextPage = page.podcast.nextPage;
    expected.episodes = expected.unplayed = 4;
    QCOMPARE(*podcasts().podcast(id), expected);
}

void TestFeedMerge::refreshKeepsWhereTheListenerStoppedPaging()
{
    const PodcastId id = m_library->addPodcast(u"a"_s);
    PreparedFeed first = aFeed(id, {anEpisode(u"new"_s, 300)});
    first.podcast.nextPage = QUrl(u"https://feeds.test/a?page=2"_s);
    VERIFY_RESULT(podcasts().applyFeed(first));
    QCOMPARE(podcasts().podcast(id)->nextPage, first.podcast.nextPage);
    PreparedFeed last = aFeed(id, someEpisodes(2, u"old"_s));
    last.isOlderPage = true;
    VERIFY_RESULT(podcasts().applyFeed(last));

    VERIFY_RESULT(podcasts().applyFeed(first));

    QVERIFY(podcasts().podcast(id)->nextPage.isEmpty());
}

QTEST_GUILESS_MAIN(TestFeedMerge)
#include "tst_feedmerge.moc"
