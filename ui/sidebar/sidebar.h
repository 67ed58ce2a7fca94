// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodequery.h"
#include "core/podcast.h"

#include <QDateTime>
#include <QWidget>

class QAction;
class QListView;
class QMenu;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace Earmark {

class CoverSource;
class PlacesModel;
class PodcastsModel;
class SidebarDelegate;
class TextLabel;

/// Places, podcasts, and at the bottom when they were last refreshed or how far it is.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    void setPodcasts(const PodcastList &podcasts);
    void setCount(Place place, int count);
    void setDownloads(int count); ///< On their way, or failed.
    /// Of the library's own menu, beside the heading "Podcasts".
    void setMenu(QMenu *menu);
    /// Chooses without emitting a wish.
    void showPlace(Place place);
    void showPodcast(PodcastId podcast);
    void showDiscover();
    void showDownloads();

    void showRefreshed(const QDateTime &last, const QDateTime &now);
    /// Why nothing is refreshed by itself just now; empty: it is.
    void showNotice(const QString &notice);
    /// How many podcasts cannot be refreshed; 0: nothing is shown.
    void showFailing(int count);
    /// total 0: it is over.
    void showProgress(int done, int total);

Q_SIGNALS:
    void placeWished(Earmark::Place place);
    void podcastWished(Earmark::PodcastId podcast);
    void discoverWished();
    void downloadsWished();
    void addWished();
    void cancelRefreshWished();
    void failingWished();
    void podcastMenuWished(Earmark::PodcastId podcast, const QPoint &globalPosition);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void buildLists();
    void buildLayout();
    void choosePlace(const QModelIndex &index);
    void showRow(int row);
    void choosePodcast(const QModelIndex &index);
    bool crossOver(QListView *from, int key);
    void updateTabStops();
    void updateRefreshed();
    void updateGround();
    void updatePlacesHeight();

    PlacesModel *m_placesModel;
    PodcastsModel *m_podcastsModel;
    QListView *m_places;
    QListView *m_podcasts;
    SidebarDelegate *m_podcastDelegate;
    TextLabel *m_heading;
    TextLabel *m_none;
    QToolButton *m_menu;
    QToolButton *m_add;
    QPushButton *m_failing;
    TextLabel *m_refreshed;
    QString m_ago; ///< When it was refreshed last.
    QString m_notice;
    QWidget *m_progressPlace;
    TextLabel *m_progressText;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    PodcastId m_shown;
    bool m_quiet = false; ///< The choice is ours, not the listener's.
};

} // namespace Earmark
