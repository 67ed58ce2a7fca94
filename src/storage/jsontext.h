// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/feeddocument.h"
#include "core/podcast.h"

#include <QString>
#include <QStringList>

namespace Earmark {

// What is only ever read with its podcast or episode and never asked for stands as JSON in one
// column. Readers take what they know and leave the rest: a later version may write more.

QString namesToJson(const QStringList &names);
QStringList namesFromJson(const QString &json);

/// Funding, persons, promotions, guid, rhythm.
QString podcastDetailsToJson(const Podcast &podcast);
void readPodcastDetails(const QString &json, Podcast &podcast);

/// Persons, transcripts, soundbites, the enclosure's integrity, season and number, author.
QByteArray episodeDetailsToJson(const FeedEpisode &feed);
/// Persons, transcripts, the enclosure's integrity.
void readEpisodeDetails(const QString &json, Episode &episode);

} // namespace Earmark
