// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <QByteArray>

#include <algorithm>
#include <atomic>
#include <limits>

namespace Earmark {

/// Bytes in memory; counts what was read, and fails from an offset on when asked to.
class MemoryBytes final : public ByteSource
{
public:
    explicit MemoryBytes(QByteArray bytes) : m_bytes(std::move(bytes)) { }

    std::int64_t failsFrom = std::numeric_limits<std::int64_t>::max();
    std::atomic<std::int64_t> bytesRead = 0;

    std::optional<std::int64_t> size() const override { return m_bytes.size(); }

    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return {Status::Cancelled, 0};
        if (offset >= failsFrom)
            return {Status::Failed, 0};
        if (offset >= m_bytes.size())
            return {Status::End, 0};
        const auto there = std::min<std::int64_t>(m_bytes.size(), failsFrom) - offset;
        const auto count = std::min(into.size(), static_cast<std::size_t>(there));
        std::copy_n(m_bytes.constData() + offset, count, into.data());
        bytesRead += static_cast<std::int64_t>(count);
        return {Status::Ok, count};
    }

    std::string failure() const override { return "The test's server broke off."; }

private:
    const QByteArray m_bytes;
};

} // namespace Earmark
