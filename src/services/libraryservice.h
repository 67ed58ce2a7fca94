// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/podcast.h"
#include "core/refreshplan.h"
#include "core/result.h"
#include "services/librarywishes.h"
#include "services/logins.h"
#include "services/olderepisodes.h"
#include "services/refreshoutcome.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <optional>

namespace Earmark {

class FeedFetcher;
class FeedRefresher;
struct FetchedFeed;
class HttpClient;
class LocalFolders;
class OlderPages;
class RefreshBatch;
class Database;
struct PodcastLogin;
class Storage;
struct AddedPodcast;
struct NewPodcast;
class UndoStack;

/// The subscriptions: add, remove, refresh, OPML. One failure never stops the rest.
class LibraryService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LibraryService)

public:
    /// Error::code of changeAddress(): what is there is another podcast.
    static constexpr int OtherPodcast = 1;

    LibraryService(Storage &storage, HttpClient &http, UndoStack &undo, Clock clock,
                   Chance chance = systemChance(), QObject *parent = nullptr);
    ~LibraryService() override;

    /// Where the names and passwords of podcasts that need them are; before the first refresh.
    void setLogins(Logins &logins);
    /// Who reads podcasts that are folders; before the first refresh.
    void setFolders(LocalFolders &folders);

    /// Deletes for good what was unsubscribed from long ago, with the passwords of it.
    void tidy();

    QFuture<Result<PodcastList>> podcasts();
    QFuture<Result<Podcast>> podcast(PodcastId id);

    /// address: a feed's or a web page's that names its feed. Nothing is added when it cannot be
    /// read, unless it is not fetched.
    QFuture<Result<Subscription>> subscribe(const QUrl &address, const SubscribeWish &wish = {});
    QFuture<Result<Subscription>> subscribeDemo();
    /// A folder on this computer becomes a podcast (services/localfolder.h), by the listener's
    /// word. Nothing is added when it holds nothing to hear.
    QFuture<Result<Subscription>> subscribeFolder(const QString &path);
    /// By undo (and Ctrl+Z) everything comes back as it was.
    QFuture<Result<>> unsubscribe(PodcastId id);
    /// What it says of itself, safe to render (feed/notes.h).
    QFuture<QString> safeDescription(const Podcast &podcast);
    QFuture<Result<>> setImagesAllowed(PodcastId id, bool allowed);
    /// The listener's own title; empty: the feed's again.
    QFuture<Result<>> setTitle(PodcastId id, const QString &title);
    /// Nothing: its address decides (core/privateaddress.h).
    QFuture<Result<>> setPrivate(PodcastId id, std::optional<bool> isPrivate);
    QFuture<Result<>> setUnwrapTracking(PodcastId id, bool unwrap);
    /// Fails, and changes nothing, when it cannot be kept there. The one it had is forgotten, but
    /// where another podcast needs it.
    QFuture<Result<>> setLogin(PodcastId id, const HttpCredentials &login, KeepLogin where);
    /// As setLogin(), once the server took it; one that could not be asked counts as one that did.
    QFuture<Result<>> changeLogin(PodcastId id, const HttpCredentials &login, KeepLogin where);
    /// The podcast needs none any more; its password goes from the keyring, but where another
    /// podcast needs it.
    QFuture<Result<>> forgetLogin(PodcastId id);
    /// It may lie on the listener's own network, by his word.
    QFuture<Result<>> setOwnNetworkAllowed(PodcastId id, bool allowed);
    /// Reads what is there first; the podcast keeps everything, its login where the origin stays
    /// the same. Refused when another podcast has the address, and, with code OtherPodcast, when
    /// what is there has neither title nor episode in common with it, unless evenIfOther.
    QFuture<Result<Subscription>> changeAddress(PodcastId id, const QUrl &address,
                                                const AddressWish &wish = {});
    /// The same of a podcast that is a folder: it was moved, and is here now.
    QFuture<Result<Subscription>> changeFolder(PodcastId id, const QString &path,
                                               bool evenIfOther = false);
    /// Newest first.
    QFuture<Result<QList<FetchAttempt>>> attempts(PodcastId id);

    /// At once, due or not: every podcast that has not ended when empty. One whose refresh runs
    /// already is not fetched twice.
    QFuture<RefreshOutcomes> refresh(const QList<PodcastId> &wanted = {});
    /// What is due by itself.
    QFuture<RefreshOutcomes> refreshDue();
    /// The next pages of a paged feed.
    QFuture<Result<OlderEpisodes>> loadOlder(PodcastId id);
    /// And loadOlder(); nothing else.
    void cancelRefresh();

    /// Why podcasts are not refreshed by themselves just now, a sentence; empty: they are.
    QString notice() const { return m_isOffline ? offlineNotice() : m_notice; }
    void setNotice(const QString &notice);

    QFuture<Result<ImportReport>> importOpml(const QByteArray &document,
                                             const ImportWish &wish = {});
    /// The addresses of private podcasts (core/privateaddress.h) are as good as passwords.
    QFuture<Result<OpmlExport>> exportOpml(bool withPrivate = false);

Q_SIGNALS:
    /// Podcasts came, went, were renamed, or their counters or errors changed.
    void podcastsChanged();
    /// These podcasts have other episodes than before.
    void episodesChanged(const QList<Earmark::PodcastId> &podcasts);
    void noticeChanged(const QString &notice);
    void refreshProgress(const Earmark::RefreshProgress &progress);
    void failed(const Earmark::Error &error);
    /// What requests for podcasts may do changed.
    void accessChanged();

private:
    static QString offlineNotice();
    static Subscription alreadyThere(PodcastId id, const QUrl &url);
    QFuture<Result<Subscription>> readFolder(const QUrl &folder);
    QFuture<Result<Subscription>> added(const QUrl &address, const FetchedFeed &fetched);
    QFuture<std::optional<HttpCredentials>> loginAt(const Podcast &podcast, const QUrl &address);
    QFuture<Result<Subscription>> replaceAddress(const Podcast &podcast, const FetchedFeed &fetched,
                                                 const AddressWish &wish);
    QFuture<Result<>> dropLogin(const Podcast &before);
    QFuture<Result<>> leaveKeyring(const QUrl &address, const QString &name);
    QFuture<Result<int>> usersOf(const PodcastLogin &login);
    QFuture<Result<>> change(const std::function<Result<>(Database &)> &write);
    QFuture<RefreshOutcomes> refreshSome(const PodcastList &wanted, RefreshWish wish);
    QFuture<RefreshOutcomes> runBatch(const PodcastList &podcasts, RefreshWish wish);
    QFuture<RefreshOutcomes> settled(RefreshOutcomes outcomes);
    QFuture<Result<ImportReport>> imported(const QList<NewPodcast> &found,
                                           const QList<AddedPodcast> &stored,
                                           const QHash<QUrl, HttpCredentials> &logins,
                                           bool fetchNow);
    QFuture<Result<Subscription>> withLogin(const Subscription &subscription,
                                            const SubscribeWish &wish);
    void keepLogins(PodcastList &podcasts, const QHash<QUrl, HttpCredentials> &logins);
    void announce(const QString &title);

    Storage &m_storage;
    UndoStack &m_undo;
    Clock m_clock;
    FeedRefresher *m_refresher;
    FeedFetcher *m_fetcher; ///< For what is no refresh: a wish that goes on when one is cancelled.
    Logins *m_logins = nullptr;
    LocalFolders *m_folders = nullptr;
    QList<RefreshBatch *> m_batches;
    QHash<PodcastId, OlderPages *> m_older;
    QSet<PodcastId> m_refreshing;
    QString m_notice;
    bool m_isOffline = false;
};

} // namespace Earmark
