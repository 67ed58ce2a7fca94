// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotestore.h"

#include <utility>

// What a RemoteStore does only with a part.

namespace Earmark {
namespace {

/// A server that never gives the same file twice must not keep us beginning.
constexpr int MostBegunAnew = 2;

} // namespace

bool RemoteStore::isWhole() const
{
    return m_isOpen && m_size && m_present.endOfRun(0) >= *m_size;
}

void RemoteStore::tellLocked()
{
    if (m_tell && !std::exchange(m_told, true))
        m_tell();
}

void RemoteStore::observe(std::function<void()> tell)
{
    const std::lock_guard lock(m_mutex);
    m_tell = std::move(tell);
    m_told = false;
}

PartState RemoteStore::state()
{
    const std::lock_guard lock(m_mutex);
    m_told = false;
    return {.present = m_present.total(),
            .total = m_size,
            .isTotalTold = m_isSizeTold,
            .isOpen = m_isOpen,
            .isWhole = isWhole(),
            .isKept = m_isKept && !m_keepFailure,
            .failure = m_keepFailure,
            .isStale = m_isStale,
            .timesBegunAnew = m_timesBegunAnew};
}

RangeMap RemoteStore::present() const
{
    const std::lock_guard lock(m_mutex);
    return m_present;
}

void RemoteStore::opened(const Result<PartMap> &found)
{
    if (!found) {
        refuse(found.error());
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_descriptor = m_part->descriptor();
    m_present = found->present;
    m_size = found->size;
    m_isSizeTold = found->isSizeTold;
    m_etag = found->etag;
    m_lastModified = found->lastModified;
    if (m_present.runs() > 0)
        m_found = *found;
    m_isOpen = true;
    m_changed.notify_all();
    tellLocked();
    pokeLocked();
}

void RemoteStore::refuse(const Error &error)
{
    close(error.sentence.toStdString());
    failKeeping(error);
}

void RemoteStore::setKept(bool isKept)
{
    const std::lock_guard lock(m_mutex);
    m_isKept = isKept;
    if (isKept && m_isOpen && !m_isStale)
        m_keepFailure.reset();
    tellLocked();
    pokeLocked();
}

void RemoteStore::setKeepPaused(bool isPaused)
{
    const std::lock_guard lock(m_mutex);
    m_isKeepPaused = isPaused;
    pokeLocked();
}

void RemoteStore::setKeepLimit(std::int64_t bytesPerSecond)
{
    const std::lock_guard lock(m_mutex);
    m_keepLimit = bytesPerSecond;
    pokeLocked();
}

void RemoteStore::failKeeping(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_keepFailure = error;
    tellLocked();
}

void RemoteStore::setValidators(const QByteArray &etag, const QByteArray &lastModified)
{
    const std::lock_guard lock(m_mutex);
    m_etag = etag;
    m_lastModified = lastModified;
    describePart();
}

void RemoteStore::describePart()
{
    if (m_part) {
        m_part->describe({.size = m_size,
                          .isSizeTold = m_isSizeTold,
                          .etag = m_etag,
                          .lastModified = m_lastModified});
    }
}

bool RemoteStore::beginAnew()
{
    const std::lock_guard lock(m_mutex);
    if (m_wasRead || m_timesBegunAnew >= MostBegunAnew)
        return false;
    ++m_timesBegunAnew;
    m_present = {};
    m_size.reset();
    m_isSizeTold = true;
    m_etag.clear();
    m_lastModified.clear();
    m_isOpen = false;
    // Should the disk refuse, the first write says so.
    m_part->beginAnew([weak = weak_from_this()](const Result<> &) {
        const auto store = weak.lock();
        if (!store)
            return;
        const std::lock_guard relock(store->m_mutex);
        store->m_isOpen = true;
        store->pokeLocked();
    });
    tellLocked();
    return true;
}

void RemoteStore::giveUp(const Error &changed)
{
    const std::lock_guard lock(m_mutex);
    m_isStale = true;
    m_keepFailure = changed;
    m_part->forget(changed);
    tellLocked();
}

void RemoteStore::finish(PartFile::Done done)
{
    m_part->finish(std::move(done));
}

} // namespace Earmark
