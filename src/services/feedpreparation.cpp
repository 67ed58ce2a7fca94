// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/feedpreparation.h"

#include "core/titles.h"
#include "feed/notechapters.h"
#include "feed/plaintext.h"
#include "feed/promotion.h"

#include <cmath>

namespace Earmark {
namespace {

std::optional<std::chrono::milliseconds> durationOf(const FeedEpisode &episode)
{
    if (!episode.durationSeconds || !(*episode.durationSeconds > 0))
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(*episode.durationSeconds * 1000));
}

/// A reader of feeds takes the first picture of the notes for an episode without one. Pictures in
/// notes are fetched by the listener's word only, so that one is none.
QUrl ownPicture(const QUrl &image, const QString &html)
{
    const bool isOfNotes
            = html.contains(image.toString(QUrl::FullyEncoded)) || html.contains(image.toString());
    return image.isEmpty() || isOfNotes ? QUrl() : image;
}

/// What follows a title that was made of the notes' first sentence, unless it was cut short.
QString withoutBeginning(const QString &notes, const QString &title)
{
    const QString text = notes.simplified();
    return text.startsWith(title) && text.size() > title.size() ? text.mid(title.size()).trimmed()
                                                                : notes;
}

Podcast described(Podcast podcast, const FeedDocument &document)
{
    if (!document.title.isEmpty())
        podcast.title = document.title;
    podcast.author = document.author;
    podcast.description = document.description;
    podcast.site = document.link;
    podcast.image = ownPicture(document.image, document.description);
    podcast.language = document.language;
    podcast.serial = document.type == QLatin1StringView("serial");
    podcast.funding = document.funding;
    podcast.persons = document.persons;
    podcast.error.clear();
    return podcast;
}

} // namespace

PreparedFeed prepareFeed(const Podcast &subscription, const FeedDocument &document)
{
    QStringList notes;
    notes.reserve(document.episodes.size());
    for (const FeedEpisode &episode : document.episodes)
        notes.append(plainText(episode.descriptionHtml));

    PreparedFeed prepared{.podcast = described(subscription, document), .episodes = {}};
    const QStringList promotions = findPromotions(notes);
    prepared.podcast.promotions = promotions;
    prepared.episodes.reserve(document.episodes.size());
    for (qsizetype i = 0; i < document.episodes.size(); ++i) {
        const FeedEpisode &episode = document.episodes.at(i);
        const QString own = withoutPromotions(notes.at(i), promotions);
        const QString title = displayTitle(episode.title, own);
        FeedEpisode kept = episode;
        kept.image = ownPicture(episode.image, episode.descriptionHtml);
        prepared.episodes.append(
                {.feed = std::move(kept),
                 .shownTitle = title,
                 .excerpt = excerpt(episode.title.isEmpty() ? withoutBeginning(own, title) : own),
                 .noteChapters
                 = chaptersFromNotes(episode.descriptionHtml, durationOf(episode), promotions)});
    }
    return prepared;
}

} // namespace Earmark
