// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "ui/downloads/downloadsmodel.h"
#include "ui/downloads/downloadwish.h"

#include <QListView>

#include <optional>

namespace Earmark {

class CoverSource;
class DownloadsDelegate;

/// The rows of the Downloads page and their keys: Enter plays, P pauses or goes on, Delete cancels
/// a download or deletes a file.
class DownloadsList : public QListView
{
    Q_OBJECT

public:
    explicit DownloadsList(QWidget *parent = nullptr);

    void setDownloads(DownloadsModel *model);
    void setCovers(CoverSource *covers);
    void goTo(DownloadsModel::Section section);
    EpisodeId currentEpisode() const;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

Q_SIGNALS:
    void wished(Earmark::DownloadWish wish, Earmark::EpisodeId episode);
    void podcastWished(Earmark::PodcastId podcast);
    /// Another episode is chosen (shown in the panel).
    void chosen(Earmark::EpisodeId episode);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    using Key = DownloadsModel::Key;

    void keepChoice();
    void restoreChoice();
    std::optional<DownloadWish> wishOf(const QKeyEvent &event, const Key &key) const;
    std::optional<DownloadWish> buttonAt(const QModelIndex &index, const QPoint &at) const;
    void activate(const Key &key);
    void tellChoice();
    void fillMenu(QMenu *menu, const Key &key);
    DownloadState stateOf(const Key &key) const;

    DownloadsModel *m_model = nullptr;
    DownloadsDelegate *m_delegate;
    Key m_chosen; ///< While rows come and go.
    int m_chosenRow = -1;
    bool m_isArranging = false;
    EpisodeId m_told; ///< As chosen().
};

} // namespace Earmark
