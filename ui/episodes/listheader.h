// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodequery.h"
#include "core/podcast.h"

#include <QWidget>

class QToolButton;

namespace Earmark {

class Chip;
class CoverLabel;
class CoverSource;
class TextLabel;

/// What stands over a list: a podcast with its artwork and what can be done with it, or a place.
class ListHeader : public QWidget
{
    Q_OBJECT

public:
    enum class Filter : quint8 { All, Unplayed, Downloaded };

    explicit ListHeader(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    void showPodcast(const Podcast &podcast);
    /// unplayed < 0: this place has no such filter.
    void showPlace(Place place, int unplayed);
    void setUnplayed(int unplayed);
    /// How many rows the list has; for places.
    void setCount(int count);
    void setFilter(Filter filter);
    /// The button that brings the hidden episode panel back.
    void setPanelHidden(bool hidden);

    static QString placeTitle(Place place);

Q_SIGNALS:
    void filterWished(Earmark::ListHeader::Filter filter);
    void refreshWished();
    void copyAddressWished();
    void openSiteWished();
    void detailsWished();
    void olderWished(); ///< Older episodes of a paged feed.
    void unsubscribeWished();
    void imagesWished(bool allowed);
    void panelWished();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildLayout();
    void fillMenu();

    CoverLabel *m_cover;
    TextLabel *m_title;
    TextLabel *m_facts;
    QWidget *m_chips;
    Chip *m_all;
    Chip *m_unplayed;
    Chip *m_downloaded;
    QToolButton *m_more;
    QToolButton *m_panel;
    Podcast m_podcast;
};

} // namespace Earmark
