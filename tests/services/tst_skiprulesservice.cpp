// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/skiprulesservice.h"
#include "services/undostack.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/futures.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Chapters show()
{
    Chapters chapters;
    for (const QString &title : {u"Intro"_s, u"Sponsor"_s, u"Story"_s}) {
        Chapter chapter;
        chapter.start = 60s * chapters.size();
        chapter.end = chapter.start + 60s;
        chapter.title = title;
        chapters.append(chapter);
    }
    return chapters;
}

} // namespace

/// What the listener says, kept and taken back.
class TestSkipRulesService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatIsGoneIsToldAndChangesNothing();
    void settingsAreKeptAndTold();
    void aTickIsKeptAndUndone();
    void aPreviewsTicksLastForTheRun();

private:
    void subscribe();
    SkipRules rules() { return *resultOf(m_rules->rules(m_episode)); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<SkipRulesService> m_rules;
    Episode m_episode;
};

void TestSkipRulesService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_storage = std::make_unique<Storage>();
    QVERIFY(resultOf(m_storage->open(m_dir->filePath(u"library.db"_s))));
    m_undo = std::make_unique<UndoStack>();
    m_rules = std::make_unique<SkipRulesService>(*m_storage, *m_undo);
    m_episode = {};
    m_episode.podcastUrl = QUrl(u"https://pod.test/feed"_s);
    m_episode.guid = u"guid"_s;
}

void TestSkipRulesService::cleanup()
{
    m_rules.reset();
    m_undo.reset();
    m_storage.reset();
    m_dir.reset();
}

void TestSkipRulesService::subscribe()
{
    const auto written = m_storage->write([url = m_episode.podcastUrl](Database &database) {
        PodcastRepository podcasts(database);
        PreparedFeed feed;
        feed.podcast.id
                = podcasts.add({.url = url, .title = u"Pod"_s, .site = {}, .folder = {}})->id;
        feed.podcast.title = u"Pod"_s;
        PreparedEpisode episode;
        episode.feed.guid = u"guid"_s;
        episode.shownTitle = u"One"_s;
        feed.episodes.append(episode);
        const auto done = podcasts.applyFeed(feed);
        return done ? Result<PodcastId>(feed.podcast.id) : done.error();
    });
    const auto podcast = resultOf(written);
    QVERIFY(podcast);
    m_episode.row.podcastId = *podcast;
    m_episode.row.id = EpisodeId(1);
}

void TestSkipRulesService::whatIsGoneIsToldAndChangesNothing()
{
    m_episode.row.id = EpisodeId(7);
    QSignalSpy failed(m_rules.get(), &SkipRulesService::failed);
    QSignalSpy changed(m_rules.get(), &SkipRulesService::changed);
    m_rules->setTicked(m_episode, show(), 1, false);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!resultOf(m_rules->setSettings(PodcastId(7), {})));
    QVERIFY(changed.isEmpty());
    QVERIFY(!m_undo->canUndo());
    m_rules->setTicked(m_episode, show(), 3, false); // no such row
    m_rules->setTicked(m_episode, show(), -1, false);
    QCOMPARE(failed.size(), 1);
}

void TestSkipRulesService::settingsAreKeptAndTold()
{
    subscribe();
    QSignalSpy changed(m_rules.get(), &SkipRulesService::changed);
    const SkipSettings settings{.first = 30s, .words = {u"sponsor"_s}};
    QVERIFY(resultOf(m_rules->setSettings(m_episode.row.podcastId, settings)));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(*resultOf(m_rules->settings(m_episode.row.podcastId)), settings);
    QCOMPARE(rules().podcast, settings);
}

void TestSkipRulesService::aTickIsKeptAndUndone()
{
    subscribe();
    QSignalSpy pushed(m_undo.get(), &UndoStack::pushed);
    m_rules->setTicked(m_episode, show(), 1, false);
    QTRY_COMPARE(pushed.size(), 1);
    QCOMPARE(pushed.first().first().value<UndoEntry>().kind, UndoKind::UntickChapter);
    QCOMPARE(pushed.first().first().value<UndoEntry>().subject, u"Sponsor"_s);
    QCOMPARE(rules().ticks,
             (ChapterTicks{{.start = 60s, .title = u"Sponsor"_s, .isPlayed = false}}));
    m_rules->setTicked(m_episode, show(), 2, false);
    QTRY_COMPARE(pushed.size(), 2);
    QCOMPARE(rules().ticks.size(), 2);

    QSignalSpy changed(m_rules.get(), &SkipRulesService::changed);
    m_undo->undo();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(rules().ticks.size(), 1);
    m_undo->undo();
    QTRY_COMPARE(changed.size(), 2);
    QVERIFY(rules().ticks.isEmpty());
}

void TestSkipRulesService::aPreviewsTicksLastForTheRun()
{
    m_rules->setTicked(m_episode, show(), 1, false);
    QCOMPARE(rules().ticks.size(), 1);
    QVERIFY(m_undo->canUndo());
    Episode other = m_episode;
    other.guid = u"other"_s;
    QVERIFY(resultOf(m_rules->rules(other))->ticks.isEmpty());
    m_undo->undo();
    QVERIFY(rules().ticks.isEmpty());
}

QTEST_GUILESS_MAIN(TestSkipRulesService)
#include "tst_skiprulesservice.moc"
