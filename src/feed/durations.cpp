// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/durations.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <cmath>
#include <iterator>

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

struct Unit
{
    QStringView begin;
    double seconds;
};

// By how their names begin, in any case; of two that fit the first. What is not here goes by its
// first letter: "h", "hr", "min", "secs".
constexpr Unit Units[] = {
        {u"ms", 0.001},  {u"milli", 0.001}, // before "m"
        {u"mo", 0},      {u"mois", 0}, // months: nobody means them
        {u"st", 3'600},  {u"uur", 3'600},   {u"uren", 3'600}, {u"tim", 3'600},  {u"ora", 3'600},
        {u"ore", 3'600}, {u"óra", 3'600},   {u"godz", 3'600}, {u"saat", 3'600}, {u"dak", 60},
        {u"dk", 60},     {u"perc", 60},     {u"час", 3'600},  {u"ч", 3'600},    {u"год", 3'600},
        {u"мин", 60},    {u"м", 60},        {u"хв", 60},      {u"с", 1},        {u"時", 3'600},
        {u"时", 3'600},  {u"小時", 3'600},  {u"小时", 3'600}, {u"시간", 3'600}, {u"分", 60},
        {u"분", 60},     {u"秒", 1},        {u"초", 1},       {u"''", 1},       {u"\"", 1},
        {u"″", 1},       {u"”", 1},         {u"'", 60},       {u"′", 60},       {u"’", 60},
};

/// Seconds; 0 for no unit. "m" is minutes.
double unit(QStringView name)
{
    for (const Unit &known : Units) {
        if (name.startsWith(known.begin, Qt::CaseInsensitive))
            return known.seconds;
    }
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

/// "and" between two of them.
bool isJoint(QStringView word)
{
    constexpr QStringView Joints[]
            = {u"and", u"und", u"et", u"y", u"e", u"en", u"och", u"og", u"i", u"и", u"та"};
    return std::find(std::begin(Joints), std::end(Joints), word) != std::end(Joints);
}

/// Without "ca." and its like, and without what stands in brackets behind.
QStringView withoutRoundness(QStringView text)
{
    constexpr QStringView Words[] = {u"approximately", u"approx.", u"approx", u"about", u"around",
                                     u"circa",         u"ca.",     u"c.",     u"etwa",  u"rund",
                                     u"environ",       u"env.",    u"~",      u"≈",     u"±"};
    for (const QStringView word : Words) {
        if (text.startsWith(word, Qt::CaseInsensitive)) {
            text = text.mid(word.size()).trimmed();
            break;
        }
    }
    const qsizetype bracket = text.indexOf(u'(');
    return bracket > 0 ? text.left(bracket).trimmed() : text;
}

bool isNumeric(QChar c)
{
    return (c >= u'0' && c <= u'9') || c == u'.' || c == u',';
}

bool isUnitSign(QChar c)
{
    return c.isLetter() || QStringView(u".'\"′″’”").contains(c);
}

bool isGap(QChar c)
{
    return c.isSpace() || c == u',' || c == u'&';
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
    for (run(isGap); at < text.size(); run(isGap)) {
        if (lastFactor > 0 && text.at(at).isLetter()) {
            if (!isJoint(run(isUnitSign)))
                return {};
            continue;
        }
        const auto value = number(run(isNumeric));
        run(isGap);
        const QStringView name = run(isUnitSign);
        const bool isRest = name.isEmpty() && at == text.size() && lastFactor >= 60;
        const double factor = isRest ? lastFactor / 60 : unit(name); // "1h30"
        if (!value || (factor == 0 && *value != 0))
            return {};
        seconds += *value * factor;
        lastFactor = factor > 0 ? factor : lastFactor;
    }
    return lastFactor > 0 ? sane(seconds) : std::nullopt;
}

/// "45:10 minutes", "1:05 h": the last unit, which the colons say already, but for hours.
std::optional<double> fromColonsAndUnit(QStringView text)
{
    qsizetype end = text.size();
    while (end > 0 && (text.at(end - 1).isLetter() || text.at(end - 1) == u'.'))
        --end;
    const QStringView name = text.mid(end);
    const QStringView times = text.left(end).trimmed();
    if (name.isEmpty())
        return fromColons(times);
    const auto seconds = fromColons(times);
    const double factor = unit(name);
    if (!seconds || factor < 1)
        return {};
    const bool isInHours = factor == 3'600 && times.count(u':') == 1;
    return isInHours ? sane(*seconds * 60) : seconds;
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
    text = withoutRoundness(text);
    if (text.isEmpty())
        return {};
    if (text.contains(u':'))
        return fromColonsAndUnit(text);
    if (text.front() == u'P' || text.front() == u'p') {
        QString body = text.mid(1).toString();
        body.replace(u'T', u' ').replace(u't', u' ');
        return fromUnits(body);
    }
    return fromUnits(text);
}

} // namespace Earmark
