// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/error.h"

#include <QTimeZone>

namespace Earmark::DownloadSamples {

inline DownloadRow row(int id, MediaPresence presence = MediaPresence::Whole)
{
    using namespace Qt::StringLiterals;
    const QDateTime noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    const bool isWhole = presence == MediaPresence::Whole;
    return {.episode = EpisodeId(id),
            .podcast = PodcastId(id % 3 + 1),
            .title = u"Episode %1"_s.arg(id),
            .podcastTitle = u"Podcast %1"_s.arg(id % 3 + 1),
            .presence = presence,
            .bytes = isWhole ? 60'000'000 : 38'000'000,
            .size = 60'000'000,
            .path = u"Podcast/Episode %1.mp3"_s.arg(id),
            .changedAt = noon.addSecs(-60LL * id),
            .isWanted = !isWhole};
}

inline DownloadRows files(int count)
{
    DownloadRows rows;
    for (int id = 1; id <= count; ++id)
        rows.append(row(id));
    return rows;
}

/// A download of episode `id`, whose row() is a part.
inline DownloadView view(int id, DownloadState state)
{
    using namespace Qt::StringLiterals;
    DownloadView view{.item = {.episode = EpisodeId(id), .host = u"cdn.test"_s, .state = state},
                      .present = 38'000'000,
                      .size = 60'000'000,
                      .text = u"Downloading."_s};
    switch (state) {
    case DownloadState::Running:
        view.speed = 1'200'000;
        view.left = std::chrono::seconds(19);
        break;
    case DownloadState::Waiting:
        view.text = u"Waiting: another file of cdn.test is on its way."_s;
        break;
    case DownloadState::Failed:
        view.text = u"Failed: cdn.test answered that the file is not there (404)."_s;
        break;
    case DownloadState::Paused:
        view.item.pause = PauseCause::Listener;
        view.text = u"Paused by you."_s;
        break;
    case DownloadState::Done:
        break;
    }
    return view;
}

} // namespace Earmark::DownloadSamples
