// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/storedmedia.h"
#include "ui/episodes/episodeactions.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace Earmark {

class EpisodePanel;
class EpisodesPage;
class EpisodeWiring;
class SeekBar;
class UndoBar;
struct WindowServices;

/// What is there of episodes' sound, in the list, the panel and the seek bar, and what a listener
/// wishes about it. Asks the library for nothing while downloads run.
class MediaWiring : public QObject
{
    Q_OBJECT

public:
    struct Places
    {
        EpisodesPage &page;
        EpisodePanel &panel;
        SeekBar &bar;
        EpisodeWiring &episodes;
        UndoBar &undoBar;
    };

    MediaWiring(const Places &places, const WindowServices &services, QObject *parent = nullptr);

Q_SIGNALS:
    void failed(const Earmark::Error &error);

private:
    void connectServices();
    void fulfil(EpisodeWish wish, EpisodeId episode);
    void changed(const QList<EpisodeId> &episodes);
    void showAll();
    void show(EpisodeId episode);
    void showInPanel();
    void showInBar();
    void download(EpisodeId episode);
    void cancel(EpisodeId episode);
    void remove(EpisodeId episode);
    void removed(const StoredMedia &before, const QString &title);

    Places m_places;
    const WindowServices &m_services;
    QHash<EpisodeId, MediaPresence> m_presence; ///< As shown.
    QSet<EpisodeId> m_changed;
    QTimer m_soon; ///< Many words of one file make one look at it.
    QTimer m_reload;
};

} // namespace Earmark
