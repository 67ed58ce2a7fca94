// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediaopener.h"

#include "core/addresspolicy.h"
#include "media/filebytes.h"
#include "net/httpclient.h"
#include "services/demo.h"
#include "services/fallbacksource.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Earmark {

MediaOpener::MediaOpener(HttpClient &http) : m_http(http) { }

const TrackingPrefixes &MediaOpener::prefixes()
{
    if (!m_prefixes) {
        QFile file(u":/services/trackingprefixes.txt"_s);
        m_prefixes = file.open(QIODevice::ReadOnly)
                ? TrackingPrefixes(QString::fromUtf8(file.readAll()))
                : TrackingPrefixes();
    }
    return *m_prefixes;
}

Result<std::shared_ptr<ByteSource>> MediaOpener::open(const Enclosure &enclosure,
                                                      const PodcastAccess &access)
{
    const QUrl &url = enclosure.url;
    if (isDemoAddress(url))
        return FileBytes::open(demoResource(url));
    if (isFetchable(url)) {
        const QUrl unwrapped = access.unwrapsTracking ? prefixes().unwrapped(url) : url;
        const std::shared_ptr<ByteSource> whole = m_http.open(mediaRequestFor(url, access));
        if (unwrapped == url)
            return whole;
        const std::shared_ptr<ByteSource> bare = m_http.open(mediaRequestFor(unwrapped, access));
        return std::shared_ptr<ByteSource>(std::make_shared<FallbackSource>(bare, whole));
    }
    if (enclosure.url.isEmpty()) {
        return fail(ErrorKind::NotFound,
                    u"This episode has no sound: its podcast names no file for it."_s);
    }
    return fail(ErrorKind::Network,
                u"This episode's sound has an address that Earmark does not open; only http and"
                " https are."_s,
                enclosure.url.scheme());
}

} // namespace Earmark
