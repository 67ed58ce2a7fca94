// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/addresspolicy.h"

#include "core/privateaddress.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

bool isWeb(const QUrl &url)
{
    const QString scheme = url.scheme();
    return (scheme == "http"_L1 || scheme == "https"_L1) && !url.host().isEmpty();
}

constexpr QLatin1StringView FeedSchemes[]{"feed"_L1, "itpc"_L1, "pcast"_L1, "podcast"_L1};

/// "feed:https://x", "feed://x" and "itpc://x" without their scheme; other text as it is.
QString withoutFeedScheme(const QString &text)
{
    for (const QLatin1StringView scheme : FeedSchemes) {
        if (!text.startsWith(scheme, Qt::CaseInsensitive) || text.size() <= scheme.size()
            || text.at(scheme.size()) != u':')
            continue;
        QString rest = text.mid(scheme.size() + 1);
        if (rest.startsWith("//"_L1))
            rest.remove(0, 2);
        return rest;
    }
    return text;
}

/// "https://x", but not "a.example/?u=https://x".
bool namesScheme(const QString &text)
{
    const qsizetype mark = text.indexOf("://"_L1);
    return mark >= 0 && std::none_of(text.begin(), text.begin() + mark, [](QChar c) {
               return c == u'/' || c == u'?' || c == u'#';
           });
}

/// "mailto:a@b" and "javascript:x", but not "localhost:8000/f".
bool hasOtherScheme(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0 || colon + 1 >= text.size() || text.at(colon + 1).isDigit())
        return false;
    return std::all_of(text.begin(), text.begin() + colon,
                       [](QChar c) { return c.isLetterOrNumber() || c == u'+' || c == u'-'; });
}

} // namespace

bool isFetchable(const QUrl &url)
{
    return url.isValid() && isWeb(url);
}

bool mayLeaveProgram(const QUrl &url)
{
    return url.isValid() && (isWeb(url) || url.scheme() == "mailto"_L1);
}

TypedAddress typedAddress(const QString &text)
{
    QString address = withoutFeedScheme(text.trimmed());
    const bool isGuess = !namesScheme(address);
    if (address.isEmpty() || address.contains(u' ') || address.contains(u'\n'))
        return {};
    if (isGuess) {
        const qsizetype dot = address.indexOf(u'.');
        const bool isLocal = address.startsWith("localhost"_L1) || address.startsWith(u'[');
        if ((dot <= 0 && !isLocal) || hasOtherScheme(address))
            return {};
        address.prepend("https://"_L1);
    }
    const QUrl url(address, QUrl::TolerantMode);
    return isFetchable(url) ? TypedAddress{.url = url, .isGuess = isGuess} : TypedAddress();
}

QUrl feedAddressFromInput(const QString &text)
{
    return typedAddress(text).url;
}

QUrl unencrypted(const QUrl &https)
{
    constexpr int HttpsPort = 443;
    if (!isFetchable(https) || https.scheme() != "https"_L1 || https.port(-1) == HttpsPort
        || looksPrivate(https))
        return {};
    QUrl http = https;
    http.setScheme(u"http"_s);
    return http;
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    const auto port
            = [](const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); };
    return isFetchable(one) && one.scheme() == other.scheme() && port(one) == port(other)
            && one.host().compare(other.host(), Qt::CaseInsensitive) == 0;
}

QString displayAddress(const QUrl &url)
{
    if (looksPrivate(url))
        return url.scheme() + u"://"_s + shownAddress(url, true);
    QString shown = url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return url.hasQuery() ? shown + u"?…" : shown;
}

} // namespace Earmark
