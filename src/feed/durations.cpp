// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/durations.h"

#include <QList>
#include <QString>

#include <cmath>

namespace Earmark {
namespace {

constexpr double Longest = 1'000.0 * 3'600; ///< seconds

std::optional<double> sane(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0 || seconds > Longest)
        return {};
    return seconds;
}

/// A plain decimal number, with '.' or ','; no sign, no exponent.
std::optional<double> number(QStringView text)
{
    if (text.isEmpty() || text.size() > 20)
        return {};
    QString digits = text.toString();
    digits.replace(u',', u'.');
    for (const QChar c : std::as_const(digits)) {
        if (c != u'.' && (c < u'0' || c > u'9'))
            return {};
    }
    bool ok = false;
    const double value = digits.toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<double> fromColons(QStringView text)
{
    double seconds = 0;
    const auto parts = text.split(u':');
    if (parts.size() > 3)
        return {};
    for (const QStringView part : parts) {
        const auto value = part.trimmed().isEmpty() ? std::optional(0.0) : number(part.trimmed());
        if (!value)
            return {};
        seconds = seconds * 60 + *value;
    }
    return sane(seconds);
}

/// Seconds of a unit by its first letters, 0 for no unit. "m" is minutes, as no one writes months.
double unit(QStringView name)
{
    if (name.startsWith(u"st", Qt::CaseInsensitive)) // Stunden
        return 3'600;
    switch (name.isEmpty() ? u'\0' : name.front().toLower().unicode()) {
    case u'd':
        return 86'400;
    case u'h':
        return 3'600;
    case u'm':
        return 60;
    case u's':
        return 1;
    default:
        return 0;
    }
}

/// "PT1H30M", "1 hour 30 minutes", "90min".
std::optional<double> fromUnits(QStringView text)
{
    double seconds = 0;
    double lastFactor = 0;
    qsizetype at = 0;
    const auto run = [&](auto belongs) {
        const qsizetype begin = at;
        while (at < text.size() && belongs(text.at(at)))
            ++at;
        return text.mid(begin, at - begin);
    };
    const auto isNumeric
            = [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.' || c == u','; };
    const auto isLetter = [](QChar c) { return c.isLetter() || c == u'.'; };
    const auto isGap = [](QChar c) { return c.isSpace() || c == u',' || c == u'&'; };
    while (at < text.size()) {
        run(isGap);
        if (at == text.size())
            break;
        if (lastFactor > 0 && text.at(at).isLetter()) {
            const QStringView word = run(isLetter);
            if (word != u"and" && word != u"und" && word != u"et" && word != u"y" && word != u"e")
                return {};
            continue;
        }
        const auto value = number(run(isNumeric));
        run(isGap);
        const QStringView name = run(isLetter);
        const bool isRest = name.isEmpty() && at == text.size() && lastFactor >= 60;
        const double factor = isRest ? lastFactor / 60 : unit(name); // "1h30"
        if (!value || (factor == 0 && *value != 0))
            return {};
        seconds += *value * factor;
        lastFactor = factor > 0 ? factor : lastFactor;
    }
    return lastFactor > 0 ? sane(seconds) : std::nullopt;
}

} // namespace

std::optional<double> parseDuration(QStringView text)
{
    text = text.trimmed();
    if (text.isEmpty() || text.size() > 64)
        return {};
    if (text.startsWith(u"npt=", Qt::CaseInsensitive))
        text = text.mid(4);
    if (const auto seconds = number(text))
        return sane(*seconds);
    if (text.contains(u':'))
        return fromColons(text);
    if (text.front() == u'P' || text.front() == u'p') {
        QString body = text.mid(1).toString();
        body.replace(u'T', u' ').replace(u't', u' ');
        return fromUnits(body);
    }
    return fromUnits(text);
}

} // namespace Earmark
