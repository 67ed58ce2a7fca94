// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/encoding.h"

#include <QByteArrayView>

#include <array>

// What both halves of XmlMender ask about bytes.

namespace Earmark {

/// Bytes that cannot simply be copied out of text.
constexpr std::array<bool, 256> specialBytes()
{
    std::array<bool, 256> special{};
    for (std::size_t i = 0; i < 256; ++i)
        special[i] = (i < 0x20 && i != '\t' && i != '\n' && i != '\r') || i >= 0x80;
    for (const char c : {'<', '>', '&'})
        special[static_cast<uchar>(c)] = true;
    return special;
}
inline constexpr std::array<bool, 256> Special = specialBytes();

inline qsizetype plainRun(QByteArrayView bytes)
{
    const char *at = bytes.begin();
    while (at != bytes.end() && !Special[static_cast<uchar>(*at)])
        ++at;
    return at - bytes.begin();
}

/// The length of the reference every XML reader knows that bytes begin with; 0 for none.
inline qsizetype knownReference(QByteArrayView bytes)
{
    for (const QByteArrayView known : {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"}) {
        if (bytes.startsWith(known))
            return known.size();
    }
    return 0;
}

/// How many bytes from the beginning can be copied as they are.
inline qsizetype copyableRun(QByteArrayView bytes, bool inCData)
{
    qsizetype at = 0;
    for (;;) {
        at += plainRun(bytes.sliced(at));
        if (at == bytes.size())
            return at;
        const char c = bytes.at(at);
        qsizetype length = 0;
        if (inCData)
            length = c == '&' || c == '<' ? 1 : 0;
        else if (c == '&')
            length = knownReference(bytes.sliced(at));
        // 0xEF begins two characters that XML forbids.
        if (static_cast<uchar>(c) >= 0x80 && c != '\xEF')
            length = utf8Sequence(bytes.sliced(at));
        if (length <= 0)
            return at;
        at += length;
    }
}

inline bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

inline bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

inline bool isNameCharacter(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

/// The name at the beginning of bytes; with at most one colon, and that before another name.
inline QByteArrayView nameAt(QByteArrayView bytes)
{
    qsizetype end = 0;
    qsizetype local = 0;
    while (end < bytes.size() && isNameCharacter(bytes.at(end))
           && !(local > 0 && bytes.at(end) == ':')) {
        if (bytes.at(end) == ':')
            local = end + 1;
        ++end;
    }
    const QByteArrayView name = bytes.first(end);
    const bool isName = local < end && isNameStart(name.front())
            && (local == 0 || isNameStart(name.at(local)));
    return isName ? name : QByteArrayView();
}

inline bool equalsIgnoringCase(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && qstrnicmp(a.data(), a.size(), b.data(), b.size()) == 0;
}

} // namespace Earmark
