// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderows.h"

#include "storage/columns.h"

namespace Earmark {

const QString EpisodeRowColumns = QStringLiteral(
        "e.id, e.podcast_id, e.title,"
        " CASE WHEN p.custom_title = '' THEN p.title ELSE p.custom_title END,"
        " CASE WHEN e.image = '' THEN p.image ELSE e.image END, e.excerpt, e.published, e.duration,"
        " e.play, e.position, e.favourite, e.archived, e.chapters, e.has_transcript,"
        " e.archived = 0 AND EXISTS (SELECT 1 FROM queue AS own WHERE own.episode_id = e.id),"
        " coalesce((SELECT here.presence FROM media AS here WHERE here.episode_id = e.id), 0),"
        " EXISTS (SELECT 1 FROM download AS wanted WHERE wanted.episode_id = e.id)");

EpisodeRow readEpisodeRow(const Sql::Statement &row)
{
    return {.id = EpisodeId(row.value(0).toLongLong()),
            .podcastId = PodcastId(row.value(1).toLongLong()),
            .title = row.value(2).toString(),
            .podcastTitle = row.value(3).toString(),
            .image = toUrl(row.value(4)),
            .excerpt = row.value(5).toString(),
            .published = toDateTime(row.value(6)),
            .duration = toMilliseconds(row.value(7)),
            .state = {.play = static_cast<PlayState>(row.value(8).toInt()),
                      .position = toMilliseconds(row.value(9)),
                      .favourite = row.value(10).toBool(),
                      .archived = row.value(11).toBool()},
            .chapters = row.value(12).toInt(),
            .hasTranscript = row.value(13).toBool(),
            .queued = row.value(14).toBool(),
            .media = static_cast<MediaPresence>(row.value(15).toInt()),
            .downloading = row.value(16).toBool()};
}

} // namespace Earmark
