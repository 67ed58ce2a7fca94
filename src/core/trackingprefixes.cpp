// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trackingprefixes.h"

#include "core/addresspolicy.h"
#include "core/ownnetwork.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int MostPrefixes = 10; ///< Before one file.
constexpr qsizetype LongestAddress = 4096;
constexpr qsizetype LongestHost = 253; // RFC 1035
constexpr auto EncodedStart = "https%3a%2f%2f"_L1;

QString withoutWww(const QString &host)
{
    return host.startsWith("www."_L1) ? host.mid(4) : host;
}

bool isLabel(const QString &label)
{
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    };
    return !label.isEmpty() && label.size() <= 63
            && std::all_of(label.begin(), label.end(), isPlain);
}

/// A name on the internet: with a dot, and a top level that is no number.
bool isPlausibleHost(const QString &host)
{
    const QStringList labels = host.split(u'.');
    if (host.size() > LongestHost || labels.size() < 2
        || !std::all_of(labels.begin(), labels.end(), isLabel))
        return false;
    const QString &top = labels.last();
    const bool isName = top.size() >= 2
            && (top.startsWith("xn--"_L1)
                || std::all_of(top.begin(), top.end(), [](QChar c) { return c.isLetter(); }));
    return isName && placeOfHost(host) == HostPlace::Unknown;
}

/// "https://x", "http:/x" (a path cleaned by a server), "https%3A%2F%2Fx" and "x" as "x".
QString withoutScheme(QString text)
{
    for (const QLatin1StringView start :
         {"https%3a%2f%2f"_L1, "http%3a%2f%2f"_L1, "https:"_L1, "http:"_L1}) {
        if (!text.startsWith(start, Qt::CaseInsensitive))
            continue;
        const bool isEncoded = start.endsWith("%2f"_L1);
        text.remove(0, start.size());
        if (isEncoded)
            return QUrl::fromPercentEncoding(text.toUtf8());
        while (text.startsWith(u'/'))
            text.remove(0, 1);
        return text;
    }
    return text;
}

bool matches(const QString &part, const QString &pattern)
{
    if (!pattern.endsWith(u'*'))
        return part.compare(pattern, Qt::CaseInsensitive) == 0;
    return !part.isEmpty() && part.startsWith(QStringView(pattern).chopped(1), Qt::CaseInsensitive);
}

/// What follows a prefix, as an address; invalid when it is none.
QUrl addressOf(const QString &rest, const QString &query)
{
    const QString text = withoutScheme(rest);
    const qsizetype slash = text.indexOf(u'/');
    if (slash <= 0 || slash + 1 >= text.size() || text.at(slash + 1) == u'/'
        || !isPlausibleHost(text.left(slash).toLower()))
        return {};
    QString address = u"https://"_s + text;
    if (!query.isEmpty())
        address += (text.contains(u'?') ? u'&' : u'?') + query;
    if (address.size() > LongestAddress)
        return {};
    const QUrl url(address, QUrl::TolerantMode);
    return isFetchable(url) && url.userInfo().isEmpty() && url.path().size() > 1 ? url : QUrl();
}

} // namespace

TrackingPrefixes::TrackingPrefixes(QStringView text)
{
    for (const QStringView line : text.split(u'\n')) {
        QString prefix = line.left(line.indexOf(u'#') < 0 ? line.size() : line.indexOf(u'#'))
                                 .trimmed()
                                 .toString();
        const bool isEncoded = prefix.endsWith(EncodedStart, Qt::CaseInsensitive);
        if (isEncoded)
            prefix.chop(EncodedStart.size());
        QStringList parts = prefix.split(u'/');
        if (parts.size() < 2 || !parts.takeLast().isEmpty())
            continue; // no '/' at its end: would match half a word
        const QString host = withoutWww(parts.takeFirst().toLower());
        if (isPlausibleHost(host))
            m_prefixes.append({host, parts, isEncoded});
    }
}

QUrl TrackingPrefixes::unwrappedOnce(const QUrl &media) const
{
    const QString host = withoutWww(media.host().toLower());
    const QString path = media.path(QUrl::FullyEncoded).mid(1);
    const QString query = media.query(QUrl::FullyEncoded);
    for (const Prefix &prefix : m_prefixes) {
        if (prefix.host != host)
            continue;
        const QStringList parts = path.split(u'/');
        const qsizetype count = prefix.parts.size();
        if (parts.size() <= count
            || !std::equal(prefix.parts.begin(), prefix.parts.end(), parts.begin(),
                           [](const QString &pattern, const QString &part) {
                               return matches(part, pattern);
                           }))
            continue;
        const QString rest = parts.mid(count).join(u'/');
        if (prefix.isEncoded && !rest.startsWith(EncodedStart, Qt::CaseInsensitive))
            continue;
        QUrl found = addressOf(rest, query);
        if (found.isValid())
            return found;
    }
    return {};
}

QUrl TrackingPrefixes::unwrapped(const QUrl &media) const
{
    if (!isFetchable(media) || !media.userInfo().isEmpty()
        || media.toEncoded().size() > LongestAddress)
        return media;
    QUrl address = media;
    for (int depth = 0; depth < MostPrefixes; ++depth) {
        const QUrl inner = unwrappedOnce(address);
        if (!inner.isValid())
            return address;
        address = inner;
    }
    return media; // nobody is counted ten times: somebody plays with us
}

} // namespace Earmark
