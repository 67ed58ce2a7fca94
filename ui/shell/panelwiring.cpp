// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panelwiring.h"

#include "core/async.h"
#include "core/earmarkaddress.h"
#include "services/analysisservice.h"
#include "services/chapterplaces.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/playbackservice.h"
#include "services/podcastaccess.h"
#include "services/settingsservice.h"
#include "services/skiprulesservice.h"
#include "services/skipservice.h"
#include "ui/episode/episodepanel.h"
#include "ui/shell/listedchapters.h"
#include "ui/shell/windowservices.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
/// A choice that lasts is looked into; one that is passed over with the arrow keys costs no
/// network.
constexpr milliseconds GatherAfter{400};

/// Of the sanitiser's HTML (feed/notes.h), which writes its attributes one way.
QSet<QUrl> picturesIn(const QString &html)
{
    static const QRegularExpression source(u"<img\\b[^>]*\\bsrc=\"([^\"]*)\""_s);
    QSet<QUrl> pictures;
    for (auto it = source.globalMatch(html); it.hasNext();) {
        QString address = it.next().captured(1);
        pictures.insert(QUrl(address.replace("&amp;"_L1, "&"_L1)));
    }
    return pictures;
}
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
    connect(&services.playback, &PlaybackService::speedChanged, this, &PanelWiring::showPlaying);
    connect(&services.skipRules, &SkipRulesService::changed, this, &PanelWiring::refresh);
    connectWishes();
    connectPlaces();
}

/// What moves chapters, and who has to hear of it.
void PanelWiring::connectPlaces()
{
    connect(&m_panel, &EpisodePanel::beginHereWished, this, &PanelWiring::beginHere);
    connect(&m_panel, &EpisodePanel::unshiftWished, &m_services.chapterPlaces,
            &ChapterPlacesService::forgetShifts);
    connect(&m_services.chapterPlaces, &ChapterPlacesService::failed, this, &PanelWiring::failed);
    connect(&m_services.analysis, &AnalysisService::kept, &m_services.chapters,
            &ChapterService::tellMoved);
    connect(&m_services.settings, &SettingsService::chaptersAtPausesChanged, this, [this] {
        m_services.chapters.tellMoved(m_shown);
        if (const auto &playing = m_services.playback.episode(); playing)
            m_services.chapters.tellMoved(playing->row.id);
    });
}

void PanelWiring::connectWishes()
{
    connect(&m_panel, &EpisodePanel::pauseWished, &m_services.playback, &PlaybackService::pause);
    connect(&m_panel, &EpisodePanel::playFromWished, this, &PanelWiring::playFrom);
    connect(&m_panel, &EpisodePanel::tickWished, this, &PanelWiring::tick);
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
    m_panel.showSaved(episode.saved);
    m_panel.showSize(episode.enclosure.length);
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
             [this, wanted = m_shown, images, allowed,
              podcast = episode.row.podcastId](const QString &html) {
                 if (wanted != m_shown)
                     return;
                 m_services.access.setNotesShown(podcast, picturesIn(html));
                 m_panel.showNotes(html, images, allowed);
             });
}

void PanelWiring::showChapters(const Episode &episode)
{
    ChaptersView view = chaptersView(episode, episode.skipRules);
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
    m_panel.setPace(m_services.playback.speed(), m_services.skips.plan().ranges());
    m_panel.showPlaying(sounds, listedRow(m_services.playback.chapters().chapters, position),
                        position);
}

void PanelWiring::tick(EpisodeId episode, int row, bool play)
{
    if (!m_episode || m_episode->row.id != episode)
        return;
    const Chapters listed = listedChapters(ChapterService::shown(*m_episode).chapters);
    m_services.skipRules.setTicked(*m_episode, listed, row, play);
    // Who unticks what he hears has heard enough of it.
    const PlaybackService &playback = m_services.playback;
    const bool isHeard = playback.isPlayWanted() && playback.episode()
            && playback.episode()->row.id == episode
            && listedRow(playback.chapters().chapters, playback.position()) == row;
    if (!play && isHeard)
        m_services.playback.nextChapter();
}

void PanelWiring::beginHere(EpisodeId episode, int row)
{
    const auto &playing = m_services.playback.episode();
    if (!m_episode || m_episode->row.id != episode || !playing || playing->row.id != episode)
        return;
    const ShownChapters shown = ChapterService::shown(*m_episode);
    for (qsizetype i = 0, listed = 0; i < shown.chapters.size(); ++i) {
        if (shown.chapters.at(i).hidden || listed++ != row)
            continue;
        m_services.chapterPlaces.beginHere(episode, shown, i, m_services.playback.position());
        return;
    }
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
