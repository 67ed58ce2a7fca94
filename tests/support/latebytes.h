// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <QByteArray>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>

namespace Earmark {

/// Bytes in memory that arrive as badly as a test wants: late, not beyond some offset for now, or
/// not at all. Any thread.
class LateBytes final : public ByteSource
{
public:
    explicit LateBytes(QByteArray bytes) : m_bytes(std::move(bytes)) { }

    void setLocal(bool local) { m_local = local; }
    void setSizeKnown(bool known) { m_sizeKnown = known; }

    /// Every read takes this long.
    void setDelay(std::chrono::milliseconds delay) { m_delay = delay; }

    /// Reads that need bytes at or behind this offset wait, until it is set anew.
    void stallAt(qint64 offset)
    {
        const std::scoped_lock lock(m_mutex);
        m_stallAt = offset;
        m_changed.notify_all();
    }
    void goOn() { stallAt(std::numeric_limits<qint64>::max()); }

    /// Reads at or behind this offset fail, with this sentence.
    void failAt(qint64 offset)
    {
        const std::scoped_lock lock(m_mutex);
        m_failAt = offset;
        m_changed.notify_all();
    }

    int reads() const { return m_reads; }

    std::optional<std::int64_t> size() const override
    {
        return m_sizeKnown ? std::optional<std::int64_t>(m_bytes.size()) : std::nullopt;
    }

    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override
    {
        ++m_reads;
        std::unique_lock lock(m_mutex);
        if (m_delay.load().count() > 0)
            m_changed.wait_for(lock, stop, m_delay.load(), [] { return false; });
        m_changed.wait(lock, stop, [&] { return offset < m_stallAt || offset >= m_failAt; });
        if (stop.stop_requested())
            return {Status::Cancelled, 0};
        if (offset >= m_failAt)
            return {Status::Failed, 0};
        if (offset >= m_bytes.size())
            return {Status::End, 0};
        const auto there = std::min<std::int64_t>({m_bytes.size(), m_stallAt, m_failAt}) - offset;
        const auto count = std::min(into.size(), static_cast<std::size_t>(there));
        std::copy_n(m_bytes.constData() + offset, count, into.data());
        return {Status::Ok, count};
    }

    std::string failure() const override { return "The server broke off. Try again later."; }
    bool isLocal() const override { return m_local; }

private:
    const QByteArray m_bytes;
    std::atomic<bool> m_local = true;
    std::atomic<bool> m_sizeKnown = true;
    std::atomic<std::chrono::milliseconds> m_delay{std::chrono::milliseconds(0)};
    std::atomic<int> m_reads = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    qint64 m_stallAt = std::numeric_limits<qint64>::max();
    qint64 m_failAt = std::numeric_limits<qint64>::max();
};

} // namespace Earmark
