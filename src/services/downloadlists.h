// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/result.h"

#include <QFuture>

namespace Earmark {

class Storage;

/// What the Downloads page reads of the library; how downloads stand at this moment:
/// services/downloadservice.h.
class DownloadLists
{
    Q_DISABLE_COPY_MOVE(DownloadLists)

public:
    explicit DownloadLists(Storage &storage) : m_storage(storage) { }
    ~DownloadLists() = default;

    /// Of one moment.
    struct Answer
    {
        DownloadRows rows; ///< Newest first.
        QList<PodcastStorage> usage; ///< Largest first.
        LeftParts parts;
    };

    QFuture<Result<Answer>> all();

private:
    Storage &m_storage;
};

} // namespace Earmark
