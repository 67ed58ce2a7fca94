// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/encodingguess.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct LanguageEncoding
{
    QByteArrayView language;
    const char *encoding;
};

// What browsers take for pages in a language that declare nothing (html.spec.whatwg.org, 13.2.3).
constexpr LanguageEncoding Encodings[] = {
        {"zh-tw", "big5"},      {"zh-hk", "big5"},      {"zh", "gb18030"},
        {"ko", "euc-kr"},       {"ru", "windows-1251"}, {"uk", "windows-1251"},
        {"bg", "windows-1251"}, {"be", "windows-1251"}, {"sr", "windows-1251"},
        {"el", "windows-1253"}, {"tr", "windows-1254"}, {"he", "windows-1255"},
        {"iw", "windows-1255"}, {"ar", "windows-1256"}, {"fa", "windows-1256"},
        {"et", "windows-1257"}, {"lt", "windows-1257"}, {"lv", "windows-1257"},
        {"vi", "windows-1258"}, {"cs", "windows-1250"}, {"hr", "windows-1250"},
        {"hu", "windows-1250"}, {"pl", "windows-1250"}, {"ro", "windows-1250"},
        {"sk", "windows-1250"}, {"sl", "windows-1250"}, {"th", "windows-874"},
};

/// The document's language in lower case, as <language> or xml:lang say; empty when they do not.
QByteArray language(QByteArrayView head)
{
    constexpr qsizetype Longest = 8;
    for (const QByteArrayView mark : {"<language>", "<dc:language>", "lang=\""}) {
        const qsizetype at = head.indexOf(mark);
        if (at < 0)
            continue;
        const QByteArrayView rest = head.sliced(at + mark.size());
        return rest.first(std::min(rest.size(), Longest)).toByteArray().trimmed().toLower();
    }
    return {};
}

/// How many double bytes there are and how many of them are kana; broken: not that encoding.
struct Pairs
{
    qsizetype all = 0;
    qsizetype kana = 0;
    bool isBroken = false;

    bool showKana() const { return !isBroken && all > 0 && kana * 5 >= all; }
};

bool isBetween(uchar byte, uchar from, uchar to)
{
    return byte >= from && byte <= to;
}

bool isShiftJisPair(uchar lead, uchar trail)
{
    return (isBetween(lead, 0x81, 0x9F) || isBetween(lead, 0xE0, 0xFC))
            && isBetween(trail, 0x40, 0xFC) && trail != 0x7F;
}

bool isShiftJisKana(uchar lead, uchar trail)
{
    return (lead == 0x82 && isBetween(trail, 0x9F, 0xF1))
            || (lead == 0x83 && isBetween(trail, 0x40, 0x96));
}

bool isEucPair(uchar lead, uchar trail)
{
    return isBetween(lead, 0xA1, 0xFE) && isBetween(trail, 0xA1, 0xFE);
}

bool isEucKana(uchar lead, uchar trail)
{
    return isEucPair(lead, trail) && (lead == 0xA4 || lead == 0xA5);
}

Pairs countPairs(QByteArrayView head, bool (*isPair)(uchar, uchar), bool (*isKana)(uchar, uchar))
{
    Pairs pairs;
    for (qsizetype at = 0; at + 1 < head.size() && !pairs.isBroken; ++at) {
        const auto lead = static_cast<uchar>(head.at(at));
        const auto trail = static_cast<uchar>(head.at(at + 1));
        const bool isHalfKana = isPair == isShiftJisPair && isBetween(lead, 0xA1, 0xDF);
        if (lead < 0x80 || isHalfKana)
            continue;
        pairs.isBroken = !isPair(lead, trail);
        pairs.kana += isKana(lead, trail) ? 1 : 0;
        ++pairs.all;
        ++at;
    }
    return pairs;
}

/// KOI8-R has its small letters where Windows-1251 has its capitals.
bool isKoi8(QByteArrayView head)
{
    qsizetype lower = 0;
    qsizetype upper = 0;
    for (const char c : head) {
        lower += static_cast<uchar>(c) >= 0xE0 ? 1 : 0;
        upper += isBetween(static_cast<uchar>(c), 0xC0, 0xDF) ? 1 : 0;
    }
    return upper > lower;
}

} // namespace

QByteArray shiftedEncoding(QByteArrayView head)
{
    for (const QByteArrayView escape : {"\x1B$B", "\x1B$@", "\x1B(J"}) {
        if (head.contains(escape))
            return "iso-2022-jp"_qba;
    }
    return head.contains("\x1B$)C") ? "iso-2022-kr"_qba : QByteArray();
}

QByteArray likelyEncoding(QByteArrayView head)
{
    const QByteArray name = language(head);
    const auto *known
            = std::find_if(std::begin(Encodings), std::end(Encodings),
                           [&name](const auto &entry) { return name.startsWith(entry.language); });
    if (known != std::end(Encodings))
        return name.startsWith("ru") && isKoi8(head) ? "koi8-r"_qba : QByteArray(known->encoding);
    const bool isJapanese = name.startsWith("ja");
    const Pairs euc = countPairs(head, isEucPair, isEucKana);
    if (euc.showKana() || (isJapanese && !euc.isBroken))
        return "euc-jp"_qba;
    const Pairs shifted = countPairs(head, isShiftJisPair, isShiftJisKana);
    if (shifted.showKana() || isJapanese)
        return "shift_jis"_qba;
    return "windows-1252"_qba;
}

} // namespace Earmark
