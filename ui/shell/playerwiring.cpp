// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/playerwiring.h"

#include "services/playbackservice.h"
#include "services/seekundo.h"
#include "ui/player/backpill.h"
#include "ui/player/playerbar.h"
#include "ui/player/skipsteps.h"
#include "ui/shell/listedchapters.h"

using namespace std::chrono_literals;
using std::chrono::milliseconds;

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

PlayerView::State stateOf(PlaybackService::State state)
{
    using From = PlaybackService::State;
    using To = PlayerView::State;
    switch (state) {
    case From::Nothing:
        return To::Nothing;
    case From::Loading:
        return To::Loading;
    case From::Playing:
        return To::Playing;
    case From::Paused:
        return To::Paused;
    case From::Buffering:
        return To::Buffering;
    case From::Failed:
        return To::Failed;
    }
    return To::Nothing;
}

} // namespace

PlayerWiring::PlayerWiring(PlayerBar &bar, PlaybackService &playback, SeekUndo &seekUndo,
                           QObject *parent)
    : QObject(parent), m_bar(bar), m_playback(playback)
{
    connectWishes();
    connect(&playback, &PlaybackService::episodeChanged, this, &PlayerWiring::show);
    connect(&playback, &PlaybackService::stateChanged, this, &PlayerWiring::show);
    connect(&playback, &PlaybackService::durationChanged, this, &PlayerWiring::show);
    connect(&playback, &PlaybackService::chaptersChanged, this, &PlayerWiring::show);
    connect(&playback, &PlaybackService::chapterChanged, this, &PlayerWiring::show);
    connect(&playback, &PlaybackService::positionChanged, &bar, &PlayerBar::setPosition);
    connect(&playback, &PlaybackService::volumeChanged, &bar, &PlayerBar::setVolume);
    bar.setVolume(playback.volume());
    show();
    connect(&seekUndo, &SeekUndo::movedFar, &bar.backPill(), &BackPill::offer);
    connect(&seekUndo, &SeekUndo::settled, &bar.backPill(), &BackPill::withdraw);
    connect(&bar.backPill(), &BackPill::clicked, &seekUndo, &SeekUndo::returnFromMove);
}

void PlayerWiring::connectWishes()
{
    connect(&m_bar, &PlayerBar::playPauseWished, &m_playback, &PlaybackService::togglePlay);
    connect(&m_bar, &PlayerBar::seekWished, &m_playback, &PlaybackService::seek);
    connect(&m_bar, &PlayerBar::backWished, this, [this] { m_playback.skip(SkipBack); });
    connect(&m_bar, &PlayerBar::forwardWished, this, [this] { m_playback.skip(SkipForward); });
    connect(&m_bar, &PlayerBar::nextChapterWished, &m_playback, &PlaybackService::nextChapter);
    connect(&m_bar, &PlayerBar::previousChapterWished, &m_playback,
            &PlaybackService::previousChapter);
    connect(&m_bar, &PlayerBar::volumeWished, &m_playback, &PlaybackService::setVolume);
    connect(&m_bar, &PlayerBar::linkWished, this, &PlayerWiring::linkWished);
}

void PlayerWiring::setImagesAllowed(const QSet<PodcastId> &podcasts)
{
    m_imagesAllowed = podcasts;
    show();
}

void PlayerWiring::setPodcastCovers(const QHash<PodcastId, QUrl> &covers)
{
    m_podcastCovers = covers;
    show();
}

void PlayerWiring::show()
{
    PlayerView view;
    view.state = stateOf(m_playback.state());
    if (const auto &episode = m_playback.episode()) {
        if (view.state == PlayerView::State::Nothing)
            view.state = PlayerView::State::Paused;
        view.title = episode->row.title;
        view.podcast = episode->row.podcastTitle;
        view.image = episode->row.image;
        view.otherImages = {episode->row.image, m_podcastCovers.value(episode->row.podcastId)};
        view.failure = m_playback.failure();
        view.chapters = listedChapters(m_playback.chapters().chapters);
        view.chapter = listedRow(m_playback.chapters().chapters, m_playback.position());
        view.duration = m_playback.duration();
        if (const auto picture = m_playback.pictureChapter()) {
            view.link = picture->link;
            const bool isRemote = picture->image.scheme() != "earmark-image"_L1;
            if (!picture->image.isEmpty()
                && (!isRemote || m_imagesAllowed.contains(episode->row.podcastId)))
                view.image = picture->image;
        }
    }
    if (view != m_bar.view())
        m_bar.showPlayer(view);
    m_bar.setPosition(m_playback.position());
}

} // namespace Earmark
