// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/initials.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestTitle = 200; ///< What is looked at.
constexpr qsizetype LongestSign = 16; ///< A family of emoji has 11; more is a heap of accents.
constexpr qsizetype LongestNumber = 4;

char32_t firstOf(QStringView text)
{
    if (text.isEmpty())
        return 0;
    return text.size() > 1 && text.front().isHighSurrogate() && text.at(1).isLowSurrogate()
            ? QChar::surrogateToUcs4(text.front(), text.at(1))
            : char32_t(text.front().unicode());
}

/// The first character as a reader sees it, with its accents and joiners.
QString firstSign(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    const qsizetype end = finder.toNextBoundary();
    if (end > 0 && end <= LongestSign)
        return text.left(end);
    return text.left(!text.isEmpty() && text.front().isHighSurrogate() ? 2 : 1);
}

/// One sign of it fills a square, or two would run together.
bool standsAlone(char32_t sign)
{
    switch (QChar::script(sign)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Arabic:
    case QChar::Script_Syriac:
    case QChar::Script_Nko:
    case QChar::Script_Mongolian:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
    case QChar::Script_Tibetan:
        return true;
    default:
        return false;
    }
}

/// The words, each from its first letter or digit on.
QStringList wordsOf(const QString &title)
{
    static const QRegularExpression between(u"[\\s/|:·•–—_]+"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression letter(u"[\\p{L}\\p{N}]"_s);
    QStringList words;
    const QStringList parts = title.split(between, Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const qsizetype begin = part.indexOf(letter);
        if (begin >= 0)
            words.append(part.mid(begin));
    }
    const QStringList articles{u"the"_s, u"a"_s, u"an"_s};
    if (words.size() > 2 && articles.contains(words.first().toLower()))
        words.removeFirst();
    // Nearly every Arabic title would begin with the same letter.
    if (!words.isEmpty() && words.first().startsWith(u"ال"_s) && words.first().size() > 3)
        words.first().remove(0, 2);
    return words;
}

QString leadingNumber(const QString &word)
{
    qsizetype end = 0;
    while (end < word.size() && end < LongestNumber && word.at(end).isDigit())
        ++end;
    return word.left(end);
}

/// As a capital, where that is one sign too.
QString capital(const QString &sign)
{
    const QString upper = sign.toUpper();
    return upper.size() == sign.size() ? upper : sign;
}

/// For titles of marks and pictures alone.
QString anySign(const QString &title)
{
    for (qsizetype at = 0; at < title.size(); ++at) {
        const QChar::Category category = QChar::category(firstOf(QStringView(title).mid(at)));
        if (category == QChar::Symbol_Other)
            return firstSign(title.mid(at));
    }
    const auto isSeen = [](QChar c) { return c == u'!' || c == u'?' || c == u'#' || c == u'&'; };
    const auto *const seen = std::find_if(title.cbegin(), title.cend(), isSeen);
    return seen == title.cend() ? QString() : QString(*seen);
}

} // namespace

QString initials(const QString &title)
{
    const QString known = title.left(LongestTitle);
    const QStringList words = wordsOf(known);
    if (words.isEmpty())
        return anySign(known);
    QString number = leadingNumber(words.first());
    if (number.size() > 1)
        return number;
    QString first = capital(firstSign(words.first()));
    if (words.size() == 1 || standsAlone(firstOf(first)) || standsAlone(firstOf(words.at(1))))
        return first;
    return first + capital(firstSign(words.at(1)));
}

} // namespace Earmark
