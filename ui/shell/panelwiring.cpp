// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panelwiring.h"

#include "core/async.h"
#include "core/earmarkaddress.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/playbackservice.h"
#include "ui/episode/episodepanel.h"
#include "ui/shell/listedchapters.h"
#include "ui/shell/windowservices.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
/// A choice that lasts is looked into; one that is passed over with the arrow keys costs no
/// network.
constexpr milliseconds GatherAfter{400};
} // namespace

PanelWiring::PanelWiring(EpisodePanel &panel, const WindowServices &services, QObject *parent)
    : QObject(parent), m_panel(panel), m_services(services)
{
    m_gatherTimer.setSingleShot(true);
    m_gatherTimer.setInterval(GatherAfter);
    connect(&m_gatherTimer, &QTimer::timeout, this, [this] {
        if (!m_episode)
            return;
        m_isGathering = true;
        m_services.chapters.gather(*m_episode);
    });
    connect(&services.chapters, &ChapterService::episodeChaptersChanged, this,
            [this](EpisodeId episode) {
                if (episode == m_shown)
                    load();
            });
    connect(&services.chapters, &ChapterService::gathered, this, [this](EpisodeId episode) {
        if (episode != m_shown)
            return;
        m_isGathering = false;
        if (m_episode)
            showChapters(*m_episode);
    });
    for (const auto signal : {&PlaybackService::episodeChanged, &PlaybackService::chaptersChanged,
                              &PlaybackService::chapterChanged})
        connect(&services.playback, signal, this, &PanelWiring::showPlaying);
    connect(&services.playback, &PlaybackService::stateChanged, this, &PanelWiring::showPlaying);
    connect(&services.playback, &PlaybackService::positionChanged, this, &PanelWiring::showPlaying);
    connectWishes();
}

void PanelWiring::connectWishes()
{
    connect(&m_panel, &EpisodePanel::pauseWished, &m_services.playback, &PlaybackService::pause);
    connect(&m_panel, &EpisodePanel::playFromWished, this, &PanelWiring::playFrom);
    connect(&m_panel, &EpisodePanel::copyMomentWished, this, &PanelWiring::copyMoment);
    connect(&m_panel, &EpisodePanel::sourceWished, &m_services.chapters,
            &ChapterService::chooseSource);
}

void PanelWiring::show(EpisodeId episode, const EpisodeRow *row)
{
    if (episode == m_shown && m_episode)
        return;
    m_shown = episode;
    m_episode.reset();
    m_notes.clear();
    m_isGathering = false;
    if (row != nullptr)
        m_panel.showEpisode(*row);
    load();
    m_gatherTimer.start();
}

void PanelWiring::showNothing()
{
    m_shown = {};
    m_episode.reset();
    m_gatherTimer.stop();
    m_panel.showNothing();
}

void PanelWiring::refresh()
{
    if (m_shown.isValid())
        load();
}

void PanelWiring::setImagesAllowed(const QSet<PodcastId> &podcasts)
{
    m_imagesAllowed = podcasts;
    if (m_episode)
        showNotes(*m_episode);
}

void PanelWiring::load()
{
    onResult(m_services.episodes.episode(m_shown), this,
             [this, wanted = m_shown](const Result<Episode> &episode) {
                 if (wanted != m_shown)
                     return;
                 if (episode)
                     showEpisode(*episode);
                 else if (episode.error().kind == ErrorKind::NotFound)
                     showNothing(); // its podcast was unsubscribed
                 else
                     m_panel.showFailure(episode.error().sentence);
             });
}

void PanelWiring::showEpisode(const Episode &episode)
{
    m_episode = episode;
    m_panel.showEpisode(episode.row);
    showNotes(episode);
    showChapters(episode);
}

void PanelWiring::showNotes(const Episode &episode)
{
    const bool allowed = m_imagesAllowed.contains(episode.row.podcastId);
    if (m_notes == episode.notesHtml && m_notesWithImages == allowed && !m_notes.isNull())
        return;
    m_notes = episode.notesHtml.isNull() ? u""_s : episode.notesHtml;
    m_notesWithImages = allowed;
    const bool images = episode.notesHtml.contains("<img"_L1, Qt::CaseInsensitive)
            || episode.notesHtml.contains("&lt;img"_L1, Qt::CaseInsensitive);
    onResult(m_services.episodes.notesHtml(episode, allowed), this,
             [this, wanted = m_shown, images, allowed](const QString &html) {
                 if (wanted == m_shown)
                     m_panel.showNotes(html, images, allowed);
             });
}

void PanelWiring::showChapters(const Episode &episode)
{
    const ShownChapters shown = ChapterService::shown(episode);
    ChaptersView view;
    view.chapters = listedChapters(shown.chapters);
    if (!shown.source)
        view.chapters.clear(); // they only change pictures
    view.source = shown.source.value_or(ChapterSource::Notes);
    view.choices = shown.available;
    view.isChosen = episode.chosenSource.has_value();
    view.isGathering = m_isGathering;
    m_panel.showChapters(view);
    showPlaying();
}

void PanelWiring::showPlaying()
{
    const auto &playing = m_services.playback.episode();
    if (!playing || playing->row.id != m_shown) {
        m_panel.showNotPlaying();
        return;
    }
    using State = PlaybackService::State;
    const State state = m_services.playback.state();
    const bool sounds
            = state == State::Playing || state == State::Loading || state == State::Buffering;
    const milliseconds position = m_services.playback.position();
    m_panel.showPlaying(sounds, listedRow(m_services.playback.chapters().chapters, position),
                        position);
}

void PanelWiring::playFrom(EpisodeId episode, milliseconds position)
{
    const auto &playing = m_services.playback.episode();
    if (!playing || playing->row.id != episode) {
        m_services.playback.play(episode, position);
        return;
    }
    m_services.playback.seek(position);
    m_services.playback.resume();
}

void PanelWiring::copyMoment(EpisodeId episode, milliseconds position)
{
    if (!m_episode || m_episode->row.id != episode)
        return;
    Q_EMIT addressCopied(
            toText({.feed = m_episode->podcastUrl, .guid = m_episode->guid, .at = position}));
}

} // namespace Earmark
