// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/downloadtext.h"
#include "services/episodeservice.h"
#include "services/mediastore.h"
#include "services/refreshschedule.h"
#include "services/settingsservice.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// DownloadService: what is wished, and what is told of it. How it runs: downloadrun.cpp.

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds Tick = 500ms; // two figures a second

} // namespace

DownloadService::DownloadService(const Needs &needs, QObject *parent)
    : QObject(parent), m_needs(needs)
{
    m_elapsed.start();
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    m_wake.setSingleShot(true);
    m_tick.setInterval(Tick);
    connect(&m_soon, &QTimer::timeout, this, &DownloadService::plan);
    connect(&m_wake, &QTimer::timeout, this, &DownloadService::plan);
    connect(&m_tick, &QTimer::timeout, this, &DownloadService::tick);
    connect(&m_needs.store, &MediaStore::whole, this, &DownloadService::whole);
    connect(&m_needs.store, &MediaStore::fetchFailed, this, &DownloadService::fetchFailed);
    connect(&m_needs.settings, &SettingsService::downloadsChanged, this, [this] {
        applyLimit();
        planSoon();
    });
}

DownloadService::~DownloadService() = default;

QFuture<Result<>> DownloadService::start()
{
    return then(m_needs.store.load(), this, [this](const Result<> &loaded) {
        if (loaded && !std::exchange(m_isStarted, true))
            adopt();
        return loaded;
    });
}

/// What the library knows of the queue.
void DownloadService::adopt()
{
    const StoredMediaList known = m_needs.store.all();
    for (const StoredMedia &media : known) {
        if (!media.download || media.presence == MediaPresence::Whole)
            continue;
        DownloadItem item = *media.download;
        if (item.state == DownloadState::Running) // when the program ended
            item.state = DownloadState::Waiting;
        m_order = std::max(m_order, item.order);
        m_items.insert(media.episode, item);
    }
    Q_EMIT queueChanged();
    plan();
}

void DownloadService::setFacts(const NetworkFacts &facts)
{
    const bool isBack = !m_isOnline && !facts.isOffline;
    m_isOnline = !facts.isOffline;
    m_isMetered = facts.isMetered;
    if (isBack) {
        for (DownloadItem &item : m_items)
            item = backOnline(item);
    }
    planSoon();
}

void DownloadService::download(const QList<EpisodeId> &episodes)
{
    for (const EpisodeId id : episodes) {
        const auto media = m_needs.store.media(id);
        if ((media && media->presence == MediaPresence::Whole) || m_adding.contains(id))
            continue;
        if (const auto known = m_items.constFind(id); known != m_items.constEnd()) {
            DownloadItem item = resumed(*known);
            item.priority = std::max(item.priority, DownloadPriority::Asked);
            replace(item);
            continue;
        }
        m_adding.insert(id);
        onResult(m_needs.episodes.episode(id), this, [this, id](const Result<Episode> &episode) {
            m_adding.remove(id);
            if (episode)
                add(*episode, DownloadPriority::Asked);
            else
                Q_EMIT failed(episode.error());
            tellSettled();
        });
    }
    planSoon();
}

void DownloadService::add(const Episode &episode, DownloadPriority priority)
{
    const EpisodeId id = episode.row.id;
    if (!isFetchable(episode.enclosure.url)) {
        if (priority == DownloadPriority::Asked) {
            Q_EMIT failed(episode.enclosure.url.isEmpty()
                                  ? fail(ErrorKind::Usage,
                                         u"This episode has no sound: its podcast names no file for"
                                         " it."_s)
                                  : fail(ErrorKind::Usage,
                                         u"The sound of \"%1\" is on this computer already."_s.arg(
                                                 episode.row.title)));
        }
        return;
    }
    StoredMedia media = m_needs.store.media(id).value_or(StoredMedia{.episode = id});
    if (media.presence == MediaPresence::Whole)
        return;
    DownloadItem item{.episode = id,
                      .host = m_needs.store.hostOf(episode.enclosure.url),
                      .priority = priority,
                      .order = ++m_order};
    if (priority == DownloadPriority::Asked) {
        media.cause = DownloadCause::Listener;
        media.reason.clear();
    }
    media.isRefused = false;
    media.download = item;
    m_items.insert(id, item);
    m_needs.store.keep(media);
    Q_EMIT queueChanged();
    Q_EMIT changed({id});
    planSoon();
}

void DownloadService::downloadAutomatically(EpisodeId episode, DownloadCause cause,
                                            const QString &reason)
{
    if (m_items.contains(episode) || m_adding.contains(episode))
        return;
    m_adding.insert(episode);
    onResult(m_needs.episodes.episode(episode), this,
             [this, episode, cause, reason](const Result<Episode> &found) {
                 m_adding.remove(episode);
                 if (!found)
                     return;
                 StoredMedia media
                         = m_needs.store.media(episode).value_or(StoredMedia{.episode = episode});
                 if (media.cause != DownloadCause::Listener || media.bytes == 0)
                     media.cause = cause;
                 media.reason = reason;
                 m_needs.store.keep(media);
                 add(*found, DownloadPriority::Automatic);
             });
}

void DownloadService::pause(const QList<EpisodeId> &episodes)
{
    for (const EpisodeId id : episodes) {
        const auto item = m_items.constFind(id);
        if (item == m_items.constEnd() || item->state == DownloadState::Failed)
            continue;
        m_needs.store.rest(id);
        replace(paused(*item, PauseCause::Listener));
    }
    planSoon();
}

void DownloadService::resume(const QList<EpisodeId> &episodes)
{
    for (const EpisodeId id : episodes) {
        const auto item = m_items.constFind(id);
        if (item != m_items.constEnd() && item->state != DownloadState::Running)
            replace(resumed(*item));
    }
    planSoon();
}

void DownloadService::cancel(const QList<EpisodeId> &episodes)
{
    for (const EpisodeId id : episodes)
        drop(id, true);
    planSoon();
}

void DownloadService::cancelAll()
{
    cancel(m_items.keys());
}

void DownloadService::stop(EpisodeId episode)
{
    drop(episode, false);
    planSoon();
}

void DownloadService::drop(EpisodeId id, bool isRefused)
{
    if (m_items.remove(id) == 0)
        return;
    m_paces.remove(id);
    m_runs.remove(id);
    if (auto media = m_needs.store.media(id)) {
        media->download.reset();
        media->isRefused = media->isRefused || isRefused;
        if (isRefused && media->cause == DownloadCause::Listener)
            media->cause = DownloadCause::Listening; // it is not saved any more
        m_needs.store.keep(*media);
    }
    m_needs.store.rest(id);
    Q_EMIT queueChanged();
    Q_EMIT changed({id});
}

void DownloadService::setAllPaused(bool paused)
{
    m_needs.settings.setDownloadsPaused(paused);
    planSoon();
}

bool DownloadService::areAllPaused() const
{
    return m_needs.settings.areDownloadsPaused();
}

void DownloadService::hold(bool isHeld)
{
    m_holds += isHeld ? 1 : -1;
    plan();
}

void DownloadService::setPlaying(EpisodeId episode)
{
    if (std::exchange(m_playing, episode) != episode)
        planSoon();
}

QList<DownloadView> DownloadService::downloads() const
{
    QList<DownloadView> views;
    for (const DownloadItem &item : items())
        views.append(viewOf(item));
    return views;
}

std::optional<DownloadView> DownloadService::view(EpisodeId episode) const
{
    const auto item = m_items.constFind(episode);
    return item == m_items.constEnd() ? std::nullopt : std::optional(viewOf(*item));
}

MediaStatus DownloadService::status(EpisodeId episode) const
{
    const auto media = m_needs.store.media(episode);
    return {.presence = media ? media->presence : MediaPresence::Absent,
            .present = presentOf(episode),
            .size = sizeOf(episode),
            .download = view(episode)};
}

/// In the order in which they run.
QList<DownloadItem> DownloadService::items() const
{
    QList<DownloadItem> items = m_items.values();
    for (DownloadItem &item : items) {
        if (item.episode == m_playing)
            item.priority = DownloadPriority::Playing;
    }
    const auto stage = [](const DownloadItem &item) {
        switch (item.state) {
        case DownloadState::Running:
            return 0;
        case DownloadState::Waiting:
            return 1;
        case DownloadState::Paused:
            return 2;
        case DownloadState::Failed:
        case DownloadState::Done:
            break;
        }
        return 3;
    };
    std::sort(items.begin(), items.end(), [&stage](const DownloadItem &a, const DownloadItem &b) {
        return std::tuple(stage(a), -int(a.priority), a.order)
                < std::tuple(stage(b), -int(b.priority), b.order);
    });
    return items;
}

DownloadView DownloadService::viewOf(const DownloadItem &item) const
{
    const EpisodeId id = item.episode;
    DownloadView view{.item = item, .present = presentOf(id), .size = sizeOf(id)};
    const auto hold = m_schedule.holds.constFind(id);
    view.text = downloadText(
            item, hold == m_schedule.holds.constEnd() ? std::nullopt : std::optional(*hold),
            m_needs.clock());
    const auto pace = m_paces.constFind(id);
    if (item.state != DownloadState::Running || pace == m_paces.constEnd()
        || pace->samples.size() < 2)
        return view;
    const auto &[from, had] = pace->samples.constFirst();
    const auto &[to, has] = pace->samples.constLast();
    view.speed = to > from ? std::max<qint64>(0, has - had) * 1000 / (to - from) : 0;
    if (view.speed > 0 && view.size > view.present)
        view.left = std::chrono::seconds((view.size - view.present + view.speed - 1) / view.speed);
    return view;
}

qint64 DownloadService::presentOf(EpisodeId id) const
{
    if (const auto state = m_needs.store.fetchState(id); state && state->isOpen)
        return state->present;
    const auto media = m_needs.store.media(id);
    return media ? media->bytes : 0;
}

qint64 DownloadService::sizeOf(EpisodeId id) const
{
    const auto media = m_needs.store.media(id);
    return media ? media->size : 0;
}

QFuture<void> DownloadService::settled(const QList<EpisodeId> &episodes)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    m_settling.append(
            {.episodes = QSet<EpisodeId>(episodes.cbegin(), episodes.cend()), .promise = promise});
    planSoon();
    return promise->future();
}

/// Nothing will happen to it before time, network or listener change something.
bool DownloadService::isSettled(EpisodeId id) const
{
    if (m_adding.contains(id) || !m_isStarted)
        return false;
    const auto item = m_items.constFind(id);
    if (item == m_items.constEnd())
        return true;
    if (item->state == DownloadState::Running)
        return false;
    if (item->state != DownloadState::Waiting)
        return true;
    const auto hold = m_schedule.holds.constFind(id);
    return hold != m_schedule.holds.constEnd() && hold->cause != DownloadHold::Cause::Turn
            && hold->cause != DownloadHold::Cause::Host;
}

void DownloadService::tellSettled()
{
    QList<Settling> still;
    for (const Settling &one : std::exchange(m_settling, {})) {
        const bool isOver = std::all_of(one.episodes.cbegin(), one.episodes.cend(),
                                        [this](EpisodeId id) { return isSettled(id); });
        if (isOver)
            one.promise->finish();
        else
            still.append(one);
    }
    m_settling += still;
}

} // namespace Earmark
