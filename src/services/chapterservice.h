// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterchoice.h"
#include "core/episode.h"
#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <stop_token>

namespace Earmark {

class AccessService;
class ArtworkService;
class HttpClient;
class MediaOpener;
class Storage;

/// Gathers an episode's chapters from where they are: the stored ones (Podlove, notes) at once, the
/// JSON file and the sound file's own (by ranged reads) when the episode is opened. A bad source
/// costs nothing but its chapters.
class ChapterService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChapterService)

public:
    ChapterService(Storage &storage, HttpClient &http, MediaOpener &media, ArtworkService &artwork,
                   AccessService &access, QObject *parent = nullptr);
    ~ChapterService() override;

    /// As the window shows them: chosen, filled, with ends, in the places they have in this file.
    static ShownChapters shown(const Episode &episode);
    /// Reads the sources that are not stored yet or may have changed; at most once a session per
    /// episode. episodeChaptersChanged follows when something new came. The newest two episodes
    /// (one plays, one is looked at) are read at once, older ones are given up.
    void gather(const Episode &episode);
    /// The same for who only looks: the episode with the lists that are not stored read from their
    /// sources now, nothing kept.
    QFuture<Episode> withSources(const Episode &episode);
    /// Something that is no source of theirs moved them: episodeChaptersChanged follows.
    void tellMoved(EpisodeId episode) { Q_EMIT episodeChaptersChanged(episode); }
    void chooseSource(EpisodeId episode, std::optional<ChapterSource> source);

Q_SIGNALS:
    /// Ask EpisodeService for the episode again.
    void episodeChaptersChanged(Earmark::EpisodeId episode);
    /// All sources of a gather() were tried, what they said is stored.
    void gathered(Earmark::EpisodeId episode);

private:
    QFuture<Result<ChapterList>> readJson(const Episode &episode);
    QFuture<Result<ChapterList>> readFile(const Episode &episode, const std::stop_token &stop);
    struct Pending
    {
        EpisodeId episode;
        int number = 0; ///< Of this gathering.
        int left = 0; ///< sources not tried yet
        std::stop_source stop;
    };

    void keep(const Pending &pending, const QFuture<Result<ChapterList>> &list);
    void store(const Pending &pending, const ChapterList &list);
    void giveUp(const Pending &pending);
    void finished(int number);

    Storage &m_storage;
    HttpClient &m_http;
    MediaOpener &m_media;
    ArtworkService &m_artwork;
    AccessService &m_access;
    QThreadPool m_readers; ///< They wait for bytes: not the pool of pure work.
    std::stop_source m_stop; ///< Of withSources().
    QSet<EpisodeId> m_gathered;
    QList<Pending> m_pending; ///< Oldest first.
    int m_gatherings = 0;
};

} // namespace Earmark
