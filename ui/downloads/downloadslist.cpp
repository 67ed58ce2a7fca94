// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadslist.h"

#include "ui/common/covers.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/downloads/downloadsdelegate.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace Earmark {

using Kind = DownloadsModel::Kind;

DownloadsList::DownloadsList(QWidget *parent)
    : QListView(parent), m_delegate(new DownloadsDelegate(this))
{
    setObjectName(u"downloadsList"_s);
    setAccessibleName(tr("Downloads"));
    setItemDelegate(m_delegate);
    showAsRows(this);
    setUniformItemSizes(false); // headings are lower than episodes
    m_delegate->setFont(font());
}

void DownloadsList::setDownloads(DownloadsModel *model)
{
    m_model = model;
    setModel(model);
    connect(model, &DownloadsModel::aboutToArrange, this, &DownloadsList::keepChoice);
    connect(model, &DownloadsModel::arranged, this, &DownloadsList::restoreChoice);
}

void DownloadsList::setCovers(CoverSource *covers)
{
    m_delegate->setCovers(covers);
    if (covers != nullptr)
        connect(covers, &CoverSource::coverArrived, viewport(), qOverload<>(&QWidget::update));
}

void DownloadsList::goTo(DownloadsModel::Section section)
{
    const int heading = m_model->headingOf(section);
    if (heading < 0)
        return;
    setCurrentIndex(m_model->index(m_model->choosable(heading, 1)));
    scrollTo(m_model->index(heading), PositionAtTop);
    setFocus(Qt::OtherFocusReason);
}

EpisodeId DownloadsList::currentEpisode() const
{
    return m_model->keyAt(currentIndex().row()).episode;
}

void DownloadsList::keepChoice()
{
    m_isArranging = true;
    m_chosenRow = currentIndex().isValid() ? currentIndex().row() : -1;
    m_chosen = m_model->keyAt(m_chosenRow);
}

/// The row that was chosen, wherever it is now; if it is gone, the one that came to its place.
void DownloadsList::restoreChoice()
{
    m_isArranging = false;
    if (m_chosenRow < 0) {
        setCurrentIndex({});
        return;
    }
    const int same = m_model->rowOf(m_chosen);
    const int row = same >= 0 ? same : m_model->choosable(m_chosenRow, 1);
    setCurrentIndex(row >= 0 ? m_model->index(row) : QModelIndex());
    tellChoice();
}

void DownloadsList::tellChoice()
{
    const EpisodeId episode = m_model != nullptr ? currentEpisode() : EpisodeId();
    if (m_isArranging || episode == m_told)
        return;
    m_told = episode;
    if (episode.isValid())
        Q_EMIT chosen(episode);
}

DownloadState DownloadsList::stateOf(const Key &key) const
{
    const QModelIndex index = m_model->index(m_model->rowOf(key));
    return index.data(DownloadsModel::ViewRole).value<DownloadView>().item.state;
}

std::optional<DownloadWish> DownloadsList::wishOf(const QKeyEvent &event, const Key &key) const
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool isDownload = key.kind == Kind::Download;
    if (key.episode.isValid() && event.key() == Qt::Key_D && modifiers == Qt::ShiftModifier)
        return DownloadWish::DeleteFile;
    if (!key.episode.isValid() || modifiers != Qt::NoModifier)
        return {};
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return DownloadWish::Play;
    case Qt::Key_P:
        return isDownload ? std::optional(runningWish(stateOf(key))) : std::nullopt;
    case Qt::Key_D: // as in every list of episodes
        if (!isDownload)
            return {};
        return runningWish(stateOf(key)) == DownloadWish::Pause ? DownloadWish::Cancel
                                                                : DownloadWish::Resume;
    case Qt::Key_Delete:
        return isDownload ? DownloadWish::Cancel : DownloadWish::DeleteFile;
    default:
        return {};
    }
}

void DownloadsList::activate(const Key &key)
{
    if (key.episode.isValid())
        Q_EMIT wished(DownloadWish::Play, key.episode);
    else if (key.podcast.isValid())
        Q_EMIT podcastWished(key.podcast);
}

/// The first of a section shows its heading too.
void DownloadsList::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (hint == EnsureVisible && index.row() > 0
        && m_model->keyAt(index.row() - 1).kind == Kind::Heading)
        QListView::scrollTo(m_model->index(index.row() - 1), hint);
    QListView::scrollTo(index, hint);
}

/// Headings are no rows to stand on.
QModelIndex DownloadsList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (m_model == nullptr || m_model->rowCount() == 0)
        return {};
    const int last = m_model->rowCount() - 1;
    const int here = currentIndex().isValid() ? currentIndex().row() : -1;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        return m_model->index(m_model->choosable(here - 1, -1));
    case MoveDown:
    case MoveNext:
        return m_model->index(m_model->choosable(here + 1, 1));
    case MoveHome:
        return m_model->index(m_model->choosable(0, 1));
    case MoveEnd:
        return m_model->index(m_model->choosable(last, -1));
    case MovePageUp:
    case MovePageDown:
    case MoveLeft:
    case MoveRight:
        break;
    }
    const int row = QListView::moveCursor(action, modifiers).row();
    return m_model->index(m_model->choosable(row, action == MovePageUp ? -1 : 1));
}

void DownloadsList::keyPressEvent(QKeyEvent *event)
{
    const Key key = m_model->keyAt(currentIndex().row());
    if (const auto wish = wishOf(*event, key)) {
        Q_EMIT wished(*wish, key.episode);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate(key);
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        QListView::keyPressEvent(event);
        break;
    default: // the player's keys
        event->ignore();
    }
}

std::optional<DownloadWish> DownloadsList::buttonAt(const QModelIndex &index,
                                                    const QPoint &at) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    option.state |= QStyle::State_MouseOver;
    return DownloadsDelegate::wishAt(option, index, at);
}

void DownloadsList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() != Qt::LeftButton || !index.isValid() || index != currentIndex())
        return;
    if (const auto wish = buttonAt(index, at))
        Q_EMIT wished(*wish, m_model->keyAt(index.row()).episode);
}

void DownloadsList::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() == Qt::LeftButton && index.isValid() && !buttonAt(index, at))
        activate(m_model->keyAt(index.row()));
}

void DownloadsList::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid())
        update(index); // its buttons light up under the pointer
}

void DownloadsList::fillMenu(QMenu *menu, const Key &key)
{
    const auto add = [&](DownloadWish wish, const QString &keys) {
        const DownloadState state = stateOf(key);
        QAction *action = menu->addAction(themedIcon(wishIcon(wish, state), IconTone::Second),
                                          QString(wishText(wish, state) % u'\t' % keys));
        connect(action, &QAction::triggered, this,
                [this, wish, episode = key.episode] { Q_EMIT wished(wish, episode); });
    };
    PodcastId podcast = key.podcast;
    if (key.episode.isValid()) {
        const QModelIndex index = m_model->index(m_model->rowOf(key));
        podcast = index.data(DownloadsModel::RowRole).value<DownloadRow>().podcast;
        add(DownloadWish::Play, tr("Enter"));
        if (key.kind == Kind::Download) {
            add(runningWish(stateOf(key)), u"P"_s);
            add(DownloadWish::Cancel, tr("Del"));
        } else {
            add(DownloadWish::DeleteFile, tr("Del"));
        }
        menu->addSeparator();
    }
    if (podcast.isValid()) {
        connect(menu->addAction(themedIcon(u"podcast"_s, IconTone::Second), tr("Show the podcast")),
                &QAction::triggered, this, [this, podcast] { Q_EMIT podcastWished(podcast); });
    }
}

void DownloadsList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const Key key = m_model->keyAt(index.row());
    if (!key.episode.isValid() && !key.podcast.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"downloadMenu"_s);
    fillMenu(menu, key);
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void DownloadsList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    tellChoice();
}

void DownloadsList::focusInEvent(QFocusEvent *event)
{
    const bool byKey
            = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey || currentIndex().isValid())
        QListView::focusInEvent(event);
    else
        viewport()->update();
    const int first = m_model != nullptr ? m_model->choosable(0, 1) : -1;
    if (byKey && !currentIndex().isValid() && first >= 0)
        setCurrentIndex(m_model->index(first));
}

void DownloadsList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_delegate->setFont(font());
        scheduleDelayedItemsLayout();
    }
}

} // namespace Earmark
