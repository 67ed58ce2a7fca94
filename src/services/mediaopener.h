// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/episode.h"
#include "core/result.h"
#include "core/trackingprefixes.h"
#include "services/podcastaccess.h"

#include <memory>

namespace Earmark {

class HttpClient;

/// The one place that turns an enclosure into bytes. http and https are fetched; `earmark-demo:`
/// is the program's own resource; nothing else is opened, whatever a feed says. Addresses with
/// tracking prefixes are asked for without them, and with them when that fails.
class MediaOpener
{
    Q_DISABLE_COPY_MOVE(MediaOpener)

public:
    explicit MediaOpener(HttpClient &http);
    virtual ~MediaOpener() = default;

    virtual Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure,
                                                     const PodcastAccess &access);

private:
    const TrackingPrefixes &prefixes();

    HttpClient &m_http;
    std::optional<TrackingPrefixes> m_prefixes;
};

} // namespace Earmark
