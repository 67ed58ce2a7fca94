// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episodewriter.h"

#include "core/mergeplan.h"
#include "storage/columns.h"
#include "storage/jsontext.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxExcerpt = 240; // core/episode.h

const auto Insert
        = u"INSERT INTO episode (podcast_id, published, duration, has_transcript, title, excerpt,"
          " image, guid, enclosure_url, enclosure_type, enclosure_length, digest)"
          " VALUES (:podcast, :published, :duration, :transcript, :title, :excerpt, :image, :guid,"
          " :url, :type, :length, :digest) ON CONFLICT (podcast_id, guid) DO NOTHING"_s;
const auto InsertDetail
        = u"INSERT INTO episode_detail (episode_id, link, chapters_url, chapters_type, details,"
          " notes) VALUES (:id, :link, :chapters_url, :chapters_type, :details, :notes)"_s;
const auto Update
        = u"UPDATE OR IGNORE episode SET"
          " published = CASE WHEN :published = 0 THEN published ELSE :published END,"
          " duration = CASE WHEN measured = 1 OR :duration = 0 THEN duration ELSE :duration END,"
          " has_transcript = :transcript, title = :title, excerpt = :excerpt, image = :image,"
          " guid = :guid, enclosure_url = :url, enclosure_type = :type,"
          " enclosure_length = :length, digest = :digest WHERE id = :id"_s;
const auto UpdateDetail = u"UPDATE episode_detail SET link = :link, chapters_url = :chapters_url,"
                          " chapters_type = :chapters_type, details = :details, notes = :notes"
                          " WHERE episode_id = :id"_s;
const auto SelectChaptersUrl = u"SELECT chapters_url FROM episode_detail WHERE episode_id = :id"_s;

qint64 durationOf(const FeedEpisode &feed)
{
    return qMax(qint64(0), qRound64(feed.durationSeconds.value_or(0) * 1000));
}

} // namespace

EpisodeWriter::EpisodeWriter(const QSqlDatabase &db, PodcastId podcast)
    : m_podcast(podcast), m_insert(db, Insert), m_insertDetail(db, InsertDetail),
      m_update(db, Update), m_updateDetail(db, UpdateDetail), m_chaptersUrl(db, SelectChaptersUrl),
      m_chapters(db)
{
}

Result<bool> EpisodeWriter::insert(const PreparedEpisode &episode)
{
    const FeedEpisode &feed = episode.feed;
    const auto inserted = m_insert.run({{u":podcast"_s, m_podcast.value()},
                                        {u":published"_s, toColumn(feed.published)},
                                        {u":duration"_s, durationOf(feed)},
                                        {u":transcript"_s, int(!feed.transcripts.isEmpty())},
                                        {u":title"_s, episode.shownTitle},
                                        {u":excerpt"_s, episode.excerpt.left(MaxExcerpt)},
                                        {u":image"_s, toColumn(feed.image)},
                                        {u":guid"_s, feed.guid},
                                        {u":url"_s, toColumn(feed.enclosure.url)},
                                        {u":type"_s, feed.enclosure.type},
                                        {u":length"_s, feed.enclosure.length},
                                        {u":digest"_s, contentDigest(episode)}});
    if (!inserted)
        return inserted.error();
    if (m_insert.changedRows() == 0)
        return false;
    const EpisodeId id(m_insert.insertedId());
    const auto detailed = m_insertDetail.run({{u":id"_s, id.value()},
                                              {u":link"_s, toColumn(feed.link)},
                                              {u":chapters_url"_s, toColumn(feed.chaptersUrl)},
                                              {u":chapters_type"_s, feed.chaptersType},
                                              {u":details"_s, episodeDetailsToJson(feed)},
                                              {u":notes"_s, feed.descriptionHtml}});
    if (!detailed)
        return detailed.error();
    if (const auto done = writeChapters(id, episode, true); !done)
        return done.error();
    return true;
}

Result<bool> EpisodeWriter::update(EpisodeId id, const PreparedEpisode &episode)
{
    const FeedEpisode &feed = episode.feed;
    if (const auto done = forgetStaleJson(id, feed); !done)
        return done.error();
    const auto updated = m_update.run({{u":id"_s, id.value()},
                                       {u":published"_s, toColumn(feed.published)},
                                       {u":duration"_s, durationOf(feed)},
                                       {u":transcript"_s, int(!feed.transcripts.isEmpty())},
                                       {u":title"_s, episode.shownTitle},
                                       {u":excerpt"_s, episode.excerpt.left(MaxExcerpt)},
                                       {u":image"_s, toColumn(feed.image)},
                                       {u":guid"_s, feed.guid},
                                       {u":url"_s, toColumn(feed.enclosure.url)},
                                       {u":type"_s, feed.enclosure.type},
                                       {u":length"_s, feed.enclosure.length},
                                       {u":digest"_s, contentDigest(episode)}});
    if (!updated)
        return updated.error();
    if (m_update.changedRows() == 0)
        return false;
    const auto detailed = m_updateDetail.run({{u":id"_s, id.value()},
                                              {u":link"_s, toColumn(feed.link)},
                                              {u":chapters_url"_s, toColumn(feed.chaptersUrl)},
                                              {u":chapters_type"_s, feed.chaptersType},
                                              {u":details"_s, episodeDetailsToJson(feed)},
                                              {u":notes"_s, feed.descriptionHtml}});
    if (!detailed)
        return detailed.error();
    if (const auto done = writeChapters(id, episode, false); !done)
        return done.error();
    return true;
}

Result<> EpisodeWriter::writeChapters(EpisodeId id, const PreparedEpisode &episode, bool isNew)
{
    const ChapterList lists[]{
            {.source = ChapterSource::Podlove, .chapters = episode.feed.podloveChapters},
            {.source = ChapterSource::Notes, .chapters = episode.noteChapters}};
    bool hasChanged = !isNew;
    for (const ChapterList &list : lists) {
        if (list.chapters.isEmpty()) {
            if (!isNew) {
                if (auto done = m_chapters.forget(id, list.source); !done)
                    return done;
            }
            continue;
        }
        hasChanged = true;
        auto done = isNew ? m_chapters.insert(id, list) : m_chapters.replace(id, list);
        if (!done)
            return done;
    }
    return hasChanged ? m_chapters.count(id) : Result<>();
}

Result<> EpisodeWriter::forgetStaleJson(EpisodeId id, const FeedEpisode &feed)
{
    if (auto done = m_chaptersUrl.run({{u":id"_s, id.value()}}); !done)
        return done;
    const bool isStale = m_chaptersUrl.next()
            && m_chaptersUrl.value(0).toString() != toColumn(feed.chaptersUrl);
    m_chaptersUrl.finish();
    return isStale ? m_chapters.forget(id, ChapterSource::Json) : Result<>();
}

} // namespace Earmark
