// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episode/chapterlistview.h"

#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int Margin = 10; ///< Of the tint around the current row.
constexpr int MarkColumn = 24;
constexpr int MarkSide = 12;
constexpr int ColumnGap = Space::L;
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
    const milliseconds left = current ? std::max(0ms, endOf(*current) - position) : 0ms;
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
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return chapter.title;
    case Qt::AccessibleTextRole:
        return QString(formatTimecode(chapter.start) % u", "_s % chapter.title);
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
    const bool focused = (option.state & QStyle::State_Selected) != 0
            && (option.state & QStyle::State_HasFocus) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(option.rect).adjusted(Margin, 0.5, -Margin, -0.5);
    if (current || focused || (option.state & QStyle::State_MouseOver) != 0) {
        painter->setPen(focused ? QPen(colors.accent, 1.5) : QPen(Qt::NoPen));
        painter->setBrush(current ? colors.accentTint
                                  : mixed(colors.panel, colors.selection, 0.55));
        painter->drawRoundedRect(ground, Radius::Control, Radius::Control);
    }
    const QFont weight
            = scaledFont(option.font, TextSize::Body, current ? QFont::DemiBold : QFont::Normal);
    QRect line = option.rect.adjusted(Margin + Space::S, 0, -Margin - Space::M, 0);
    if (current)
        paintIcon(painter, QRectF(line.x(), line.center().y() - MarkSide / 2.0, MarkSide, MarkSide),
                  u"play"_s, colors.accent);
    line.setLeft(line.left() + MarkColumn);
    painter->setFont(weight);
    painter->setPen(colors.accent);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, formatTimecode(chapter.start));
    const QString longest(formatTimecode(m_longest).size(), u'0');
    line.setLeft(line.left() + QFontMetrics(option.font).horizontalAdvance(longest) + ColumnGap);

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
    if (!chapter.link.isEmpty()) {
        constexpr int LinkSide = 14;
        paintIcon(painter,
                  QRectF(line.right() - LinkSide, line.center().y() - LinkSide / 2.0, LinkSide,
                         LinkSide),
                  u"link"_s, colors.second);
        line.setRight(line.right() - LinkSide - Space::Xs);
    }
    painter->setFont(weight);
    painter->setPen(colors.text);
    painter->drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(chapter.title, Qt::ElideRight, line.width()));
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
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) {
        Q_EMIT playWished(index.data(ChapterModel::ChapterRole).value<Chapter>().start);
    });
}

void ChapterListView::setChapters(const Chapters &chapters, milliseconds duration)
{
    m_delegate->setLongest(chapters.isEmpty() ? 0ms : chapters.last().start);
    m_model->setChapters(chapters, duration);
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
    connect(menu->addAction(themedIcon(u"play"_s, IconTone::Second), tr("Play from here")),
            &QAction::triggered, this, [this, chapter] { Q_EMIT playWished(chapter.start); });
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
