// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QString>

#include <cerrno>
#include <cstdint>
#include <unistd.h>
#include <utility>

// What the disk is asked for by net/partfile.h, with sentences for its noes.

namespace Earmark {

/// Closes it at the end of a scope.
class Descriptor
{
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) { }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    int get() const { return m_descriptor; }
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

/// Calls again what a signal interrupted.
template<typename Call>
auto again(Call call)
{
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

/// code: an errno. Paths are told to the log only.
Error diskFailure(const QString &path, int code);
/// Somebody else did something to the file. Code ESTALE.
Error foreignFailure(const QString &path, const QString &what);
/// All of bytes, at offset.
Result<> writeAll(int descriptor, QByteArrayView bytes, std::int64_t offset, const QString &path);
/// A name is on the disk when its folder is.
Result<> syncFolderOf(const QString &path);
/// A descriptor, to be closed by the caller: of a file that is made when there is none, is locked
/// for us alone, and is still what path names, for what was renamed in between is somebody's whole
/// file.
Result<int> openLocked(const QString &path);

} // namespace Earmark
