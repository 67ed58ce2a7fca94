// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <atomic>
#include <memory>

namespace Earmark {

/// The bytes of a file on disk, or of a `:/resource` (read into memory at once: the demo's few
/// hundred kilobytes). Reads carry their own offset, so any number of threads may read at once.
class FileBytes final : public ByteSource
{
public:
    /// Touches the disk: opening is quick, but not for the GUI thread when the disk may sleep.
    static Result<std::shared_ptr<ByteSource>> open(const QString &path);
    /// The same of a plain file and nothing else: no link is followed, and no pipe or device
    /// opened, where opening might wait for ever.
    static Result<std::shared_ptr<ByteSource>> openPlain(const QString &path);

    std::optional<std::int64_t> size() const override;
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override;
    std::string failure() const override;
    bool isLocal() const override { return true; }

private:
    FileBytes() = default;

    QFile m_file; ///< Closed for a resource.
    QByteArray m_memory;
    std::atomic<int> m_errno = 0; ///< Of the last failed read.
};

} // namespace Earmark
