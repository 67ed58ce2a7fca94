// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <optional>

namespace Earmark {

class EpisodePanel;
struct Error;
struct WindowServices;

/// The episode panel: what it shows, and what the player does in it. Wishes for the episode itself
/// go through EpisodeWiring.
class PanelWiring : public QObject
{
    Q_OBJECT

public:
    PanelWiring(EpisodePanel &panel, const WindowServices &services, QObject *parent = nullptr);

    /// row: what the list knows of it already, shown at once.
    void show(EpisodeId episode, const EpisodeRow *row = nullptr);
    void showNothing();
    /// Something changed about the episode that is shown.
    void refresh();
    /// Are images allowed in this podcast's notes? Asked whenever notes are shown.
    void setImagesAllowed(const QSet<PodcastId> &podcasts);

Q_SIGNALS:
    void addressCopied(const QString &address);
    void failed(const Earmark::Error &error);

private:
    void connectWishes();
    void load();
    void showEpisode(const Episode &episode);
    void showNotes(const Episode &episode);
    void showChapters(const Episode &episode);
    void showPlaying();
    void tick(EpisodeId episode, int row, bool play);
    void beginHere(EpisodeId episode, int row);
    void connectPlaces();
    void playFrom(EpisodeId episode, std::chrono::milliseconds position);
    void copyMoment(EpisodeId episode, std::chrono::milliseconds position);

    EpisodePanel &m_panel;
    const WindowServices &m_services;
    EpisodeId m_shown;
    std::optional<Episode> m_episode; ///< Of m_shown, once it was read.
    QString m_notes; ///< The source of what is shown, so that it is not set twice.
    bool m_notesWithImages = false;
    QSet<PodcastId> m_imagesAllowed;
    QTimer m_gatherTimer;
    bool m_isGathering = false;
};

} // namespace Earmark
