// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/timesavedrepository.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Result<TimeSaved> readOne(Result<QSqlQuery> found)
{
    if (!found)
        return found.error();
    if (!found->next())
        return fail(ErrorKind::NotFound, u"This episode is no longer in the library."_s);
    return TimeSaved{.bySpeed = toMilliseconds(found->value(0)),
                     .byTrimming = toMilliseconds(found->value(1)),
                     .bySkipping = toMilliseconds(found->value(2))};
}

} // namespace

Result<> addTimeSaved(const QSqlDatabase &db, EpisodeId id, const TimeSaved &saved)
{
    if (saved == TimeSaved())
        return {};
    const QVariant speed(qint64(saved.bySpeed.count()));
    const QVariant trimming(qint64(saved.byTrimming.count()));
    const QVariant skipping(qint64(saved.bySkipping.count()));
    const auto whole = Sql::change(
            db,
            u"UPDATE time_saved SET by_speed = by_speed + :speed,"
            " by_trimming = by_trimming + :trimming,"
            " by_skipping = by_skipping + :skipping"_s,
            {{u":speed"_s, speed}, {u":trimming"_s, trimming}, {u":skipping"_s, skipping}});
    if (!whole)
        return whole.error();
    return Sql::change(db,
                       u"UPDATE episode SET saved_by_speed = saved_by_speed + :speed,"
                       " saved_by_trimming = saved_by_trimming + :trimming,"
                       " saved_by_skipping = saved_by_skipping + :skipping WHERE id = :id"_s,
                       {{u":speed"_s, speed},
                        {u":trimming"_s, trimming},
                        {u":skipping"_s, skipping},
                        {u":id"_s, id.value()}})
            .transform([](int) {});
}

Result<> TimeSavedRepository::add(EpisodeId id, const TimeSaved &saved)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&] { return addTimeSaved(db, id, saved); });
}

Result<TimeSaved> TimeSavedRepository::of(EpisodeId id) const
{
    return readOne(Sql::exec(m_database.handle(),
                             u"SELECT saved_by_speed, saved_by_trimming, saved_by_skipping"
                             " FROM episode WHERE id = :id AND removed = 0"_s,
                             {{u":id"_s, id.value()}}));
}

Result<TimeSaved> TimeSavedRepository::total() const
{
    return readOne(Sql::exec(m_database.handle(),
                             u"SELECT by_speed, by_trimming, by_skipping FROM time_saved"_s));
}

} // namespace Earmark
