// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "core/preparedfeed.h"
#include "core/result.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace Earmark {

class Database;

/// A podcast to subscribe to: typed in, or an outline of an OPML file.
struct NewPodcast
{
    QUrl url;
    QString title; ///< Until the feed says its own.
    QUrl site;
    QStringList folder;
};

struct AddedPodcast
{
    enum class Outcome : quint8 {
        Added,
        AlreadyThere, ///< Nothing was changed.
        BroughtBack, ///< It had been removed; its episodes and their states are back.
    };
    PodcastId id;
    Outcome outcome = Outcome::Added;

    bool operator==(const AddedPodcast &) const = default;
};

/// Every statement about subscriptions. Blocking: made and called inside Storage::read() or
/// write(). A removed podcast is in no answer but add()'s; an id of one, or of none, is
/// ErrorKind::NotFound. Addresses are compared without their fragment.
class PodcastRepository
{
public:
    explicit PodcastRepository(const Database &database) : m_database(database) { }

    /// In the order of their titles, without regard to case, with counters.
    Result<PodcastList> all() const;
    Result<Podcast> podcast(PodcastId id) const;
    Result<std::optional<PodcastId>> find(const QUrl &url) const;

    Result<AddedPodcast> add(const NewPodcast &podcast);
    /// All in one transaction, an answer for each in order.
    Result<QList<AddedPodcast>> addAll(const QList<NewPodcast> &podcasts);

    /// Takes the podcast and its episodes out of every list until restore(), add() or
    /// purgeRemoved().
    Result<> remove(PodcastId id, const QDateTime &now);
    Result<> restore(PodcastId id);
    /// Deletes what was removed before olderThan, for good; answers how many podcasts.
    Result<int> purgeRemoved(const QDateTime &olderThan);

    Result<> setFolder(PodcastId id, const QStringList &folder);
    /// The listener's own title, which a refresh does not change; empty: the feed's again.
    Result<> setTitle(PodcastId id, const QString &title);
    Result<> setImagesAllowed(PodcastId id, bool allowed);
    /// The sentence of a refresh that failed at now.
    Result<> setError(PodcastId id, const QString &sentence, const QDateTime &now);
    /// Fetched, and not modified: error gone, refreshed now. Validators replace those that were
    /// there where they say something.
    Result<> setRefreshed(PodcastId id, const QDateTime &now,
                          const std::optional<HttpValidators> &validators = std::nullopt);
    /// After a permanent redirect. False, and nothing changed: another podcast has that address.
    Result<bool> setUrl(PodcastId id, const QUrl &url);

    /// Merges a whole feed (core/mergeplan.h) and waits for it: for command line and tests. Where
    /// positions are saved meanwhile, use mergeFeed() of storage/feedmerge.h.
    Result<MergeSummary> applyFeed(const PreparedFeed &feed);

private:
    Result<AddedPodcast> addOne(const NewPodcast &podcast);

    const Database &m_database;
};

} // namespace Earmark
