// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodelistview.h"

#include "ui/common/covers.h"
#include "ui/common/style.h"
#include "ui/episodes/episodedelegate.h"
#include "ui/episodes/episodelistmodel.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

EpisodeListView::EpisodeListView(QWidget *parent)
    : QListView(parent), m_delegate(new EpisodeDelegate(this))
{
    setObjectName(u"episodeListView"_s);
    setAccessibleName(tr("Episodes"));
    setItemDelegate(m_delegate);
    showAsRows(this);
    setDropIndicatorShown(true);
    setDefaultDropAction(Qt::MoveAction);
}

void EpisodeListView::setEpisodes(EpisodeListModel *model)
{
    m_model = model;
    // Before the view's own slots, which forget the current row.
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &EpisodeListView::remember);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &EpisodeListView::restore);
    connect(model, &QAbstractItemModel::dataChanged, this, [this] {
        const EpisodeId now = currentEpisode();
        if (now.isValid() && now != m_chosen) { // its row has come, or another one is there
            m_chosen = now;
            Q_EMIT chosen(now);
        }
    });
    updateStep();
}

void EpisodeListView::setCovers(CoverSource *covers)
{
    m_delegate->setCovers(covers);
    if (covers != nullptr)
        connect(covers, &CoverSource::coverArrived, viewport(), qOverload<>(&QWidget::update));
}

void EpisodeListView::setPodcastCovers(const QHash<PodcastId, QUrl> &covers)
{
    m_delegate->setPodcastCovers(covers);
    viewport()->update();
}

void EpisodeListView::setLook(bool mixed, bool compact)
{
    m_delegate->setMixed(mixed);
    m_delegate->setDensity(compact ? EpisodeDelegate::Density::Compact
                                   : EpisodeDelegate::Density::Comfortable);
    const bool queue = m_model != nullptr && m_model->query().place == Place::Queue;
    setDragDropMode(queue ? InternalMove : NoDragDrop);
    updateStep();
    scheduleDelayedItemsLayout();
}

bool EpisodeListView::isCompact() const
{
    return m_delegate->density() == EpisodeDelegate::Density::Compact;
}

void EpisodeListView::updateStep()
{
    verticalScrollBar()->setSingleStep(std::max(20, m_delegate->rowHeight(font()) / 3));
}

const EpisodeRow *EpisodeListView::rowAt(const QModelIndex &index) const
{
    return m_model != nullptr && index.isValid() ? m_model->rowAt(index.row()) : nullptr;
}

EpisodeId EpisodeListView::currentEpisode() const
{
    const EpisodeRow *row = rowAt(currentIndex());
    return row != nullptr ? row->id : EpisodeId();
}

void EpisodeListView::choose(EpisodeId episode)
{
    const int row = m_model != nullptr ? m_model->rowOf(episode) : -1;
    if (row >= 0)
        setCurrentIndex(m_model->index(row));
}

void EpisodeListView::remember()
{
    const QModelIndex top = indexAt(QPoint(1, 1));
    const EpisodeRow *topRow = rowAt(top);
    m_anchor = {.current = currentEpisode(),
                .currentRow = currentIndex().row(),
                .top = topRow != nullptr ? topRow->id : EpisodeId(),
                .topOffset = top.isValid() ? visualRect(top).top() : 0,
                .scroll = verticalScrollBar()->value()};
}

void EpisodeListView::restore()
{
    const int rows = m_model->rowCount();
    if (rows == 0) {
        m_chosen = {};
        return;
    }
    executeDelayedItemsLayout();
    if (m_anchor.currentRow >= 0) {
        const int found = m_model->rowOf(m_anchor.current);
        const int row = found >= 0 ? found : std::min(m_anchor.currentRow, rows - 1);
        selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::ClearAndSelect);
    }
    // The list stays under the eye: new rows above the first visible one push nothing down, unless
    // the reader stands at the top, where new episodes are looked for.
    const int topRow = m_model->rowOf(m_anchor.top);
    const int height = m_delegate->rowHeight(font());
    verticalScrollBar()->setValue(m_anchor.scroll > 0 && topRow >= 0
                                          ? topRow * height - m_anchor.topOffset
                                          : m_anchor.scroll);
}

std::optional<EpisodeWish> EpisodeListView::wishOf(const QKeyEvent &event,
                                                   const EpisodeRow &row) const
{
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    if ((event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier)
        return {};
    const bool isQueue = m_model->query().place == Place::Queue;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return EpisodeWish::Play;
    case Qt::Key_Q:
        return queueWish(row, shift);
    case Qt::Key_E:
        return archiveWish(row);
    case Qt::Key_M:
        return playedWish(row);
    case Qt::Key_F:
        return favouriteWish(row);
    case Qt::Key_D:
        return shift ? EpisodeWish::DeleteFile : downloadWish(m_model->mediaOf(row));
    case Qt::Key_P:
        return shift ? std::nullopt : pauseWish(m_model->mediaOf(row));
    case Qt::Key_Delete:
        return isQueue ? std::optional(EpisodeWish::Unqueue) : std::nullopt;
    default:
        return {};
    }
}

bool EpisodeListView::moveByKey(const QKeyEvent &event, const EpisodeRow &row)
{
    const int delta = event.key() == Qt::Key_Up ? -1 : event.key() == Qt::Key_Down ? 2 : 0;
    if (delta == 0 || !event.modifiers().testFlag(Qt::AltModifier)
        || m_model->query().place != Place::Queue)
        return false;
    const int before = currentIndex().row() + delta;
    if (before >= 0 && before <= m_model->rowCount())
        Q_EMIT moveWished(row.id, before);
    return true;
}

void EpisodeListView::keyPressEvent(QKeyEvent *event)
{
    if (const EpisodeRow *row = rowAt(currentIndex())) {
        if (moveByKey(*event, *row))
            return;
        if (const auto wanted = wishOf(*event, *row)) {
            wish(*wanted, row->id);
            return;
        }
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        QListView::keyPressEvent(event);
        break;
    default: // the player's keys; and no search by typing, which would read every row
        event->ignore();
    }
}

void EpisodeListView::wish(EpisodeWish wish, EpisodeId episode)
{
    Q_EMIT wished(wish, episode);
    // Triage: a key sends the episode away and the selection goes on, if it does not leave by
    // itself with the row.
    const bool goesOn = wish == EpisodeWish::QueueLast || wish == EpisodeWish::QueueNext
            || (wish == EpisodeWish::Archive && m_model->query().place == Place::Podcast);
    const QModelIndex next = m_model->index(currentIndex().row() + 1);
    if (goesOn && next.isValid() && m_model->query().place != Place::Queue)
        setCurrentIndex(next);
}

void EpisodeListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const EpisodeRow *row = rowAt(indexAt(event->position().toPoint()));
    if (row != nullptr && event->button() == Qt::LeftButton)
        Q_EMIT wished(EpisodeWish::Play, row->id);
}

void EpisodeListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const EpisodeRow *row = rowAt(index);
    if (row == nullptr)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"episodeMenu"_s);
    fillEpisodeMenu(menu, *row, m_model->mediaOf(*row),
                    [this, id = row->id](EpisodeWish wish) { Q_EMIT wished(wish, id); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

/// How far downloads are changes twice a second. QListView would lay out all rows anew for it.
void EpisodeListView::dataChanged(const QModelIndex &first, const QModelIndex &last,
                                  const QList<int> &roles)
{
    if (first == last && !roles.isEmpty())
        update(first);
    else
        QListView::dataChanged(first, last, roles);
}

void EpisodeListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    const EpisodeRow *row = rowAt(current);
    m_chosen = row != nullptr ? row->id : EpisodeId();
    if (row != nullptr)
        Q_EMIT chosen(row->id);
}

void EpisodeListView::focusInEvent(QFocusEvent *event)
{
    // By the keyboard into a list without a choice: there must be one to act on. But a window that
    // comes back chooses nothing, as QListView would, which takes the panel from what plays.
    const bool byKey
            = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey || currentIndex().isValid())
        QListView::focusInEvent(event);
    else
        viewport()->update();
    if (byKey && !currentIndex().isValid() && m_model != nullptr && m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(0));
}

void EpisodeListView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateStep();
        scheduleDelayedItemsLayout();
    }
}

} // namespace Earmark
