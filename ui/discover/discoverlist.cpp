// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/discoverlist.h"

#include "core/directorymerge.h"
#include "ui/common/covers.h"
#include "ui/common/style.h"
#include "ui/discover/discoverdelegate.h"
#include "ui/discover/discovermodel.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace Earmark {

using Standing = DiscoverModel::Standing;

DiscoverList::DiscoverList(QWidget *parent)
    : QListView(parent), m_delegate(new DiscoverDelegate(this))
{
    setObjectName(u"discoverList"_s);
    setAccessibleName(tr("Podcasts found"));
    setItemDelegate(m_delegate);
    showAsRows(this);
}

void DiscoverList::setEntries(DiscoverModel *model)
{
    m_model = model;
    // Before the view's own slots, which forget the current row.
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        const DirectoryEntry *entry = m_model->entryAt(currentIndex().row());
        m_chosen = entry != nullptr ? entryKey(*entry) : QString();
    });
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        const int row = m_chosen.isEmpty() ? -1 : m_model->rowOf(m_chosen);
        if (row >= 0)
            setCurrentIndex(m_model->index(row));
        else
            scrollToTop();
    });
}

void DiscoverList::setCovers(CoverSource *covers)
{
    m_delegate->setCovers(covers);
    if (covers != nullptr)
        connect(covers, &CoverSource::coverArrived, viewport(), qOverload<>(&QWidget::update));
}

void DiscoverList::open(const QModelIndex &index)
{
    const DirectoryEntry *entry = m_model->entryAt(index.row());
    if (entry != nullptr && entry->canSubscribe())
        Q_EMIT openWished(DirectoryEntry(*entry)); // the model may change while it is looked at
}

void DiscoverList::subscribe(const QModelIndex &index)
{
    const DirectoryEntry *entry = m_model->entryAt(index.row());
    if (entry != nullptr && m_model->standing(*entry) == Standing::Offered)
        Q_EMIT subscribeWished(DirectoryEntry(*entry));
}

void DiscoverList::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers().testFlag(Qt::ControlModifier))
            subscribe(currentIndex());
        else
            open(currentIndex());
        return;
    case Qt::Key_Up:
        if (currentIndex().row() <= 0) {
            Q_EMIT leftUpwards();
            return;
        }
        [[fallthrough]];
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        QListView::keyPressEvent(event);
        return;
    default: // the player's keys
        event->ignore();
    }
}

bool DiscoverList::isOnButton(const QModelIndex &index, const QPoint &at) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    return DiscoverDelegate::buttonRect(option, index).contains(at);
}

void DiscoverList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() != Qt::LeftButton || !index.isValid() || index != currentIndex())
        return;
    if (isOnButton(index, at))
        subscribe(index);
    else
        open(index);
}

void DiscoverList::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid())
        update(index); // the button lights up under the pointer
}

void DiscoverList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPersistentModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const DirectoryEntry *entry = m_model->entryAt(index.row());
    if (entry == nullptr)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"discoverMenu"_s);
    QAction *look = menu->addAction(tr("Look at its episodes\tEnter"));
    look->setEnabled(entry->canSubscribe());
    connect(look, &QAction::triggered, this, [this, index] { open(index); });
    QAction *add = menu->addAction(tr("Subscribe\tCtrl+Enter"));
    add->setEnabled(m_model->standing(*entry) == Standing::Offered);
    connect(add, &QAction::triggered, this, [this, index] { subscribe(index); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void DiscoverList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    const bool byKey
            = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && !currentIndex().isValid() && m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(0));
}

} // namespace Earmark
