// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/analysisrepository.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto Columns = u"SELECT a.length, a.loudness, a.noise_floor, a.pauses, a.waveform"
                     " FROM analysis AS a"_s;

void appendNumber(QByteArray &bytes, qint64 number)
{
    auto rest = quint64(number);
    while (rest >= 0x80) {
        bytes.append(char(rest | 0x80));
        rest >>= 7;
    }
    bytes.append(char(rest));
}

QByteArray packed(const MediaRanges &pauses)
{
    QByteArray bytes;
    std::chrono::milliseconds before{0};
    qsizetype count = 0;
    for (const MediaRange &pause : pauses) {
        if (++count > AnalysisRepository::MostPauses)
            break;
        appendNumber(bytes, (pause.start - before).count());
        appendNumber(bytes, pause.length().count());
        before = pause.end;
    }
    return bytes;
}

/// A row that was damaged gives what makes sense of it.
MediaRanges unpacked(const QByteArray &bytes)
{
    constexpr int MostShift = 42; // 49 bits of ms
    MediaRanges pauses;
    std::optional<std::chrono::milliseconds> start;
    std::chrono::milliseconds before{0};
    quint64 number = 0;
    int shift = 0;
    for (const char byte : bytes) {
        number |= quint64(uchar(byte) & 0x7f) << shift;
        if (uchar(byte) & 0x80) {
            shift += 7;
            if (shift > MostShift)
                break;
            continue;
        }
        before += std::chrono::milliseconds(qint64(number));
        if (start && before > *start)
            pauses.push_back({*start, before});
        start = start ? std::nullopt : std::optional(before);
        number = 0;
        shift = 0;
    }
    return pauses;
}

std::optional<double> toLevel(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
}

Result<std::optional<EpisodeAnalysis>> first(Result<QSqlQuery> query)
{
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<EpisodeAnalysis>();
    return std::optional(EpisodeAnalysis{.length = toMilliseconds(query->value(0)),
                                         .loudness = toLevel(query->value(1)),
                                         .noiseFloor = toLevel(query->value(2)),
                                         .pauses = unpacked(query->value(3).toByteArray()),
                                         .waveform = query->value(4).toByteArray()});
}

QVariant fromLevel(std::optional<double> level)
{
    return level ? QVariant(*level) : QVariant();
}

} // namespace

Result<std::optional<EpisodeAnalysis>> AnalysisRepository::find(const FileIdentity &file,
                                                                int method) const
{
    return first(Sql::exec(m_database.handle(),
                           Columns
                                   + u" WHERE a.size = :size AND a.head = :head"
                                     " AND a.digest = :digest AND a.method = :method"_s,
                           {{u":size"_s, file.size},
                            {u":head"_s, file.head},
                            {u":digest"_s, file.digest},
                            {u":method"_s, method}}));
}

Result<std::optional<EpisodeAnalysis>> AnalysisRepository::findByHead(const FileIdentity &file,
                                                                      int method) const
{
    return first(
            Sql::exec(m_database.handle(),
                      Columns
                              + u" WHERE a.size = :size AND a.head = :head AND a.method = :method"
                                " ORDER BY a.used_at DESC LIMIT 1"_s,
                      {{u":size"_s, file.size}, {u":head"_s, file.head}, {u":method"_s, method}}));
}

Result<std::optional<EpisodeAnalysis>> AnalysisRepository::ofEpisode(EpisodeId episode,
                                                                     int method) const
{
    return first(Sql::exec(m_database.handle(),
                           Columns
                                   + u" JOIN analysis_of AS o ON o.analysis_id = a.id"
                                     " WHERE o.episode_id = :episode AND a.method = :method"_s,
                           {{u":episode"_s, episode.value()}, {u":method"_s, method}}));
}

Result<MediaRanges> AnalysisRepository::pausesOf(EpisodeId episode) const
{
    return Sql::exec(m_database.handle(),
                     u"SELECT a.pauses FROM analysis AS a JOIN analysis_of AS o"
                     " ON o.analysis_id = a.id WHERE o.episode_id = :episode"_s,
                     {{u":episode"_s, episode.value()}})
            .transform([](QSqlQuery query) {
                return query.next() ? unpacked(query.value(0).toByteArray()) : MediaRanges();
            });
}

Result<> AnalysisRepository::keep(const FileIdentity &file, const EpisodeAnalysis &analysis,
                                  int method, const QDateTime &now)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto written = Sql::change(
                db,
                u"INSERT INTO analysis (size, head, digest, method, used_at, length, loudness,"
                " noise_floor, pauses, waveform) VALUES (:size, :head, :digest, :method, :now,"
                " :length, :loudness, :floor, :pauses, :waveform)"
                " ON CONFLICT (size, head, digest) DO UPDATE SET method = excluded.method,"
                " used_at = excluded.used_at, length = excluded.length,"
                " loudness = excluded.loudness, noise_floor = excluded.noise_floor,"
                " pauses = excluded.pauses, waveform = excluded.waveform"_s,
                {{u":size"_s, file.size},
                 {u":head"_s, file.head},
                 {u":digest"_s, file.digest},
                 {u":method"_s, method},
                 {u":now"_s, toColumn(now)},
                 {u":length"_s, qint64(analysis.length.count())},
                 {u":loudness"_s, fromLevel(analysis.loudness)},
                 {u":floor"_s, fromLevel(analysis.noiseFloor)},
                 {u":pauses"_s, packed(analysis.pauses)},
                 {u":waveform"_s, analysis.waveform}});
        if (!written)
            return written.error();
        return Sql::change(db,
                           u"DELETE FROM analysis WHERE id IN (SELECT id FROM analysis"
                           " ORDER BY used_at DESC, id DESC LIMIT -1 OFFSET :most)"_s,
                           {{u":most"_s, MostRows}})
                .transform([](int) {});
    });
}

Result<> AnalysisRepository::use(EpisodeId episode, const FileIdentity &file, const QDateTime &now)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto used = Sql::change(db,
                                      u"UPDATE analysis SET used_at = :now WHERE size = :size"
                                      " AND head = :head AND digest = :digest"_s,
                                      {{u":now"_s, toColumn(now)},
                                       {u":size"_s, file.size},
                                       {u":head"_s, file.head},
                                       {u":digest"_s, file.digest}});
        if (!used)
            return used.error();
        // Neither the episode nor the analysis need be there any more.
        return Sql::change(db,
                           u"INSERT INTO analysis_of (episode_id, analysis_id)"
                           " SELECT e.id, a.id FROM episode AS e CROSS JOIN analysis AS a"
                           " WHERE e.id = :episode AND a.size = :size AND a.head = :head"
                           " AND a.digest = :digest"
                           " ON CONFLICT (episode_id)"
                           " DO UPDATE SET analysis_id = excluded.analysis_id"_s,
                           {{u":episode"_s, episode.value()},
                            {u":size"_s, file.size},
                            {u":head"_s, file.head},
                            {u":digest"_s, file.digest}})
                .transform([](int) {});
    });
}

Result<> AnalysisRepository::forgetEpisode(EpisodeId episode)
{
    return Sql::change(m_database.handle(),
                       u"DELETE FROM analysis_of WHERE episode_id = :episode"_s,
                       {{u":episode"_s, episode.value()}})
            .transform([](int) {});
}

} // namespace Earmark
