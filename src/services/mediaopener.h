// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/episode.h"
#include "core/result.h"

#include <memory>

namespace Earmark {

class HttpClient;

/// The one place that turns an enclosure into bytes. http and https are fetched; `earmark-demo:`
/// is the program's own resource; nothing else is opened, whatever a feed says.
class MediaOpener
{
    Q_DISABLE_COPY_MOVE(MediaOpener)

public:
    explicit MediaOpener(HttpClient &http);
    virtual ~MediaOpener() = default;

    virtual Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure);

private:
    HttpClient &m_http;
};

} // namespace Earmark
