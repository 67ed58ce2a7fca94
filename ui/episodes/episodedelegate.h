// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/episode.h"
#include "ui/common/theme.h"

#include <QDate>
#include <QHash>
#include <QPointer>
#include <QStyledItemDelegate>

namespace Earmark {

class CoverSource;

/// Paints a row of a list of episodes. All rows of one list are equally high, so that a list of
/// any length can be scrolled without asking for its rows.
class EpisodeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum class Density : quint8 { Comfortable, Compact };

    explicit EpisodeDelegate(QObject *parent = nullptr);

    void setDensity(Density density) { m_density = density; }
    Density density() const { return m_density; }
    /// Artwork and the podcast's title, for lists in which podcasts are mixed.
    void setMixed(bool mixed) { m_mixed = mixed; }
    void setCovers(CoverSource *covers) { m_covers = covers; }
    /// For episodes whose own picture cannot be had.
    void setPodcastCovers(const QHash<PodcastId, QUrl> &covers) { m_podcastCovers = covers; }

    int rowHeight(const QFont &font) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Says what is there of the episode, over its sign alone.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    struct Frame; ///< One row being painted.

    void paintGround(const Frame &frame) const;
    void paintMark(const Frame &frame, const EpisodeRow &row) const;
    void paintArtwork(const Frame &frame, const EpisodeRow &row) const;
    void paintTitle(const Frame &frame, const EpisodeRow &row) const;
    void paintExcerpt(const Frame &frame, const EpisodeRow &row) const;
    void paintFacts(const Frame &frame, const EpisodeRow &row) const;
    int paintSigns(const Frame &frame, const EpisodeRow &row) const;
    QRect mediaRect(const Frame &frame) const;
    int paintMedia(const Frame &frame) const;
    void paintWaiting(const Frame &frame) const;
    Frame frame(QPainter *painter, const QStyleOptionViewItem &option,
                const QModelIndex &index) const;

    Density m_density = Density::Comfortable;
    bool m_mixed = false;
    QPointer<CoverSource> m_covers;
    QHash<PodcastId, QUrl> m_podcastCovers;
};

} // namespace Earmark
