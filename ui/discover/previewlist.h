// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "ui/episodes/episodedelegate.h"

#include <QAbstractListModel>
#include <QListView>

namespace Earmark {

/// The episodes of a podcast that is not in the library, by their place in its feed. Speaks the
/// roles of EpisodeListModel.
class PreviewModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setEpisodes(const QList<Episode> &episodes);
    /// The episode of this podcast that is in the player; empty: none of it.
    void setCurrent(const QString &guid, bool isPlaying);
    const Episode *episodeAt(int row) const;
    bool isPlaying(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QList<Episode> m_episodes;
    QString m_current;
    bool m_isPlaying = false;
};

/// An episode's row as in every list, with a button to play it before the title.
class PreviewDelegate : public EpisodeDelegate
{
    Q_OBJECT

public:
    using EpisodeDelegate::EpisodeDelegate;

    static QRect buttonRect(const QStyleOptionViewItem &option);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

/// The list: Enter, a double click or the row's button plays.
class PreviewList : public QListView
{
    Q_OBJECT

public:
    explicit PreviewList(QWidget *parent = nullptr);

    void setEpisodes(PreviewModel *model);

Q_SIGNALS:
    void playWished(const Earmark::Episode &episode);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    bool isOnButton(const QModelIndex &index, const QPoint &at) const;
    void play(const QModelIndex &index);

    PreviewModel *m_model = nullptr;
};

} // namespace Earmark
