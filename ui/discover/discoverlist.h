// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

#include <QListView>

namespace Earmark {

class CoverSource;
class DiscoverDelegate;
class DiscoverModel;

/// The list of what was found: a click or Enter opens, the row's button or Ctrl+Enter subscribes.
class DiscoverList : public QListView
{
    Q_OBJECT

public:
    explicit DiscoverList(QWidget *parent = nullptr);

    void setEntries(DiscoverModel *model);
    void setCovers(CoverSource *covers);

Q_SIGNALS:
    void openWished(const Earmark::DirectoryEntry &entry);
    void subscribeWished(const Earmark::DirectoryEntry &entry);
    /// Up in the first row.
    void leftUpwards();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    bool isOnButton(const QModelIndex &index, const QPoint &at) const;
    void open(const QModelIndex &index);
    void subscribe(const QModelIndex &index);

    DiscoverModel *m_model = nullptr;
    DiscoverDelegate *m_delegate;
    QString m_chosen; ///< entryKey() of the current row while the model is read anew.
};

} // namespace Earmark
