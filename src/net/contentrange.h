// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>

namespace Earmark {

/// What a Content-Range header says. Offsets in bytes.
struct ContentRange
{
    std::int64_t from = 0;
    std::int64_t to = 0; ///< Behind the last byte; 0 for "bytes */size".
    std::optional<std::int64_t> size;
};

/// "bytes 0-99/1234", "bytes 0-99/*", "bytes */1234".
std::optional<ContentRange> parseContentRange(const QByteArray &header);

} // namespace Earmark
