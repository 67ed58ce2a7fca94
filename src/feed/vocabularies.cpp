// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/vocabularies.h"

#include "feed/feedlimits.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

bool isOneOf(QStringView text, std::initializer_list<QStringView> words)
{
    return std::any_of(words.begin(), words.end(), [text](QStringView word) {
        return text.compare(word, Qt::CaseInsensitive) == 0;
    });
}

/// feed history's <fh:complete/>: every episode is in this document, none will follow.
void readFeedHistory(FeedReader &xml, FeedDraft &draft)
{
    if (xml.name() == u"complete")
        draft.feed.complete = true;
}

} // namespace

void readFeedElement(FeedReader &xml, FeedDraft &draft)
{
    switch (xml.vocabulary()) {
    case Vocabulary::Rss:
        return readRssFeed(xml, draft);
    case Vocabulary::Atom:
        return readAtomFeed(xml, draft);
    case Vocabulary::Itunes:
    case Vocabulary::GooglePlay:
        return readItunesFeed(xml, draft);
    case Vocabulary::DublinCore:
    case Vocabulary::Content:
        return readDublinCoreFeed(xml, draft);
    case Vocabulary::Media:
        return readMediaFeed(xml, draft);
    case Vocabulary::Podcast:
        return readPodcastFeed(xml, draft);
    case Vocabulary::FeedHistory:
        return readFeedHistory(xml, draft);
    case Vocabulary::Psc:
    case Vocabulary::Rdf:
    case Vocabulary::Xhtml:
    case Vocabulary::Other:
        return;
    }
}

void readEpisodeElement(FeedReader &xml, EpisodeDraft &draft)
{
    switch (xml.vocabulary()) {
    case Vocabulary::Rss:
        return readRssEpisode(xml, draft);
    case Vocabulary::Atom:
        return readAtomEpisode(xml, draft);
    case Vocabulary::Itunes:
    case Vocabulary::GooglePlay:
        return readItunesEpisode(xml, draft);
    case Vocabulary::DublinCore:
    case Vocabulary::Content:
        return readDublinCoreEpisode(xml, draft);
    case Vocabulary::Media:
        return readMediaEpisode(xml, draft);
    case Vocabulary::Podcast:
        return readPodcastEpisode(xml, draft);
    case Vocabulary::Psc:
        return readPscEpisode(xml, draft);
    case Vocabulary::Xhtml:
        if (xml.name() == u"body")
            draft.notes.offer(xml.text(), 0);
        return;
    case Vocabulary::FeedHistory:
    case Vocabulary::Rdf:
    case Vocabulary::Other:
        return;
    }
}

void readEpisode(FeedReader &xml, FeedDraft &draft)
{
    if (draft.episodes >= FeedLimits::Episodes) {
        draft.hasTooMany = true;
        return;
    }
    EpisodeDraft episode;
    // RDF names its items in an attribute.
    const QString about = xml.attribute(u"about");
    episode.episode.guid = about;
    xml.children([&] { readEpisodeElement(xml, episode); });
    if (xml.isBroken())
        return;
    draft.feed.episodes.append(finished(std::move(episode)));
    ++draft.episodes;
    draft.language.offer(xml.language(), 3);
    handOn(draft);
}

std::optional<bool> parseYesNo(QStringView text)
{
    text = text.trimmed();
    if (isOneOf(text, {u"yes", u"true", u"explicit", u"1"}))
        return true;
    if (isOneOf(text, {u"no", u"false", u"clean", u"0"}))
        return false;
    return {};
}

std::optional<int> parseCount(QStringView text)
{
    qsizetype begin = 0;
    while (begin < text.size() && !(text.at(begin) >= u'0' && text.at(begin) <= u'9'))
        ++begin;
    qsizetype end = begin;
    while (end < text.size() && text.at(end) >= u'0' && text.at(end) <= u'9')
        ++end;
    bool ok = false;
    const int value = text.mid(begin, end - begin).toInt(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

qint64 parseLength(QStringView text)
{
    bool ok = false;
    QString digits = text.trimmed().toString();
    digits.remove(u',');
    const qint64 value = digits.toLongLong(&ok);
    return ok && value > 0 ? value : 0;
}

void addTag(QStringList &tags, const QString &tag)
{
    if (!tag.isEmpty() && tags.size() < FeedLimits::Values && !tags.contains(tag))
        tags.append(tag);
}

void addTags(QStringList &tags, QStringView text)
{
    const QChar separator = text.contains(u',') || !text.contains(u';') ? u',' : u';';
    for (const QStringView tag : text.split(separator))
        addTag(tags, tag.trimmed().toString());
}

QString personName(const QString &text)
{
    const qsizetype open = text.indexOf(u'(');
    const qsizetype close = text.lastIndexOf(u')');
    if (text.contains(u'@') && open >= 0 && close > open + 1) {
        QString inside = text.mid(open + 1, close - open - 1).trimmed();
        QString before = text.left(open).trimmed();
        return inside.contains(u'@') && !before.isEmpty() ? before : inside;
    }
    const qsizetype angle = text.indexOf(u'<');
    if (angle > 0 && text.indexOf(u'@', angle) > 0)
        return text.left(angle).trimmed();
    return text;
}

} // namespace Earmark
