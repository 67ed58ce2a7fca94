// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/automaticdownloads.h"

#include "core/async.h"
#include "core/downloadrulewords.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/mediastore.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/downloadrulesrepository.h"
#include "storage/mediarepository.h"
#include "storage/storage.h"

#include <utility>

namespace Earmark {

using Kind = DownloadStep::Kind;

struct AutomaticDownloads::Following
{
    QList<DownloadStep> steps;
    QHash<EpisodeId, QString> titles;
    qsizetype next = 0; ///< Of the steps.
    Steps done;
    QList<EpisodeId> deleted; ///< Whole files: a part cannot be brought back.
};

AutomaticDownloads::AutomaticDownloads(const Needs &needs, QObject *parent)
    : QObject(parent), m_needs(needs), m_rules(rulesOfAll()),
      m_turn(readyFuture(Result<Steps>(Steps())))
{
    for (QTimer *timer : {&m_quiet, &m_latest})
        timer->setSingleShot(true);
    m_quiet.setInterval(needs.times.quiet);
    m_latest.setInterval(needs.times.latest);
    m_every.setInterval(needs.times.every);
    for (QTimer *timer : {&m_quiet, &m_latest, &m_every})
        connect(timer, &QTimer::timeout, this, &AutomaticDownloads::lookByItself);

    connect(&needs.library, &LibraryService::episodesChanged, this, &AutomaticDownloads::soon);
    connect(&needs.library, &LibraryService::podcastsChanged, this, &AutomaticDownloads::soon);
    connect(&needs.episodes, &EpisodeService::episodesChanged, this,
            &AutomaticDownloads::episodesChanged);
    connect(&needs.queue, &QueueService::stored, this, &AutomaticDownloads::soon);
    connect(&needs.downloads, &DownloadService::finished, this, &AutomaticDownloads::soon);
    connect(&needs.settings, &SettingsService::downloadsChanged, this,
            &AutomaticDownloads::settingsChanged);
    connect(this, &AutomaticDownloads::rulesChanged, this, &AutomaticDownloads::soon);
}

AutomaticDownloads::~AutomaticDownloads() = default;

void AutomaticDownloads::start()
{
    m_isStarted = true;
    m_every.start();
    soon();
}

void AutomaticDownloads::setPlaying(EpisodeId episode)
{
    if (std::exchange(m_playing, episode) != episode)
        soon();
}

DownloadRules AutomaticDownloads::rulesOfAll() const
{
    return {.all = settings(), .queued = queued(), .quota = quota()};
}

DownloadSettings AutomaticDownloads::settings() const
{
    return m_needs.settings.automaticDownloads();
}

void AutomaticDownloads::setSettings(const DownloadSettings &settings)
{
    const DownloadSettings before = this->settings();
    DownloadSettings now = settings;
    if (now.fetch == AutomaticDownload::AllNew && before.fetch != AutomaticDownload::AllNew)
        now.since = m_needs.clock();
    else if (!now.since.isValid())
        now.since = before.since;
    m_needs.settings.setAutomaticDownloads(now);
}

int AutomaticDownloads::queued() const
{
    return m_needs.settings.queuedDownloads();
}

void AutomaticDownloads::setQueued(int count)
{
    m_needs.settings.setQueuedDownloads(qBound(0, count, DownloadLimits::MostQueued));
}

qint64 AutomaticDownloads::quota() const
{
    return m_needs.settings.mediaQuota();
}

void AutomaticDownloads::setQuota(qint64 bytes)
{
    m_needs.settings.setMediaQuota(qMax<qint64>(0, bytes));
}

void AutomaticDownloads::settingsChanged()
{
    const DownloadRules now = rulesOfAll();
    if (std::exchange(m_rules, now) != now)
        Q_EMIT rulesChanged();
}

QFuture<Result<PodcastDownloads>> AutomaticDownloads::podcast(PodcastId podcast)
{
    return m_needs.storage.read([podcast](Database &database) {
        return DownloadRulesRepository(database).podcast(podcast);
    });
}

QFuture<Result<>> AutomaticDownloads::setPodcast(PodcastId podcast, const PodcastDownloads &own)
{
    const auto written = m_needs.storage.write(
            [podcast, own = own, now = m_needs.clock()](Database &database) mutable -> Result<> {
                DownloadRulesRepository repository(database);
                const auto before = repository.podcast(podcast);
                if (!before)
                    return before.error();
                const bool isAllNew = own.fetch == AutomaticDownload::AllNew;
                if (!isAllNew)
                    own.since.reset();
                else if (before->fetch != AutomaticDownload::AllNew)
                    own.since = now;
                else if (!own.since)
                    own.since = before->since;
                return repository.setPodcast(podcast, own);
            });
    return then(written, this, [this](const Result<> &done) {
        if (done)
            Q_EMIT rulesChanged();
        return done;
    });
}

QFuture<Result<QList<MediaEvent>>> AutomaticDownloads::events(int most)
{
    return m_needs.storage.read(
            [most](Database &database) { return MediaRepository(database).events(most); });
}

QString AutomaticDownloads::reason(EpisodeId episode) const
{
    return m_reasons.value(episode);
}

/// Where the listener stands in what plays is written every few seconds and changes nothing: what
/// plays is let alone.
void AutomaticDownloads::episodesChanged(const QList<EpisodeId> &episodes)
{
    if (episodes != QList{m_playing})
        soon();
}

void AutomaticDownloads::soon()
{
    if (!m_isStarted)
        return;
    m_quiet.start();
    if (!m_latest.isActive())
        m_latest.start();
}

void AutomaticDownloads::lookByItself()
{
    onResult(look(), this, [this](const Result<Steps> &steps) {
        if (!steps)
            Q_EMIT failed(steps.error());
    });
}

QFuture<Result<QList<DownloadStep>>> AutomaticDownloads::look()
{
    m_quiet.stop();
    m_latest.stop();
    m_turn = then(m_turn, this, [this](const Result<Steps> &) { return lookNow(); });
    return m_turn;
}

QFuture<Result<DownloadPlan>> AutomaticDownloads::plan()
{
    return then(planned(), this, [](const Result<Planned> &planned) {
        return planned ? Result<DownloadPlan>(planned->plan) : planned.error();
    });
}

/// What the library was told last may be a moment behind what runs.
void AutomaticDownloads::patch(QList<DownloadFacts> &facts) const
{
    for (DownloadFacts &episode : facts) {
        episode.isPlaying = episode.episode == m_playing;
        if (const auto media = m_needs.store.media(episode.episode)) {
            episode.presence = media->presence;
            episode.bytes = media->bytes;
            episode.size = media->size > 0 ? media->size : episode.size;
            episode.changedAt = media->changedAt;
            episode.cause = media->cause;
            episode.isRefused = media->isRefused;
        }
        const auto download = m_needs.downloads.view(episode.episode);
        const bool hasFailed = download && download->item.state == DownloadState::Failed;
        episode.isComing = download && !hasFailed;
        episode.isRefused = episode.isRefused || hasFailed;
    }
}

QFuture<Result<AutomaticDownloads::Planned>> AutomaticDownloads::planned()
{
    struct Gathered
    {
        DownloadRules rules;
        QList<DownloadFacts> facts;
    };
    const auto gathered = m_needs.storage.read([all = rulesOfAll(), playing = m_playing](
                                                       Database &database) -> Result<Gathered> {
        const DownloadRulesRepository repository(database);
        const auto rules = repository.rules(all);
        if (!rules)
            return rules.error();
        const auto facts = repository.facts(*rules, playing);
        return facts ? Gathered{.rules = *rules, .facts = *facts} : Result<Gathered>(facts.error());
    });
    return then(gathered, this, [this](const Result<Gathered> &known) {
        if (!known)
            return readyFuture(Result<Planned>(known.error()));
        QList<DownloadFacts> facts = known->facts;
        patch(facts);
        return runOnPool([facts, rules = known->rules, now = m_needs.clock()]() -> Result<Planned> {
            Planned planned{.plan = planAutomaticDownloads(facts, rules, now)};
            for (const DownloadStep &step : std::as_const(planned.plan.steps))
                planned.titles.insert(step.episode, {});
            for (const DownloadFacts &episode : facts) {
                const auto title = planned.titles.find(episode.episode);
                if (title != planned.titles.end())
                    *title = episode.title;
            }
            return planned;
        });
    });
}

QFuture<Result<AutomaticDownloads::Steps>> AutomaticDownloads::lookNow()
{
    return then(planned(), this, [this](const Result<Planned> &planned) {
        if (!planned)
            return readyFuture(Result<Steps>(planned.error()));
        m_reasons.clear();
        for (const DownloadStep &left : planned->plan.rest)
            m_reasons.insert(left.episode, left.reason);
        return follow(*planned);
    });
}

QFuture<Result<AutomaticDownloads::Steps>> AutomaticDownloads::follow(const Planned &planned)
{
    if (planned.plan.steps.isEmpty())
        return readyFuture(Result<Steps>(Steps()));
    const auto following = std::make_shared<Following>();
    following->steps = planned.plan.steps;
    following->titles = planned.titles;
    const auto deleted = deleteFiles(following);
    const auto written = then(deleted, this, [this, following](const Result<> &) {
        fetchAndStop(following);
        return writeDown(*following);
    });
    return then(written, this, [this, following](const Result<> &done) -> Result<Steps> {
        pushUndo(*following);
        if (!following->done.isEmpty())
            Q_EMIT followed(following->done);
        return done ? Result<Steps>(following->done) : done.error();
    });
}

/// It may have begun to play, or have been asked for, since the plan was made.
bool AutomaticDownloads::mayDelete(EpisodeId episode) const
{
    const auto media = m_needs.store.media(episode);
    return episode != m_playing && !m_needs.store.isRead(episode) && media
            && media->presence != MediaPresence::Absent && media->cause != DownloadCause::Listener;
}

/// One after the other; what cannot be deleted stays, which is said once.
QFuture<Result<>> AutomaticDownloads::deleteFiles(const std::shared_ptr<Following> &following)
{
    while (following->next < following->steps.size()) {
        const DownloadStep step = following->steps.at(following->next);
        if (step.kind != Kind::Delete)
            break;
        ++following->next;
        if (!mayDelete(step.episode))
            continue;
        if (m_needs.downloads.view(step.episode))
            m_needs.downloads.stop(step.episode);
        const bool isWhole = m_needs.store.media(step.episode)->presence == MediaPresence::Whole;
        const auto removed = orCancelled(m_needs.store.removeFile(step.episode), this);
        return then(removed, this, [this, following, step, isWhole](const Result<> &done) {
            if (done) {
                following->done.append(step);
                if (isWhole)
                    following->deleted.append(step.episode);
                m_stuck.remove(step.episode);
            } else if (!m_stuck.contains(step.episode)) {
                m_stuck.insert(step.episode);
                Q_EMIT failed(done.error());
            }
            return deleteFiles(following);
        });
    }
    return readyFuture(Result<>());
}

void AutomaticDownloads::fetchAndStop(const std::shared_ptr<Following> &following)
{
    for (; following->next < following->steps.size(); ++following->next) {
        const DownloadStep &step = following->steps.at(following->next);
        if (step.kind == Kind::Stop)
            m_needs.downloads.stop(step.episode);
        else
            m_needs.downloads.downloadAutomatically(step.episode, step.cause, step.reason);
        following->done.append(step);
    }
}

QFuture<Result<>> AutomaticDownloads::writeDown(const Following &following)
{
    QList<MediaEvent> events;
    for (const DownloadStep &step : following.done) {
        events.append({.at = m_needs.clock(),
                       .episode = step.episode,
                       .title = following.titles.value(step.episode),
                       .sentence = step.reason});
    }
    return m_needs.storage.write([events](Database &database) -> Result<> {
        MediaRepository repository(database);
        for (const MediaEvent &event : events) {
            if (auto done = repository.append(event); !done)
                return done;
        }
        return {};
    });
}

void AutomaticDownloads::pushUndo(const Following &following)
{
    if (following.deleted.isEmpty())
        return;
    const bool isOne = following.deleted.size() == 1;
    m_needs.undo.push(
            {.kind = UndoKind::DeleteFiles,
             .subject = isOne ? following.titles.value(following.deleted.first()) : QString(),
             .count = int(following.deleted.size())},
            [this, deleted = following.deleted] { return restore(deleted); });
}

/// Those whose bytes still exist; the first error is the answer. What came back was asked for: no
/// rule deletes it again.
QFuture<Result<>> AutomaticDownloads::restore(const QList<EpisodeId> &episodes)
{
    if (episodes.isEmpty())
        return readyFuture(Result<>());
    const EpisodeId episode = episodes.first();
    const auto restored = orCancelled(m_needs.store.restoreFile(episode), this);
    const auto kept = then(restored, this, [this, episode](const Result<> &done) {
        auto media = m_needs.store.media(episode);
        if (!done || !media)
            return readyFuture(done);
        media->cause = DownloadCause::Listener;
        media->reason.clear();
        return m_needs.store.keep(*media);
    });
    return then(kept, this, [this, rest = episodes.mid(1)](const Result<> &first) {
        return then(restore(rest), this,
                    [first](const Result<> &others) { return first ? others : first; });
    });
}

} // namespace Earmark
