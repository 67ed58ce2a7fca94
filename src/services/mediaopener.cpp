// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediaopener.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "media/filebytes.h"
#include "services/demo.h"
#include "services/localfolder.h"

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

MediaRequest MediaOpener::requestOf(const QUrl &url, const PodcastAccess &access)
{
    MediaRequest asNamed = mediaRequestFor(url, access);
    const QUrl bare = access.unwrapsTracking ? prefixes().unwrapped(url) : url;
    if (bare == url)
        return asNamed;
    MediaRequest request = mediaRequestFor(bare, access);
    request.otherwise.push_back(asNamed);
    return request;
}

QFuture<Result<MediaOpener::Source>>
MediaOpener::openEpisode(const Episode &episode, const PodcastAccess &access, Purpose /*purpose*/)
{
    if (isLocalEpisode(episode))
        return runOnPool([episode] { return openLocalFile(episode); });
    return readyFuture(open(episode.enclosure, access));
}

Result<MediaOpener::Source> MediaOpener::open(const Enclosure &enclosure,
                                              const PodcastAccess &access)
{
    const QUrl &url = enclosure.url;
    if (isDemoAddress(url))
        return FileBytes::open(demoResource(url));
    if (isFetchable(url))
        return m_http.open(requestOf(url, access));
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
