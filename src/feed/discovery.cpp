// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/discovery.h"

#include "core/addresspolicy.h"

#include <QStringList>

#include <algorithm>
#include <gumbo.h>
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
    return bare == "application/rss+xml"_L1 || bare == "application/atom+xml"_L1
            || bare == "application/rdf+xml"_L1 || bare == "application/feed+json"_L1
            || bare == "text/rss+xml"_L1 || bare == "application/rss"_L1;
}

void readLink(const GumboElement &element, const QUrl &base, QList<DiscoveredFeed> &feeds)
{
    const QStringList rel = attribute(element, "rel").toLower().split(u' ', Qt::SkipEmptyParts);
    const QString type = attribute(element, "type");
    const bool isFeed
            = rel.contains(u"feed"_s) || (rel.contains(u"alternate"_s) && isFeedType(type));
    const QUrl url = base.resolved(QUrl(attribute(element, "href")));
    const bool isKnown = std::any_of(feeds.cbegin(), feeds.cend(),
                                     [&url](const auto &feed) { return feed.url == url; });
    if (isFeed && isFetchable(url) && !isKnown && feeds.size() < MaxFeeds)
        feeds.append({.url = url, .type = type, .title = attribute(element, "title")});
}

/// All elements, without recursion: pages nest as deeply as they like.
void readElements(const GumboNode *root, QUrl base, QList<DiscoveredFeed> &feeds)
{
    QList<const GumboNode *> waiting{root};
    bool isBaseKnown = false;
    while (!waiting.isEmpty()) {
        const GumboNode *node = waiting.takeLast();
        if (node->type != GUMBO_NODE_ELEMENT)
            continue;
        const GumboElement &element = node->v.element;
        if (element.tag == GUMBO_TAG_BASE && !isBaseKnown) {
            base = base.resolved(QUrl(attribute(element, "href")));
            isBaseKnown = true;
        } else if (element.tag == GUMBO_TAG_LINK) {
            readLink(element, base, feeds);
        }
        for (unsigned i = element.children.length; i > 0; --i)
            waiting.append(static_cast<const GumboNode *>(element.children.data[i - 1]));
    }
}

bool isCommentsFeed(const DiscoveredFeed &feed)
{
    return feed.title.contains("comment"_L1, Qt::CaseInsensitive)
            || feed.url.path().contains("comments"_L1, Qt::CaseInsensitive);
}

} // namespace

QList<DiscoveredFeed> discoverFeeds(const QByteArray &page, const QUrl &base)
{
    const auto length = size_t(qMin(page.size(), MaxPage));
    const std::unique_ptr<GumboOutput, GumboEnd> output(
            gumbo_parse_with_options(&kGumboDefaultOptions, page.constData(), length));
    QList<DiscoveredFeed> feeds;
    if (output)
        readElements(output->root, base, feeds);
    std::stable_partition(feeds.begin(), feeds.end(),
                          [](const auto &feed) { return !isCommentsFeed(feed); });
    return feeds;
}

} // namespace Earmark
