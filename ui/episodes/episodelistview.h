// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "ui/episodes/episodeactions.h"

#include <QHash>
#include <QListView>
#include <QUrl>

#include <optional>

namespace Earmark {

class CoverSource;
class EpisodeDelegate;
class EpisodeListModel;

/// The list of episodes and its keys. Knows nothing but its model; whoever listens to wished()
/// does it.
class EpisodeListView : public QListView
{
    Q_OBJECT

public:
    explicit EpisodeListView(QWidget *parent = nullptr);

    void setEpisodes(EpisodeListModel *model);
    void setCovers(CoverSource *covers);
    void setPodcastCovers(const QHash<PodcastId, QUrl> &covers); ///< As EpisodeDelegate's.
    /// mixed: podcasts are mixed, so rows show artwork. compact: for lists that are scanned.
    void setLook(bool mixed, bool compact);
    bool isCompact() const;

    /// Invalid when nothing is chosen, or its row is not in memory.
    EpisodeId currentEpisode() const;
    /// Chooses a row that is in memory.
    void choose(EpisodeId episode);

Q_SIGNALS:
    void wished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    /// Another episode is chosen (shown in the panel).
    void chosen(Earmark::EpisodeId episode);
    /// By Alt+Up and Alt+Down in the queue.
    void moveWished(Earmark::EpisodeId episode, int before);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dataChanged(const QModelIndex &first, const QModelIndex &last,
                     const QList<int> &roles = {}) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    /// Where the reader was, while the model is read anew.
    struct Anchor
    {
        EpisodeId current;
        int currentRow = -1;
        EpisodeId top;
        int topOffset = 0;
        int scroll = 0;
    };

    const EpisodeRow *rowAt(const QModelIndex &index) const;
    std::optional<EpisodeWish> wishOf(const QKeyEvent &event, const EpisodeRow &row) const;
    bool moveByKey(const QKeyEvent &event, const EpisodeRow &row);
    void wish(EpisodeWish wish, EpisodeId episode);
    void remember();
    void restore();
    void updateStep();

    EpisodeListModel *m_model = nullptr;
    EpisodeDelegate *m_delegate;
    Anchor m_anchor;
    EpisodeId m_chosen;
};

} // namespace Earmark
