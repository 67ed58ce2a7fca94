// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/downloadview.h"
#include "core/episode.h"
#include "core/rangemap.h"
#include "core/result.h"
#include "core/storedmedia.h"
#include "services/mediaopener.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace Earmark {

class HttpClient;
class Storage;

/// The one store of media: an episode's sound may be absent, partly there or whole on this disk,
/// and whoever opens it reads what is there and waits for the rest, which stays. What was fetched
/// while listening is the download. A file that came whole is checked and gets its name.
/// GUI thread; the disk is touched on threads of its own.
class MediaStore : public QObject, public MediaOpener
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MediaStore)

public:
    struct Needs
    {
        Storage &storage;
        HttpClient &http;
        QString folder{}; ///< Made when the first file needs it.
        Clock clock = systemClock();
    };

    explicit MediaStore(const Needs &needs, QObject *parent = nullptr);
    ~MediaStore() override;

    const QString &folder() const;
    /// What the library knows of the files. Asked once; every call has the same answer.
    QFuture<Result<>> load();

    /// Of an episode of the library its file, else as open().
    QFuture<Result<std::shared_ptr<ByteSource>>> openEpisode(const Episode &episode,
                                                             const PodcastAccess &access) override;

    /// Nothing: no word was ever said of it. Cheap.
    std::optional<StoredMedia> media(EpisodeId episode) const;
    StoredMediaList all() const;
    /// Which bytes are there of a file that is open, or whole. Cheap.
    RangeMap present(EpisodeId episode) const;

Q_SIGNALS:
    /// What is there of these episodes, or what is known of it.
    void changed(const QList<Earmark::EpisodeId> &episodes);
};

} // namespace Earmark
