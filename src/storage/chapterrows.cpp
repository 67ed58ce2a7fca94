// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/chapterrows.h"

#include "storage/columns.h"

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

const auto Insert
        = u"INSERT INTO chapter (episode_id, source, number, start, ends, hidden, title, link,"
          " image) VALUES (:episode, :source, :number, :start, :ends, :hidden, :title, :link,"
          " :image)"_s;
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
    : m_insert(db, Insert), m_delete(db, Delete), m_markRead(db, MarkRead), m_forget(db, Forget),
      m_count(db, Count), m_select(db, Select)
{
}

Result<> ChapterRows::replace(EpisodeId episode, const ChapterList &list)
{
    auto removed
            = m_delete.run({{u":episode"_s, episode.value()}, {u":source"_s, int(list.source)}});
    return removed ? insert(episode, list) : removed;
}

Result<> ChapterRows::insert(EpisodeId episode, const ChapterList &list)
{
    const qsizetype count = qMin(list.chapters.size(), MaxChapters);
    for (qsizetype i = 0; i < count; ++i) {
        const Chapter &chapter = list.chapters.at(i);
        auto done = m_insert.run(
                {{u":episode"_s, episode.value()},
                 {u":source"_s, int(list.source)},
                 {u":number"_s, i},
                 {u":start"_s, qint64(chapter.start.count())},
                 {u":ends"_s, chapter.end ? QVariant(qint64(chapter.end->count())) : QVariant()},
                 {u":hidden"_s, int(chapter.hidden)},
                 {u":title"_s, chapter.title},
                 {u":link"_s, toColumn(chapter.link)},
                 {u":image"_s, toColumn(chapter.image)}});
        if (!done)
            return done;
    }
    return markRead(episode, list.source);
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
