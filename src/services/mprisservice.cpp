// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mprisservice.h"

#include "core/async.h"
#include "core/chapterchoice.h"
#include "core/earmarkaddress.h"
#include "core/privateaddress.h"
#include "core/queue.h"
#include "services/artworkservice.h"
#include "services/libraryservice.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

MprisService::MprisService(const Needs &needs, const QDBusConnection &bus, QObject *parent)
    : QObject(parent), m_needs(needs),
      m_object(bus, [&playback = needs.playback] { return playback.position(); }),
      m_picture(needs.artwork, needs.pictureFolder)
{
    m_clock.start();
    m_update.setSingleShot(true);
    connect(&m_update, &QTimer::timeout, this, &MprisService::publish);
    followPlayback();
    followWishes();
    episodeChanged();
    publish();
    m_object.appear();
}

void MprisService::followPlayback()
{
    const PlaybackService *playback = &m_needs.playback;
    connect(playback, &PlaybackService::episodeChanged, this, &MprisService::episodeChanged);
    connect(playback, &PlaybackService::stateChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::durationChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::chaptersChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::chapterChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::speedChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::volumeChanged, this, &MprisService::update);
    connect(playback, &PlaybackService::positionChanged, this, &MprisService::checkPosition);
    connect(playback, &PlaybackService::seeked, this, [this] {
        m_hasJumped = true;
        update();
    });
    connect(&m_needs.queue, &QueueService::changed, this, &MprisService::update);
    connect(&m_needs.library, &LibraryService::podcastsChanged, this, &MprisService::readPodcast);
    connect(&m_picture, &NowPlayingPicture::changed, this, &MprisService::update);
}

void MprisService::followWishes()
{
    PlaybackService *playback = &m_needs.playback;
    connect(&m_object, &MprisObject::asked, this, [this] {
        if (m_update.isActive())
            publish();
    });
    connect(&m_object, &MprisObject::raiseWished, this, &MprisService::raiseWished);
    connect(&m_object, &MprisObject::quitWished, this, &MprisService::quitWished);
    connect(&m_object, &MprisObject::openWished, this, &MprisService::openWished);
    connect(&m_object, &MprisObject::fullScreenWished, this, &MprisService::fullScreenWished);
    connect(&m_object, &MprisObject::nextWished, this, &MprisService::next);
    connect(&m_object, &MprisObject::previousWished, playback, &PlaybackService::previousChapter);
    connect(&m_object, &MprisObject::playWished, this, &MprisService::play);
    connect(&m_object, &MprisObject::playPauseWished, this, &MprisService::playPause);
    connect(&m_object, &MprisObject::pauseWished, this, [this, playback] {
        playback->pause();
        update();
    });
    connect(&m_object, &MprisObject::stopWished, this, [this, playback] {
        playback->pause();
        m_isStopped = true;
        update();
    });
    connect(&m_object, &MprisObject::seekWished, this, &MprisService::seekBy);
    connect(&m_object, &MprisObject::positionWished, this,
            [this, playback](const QString &wished, qint64 position) {
                if (const auto target = Mpris::positionTarget(track(), wished, position))
                    playback->seek(*target);
            });
    connect(&m_object, &MprisObject::speedWished, this, &MprisService::setSpeed);
    connect(&m_object, &MprisObject::volumeWished, this, [playback](double volume) {
        if (const auto wished = Mpris::wishedVolume(volume))
            playback->setVolume(*wished);
    });
}

void MprisService::episodeChanged()
{
    const auto &episode = m_needs.playback.episode();
    if (episode && (!m_podcast || m_podcast->id != episode->row.podcastId)) {
        m_podcast.reset();
        readPodcast();
    }
    update();
}

void MprisService::readPodcast()
{
    const auto &episode = m_needs.playback.episode();
    if (!episode || !episode->row.podcastId.isValid())
        return;
    const PodcastId id = episode->row.podcastId;
    onResult(m_needs.library.podcast(id), this, [this, id](const Result<Podcast> &podcast) {
        const auto &now = m_needs.playback.episode();
        if (!podcast || !now || now->row.podcastId != id)
            return;
        m_podcast = *podcast;
        update();
    });
}

void MprisService::update()
{
    if (!m_update.isActive())
        m_update.start(0ms);
}

void MprisService::publish()
{
    m_update.stop();
    const PlaybackService &playback = m_needs.playback;
    const bool isOver = playback.state() == PlaybackService::State::Nothing
            || playback.state() == PlaybackService::State::Failed;
    if (!playback.episode() && !isOver)
        return; // between two episodes there is none, for a moment nobody has to see
    m_picture.show(pictures());
    m_isStopped = m_isStopped && !isPlaying();
    const auto standing = m_isStopped || isOver ? Mpris::Status::Stopped : Mpris::Status::Paused;
    const Mpris::Facts facts{
            .status = isPlaying() ? Mpris::Status::Playing : standing,
            .track = track(),
            .speed = playback.speed(),
            .volume = playback.volume(),
            .isQueueEmpty = isQueueEmpty(),
            .hasNextChapter = hasNextChapter(),
    };
    m_object.setPlayer(Mpris::playerProperties(facts));
    // Another episode begins at its start, a client believes; this one may be known.
    const QString path = Mpris::trackPath(facts.track);
    if (path != m_track)
        m_hasJumped = playback.position() > 0ms;
    m_track = path;
    if (m_hasJumped)
        m_object.announceJump(playback.position());
    m_hasJumped = false;
    tellPosition();
}

void MprisService::tellPosition()
{
    const PlaybackService &playback = m_needs.playback;
    m_belief.tell(playback.position(), isPlaying() ? playback.speed() : 0,
                  milliseconds(m_clock.elapsed()));
}

/// A client counts on by itself: a stalled stream or skipped silence would lead it astray.
void MprisService::checkPosition()
{
    if (!m_belief.isWrong(m_needs.playback.position(), milliseconds(m_clock.elapsed())))
        return;
    m_hasJumped = true;
    update();
}

void MprisService::play()
{
    if (m_needs.playback.episode())
        m_needs.playback.resume();
    else
        m_needs.playback.playNext();
    update();
}

void MprisService::playPause()
{
    PlaybackService &playback = m_needs.playback;
    if (isPlaying())
        playback.pause();
    else
        play();
    update();
}

void MprisService::next()
{
    if (hasNextChapter())
        m_needs.playback.nextChapter();
    else
        m_needs.playback.playNext();
}

void MprisService::seekBy(qint64 offset)
{
    PlaybackService &playback = m_needs.playback;
    if (const auto target = Mpris::seekTarget(playback.position(), playback.duration(), offset))
        playback.seek(*target);
    else if (!isQueueEmpty())
        playback.playNext();
    else
        playback.seek(playback.duration());
}

void MprisService::setSpeed(double rate)
{
    const auto speed = Mpris::wishedSpeed(rate);
    if (speed == 0.0)
        m_needs.playback.pause();
    else if (speed)
        m_needs.playback.setSpeed(*speed);
    update();
}

/// Or would, as soon as there is sound.
bool MprisService::isPlaying() const
{
    using State = PlaybackService::State;
    const State state = m_needs.playback.state();
    return m_needs.playback.isPlayWanted()
            && (state == State::Playing || state == State::Buffering || state == State::Loading);
}

bool MprisService::hasNextChapter() const
{
    const PlaybackService &playback = m_needs.playback;
    return nextChapterStart(playback.chapters().chapters, playback.position()).has_value();
}

bool MprisService::isQueueEmpty() const
{
    const auto &episode = m_needs.playback.episode();
    return !nextInQueue(m_needs.queue.queue(), episode ? episode->row.id : EpisodeId());
}

std::optional<Mpris::Track> MprisService::track() const
{
    const auto &episode = m_needs.playback.episode();
    if (!episode)
        return std::nullopt;
    return Mpris::Track{
            .id = episode->row.id.value(),
            .guid = episode->guid,
            .title = episode->row.title,
            .podcast = episode->row.podcastTitle,
            .author = m_podcast ? m_podcast->author : QString(),
            .published = episode->row.published,
            .length = m_needs.playback.duration(),
            .picture = m_picture.file(),
            .address = address(),
    };
}

/// As in the window: a chapter's own from the network only by the listener's word.
QList<QUrl> MprisService::pictures() const
{
    const auto &episode = m_needs.playback.episode();
    if (!episode)
        return {};
    QList<QUrl> found{episode->row.image};
    const bool isKnown = m_podcast && m_podcast->id == episode->row.podcastId;
    if (const auto chapter = m_needs.playback.pictureChapter()) {
        const bool isOurs = chapter->image.scheme() == "earmark-image"_L1;
        if (!chapter->image.isEmpty() && (isOurs || (isKnown && m_podcast->imagesAllowed)))
            found.prepend(chapter->image);
    }
    if (isKnown)
        found.append(m_podcast->image);
    return found;
}

/// Nothing while it is not known whether the podcast is private: the whole session listens.
QString MprisService::address() const
{
    const auto &episode = m_needs.playback.episode();
    if (!episode || !m_podcast || m_podcast->id != episode->row.podcastId)
        return {};
    const EarmarkAddress whole{.feed = episode->podcastUrl, .guid = episode->guid};
    const auto shareable = isPrivate(*m_podcast) ? withoutPath(whole) : whole;
    return shareable ? toText(*shareable) : QString();
}

} // namespace Earmark
