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
    bool ownNetworkAllowed = false;
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

/// Under which a password is kept (services/logins.h).
struct PodcastLogin
{
    QUrl url;
    QString name;

    bool operator==(const PodcastLogin &) const = default;
};

/// What a refresh that brought no document leaves behind: log, due time, error or none. What one
/// with a document leaves is written with its episodes (storage/feedmerge.h).
struct RefreshRecord
{
    PodcastId podcast;
    FetchAttempt attempt; ///< Failed: its error becomes the podcast's.
    QDateTime nextDue; ///< UTC
    int failures = 0; ///< In a row, this one included.
    bool isEnded = false;
    HttpValidators validators{}; ///< Replace those that were there where they say something.
};

/// Every statement about subscriptions. Blocking: made and called inside Storage::read() or
/// write(). A removed podcast is in no answer but add()'s; an id of one, or of none, is
/// ErrorKind::NotFound. Addresses are compared without their fragment.
class PodcastRepository
{
public:
    static constexpr int AttemptsKept = 20;

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
    /// Deletes what was removed before olderThan, for good; answers its logins, those left out that
    /// another podcast has at the same origin.
    Result<QList<PodcastLogin>> purgeRemoved(const QDateTime &olderThan);

    /// How many podcasts have this login at the same origin, removed ones among them.
    Result<int> usersOf(const PodcastLogin &login) const;

    Result<> setFolder(PodcastId id, const QStringList &folder);
    /// The listener's own title, which a refresh does not change; empty: the feed's again.
    Result<> setTitle(PodcastId id, const QString &title);
    Result<> setImagesAllowed(PodcastId id, bool allowed);
    /// The listener's word; nothing: its address decides (core/privateaddress.h).
    Result<> setPrivate(PodcastId id, std::optional<bool> isPrivate);
    /// Empty: it needs no login.
    Result<> setLoginName(PodcastId id, const QString &name);
    /// Its own; nothing: it sounds as all podcasts do.
    Result<> setSound(PodcastId id, const std::optional<SoundSettings> &sound);
    Result<> setUnwrapTracking(PodcastId id, bool unwrap);
    Result<> setOwnNetworkAllowed(PodcastId id, bool allowed);
    Result<> setOwnMediaAllowed(PodcastId id, bool allowed);
    /// The addresses of every picture its feed and its episodes' chapters name.
    Result<QList<QUrl>> pictures(PodcastId id) const;
    /// All in one transaction. Those of podcasts that are gone are left out.
    Result<> record(const QList<RefreshRecord> &records);
    /// Newest first, the last AttemptsKept.
    Result<QList<FetchAttempt>> attempts(PodcastId id) const;
    /// What was known of the old address (validators, digest, next page) is forgotten, the podcast
    /// keeps everything else. False, and nothing changed: another podcast has that address, or one
    /// that was unsubscribed lately.
    Result<bool> setUrl(PodcastId id, const QUrl &url, bool ownNetworkAllowed = false);
    /// Has it an episode with one of these guids?
    Result<bool> hasEpisodeOf(PodcastId id, const QStringList &guids) const;

    /// Merges a whole feed (core/mergeplan.h) and waits for it: for command line and tests. Where
    /// positions are saved meanwhile, use mergeFeed() of storage/feedmerge.h.
    Result<MergeSummary> applyFeed(const PreparedFeed &feed);

private:
    Result<AddedPodcast> addOne(const NewPodcast &podcast);

    const Database &m_database;
};

} // namespace Earmark
