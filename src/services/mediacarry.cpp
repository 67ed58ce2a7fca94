// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediacarry.h"

#include "core/amounts.h"
#include "core/freespace.h"
#include "core/medianame.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 Block = qint64(1024) * 1024;

Error carryFailure(const QString &path, const QString &what)
{
    return fail(
            ErrorKind::FileSystem,
            u"The downloads stay where they are: \"%1\" %2"_s.arg(QFileInfo(path).fileName(), what),
            path + u": "_s + QString::fromLocal8Bit(std::strerror(errno)));
}

Error cancelled()
{
    return fail(ErrorKind::Cancelled, u"The downloads stay where they are."_s);
}

struct stat factsOf(const QString &path)
{
    struct stat facts = {};
    if (::lstat(QFile::encodeName(path).constData(), &facts) != 0)
        facts = {};
    return facts;
}

bool isSameFile(const QString &one, const QString &other)
{
    const struct stat a = factsOf(one);
    const struct stat b = factsOf(other);
    if (a.st_ino == b.st_ino && a.st_dev == b.st_dev)
        return true;
    QFile left(one);
    QFile right(other);
    if (a.st_size != b.st_size || !S_ISREG(b.st_mode) || !left.open(QIODevice::ReadOnly)
        || !right.open(QIODevice::ReadOnly))
        return false;
    while (!left.atEnd()) {
        if (left.read(Block) != right.read(Block))
            return false;
    }
    return true;
}

/// Whoever wrote the part last may still bring it to the disk; its lock goes with that.
void waitForWriter(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ::flock(file, LOCK_EX);
    ::close(file);
}

void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

bool isInside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder + u'/');
}

QString realPath(const QString &path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? QDir::cleanPath(path) : real;
}

} // namespace

Result<> MediaCarry::prepare(qint64 bytes)
{
    if (!QDir::isAbsolutePath(m_to) || !QDir().mkpath(m_to)) {
        return fail(
                ErrorKind::FileSystem,
                u"The folder %1 cannot be made; choose another one for the downloads."_s.arg(m_to));
    }
    const QString from = realPath(m_from);
    const QString to = realPath(m_to);
    if (isInside(to, from) || isInside(from, to)) {
        return fail(ErrorKind::Usage,
                    to == from ? u"The downloads are in this folder already."_s
                               : u"Choose a folder that is not inside of the one the downloads are"
                                 " in, and not around it."_s);
    }
    QTemporaryFile probe(m_to + u"/.earmark"_s);
    if (!probe.open()) {
        return fail(ErrorKind::FileSystem,
                    u"Nothing can be written into the folder %1; choose another one for the"
                    " downloads."_s.arg(m_to),
                    probe.errorString());
    }
    if (factsOf(from).st_dev == factsOf(to).st_dev)
        return {};
    const QStorageInfo disk(to);
    const DiskSpace space{.free = disk.bytesAvailable(), .total = disk.bytesTotal()};
    const RoomDecision room = roomToStart(space, {.size = std::max<qint64>(bytes, 1)}, 0);
    if (!room.isEnough) {
        return fail(ErrorKind::FileSystem,
                    u"There is no room for the downloads in %1: %2 more would be needed. They stay"
                    " where they are."_s.arg(m_to, sizeInWords(room.missing)));
    }
    return {};
}

Result<> MediaCarry::bring(const QStringList &paths, const Told &told, const std::stop_token &stop)
{
    CarryProgress progress;
    QStringList wanted;
    for (const QString &path : paths) {
        if (m_there.contains(path) || !QFileInfo(m_from + u'/' + path).isFile())
            continue;
        wanted.append(path);
        progress.ofBytes += QFileInfo(m_from + u'/' + path).size();
    }
    progress.ofFiles = wanted.size();
    for (const QString &path : std::as_const(wanted)) {
        told(progress);
        if (auto done = bringOne(path, stop); !done)
            return done;
        ++progress.files;
        progress.bytes += QFileInfo(m_from + u'/' + path).size();
    }
    told(progress);
    return stop.stop_requested() ? Result<>(cancelled()) : Result<>();
}

Result<> MediaCarry::bringOne(const QString &path, const std::stop_token &stop)
{
    if (stop.stop_requested())
        return cancelled();
    const QString from = m_from + u'/' + path;
    const QString to = m_to + u'/' + path;
    if (!QDir().mkpath(QFileInfo(to).path()))
        return carryFailure(to, u"has no folder in the new place that could be made."_s);
    if (from.endsWith(".part"_L1))
        waitForWriter(from);
    if (::link(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0) {
        if (errno == EEXIST) {
            if (!isSameFile(from, to))
                return carryFailure(to, u"stands in the new folder already and is another file."_s);
            m_there.append(path);
            return {};
        }
        if (auto copied = copy(from, to, stop); !copied)
            return copied;
    }
    m_brought.append(path);
    m_there.append(path);
    syncFolder(QFileInfo(to).path());
    return {};
}

Result<> MediaCarry::copy(const QString &from, const QString &to, const std::stop_token &stop)
{
    QFile source(from);
    QTemporaryFile copied(to);
    if (!source.open(QIODevice::ReadOnly))
        return carryFailure(from, u"cannot be read."_s);
    if (!copied.open())
        return carryFailure(to, u"cannot be written in the new place."_s);
    while (!source.atEnd()) {
        if (stop.stop_requested())
            return cancelled();
        const QByteArray block = source.read(Block);
        if (block.isEmpty())
            return carryFailure(from, u"cannot be read."_s);
        if (copied.write(block) != block.size())
            return carryFailure(to, u"cannot be written in the new place; its disk may be full."_s);
    }
    copied.setPermissions(source.permissions());
    if (!copied.flush() || ::fsync(copied.handle()) != 0)
        return carryFailure(to, u"cannot be written in the new place; its disk may be full."_s);
    if (::renameat2(AT_FDCWD, QFile::encodeName(copied.fileName()).constData(), AT_FDCWD,
                    QFile::encodeName(to).constData(), RENAME_NOREPLACE)
                != 0
        && (errno != EINVAL || QFileInfo::exists(to) || !copied.rename(to)))
        return carryFailure(to, u"cannot get its name in the new place."_s);
    copied.setAutoRemove(false);
    return {};
}

void MediaCarry::undo()
{
    for (const QString &path : std::as_const(m_brought)) {
        QFile::remove(m_to + u'/' + path);
        QDir().rmdir(QFileInfo(m_to + u'/' + path).path());
    }
    m_brought.clear();
    m_there.clear();
}

void MediaCarry::keep()
{
    for (const QString &path : std::as_const(m_there)) {
        QFile::remove(m_from + u'/' + path);
        QDir().rmdir(QFileInfo(m_from + u'/' + path).path());
    }
    QDir().rmdir(m_from);
    m_brought.clear();
    m_there.clear();
}

} // namespace Earmark
