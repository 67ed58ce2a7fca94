// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/encodingguess.h"

#include <algorithm>
#include <array>
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

/// Letters beyond ASCII, as a text of another script is full of them: how often each byte stands
/// there, and how many of them stand beside another one.
struct HighBytes
{
    std::array<qsizetype, 256> counts{};
    qsizetype all = 0;
    qsizetype inRuns = 0;

    /// Words, not a letter with an accent now and then.
    bool areWords() const { return all >= FewestLetters && inRuns * 5 >= all * 4; }

    static constexpr qsizetype FewestLetters = 6;
};

HighBytes highBytes(QByteArrayView head)
{
    HighBytes found;
    const auto isHigh = [head](qsizetype at) {
        return at >= 0 && at < head.size() && static_cast<uchar>(head.at(at)) >= 0x80;
    };
    for (qsizetype at = 0; at < head.size(); ++at) {
        if (!isHigh(at))
            continue;
        ++found.all;
        ++found.counts.at(static_cast<uchar>(head.at(at)));
        found.inRuns += isHigh(at - 1) || isHigh(at + 1) ? 1 : 0;
    }
    return found;
}

/// The commonest letters of the languages written in an encoding, small and capital. They make up
/// two thirds and more of what is written in it, and less than half of the same bytes read as any
/// other.
struct Alphabet
{
    const char *encoding;
    QByteArrayView common;
    uchar first = 0xC0; ///< Its letters, of 0xC0 and above; others are hardly there.
    uchar last = 0xFF;
};

constexpr Alphabet Alphabets[] = {
        // оеаинтсрвл і
        {"windows-1251",
         "\xEE\xE5\xE0\xE8\xED\xF2\xF1\xF0\xE2\xEB\xB3"
         "\xCE\xC5\xC0\xC8\xCD\xD2\xD1\xD0\xC2\xCB\xB2"},
        {"koi8-r",
         "\xCF\xC5\xC1\xC9\xCE\xD4\xD3\xD2\xD7\xCC\xA6"
         "\xEF\xE5\xE1\xE9\xEE\xF4\xF3\xF2\xF7\xEC\xB6"},
        // αοιετσνηυρπκ άέήίόύς
        {"windows-1253",
         "\xE1\xEF\xE9\xE5\xF4\xF3\xED\xE7\xF5\xF1\xF0\xEA"
         "\xDC\xDD\xDE\xDF\xFC\xFD\xF2"
         "\xC1\xCF\xC9\xC5\xD4\xD3\xCD\xC7\xD5\xD1\xD0\xCA"},
        // ויהלארבמשתנם
        {"windows-1255", "\xE5\xE9\xE4\xEC\xE0\xF8\xE1\xEE\xF9\xFA\xF0\xED", 0xE0, 0xFA},
        // اليمونرتبةعد
        {"windows-1256", "\xC7\xE1\xED\xE3\xE6\xE4\xD1\xCA\xC8\xC9\xDA\xCF"},
};
constexpr qsizetype CyrillicAlphabets = 2;

/// How many of a hundred letters are common ones of the alphabet.
qsizetype fitOf(const Alphabet &alphabet, const HighBytes &bytes)
{
    qsizetype common = 0;
    for (const char letter : alphabet.common)
        common += bytes.counts.at(static_cast<uchar>(letter));
    return bytes.all > 0 ? common * 100 / bytes.all : 0;
}

bool hasStrangers(const Alphabet &alphabet, const HighBytes &bytes)
{
    qsizetype strangers = 0;
    for (uchar letter = 0xFF; letter >= 0xC0; --letter) {
        if (!isBetween(letter, alphabet.first, alphabet.last))
            strangers += bytes.counts.at(letter);
    }
    return strangers * 25 > bytes.all;
}

/// Of the first `count` alphabets whose common letters are more than `fewest` of a hundred the one
/// that fits best; what a large alphabet has by chance does not count.
QByteArray alphabetOf(const HighBytes &bytes, qsizetype count, qsizetype fewest)
{
    QByteArray best;
    qsizetype lead = -100;
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype fit = fitOf(Alphabets[i], bytes);
        const qsizetype byChance = Alphabets[i].common.size() * 100 / 128;
        if (fit > fewest && fit - byChance > lead && !hasStrangers(Alphabets[i], bytes)) {
            lead = fit - byChance;
            best = Alphabets[i].encoding;
        }
    }
    // Ґґєії of Ukrainian stand where Russian has lines and corners.
    constexpr QByteArrayView Ukrainian = "\xA4\xA6\xA7\xAD\xB4\xB6\xB7\xBD";
    if (best == "koi8-r" && fitOf({"koi8-u", Ukrainian}, bytes) > 0)
        return "koi8-u"_qba;
    return best;
}

/// A text taken for Chinese or Korean: two bytes for each character, the second perhaps ASCII.
struct Ideographs
{
    qsizetype all = 0;
    qsizetype broken = 0;
    qsizetype behindLatin = 0; ///< An ASCII letter stands before it: 'é' + 't' in "été".
    qsizetype hangul = 0; ///< Syllables, in EUC-KR; in GB 2312 the first half of the common signs.
    qsizetype late = 0; ///< The other half in GB 2312; no Korean writes these bytes.
    qsizetype common = 0; ///< In Big5.
    qsizetype lowTrails = 0;
    bool isBig5 = true; ///< No byte in it that Big5 has not.

    bool isText(qsizetype fewest) const
    {
        return all >= fewest && broken * 50 <= all && behindLatin * 5 <= all;
    }
};

void count(Ideographs &found, uchar lead, uchar trail)
{
    ++found.all;
    const bool isEuc = isEucPair(lead, trail);
    found.hangul += isEuc && isBetween(lead, 0xB0, 0xC8) ? 1 : 0;
    found.late += isEuc && isBetween(lead, 0xC9, 0xF7) ? 1 : 0;
    const bool isPair = isBetween(lead, 0xA1, 0xF9) && (trail < 0x7F || trail >= 0xA1);
    found.isBig5 = found.isBig5 && isPair;
    found.common += isBetween(lead, 0xA1, 0xC6) ? 1 : 0;
    found.lowTrails += trail < 0x7F ? 1 : 0;
}

bool isLatinLetter(char c)
{
    return isBetween(static_cast<uchar>(c), 'A', 'Z') || isBetween(static_cast<uchar>(c), 'a', 'z');
}

Ideographs ideographs(QByteArrayView head)
{
    Ideographs found;
    qsizetype behindPair = 0;
    for (qsizetype at = 0; at + 1 < head.size(); ++at) {
        const auto lead = static_cast<uchar>(head.at(at));
        const auto trail = static_cast<uchar>(head.at(at + 1));
        if (lead < 0x80)
            continue;
        if (lead == 0x80 || lead == 0xFF || !isBetween(trail, 0x40, 0xFE) || trail == 0x7F) {
            ++found.broken;
            continue;
        }
        found.behindLatin += at > behindPair && isLatinLetter(head.at(at - 1)) ? 1 : 0;
        count(found, lead, trail);
        behindPair = ++at + 1;
    }
    return found;
}

/// fewest: characters that must be there.
QByteArray ideographicEncoding(const Ideographs &found, qsizetype fewest)
{
    if (!found.isText(fewest))
        return {};
    if ((found.hangul + found.late) * 10 >= found.all * 7)
        return found.late * 7 >= found.all ? "gb18030"_qba : "euc-kr"_qba;
    const bool isBig5 = found.isBig5 && found.common * 10 >= found.all * 7
            && found.lowTrails * 7 >= found.all;
    return isBig5 ? "big5"_qba : QByteArray();
}

QByteArray japaneseEncoding(QByteArrayView head, bool isJapanese)
{
    const Pairs euc = countPairs(head, isEucPair, isEucKana);
    if (euc.showKana() || (isJapanese && !euc.isBroken))
        return "euc-jp"_qba;
    const Pairs shifted = countPairs(head, isShiftJisPair, isShiftJisKana);
    return shifted.showKana() || isJapanese ? "shift_jis"_qba : QByteArray();
}

/// What the language of the document says, where the bytes do not say it better.
QByteArray encodingOf(const LanguageEncoding &language, QByteArrayView head)
{
    QByteArray usual = language.encoding;
    QByteArray shown;
    if (usual == "windows-1251")
        shown = alphabetOf(highBytes(head), CyrillicAlphabets, 0);
    else if (usual == "gb18030" || usual == "big5")
        shown = ideographicEncoding(ideographs(head), 1);
    return shown.isEmpty() || shown == "euc-kr" ? usual : shown;
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

QByteArray foreignEncoding(QByteArrayView head)
{
    constexpr qsizetype Many = 20; // of these a Cyrillic text would have a word of odd length
    constexpr qsizetype Few = 3;
    constexpr qsizetype Fit = 50; // of 100; see Alphabet
    if (QByteArray japanese = japaneseEncoding(head, false); !japanese.isEmpty())
        return japanese;
    const Ideographs signs = ideographs(head);
    if (QByteArray encoding = ideographicEncoding(signs, Many); !encoding.isEmpty())
        return encoding;
    const HighBytes bytes = highBytes(head);
    QByteArray alphabet;
    if (bytes.areWords())
        alphabet = alphabetOf(bytes, std::size(Alphabets), Fit);
    return alphabet.isEmpty() ? ideographicEncoding(signs, Few) : alphabet;
}

QByteArray likelyEncoding(QByteArrayView head)
{
    const QByteArray name = language(head);
    const auto *known
            = std::find_if(std::begin(Encodings), std::end(Encodings),
                           [&name](const auto &entry) { return name.startsWith(entry.language); });
    if (known != std::end(Encodings))
        return encodingOf(*known, head);
    if (name.startsWith("ja"))
        return japaneseEncoding(head, true);
    const QByteArray foreign = foreignEncoding(head);
    return foreign.isEmpty() ? "windows-1252"_qba : foreign;
}

} // namespace Earmark
