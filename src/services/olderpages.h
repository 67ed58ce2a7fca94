// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credentials.h"
#include "core/podcast.h"
#include "core/result.h"
#include "services/feedfetcher.h"
#include "services/olderepisodes.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QSet>

#include <optional>

namespace Earmark {

class Storage;

/// Follows a paged feed (RFC 5005, rel=next) from where the listener stopped last time, page by
/// page into the library. Ends at the last page, at an address it has been at, after MaxPages, at
/// the first page that cannot be read, or when cancelled. Deletes itself when its future is done.
class OlderPages : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OlderPages)

public:
    static constexpr int MaxPages = 50; ///< Asked for at once.

    OlderPages(Storage &storage, FeedFetcher &fetcher, Podcast podcast, QObject *parent);

    /// login: of the podcast, for pages at its origin.
    QFuture<Result<OlderEpisodes>> start(const std::optional<HttpCredentials> &login = {});
    void cancel();

Q_SIGNALS:
    /// After each page.
    void arrived(Earmark::PodcastId podcast);

private:
    void next();
    void read(const Result<FetchedFeed> &fetched);
    void merge(const FetchedFeed &page);
    void finish(const QString &error = {});

    Storage &m_storage;
    FeedFetcher &m_fetcher;
    Podcast m_podcast; ///< nextPage moves on.
    std::optional<HttpCredentials> m_login;
    QSet<QUrl> m_seen;
    OlderEpisodes m_brought;
    bool m_isCancelled = false;
    QPromise<Result<OlderEpisodes>> m_promise;
};

} // namespace Earmark
