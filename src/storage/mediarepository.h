// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/result.h"
#include "core/storedmedia.h"

#include <QStringList>

#include <optional>

namespace Earmark {

class Database;

/// What of episodes' sound is on this disk, what of it is wanted, and what was done by rule.
/// Blocking: made and called inside Storage::read() or write().
class MediaRepository
{
public:
    static constexpr int MostEvents = 1000;

    explicit MediaRepository(const Database &database) : m_database(database) { }

    /// Of every episode there is something to say of, by episode.
    Result<StoredMediaList> all() const;
    Result<std::optional<StoredMedia>> of(EpisodeId episode) const;
    /// Replaces what was known of this episode. ErrorKind::NotFound when it is gone, Storage when
    /// another one has the path.
    Result<> keep(const StoredMedia &media);
    Result<> forget(EpisodeId episode);

    /// Every episode with a whole file or a download; newest changedAt first.
    Result<DownloadRows> rows() const;
    /// By podcast, the largest first.
    Result<QList<PodcastStorage>> usage() const;
    Result<LeftParts> leftParts() const;

    /// core/medianame.h's keys of every path that is in use, those of lost files too.
    Result<QStringList> takenKeys() const;
    /// Paths of files whose episodes are gone.
    Result<QStringList> lostFiles() const;
    Result<> forgetLostFile(const QString &path); ///< After it was deleted.

    /// Drops the oldest beyond MostEvents.
    Result<> append(const MediaEvent &event);
    Result<QList<MediaEvent>> events(int most) const; ///< Newest first.

private:
    const Database &m_database;
};

} // namespace Earmark
