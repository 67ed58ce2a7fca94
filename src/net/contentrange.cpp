// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/contentrange.h"

#include <limits>

namespace Earmark {

std::optional<ContentRange> parseContentRange(const QByteArray &header)
{
    const QByteArray text = header.trimmed();
    const auto slash = text.indexOf('/');
    if (!text.toLower().startsWith("bytes ") || slash < 0)
        return std::nullopt;
    ContentRange range;
    bool isNumber = false;
    if (const std::int64_t size = text.mid(slash + 1).trimmed().toLongLong(&isNumber);
        isNumber && size >= 0)
        range.size = size;
    const QByteArray part = text.mid(6, slash - 6).trimmed();
    if (part == "*")
        return range.size ? std::optional(range) : std::nullopt;
    const auto dash = part.indexOf('-');
    bool isFrom = false;
    bool isTo = false;
    range.from = part.left(dash).toLongLong(&isFrom);
    range.to = part.mid(dash + 1).toLongLong(&isTo);
    if (dash < 0 || !isFrom || !isTo || range.from < 0 || range.to < range.from
        || range.to == std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    ++range.to;
    return range;
}

} // namespace Earmark
