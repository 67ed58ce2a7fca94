// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/encoding.h"

#include "feed/encodingguess.h"

#include <QString>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype DeclarationReach = 1024; ///< bytes in which the XML declaration must stand

bool isWide(const QByteArray &name)
{
    return name.startsWith("utf-16") || name.startsWith("utf-32") || name.startsWith("ucs-")
            || name.startsWith("iso-10646");
}

/// What a name means on the web (encoding.spec.whatwg.org, 4.2), as far as it differs.
QByteArray meant(QByteArray name)
{
    name = name.trimmed().toLower();
    constexpr QByteArrayView Latin1[]
            = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1",
               "us-ascii",   "ascii",     "l1",         "cp1252"};
    if (std::find(std::begin(Latin1), std::end(Latin1), QByteArrayView(name)) != std::end(Latin1))
        return "windows-1252"_qba;
    if (name == "gb2312" || name == "gbk" || name == "gb_2312-80" || name == "chinese")
        return "gb18030"_qba;
    if (name == "cn-big5" || name == "big5-eten" || name == "x-x-big5")
        return "big5"_qba;
    if (name == "shift-jis" || name == "sjis" || name == "x-sjis" || name == "cp932"
        || name == "windows-31j" || name == "ms932")
        return "shift_jis"_qba;
    if (name == "iso-8859-9")
        return "windows-1254"_qba;
    if (name.startsWith("ks_c_5601") || name == "ksc5601" || name == "cp949" || name == "uhc"
        || name == "korean")
        return "euc-kr"_qba;
    for (const QByteArrayView prefix : {"windows125", "win-125", "win125", "cp-125", "cp125"}) {
        if (name.startsWith(prefix) && name.size() == prefix.size() + 1)
            return "windows-125" + name.right(1);
    }
    if (name == "utf8" || name == "unicode" || name == "utf-8n")
        return "utf-8"_qba;
    return name;
}

QByteArray markedEncoding(QByteArrayView head)
{
    if (head.startsWith("\xEF\xBB\xBF"))
        return "utf-8"_qba;
    if (head.startsWith(QByteArrayView("\xFF\xFE\0\0", 4)))
        return "utf-32le"_qba;
    if (head.startsWith(QByteArrayView("\0\0\xFE\xFF", 4)))
        return "utf-32be"_qba;
    if (head.startsWith("\xFF\xFE"))
        return "utf-16le"_qba;
    if (head.startsWith("\xFE\xFF"))
        return "utf-16be"_qba;
    return {};
}

/// Wide characters without a mark: every document begins with an ASCII character.
QByteArray wideEncoding(QByteArrayView head)
{
    if (head.size() < 4)
        return {};
    const auto is = [head](std::initializer_list<bool> zeros) {
        return std::equal(zeros.begin(), zeros.end(), head.begin(),
                          [](bool isZero, char c) { return isZero ? c == 0 : c > 0; });
    };
    if (is({false, true, true, true}))
        return "utf-32le"_qba;
    if (is({true, true, true, false}))
        return "utf-32be"_qba;
    if (is({false, true, false, true}))
        return "utf-16le"_qba;
    if (is({true, false, true, false}))
        return "utf-16be"_qba;
    return {};
}

/// <meta charset="…">, <meta … content="text/html; charset=…">
QByteArray pageEncoding(QByteArrayView start)
{
    const QByteArray lower = start.toByteArray().toLower();
    const qsizetype meta = lower.indexOf("<meta");
    const qsizetype key = meta < 0 ? -1 : lower.indexOf("charset=", meta);
    if (key < 0)
        return {};
    qsizetype begin = key + 8;
    while (begin < lower.size() && (lower.at(begin) == '"' || lower.at(begin) == '\''))
        ++begin;
    qsizetype end = begin;
    while (end < lower.size() && !QByteArrayView("\"';> /").contains(lower.at(end)))
        ++end;
    return lower.mid(begin, end - begin);
}

QByteArray declaredEncoding(QByteArrayView head)
{
    const QByteArrayView start = head.first(std::min(head.size(), DeclarationReach));
    const qsizetype begin = start.indexOf("<?xml");
    const qsizetype end = begin < 0 ? -1 : start.indexOf("?>", begin);
    if (end < 0)
        return pageEncoding(start);
    const QByteArrayView declaration = start.sliced(begin, end - begin);
    const qsizetype key = declaration.indexOf("encoding");
    if (key < 0)
        return {};
    const QByteArray rest = declaration.sliced(key + 8).toByteArray();
    const qsizetype single = rest.indexOf('\'');
    const qsizetype twofold = rest.indexOf('"');
    const bool isSingle = single >= 0 && (twofold < 0 || single < twofold);
    const qsizetype open = isSingle ? single : twofold;
    const qsizetype close = open < 0 ? -1 : rest.indexOf(isSingle ? '\'' : '"', open + 1);
    return close < 0 ? QByteArray() : rest.mid(open + 1, close - open - 1);
}

/// Sequences of UTF-8 beyond ASCII, and places that are none; a cut one is one such place.
struct Utf8Evidence
{
    qsizetype good = 0;
    qsizetype bad = 0;

    /// A stray byte among many good sequences is no evidence against, and fewer will do where the
    /// document says that it is UTF-8: other encodings look like it by chance in hardly one of
    /// four.
    bool isAgainst(bool isDeclared) const
    {
        constexpr qsizetype GoodPerBad = 4;
        return bad > 0 && good < bad * (isDeclared ? 1 : GoodPerBad);
    }
    bool isFor() const { return good > 0 && !isAgainst(false); }
    bool isNone() const { return good == 0 && bad == 0; }
};

bool isContinuation(char byte)
{
    return (static_cast<uchar>(byte) & 0xC0) == 0x80;
}

Utf8Evidence utf8Evidence(QByteArrayView head)
{
    Utf8Evidence found;
    for (qsizetype at = 0; at < head.size();) {
        if (static_cast<uchar>(head.at(at)) < 0x80) {
            ++at;
            continue;
        }
        const qsizetype length = utf8Sequence(head.sliced(at));
        if (length < 0)
            break;
        if (length > 0) {
            ++found.good;
            at += length;
            continue;
        }
        ++found.bad;
        ++at;
        while (at < head.size() && isContinuation(head.at(at)))
            ++at;
    }
    return found;
}

/// By the first byte; 0 for one that begins no sequence.
qsizetype sequenceLength(uchar first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Overlong forms, surrogates and what is beyond Unicode.
bool isForbidden(uchar first, uchar second)
{
    return (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)
            || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90);
}

bool isKnown(const QByteArray &name)
{
    return !name.isEmpty() && QStringDecoder(name.constData()).isValid();
}

/// What a name that was told means for this document.
QByteArray believed(const QByteArray &name, QByteArrayView head, const Utf8Evidence &evidence)
{
    if (name != "windows-1252")
        return name;
    // Servers and editors say this of everything.
    if (evidence.isAgainst(false)) {
        if (QByteArray foreign = foreignEncoding(head); !foreign.isEmpty())
            return foreign;
    }
    // What is no UTF-8 further on is taken for Windows-1252 byte by byte anyway.
    return evidence.isNone() ? "utf-8"_qba : name;
}

} // namespace

qsizetype byteOrderMark(QByteArrayView head)
{
    const QByteArray marked = markedEncoding(head);
    if (marked.isEmpty())
        return 0;
    return marked == "utf-8" ? 3 : marked.startsWith("utf-32") ? 4 : 2;
}

QByteArray documentEncoding(QByteArrayView head, const QByteArray &httpCharset)
{
    if (QByteArray marked = markedEncoding(head); !marked.isEmpty())
        return marked;
    if (QByteArray wide = wideEncoding(head); !wide.isEmpty())
        return wide;
    const QByteArray declared = meant(declaredEncoding(head));
    const QByteArray served = meant(httpCharset);
    const Utf8Evidence evidence = utf8Evidence(head);
    if (evidence.isFor())
        return "utf-8"_qba;
    if (QByteArray shifted = shiftedEncoding(head); !shifted.isEmpty())
        return declared.startsWith("iso-2022") && isKnown(declared) ? declared : shifted;
    for (const QByteArray &name : {declared, served}) {
        const bool contradicts = name == "utf-8" && evidence.isAgainst(true);
        if (!isWide(name) && !contradicts && isKnown(name))
            return believed(name, head, evidence);
    }
    if (!evidence.isAgainst(false))
        return "utf-8"_qba;
    // Notes that were pasted in: what is UTF-8 in between is read as that, the rest byte by byte.
    const QByteArray likely = likelyEncoding(head);
    return likely == "windows-1252" && evidence.good > 0 ? "utf-8"_qba : likely;
}

QString decodedText(const QByteArray &bytes, const QByteArray &httpCharset)
{
    const QByteArray encoding = documentEncoding(bytes, httpCharset);
    const QByteArrayView body = QByteArrayView(bytes).sliced(byteOrderMark(bytes));
    if (encoding != "utf-8") {
        QStringDecoder decoder(encoding.constData(), QStringConverter::Flag::Default);
        return decoder.decode(body);
    }
    QByteArray mended;
    qsizetype from = 0;
    for (qsizetype at = 0; at < body.size();) {
        const bool isAscii = static_cast<uchar>(body.at(at)) < 0x80;
        const qsizetype length = isAscii ? 1 : utf8Sequence(body.sliced(at));
        if (length > 0) {
            at += length;
            continue;
        }
        mended += body.sliced(from, at - from);
        appendWindows1252(body.at(at), mended);
        from = ++at;
    }
    mended += body.sliced(from);
    return QString::fromUtf8(mended);
}

qsizetype utf8Sequence(QByteArrayView bytes)
{
    const auto byte = [bytes](qsizetype i) { return static_cast<uchar>(bytes.at(i)); };
    const qsizetype length = sequenceLength(byte(0));
    for (qsizetype i = 1; i < length; ++i) {
        if (i >= bytes.size())
            return -1;
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    return length >= 3 && isForbidden(byte(0), byte(1)) ? 0 : length;
}

void appendWindows1252(char byte, QByteArray &out)
{
    constexpr char16_t Upper[] = {
            0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
            0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
            0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    const auto code = static_cast<uchar>(byte);
    const char16_t character = code >= 0x80 && code < 0xA0 ? Upper[code - 0x80] : code;
    if (character != 0)
        out += QString(QChar(character)).toUtf8();
}

} // namespace Earmark
