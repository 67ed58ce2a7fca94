// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodedelegate.h"

#include "ui/common/covers.h"
#include "ui/common/elidedtext.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/ring.h"
#include "ui/episodes/episodelistmodel.h"
#include "ui/episodes/episodetext.h"
#include "ui/episodes/mediatext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int MarkColumn = 20; ///< The status dot's.
constexpr int DotSide = 8;
constexpr int RingSide = 11;
constexpr int SignSide = 16;
constexpr int BarWidth = 70;
constexpr int BarHeight = 3;
constexpr int ArtComfortable = 58;
constexpr int ArtCompact = 38;
constexpr int Above = 13; ///< Between a row's upper line and its title.
constexpr int Below = 13;
constexpr int LineGap = 3;

} // namespace

struct EpisodeDelegate::Frame
{
    QPainter *painter;
    QStyleOptionViewItem option;
    Colors colors;
    QFont titleFont;
    QFont bodyFont;
    QFont metaFont;
    QRect rect;
    QRect text; ///< Where the lines of text stand.
    int titleHeight = 0;
    int factsY = 0;
    int factsHeight = 0;
    bool playing = false;
    bool current = false;
    MediaStatus media{};
};

EpisodeDelegate::EpisodeDelegate(QObject *parent) : QStyledItemDelegate(parent) { }

int EpisodeDelegate::rowHeight(const QFont &font) const
{
    const int title = QFontMetrics(scaledFont(font, TextSize::Body, QFont::DemiBold)).height();
    const int meta = QFontMetrics(scaledFont(font, TextSize::Meta)).height();
    int height = Above + title + LineGap + meta + Below;
    if (m_density == Density::Comfortable)
        height += 2 * QFontMetrics(font).lineSpacing() + LineGap + 2;
    else
        height -= 6;
    if (m_mixed) {
        const int art = m_density == Density::Comfortable ? ArtComfortable : ArtCompact;
        height = std::max(height, art + 2 * Space::S);
    }
    return height;
}

QSize EpisodeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {200, rowHeight(option.font)};
}

EpisodeDelegate::Frame EpisodeDelegate::frame(QPainter *painter, const QStyleOptionViewItem &option,
                                              const QModelIndex &index) const
{
    Frame frame{.painter = painter,
                .option = option,
                .colors = colorsOf(option.palette),
                .titleFont = scaledFont(option.font, TextSize::Body, QFont::DemiBold),
                .bodyFont = option.font,
                .metaFont = scaledFont(option.font, TextSize::Meta),
                .rect = option.rect,
                .text = option.rect,
                .playing = index.data(EpisodeListModel::PlayingRole).toBool(),
                .current = index.data(EpisodeListModel::CurrentRole).toBool(),
                .media = index.data(EpisodeListModel::MediaRole).value<MediaStatus>()};
    const bool compact = m_density == Density::Compact;
    const int art = compact ? ArtCompact : ArtComfortable;
    const int left = Space::Xl + MarkColumn + (m_mixed ? art + Space::M + 2 : 0);
    const int above = compact ? Above - 3 : Above;
    frame.text.adjust(left, above, -Space::Xl, -(compact ? Below - 3 : Below));
    frame.titleHeight = QFontMetrics(frame.titleFont).height();
    frame.factsHeight = QFontMetrics(frame.metaFont).height();
    frame.factsY = compact ? frame.text.y() + frame.titleHeight + LineGap
                           : frame.text.bottom() + 1 - frame.factsHeight;
    return frame;
}

void EpisodeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Frame parts = frame(painter, option, index);
    painter->save();
    paintGround(parts);
    const QVariant value = index.data(EpisodeListModel::EpisodeRole);
    if (value.isValid()) {
        const auto row = value.value<EpisodeRow>();
        paintMark(parts, row);
        if (m_mixed)
            paintArtwork(parts, row);
        paintTitle(parts, row);
        if (m_density == Density::Comfortable)
            paintExcerpt(parts, row);
        paintFacts(parts, row);
    } else {
        paintWaiting(parts);
    }
    painter->restore();
}

void EpisodeDelegate::paintGround(const Frame &frame) const
{
    const QStyle::State state = frame.option.state;
    QPainter *painter = frame.painter;
    if ((state & QStyle::State_Selected) != 0)
        painter->fillRect(frame.rect, frame.colors.selection);
    else if ((state & QStyle::State_MouseOver) != 0)
        painter->fillRect(frame.rect, mixed(frame.colors.paper, frame.colors.selection, 0.45));
    const QRect line(frame.rect.x(), frame.rect.bottom(), frame.rect.width(), 1);
    painter->fillRect(line, frame.colors.hairline);
    if ((state & QStyle::State_Selected) != 0 && (state & QStyle::State_HasFocus) != 0
        && (state & QStyle::State_KeyboardFocusChange) != 0)
        painter->fillRect(QRect(frame.rect.x(), frame.rect.y(), 3, frame.rect.height() - 1),
                          frame.colors.accent);
}

void EpisodeDelegate::paintMark(const Frame &frame, const EpisodeRow &row) const
{
    QPainter *painter = frame.painter;
    const QPointF center(frame.rect.x() + Space::Xl + DotSide / 2.0 - 1,
                         frame.text.y() + frame.titleHeight / 2.0 + 0.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(frame.colors.accent);
    if (frame.current) {
        QRectF place(0, 0, SignSide - 2, SignSide - 2);
        place.moveCenter(center);
        paintIcon(painter, place, frame.playing ? u"play"_s : u"pause"_s, frame.colors.accent);
    } else if (row.state.play == PlayState::New) {
        painter->drawEllipse(center, DotSide / 2.0, DotSide / 2.0);
    } else if (row.state.play == PlayState::InProgress) {
        QRectF ring(0, 0, RingSide, RingSide);
        ring.moveCenter(center);
        painter->setBrush(frame.colors.wave);
        painter->drawEllipse(ring);
        painter->setBrush(frame.colors.accent);
        constexpr int WholeTurn = 16 * 360; // Qt counts sixteenths of a degree
        painter->drawPie(ring, WholeTurn / 4, -int(playedShare(row) * WholeTurn));
    }
    painter->restore();
}

void EpisodeDelegate::paintArtwork(const Frame &frame, const EpisodeRow &row) const
{
    const bool compact = m_density == Density::Compact;
    const int art = compact ? ArtCompact : ArtComfortable;
    const int y
            = compact ? frame.rect.y() + (frame.rect.height() - 1 - art) / 2 : frame.text.y() + 2;
    const QRectF square(frame.rect.x() + Space::Xl + MarkColumn, y, art, art);
    paintCover(frame.painter, square, compact ? Radius::Art : Radius::Control,
               {row.podcastTitle, {row.image, m_podcastCovers.value(row.podcastId)}}, m_covers);
}

void EpisodeDelegate::paintTitle(const Frame &frame, const EpisodeRow &row) const
{
    QPainter *painter = frame.painter;
    const QRect line(frame.text.x(), frame.text.y(), frame.text.width(), frame.titleHeight);
    painter->setFont(frame.metaFont);
    painter->setPen(frame.colors.second);
    const QString date = formatDate(row.published, QDate::currentDate());
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, date);
    const int dateWidth = painter->fontMetrics().horizontalAdvance(date) + Space::M;

    painter->setFont(frame.titleFont);
    const bool faded = row.state.play == PlayState::Played || row.state.archived;
    painter->setPen(faded ? frame.colors.second : frame.colors.text);
    const QString title = elidedLine(row.title, painter->fontMetrics(), line.width() - dateWidth);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, title);
}

void EpisodeDelegate::paintExcerpt(const Frame &frame, const EpisodeRow &row) const
{
    QPainter *painter = frame.painter;
    painter->setFont(frame.bodyFont);
    painter->setPen(frame.colors.second);
    const int spacing = painter->fontMetrics().lineSpacing();
    int y = frame.text.y() + frame.titleHeight + LineGap;
    for (const QString &line :
         elidedLines(row.excerpt, frame.bodyFont, frame.text.width() - Space::S, 2)) {
        painter->drawText(QRect(frame.text.x(), y, frame.text.width(), spacing),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, line);
        y += spacing;
    }
}

/// Its sign, with the word before it; empty where nothing is there.
QRect EpisodeDelegate::mediaRect(const Frame &frame) const
{
    if (mediaSign(frame.media) == MediaSign::None)
        return {};
    const QString word = mediaWord(frame.media);
    const int width = SignSide
            + (word.isEmpty() ? 0
                              : Space::Xs + QFontMetrics(frame.metaFont).horizontalAdvance(word));
    return {frame.text.right() + 1 - width, frame.factsY, width, frame.factsHeight};
}

/// The left edge of what was painted.
int EpisodeDelegate::paintMedia(const Frame &frame) const
{
    const QRect rect = mediaRect(frame);
    if (rect.isEmpty())
        return frame.text.right() + 1;
    QPainter *painter = frame.painter;
    const Colors &colors = frame.colors;
    QRectF square(rect.right() + 1 - SignSide, 0, SignSide, SignSide);
    square.moveTop(rect.y() + (rect.height() - SignSide) / 2.0);
    const QRectF ring = square.adjusted(1.5, 1.5, -1.5, -1.5);
    const MediaSign sign = mediaSign(frame.media);
    const bool isFailed = sign == MediaSign::Failed;
    switch (sign) {
    case MediaSign::None:
        break;
    case MediaSign::Partly:
        paintRing(painter, ring, presentShare(frame.media), colors.second, colors.second);
        break;
    case MediaSign::Waiting:
        paintWaitingRing(painter, ring, colors.second);
        break;
    case MediaSign::Running:
        paintRing(painter, ring, presentShare(frame.media), colors.second, colors.accent);
        break;
    case MediaSign::Paused:
        paintIcon(painter, square, u"pause"_s, colors.second);
        break;
    case MediaSign::Failed:
        paintIcon(painter, square, u"warning"_s, colors.warning);
        break;
    case MediaSign::Whole:
        paintIcon(painter, square, u"download"_s, colors.second);
        break;
    }
    painter->setFont(frame.metaFont);
    painter->setPen(isFailed ? colors.warning : colors.second);
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      mediaWord(frame.media));
    return rect.left() - (Space::S - 2);
}

bool EpisodeDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const Frame parts = frame(nullptr, option, index);
    const QRect sign = mediaRect(parts).adjusted(-Space::Xs, -Space::S, Space::Xl, Space::S);
    if (mediaRect(parts).isEmpty() || !sign.contains(event->pos())) {
        QToolTip::hideText();
        return false;
    }
    QToolTip::showText(event->globalPos(), tipText(mediaSentence(parts.media)), view, sign);
    return true;
}

int EpisodeDelegate::paintSigns(const Frame &frame, const EpisodeRow &row) const
{
    int right = paintMedia(frame);
    const double y = frame.factsY + (frame.factsHeight - SignSide) / 2.0;
    const auto sign = [&](bool shown, const QString &icon, const QColor &color) {
        if (!shown)
            return;
        paintIcon(frame.painter, QRectF(right - SignSide, y, SignSide, SignSide), icon, color);
        right -= SignSide + Space::S - 2;
    };
    sign(row.state.play == PlayState::Played, u"check"_s, frame.colors.second);
    sign(row.state.archived, u"archive"_s, frame.colors.second);
    sign(row.queued, u"queue"_s, frame.colors.second);
    sign(row.state.favourite, u"starfilled"_s, frame.colors.accent);
    return right;
}

void EpisodeDelegate::paintFacts(const Frame &frame, const EpisodeRow &row) const
{
    QPainter *painter = frame.painter;
    const int right = paintSigns(frame, row);
    painter->setFont(frame.metaFont);
    const QFontMetrics metrics = painter->fontMetrics();
    int x = frame.text.x();
    const auto write = [&](const QString &text, const QColor &color) {
        if (text.isEmpty() || x >= right)
            return;
        painter->setPen(color);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, right - x);
        painter->drawText(QRect(x, frame.factsY, right - x, frame.factsHeight),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        x += metrics.horizontalAdvance(shown) + Space::M - 2;
    };
    const bool inProgress = row.state.play == PlayState::InProgress;
    if (m_mixed) { // half of the line, and what the others leave
        int others = inProgress ? BarWidth + Space::M : 0;
        for (const QString &text : {lengthText(row), chaptersText(row.chapters)})
            others += text.isEmpty() ? 0 : metrics.horizontalAdvance(text) + Space::M;
        const int room = right - x;
        write(elidedLine(row.podcastTitle, metrics, std::max(room / 2, room - others)),
              frame.colors.text);
    }
    write(lengthText(row), inProgress ? frame.colors.accent : frame.colors.second);
    if (inProgress && row.duration.count() > 0 && x + BarWidth < right) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        QRectF bar(x, frame.factsY + (frame.factsHeight - BarHeight) / 2.0, BarWidth, BarHeight);
        painter->setBrush(frame.colors.wave);
        painter->drawRoundedRect(bar, BarHeight / 2.0, BarHeight / 2.0);
        bar.setWidth(std::max<double>(BarHeight, bar.width() * playedShare(row)));
        painter->setBrush(frame.colors.accent);
        painter->drawRoundedRect(bar, BarHeight / 2.0, BarHeight / 2.0);
        painter->restore();
        x += BarWidth + Space::M - 2;
    }
    write(chaptersText(row.chapters), frame.colors.second);
}

void EpisodeDelegate::paintWaiting(const Frame &frame) const
{
    QPainter *painter = frame.painter;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mixed(frame.colors.paper, frame.colors.hairline, 0.7));
    const QRectF title(frame.text.x(), frame.text.y() + 3, frame.text.width() * 0.45, 10);
    painter->drawRoundedRect(title, Space::Xs, Space::Xs);
    const QRectF facts(frame.text.x(), frame.factsY + 3, frame.text.width() * 0.15, 8);
    painter->drawRoundedRect(facts, Space::Xs, Space::Xs);
}

} // namespace Earmark
