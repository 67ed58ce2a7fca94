// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/olderpages.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "services/feedpreparation.h"
#include "storage/feedmerge.h"
#include "storage/storage.h"

using namespace Qt::StringLiterals;

namespace Earmark {

OlderPages::OlderPages(Storage &storage, FeedFetcher &fetcher, Podcast podcast, QObject *parent)
    : QObject(parent), m_storage(storage), m_fetcher(fetcher),
      m_podcast(std::move(podcast)), m_seen{m_podcast.url}
{
    m_promise.start();
}

QFuture<Result<OlderEpisodes>> OlderPages::start(const std::optional<HttpCredentials> &login)
{
    m_login = login;
    next();
    return m_promise.future();
}

void OlderPages::cancel()
{
    m_isCancelled = true;
}

void OlderPages::next()
{
    const QUrl page = m_podcast.nextPage;
    if (page.isEmpty() || m_seen.contains(page)) {
        m_brought.isAll = true;
        finish();
        return;
    }
    if (m_isCancelled || m_brought.pages >= MaxPages) {
        finish();
        return;
    }
    m_seen.insert(page);
    const FeedRequest request{.url = page,
                              .ownHost = m_podcast.ownHost(),
                              .credentials
                              = isSameOrigin(page, m_podcast.url) ? m_login : std::nullopt,
                              .isWanted = true};
    onResult(m_fetcher.fetch(request), this,
             [this](const Result<FetchedFeed> &fetched) { read(fetched); });
}

void OlderPages::read(const Result<FetchedFeed> &fetched)
{
    if (!fetched) {
        const bool isCancelled = fetched.error().kind == ErrorKind::Cancelled;
        finish(isCancelled ? QString() : fetched.error().sentence);
        return;
    }
    const QUrl page = fetched->document.nextPage;
    const bool isDowngrade
            = m_podcast.nextPage.scheme() == "https"_L1 && page.scheme() != "https"_L1;
    const bool leadsOn
            = isFetchable(page) && !isDowngrade && !m_seen.contains(page) && fetched->hasEpisodes();
    m_podcast.nextPage = leadsOn ? page : QUrl();
    merge(*fetched);
}

void OlderPages::merge(const FetchedFeed &page)
{
    const auto prepared = runOnPool([podcast = m_podcast, read = page.read] {
        auto feed = std::make_shared<PreparedFeed>(
                preparedFor(podcast, read ? std::move(*read) : ReadFeed()));
        feed->podcast.nextPage = podcast.nextPage;
        feed->isOlderPage = true;
        return feed;
    });
    const auto merged = then(prepared, this, [this](const std::shared_ptr<PreparedFeed> &feed) {
        return mergeFeed(m_storage, std::move(*feed));
    });
    onResult(merged, this, [this](const Result<MergeSummary> &summary) {
        if (!summary) {
            finish(summary.error().sentence);
            return;
        }
        ++m_brought.pages;
        m_brought.inserted += summary->inserted;
        Q_EMIT arrived(m_podcast.id);
        next();
    });
}

void OlderPages::finish(const QString &error)
{
    m_brought.error = error;
    m_promise.addResult(m_brought);
    m_promise.finish();
    deleteLater();
}

} // namespace Earmark
