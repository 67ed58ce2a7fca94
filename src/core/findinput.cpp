// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/findinput.h"

#include "core/addresspolicy.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestText = 4096; // what directories and servers take at most, and more

bool isHost(const QUrl &url, QLatin1StringView domain)
{
    const QString host = url.host().toLower();
    return host == domain || host.endsWith(u'.' + domain);
}

QString matched(const QString &text, const QRegularExpression &pattern)
{
    return pattern.match(text).captured(1);
}

/// itms:// and its kin open Apple's own program at what is an https address otherwise.
QString withoutAppleScheme(const QString &text)
{
    static const QRegularExpression scheme(u"^itms(s|-apps|-pcast|-podcasts?)?://"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    QString plain = text;
    return plain.replace(scheme, u"https://"_s);
}

QString appleId(const QUrl &url)
{
    static const QRegularExpression inPath(u"/id([0-9]{1,18})(?:/|$)"_s);
    static const QRegularExpression digits(u"^([0-9]{1,18})$"_s);
    if (!isHost(url, "podcasts.apple.com"_L1) && !isHost(url, "itunes.apple.com"_L1))
        return {};
    const QString id = matched(url.path(), inPath);
    return id.isEmpty() ? matched(QUrlQuery(url).queryItemValue(u"id"_s), digits) : id;
}

QString podcastIndexId(const QUrl &url)
{
    static const QRegularExpression inPath(u"^/podcast/([0-9]{1,18})(?:/|$)"_s);
    return isHost(url, "podcastindex.org"_L1) ? matched(url.path(), inPath) : QString();
}

QString fyydId(const QUrl &url)
{
    static const QRegularExpression inPath(u"^/podcast/([A-Za-z0-9_-]{1,120})(?:/|$)"_s);
    return isHost(url, "fyyd.de"_L1) ? matched(url.path(), inPath) : QString();
}

/// "1.5" and "99.9", which a lenient reader takes for a machine's number.
bool isNumber(const QString &text)
{
    const bool digits = std::all_of(text.begin(), text.end(),
                                    [](QChar c) { return c.isDigit() || c == u'.'; });
    return digits && text.count(u'.') != 3;
}

/// "node.js", "example.org": the name of a host alone, or just a name.
bool mayBeAName(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'&' || c == u'\'';
    });
}

/// The beginning of an address that is still being typed, a file's, or one of another kind.
bool isNoWord(const QString &text)
{
    static const QRegularExpression scheme(
            u"^(https?|feed|itpc|pcast|podcast|itms[a-z-]*|mailto|javascript|data|file|ftp|earmark):"_s,
            QRegularExpression::CaseInsensitiveOption);
    return text.startsWith(u'/') || text.startsWith("~/"_L1) || text.contains("://"_L1)
            || scheme.match(text).hasMatch();
}

FindInput ofAddress(const QUrl &url, bool isGuess = false)
{
    const std::pair<FindKind, QString> links[]{{FindKind::ApplePodcast, appleId(url)},
                                               {FindKind::PodcastIndex, podcastIndexId(url)},
                                               {FindKind::Fyyd, fyydId(url)}};
    for (const auto &[kind, id] : links) {
        if (!id.isEmpty())
            return {.kind = kind, .words = {}, .address = url, .id = id};
    }
    return {.kind = FindKind::Address, .words = {}, .address = url, .isGuess = isGuess, .id = {}};
}

FindInput ofToken(const QString &token)
{
    FindInput words{.kind = FindKind::Words, .words = token, .address = {}, .id = {}};
    if (isNumber(token))
        return words;
    const TypedAddress typed = typedAddress(withoutAppleScheme(token));
    if (!typed.url.isValid())
        return isNoWord(token) ? FindInput() : words;
    FindInput input = ofAddress(typed.url, typed.isGuess);
    if (input.kind == FindKind::Address && mayBeAName(token))
        input.words = token;
    return input;
}

/// What stands around an address in running text: <https://…>, "https://…",
QString withoutBrackets(QString token)
{
    static const QString before = u"<([\"'“‘«"_s;
    static const QString after = u">)],.;!\"'”’»"_s;
    while (!token.isEmpty() && before.contains(token.front()))
        token.remove(0, 1);
    while (!token.isEmpty() && after.contains(token.back()))
        token.chop(1);
    return token;
}

/// Every link to a directory's page in a web page, site by site, in their order there.
QList<FindInput> directoryLinks(const QByteArray &page)
{
    constexpr qsizetype LongestLink = 300;
    static constexpr QByteArrayView Sites[]{"podcasts.apple.com/", "itunes.apple.com/",
                                            "podcastindex.org/podcast/", "fyyd.de/podcast/"};
    static constexpr QByteArrayView Ends = "\"'<> \t\r\n\\)";
    QList<FindInput> links;
    for (const QByteArrayView site : Sites) {
        for (qsizetype at = page.indexOf(site); at >= 0; at = page.indexOf(site, at + 1)) {
            qsizetype end = at;
            while (end < page.size() && end - at < LongestLink && !Ends.contains(page.at(end)))
                ++end;
            const QString address = u"https://"_s + QString::fromUtf8(page.mid(at, end - at));
            links.append(ofAddress(QUrl(address)));
        }
    }
    return links;
}

} // namespace

FindInput findInput(const QString &text)
{
    const QString line = text.left(LongestText).simplified();
    if (line.isEmpty())
        return {};
    const QStringList tokens = line.split(u' ');
    if (tokens.size() == 1)
        return ofToken(withoutBrackets(line).isEmpty() ? line : withoutBrackets(line));
    const auto address = std::find_if(tokens.begin(), tokens.end(), [](const QString &token) {
        return token.contains("://"_L1) && feedAddressFromInput(withoutBrackets(token)).isValid();
    });
    if (address != tokens.end())
        return ofToken(withoutBrackets(*address));
    // "look at example.org/feed?token=…": the words would carry the address to a directory.
    const bool holdsAddress = std::any_of(tokens.begin(), tokens.end(), [](const QString &token) {
        const FindInput one = ofToken(withoutBrackets(token));
        return (one.kind != FindKind::Words && one.kind != FindKind::Nothing && one.words.isEmpty())
                || (one.kind == FindKind::Nothing && token.contains("://"_L1));
    });
    if (holdsAddress)
        return {};
    return {.kind = FindKind::Words, .words = line, .address = {}, .id = {}};
}

FindInput directoryLinkOn(const QByteArray &page)
{
    constexpr qsizetype MaxPage = qsizetype(1024) * 1024;
    const QList<FindInput> links = directoryLinks(page.left(MaxPage));
    for (const FindKind kind : {FindKind::ApplePodcast, FindKind::PodcastIndex, FindKind::Fyyd}) {
        FindInput found;
        for (const FindInput &link : links) {
            if (link.kind != kind || link.id == found.id)
                continue;
            if (!found.id.isEmpty())
                return {}; // a list of podcasts
            found = link;
        }
        if (!found.id.isEmpty())
            return found;
    }
    return {};
}

} // namespace Earmark
