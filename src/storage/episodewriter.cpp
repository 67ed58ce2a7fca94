// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episodewriter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// The numbers of the parameters are the order in which insert() and update() hand over the cells.
// FAIL, not ABORT, and a foreign key that is looked at by COMMIT: SQLite then need not be able to
// undo the one statement, for which it would set aside the six pages that each episode changes,
// 460 MB in an import of 42. Who fails here gives up the transaction anyway.
constexpr auto Insert
        = "INSERT OR FAIL INTO episode (podcast_id, published, duration, has_transcript, title,"
          " excerpt, image, guid, enclosure_url, enclosure_type, enclosure_length, digest, "
          "chapters)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
          " ON CONFLICT (podcast_id, guid) DO NOTHING";
constexpr auto InsertDetail
        = "INSERT INTO episode_detail (episode_id, link, chapters_url, chapters_type, details,"
          " sources_read, notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr auto Update
        = "UPDATE OR IGNORE episode SET"
          " published = CASE WHEN ?2 = 0 THEN published ELSE ?2 END,"
          " duration = CASE WHEN measured = 1 OR ?3 = 0 THEN duration ELSE ?3 END,"
          " declared = CASE WHEN measured = 1 THEN ?3 ELSE 0 END,"
          " has_transcript = ?4, title = ?5, excerpt = ?6, image = ?7, guid = ?8,"
          " enclosure_url = ?9, enclosure_type = ?10, enclosure_length = ?11, digest = ?12"
          " WHERE id = ?1";
constexpr auto UpdateDetail
        = "UPDATE episode_detail SET link = ?2, chapters_url = ?3, chapters_type = ?4,"
          " details = ?5, notes = ?6 WHERE episode_id = ?1";
const auto SelectChaptersUrl = u"SELECT chapters_url FROM episode_detail WHERE episode_id = :id"_s;

} // namespace

EpisodeWriter::EpisodeWriter(const QSqlDatabase &db, PodcastId podcast)
    : m_podcast(podcast), m_insert(db, Insert), m_insertDetail(db, InsertDetail),
      m_update(db, Update), m_updateDetail(db, UpdateDetail), m_chaptersUrl(db, SelectChaptersUrl),
      m_chapters(db)
{
}

Result<bool> EpisodeWriter::insert(const FeedRow &row)
{
    const auto inserted = m_insert.run(
            m_podcast.value(), row.published, row.duration, int(row.hasTranscript), row.title,
            row.excerpt, row.image, row.guid, row.enclosureUrl, row.enclosureType,
            row.enclosureLength, Sql::Cell::bytes(row.digest), ChapterRows::shownOf(row.chapters));
    if (!inserted)
        return inserted.error();
    if (m_insert.changedRows() == 0)
        return false;
    const EpisodeId id(m_insert.insertedId());
    const auto detailed
            = m_insertDetail.run(id.value(), row.link, row.chaptersUrl, row.chaptersType,
                                 row.details, ChapterRows::sourcesOf(row.chapters), row.notes);
    if (!detailed)
        return detailed.error();
    for (const ChapterList &list : row.chapters) {
        if (const auto done = m_chapters.insert(id, list); !done)
            return done.error();
    }
    return true;
}

Result<bool> EpisodeWriter::update(EpisodeId id, const FeedRow &row)
{
    const auto updated
            = m_update.run(id.value(), row.published, row.duration, int(row.hasTranscript),
                           row.title, row.excerpt, row.image, row.guid, row.enclosureUrl,
                           row.enclosureType, row.enclosureLength, Sql::Cell::bytes(row.digest));
    if (!updated)
        return updated.error();
    if (m_update.changedRows() == 0)
        return false;
    if (const auto done = forgetStaleJson(id, row); !done) // while the old address is still there
        return done.error();
    const auto detailed = m_updateDetail.run(id.value(), row.link, row.chaptersUrl,
                                             row.chaptersType, row.details, row.notes);
    if (!detailed)
        return detailed.error();
    if (const auto done = replaceChapters(id, row); !done)
        return done.error();
    return true;
}

Result<> EpisodeWriter::replaceChapters(EpisodeId id, const FeedRow &row)
{
    for (const ChapterSource source : {ChapterSource::Podlove, ChapterSource::Notes}) {
        const auto list
                = std::find_if(row.chapters.begin(), row.chapters.end(),
                               [source](const ChapterList &one) { return one.source == source; });
        auto done = list == row.chapters.end() ? m_chapters.forget(id, source)
                                               : m_chapters.replace(id, *list);
        if (!done)
            return done;
    }
    return m_chapters.count(id);
}

Result<> EpisodeWriter::forgetStaleJson(EpisodeId id, const FeedRow &row)
{
    if (auto done = m_chaptersUrl.run({{u":id"_s, id.value()}}); !done)
        return done;
    const bool isStale
            = m_chaptersUrl.next() && m_chaptersUrl.value(0).toString().toUtf8() != row.chaptersUrl;
    m_chaptersUrl.finish();
    return isStale ? m_chapters.forget(id, ChapterSource::Json) : Result<>();
}

} // namespace Earmark
