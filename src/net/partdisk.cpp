// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partdisk.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Error busyFailure(const QString &path)
{
    return fail(ErrorKind::FileSystem,
                u"Another window of Earmark is loading this file; wait until it is done there."_s,
                path + u": locked"_s, EWOULDBLOCK);
}

} // namespace

Error diskFailure(const QString &path, int code)
{
    const QString detail = path + u": "_s + qt_error_string(code);
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return fail(ErrorKind::FileSystem,
                    u"The disk is full, so that loading had to stop; make some room on it and try "
                    u"again."_s,
                    detail, code);
    case ENOENT:
    case ENOTDIR:
        return fail(ErrorKind::FileSystem,
                    u"The folder for downloads cannot be found; connect its disk or choose another "
                    u"folder."_s,
                    detail, code);
    case EACCES:
    case EPERM:
    case EROFS:
        return fail(ErrorKind::FileSystem,
                    u"The folder for downloads cannot be written; choose another folder, or change "
                    u"who may write it."_s,
                    detail, code);
    default:
        return fail(ErrorKind::FileSystem,
                    u"The disk did not take what was loaded (%1); try again, or choose another "
                    u"folder."_s.arg(qt_error_string(code)),
                    detail, code);
    }
}

Error foreignFailure(const QString &path, const QString &what)
{
    return fail(ErrorKind::FileSystem,
                u"Another program removed or changed the unfinished file while it was being "
                u"loaded; start again."_s,
                path + u": "_s + what, ESTALE);
}

Result<> writeAll(int descriptor, QByteArrayView bytes, std::int64_t offset, const QString &path)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = again([&] {
            return ::pwrite(descriptor, bytes.constData(), std::size_t(bytes.size()), offset);
        });
        if (count <= 0)
            return diskFailure(path, count < 0 ? errno : ENOSPC);
        bytes = bytes.sliced(count);
        offset += count;
    }
    return {};
}

Result<> syncFolderOf(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).path());
    const Descriptor opened(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0)
        return diskFailure(path, errno);
    if (again([&] { return ::fsync(opened.get()); }) != 0
        && errno != EINVAL) // some file systems cannot be asked
        return diskFailure(path, errno);
    return {};
}

Result<int> openLocked(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    for (int attempt = 0; attempt < 3; ++attempt) {
        Descriptor opened(::open(name.constData(),
                                 O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
        if (opened.get() < 0)
            return diskFailure(path, errno);
        if (again([&] { return ::flock(opened.get(), LOCK_EX | LOCK_NB); }) != 0
            && errno == EWOULDBLOCK)
            return busyFailure(path);
        struct stat held = {};
        struct stat named = {};
        if (::fstat(opened.get(), &held) != 0)
            return diskFailure(path, errno);
        if (!S_ISREG(held.st_mode))
            return foreignFailure(path, u"no file"_s);
        if (::stat(name.constData(), &named) == 0 && named.st_ino == held.st_ino
            && named.st_dev == held.st_dev)
            return opened.release();
    }
    return busyFailure(path);
}

} // namespace Earmark
