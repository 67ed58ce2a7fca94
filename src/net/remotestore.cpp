// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotestore.h"

#include "net/readplan.h"

#include <QDir>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int LoginNeeded = 401; // HTTP

ByteSource::Refusal refusalOf(const Error &error)
{
    if (error.kind == ErrorKind::OwnNetwork)
        return ByteSource::Refusal::OwnNetwork;
    return error.kind == ErrorKind::HttpStatus && error.code == LoginNeeded
            ? ByteSource::Refusal::Login
            : ByteSource::Refusal::None;
}

} // namespace

RemoteStore::RemoteStore(QString folder) : m_folder(std::move(folder)) { }

RemoteStore::RemoteStore(std::shared_ptr<PartFile> part) : m_part(std::move(part)) { }

RemoteStore::~RemoteStore()
{
    if (m_part)
        m_part->close();
}

bool RemoteStore::isDecided(const Wait &wait) const
{
    return wait.failed || m_closed || m_present.contains(wait.offset)
            || (m_size && wait.offset >= *m_size);
}

ByteSource::Read RemoteStore::read(std::int64_t offset, std::span<char> into,
                                   const std::stop_token &stop)
{
    using Status = ByteSource::Status;
    if (offset < 0 || into.empty())
        return {Status::Failed, 0};
    std::unique_lock lock(m_mutex);
    if (stop.stop_requested())
        return {Status::Cancelled, 0};
    Wait wait{.offset = offset};
    if (!isDecided(wait)) {
        m_furthest = std::max(m_furthest, offset);
        m_waits.push_back(&wait);
        pokeLocked();
        m_changed.wait(lock, stop, [&] { return isDecided(wait); });
        std::erase(m_waits, &wait);
    }
    const std::int64_t end = m_present.endOfRun(offset);
    if (end <= offset) {
        if (m_size && offset >= *m_size)
            return {Status::End, 0};
        return {wait.failed || m_closed ? Status::Failed : Status::Cancelled, 0};
    }
    const auto count = std::min(into.size(), std::size_t(end - offset));
    m_wasRead = true;
    noteProgress(offset + std::int64_t(count));
    const int descriptor = m_descriptor;
    lock.unlock();

    const ssize_t got = ::pread(descriptor, into.data(), count, offset);
    if (got > 0)
        return {Status::Ok, std::size_t(got)};
    const std::string reason = got < 0 ? std::strerror(errno) : "the file became shorter.";
    lock.lock();
    m_failure = "What was loaded could not be read back from the disk: " + reason;
    return {Status::Failed, 0};
}

void RemoteStore::noteProgress(std::int64_t offset)
{
    m_furthest = std::max(m_furthest, offset);
    m_place = offset;
    // The last byte read, not the next: at the end of a run the next belongs to none.
    const auto ahead = readAheadFrom(m_present, offset - 1, m_size);
    if (ahead) {
        m_ahead = ahead;
        pokeLocked();
    }
}

void RemoteStore::pokeLocked()
{
    if (m_poke && !std::exchange(m_poked, true))
        m_poke();
}

std::optional<std::int64_t> RemoteStore::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_size;
}

std::int64_t RemoteStore::furthest() const
{
    const std::lock_guard lock(m_mutex);
    return m_furthest;
}

ByteSource::Refusal RemoteStore::refusal() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusal;
}

bool RemoteStore::isThere(std::int64_t from, std::int64_t to) const
{
    const std::lock_guard lock(m_mutex);
    return from >= 0 && to >= from && m_present.endOfRun(from) >= to;
}

std::string RemoteStore::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

void RemoteStore::abandon()
{
    const std::lock_guard lock(m_mutex);
    m_abandoned = true;
    m_poked = false;
    pokeLocked();
    if (m_part)
        m_part->close();
}

void RemoteStore::attach(std::function<void()> poke)
{
    const std::lock_guard lock(m_mutex);
    m_poke = std::move(poke);
    m_poked = false;
    if (!m_waits.empty() || m_abandoned || m_isKept)
        pokeLocked();
}

void RemoteStore::detach()
{
    const std::lock_guard lock(m_mutex);
    m_poke = nullptr;
}

RemoteStore::Wishes RemoteStore::wishes()
{
    const std::lock_guard lock(m_mutex);
    m_poked = false;
    Wishes wishes{
            .present = m_present,
            .size = m_size,
            .waiting = {},
            .ahead = std::exchange(m_ahead, std::nullopt),
            .furthest = m_furthest,
            .isAbandoned = m_abandoned,
            .isOpen = m_isOpen,
            .found = std::exchange(m_found, std::nullopt),
            .keepLimit = m_keepLimit,
            .place = m_place,
    };
    if (m_isKept && !m_keepFailure && !isWhole())
        wishes.keeping = m_isKeepPaused ? Keeping::Later : Keeping::Now;
    for (const Wait *wait : m_waits) {
        if (!isDecided(*wait))
            wishes.waiting.push_back(wait->offset);
    }
    return wishes;
}

bool RemoteStore::openFile()
{
    if (m_file.isOpen())
        return true;
    QDir().mkpath(m_folder);
    m_file.setFileTemplate(m_folder + u"/playing-XXXXXX"_s);
    if (!m_file.open())
        return false;
    const std::lock_guard lock(m_mutex);
    m_descriptor = m_file.handle();
    return true;
}

bool RemoteStore::isSame(std::int64_t offset, const QByteArray &bytes) const
{
    if (bytes.isEmpty())
        return true;
    QByteArray there(bytes.size(), Qt::Uninitialized);
    const ssize_t count = ::pread(m_descriptor, there.data(), std::size_t(there.size()), offset);
    return count == there.size() && there == bytes;
}

Result<> RemoteStore::put(std::int64_t offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count
                = ::pwrite(m_descriptor, bytes.constData(), std::size_t(bytes.size()), offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            return fail(ErrorKind::FileSystem,
                        u"What is loaded could not be kept; the disk may be full."_s,
                        m_folder + u": "_s + QString::fromLocal8Bit(std::strerror(errno)), errno);
        }
        bytes = bytes.sliced(count);
        offset += count;
    }
    return {};
}

Result<> RemoteStore::write(std::int64_t offset, const QByteArray &bytes)
{
    if (!m_part && !openFile()) {
        return fail(ErrorKind::FileSystem,
                    u"There is no place to keep what is loaded: the folder for it cannot be "
                    u"written."_s,
                    m_folder + u": "_s + m_file.errorString());
    }
    std::int64_t known = 0;
    {
        const std::lock_guard lock(m_mutex);
        known = m_present.endOfRun(offset) - offset;
    }
    const auto there = qsizetype(std::min<std::int64_t>(known, bytes.size()));
    if (!isSame(offset, bytes.first(there))) {
        return fail(ErrorKind::Network,
                    u"The file changed on its server while it was being read; play it again."_s,
                    u"other bytes at %1"_s.arg(offset), MediaChanged);
    }
    if (there < bytes.size()) {
        const QByteArrayView fresh = QByteArrayView(bytes).sliced(there);
        Result<> done = m_part ? m_part->write(offset + there, fresh) : put(offset + there, fresh);
        if (!done)
            return done;
    }
    const std::lock_guard lock(m_mutex);
    m_present.add(offset, offset + bytes.size());
    tellLocked();
    if (!m_waits.empty())
        m_changed.notify_all();
    return {};
}

void RemoteStore::setSize(std::int64_t size, bool isTold)
{
    const std::lock_guard lock(m_mutex);
    m_size = size;
    m_isSizeTold = isTold;
    describePart();
    tellLocked();
    m_changed.notify_all();
}

void RemoteStore::failReads(std::int64_t from, std::int64_t to, const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_failure = error.sentence.toStdString();
    m_refusal = refusalOf(error);
    for (Wait *wait : m_waits) {
        if (wait->offset >= from && wait->offset < to)
            wait->failed = true;
    }
    m_changed.notify_all();
}

void RemoteStore::close(std::string sentence)
{
    const std::lock_guard lock(m_mutex);
    if (!std::exchange(m_closed, true))
        m_failure = std::move(sentence);
    m_changed.notify_all();
}

} // namespace Earmark
