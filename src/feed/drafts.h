// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "feed/feedparser.h"

#include <QDateTime>
#include <QString>
#include <QUrl>

#include <optional>

namespace Earmark {

inline bool saysNothing(const QString &text)
{
    return text.isEmpty();
}
inline bool saysNothing(const QUrl &url)
{
    return url.isEmpty();
}
inline bool saysNothing(const QDateTime &date)
{
    return !date.isValid();
}
template<typename T>
bool saysNothing(const std::optional<T> &value)
{
    return !value.has_value();
}

/// A field several elements can fill. The smaller rank wins, of one rank the first that says
/// something; ranks are given where the elements are read.
template<typename T>
class Contest
{
public:
    /// Would a value of this rank be taken? Saves reading what would not.
    bool wants(int rank) const { return rank < m_rank; }
    void offer(T value, int rank)
    {
        if (wants(rank) && !saysNothing(value)) {
            m_value = std::move(value);
            m_rank = rank;
        }
    }
    const T &value() const { return m_value; }
    T take() { return std::move(m_value); }

private:
    T m_value{};
    int m_rank = 100;
};

/// An episode while it is read.
struct EpisodeDraft
{
    FeedEpisode episode;
    Contest<QString> title;
    Contest<QString> subtitle;
    Contest<QString> author;
    Contest<QString> notes;
    Contest<QString> summary;
    Contest<QUrl> link;
    Contest<QUrl> image;
    Contest<QDateTime> published;
    Contest<QDateTime> updated;
    Contest<std::optional<double>> duration;
    Contest<std::optional<int>> season;
    Contest<std::optional<double>> number;
    Contest<std::optional<bool>> isExplicit;
    Contest<QString> chapters; ///< The address is in episode.chaptersUrl.
    QList<Enclosure> mediaContents; ///< media:content, used where no enclosure stands.
    bool isPermalink = false; ///< The guid may be read as a link.
    LiveItem *live = nullptr; ///< What is read is the episode of this live item.
};

/// A feed while it is read. Ranks as above.
struct FeedDraft
{
    FeedDocument feed;
    Contest<QString> title;
    Contest<QString> subtitle;
    Contest<QString> description;
    Contest<QString> author;
    Contest<QString> language;
    Contest<QString> copyright;
    Contest<QString> medium;
    Contest<QUrl> link;
    Contest<QUrl> image;
    Contest<QDateTime> published;
    Contest<QDateTime> updated;
    Contest<std::optional<bool>> isExplicit;
    EpisodeSink sink; ///< Gets feed.episodes whenever there are many; may be empty.
    qsizetype episodes = 0; ///< Those the sink got as well.
    bool hasTooMany = false; ///< More episodes than FeedLimits::Episodes.
};

/// The episode as it is kept: contests decided, identity made up where the feed gives none.
FeedEpisode finished(EpisodeDraft draft);
/// Hands the episodes on when they are many enough. Transcripts are in the feed's language, as far
/// as it is known by now.
void handOn(FeedDraft &draft);
FeedDocument finished(FeedDraft draft);

/// A deterministic identity out of what the episode has: its sound's address, else its link, else
/// title and date.
QString madeUpGuid(const FeedEpisode &episode);

} // namespace Earmark
