// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <span>

namespace Earmark {

/// Watches the bytes that libavformat reads of a Matroska file's headers for chapters that no walk
/// can know of: behind something broken libavformat searches byte by byte for the next element.
class ChapterWatch
{
public:
    /// The next bytes, at this offset; false once they hold more chapters than are opened.
    bool pass(std::int64_t offset, std::span<const char> bytes);

private:
    bool take(std::uint8_t byte);
    bool count(std::int64_t size);

    std::int64_t m_offset = 0; ///< Of the next byte.
    std::uint32_t m_last = 0; ///< The last four bytes.
    int m_sizeLength = 0; ///< Of the size behind an id: bytes in all ...
    int m_sizeLeft = 0; ///< ... and still to come.
    bool m_isSizeNext = false;
    std::uint64_t m_size = 0;
    std::set<std::int64_t> m_seen; ///< Offsets behind sizes: what is read again adds nothing.
    std::int64_t m_sum = 0;
};

} // namespace Earmark
