// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/windowreader.h"

namespace Earmark {

namespace {

constexpr std::size_t Window = 16'384;
constexpr int MostWindows = 8'192; // 128 MiB; a walk that needs more is led around

} // namespace

WindowReader::WindowReader(ByteSource &source, std::stop_token stop)
    : m_source(source), m_stop(std::move(stop)), m_window(Window)
{
}

bool WindowReader::isSpent() const
{
    return m_windows > MostWindows;
}

bool WindowReader::fill(std::int64_t at)
{
    ++m_windows;
    const auto read = at < 0 || isSpent() ? ByteSource::Read{ByteSource::Status::End, 0}
                                          : m_source.readAt(at, m_window, m_stop);
    m_begin = at;
    m_count = read.status == ByteSource::Status::Ok ? read.count : 0;
    m_status = read.status;
    return m_count > 0;
}

std::uint8_t WindowReader::byte(std::int64_t at)
{
    const bool isThere = at >= m_begin && at - m_begin < static_cast<std::int64_t>(m_count);
    if (failed() || (!isThere && !fill(at)))
        return 0;
    return static_cast<std::uint8_t>(m_window[static_cast<std::size_t>(at - m_begin)]);
}

std::uint64_t WindowReader::bigEndian(std::int64_t at, int bytes)
{
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value = value << 8U | byte(at + i);
    return failed() ? 0 : value;
}

std::uint64_t WindowReader::littleEndian(std::int64_t at, int bytes)
{
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value |= std::uint64_t{byte(at + i)} << (8U * static_cast<unsigned>(i));
    return failed() ? 0 : value;
}

} // namespace Earmark
