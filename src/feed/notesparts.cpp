// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notesparts.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestStyle = 1'024;
constexpr int MostCounted = 100; // columns of one cell

/// Does it begin with a scheme, whatever a browser would make of it?
bool hasScheme(const QString &address)
{
    const qsizetype colon = address.indexOf(u':');
    const auto endsPart = [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; };
    return colon >= 0 && std::none_of(address.cbegin(), address.cbegin() + colon, endsPart);
}

/// A name and what is written; nobody's file comes with it ("attach=").
QUrl plainMail(QUrl mail)
{
    if (mail.path().isEmpty())
        return {};
    const QUrlQuery asked(mail);
    QUrlQuery kept;
    for (const QString &key : {u"subject"_s, u"body"_s}) {
        if (asked.hasQueryItem(key))
            kept.addQueryItem(key, asked.queryItemValue(key, QUrl::FullyEncoded));
    }
    mail.setQuery(kept);
    return mail;
}

} // namespace

QString shownText(QString text)
{
    const auto isHarmless = [](QChar c) {
        const char16_t unit = c.unicode();
        const bool isControl = unit < 0x20 && unit != u'\n' && unit != u'\t';
        return !isControl && unit != 0x7F && unit != QChar::ObjectReplacementCharacter
                && !(unit >= 0xFDD0 && unit <= 0xFDEF) && unit < 0xFFFE && unit != 0x2028
                && unit != 0x2029;
    };
    if (!std::all_of(text.cbegin(), text.cend(), isHarmless))
        text.removeIf([isHarmless](QChar c) { return !isHarmless(c); });
    return text;
}

QString attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found == nullptr ? QString() : shownText(QString::fromUtf8(found->value)).trimmed();
}

QUrl noteAddress(const QString &address, const QUrl &base)
{
    if (address.size() > LongestAddress)
        return {};
    QString clean = address;
    clean.removeIf([](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7F; });
    clean = clean.trimmed();
    if (clean.isEmpty() || clean.startsWith(u'#'))
        return {};
    if (clean.startsWith("//"_L1))
        clean.prepend(base.scheme() == "http"_L1 ? "http:"_L1 : "https:"_L1);
    const QUrl url(clean, QUrl::TolerantMode);
    if (!url.isRelative())
        return url.scheme() == "mailto"_L1 ? plainMail(url) : url;
    return base.isValid() && !hasScheme(clean) ? base.resolved(url) : QUrl();
}

int pixels(const QString &text)
{
    int value = 0;
    qsizetype digits = 0;
    while (digits < text.size() && digits < 6 && text.at(digits).isDigit())
        value = value * 10 + text.at(digits++).digitValue();
    const bool isShare = value > 0 && text.mid(digits).startsWith(u'%');
    return digits == 0 || isShare ? -1 : value;
}

bool isHidden(const GumboNode *node)
{
    if (gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr)
        return true;
    static const QRegularExpression hiding(
            u"display\\s*:\\s*none|visibility\\s*:\\s*hidden|opacity\\s*:\\s*0+(\\.0*)?\\s*(;|!|$)"
            u"|(^|[;\\s])(max-)?(width|height)\\s*:\\s*"
            u"(0+(\\.0+)?[a-z%]*|[12](\\.\\d+)?(px|pt)?)\\s*(;|!|$)"_s,
            QRegularExpression::CaseInsensitiveOption);
    const QString style = attribute(node, "style").left(LongestStyle);
    return !style.isEmpty() && hiding.match(style).hasMatch();
}

int columnsOf(const GumboNode *cell)
{
    return std::clamp(pixels(attribute(cell, "colspan")), 1, MostCounted);
}

void measureTable(const GumboNode *node, TableSize &size)
{
    int columns = 0;
    forChildren(node, [&](const GumboNode *child) {
        if (!isElement(child))
            return;
        const GumboTag tag = child->v.element.tag;
        if (isCell(tag))
            columns += columnsOf(child);
        else if (tag != GUMBO_TAG_TABLE)
            measureTable(child, size);
        size.rows += isRow(tag) ? 1 : 0;
    });
    size.columns = std::max(size.columns, columns);
}

} // namespace Earmark
