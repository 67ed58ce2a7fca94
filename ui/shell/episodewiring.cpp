// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/episodewiring.h"

#include "core/async.h"
#include "core/earmarkaddress.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"
#include "ui/episodes/episodespage.h"
#include "ui/episodes/listmembership.h"
#include "ui/shell/windowservices.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace Earmark {

namespace {
constexpr int ReloadAfter = 60; ///< ms
}

EpisodeWiring::EpisodeWiring(EpisodesPage &page, const WindowServices &services, QObject *parent)
    : QObject(parent), m_page(page), m_services(services)
{
    m_reload.setSingleShot(true);
    m_reload.setInterval(ReloadAfter);
    connect(&m_reload, &QTimer::timeout, this, [this] { m_page.model().reload(); });
    connect(&page, &EpisodesPage::wished, this, &EpisodeWiring::fulfil);
    connect(&page, &EpisodesPage::moveWished, this,
            [this](EpisodeId episode, int before) { m_services.queue.move(episode, before); });
    connectServices();
}

void EpisodeWiring::connectServices()
{
    connect(&m_services.episodes, &EpisodeService::episodesChanged, this,
            &EpisodeWiring::rowsChanged);
    connect(&m_services.library, &LibraryService::episodesChanged, this,
            &EpisodeWiring::podcastsChanged);
    connect(&m_services.queue, &QueueService::stored, this, &EpisodeWiring::queueChanged);
    connect(&m_services.playback, &PlaybackService::episodeChanged, this,
            &EpisodeWiring::showCurrent);
    connect(&m_services.playback, &PlaybackService::stateChanged, this,
            &EpisodeWiring::showCurrent);
}

void EpisodeWiring::fulfil(EpisodeWish wish, EpisodeId episode)
{
    switch (wish) {
    case EpisodeWish::Play:
        m_services.playback.play(episode);
        break;
    case EpisodeWish::QueueNext:
        m_services.queue.addNext({episode});
        break;
    case EpisodeWish::QueueLast:
        m_services.queue.addLast({episode});
        break;
    case EpisodeWish::Unqueue:
        m_services.queue.remove({episode});
        break;
    case EpisodeWish::MarkPlayed:
    case EpisodeWish::MarkUnplayed:
        m_services.episodes.setPlayed({episode}, wish == EpisodeWish::MarkPlayed);
        break;
    case EpisodeWish::Favourite:
    case EpisodeWish::Unfavourite:
        m_services.episodes.setFavourite({episode}, wish == EpisodeWish::Favourite);
        break;
    case EpisodeWish::Archive:
    case EpisodeWish::Unarchive:
        m_services.episodes.setArchived({episode}, wish == EpisodeWish::Archive);
        break;
    case EpisodeWish::Download:
    case EpisodeWish::PauseDownload:
    case EpisodeWish::CancelDownload:
    case EpisodeWish::DeleteFile:
        Q_EMIT mediaWished(wish, episode);
        break;
    case EpisodeWish::CopyAddress:
        withEpisode(episode, [this](const Episode &whole) {
            Q_EMIT addressCopied(toText({.feed = whole.podcastUrl,
                                         .guid = whole.guid,
                                         .at = whole.row.state.position}));
        });
        break;
    case EpisodeWish::OpenPage:
        withEpisode(episode, [this](const Episode &whole) {
            if (whole.link.isEmpty())
                Q_EMIT told(tr("This episode names no page of its own."));
            else
                Q_EMIT linkWished(whole.link);
        });
        break;
    }
}

void EpisodeWiring::withEpisode(EpisodeId id, const std::function<void(const Episode &)> &use)
{
    onResult(m_services.episodes.episode(id), this, [this, use](const Result<Episode> &episode) {
        if (episode)
            use(*episode);
        else
            Q_EMIT failed(episode.error());
    });
}

void EpisodeWiring::rowsChanged(const QList<EpisodeId> &episodes)
{
    constexpr qsizetype Many = 100; // reading the list again is cheaper
    if (episodes.size() > Many) {
        m_reload.start();
        return;
    }
    onResult(m_services.episodes.rowsById(episodes), this, [this](const Result<EpisodeRows> &rows) {
        if (rows)
            update(*rows);
    });
}

void EpisodeWiring::update(const EpisodeRows &rows)
{
    for (const EpisodeRow &row : rows)
        m_page.model().updateRow(row);
    if (std::ranges::any_of(rows, [this](const EpisodeRow &row) { return needsReload(row); }))
        m_reload.start();
}

/// Did the change bring the row into the list, or take it out?
bool EpisodeWiring::needsReload(const EpisodeRow &row) const
{
    const bool isHere = m_page.model().rowOf(row.id) >= 0;
    const bool shouldBe = belongs(m_page.model().query(), row);
    if (isHere || !shouldBe)
        return isHere != shouldBe;
    // It may be a row that is not in memory. The player's own reports come every few seconds, and
    // they bring no row into a list of all episodes.
    const Place place = m_page.model().query().place;
    const auto &playing = m_services.playback.episode();
    const bool ofPlayer = playing && playing->row.id == row.id;
    return !ofPlayer || (place != Place::Episodes && place != Place::Podcast);
}

void EpisodeWiring::podcastsChanged(const QList<PodcastId> &podcasts)
{
    const PodcastId shown = m_page.podcast();
    if (!shown.isValid() || podcasts.contains(shown))
        m_reload.start();
}

void EpisodeWiring::queueChanged()
{
    const PlayQueue now = m_services.queue.queue();
    const PlayQueue before = std::exchange(m_queue, now);
    const QSet<EpisodeId> in(now.begin(), now.end());
    const QSet<EpisodeId> was(before.begin(), before.end());
    const QList<EpisodeId> changed = ((in - was) + (was - in)).values();
    if (m_page.model().query().place == Place::Queue)
        m_reload.start();
    else
        m_page.model().reloadRows(changed);
    if (!changed.isEmpty())
        Q_EMIT queuedChanged(changed);
}

void EpisodeWiring::showCurrent()
{
    const auto &episode = m_services.playback.episode();
    m_page.model().setCurrent(episode ? episode->row.id : EpisodeId(),
                              m_services.playback.state() == PlaybackService::State::Playing);
}

} // namespace Earmark
