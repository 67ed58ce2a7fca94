// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/artworkservice.h"
#include "services/episodeservice.h"
#include "services/localfolder.h"
#include "services/localfolders.h"
#include "services/mediaopener.h"
#include "services/refreshfixture.h"
#include "support/ffmpegfixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace Earmark {

/// A folder beside a library, with files put into it.
class FolderFixture : protected RefreshFixture
{
protected:
    /// One second of sound, without tags.
    static const QByteArray &plainSound()
    {
        static const QByteArray sound
                = ffmpegFixture(QStringLiteral("a.mp3"), 1, ";FFMETADATA1\n",
                                {QStringLiteral("-id3v2_version"), QStringLiteral("0")});
        return sound;
    }
    static QByteArray tagged(const QByteArray &tags)
    {
        return ffmpegFixture(QStringLiteral("a.mp3"), 1, ";FFMETADATA1\n" + tags + '\n');
    }

    void beginFolder()
    {
        begin();
        QVERIFY(!plainSound().isEmpty());
        QVERIFY(QDir().mkpath(folder()));
        m_episodes = std::make_unique<EpisodeService>(*m_storage, *m_undo);
        m_artwork = std::make_unique<ArtworkService>(*m_http,
                                                     m_dir->filePath(QStringLiteral("artwork")));
        m_folders = std::make_unique<LocalFolders>(
                [artwork = m_artwork.get()](const QByteArray &bytes) {
                    return artwork->keep(bytes);
                });
        m_library->setFolders(*m_folders);
    }
    void endFolder()
    {
        m_folders.reset();
        m_artwork.reset();
        m_episodes.reset();
        end();
    }

    QString folder() const
    {
        return QFileInfo(m_dir->path()).canonicalFilePath() + QStringLiteral("/music");
    }
    QString path(const QString &name) const { return folder() + QLatin1Char('/') + name; }
    /// Written on that day of January 2024.
    void put(const QString &name, const QByteArray &bytes, int day = 1)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path(name)));
        QCOMPARE(file.write(bytes), bytes.size());
        QVERIFY(file.flush());
        QVERIFY(file.setFileTime(QDateTime(QDate(2024, 1, day), QTime(12, 0), Qt::UTC),
                                 QFileDevice::FileModificationTime));
    }
    void putSound(const QString &name, int day = 1) { put(name, plainSound(), day); }
    void putPipe(const QString &name)
    {
        QCOMPARE(::mkfifo(QFile::encodeName(path(name)).constData(), 0600), 0);
    }
    PodcastId add()
    {
        const auto added = resultOf(m_library->subscribeFolder(folder()));
        if (!added)
            qFatal("%s", qPrintable(added.error().sentence));
        return added->id;
    }
    QList<Episode> episodes(PodcastId id) { return *resultOf(m_episodes->newest(id, 1'000)); }
    QStringList titles(PodcastId id)
    {
        QStringList all;
        for (const Episode &one : episodes(id))
            all.append(one.row.title);
        return all;
    }
    Episode episode(PodcastId id, const QString &guid)
    {
        const auto found = resultOf(m_episodes->find(podcast(id).url, guid));
        return found ? *resultOf(m_episodes->episode(*found)) : Episode();
    }

    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<ArtworkService> m_artwork;
    std::unique_ptr<LocalFolders> m_folders;
};

} // namespace Earmark
