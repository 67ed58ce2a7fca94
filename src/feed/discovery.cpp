// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/discovery.h"

#include "core/addresspolicy.h"
#include "feed/encoding.h"
#include "feed/shallowhtml.h"

#include <QStringList>

#include <algorithm>
#include <gumbo.h>
#include <iterator>
#include <memory>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxPage = qsizetype(4) * 1024 * 1024; // a head stands at the beginning
constexpr qsizetype MaxFeeds = 100;

struct GumboEnd
{
    void operator()(GumboOutput *output) const
    {
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
};

QString attribute(const GumboElement &element, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&element.attributes, name);
    return found ? QString::fromUtf8(found->value).trimmed() : QString();
}

bool isFeedType(const QString &type)
{
    const QString bare = type.section(u';', 0, 0).trimmed().toLower();
    constexpr QLatin1StringView Types[] = {"application/rss+xml"_L1,   "application/atom+xml"_L1,
                                           "application/rdf+xml"_L1,   "application/feed+json"_L1,
                                           "text/rss+xml"_L1,          "text/rss"_L1,
                                           "application/rss"_L1,       "application/x.atom+xml"_L1,
                                           "application/xml"_L1,       "text/xml"_L1,
                                           "application/x-atom+xml"_L1};
    return std::find(std::begin(Types), std::end(Types), bare) != std::end(Types);
}

/// Does a plain link lead to a feed, as far as its address tells?
bool looksLikeFeed(const QUrl &url)
{
    constexpr QLatin1StringView Ends[]
            = {".rss"_L1,     ".rdf"_L1,      ".atom"_L1,     "/rss"_L1,         "/feed"_L1,
               "/rss.xml"_L1, "/feed.xml"_L1, "/atom.xml"_L1, "/podcast.xml"_L1, "/feed.json"_L1};
    QString path = url.path().toLower();
    while (path.endsWith(u'/'))
        path.chop(1);
    return std::any_of(std::begin(Ends), std::end(Ends),
                       [&path](QLatin1StringView end) { return path.endsWith(end); });
}

/// The feeds of one page, while it is read.
class Finder
{
public:
    explicit Finder(QUrl base) : m_base(std::move(base)) { }

    /// All elements, without recursion.
    void read(const GumboNode *root)
    {
        QList<const GumboNode *> waiting{root};
        while (!waiting.isEmpty()) {
            const GumboNode *node = waiting.takeLast();
            if (node->type != GUMBO_NODE_ELEMENT)
                continue;
            const GumboElement &element = node->v.element;
            if (element.tag == GUMBO_TAG_BASE)
                readBase(element);
            else if (element.tag == GUMBO_TAG_LINK)
                readLink(element);
            else if (element.tag == GUMBO_TAG_A)
                readAnchor(element);
            for (unsigned i = element.children.length; i > 0; --i)
                waiting.append(static_cast<const GumboNode *>(element.children.data[i - 1]));
        }
    }

    /// Plain links count where the head names no feed.
    QList<DiscoveredFeed> take() { return m_links.isEmpty() ? m_anchors : m_links; }

private:
    void readBase(const GumboElement &element)
    {
        const QString href = attribute(element, "href");
        if (m_isBaseKnown || href.isEmpty())
            return;
        m_base = m_base.resolved(QUrl(href));
        m_isBaseKnown = true;
    }

    void readLink(const GumboElement &element)
    {
        const QStringList rel
                = attribute(element, "rel").toLower().simplified().split(u' ', Qt::SkipEmptyParts);
        const QString type = attribute(element, "type");
        if (rel.contains(u"feed"_s) || (rel.contains(u"alternate"_s) && isFeedType(type)))
            add(m_links, {address(element), type, attribute(element, "title")});
    }

    void readAnchor(const GumboElement &element)
    {
        const QUrl url = address(element);
        const bool isSubscription = feedScheme(attribute(element, "href"));
        if (isSubscription || looksLikeFeed(url))
            add(m_anchors, {url, {}, attribute(element, "title")});
    }

    /// feed:, itpc:, pcast:, podcast:, with or without an address inside.
    static bool feedScheme(const QString &href)
    {
        const QString scheme = href.section(u':', 0, 0).toLower();
        return scheme == "feed"_L1 || scheme == "itpc"_L1 || scheme == "pcast"_L1
                || scheme == "podcast"_L1;
    }

    QUrl address(const GumboElement &element) const
    {
        const QString href = attribute(element, "href");
        if (href.isEmpty())
            return {};
        if (!feedScheme(href))
            return m_base.resolved(QUrl(href));
        const TypedAddress named = typedAddress(href);
        // Who serves his page by http serves his feed so; and that page went the way in the clear.
        const QUrl plain
                = named.isGuess && m_base.scheme() == "http"_L1 ? unencrypted(named.url) : QUrl();
        return plain.isEmpty() ? named.url : plain;
    }

    static void add(QList<DiscoveredFeed> &feeds, DiscoveredFeed feed)
    {
        const bool isKnown = std::any_of(feeds.cbegin(), feeds.cend(), [&feed](const auto &known) {
            return known.url == feed.url;
        });
        if (isFetchable(feed.url) && !isKnown && feeds.size() < MaxFeeds)
            feeds.append(std::move(feed));
    }

    QUrl m_base;
    bool m_isBaseKnown = false;
    QList<DiscoveredFeed> m_links;
    QList<DiscoveredFeed> m_anchors;
};

bool isCommentsFeed(const DiscoveredFeed &feed)
{
    return feed.title.contains("comment"_L1, Qt::CaseInsensitive)
            || feed.url.path().contains("comments"_L1, Qt::CaseInsensitive);
}

} // namespace

QList<DiscoveredFeed> discoverFeeds(const QByteArray &page, const QUrl &base)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const QByteArray html = shallowHtml(decodedText(page.left(MaxPage))).toUtf8();
    const std::unique_ptr<GumboOutput, GumboEnd> output(
            gumbo_parse_with_options(&options, html.constData(), size_t(html.size())));
    Finder finder(base);
    if (output)
        finder.read(output->root);
    QList<DiscoveredFeed> feeds = finder.take();
    std::stable_partition(feeds.begin(), feeds.end(),
                          [](const auto &feed) { return !isCommentsFeed(feed); });
    return feeds;
}

} // namespace Earmark
