// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/beacons.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct Beacon
{
    QLatin1StringView host; ///< And all below it; empty: any.
    QLatin1StringView path; ///< Its beginning; for any host a part of it.
};

constexpr Beacon Beacons[] = {
        // Feeds and blogs
        {"feeds.feedburner.com"_L1, "/~"_L1},
        {"feedsportal.com"_L1, ""_L1},
        {"feeds.wordpress.com"_L1, ""_L1},
        {"stats.wordpress.com"_L1, ""_L1},
        {"pixel.wp.com"_L1, ""_L1},
        {"medium.com"_L1, "/_/stat"_L1},
        {"eotrx.substackcdn.com"_L1, ""_L1},
        {"blogger.googleusercontent.com"_L1, "/tracker"_L1},
        {"feedpress.me"_L1, "/link"_L1},
        // Podcasts
        {"stats.blubrry.com"_L1, ""_L1},
        {"dts.podtrac.com"_L1, ""_L1},
        {"chtbl.com"_L1, ""_L1},
        {"chrt.fm"_L1, ""_L1},
        {"pdst.fm"_L1, ""_L1},
        {"op3.dev"_L1, "/e"_L1},
        // Mail that became notes
        {"list-manage.com"_L1, "/track"_L1},
        {"sendgrid.net"_L1, "/wf/open"_L1},
        {"mandrillapp.com"_L1, "/track"_L1},
        {"hubspot.com"_L1, "/__ptq.gif"_L1},
        {"track.hubspot.com"_L1, ""_L1},
        // Counters and advertising
        {"google-analytics.com"_L1, ""_L1},
        {"doubleclick.net"_L1, ""_L1},
        {"googlesyndication.com"_L1, ""_L1},
        {"scorecardresearch.com"_L1, ""_L1},
        {"quantserve.com"_L1, ""_L1},
        {"statcounter.com"_L1, ""_L1},
        {"facebook.com"_L1, "/tr"_L1},
        {"bat.bing.com"_L1, ""_L1},
        {"px.ads.linkedin.com"_L1, ""_L1},
        {"analytics.twitter.com"_L1, ""_L1},
        {"t.co"_L1, "/i/adsct"_L1},
        {"pixel.mathtag.com"_L1, ""_L1},
        {"adsrvr.org"_L1, ""_L1},
        {"vgwort.de"_L1, ""_L1},
        {"ivwbox.de"_L1, ""_L1},
        // Whoever runs it himself
        {""_L1, "/matomo.php"_L1},
        {""_L1, "/piwik.php"_L1},
        {""_L1, "/pixel.gif"_L1},
        {""_L1, "/pixel.png"_L1},
        {""_L1, "/tracking-pixel"_L1},
        {""_L1, "/track/open"_L1},
};

bool isHost(const QString &host, QLatin1StringView known)
{
    return host.endsWith(known)
            && (host.size() == known.size() || host.at(host.size() - known.size() - 1) == u'.');
}

} // namespace

bool isBeacon(const QUrl &picture)
{
    const QString host = picture.host().toLower();
    const QString path = picture.path().toLower();
    return std::any_of(std::begin(Beacons), std::end(Beacons), [&](const Beacon &known) {
        return known.host.isEmpty() ? path.contains(known.path)
                                    : isHost(host, known.host) && path.startsWith(known.path);
    });
}

} // namespace Earmark
