// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadlists.h"

#include "storage/mediarepository.h"
#include "storage/storage.h"

namespace Earmark {

QFuture<Result<DownloadLists::Answer>> DownloadLists::all()
{
    return m_storage.read([](Database &db) -> Result<Answer> {
        const MediaRepository media(db);
        auto rows = media.rows();
        if (!rows)
            return rows.error();
        auto usage = media.usage();
        if (!usage)
            return usage.error();
        const auto parts = media.leftParts();
        if (!parts)
            return parts.error();
        return Answer{.rows = std::move(*rows), .usage = std::move(*usage), .parts = *parts};
    });
}

} // namespace Earmark
