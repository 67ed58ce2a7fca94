// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Earmark {

/// What a media file is, whatever its name and wherever it came from: the same for the same bytes,
/// another when a publisher puts another file in its place. media/fileidentifier.h finds it.
struct FileIdentity
{
    qint64 size = 0; ///< bytes
    QByteArray head; ///< Digest of the beginning, which is there soon after a stream began.
    QByteArray digest; ///< Of pieces from all over the file.

    bool operator==(const FileIdentity &) const = default;
};

} // namespace Earmark
