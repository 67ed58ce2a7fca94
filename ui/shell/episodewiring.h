// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/queue.h"
#include "core/result.h"
#include "ui/episodes/episodeactions.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace Earmark {

class EpisodesPage;
struct WindowServices;

/// The list of episodes, and every wish for one: what is on screen follows the library.
class EpisodeWiring : public QObject
{
    Q_OBJECT

public:
    EpisodeWiring(EpisodesPage &page, const WindowServices &services, QObject *parent = nullptr);

    void fulfil(EpisodeWish wish, EpisodeId episode);

Q_SIGNALS:
    void addressCopied(const QString &address);
    void linkWished(const QUrl &url);
    /// Something about its sound on this computer.
    void mediaWished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    /// These went into the queue or out of it.
    void queuedChanged(const QList<Earmark::EpisodeId> &episodes);
    /// Something to tell the listener.
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    void connectServices();
    void rowsChanged(const QList<EpisodeId> &episodes);
    void update(const EpisodeRows &rows);
    bool needsReload(const EpisodeRow &row) const;
    void podcastsChanged(const QList<PodcastId> &podcasts);
    void queueChanged();
    void showCurrent();
    void withEpisode(EpisodeId id, const std::function<void(const Episode &)> &use);

    EpisodesPage &m_page;
    const WindowServices &m_services;
    PlayQueue m_queue; ///< As the rows were last told.
    QTimer m_reload; ///< Many changes make one reading.
};

} // namespace Earmark
