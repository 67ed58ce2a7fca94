// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preparedfeed.h"
#include "storage/database.h"
#include "storage/podcastrepository.h"

#include <QString>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <QUrl>

#include <memory>

namespace Earmark {

inline QString reasonOf(const Error &error)
{
    return error.sentence + QStringLiteral(" | ") + error.detail;
}

/// For a Result in a test: fails with its sentence and detail.
#define VERIFY_RESULT(result)                                                                      \
    do {                                                                                           \
        const auto &verified = (result);                                                           \
        QVERIFY2(verified.has_value(),                                                             \
                 verified.has_value() ? "" : qPrintable(Earmark::reasonOf(verified.error())));     \
    } while (false)

/// Noon of the n-th day of 2024.
inline QDateTime day(int n)
{
    return QDateTime(QDate(2024, 1, 1).addDays(n), QTime(12, 0), Qt::UTC);
}

inline PreparedEpisode anEpisode(const QString &guid, int dayOf2024 = 0)
{
    PreparedEpisode episode;
    episode.feed.guid = guid;
    episode.feed.title = QStringLiteral("Title of ") + guid;
    episode.feed.published = day(dayOf2024);
    episode.feed.durationSeconds = 1800;
    episode.feed.enclosure = {.url = QUrl(QStringLiteral("https://media.test/%1.mp3").arg(guid)),
                              .type = QStringLiteral("audio/mpeg"),
                              .length = 1000};
    episode.feed.descriptionHtml = QStringLiteral("<p>Notes of %1</p>").arg(guid);
    episode.shownTitle = episode.feed.title;
    episode.excerpt = QStringLiteral("Notes of ") + guid;
    return episode;
}

/// Guids "<prefix>0" ... on consecutive days, the newest first, as a feed has them.
inline QList<PreparedEpisode> someEpisodes(int count, const QString &prefix)
{
    QList<PreparedEpisode> episodes;
    for (int i = count - 1; i >= 0; --i)
        episodes.append(anEpisode(prefix + QString::number(i), i));
    return episodes;
}

/// "0", "1" ... one second each.
inline Chapters someChapters(int count)
{
    Chapters chapters;
    for (int i = 0; i < count; ++i) {
        Chapter chapter;
        chapter.start = std::chrono::seconds(i);
        chapter.title = QString::number(i);
        chapters.append(chapter);
    }
    return chapters;
}

inline PreparedFeed aFeed(PodcastId podcast, const QList<PreparedEpisode> &episodes)
{
    PreparedFeed feed;
    feed.podcast.id = podcast;
    feed.podcast.title = QStringLiteral("The feed's title");
    feed.podcast.image = QUrl(QStringLiteral("https://media.test/cover.jpg"));
    feed.podcast.validators = {.etag = "\"1\"", .lastModified = "Mon, 01 Jan 2024 00:00:00 GMT"};
    feed.podcast.lastRefreshed = day(0);
    feed.episodes = episodes;
    return feed;
}

/// A library in a file of its own, open for writing.
class TestLibrary
{
public:
    TestLibrary() : m_opened(Database::open(path())) { }

    QString path() const { return m_dir.filePath(QStringLiteral("library.db")); }
    bool isOpen() const { return m_opened.has_value(); }
    Database &database() { return **m_opened; }
    PodcastId addPodcast(const QString &name)
    {
        const QUrl url(QStringLiteral("https://feeds.test/") + name);
        const auto added = PodcastRepository(database())
                                   .add({.url = url, .title = name, .site = {}, .folder = {}});
        return added ? added->id : PodcastId();
    }
    PodcastId addPodcast(const QString &name, const QList<PreparedEpisode> &episodes)
    {
        const PodcastId id = addPodcast(name);
        const auto applied = PodcastRepository(database()).applyFeed(aFeed(id, episodes));
        return applied ? id : PodcastId();
    }

private:
    QTemporaryDir m_dir;
    Result<std::unique_ptr<Database>> m_opened;
};

} // namespace Earmark
