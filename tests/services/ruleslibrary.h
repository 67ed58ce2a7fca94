// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/episoderepository.h"
#include "storage/librarybuilders.h"
#include "storage/sql.h"
#include "storage/storage.h"
#include "support/futures.h"

#include <QTemporaryDir>

#include <memory>

namespace Earmark {

/// A library of its own with podcasts and what was listened to, for the rules of downloads. Not a
/// QObject.
class RulesLibrary
{
protected:
    void open()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_now = day(1'000);
        m_storage = std::make_unique<Storage>();
        QVERIFY(resultOf(m_storage->open(m_dir->filePath(QStringLiteral("library.db")))));
    }

    void close()
    {
        m_storage.reset();
        m_dir.reset();
    }

    template<typename F>
    void write(F f)
    {
        VERIFY_RESULT(resultOf(m_storage->write([f](Database &database) -> Result<> {
            const auto done = f(database);
            return done ? Result<>() : Result<>(done.error());
        })));
    }

    void execute(const QString &statement)
    {
        write([statement](Database &database) { return Sql::exec(database.handle(), statement); });
    }

    /// Guids "<name>0" …, a day apart.
    PodcastId subscribe(const QString &name, int episodes)
    {
        return subscribe(name, someEpisodes(episodes, name));
    }

    PodcastId subscribe(const QString &name, const QList<PreparedEpisode> &episodes)
    {
        const auto added = resultOf(
                m_storage->write([name, episodes](Database &database) -> Result<PodcastId> {
                    PodcastRepository podcasts(database);
                    const QUrl url(QStringLiteral("https://feeds.test/") + name);
                    const auto podcast
                            = podcasts.add({.url = url, .title = name, .site = {}, .folder = {}});
                    if (!podcast)
                        return podcast.error();
                    const auto done = podcasts.applyFeed(aFeed(podcast->id, episodes));
                    return done ? Result<PodcastId>(podcast->id) : done.error();
                }));
        // As if long ago: what is new is told by the rules alone.
        execute(QStringLiteral("UPDATE podcast SET added_at = 0"));
        return added ? *added : PodcastId();
    }

    EpisodeId id(const QString &guid)
    {
        return *resultOf(m_storage->read([guid](Database &database) {
            return Sql::exec(database.handle(),
                             QStringLiteral("SELECT id FROM episode WHERE guid = :guid"),
                             {{QStringLiteral(":guid"), guid}})
                    .transform([](QSqlQuery query) {
                        return query.next() ? EpisodeId(query.value(0).toLongLong()) : EpisodeId();
                    });
        }));
    }

    QString guidOf(EpisodeId episode)
    {
        return *resultOf(m_storage->read([episode](Database &database) {
            return Sql::exec(database.handle(),
                             QStringLiteral("SELECT guid FROM episode WHERE id = :id"),
                             {{QStringLiteral(":id"), episode.value()}})
                    .transform([](QSqlQuery query) {
                        return query.next() ? query.value(0).toString() : QString();
                    });
        }));
    }

    void queue(const QStringList &guids)
    {
        PlayQueue queue;
        for (const QString &guid : guids)
            queue.append(id(guid));
        write([queue](Database &database) { return EpisodeRepository(database).setQueue(queue); });
    }

    /// Played to its end, or begun, days ago.
    void played(const QString &guid, int daysAgo, PlayState play = PlayState::Played)
    {
        const QDateTime at = m_now.addDays(-daysAgo);
        write([episode = id(guid), at, play](Database &database) {
            return EpisodeRepository(database).savePosition(episode, {.play = play}, at);
        });
        execute(QStringLiteral("UPDATE episode SET done_at = 0"));
    }

    QDateTime m_now;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Storage> m_storage;
};

} // namespace Earmark
