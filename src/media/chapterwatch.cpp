// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterwatch.h"

#include "media/containerguard.h"

#include <bit>

namespace Earmark {

namespace {

constexpr std::uint32_t Chapters = 0x1043A770;

} // namespace

bool ChapterWatch::pass(std::int64_t offset, std::span<const char> bytes)
{
    if (offset != m_offset) { // sought
        m_last = 0;
        m_isSizeNext = false;
        m_sizeLeft = 0;
    }
    m_offset = offset;
    for (const char byte : bytes) {
        ++m_offset;
        if (!take(static_cast<std::uint8_t>(byte)))
            return false;
    }
    return true;
}

bool ChapterWatch::take(std::uint8_t byte)
{
    bool fits = true;
    if (m_isSizeNext) {
        m_isSizeNext = false;
        m_sizeLength = std::countl_zero(byte) + 1;
        m_sizeLeft = m_sizeLength > 8 ? 0 : m_sizeLength - 1;
        m_size = byte & (0xFFU >> static_cast<unsigned>(m_sizeLength));
        fits = m_sizeLeft > 0 || count(static_cast<std::int64_t>(m_size));
    } else if (m_sizeLeft > 0) {
        m_size = m_size << 8U | byte;
        fits = --m_sizeLeft > 0 || count(static_cast<std::int64_t>(m_size));
    }
    m_last = m_last << 8U | byte;
    m_isSizeNext = m_last == Chapters;
    return fits;
}

/// A size of ones, which means unknown, is too large as well; but for one byte, where it is small.
bool ChapterWatch::count(std::int64_t size)
{
    constexpr std::int64_t UnknownByte = 0x7F;
    if (!m_seen.insert(m_offset).second)
        return true;
    m_sum += m_sizeLength == 1 && size == UnknownByte ? ContainerLimits::ChapterBytes + 1 : size;
    return m_sum <= ContainerLimits::ChapterBytes;
}

} // namespace Earmark
