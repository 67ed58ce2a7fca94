// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/medianame.h"

#include <QSet>
#include <QStringList>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxTitle = 1'000; ///< UTF-16 units of a title that are looked at.
constexpr int MaxMarks = 8; ///< On one letter: more is no language but a heap.
constexpr int MaxNumber = 9'999;
constexpr qsizetype NumberBytes = 7; ///< " (9999)"
constexpr qsizetype PartBytes = 5; ///< ".part"
constexpr qsizetype MaxKnownBytes = 255; ///< Of a name that is there already.

bool isMark(char32_t code)
{
    const QChar::Category category = QChar::category(code);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining
            || category == QChar::Mark_Enclosing;
}

/// Letters and marks that nobody sees, beside those that Unicode calls formats.
bool isInvisible(char32_t code)
{
    struct Range
    {
        char32_t first;
        char32_t last;
    };
    constexpr std::array Ranges{
            Range{0x034F, 0x034F}, Range{0x115F, 0x1160}, Range{0x17B4, 0x17B5},
            Range{0x180B, 0x180F}, Range{0x3164, 0x3164}, Range{0xFE00, 0xFE0F},
            Range{0xFFA0, 0xFFA0}, Range{0xFFFC, 0xFFFD}, Range{0xE0000, 0xE0FFF},
    };
    return std::ranges::any_of(
            Ranges, [code](Range range) { return code >= range.first && code <= range.last; });
}

/// What stands in a name for this character; 0: nothing.
char32_t safe(char32_t code)
{
    constexpr char32_t BrailleBlank = 0x2800;
    switch (code) {
    case U'/':
    case U'\\':
    case U':':
    case U'|':
        return U'-';
    case U'"':
        return U'\'';
    case U'<':
    case U'>':
    case U'*':
        return U'_';
    case U'?':
        return 0;
    case BrailleBlank:
        return U' ';
    default:
        break;
    }
    if (QChar::isSpace(code))
        return U' ';
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // bidi controls, zero-width joiners, tags
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
        return 0;
    default:
        return isInvisible(code) ? 0 : code;
    }
}

/// One line of characters that every file system takes and every reader sees.
QString plain(const QString &text)
{
    const QString composed = text.left(MaxTitle).normalized(QString::NormalizationForm_C);
    QList<char32_t> kept;
    int marks = 0;
    for (const uint given : composed.toUcs4()) {
        const char32_t code = safe(given);
        if (code == 0)
            continue;
        marks = isMark(code) ? marks + 1 : 0;
        if (marks > MaxMarks || (marks > 0 && kept.isEmpty()))
            continue;
        const bool isSpace = code == U' ';
        if (isSpace && (kept.isEmpty() || kept.last() == U' '))
            continue;
        kept.append(code);
    }
    return QString::fromUcs4(kept.constData(), kept.size())
            .normalized(QString::NormalizationForm_C)
            .trimmed();
}

char32_t firstOf(QStringView text)
{
    const bool isPair = text.size() > 1 && text.front().isHighSurrogate();
    return isPair ? QChar::surrogateToUcs4(text.front(), text.at(1)) : text.front().unicode();
}

/// No leading dot (hidden), hyphen (an option) or tilde (a home), no trailing dot or space (lost).
QString trimmedName(QStringView text)
{
    constexpr QStringView Leading = u" .-~";
    constexpr QStringView Trailing = u" .";
    while (!text.isEmpty() && (Leading.contains(text.front()) || isMark(firstOf(text))))
        text = text.mid(text.front().isHighSurrogate() ? 2 : 1);
    while (!text.isEmpty() && Trailing.contains(text.back()))
        text.chop(1);
    return text.toString();
}

/// At most so many bytes of UTF-8, whole graphemes; of one that is longer than all, a part.
QString cut(const QString &text, qsizetype bytes)
{
    if (text.toUtf8().size() <= bytes)
        return text;
    qsizetype end = 0;
    qsizetype used = 0;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype next = finder.toNextBoundary(); next > 0; next = finder.toNextBoundary()) {
        used += QStringView(text).mid(end, next - end).toUtf8().size();
        if (used > bytes)
            break;
        end = next;
    }
    if (end > 0)
        return text.left(end);
    QString shorter = text.left(bytes);
    while (!shorter.isEmpty()
           && (shorter.back().isHighSurrogate() || shorter.toUtf8().size() > bytes))
        shorter.chop(shorter.back().isLowSurrogate() ? 2 : 1);
    return shorter;
}

/// How far the device reaches that Windows sees in this name ("NUL", "nul.txt"); 0: none.
qsizetype reservedLength(const QString &name)
{
    static const QSet<QString> devices{u"CON"_s,    u"PRN"_s,     u"AUX"_s,   u"NUL"_s,
                                       u"CONIN$"_s, u"CONOUT$"_s, u"CLOCK$"_s};
    static const QString digits = u"0123456789¹²³"_s;
    const QString stem = name.section(u'.', 0, 0).trimmed();
    const QString upper = stem.toUpper();
    const bool isPort = upper.size() == 4
            && (upper.startsWith("COM"_L1) || upper.startsWith("LPT"_L1))
            && digits.contains(upper.back());
    return isPort || devices.contains(upper) ? stem.size() : 0;
}

QString notReserved(QString name)
{
    const qsizetype reserved = reservedLength(name);
    return reserved > 0 ? name.insert(reserved, u'_') : name;
}

/// A name of at most so many bytes; empty where nothing of the text can stand in one.
QString namePart(const QString &text, qsizetype bytes)
{
    const QString name = trimmedName(cut(trimmedName(text), bytes - 1)); // one for the underscore
    return notReserved(name);
}

bool isSafePart(const QString &part)
{
    return !part.isEmpty() && part.toUtf8().size() <= MaxKnownBytes && plain(part) == part
            && trimmedName(part) == part && reservedLength(part) == 0;
}

struct Kind
{
    QLatin1StringView extension;
    QLatin1StringView container; ///< A word of libavformat's name.
    bool isForPictures; ///< Players take it for a video (or for either).
    QLatin1StringView types; ///< MIME types without "audio/" and "video/", parted by spaces.
};

// Of a container the first for sound, and the first for pictures, is what it is called by itself.
constexpr std::array Kinds{
        Kind{"mp3"_L1, "mp3"_L1, true, "a/mpeg a/mp3 a/x-mp3 a/mpeg3 a/x-mpeg a/mpg a/x-mpg"_L1},
        Kind{"m4a"_L1, "m4a"_L1, false, "a/mp4 a/m4a a/x-m4a a/mp4a-latm"_L1},
        Kind{"mp4"_L1, "m4a"_L1, true, "v/mp4"_L1},
        Kind{"m4b"_L1, "m4a"_L1, false, "a/x-m4b a/m4b"_L1},
        Kind{"m4v"_L1, "m4a"_L1, true, "v/x-m4v v/m4v"_L1},
        Kind{"mov"_L1, "m4a"_L1, true, "v/quicktime"_L1},
        Kind{"3gp"_L1, "m4a"_L1, true, "a/3gpp v/3gpp"_L1},
        Kind{"ogg"_L1, "ogg"_L1, false, "a/ogg a/vorbis a/x-ogg a/speex"_L1},
        Kind{"ogv"_L1, "ogg"_L1, true, "v/ogg"_L1},
        Kind{"oga"_L1, "ogg"_L1, false, ""_L1},
        Kind{"opus"_L1, "ogg"_L1, false, "a/opus"_L1},
        Kind{"flac"_L1, "flac"_L1, true, "a/flac a/x-flac"_L1},
        Kind{"wav"_L1, "wav"_L1, true, "a/wav a/x-wav a/wave a/vnd.wave"_L1},
        Kind{"w64"_L1, "w64"_L1, true, ""_L1},
        Kind{"aiff"_L1, "aiff"_L1, true, "a/aiff a/x-aiff"_L1},
        Kind{"aif"_L1, "aiff"_L1, true, ""_L1},
        Kind{"caf"_L1, "caf"_L1, true, "a/x-caf"_L1},
        Kind{"mka"_L1, "matroska"_L1, false, "a/x-matroska a/matroska"_L1},
        Kind{"mkv"_L1, "matroska"_L1, true, "v/x-matroska v/matroska"_L1},
        Kind{"webm"_L1, "matroska"_L1, true, "v/webm a/webm"_L1},
        Kind{"aac"_L1, "aac"_L1, true, "a/aac a/aacp a/x-aac"_L1},
};

using KindFilter = std::function<bool(const Kind &)>;

const Kind *kindOf(const KindFilter &matches)
{
    const auto found = std::ranges::find_if(Kinds, matches);
    return found == Kinds.end() ? nullptr : &*found;
}

KindFilter ofType(const QString &declared)
{
    QString type = declared.section(u';', 0, 0).trimmed().toLower();
    if (type == "application/ogg"_L1)
        type = u"audio/ogg"_s;
    type.replace("audio/"_L1, "a/"_L1).replace("video/"_L1, "v/"_L1);
    return [type](const Kind &kind) {
        return !type.isEmpty() && QString(kind.types).split(u' ').contains(type);
    };
}

KindFilter ofAddress(const QUrl &address)
{
    const QString file = address.path().section(u'/', -1).trimmed();
    const QString suffix = file.contains(u'.') ? file.section(u'.', -1).toLower() : QString();
    return [suffix](const Kind &kind) { return suffix == kind.extension; };
}

KindFilter ofContainer(const MediaNaming &naming)
{
    const QStringList words = naming.container.toLower().split(u',');
    const bool hasPictures = naming.hasPictures;
    return [words, hasPictures](const Kind &kind) {
        return words.contains(kind.container) && (kind.isForPictures || !hasPictures);
    };
}

} // namespace

QString mediaExtension(const MediaNaming &naming)
{
    const KindFilter type = ofType(naming.type);
    const KindFilter address = ofAddress(naming.address);
    const KindFilter container = ofContainer(naming);
    const auto both = [](const KindFilter &one, const KindFilter &other) -> KindFilter {
        return [one, other](const Kind &kind) { return one(kind) && other(kind); };
    };
    const bool isFound = kindOf(container) != nullptr;
    const std::array<KindFilter, 3> found{both(container, address), both(container, type),
                                          container};
    const std::array<KindFilter, 3> told{type, address, nullptr};
    for (const KindFilter &filter : isFound ? found : told) {
        if (const Kind *kind = filter ? kindOf(filter) : nullptr)
            return QString(kind->extension);
    }
    return u"bin"_s;
}

QString mediaPathKey(const QString &path)
{
    // Upper case first: some systems compare by it, and it joins letters that folding keeps apart.
    return path.normalized(QString::NormalizationForm_C)
            .toUpper()
            .toCaseFolded()
            .normalized(QString::NormalizationForm_C);
}

QString mediaPath(const MediaNaming &naming, const std::function<bool(const QString &)> &isTaken)
{
    const QString extension = u'.' + mediaExtension(naming);
    const qsizetype room = MaxMediaNameBytes - PartBytes - NumberBytes - extension.size();
    QString title = plain(naming.title);
    if (title.endsWith(extension, Qt::CaseInsensitive))
        title.chop(extension.size());
    if (trimmedName(title).isEmpty())
        title = u"Untitled episode"_s;
    const QDate day = naming.published.toUTC().date();
    const bool isKnown = naming.published.isValid() && day.year() > 0 && day.year() <= 9'999;
    const QString dated = isKnown ? day.toString(Qt::ISODate) + u' ' + title : title;

    QString folder = namePart(plain(naming.podcast), MaxMediaNameBytes);
    if (folder.isEmpty())
        folder = u"Untitled podcast"_s;
    const QString stem = folder + u'/' + namePart(dated, room);
    for (int number = 1; number <= MaxNumber; ++number) {
        const QString suffix = number > 1 ? u" (%1)"_s.arg(number) : QString();
        QString path = stem + suffix + extension;
        if (!isTaken(mediaPathKey(path)))
            return path;
    }
    return {};
}

bool isSafeMediaPath(const QString &path)
{
    const QStringList parts = path.split(u'/');
    return parts.size() == 2 && std::ranges::all_of(parts, isSafePart);
}

} // namespace Earmark
