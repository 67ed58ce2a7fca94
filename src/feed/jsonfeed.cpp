// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/jsonfeed.h"

#include "core/addresspolicy.h"
#include "feed/dates.h"
#include "feed/drafts.h"
#include "feed/durations.h"
#include "feed/feedlimits.h"
#include "feed/jsonmender.h"
#include "feed/plaintext.h"
#include "feed/vocabularies.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QString textOf(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest);
    return value.toString().left(FeedLimits::Text).trimmed();
}

QString lineOf(const QJsonValue &value)
{
    return plainLine(textOf(value)).left(FeedLimits::Line);
}

/// Plain text as HTML: what looks like a tag in it is none.
QString htmlOf(const QString &plain)
{
    if (!hasTags(plain))
        return plain;
    return plain.toHtmlEscaped().replace(u'\n', "<br>\n"_L1);
}

class JsonFeedReader
{
public:
    JsonFeedReader(const QJsonObject &root, const QUrl &base) : m_root(root), m_base(base)
    {
        if (m_base.isEmpty())
            m_base = address(root.value("feed_url"_L1));
        if (m_base.isEmpty())
            m_base = address(root.value("home_page_url"_L1));
    }

    FeedDocument read()
    {
        readHead();
        readHubs();
        const QJsonArray items = m_root.value("items"_L1).toArray();
        for (const QJsonValue item : items) {
            m_draft.hasTooMany = m_draft.feed.episodes.size() >= FeedLimits::Episodes;
            if (m_draft.hasTooMany)
                break;
            if (item.isObject())
                readItem(item.toObject());
        }
        FeedDocument feed = finished(std::move(m_draft));
        feed.format = u"json"_s;
        return feed;
    }

private:
    QUrl address(const QJsonValue &value) const
    {
        QString text = value.toString().trimmed();
        if (text.isEmpty() || text.size() > FeedLimits::Address)
            return {};
        text.remove(u'\n').remove(u'\r').remove(u'\t');
        const QUrl url = m_base.resolved(QUrl(text, QUrl::TolerantMode));
        return isFetchable(url) ? url : QUrl();
    }

    void readHead()
    {
        FeedDocument &feed = m_draft.feed;
        m_draft.title.offer(lineOf(m_root.value("title"_L1)), 0);
        m_draft.description.offer(htmlOf(textOf(m_root.value("description"_L1))), 0);
        m_draft.link.offer(address(m_root.value("home_page_url"_L1)), 0);
        m_draft.image.offer(address(m_root.value("icon"_L1)), 0);
        m_draft.image.offer(address(m_root.value("favicon"_L1)), 1);
        m_draft.language.offer(lineOf(m_root.value("language"_L1)), 0);
        m_draft.author.offer(authors(m_root), 0);
        feed.feedUrl = address(m_root.value("feed_url"_L1));
        feed.nextPage = address(m_root.value("next_url"_L1));
        if (m_root.value("expired"_L1).isBool())
            feed.complete = m_root.value("expired"_L1).toBool();
    }

    /// Those of 1.1, else the one of 1.0; their names.
    QString authors(const QJsonObject &object) const
    {
        QJsonArray list = object.value("authors"_L1).toArray();
        if (list.isEmpty())
            list.append(object.value("author"_L1));
        QStringList names;
        for (const QJsonValue author : std::as_const(list)) {
            const QString name = lineOf(author.isString() ? author : author["name"_L1]);
            if (!name.isEmpty() && names.size() < FeedLimits::Values)
                names.append(name);
        }
        return names.join(", "_L1).left(FeedLimits::Line);
    }

    void readHubs()
    {
        const QJsonArray hubs = m_root.value("hubs"_L1).toArray();
        for (const QJsonValue hub : hubs) {
            if (m_draft.feed.hub.isEmpty())
                m_draft.feed.hub = address(hub["url"_L1]);
        }
    }

    void readItem(const QJsonObject &item)
    {
        EpisodeDraft draft;
        FeedEpisode &episode = draft.episode;
        episode.guid = textOf(item.value("id"_L1)).left(FeedLimits::Line);
        draft.title.offer(lineOf(item.value("title"_L1)), 0);
        draft.link.offer(address(item.value("url"_L1)), 0);
        draft.link.offer(address(item.value("external_url"_L1)), 1);
        draft.notes.offer(textOf(item.value("content_html"_L1)), 0);
        draft.notes.offer(htmlOf(textOf(item.value("content_text"_L1))), 1);
        draft.notes.offer(htmlOf(textOf(item.value("summary"_L1))), 2);
        draft.summary.offer(htmlOf(textOf(item.value("summary"_L1))), 0);
        draft.image.offer(address(item.value("image"_L1)), 0);
        draft.image.offer(address(item.value("banner_image"_L1)), 1);
        draft.published.offer(parseDate(textOf(item.value("date_published"_L1))), 0);
        draft.updated.offer(parseDate(textOf(item.value("date_modified"_L1))), 0);
        draft.author.offer(authors(item), 0);
        const QJsonArray tags = item.value("tags"_L1).toArray();
        for (const QJsonValue tag : tags)
            addTag(episode.tags, lineOf(tag));
        const QJsonArray attachments = item.value("attachments"_L1).toArray();
        for (const QJsonValue attachment : attachments)
            readAttachment(attachment.toObject(), draft);
        m_draft.feed.episodes.append(finished(std::move(draft)));
    }

    void readAttachment(const QJsonObject &attachment, EpisodeDraft &draft) const
    {
        const QUrl url = address(attachment.value("url"_L1));
        if (url.isEmpty() || draft.episode.enclosures.size() >= FeedLimits::Values)
            return;
        draft.episode.enclosures.append(
                {url, lineOf(attachment.value("mime_type"_L1)),
                 parseLength(textOf(attachment.value("size_in_bytes"_L1)))});
        draft.duration.offer(parseDuration(textOf(attachment.value("duration_in_seconds"_L1))), 0);
    }

    QJsonObject m_root;
    QUrl m_base;
    FeedDraft m_draft;
};

} // namespace

Result<FeedDocument> parseJsonFeed(const QByteArray &bytes, const FeedContext &context)
{
    const JsonReading json = readJson(bytes, context.httpCharset);
    const QJsonObject root = json.document.object();
    const bool isFeed = root.value("items"_L1).isArray()
            || root.value("version"_L1).toString().contains("jsonfeed.org"_L1);
    if (!isFeed)
        return fail(ErrorKind::Parse,
                    u"This is no podcast: the document is of another kind. Check the address."_s,
                    u"JSON without items "_s + json.problem);
    FeedDocument feed = JsonFeedReader(root, context.baseUrl).read();
    if (json.isMended)
        feed.repairs.append(
                u"The feed is broken or breaks off; the episodes that came whole were kept."_s);
    return feed;
}

} // namespace Earmark
