// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/attemptrows.h"

#include "storage/columns.h"
#include "storage/jsontext.h"
#include "storage/podcastrepository.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

using AttemptResult = FetchAttempt::Result;

const auto Succeeded = u"UPDATE podcast SET error = '', failures = 0, ended = 0, next_due = :due,"
                       " refreshed_at = :at, tried_at = :at,"
                       " etag = CASE WHEN :etag = '' THEN etag ELSE :etag END, last_modified ="
                       " CASE WHEN :modified = '' THEN last_modified ELSE :modified END"
                       " WHERE id = :id AND removed_at IS NULL"_s;
const auto Failed = u"UPDATE podcast SET error = :error, failures = :failures, ended = :ended,"
                    " next_due = :due, tried_at = :at WHERE id = :id AND removed_at IS NULL"_s;
const auto Insert = u"INSERT INTO attempt (podcast_id, at, result, status, took, bytes, inserted,"
                    " updated, repairs, error) VALUES (:id, :at, :result, :status, :took, :bytes,"
                    " :inserted, :updated, :repairs, :error)"_s;
const auto Drop = u"DELETE FROM attempt WHERE podcast_id = :id AND id <= (SELECT id FROM attempt"
                  " WHERE podcast_id = :id ORDER BY id DESC LIMIT 1 OFFSET :kept)"_s;
const auto Select = u"SELECT at, result, status, took, bytes, inserted, updated, repairs, error"
                    " FROM attempt WHERE podcast_id = :id ORDER BY id DESC"_s;

} // namespace

AttemptRows::AttemptRows(const QSqlDatabase &db)
    : m_succeeded(db, Succeeded), m_failed(db, Failed), m_insert(db, Insert), m_drop(db, Drop)
{
}

Result<> AttemptRows::record(const RefreshRecord &record)
{
    const FetchAttempt &attempt = record.attempt;
    const bool hasFailed = attempt.result == AttemptResult::Failed;
    auto done = hasFailed
            ? m_failed.run({{u":error"_s, attempt.error},
                            {u":failures"_s, record.failures},
                            {u":ended"_s, int(record.isEnded)},
                            {u":due"_s, toColumn(record.nextDue)},
                            {u":at"_s, toColumn(attempt.at)},
                            {u":id"_s, record.podcast.value()}})
            : m_succeeded.run(
                    {{u":due"_s, toColumn(record.nextDue)},
                     {u":at"_s, toColumn(attempt.at)},
                     {u":etag"_s, QString::fromLatin1(record.validators.etag)},
                     {u":modified"_s, QString::fromLatin1(record.validators.lastModified)},
                     {u":id"_s, record.podcast.value()}});
    if (!done)
        return done;
    const bool isThere = (hasFailed ? m_failed : m_succeeded).changedRows() == 1;
    return isThere ? add(record.podcast, attempt) : Result<>();
}

Result<> AttemptRows::add(PodcastId podcast, const FetchAttempt &attempt)
{
    auto done = m_insert.run({{u":id"_s, podcast.value()},
                              {u":at"_s, toColumn(attempt.at)},
                              {u":result"_s, int(attempt.result)},
                              {u":status"_s, attempt.status},
                              {u":took"_s, qint64(attempt.took.count())},
                              {u":bytes"_s, attempt.bytes},
                              {u":inserted"_s, attempt.inserted},
                              {u":updated"_s, attempt.updated},
                              {u":repairs"_s, namesToJson(attempt.repairs)},
                              {u":error"_s, attempt.error}});
    if (!done)
        return done;
    return m_drop.run({{u":id"_s, podcast.value()}, {u":kept"_s, PodcastRepository::AttemptsKept}});
}

Result<QList<FetchAttempt>> AttemptRows::of(const QSqlDatabase &db, PodcastId podcast)
{
    auto query = Sql::exec(db, Select, {{u":id"_s, podcast.value()}});
    if (!query)
        return query.error();
    QList<FetchAttempt> attempts;
    while (query->next()) {
        attempts.append({.at = toDateTime(query->value(0)),
                         .result = AttemptResult(query->value(1).toInt()),
                         .status = query->value(2).toInt(),
                         .took = toMilliseconds(query->value(3)),
                         .bytes = query->value(4).toLongLong(),
                         .inserted = query->value(5).toInt(),
                         .updated = query->value(6).toInt(),
                         .repairs = namesFromJson(query->value(7).toString()),
                         .error = query->value(8).toString()});
    }
    return attempts;
}

} // namespace Earmark
