// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/chapterlistview.h"

#include "core/chapterplacement.h"
#include "core/timeleft.h"
#include "ui/common/elidedtext.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int Margin = 10; ///< Of the tint around the current row.
constexpr int BoxColumn = 22;
constexpr int BoxSide = 14;
constexpr int MarkColumn = 18;
constexpr int MarkSide = 12;
constexpr int ColumnGap = Space::L;
constexpr qreal MovedDot = 2; ///< Its radius.

/// Why a chapter begins elsewhere than its source says; empty: it does not.
QString movedText(const Chapter &chapter)
{
    if (!chapter.told)
        return {};
    const auto by = chapter.start - *chapter.told;
    const QString told = formatTimecode(*chapter.told);
    if (std::chrono::abs(by) > PlacingReach)
        return ChapterModel::tr("Moved by you: its podcast says %1").arg(told);
    return ChapterModel::tr("Begins where speech begins, %1 s %2 %3, which its podcast says")
            .arg(QLocale().toString(double(std::chrono::abs(by).count()) / 1000, 'f', 1),
                 by < 0ms ? ChapterModel::tr("before") : ChapterModel::tr("after"), told);
}

QString withMoved(const QString &text, const Chapter &chapter)
{
    const QString moved = movedText(chapter);
    if (moved.isEmpty() || text.isEmpty())
        return text.isEmpty() ? moved : text;
    return text % u" · "_s % moved;
}
/// Under the row that plays, is chosen, or has the mouse over it.
void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const Colors &colors,
                 bool current)
{
    const bool focused = (option.state & QStyle::State_HasFocus) != 0;
    if (!current && !focused && (option.state & QStyle::State_MouseOver) == 0)
        return;
    const QRectF ground = QRectF(option.rect).adjusted(Margin, 0.5, -Margin, -0.5);
    painter->setPen(focused ? QPen(colors.accent, 1.5) : QPen(Qt::NoPen));
    painter->setBrush(current ? colors.accentTint : mixed(colors.panel, colors.selection, 0.55));
    painter->drawRoundedRect(ground, Radius::Control, Radius::Control);
}

/// Behind its time: a mark for the eye; the tool tip has the words.
void paintMoved(QPainter *painter, const QRect &line, const Chapter &chapter, const Colors &colors)
{
    const qreal end
            = line.left() + painter->fontMetrics().horizontalAdvance(formatTimecode(chapter.start));
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.second);
    painter->drawEllipse(QPointF(end + 2 * MovedDot + 1, line.center().y() - MovedDot), MovedDot,
                         MovedDot);
}

/// Its length, or what is left of it, and whether it has a link; answers the room before them.
QRect paintRight(QPainter *painter, QRect line, const QStyleOptionViewItem &option,
                 const QModelIndex &index)
{
    const Colors colors = colorsOf(option.palette);
    const bool current = index.data(ChapterModel::CurrentRole).toBool();
    painter->setFont(
            scaledFont(option.font, TextSize::Meta, current ? QFont::DemiBold : QFont::Normal));
    painter->setPen(colors.second);
    const auto length = index.data(ChapterModel::LengthRole).value<milliseconds>();
    const auto left = index.data(ChapterModel::LeftRole).value<milliseconds>();
    const QString right = current && left > 0ms
            ? ChapterListView::tr("%1 left").arg(formatTimecode(left))
            : length > 0ms ? formatTimecode(length)
                           : QString();
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, right);
    line.setRight(line.right() - painter->fontMetrics().horizontalAdvance(right) - Space::S);
    if (!index.data(ChapterModel::ChapterRole).value<Chapter>().link.isEmpty()) {
        constexpr int LinkSide = 14;
        paintIcon(painter,
                  QRectF(line.right() - LinkSide, line.center().y() - LinkSide / 2.0, LinkSide,
                         LinkSide),
                  u"link"_s, colors.second);
        line.setRight(line.right() - LinkSide - Space::Xs);
    }
    return line;
}

} // namespace

void ChapterModel::setChapters(const Chapters &chapters, milliseconds duration)
{
    if (chapters == m_chapters && duration == m_duration)
        return;
    beginResetModel();
    m_chapters = chapters;
    m_duration = duration;
    m_current.reset();
    endResetModel();
}

void ChapterModel::setSkipped(const QStringList &skipped)
{
    if (skipped == m_skipped)
        return;
    m_skipped = skipped;
    if (!m_chapters.isEmpty())
        Q_EMIT dataChanged(
                index(0), index(int(m_chapters.size()) - 1),
                {SkippedRole, Qt::CheckStateRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
}

milliseconds ChapterModel::endOf(qsizetype row) const
{
    const Chapter &chapter = m_chapters.at(row);
    if (chapter.end)
        return *chapter.end;
    return row + 1 < m_chapters.size() ? m_chapters.at(row + 1).start : m_duration;
}

void ChapterModel::setPosition(std::optional<qsizetype> current, milliseconds position)
{
    if (current && *current >= m_chapters.size())
        current.reset();
    const milliseconds left
            = current ? listeningTime(position, endOf(*current), m_speed, m_skips) : 0ms;
    const bool sameSecond = left / 1s == m_left / 1s;
    if (current == m_current && sameSecond)
        return;
    const auto before = std::exchange(m_current, current);
    m_left = left;
    for (const auto &row : {before, current}) {
        if (row && *row < m_chapters.size())
            Q_EMIT dataChanged(index(int(*row)), index(int(*row)), {CurrentRole, LeftRole});
    }
}

int ChapterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_chapters.size());
}

QVariant ChapterModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Chapter &chapter = m_chapters.at(index.row());
    const QString skipped = m_skipped.value(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return chapter.title;
    case Qt::ToolTipRole:
        return tipText(withMoved(skipped.isEmpty() ? chapter.title : skipped, chapter));
    case Qt::AccessibleTextRole: {
        const QString text
                = withMoved(formatTimecode(chapter.start) % u", "_s % chapter.title, chapter);
        return skipped.isEmpty() ? text : tr("%1, skipped").arg(text);
    }
    case Qt::CheckStateRole:
        return skipped.isEmpty() ? Qt::Checked : Qt::Unchecked;
    case SkippedRole:
        return skipped;
    case ChapterRole:
        return QVariant::fromValue(chapter);
    case LengthRole:
        return QVariant::fromValue(std::max(0ms, endOf(index.row()) - chapter.start));
    case CurrentRole:
        return m_current == index.row();
    case LeftRole:
        return QVariant::fromValue(m_left);
    default:
        return {};
    }
}

Qt::ItemFlags ChapterModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsUserCheckable : flags;
}

bool ChapterModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Q_EMIT tickWished(index.row(), value.toInt() == Qt::Checked);
    return true;
}

QRect ChapterDelegate::boxColumn(const QRect &row)
{
    return {row.left() + Margin, row.top(), Space::S + BoxColumn, row.height()};
}

void ChapterDelegate::paintBox(QPainter *painter, const QRect &row, const Colors &colors,
                               bool ticked)
{
    const QRectF box(row.left() + Margin + Space::S + 0.5, row.center().y() - BoxSide / 2.0 + 0.5,
                     BoxSide, BoxSide);
    painter->setPen(QPen(colors.second, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(box, 3, 3);
    if (ticked)
        paintIcon(painter, box.adjusted(1, 1, -1, -1), u"check"_s, colors.second);
}

QSize ChapterDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {100, std::max(32, QFontMetrics(option.font).height() + Space::M + 2)};
}

void ChapterDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Colors colors = colorsOf(option.palette);
    const bool current = index.data(ChapterModel::CurrentRole).toBool();
    const auto chapter = index.data(ChapterModel::ChapterRole).value<Chapter>();
    const bool ticked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintGround(painter, option, colors, current);
    paintBox(painter, option.rect, colors, ticked);
    QRect line = option.rect.adjusted(Margin + Space::S + BoxColumn, 0, -Margin - Space::M, 0);
    if (current)
        paintIcon(painter, QRectF(line.x(), line.center().y() - MarkSide / 2.0, MarkSide, MarkSide),
                  u"play"_s, colors.accent);
    line.setLeft(line.left() + MarkColumn);
    QFont weight
            = scaledFont(option.font, TextSize::Body, current ? QFont::DemiBold : QFont::Normal);
    painter->setFont(weight);
    painter->setPen(ticked ? colors.accent : colors.second);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, formatTimecode(chapter.start));
    if (chapter.told)
        paintMoved(painter, line, chapter, colors);
    const QString longest(formatTimecode(m_longest).size(), u'0');
    line.setLeft(line.left() + QFontMetrics(option.font).horizontalAdvance(longest) + ColumnGap);
    line = paintRight(painter, line, option, index);
    weight.setStrikeOut(!ticked);
    painter->setFont(weight);
    painter->setPen(ticked ? colors.text : colors.second);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      elidedLine(chapter.title, painter->fontMetrics(), line.width()));
    painter->restore();
}

ChapterListView::ChapterListView(QWidget *parent)
    : QListView(parent), m_model(new ChapterModel(this)), m_delegate(new ChapterDelegate(this))
{
    setObjectName(u"chapterList"_s);
    setAccessibleName(tr("Chapters"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(m_model, &ChapterModel::tickWished, this, &ChapterListView::tickWished);
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) {
        Q_EMIT playWished(index.data(ChapterModel::ChapterRole).value<Chapter>().start);
    });
}

QModelIndex ChapterListView::boxAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    return index.isValid() && ChapterDelegate::boxColumn(visualRect(index)).contains(position)
            ? index
            : QModelIndex();
}

void ChapterListView::toggle(const QModelIndex &index)
{
    const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    m_model->setData(index, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void ChapterListView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex box = event->button() == Qt::LeftButton ? boxAt(event->pos()) : QModelIndex();
    m_pressedBox = box;
    if (box.isValid())
        setCurrentIndex(box); // and no more: a click on the row plays it
    else
        QListView::mousePressEvent(event);
}

void ChapterListView::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex box = m_pressedBox;
    m_pressedBox = QModelIndex();
    if (!box.isValid())
        QListView::mouseReleaseEvent(event);
    else if (boxAt(event->pos()) == box)
        toggle(box);
}

void ChapterListView::setChapters(const Chapters &chapters, milliseconds duration)
{
    m_delegate->setLongest(chapters.isEmpty() ? 0ms : chapters.last().start);
    const int row = currentIndex().row();
    const QString title = currentIndex().data().toString();
    m_model->setChapters(chapters, duration);
    // The same list with its times mended: the keys stay where they were.
    const QModelIndex again = m_model->index(row, 0);
    if (!currentIndex().isValid() && again.isValid() && again.data().toString() == title)
        setCurrentIndex(again);
}

void ChapterListView::setPosition(std::optional<qsizetype> current, milliseconds position)
{
    const auto before = m_model->current();
    m_model->setPosition(current, position);
    const auto now = m_model->current();
    if (now && now != before && !underMouse())
        scrollTo(m_model->index(int(*now)));
}

void ChapterListView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index.isValid())
            Q_EMIT playWished(index.data(ChapterModel::ChapterRole).value<Chapter>().start);
        break;
    case Qt::Key_X:
        if (index.isValid() && event->modifiers() == Qt::NoModifier)
            toggle(index);
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        QListView::keyPressEvent(event);
        break;
    default:
        event->ignore();
    }
}

void ChapterListView::addShifts(QMenu *menu, const QModelIndex &index)
{
    if (!m_canShift)
        return;
    QAction *here = menu->addAction(tr("This chapter begins here"));
    here->setEnabled(m_isHere);
    here->setToolTip(m_isHere ? tr("Where the player is; the chapters after it follow")
                              : tr("Play this episode where the chapter begins first"));
    connect(here, &QAction::triggered, this, [this, row = QPersistentModelIndex(index)] {
        if (row.isValid())
            Q_EMIT beginHereWished(row.row());
    });
    if (m_isShifted)
        connect(menu->addAction(tr("All chapters where the podcast says")), &QAction::triggered,
                this, &ChapterListView::unshiftWished);
}

void ChapterListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    const auto chapter = index.data(ChapterModel::ChapterRole).value<Chapter>();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"chapterMenu"_s);
    menu->setToolTipsVisible(true);
    connect(menu->addAction(themedIcon(u"play"_s, IconTone::Second), tr("Play from here")),
            &QAction::triggered, this, [this, chapter] { Q_EMIT playWished(chapter.start); });
    const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    connect(menu->addAction(isTicked ? tr("Skip this chapter (X)") : tr("Do not skip it (X)")),
            &QAction::triggered, this, [this, row = QPersistentModelIndex(index)] { toggle(row); });
    addShifts(menu, index);
    connect(menu->addAction(themedIcon(u"copy"_s, IconTone::Second), tr("Copy address")),
            &QAction::triggered, this,
            [this, chapter] { Q_EMIT copyAddressWished(chapter.start); });
    if (!chapter.link.isEmpty()) {
        connect(menu->addAction(themedIcon(u"external"_s, IconTone::Second), tr("Open its link")),
                &QAction::triggered, this, [this, chapter] { Q_EMIT linkWished(chapter.link); });
    }
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

} // namespace Earmark
