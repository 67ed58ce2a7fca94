// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace Earmark {

/// How much is fetched; --short is for a quick look that everything runs.
struct FeedScale
{
    int podcasts = 200;
    int episodes = 100; ///< Of each podcast.
    int hugeEpisodes = 10000;
    int runs = 5;

    static FeedScale shortened()
    {
        return {.podcasts = 24, .episodes = 20, .hugeEpisodes = 500, .runs = 1};
    }
};

constexpr int FeedHosts = 40;
constexpr quint32 HugeNumber = 9999; ///< Of the huge feed, for feedDocument().

/// The document of one podcast as publishers write it: 0.3-8 KB of notes (median 2 KB) in HTML and
/// their beginning again as text, on every third episode a list of chapters, on all the same
/// advertisement; about 4 KB an episode. The same for the same numbers, on every machine.
QByteArray feedDocument(quint32 number, int episodes);

/// Writes 000.xml.gz ... and huge.xml.gz for the server (feedserver.h) to hand out.
Result<> writeFeeds(const QString &folder, FeedScale scale);

QString feedUrl(int number, quint16 port);
QString hugeUrl(quint16 port);
QByteArray subscriptions(FeedScale scale, quint16 port);

} // namespace Earmark
