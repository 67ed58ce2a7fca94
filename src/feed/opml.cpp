// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/opml.h"

#include "core/addresspolicy.h"
#include "feed/entities.h"
#include "feed/feedlimits.h"
#include "feed/feedreader.h"
#include "feed/repair.h"

#include <QBuffer>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LargestFile = 10LL * 1024 * 1024; ///< bytes
constexpr qsizetype MostFeeds = 20'000;
constexpr int DeepestFolder = 20;

/// Collects feeds, each address once.
class FeedList
{
public:
    void add(OpmlFeed feed)
    {
        const QString key = feed.url.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash);
        if (feed.url.isEmpty() || key.size() > FeedLimits::Address || m_feeds.size() >= MostFeeds
            || m_known.contains(key))
            return;
        m_known.insert(key);
        m_feeds.append(std::move(feed));
    }
    /// Named, and not to be subscribed to.
    void leaveOut() { m_hasLeftOut = true; }
    QList<OpmlFeed> take() { return std::move(m_feeds); }
    bool isEmpty() const { return m_feeds.isEmpty() && !m_hasLeftOut; }

private:
    QList<OpmlFeed> m_feeds;
    QSet<QString> m_known;
    bool m_hasLeftOut = false;
};

/// Overcast's large export also names podcasts that were left, or of which only an episode was
/// heard: they are history.
bool isLeft(QStringView subscribed)
{
    return subscribed == u"0" || subscribed.compare(u"false", Qt::CaseInsensitive) == 0;
}

/// An address as exports write it; some escape it twice or, from one program to the next, more
/// often.
QUrl feedAddress(QString text)
{
    static const QRegularExpression escaped(u"&(?:amp;)+"_s);
    if (text.contains("&amp;"_L1))
        text.replace(escaped, u"&"_s);
    text = text.trimmed().replace(u' ', "%20"_L1);
    return feedAddressFromInput(text);
}

QString outlineAddress(const FeedReader &xml)
{
    const QString address = xml.attribute(u"xmlurl");
    return address.isEmpty() ? xml.attribute(u"url") : address;
}

/// gPodder writes the description into text, so title comes first.
QString outlineName(const FeedReader &xml)
{
    const QString title = xml.attribute(u"title");
    return title.isEmpty() ? xml.attribute(u"text") : title;
}

/// Overcast and Pocket Casts wrap all subscriptions in one outline of this name.
bool isWrapper(const QString &name)
{
    return name.compare("feeds"_L1, Qt::CaseInsensitive) == 0
            || name.compare("playlists"_L1, Qt::CaseInsensitive) == 0;
}

void readOutlines(FeedReader &xml, const QStringList &folder, FeedList &feeds);

void readOutline(FeedReader &xml, const QStringList &folder, FeedList &feeds)
{
    const QString type = xml.attribute(u"type").toLower();
    if (type == "podcast-episode"_L1 || type == "podcast-playlist"_L1)
        return;
    const QString name = outlineName(xml);
    const QString address = outlineAddress(xml);
    QStringList inner = folder;
    if (!address.isEmpty() && isLeft(xml.attribute(u"subscribed"))) {
        feeds.leaveOut();
        return;
    }
    if (!address.isEmpty()) {
        OpmlFeed feed;
        feed.url = feedAddress(address);
        feed.title = name;
        feed.site = xml.addressAttribute(u"htmlurl");
        feed.folder = folder;
        feeds.add(std::move(feed));
    } else if (!name.isEmpty() && !(folder.isEmpty() && isWrapper(name))
               && folder.size() < DeepestFolder) {
        inner.append(name);
    }
    readOutlines(xml, inner, feeds);
}

void readOutlines(FeedReader &xml, const QStringList &folder, FeedList &feeds)
{
    xml.children([&] {
        if (xml.name() == u"outline")
            readOutline(xml, folder, feeds);
        else
            readOutlines(xml, folder, feeds);
    });
}

void readHead(FeedReader &xml, OpmlDocument &document)
{
    xml.children([&] {
        if (xml.name() == u"title")
            document.title = xml.line();
    });
}

/// The value of key="..." or key='...' in text, searched case-insensitively behind from.
QString quotedAfter(QStringView text, QStringView key, qsizetype from, qsizetype to)
{
    const qsizetype at = text.left(to).indexOf(key, from, Qt::CaseInsensitive);
    if (at < 0)
        return {};
    QStringView rest = text.mid(at + key.size(), 8'192).trimmed();
    if (!rest.startsWith(u'='))
        return {};
    rest = rest.mid(1).trimmed();
    if (rest.isEmpty() || (rest.front() != u'"' && rest.front() != u'\''))
        return {};
    const qsizetype close = rest.indexOf(rest.front(), 1);
    return close < 0 ? QString() : decodeReferences(rest.mid(1, close - 1)).trimmed();
}

/// What is no XML at all any more: every xmlUrl="..." that can be found.
void scanForAddresses(const QByteArray &bytes, FeedList &feeds)
{
    const QString text = QString::fromUtf8(bytes);
    const QStringView view = text;
    constexpr QStringView Key = u"xmlurl";
    constexpr qsizetype Reach = 4'096; // Where an outline's other attributes may stand.
    qsizetype behindLast = 0;
    qsizetype at = view.indexOf(Key, 0, Qt::CaseInsensitive);
    while (at >= 0) {
        const qsizetype next = view.indexOf(Key, at + Key.size(), Qt::CaseInsensitive);
        const qsizetype behind = std::min(next < 0 ? view.size() : next, at + Reach);
        OpmlFeed feed;
        feed.url = feedAddress(quotedAfter(view, Key, at, behind));
        // What was looked at for the address before is not again.
        const qsizetype from = std::max(behindLast, at - Reach);
        const qsizetype open = view.mid(from, at - from).lastIndexOf(u'<');
        const qsizetype begin = open < 0 ? at : from + open;
        behindLast = at + Key.size();
        const qsizetype close = view.mid(at, behind - at).indexOf(u'>');
        const qsizetype tagEnd = close < 0 ? behind : at + close;
        at = next;
        if (isLeft(quotedAfter(view, u"subscribed", begin, tagEnd))) {
            feeds.leaveOut();
            continue;
        }
        for (const QStringView name : {u"title", u"text"}) {
            if (feed.title.isEmpty())
                feed.title = quotedAfter(view, name, begin, behind);
        }
        feeds.add(std::move(feed));
    }
}

Error noOpml()
{
    return fail(ErrorKind::Parse,
                u"No podcasts could be found in this file. Choose an OPML file that another "
                u"player exported."_s,
                u"no outline with an xmlUrl"_s);
}

} // namespace

Result<OpmlDocument> parseOpml(const QByteArray &bytes)
{
    if (bytes.size() > LargestFile)
        return fail(ErrorKind::Parse, u"This file is too large for a list of podcasts."_s,
                    u"%1 bytes of OPML"_s.arg(bytes.size()));
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    RepairingDevice repaired(buffer, {});
    FeedReader xml(repaired, {});
    OpmlDocument document;
    FeedList feeds;
    const bool isOpml = xml.toRoot() && xml.name() == u"opml";
    if (isOpml) {
        xml.children([&] {
            if (xml.name() == u"head")
                readHead(xml, document);
            else if (xml.name() == u"outline")
                readOutline(xml, {}, feeds);
            else
                readOutlines(xml, {}, feeds);
        });
    }
    if (!isOpml || xml.isBroken() || feeds.isEmpty())
        scanForAddresses(bytes, feeds);
    if (feeds.isEmpty() && !isOpml)
        return noOpml();
    document.feeds = feeds.take();
    return document;
}

} // namespace Earmark
