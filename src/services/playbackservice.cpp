// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/playbackservice.h"

#include "core/async.h"
#include "core/ownnetwork.h"
#include "core/soundsettings.h"
#include "playback/player.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/mediaopener.h"
#include "services/nextup.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"

using namespace std::chrono_literals;

namespace Earmark {
namespace {

// A position is durable at most 5 s after it was true (the issue); the rest is for the disk.
constexpr std::chrono::milliseconds SaveInterval = 3s;

/// Of a podcast that no library knows: its feed alone says what it may.
PodcastAccess accessOfPreview(const Episode &episode)
{
    Podcast podcast;
    podcast.url = episode.podcastUrl;
    // Its feed was read there, by the listener's word alone (services/previewservice.h).
    podcast.ownNetworkAllowed = isOwnNetwork(podcast.url.host());
    return accessOf(podcast, std::nullopt);
}

} // namespace

PlaybackService::PlaybackService(const Needs &needs, QObject *parent)
    : QObject(parent), m_needs(needs),
      m_nextUp(std::make_unique<NextUp>(NextUp::Needs{
              .episodes = needs.episodes, .access = needs.access, .media = needs.media}))
{
    Player &player = m_needs.player;
    player.setVolume(m_needs.settings.volume());
    connect(&player, &Player::stateChanged, this, &PlaybackService::playerStateChanged);
    connect(&player, &Player::positionChanged, this, [this](std::chrono::milliseconds position) {
        moved(position, PositionCause::Playing);
    });
    connect(&player, &Player::seeked, this, [this](std::chrono::milliseconds position) {
        if (m_isShifting)
            return;
        moved(position, PositionCause::Seek);
        savePosition();
    });
    connect(&player, &Player::durationChanged, this, &PlaybackService::lengthKnown);
    connect(&player, &Player::skipped, this, &PlaybackService::skipped);
    connect(&player, &Player::ended, this, &PlaybackService::ended);
    connect(&player, &Player::failed, this, &PlaybackService::fail);
    connect(&player, &Player::outputMissing, this, &PlaybackService::failed);
    connect(&m_needs.chapters, &ChapterService::episodeChaptersChanged, this, [this](EpisodeId id) {
        if (m_episode && m_episode->row.id == id)
            reload();
    });
    connect(&m_needs.episodes, &EpisodeService::episodesChanged, this,
            [this](const QList<EpisodeId> &ids) {
                if (m_episode && ids.contains(m_episode->row.id) && m_state != State::Playing)
                    reload();
            });
    m_saveTimer.setInterval(SaveInterval);
    connect(&m_saveTimer, &QTimer::timeout, this, [this] { savePosition(); });
    connect(this, &PlaybackService::positionChanged, this, &PlaybackService::lookAhead);
}

PlaybackService::~PlaybackService() = default;

void PlaybackService::restoreLast()
{
    const quint64 wish = ++m_wish;
    const auto last = then(m_needs.episodes.current(), this, [this](const Result<EpisodeId> &id) {
        return id && id->isValid()
                ? m_needs.episodes.episode(*id)
                : readyFuture(Result<Episode>(Earmark::fail(ErrorKind::NotFound, {})));
    });
    onResult(last, this, [this, wish](const Result<Episode> &episode) {
        if (!episode || wish != m_wish)
            return; // nothing played yet, or something was started meanwhile
        show(*episode, startPosition(episode->row.state, episode->row.duration));
        m_left = {.position = m_position, .at = episode->heardAt};
        setState(State::Paused);
    });
}

void PlaybackService::play(EpisodeId id, std::optional<std::chrono::milliseconds> at)
{
    touched();
    if (m_episode && m_episode->row.id == id && m_state != State::Failed) {
        if (at)
            seek(*at);
        resume();
        return;
    }
    savePosition();
    const quint64 wish = ++m_wish;
    onResult(m_needs.episodes.episode(id), this, [this, wish, at](const Result<Episode> &episode) {
        if (wish != m_wish)
            return;
        if (!episode && m_episode) {
            Q_EMIT failed(episode.error()); // what is in the player stays there, and plays on
            return;
        }
        if (!episode) {
            fail(episode.error());
            return;
        }
        start(*episode, at);
        resume();
    });
}

void PlaybackService::start(const Episode &episode, std::optional<std::chrono::milliseconds> at)
{
    const auto begin = at.value_or(startPosition(episode.row.state, episode.row.duration));
    show(episode, begin);
    m_isPlaceChosen = at.has_value();
    if (!at)
        m_left = {.position = begin, .at = episode.heardAt};
    m_needs.queue.started(episode.row.id);
    m_needs.episodes.setCurrent(episode.row.id);
}

void PlaybackService::playPreview(const Episode &episode)
{
    Q_ASSERT(!episode.row.id.isValid());
    touched();
    savePosition();
    ++m_wish;
    show(episode, 0ms);
    loadMedia(true);
}

void PlaybackService::adopt(const Episode &stored)
{
    if (!isPreview() || m_episode->guid != stored.guid)
        return;
    const QList<ChapterList> found = m_episode->chapterSources;
    m_episode = stored;
    if (stored.chapterSources.size() < found.size())
        m_episode->chapterSources = found;
    Q_EMIT episodeChanged();
    showChapters();
    m_needs.episodes.setCurrent(stored.row.id);
    savePosition();
    lengthKnown();
    m_needs.chapters.gather(*m_episode); // to be kept
}

/// Puts the episode into the player bar; its media is loaded when sound is wanted.
void PlaybackService::show(const Episode &episode, std::chrono::milliseconds position)
{
    if (const TimeSaved saved = takeTimeSaved(); m_episode)
        m_needs.episodes.saveTimeSaved(m_episode->row.id, saved);
    m_needs.player.stop();
    m_isLoaded = false;
    m_skips.clear();
    m_isPlaceChosen = false;
    m_isOpening = false;
    m_source.reset();
    m_analysed = 0ms;
    m_failure.clear();
    m_episode = episode;
    m_position = position;
    m_left = {.position = position, .at = {}};
    m_lastCause = PositionCause::Seek;
    m_isTailBySeek = false;
    m_chapters = ChapterService::shown(episode);
    m_chapter = chapterAt(m_chapters.chapters, position);
    Q_EMIT episodeChanged();
    Q_EMIT chaptersChanged();
    Q_EMIT chapterChanged();
    Q_EMIT durationChanged(duration());
    Q_EMIT positionChanged(position);
}

/// The same episode, with what changed in the library.
void PlaybackService::reload()
{
    const EpisodeId id = m_episode->row.id;
    onResult(m_needs.episodes.episode(id), this, [this, id](const Result<Episode> &episode) {
        if (!episode || !m_episode || m_episode->row.id != id || *m_episode == *episode)
            return;
        m_episode = *episode;
        Q_EMIT episodeChanged();
        showChapters();
    });
}

/// Of m_episode, if they are others than those that are shown.
void PlaybackService::showChapters()
{
    const ShownChapters chapters = ChapterService::shown(*m_episode);
    if (chapters == m_chapters)
        return;
    m_chapters = chapters;
    m_chapter = chapterAt(m_chapters.chapters, position());
    Q_EMIT chaptersChanged();
    Q_EMIT chapterChanged();
}

void PlaybackService::loadMedia(bool play)
{
    m_playsWhenOpen = play;
    if (m_isOpening)
        return;
    m_isOpening = true;
    m_isLoaded = false;
    m_failure.clear();
    setState(State::Loading);
    onResult(m_needs.access.of(m_episode->row.podcastId), this,
             [this, wish = m_wish](const PodcastAccess &access) {
                 if (wish == m_wish && m_isOpening)
                     openMedia(isPreview() ? accessOfPreview(*m_episode) : access);
             });
}

void PlaybackService::openMedia(const PodcastAccess &access)
{
    onResult(m_needs.media.openEpisode(*m_episode, access), this,
             [this, wish = m_wish](const Result<MediaOpener::Source> &source) {
                 if (wish != m_wish || !m_isOpening)
                     return;
                 m_isOpening = false;
                 if (source)
                     load(*source, m_playsWhenOpen);
                 else
                     fail(source.error());
             });
}

void PlaybackService::load(const std::shared_ptr<ByteSource> &source, bool play)
{
    m_isLoaded = true;
    m_source = source;
    m_analysed = 0ms;
    m_needs.player.load(source, m_position, play);
    m_needs.player.setSkips(m_skips);
    Q_EMIT mediaLoaded();
    if (std::exchange(m_isPlaceChosen, false))
        seekQuietly(m_position); // what is skipped there is played, as after any jump into it
    gatherChapters();
}

void PlaybackService::retry(bool evenOnOwnNetwork)
{
    if (!m_episode || m_state != State::Failed)
        return;
    if (evenOnOwnNetwork && isPreview()) {
        goBack();
        m_playsWhenOpen = true;
        m_isOpening = true;
        setState(State::Loading);
        openMedia({.isAnywhere = true});
    } else {
        resume();
    }
}

void PlaybackService::gatherChapters()
{
    if (!isPreview()) {
        m_needs.chapters.gather(*m_episode);
        return;
    }
    onResult(m_needs.chapters.withSources(*m_episode), this,
             [this, wish = m_wish](const Episode &whole) {
                 if (wish != m_wish || !isPreview())
                     return;
                 m_episode->chapterSources = whole.chapterSources;
                 showChapters();
             });
}

void PlaybackService::togglePlay()
{
    touched();
    if (m_isOpening)
        m_playsWhenOpen = !m_playsWhenOpen;
    else if (m_state == State::Playing || m_state == State::Buffering)
        pause();
    else if (m_state == State::Loading)
        m_needs.player.togglePlay();
    else
        resume();
}

void PlaybackService::setVolume(double volume)
{
    m_needs.settings.setVolume(volume);
    m_needs.player.setVolume(volume);
    Q_EMIT volumeChanged(volume);
}

void PlaybackService::setFade(double factor)
{
    m_needs.player.setFade(factor);
}

double PlaybackService::volume() const
{
    return m_needs.settings.volume();
}

void PlaybackService::setSpeed(double speed)
{
    SoundSettings changed = sound();
    changed.speed = steppedSpeed(speed);
    setSound(changed);
}

void PlaybackService::setSound(const SoundSettings &sound)
{
    const SoundSettings before = m_needs.player.sound();
    if (sound == before)
        return;
    m_needs.player.setSound(sound);
    Q_EMIT soundChanged(sound);
    if (sound.speed != before.speed)
        Q_EMIT speedChanged(sound.speed);
}

const SoundSettings &PlaybackService::sound() const
{
    return m_needs.player.sound();
}

double PlaybackService::speed() const
{
    return m_needs.player.sound().speed;
}

bool PlaybackService::isPlayWanted() const
{
    return m_isOpening ? m_playsWhenOpen : m_isLoaded && m_needs.player.isPlayWanted();
}

void PlaybackService::setState(State state)
{
    if (state == State::Playing)
        m_saveTimer.start();
    else
        m_saveTimer.stop();
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void PlaybackService::playerStateChanged()
{
    switch (m_needs.player.state()) {
    case Player::State::Idle:
        break; // show() says what stands instead
    case Player::State::Loading:
        setState(State::Loading);
        break;
    case Player::State::Playing:
        setState(State::Playing);
        break;
    case Player::State::Buffering:
        setState(State::Buffering);
        break;
    case Player::State::Paused:
    case Player::State::Ended:
        setState(State::Paused);
        break;
    case Player::State::Failed:
        break; // failed() follows, and says why
    }
}

void PlaybackService::lengthKnown()
{
    if (!m_episode || duration() <= 0ms)
        return;
    Q_EMIT durationChanged(duration());
    const auto length = realLength();
    if (length <= 0ms || (m_episode->isLengthReal && m_episode->row.duration == length))
        return;
    if (!m_episode->isLengthReal)
        m_episode->places.declared = m_episode->row.duration;
    m_episode->isLengthReal = true;
    m_episode->row.duration = length;
    if (!isPreview())
        m_needs.episodes.saveDuration(m_episode->row.id, length);
    Q_EMIT episodeChanged();
    showChapters();
}

} // namespace Earmark
