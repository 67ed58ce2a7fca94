// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/drafts.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

bool isSoundOrFilm(const Enclosure &enclosure)
{
    return enclosure.type.startsWith("audio/"_L1, Qt::CaseInsensitive)
            || enclosure.type.startsWith("video/"_L1, Qt::CaseInsensitive);
}

bool isPicture(const Enclosure &enclosure)
{
    return enclosure.type.startsWith("image/"_L1, Qt::CaseInsensitive);
}

/// The first sound or film, else the first that is no picture, else the first.
Enclosure toPlay(const QList<Enclosure> &enclosures)
{
    auto found = std::find_if(enclosures.cbegin(), enclosures.cend(), isSoundOrFilm);
    if (found == enclosures.cend())
        found = std::find_if_not(enclosures.cbegin(), enclosures.cend(), isPicture);
    if (found != enclosures.cend())
        return *found;
    return enclosures.isEmpty() ? Enclosure() : enclosures.constFirst();
}

void decideEnclosures(EpisodeDraft &draft)
{
    FeedEpisode &episode = draft.episode;
    if (episode.enclosures.isEmpty())
        episode.enclosures = std::move(draft.mediaContents);
    episode.enclosure = toPlay(episode.enclosures);
}

bool saysAnything(const FeedEpisode &episode)
{
    return !episode.guid.isEmpty() || !episode.title.isEmpty() || !episode.link.isEmpty()
            || !episode.enclosure.url.isEmpty() || !episode.descriptionHtml.isEmpty()
            || episode.published.isValid();
}

} // namespace

QString madeUpGuid(const FeedEpisode &episode)
{
    if (!episode.enclosure.url.isEmpty())
        return episode.enclosure.url.toString(QUrl::FullyEncoded);
    if (!episode.link.isEmpty())
        return episode.link.toString(QUrl::FullyEncoded);
    const QString said = episode.title + u'\n'
            + (episode.published.isValid() ? episode.published.toString(Qt::ISODate)
                                           : episode.descriptionHtml);
    const QByteArray hash = QCryptographicHash::hash(said.toUtf8(), QCryptographicHash::Sha256);
    return "earmark:"_L1 + QString::fromLatin1(hash.toHex().left(32));
}

std::optional<FeedEpisode> finished(EpisodeDraft draft)
{
    decideEnclosures(draft);
    FeedEpisode &episode = draft.episode;
    episode.title = draft.title.take();
    episode.subtitle = draft.subtitle.take();
    episode.author = draft.author.take();
    episode.descriptionHtml = draft.notes.take();
    episode.summary = draft.summary.take();
    if (episode.summary == episode.descriptionHtml)
        episode.summary.clear();
    episode.link = draft.link.take();
    episode.image = draft.image.take();
    episode.published = draft.published.take();
    episode.updated = draft.updated.take();
    if (!episode.published.isValid())
        episode.published = episode.updated;
    episode.durationSeconds = draft.duration.take();
    episode.season = draft.season.take();
    episode.number = draft.number.take();
    episode.isExplicit = draft.isExplicit.take();
    if (!saysAnything(episode))
        return {};
    if (episode.guid.isEmpty())
        episode.guid = madeUpGuid(episode);
    return std::move(draft.episode);
}

FeedDocument finished(FeedDraft draft)
{
    FeedDocument &feed = draft.feed;
    feed.title = draft.title.take();
    feed.subtitle = draft.subtitle.take();
    feed.description = draft.description.take();
    feed.author = draft.author.take();
    feed.language = draft.language.take();
    feed.copyright = draft.copyright.take();
    feed.link = draft.link.take();
    feed.image = draft.image.take();
    feed.published = draft.published.take();
    feed.updated = draft.updated.take();
    feed.isExplicit = draft.isExplicit.take();
    if (draft.hasTooMany)
        feed.repairs.append(u"The feed has too many episodes; only the first were taken."_s);
    return std::move(draft.feed);
}

} // namespace Earmark
