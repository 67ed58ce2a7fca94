// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/previewpanelwiring.h"

#include "core/async.h"
#include "core/directorymerge.h"
#include "core/earmarkaddress.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/playbackservice.h"
#include "services/skiprulesservice.h"
#include "services/skipservice.h"
#include "ui/episode/episodepanel.h"
#include "ui/shell/listedchapters.h"
#include "ui/shell/windowservices.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

PreviewPanelWiring::PreviewPanelWiring(EpisodePanel &panel, const WindowServices &services,
                                       QObject *parent)
    : QObject(parent), m_panel(panel), m_services(services)
{
    panel.setForPreviews();
    panel.hide();
    const PlaybackService &playback = services.playback;
    connect(&playback, &PlaybackService::episodeChanged, this, &PreviewPanelWiring::show);
    connect(&playback, &PlaybackService::chaptersChanged, this, &PreviewPanelWiring::showChapters);
    connect(&playback, &PlaybackService::chapterChanged, this, &PreviewPanelWiring::showPlaying);
    connect(&playback, &PlaybackService::stateChanged, this, &PreviewPanelWiring::showChapters);
    connect(&playback, &PlaybackService::positionChanged, this, &PreviewPanelWiring::showPlaying);
    connect(&playback, &PlaybackService::speedChanged, this, &PreviewPanelWiring::showPlaying);
    connect(&services.skipRules, &SkipRulesService::changed, this, &PreviewPanelWiring::readRules);
    connectWishes();
}

void PreviewPanelWiring::connectWishes()
{
    PlaybackService &playback = m_services.playback;
    connect(&m_panel, &EpisodePanel::wished, &playback, &PlaybackService::resume); // play
    connect(&m_panel, &EpisodePanel::pauseWished, &playback, &PlaybackService::pause);
    connect(&m_panel, &EpisodePanel::playFromWished, this,
            [this](EpisodeId, milliseconds position) {
                m_services.playback.seek(position);
                m_services.playback.resume();
            });
    connect(&m_panel, &EpisodePanel::copyMomentWished, this,
            [this](EpisodeId, milliseconds position) {
                if (const auto &episode = m_services.playback.episode(); isThere())
                    Q_EMIT addressCopied(toText(
                            {.feed = episode->podcastUrl, .guid = episode->guid, .at = position}));
            });
    connect(&m_panel, &EpisodePanel::tickWished, this,
            [this](EpisodeId, int row, bool play) { tick(row, play); });
    connect(&m_panel, &EpisodePanel::linkWished, this, &PreviewPanelWiring::linkWished);
    connect(&m_panel, &EpisodePanel::closeWished, this, [this] {
        m_closed = m_shown;
        m_panel.hide();
    });
}

void PreviewPanelWiring::setFeed(const QUrl &feed)
{
    m_feed = feed;
    show();
}

void PreviewPanelWiring::reopen()
{
    m_closed.clear();
    show();
}

bool PreviewPanelWiring::isThere() const
{
    const auto &episode = m_services.playback.episode();
    return m_services.playback.isPreview() && !m_feed.isEmpty()
            && feedKey(episode->podcastUrl) == feedKey(m_feed);
}

void PreviewPanelWiring::show()
{
    if (!isThere()) {
        m_shown.clear();
        m_closed.clear();
        m_panel.hide();
        return;
    }
    const Episode &episode = *m_services.playback.episode();
    const bool isAnother = m_shown.isNull() || m_shown != episode.guid;
    m_panel.showEpisode(episode.row);
    if (isAnother) {
        m_shown = episode.guid.isNull() ? u""_s : episode.guid;
        m_rules = {};
        readRules();
        showNotes(episode);
    }
    m_panel.setVisible(m_closed.isNull() || m_closed != m_shown);
    showChapters();
}

void PreviewPanelWiring::showNotes(const Episode &episode)
{
    onResult(m_services.episodes.notesHtml(episode, false), this,
             [this, guid = m_shown](const QString &html) {
                 if (guid == m_shown)
                     m_panel.showNotes(html, false, false);
             });
}

void PreviewPanelWiring::showChapters()
{
    if (!isThere())
        return;
    const Episode &episode = *m_services.playback.episode();
    ChaptersView view = chaptersView(episode, m_rules);
    view.choices.clear(); // a choice is kept in the library, and so is where chapters begin
    view.canShift = false;
    view.isGathering = m_services.playback.state() == PlaybackService::State::Loading;
    m_panel.showChapters(view);
    showPlaying();
}

void PreviewPanelWiring::showPlaying()
{
    if (!isThere() || !m_panel.isVisible())
        return;
    using State = PlaybackService::State;
    const PlaybackService &playback = m_services.playback;
    const State state = playback.state();
    const bool sounds
            = state == State::Playing || state == State::Loading || state == State::Buffering;
    m_panel.setPace(playback.speed(), m_services.skips.plan().ranges());
    m_panel.showPlaying(sounds, listedRow(playback.chapters().chapters, playback.position()),
                        playback.position());
}

void PreviewPanelWiring::readRules()
{
    if (!isThere())
        return;
    onResult(m_services.skipRules.rules(*m_services.playback.episode()), this,
             [this, reading = ++m_readings](const Result<SkipRules> &rules) {
                 if (!rules || reading != m_readings)
                     return;
                 m_rules = *rules;
                 showChapters();
             });
}

void PreviewPanelWiring::tick(int row, bool play)
{
    if (!isThere())
        return;
    PlaybackService &playback = m_services.playback;
    const Chapters listed = listedChapters(playback.chapters().chapters);
    const bool isHeard = playback.isPlayWanted()
            && listedRow(playback.chapters().chapters, playback.position()) == row;
    m_services.skipRules.setTicked(*playback.episode(), listed, row, play);
    if (!play && isHeard)
        playback.nextChapter();
}

} // namespace Earmark
