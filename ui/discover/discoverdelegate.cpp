// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/discoverdelegate.h"

#include "core/directory.h"
#include "ui/common/elidedtext.h"
#include "ui/common/icons.h"
#include "ui/discover/discovermodel.h"

#include <QCursor>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using Standing = DiscoverModel::Standing;

constexpr int ArtSide = 58;
constexpr int Above = 12; ///< Between a row's upper line and its artwork.
constexpr int LineGap = 3;
constexpr int ButtonHeight = 32;
constexpr int IconSide = 16;
constexpr double Faded = 0.45; ///< How far artwork that leads nowhere fades into the ground.

Standing standingOf(const QModelIndex &index)
{
    return Standing(index.data(DiscoverModel::StandingRole).toInt());
}

QString subscribeText()
{
    return DiscoverDelegate::tr("Subscribe");
}

/// Of the widest of what may stand there, so that titles of all rows end at one line.
int standingWidth(const QStyleOptionViewItem &option)
{
    const QFontMetrics metrics(option.font);
    const int button = metrics.horizontalAdvance(subscribeText()) + 2 * Space::M;
    const int text
            = metrics.horizontalAdvance(DiscoverDelegate::tr("Subscribed")) + IconSide + Space::Xs;
    return std::max(button, text) + 2;
}

bool isUnderMouse(const QStyleOptionViewItem &option, const QRect &place)
{
    return (option.state & QStyle::State_MouseOver) != 0 && option.widget != nullptr
            && place.contains(option.widget->mapFromGlobal(QCursor::pos()));
}

} // namespace

int DiscoverDelegate::rowHeight(const QFont &font) const
{
    const int text = QFontMetrics(scaledFont(font, TextSize::Body, QFont::DemiBold)).height()
            + QFontMetrics(font).height() + QFontMetrics(scaledFont(font, TextSize::Meta)).height()
            + 2 * LineGap;
    return 2 * Above + std::max(ArtSide, text) + 1;
}

QSize DiscoverDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {200, rowHeight(option.font)};
}

QRect DiscoverDelegate::buttonRect(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (standingOf(index) != Standing::Offered)
        return {};
    QRect rect(0, 0, standingWidth(option), ButtonHeight);
    rect.moveRight(option.rect.right() - Space::Xl);
    rect.moveTop(option.rect.y() + (option.rect.height() - 1 - ButtonHeight) / 2);
    return rect;
}

void DiscoverDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const Colors colors = colorsOf(option.palette);
    const auto entry = index.data(DiscoverModel::EntryRole).value<DirectoryEntry>();
    const bool isChosen = (option.state & QStyle::State_Selected) != 0;
    painter->save();
    if (isChosen)
        painter->fillRect(option.rect, colors.selection);
    else if ((option.state & QStyle::State_MouseOver) != 0)
        painter->fillRect(option.rect, mixed(colors.paper, colors.selection, 0.45));
    painter->fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1),
                      colors.hairline);
    if (isChosen && (option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0)
        painter->fillRect(QRect(option.rect.x(), option.rect.y(), 3, option.rect.height() - 1),
                          colors.accent);

    const QRectF art(option.rect.x() + Space::Xl,
                     option.rect.y() + (option.rect.height() - 1 - ArtSide) / 2.0, ArtSide,
                     ArtSide);
    painter->setOpacity(entry.canSubscribe() ? 1 : Faded);
    paintCover(painter, art, Radius::Control, {entry.title, {entry.image}}, m_covers);
    painter->setOpacity(1);
    const int right = paintStanding(painter, option, index) - Space::L;
    const int left = int(art.right()) + Space::M + 2;
    paintText(painter, option, entry,
              QRect(left, option.rect.y(), right - left, option.rect.height() - 1));
    painter->restore();
}

void DiscoverDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option,
                                 const DirectoryEntry &entry, const QRect &place)
{
    const Colors colors = colorsOf(option.palette);
    const QFont titleFont = scaledFont(option.font, TextSize::Body, QFont::DemiBold);
    const QFont metaFont = scaledFont(option.font, TextSize::Meta);
    struct Line
    {
        QString text;
        QFont font;
        QColor color;
    };
    QList<Line> lines{{entry.title, titleFont, entry.canSubscribe() ? colors.text : colors.second}};
    if (!entry.author.isEmpty())
        lines.append({entry.author, option.font, colors.second});
    lines.append(
            {entry.canSubscribe() ? entryFacts(entry) : elsewhereText(), metaFont, colors.second});
    int height = int(lines.size() - 1) * LineGap;
    for (const Line &line : std::as_const(lines))
        height += QFontMetrics(line.font).height();
    int y = place.y() + (place.height() - height) / 2;
    for (const Line &line : std::as_const(lines)) {
        painter->setFont(line.font);
        painter->setPen(line.color);
        const QFontMetrics metrics(line.font);
        painter->drawText(QRect(place.x(), y, place.width(), metrics.height()),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          elidedLine(line.text, metrics, place.width()));
        y += metrics.height() + LineGap;
    }
}

/// The button, or how it stands; answers where it begins.
int DiscoverDelegate::paintStanding(QPainter *painter, const QStyleOptionViewItem &option,
                                    const QModelIndex &index)
{
    const Colors colors = colorsOf(option.palette);
    const Standing standing = standingOf(index);
    const int right = option.rect.right() + 1 - Space::Xl;
    if (standing == Standing::Elsewhere)
        return right;
    const int left = right - standingWidth(option);
    painter->setFont(option.font);
    if (const QRect button = buttonRect(option, index); !button.isEmpty()) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool isHot = isUnderMouse(option, button);
        painter->setPen(isHot ? colors.accent : mixed(colors.hairline, colors.wave, 0.4));
        painter->setBrush(colors.panel);
        painter->drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control,
                                 Radius::Control);
        painter->setPen(isHot ? colors.accent : colors.text);
        painter->drawText(button, Qt::AlignCenter, subscribeText());
        painter->restore();
        return left;
    }
    const bool isDone = standing == Standing::Subscribed;
    const QRect place(left, option.rect.y(), right - left, option.rect.height() - 1);
    painter->setPen(colors.second);
    painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                      isDone ? tr("Subscribed") : tr("Adding…"));
    if (isDone) {
        paintIcon(painter,
                  QRectF(left, place.center().y() - IconSide / 2.0 + 0.5, IconSide, IconSide),
                  u"check"_s, colors.second);
    }
    return left;
}

} // namespace Earmark
