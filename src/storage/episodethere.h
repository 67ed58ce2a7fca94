// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "storage/sql.h"

namespace Earmark {

/// The listener's word on an episode came when it had gone.
inline Error episodeNotThere(EpisodeId id)
{
    using namespace Qt::StringLiterals;
    return fail(ErrorKind::NotFound, u"This episode is no longer in the library."_s,
                u"episode %1"_s.arg(id.value()));
}

/// Fails with that when it is not in the library, or unsubscribed from.
inline Result<> requireEpisode(const QSqlDatabase &db, EpisodeId id)
{
    using namespace Qt::StringLiterals;
    auto there = Sql::exec(db, u"SELECT 1 FROM episode WHERE id = :id AND removed = 0"_s,
                           {{u":id"_s, id.value()}});
    if (!there)
        return there.error();
    if (!there->next())
        return episodeNotThere(id);
    return {};
}

} // namespace Earmark
