// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "ui/episodes/episodelistmodel.h"
#include "ui/episodes/episodelistview.h"
#include "ui/episodes/listheader.h"

#include <QSet>
#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace Earmark {

class CoverSource;
class EmptyState;
class MessageBar;

/// A list of episodes with what stands over it, and what stands there when it is empty.
class EpisodesPage : public QWidget
{
    Q_OBJECT

public:
    explicit EpisodesPage(EpisodeSource &source, QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    /// These podcasts' older episodes are on their way.
    void setLoadingOlder(const QSet<PodcastId> &podcasts);
    /// expected: how many rows it will have, as far as known (for the rows' height).
    void showPlace(Place place, int unplayed, int expected);
    void showPodcast(const Podcast &podcast);
    /// The same place with another number; does nothing for places without.
    void updatePlace(int unplayed);
    /// The same podcast with other counters.
    void updatePodcast(const Podcast &podcast);

    EpisodeListModel &model() { return m_model; }
    EpisodeListView *view() const { return m_view; }
    ListHeader *header() const { return m_header; }
    /// Invalid unless a podcast is shown.
    PodcastId podcast() const { return m_model.query().podcast; }

Q_SIGNALS:
    void wished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    void chosen(Earmark::EpisodeId episode);
    void moveWished(Earmark::EpisodeId episode, int before);
    void addPodcastWished();

private:
    void showQuery(EpisodeQuery query, int expected);
    void filter(ListHeader::Filter filter);
    void updateState();
    void tellEmpty();
    void updateLook(int rows);
    void updateOlder();

    EpisodeListModel m_model;
    ListHeader *m_header;
    MessageBar *m_message;
    QStackedWidget *m_stack;
    EpisodeListView *m_view;
    EmptyState *m_empty;
    QPushButton *m_older; ///< At the list's end, where the podcast has older pages.
    QString m_podcastError;
    bool m_hasOlder = false;
    bool m_keepsEnd = false; ///< The list was at its end when m_older took of its room.
    QSet<PodcastId> m_loadingOlder;
};

} // namespace Earmark
