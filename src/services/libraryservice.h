// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/podcast.h"
#include "core/preparedfeed.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QSet>

namespace Earmark {

class HttpClient;
class RefreshBatch;
struct HttpResponse;
class Storage;
struct AddedPodcast;
struct NewPodcast;
class UndoStack;

/// What one feed gave. error is empty when it went well.
struct RefreshOutcome
{
    enum class Status : quint8 { Updated, NotModified, Failed, NotFetched, Cancelled };

    PodcastId id;
    QUrl url;
    QString title;
    Status status = Status::NotFetched;
    int inserted = 0;
    int updated = 0;
    QString error; ///< A sentence.
};
using RefreshOutcomes = QList<RefreshOutcome>;

struct RefreshProgress
{
    int done = 0;
    int total = 0; ///< 0: nothing runs.
    QString current; ///< The last podcast that was done.
};

struct Subscription
{
    PodcastId id;
    bool isNew = true; ///< false: it was there already.
    RefreshOutcome outcome;
};

struct ImportReport
{
    int found = 0; ///< Podcasts named by the file.
    int added = 0;
    int known = 0; ///< Were subscribed to already.
    RefreshOutcomes outcomes; ///< One per added podcast.
};

/// The subscriptions: add, remove, refresh, OPML. One failure never stops the rest.
class LibraryService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LibraryService)

public:
    LibraryService(Storage &storage, HttpClient &http, UndoStack &undo, Clock clock,
                   QObject *parent = nullptr);
    ~LibraryService() override;

    /// Deletes for good what was unsubscribed from long ago.
    void tidy();

    QFuture<Result<PodcastList>> podcasts();
    QFuture<Result<Podcast>> podcast(PodcastId id);

    /// address: a feed's or a web page's that names its feed. Nothing is added when it cannot be
    /// read, unless fetch is false.
    QFuture<Result<Subscription>> subscribe(const QUrl &address, bool fetch = true);
    QFuture<Result<Subscription>> subscribeDemo();
    /// By undo (and Ctrl+Z) everything comes back as it was.
    QFuture<Result<>> unsubscribe(PodcastId id);
    QFuture<Result<>> setImagesAllowed(PodcastId id, bool allowed);

    /// Every podcast when empty. A podcast whose refresh runs already is not fetched twice.
    QFuture<RefreshOutcomes> refresh(const QList<PodcastId> &wanted = {});
    void cancelRefresh();

    QFuture<Result<ImportReport>> importOpml(const QByteArray &document, bool fetch = true);
    QFuture<Result<QByteArray>> exportOpml();

Q_SIGNALS:
    /// Podcasts came, went, were renamed, or their counters or errors changed.
    void podcastsChanged();
    /// These podcasts have other episodes than before.
    void episodesChanged(const QList<Earmark::PodcastId> &podcasts);
    void refreshProgress(const Earmark::RefreshProgress &progress);
    void failed(const Earmark::Error &error);

private:
    struct Fetched; ///< A document on its way: parsed, and where it was found.

    QFuture<Result<Fetched>> fetch(const QUrl &address, const HttpValidators &validators);
    QFuture<Result<Fetched>> fetchPage(const QUrl &address);
    QFuture<Result<Fetched>> parsed(const Result<HttpResponse> &response);
    QFuture<Result<Subscription>> added(const QUrl &address, const Fetched &fetched);
    QFuture<RefreshOutcome> refreshOne(const Podcast &podcast);
    QFuture<RefreshOutcome> store(const Podcast &podcast, const Fetched &fetched);
    QFuture<RefreshOutcome> refused(const Podcast &podcast, const Error &error);
    QFuture<RefreshOutcome> unchanged(const Podcast &podcast, const Fetched &fetched);
    QFuture<RefreshOutcomes> runBatch(const PodcastList &podcasts);
    QFuture<Result<ImportReport>> imported(const QList<NewPodcast> &found,
                                           const QList<AddedPodcast> &stored, bool fetchNow);
    void announce(const QString &title);

    Storage &m_storage;
    HttpClient &m_http;
    UndoStack &m_undo;
    Clock m_clock;
    QList<RefreshBatch *> m_batches;
    QSet<PodcastId> m_refreshing;
    QList<QFuture<Result<HttpResponse>>> m_requests;
};

} // namespace Earmark
