// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/downloadfacts.h"

#include "core/downloadqueue.h"
#include "core/podcastwants.h"
#include "storage/columns.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto Columns
        = "SELECT e.id, e.podcast_id, e.title, e.published, e.duration, e.play,"
          " max(e.heard_at, e.done_at), e.favourite, e.archived, coalesce(m.presence, 0),"
          " coalesce(m.bytes, 0), coalesce(nullif(m.size, 0), e.enclosure_length),"
          " coalesce(m.changed_at, 0), coalesce(m.cause, 0), coalesce(m.refused, 0), d.state"_L1;
// Each of the first tables is walked by an index or looked into by a key; CROSS keeps it so. The
// conditions repeat those of the indexes word for word.
const auto OfMedia = " CROSS JOIN episode AS e ON e.id = m.episode_id"
                     " LEFT JOIN download AS d ON d.episode_id = m.episode_id"
                     " WHERE e.removed = 0 AND "_L1;
const auto OfEpisode = " LEFT JOIN media AS m ON m.episode_id = e.id"
                       " LEFT JOIN download AS d ON d.episode_id = e.id"
                       " WHERE e.removed = 0 AND "_L1;
// Texts without sound and files that are not of the network are nothing to fetch.
const auto Fetchable = " AND e.enclosure_url GLOB 'http*'"_L1;
const auto ByPodcast = " FROM episode AS e INDEXED BY episode_of_podcast"_L1;

QString queueText()
{
    return u"SELECT q.episode_id FROM queue AS q INDEXED BY queue_by_rank"
           " CROSS JOIN episode AS e WHERE e.removed = 0 AND e.id = q.episode_id"
           " ORDER BY q.rank, q.episode_id"_s;
}

QString wholeText()
{
    return Columns + " FROM media AS m INDEXED BY media_whole"_L1 + OfMedia + "m.presence = 2"_L1;
}

QString partsText()
{
    return Columns + " FROM media AS m INDEXED BY media_part"_L1 + OfMedia + "m.presence = 1"_L1;
}

QString downloadsText()
{
    return Columns
            + " FROM download AS d CROSS JOIN episode AS e ON e.id = d.episode_id"
              " LEFT JOIN media AS m ON m.episode_id = d.episode_id WHERE e.removed = 0"_L1;
}

QString oneText()
{
    return Columns + " FROM episode AS e"_L1 + OfEpisode + "e.id = :id"_L1 + Fetchable;
}

QString newestText()
{
    return Columns + ByPodcast + OfEpisode + "e.podcast_id = :podcast"_L1 + Fetchable
            + " ORDER BY e.published DESC, e.id DESC LIMIT :most"_L1;
}

QString sinceText()
{
    return Columns + ByPodcast + OfEpisode + "e.podcast_id = :podcast AND e.published >= :since"_L1
            + Fetchable + " ORDER BY e.published DESC, e.id DESC LIMIT :most"_L1;
}

/// Of all the podcast's rows: a serial show has few.
QString heardLastText()
{
    return u"SELECT e.published, e.id FROM episode AS e INDEXED BY episode_of_podcast"
           " WHERE e.removed = 0 AND e.podcast_id = :podcast AND (e.play > 0 OR e.archived = 1)"
           " ORDER BY max(e.heard_at, e.done_at) DESC, e.published DESC, e.id DESC LIMIT 1"_s;
}

QString followingText()
{
    return Columns + ByPodcast + OfEpisode
            + "e.podcast_id = :podcast AND (e.published, e.id) >= (:published, :id)"_L1 + Fetchable
            + " ORDER BY e.published, e.id LIMIT :most"_L1;
}

DownloadFacts readFacts(const Sql::Statement &row)
{
    DownloadFacts facts{.episode = EpisodeId(row.value(0).toLongLong()),
                        .podcast = PodcastId(row.value(1).toLongLong()),
                        .title = row.value(2).toString(),
                        .published = toDateTime(row.value(3)),
                        .duration = toMilliseconds(row.value(4)),
                        .play = PlayState(row.value(5).toInt()),
                        .heardAt = toDateTime(row.value(6)),
                        .isFavourite = row.value(7).toBool(),
                        .isArchived = row.value(8).toBool(),
                        .presence = MediaPresence(row.value(9).toInt()),
                        .bytes = row.value(10).toLongLong(),
                        .size = row.value(11).toLongLong(),
                        .changedAt = toDateTime(row.value(12)),
                        .cause = DownloadCause(row.value(13).toInt()),
                        .isRefused = row.value(14).toBool()};
    if (const QVariant state = row.value(15); !state.isNull()) {
        const bool hasFailed = DownloadState(state.toInt()) == DownloadState::Failed;
        facts.isComing = !hasFailed;
        facts.isRefused = facts.isRefused || hasFailed;
    }
    return facts;
}

} // namespace

DownloadFactsReader::DownloadFactsReader(const QSqlDatabase &db)
    : m_queue(db, queueText()), m_whole(db, wholeText()), m_parts(db, partsText()),
      m_downloads(db, downloadsText()), m_one(db, oneText()), m_newest(db, newestText()),
      m_since(db, sinceText()), m_heardLast(db, heardLastText()), m_following(db, followingText())
{
}

QStringList DownloadFactsReader::statements()
{
    return {queueText(),  wholeText(), partsText(),     downloadsText(), oneText(),
            newestText(), sinceText(), heardLastText(), followingText()};
}

Result<> DownloadFactsReader::take(Sql::Statement &statement,
                                   std::initializer_list<Sql::Binding> bindings)
{
    if (auto done = statement.run(bindings); !done)
        return done;
    while (statement.next())
        taken(statement);
    statement.finish();
    return {};
}

const DownloadFacts &DownloadFactsReader::taken(const Sql::Statement &row)
{
    DownloadFacts facts = readFacts(row);
    const auto known = m_known.constFind(facts.episode);
    if (known != m_known.cend())
        return m_facts.at(*known);
    facts.isPlaying = facts.episode == m_playing;
    facts.queuePlace = m_places.value(facts.episode, -1);
    m_known.insert(facts.episode, m_facts.size());
    m_facts.append(facts);
    return m_facts.constLast();
}

Result<> DownloadFactsReader::readQueue()
{
    if (auto done = m_queue.run(); !done)
        return done;
    while (m_queue.next()) {
        const EpisodeId episode(m_queue.value(0).toLongLong());
        m_places.insert(episode, int(m_queued.size()));
        m_queued.append(episode);
    }
    m_queue.finish();
    return {};
}

Result<> DownloadFactsReader::readThere(EpisodeId playing, int queued)
{
    m_playing = playing;
    if (auto done = readQueue(); !done)
        return done;
    for (Sql::Statement *statement : {&m_whole, &m_parts, &m_downloads}) {
        if (auto done = take(*statement); !done)
            return done;
    }
    QList<EpisodeId> single
            = m_queued.first(std::min<qsizetype>(std::max(0, queued), m_queued.size()));
    if (playing.isValid())
        single.append(playing);
    for (const EpisodeId episode : std::as_const(single)) {
        if (auto done = take(m_one, {{u":id"_s, episode.value()}}); !done)
            return done;
    }
    return {};
}

Result<> DownloadFactsReader::readNewest(PodcastId podcast, const DownloadSettings &settings)
{
    if (auto done = m_newest.run({{u":podcast"_s, podcast.value()}, {u":most"_s, MostOfAPodcast}});
        !done)
        return done;
    for (int kept = 0; kept < settings.newest && m_newest.next();) {
        if (isLet(taken(m_newest), settings))
            ++kept;
    }
    m_newest.finish();
    return {};
}

Result<> DownloadFactsReader::readSince(PodcastId podcast, const QDateTime &since)
{
    const qint64 from = since.isValid() ? toColumn(since) : std::numeric_limits<qint64>::min();
    return take(
            m_since,
            {{u":podcast"_s, podcast.value()}, {u":since"_s, from}, {u":most"_s, MostOfAPodcast}});
}

Result<> DownloadFactsReader::readFollowing(PodcastId podcast)
{
    qint64 published = std::numeric_limits<qint64>::min();
    qint64 id = 0;
    int most = MostOfAPodcast;
    if (auto done = m_heardLast.run({{u":podcast"_s, podcast.value()}}); !done)
        return done;
    if (m_heardLast.next()) {
        published = m_heardLast.value(0).toLongLong();
        id = m_heardLast.value(1).toLongLong();
        ++most;
    }
    m_heardLast.finish();
    return take(m_following,
                {{u":podcast"_s, podcast.value()},
                 {u":published"_s, published},
                 {u":id"_s, id},
                 {u":most"_s, most}});
}

} // namespace Earmark
