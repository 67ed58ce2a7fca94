// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partfile.h"

#include "net/partdisk.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr std::int64_t LargestMap = std::int64_t(64) * 1024 * 1024;
/// An opening waits so long for one of the same path whose reader was just let go.
constexpr std::chrono::seconds WaitForEnd{3};

std::int64_t endOf(const RangeMap &ranges)
{
    std::int64_t end = ranges.endOfRun(0);
    while (const auto next = ranges.nextRun(end))
        end = ranges.endOfRun(*next);
    return end;
}

} // namespace

PartFile::PartFile(QString path, QByteArray address, PartTimes times)
    : m_path(std::move(path)), m_address(std::move(address)), m_times(std::move(times))
{
    m_map.address = m_address;
}

PartFile::~PartFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void PartFile::run(const std::shared_ptr<PartFile> &before, const Opened &opened)
{
    if (before)
        before->waitForEnd();
    const Result<PartMap> found = open();
    if (!found) {
        const Lock lock(m_mutex);
        m_error = found.error();
        m_isClosing = true;
    }
    opened(found);

    Lock lock(m_mutex);
    while (!m_isClosing || m_isWriting || hasJob()) {
        const auto isDue = [this] {
            return hasJob() || (m_isClosing && !m_isWriting) || m_unsynced >= m_times.bytes;
        };
        m_changed.wait(lock, [&] { return isDue() || m_isTouched; });
        if (!isDue())
            m_changed.wait_until(lock, m_touched + m_times.every, isDue);
        work(lock);
    }
    sync(lock);
    while (hasJob()) // asked for during that
        work(lock);
    if (m_descriptor >= 0)
        ::flock(m_descriptor, LOCK_UN);
    m_isEnded = true;
    m_changed.notify_all();
}

bool PartFile::hasJob() const
{
    return m_anew || m_mustForget || !m_finish.empty();
}

void PartFile::work(Lock &lock)
{
    if (m_anew || m_mustForget) {
        const Done done = std::exchange(m_anew, nullptr);
        const bool isForgotten = std::exchange(m_mustForget, false);
        lock.unlock();
        const Result<> cleared = isForgotten ? dropMap() : clear();
        lock.lock();
        if (!cleared && !m_error)
            m_error = cleared.error();
        lock.unlock();
        if (done)
            done(cleared);
        lock.lock();
        return;
    }
    const std::vector<Done> waiting = std::exchange(m_finish, {});
    sync(lock);
    if (waiting.empty())
        return;
    const Result<> result = finished();
    m_isFinished = m_isFinished || result;
    lock.unlock();
    for (const Done &done : waiting)
        done(result);
    lock.lock();
}

Result<> PartFile::finished() const
{
    if (m_error)
        return *m_error;
    if (!m_map.isWhole())
        return fail(ErrorKind::Usage, u"This file is not there as a whole yet."_s, m_path);
    return {};
}

/// What an fdatasync() that failed has lost is not told by the next one: nothing is claimed any
/// more after it. A map that could not be written is only tried again.
void PartFile::sync(Lock &lock)
{
    const bool isDue = std::exchange(m_isTouched, false);
    m_unsynced = 0;
    if (!isDue || m_error || m_isFinished)
        return;
    const PartMap map = m_map;
    const std::int64_t end = m_end;
    lock.unlock();
    Result<> synced = checkFile(end);
    if (synced && syncDescriptor(m_descriptor) != 0)
        synced = diskFailure(m_path, errno);
    const bool isMapped = synced && writeMap(map);
    lock.lock();
    if (!synced)
        m_error = synced.error();
    else if (!isMapped)
        touch(0);
}

void PartFile::touch(std::int64_t bytes)
{
    if (!std::exchange(m_isTouched, true))
        m_touched = std::chrono::steady_clock::now();
    m_unsynced += bytes;
    m_changed.notify_all();
}

int PartFile::syncDescriptor(int descriptor) const
{
    return again([&] { return m_times.sync ? m_times.sync(descriptor) : ::fdatasync(descriptor); });
}

Result<PartMap> PartFile::open()
{
    const Result<int> descriptor = openLocked(m_path);
    if (!descriptor)
        return descriptor.error();
    {
        const Lock lock(m_mutex);
        m_descriptor = *descriptor;
    }
    const std::optional<PartMap> found = readMap();
    if (!found) {
        if (const auto cleared = clear(); !cleared)
            return cleared.error();
        return PartMap{.address = m_address};
    }
    const Lock lock(m_mutex);
    m_map = *found;
    m_end = endOf(found->present);
    return *found;
}

/// Nothing where the map is not to be believed, or of another address.
std::optional<PartMap> PartFile::readMap() const
{
    const QByteArray path = QFile::encodeName(mapPath(m_path));
    const Descriptor opened(
            ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat map = {};
    struct stat part = {};
    if (opened.get() < 0 || ::fstat(opened.get(), &map) != 0 || !S_ISREG(map.st_mode)
        || map.st_size > LargestMap || ::fstat(m_descriptor, &part) != 0)
        return std::nullopt;
    QByteArray bytes(qsizetype(map.st_size), Qt::Uninitialized);
    const ssize_t count = again(
            [&] { return ::pread(opened.get(), bytes.data(), std::size_t(bytes.size()), 0); });
    std::optional<PartMap> found = unpackPartMap(bytes.first(std::max<ssize_t>(count, 0)));
    if (!found || found->address != m_address)
        return std::nullopt;
    found->present = below(found->present, part.st_size);
    return found;
}

Result<> PartFile::checkFile(std::int64_t end) const
{
    struct stat opened = {};
    struct stat named = {};
    if (::fstat(m_descriptor, &opened) != 0)
        return diskFailure(m_path, errno);
    if (opened.st_size < end)
        return foreignFailure(m_path, u"%1 bytes, not %2"_s.arg(opened.st_size).arg(end));
    if (::stat(QFile::encodeName(m_path).constData(), &named) != 0 || named.st_ino != opened.st_ino
        || named.st_dev != opened.st_dev)
        return foreignFailure(m_path, u"another file, or none"_s);
    return {};
}

Result<> PartFile::clear()
{
    if (auto dropped = dropMap(); !dropped)
        return dropped;
    if (again([&] { return ::ftruncate(m_descriptor, 0); }) != 0)
        return diskFailure(m_path, errno);
    return {};
}

Result<> PartFile::dropMap() const
{
    if (::unlink(QFile::encodeName(mapPath(m_path)).constData()) == 0)
        return syncFolderOf(m_path);
    if (errno != ENOENT)
        return diskFailure(m_path, errno);
    return {};
}

Result<> PartFile::writeMap(const PartMap &map) const
{
    const QByteArray path = QFile::encodeName(mapPath(m_path));
    const QByteArray next = path + ".new";
    {
        const Descriptor opened(::open(
                next.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
        if (opened.get() < 0)
            return diskFailure(m_path, errno);
        Result<> written = writeAll(opened.get(), packPartMap(map), 0, m_path);
        if (written && syncDescriptor(opened.get()) != 0)
            written = diskFailure(m_path, errno);
        if (!written) {
            ::unlink(next.constData());
            return written;
        }
    }
    if (::rename(next.constData(), path.constData()) != 0)
        return diskFailure(m_path, errno);
    return syncFolderOf(m_path);
}

Result<> PartFile::write(std::int64_t offset, QByteArrayView bytes)
{
    std::int64_t end = 0;
    {
        const Lock lock(m_mutex);
        if (m_error)
            return *m_error;
        if (m_isClosing || m_isFinished)
            return fail(ErrorKind::Cancelled, {}, m_path + u": closed"_s);
        m_isWriting = true;
        end = m_end;
    }
    // Else what is missing would lie there as zeros, and be claimed.
    struct stat now = {};
    Result<> written;
    if (::fstat(m_descriptor, &now) != 0 || now.st_size < end || now.st_nlink == 0)
        written = foreignFailure(m_path, u"%1 bytes, not %2"_s.arg(now.st_size).arg(end));
    else
        written = writeAll(m_descriptor, bytes, offset, m_path);

    const Lock lock(m_mutex);
    m_isWriting = false;
    if (written) {
        m_map.present.add(offset, offset + bytes.size());
        m_end = std::max(m_end, std::int64_t(offset + bytes.size()));
        touch(bytes.size());
    } else if (written.error().code == ESTALE) {
        m_error = written.error();
    }
    m_changed.notify_all();
    return written;
}

void PartFile::describe(const PartMap &file)
{
    const Lock lock(m_mutex);
    m_map.size = file.size;
    m_map.isSizeTold = file.isSizeTold;
    m_map.etag = file.etag;
    m_map.lastModified = file.lastModified;
    touch(0);
}

void PartFile::beginAnew(Done done)
{
    const Lock lock(m_mutex);
    m_map = {.address = m_address};
    m_end = 0;
    m_isTouched = false;
    m_unsynced = 0;
    m_anew = std::move(done);
    m_changed.notify_all();
}

void PartFile::forget(const Error &why)
{
    const Lock lock(m_mutex);
    m_error = why;
    m_mustForget = true;
    m_changed.notify_all();
}

void PartFile::finish(Done done)
{
    Lock lock(m_mutex);
    if (!m_isEnded) {
        m_finish.push_back(std::move(done));
        m_changed.notify_all();
        return;
    }
    const Result<> result = finished();
    lock.unlock();
    done(result);
}

void PartFile::close()
{
    const Lock lock(m_mutex);
    m_isClosing = true;
    m_changed.notify_all();
}

int PartFile::descriptor() const
{
    const Lock lock(m_mutex);
    return m_descriptor;
}

void PartFile::waitForEnd()
{
    Lock lock(m_mutex);
    m_changed.wait_for(lock, WaitForEnd, [this] { return m_isEnded; });
}

PartThreads::~PartThreads()
{
    for (const Running &running : m_running) {
        if (const auto part = running.part.lock())
            part->close();
    }
}

void PartThreads::start(const std::shared_ptr<PartFile> &part, PartFile::Opened opened)
{
    std::shared_ptr<PartFile> before;
    std::erase_if(m_running, [](const Running &running) {
        return running.end.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    for (const Running &running : m_running) {
        const auto other = running.part.lock();
        if (other && other->path() == part->path())
            before = other;
    }
    auto end = std::async(std::launch::async, [part, before, opened = std::move(opened)] {
        part->run(before, opened);
    });
    m_running.push_back({part, std::move(end)});
}

} // namespace Earmark
