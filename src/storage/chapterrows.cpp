// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/chapterrows.h"

#include "storage/columns.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr std::array SourcesByTrust{ChapterSource::File, ChapterSource::Json,
                                    ChapterSource::Podlove, ChapterSource::Notes};

int bitOf(ChapterSource source)
{
    return 1 << int(source);
}

constexpr auto Insert = "INSERT INTO chapter (episode_id, source, number, start, title, ends,"
                        " hidden, link, image) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
// Of most chapters nothing else is known: half the values to bind, in feeds with many of them.
constexpr auto InsertPlain = "INSERT INTO chapter (episode_id, source, number, start, title)"
                             " VALUES (?1, ?2, ?3, ?4, ?5)";
const auto Delete = u"DELETE FROM chapter WHERE episode_id = :episode AND source = :source"_s;
const auto MarkRead = u"UPDATE episode_detail SET sources_read = sources_read | :bit"
                      " WHERE episode_id = :episode"_s;
const auto Forget = u"UPDATE episode_detail SET sources_read = sources_read & ~:bit"
                    " WHERE episode_id = :episode"_s;
// The sources' numbers are the order of trust. A choice of a source that has nothing is none.
const auto Count
        = u"UPDATE episode SET chapters = coalesce("
          "(SELECT count(*) FROM chapter AS c JOIN episode_detail AS d USING (episode_id)"
          "  WHERE c.episode_id = :episode AND c.source = d.chosen_source AND c.hidden = 0"
          "  GROUP BY c.source),"
          "(SELECT count(*) FROM chapter AS c WHERE c.episode_id = :episode AND c.hidden = 0"
          "  GROUP BY c.source HAVING count(*) >= 2 ORDER BY c.source LIMIT 1), 0)"
          " WHERE id = :episode"_s;
// The column order and readChapter() are one unit: change them together.
const auto Select = u"SELECT source, start, ends, hidden, title, link, image FROM chapter"
                    " WHERE episode_id = :episode ORDER BY source, number"_s;

Chapter readChapter(const Sql::Statement &row)
{
    Chapter chapter{.start = toMilliseconds(row.value(1)),
                    .end = std::nullopt,
                    .title = row.value(4).toString(),
                    .link = toUrl(row.value(5)),
                    .image = toUrl(row.value(6)),
                    .embeddedImage = {},
                    .hidden = row.value(3).toBool()};
    if (!row.value(2).isNull())
        chapter.end = toMilliseconds(row.value(2));
    return chapter;
}

} // namespace

ChapterRows::ChapterRows(const QSqlDatabase &db)
    : m_insert(db, Insert), m_insertPlain(db, InsertPlain), m_delete(db, Delete),
      m_markRead(db, MarkRead), m_forget(db, Forget), m_count(db, Count), m_select(db, Select)
{
}

Result<> ChapterRows::replace(EpisodeId episode, const ChapterList &list)
{
    auto removed
            = m_delete.run({{u":episode"_s, episode.value()}, {u":source"_s, int(list.source)}});
    if (!removed)
        return removed;
    auto inserted = insert(episode, list);
    return inserted ? markRead(episode, list.source) : inserted;
}

int ChapterRows::sourcesOf(const QList<ChapterList> &lists)
{
    int sources = 0;
    for (const ChapterList &list : lists)
        sources |= bitOf(list.source);
    return sources;
}

int ChapterRows::shownOf(const QList<ChapterList> &lists)
{
    for (const ChapterList &list : lists) {
        const auto end = list.chapters.begin() + qMin(list.chapters.size(), MaxChapters);
        const auto visible = std::count_if(list.chapters.begin(), end,
                                           [](const Chapter &chapter) { return !chapter.hidden; });
        if (visible >= 2)
            return int(visible);
    }
    return 0;
}

Result<> ChapterRows::insert(EpisodeId episode, const ChapterList &list)
{
    const qsizetype count = qMin(list.chapters.size(), MaxChapters);
    for (qsizetype i = 0; i < count; ++i) {
        auto done = insertOne(episode, list.source, i, list.chapters.at(i));
        if (!done)
            return done;
    }
    return {};
}

Result<> ChapterRows::insertOne(EpisodeId episode, ChapterSource source, qsizetype number,
                                const Chapter &chapter)
{
    const bool isPlain
            = !chapter.end && !chapter.hidden && chapter.link.isEmpty() && chapter.image.isEmpty();
    const QByteArray title = chapter.title.toUtf8();
    if (isPlain)
        return m_insertPlain.run(episode.value(), int(source), number, chapter.start.count(),
                                 title);
    const QByteArray link = toColumn(chapter.link).toUtf8();
    const QByteArray image = toColumn(chapter.image).toUtf8();
    return m_insert.run(episode.value(), int(source), number, chapter.start.count(), title,
                        chapter.end ? Sql::Cell(chapter.end->count()) : Sql::Cell(),
                        int(chapter.hidden), link, image);
}

Result<> ChapterRows::markRead(EpisodeId episode, ChapterSource source)
{
    return m_markRead.run({{u":bit"_s, bitOf(source)}, {u":episode"_s, episode.value()}});
}

Result<> ChapterRows::forget(EpisodeId episode, ChapterSource source)
{
    auto removed = m_delete.run({{u":episode"_s, episode.value()}, {u":source"_s, int(source)}});
    if (!removed)
        return removed;
    return m_forget.run({{u":bit"_s, bitOf(source)}, {u":episode"_s, episode.value()}});
}

Result<> ChapterRows::count(EpisodeId episode)
{
    return m_count.run({{u":episode"_s, episode.value()}});
}

Result<QList<ChapterList>> ChapterRows::lists(EpisodeId episode, int sourcesRead)
{
    QList<ChapterList> lists;
    for (const ChapterSource source : SourcesByTrust) {
        if (sourcesRead & bitOf(source))
            lists.append({.source = source, .chapters = {}});
    }
    if (const auto done = m_select.run({{u":episode"_s, episode.value()}}); !done)
        return done.error();
    auto list = lists.begin();
    while (m_select.next()) {
        const auto source = static_cast<ChapterSource>(m_select.value(0).toInt());
        while (list != lists.end() && list->source != source)
            ++list;
        if (list == lists.end())
            break;
        list->chapters.append(readChapter(m_select));
    }
    return lists;
}

} // namespace Earmark
