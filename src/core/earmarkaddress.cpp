// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"

#include "core/addresspolicy.h"
#include "core/privateaddress.h"

#include <QUrlQuery>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr qsizetype MaxLength = qsizetype(8) * 1024;
constexpr std::chrono::milliseconds MaxTime = 1000h;

QString encoded(const QString &value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

std::optional<std::chrono::milliseconds> parseTime(const QString &text)
{
    if (text.isEmpty())
        return 0ms;
    bool isNumber = false;
    const double seconds = text.toDouble(&isNumber);
    if (!isNumber || !(seconds >= 0) || seconds > double(MaxTime.count()) / 1000)
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(seconds * 1000));
}

} // namespace

QString toText(const EarmarkAddress &address)
{
    const auto ms = address.at.count();
    QString time = QString::number(ms / 1000);
    if (ms % 1000 != 0)
        time += u".%1"_s.arg(ms % 1000, 3, 10, QChar(u'0'));
    return "earmark:play?feed="_L1 + encoded(address.feed.toString(QUrl::FullyEncoded))
            + "&guid="_L1 + encoded(address.guid) + "&t="_L1 + time;
}

std::optional<EarmarkAddress> withoutPath(const EarmarkAddress &address)
{
    const QUrl guid(address.guid, QUrl::StrictMode);
    if (isFetchable(guid) && looksPrivate(guid))
        return std::nullopt;
    EarmarkAddress shareable = address;
    shareable.feed = address.feed.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath
                                           | QUrl::RemoveQuery | QUrl::RemoveFragment);
    shareable.feed.setPath(u"/"_s);
    return shareable;
}

std::optional<EarmarkAddress> parseEarmarkAddress(const QString &text)
{
    constexpr auto Prefix = "earmark:play?"_L1;
    if (text.size() > MaxLength || !text.startsWith(Prefix, Qt::CaseInsensitive))
        return std::nullopt;
    const QUrlQuery query(text.mid(Prefix.size()));
    EarmarkAddress address{
            .feed = QUrl(query.queryItemValue(u"feed"_s, QUrl::FullyDecoded)),
            .guid = query.queryItemValue(u"guid"_s, QUrl::FullyDecoded),
    };
    const auto at = parseTime(query.queryItemValue(u"t"_s));
    const bool isKnownFeed = isFetchable(address.feed) || address.feed.scheme() == "earmark-demo"_L1
            || (address.feed.isLocalFile() && address.feed.authority().isEmpty());
    if (!at || !isKnownFeed || address.guid.isEmpty())
        return std::nullopt;
    address.at = *at;
    return address;
}

} // namespace Earmark
