// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/previewlist.h"

#include "ui/common/covers.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/episodes/episodelistmodel.h"
#include "ui/episodes/episodetext.h"

#include <QCursor>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int ButtonSide = 26;
constexpr int IconSide = 14;
constexpr int ButtonLeft = 10; ///< Where lists show an episode's state; here it has none.
constexpr int ButtonTop = 9;
} // namespace

void PreviewModel::setEpisodes(const QList<Episode> &episodes)
{
    beginResetModel();
    m_episodes = episodes;
    endResetModel();
}

void PreviewModel::setCurrent(const QString &guid, bool isPlaying)
{
    if (guid == m_current && isPlaying == m_isPlaying)
        return;
    m_current = guid;
    m_isPlaying = isPlaying;
    if (!m_episodes.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_episodes.size()) - 1));
}

const Episode *PreviewModel::episodeAt(int row) const
{
    return row >= 0 && row < m_episodes.size() ? &m_episodes.at(row) : nullptr;
}

bool PreviewModel::isPlaying(int row) const
{
    const Episode *episode = episodeAt(row);
    return episode != nullptr && m_isPlaying && episode->guid == m_current;
}

int PreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_episodes.size());
}

QVariant PreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Episode &episode = m_episodes.at(index.row());
    const bool isCurrent = !m_current.isEmpty() && episode.guid == m_current;
    switch (role) {
    case Qt::DisplayRole:
        return episode.row.title;
    case Qt::AccessibleTextRole: {
        const QString text = isCurrent && m_isPlaying ? tr("%1, playing") : tr("%1, Enter plays");
        return text.arg(accessibleText(episode.row));
    }
    case EpisodeListModel::EpisodeRole:
        return QVariant::fromValue(episode.row);
    case EpisodeListModel::CurrentRole:
        return isCurrent;
    case EpisodeListModel::PlayingRole:
        return isCurrent && m_isPlaying;
    default:
        return {};
    }
}

QRect PreviewDelegate::buttonRect(const QStyleOptionViewItem &option)
{
    return {option.rect.x() + ButtonLeft, option.rect.y() + ButtonTop, ButtonSide, ButtonSide};
}

void PreviewDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    EpisodeDelegate::paint(painter, option, index);
    const Colors colors = colorsOf(option.palette);
    const QRect button = buttonRect(option);
    const bool isCurrent = index.data(EpisodeListModel::CurrentRole).toBool();
    const bool isHot = (option.state & QStyle::State_MouseOver) != 0 && option.widget != nullptr
            && button.contains(option.widget->mapFromGlobal(QCursor::pos()));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(isHot || isCurrent ? colors.accent : mixed(colors.hairline, colors.wave, 0.4));
    painter->setBrush(isCurrent ? colors.accentTint : colors.panel);
    painter->drawEllipse(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5));
    QRectF icon(0, 0, IconSide, IconSide);
    icon.moveCenter(QRectF(button).center());
    paintIcon(painter, icon,
              index.data(EpisodeListModel::PlayingRole).toBool() ? u"pause"_s : u"play"_s,
              isHot || isCurrent ? colors.accent : colors.text);
    painter->restore();
}

PreviewList::PreviewList(QWidget *parent) : QListView(parent)
{
    setObjectName(u"previewList"_s);
    setAccessibleName(tr("Episodes"));
    setItemDelegate(new PreviewDelegate(this));
    showAsRows(this);
}

void PreviewList::setEpisodes(PreviewModel *model)
{
    m_model = model;
    setModel(model);
}

void PreviewList::play(const QModelIndex &index)
{
    if (const Episode *episode = m_model->episodeAt(index.row()))
        Q_EMIT playWished(Episode(*episode)); // the model may change while it is heard
}

bool PreviewList::isOnButton(const QModelIndex &index, const QPoint &at) const
{
    QStyleOptionViewItem option;
    option.rect = visualRect(index);
    return PreviewDelegate::buttonRect(option).contains(at);
}

void PreviewList::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        play(currentIndex());
        return;
    case Qt::Key_Up:
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

void PreviewList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() == Qt::LeftButton && index.isValid() && isOnButton(index, at))
        play(index);
}

void PreviewList::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (event->button() == Qt::LeftButton && index.isValid() && !isOnButton(index, at))
        play(index);
}

void PreviewList::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid())
        update(index); // the button lights up under the pointer
}

void PreviewList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    const bool byKey
            = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && !currentIndex().isValid() && m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(0));
}

} // namespace Earmark
