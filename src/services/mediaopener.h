// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/episode.h"
#include "core/result.h"
#include "core/trackingprefixes.h"
#include "net/httpclient.h"
#include "services/podcastaccess.h"

#include <QFuture>

#include <memory>
#include <optional>

namespace Earmark {

/// The one place that turns an enclosure into bytes. http and https are fetched; `earmark-demo:`
/// is the program's own resource; nothing else is opened, whatever a feed says. Addresses with
/// tracking prefixes are asked for without them, and with them when that fails.
class MediaOpener
{
    Q_DISABLE_COPY_MOVE(MediaOpener)

public:
    using Source = std::shared_ptr<ByteSource>;

    enum class Purpose : quint8 {
        Listening,
        Looking, ///< For what its beginning tells: chapters.
    };

    explicit MediaOpener(HttpClient &http);
    virtual ~MediaOpener() = default;

    /// Bytes that nobody keeps: of what is in no library.
    virtual Result<Source> open(const Enclosure &enclosure, const PodcastAccess &access);
    /// Of an episode; as open(), unless somebody keeps them (services/mediastore.h).
    virtual QFuture<Result<Source>> openEpisode(const Episode &episode, const PodcastAccess &access,
                                                Purpose purpose);
    QFuture<Result<Source>> openEpisode(const Episode &episode, const PodcastAccess &access)
    {
        return openEpisode(episode, access, Purpose::Listening);
    }

protected:
    /// Of an address that is fetched.
    MediaRequest requestOf(const QUrl &url, const PodcastAccess &access);

private:
    const TrackingPrefixes &prefixes();

    HttpClient &m_http;
    std::optional<TrackingPrefixes> m_prefixes;
};

} // namespace Earmark
