// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar/sidebardelegate.h"

#include "core/podcast.h"
#include "ui/common/covers.h"
#include "ui/common/elidedtext.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/sidebar/sidebarmodel.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int Margin = 10; ///< Between the side bar's edge and the rounded ground of a row.
constexpr int Inside = 10; ///< Between that ground and what stands on it.
constexpr int IconSide = 18;
constexpr int ArtSide = 26;
constexpr int Indent = 16;
} // namespace

SidebarDelegate::SidebarDelegate(Kind kind, QObject *parent)
    : QStyledItemDelegate(parent), m_kind(kind)
{
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int text = QFontMetrics(option.font).height();
    return {100,
            m_kind == Kind::Places ? std::max(34, text + Space::L)
                                   : std::max(ArtSide + Space::M, text + Space::L)};
}

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Colors colors = colorsOf(option.palette);
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(option.rect).adjusted(Margin, 1, -Margin, -1);
    if (chosen || (option.state & QStyle::State_MouseOver) != 0) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(
                chosen ? mixed(colors.selection, colors.wave, isDark(option.palette) ? 0.0 : 0.06)
                       : mixed(colors.side, colors.selection, 0.6));
        painter->drawRoundedRect(ground, Radius::Control, Radius::Control);
    }
    if (chosen && (option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0)
        paintFocusRing(painter, ground, Radius::Control, colors.accent);

    const int left = paintPicture(painter, option, index);
    const int right = paintCount(painter, option, index);
    QFont font = option.font;
    const bool bold = chosen && m_kind == Kind::Podcasts;
    const bool folder = m_kind == Kind::Podcasts && index.data(PodcastsModel::FolderRole).toBool();
    font.setWeight(bold || folder ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(colors.text);
    const QRect place(left, option.rect.y(), right - left - Space::S, option.rect.height());
    painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      elidedLine(index.data().toString(), painter->fontMetrics(), place.width()));
    painter->restore();
}

int SidebarDelegate::paintPicture(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const Colors colors = colorsOf(option.palette);
    const int middle = option.rect.y() + option.rect.height() / 2;
    int x = option.rect.x() + Margin + Inside;
    if (m_kind == Kind::Places) {
        paintIcon(painter, QRectF(x, middle - IconSide / 2.0, IconSide, IconSide),
                  index.data(PlacesModel::IconRole).toString(), colors.second);
        return x + IconSide + Space::S + 1;
    }
    x += index.data(PodcastsModel::DepthRole).toInt() * Indent;
    if (index.data(PodcastsModel::FolderRole).toBool()) {
        paintIcon(painter, QRectF(x - 2, middle - 8, 16, 16),
                  index.data(PodcastsModel::UnfoldedRole).toBool() ? u"down"_s : u"right"_s,
                  colors.second);
        return x + 16 + Space::Xs;
    }
    const auto podcast = index.data(PodcastsModel::PodcastRole).value<Podcast>();
    paintCover(painter, QRectF(x, middle - ArtSide / 2.0, ArtSide, ArtSide), Radius::Art,
               {podcast.title, {podcast.image}}, m_covers);
    return x + ArtSide + Space::S + 2;
}

int SidebarDelegate::paintCount(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const Colors colors = colorsOf(option.palette);
    const int role
            = m_kind == Kind::Places ? int(PlacesModel::CountRole) : int(PodcastsModel::CountRole);
    int right = option.rect.right() + 1 - Margin - Inside;
    if (m_kind == Kind::Podcasts) {
        const auto podcast = index.data(PodcastsModel::PodcastRole).value<Podcast>();
        if (!podcast.error.isEmpty()) {
            constexpr int Badge = 16;
            paintIcon(
                    painter,
                    QRectF(right - Badge, option.rect.center().y() - Badge / 2.0 + 1, Badge, Badge),
                    u"warning"_s, colors.warning);
            right -= Badge + Space::Xs;
        }
    }
    const int count = index.data(role).toInt();
    if (count <= 0)
        return right;
    painter->setFont(scaledFont(option.font, TextSize::Meta));
    painter->setPen(colors.second);
    const QString text = formatCount(count);
    painter->drawText(
            QRect(option.rect.x(), option.rect.y(), right - option.rect.x(), option.rect.height()),
            Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, text);
    return right - painter->fontMetrics().horizontalAdvance(text);
}

} // namespace Earmark
