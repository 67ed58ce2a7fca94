// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace Earmark {

/// Numbers at places of a ByteSource, read by windows so that neighbours cost one read. Sticky:
/// after a read that gives nothing every number is 0 and status() is not Ok.
class WindowReader
{
public:
    WindowReader(ByteSource &source, std::stop_token stop);

    bool failed() const { return m_status != ByteSource::Status::Ok; }
    ByteSource::Status status() const { return m_status; }
    /// More was asked for than any walk needs: the walk was led around.
    bool isSpent() const;

    /// Up to 8 bytes.
    std::uint64_t bigEndian(std::int64_t at, int bytes);
    std::uint64_t littleEndian(std::int64_t at, int bytes);
    std::uint8_t byte(std::int64_t at);
    /// A FourCC.
    std::uint32_t name(std::int64_t at) { return static_cast<std::uint32_t>(bigEndian(at, 4)); }

private:
    bool fill(std::int64_t at);

    ByteSource &m_source;
    std::stop_token m_stop;
    std::vector<char> m_window;
    std::int64_t m_begin = 0;
    std::size_t m_count = 0;
    int m_windows = 0;
    ByteSource::Status m_status = ByteSource::Status::Ok;
};

} // namespace Earmark
