// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadsdelegate.h"

#include "core/amounts.h"
#include "ui/common/elidedtext.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/downloads/downloadtexts.h"

#include <QAbstractItemView>
#include <QCursor>
#include <QDate>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using Kind = DownloadsModel::Kind;
using Section = DownloadsModel::Section;

constexpr int ArtSide = 46;
constexpr int SmallArt = 30;
constexpr int Above = 12; ///< Between a row's upper line and what stands in it.
constexpr int LineGap = 3;
constexpr int ButtonSide = 30;
constexpr int IconSide = 18;
constexpr int BarHeight = 4;
constexpr int BarWidth = 70; ///< Of a download that does not run, before its sentence.
constexpr int AboveHeading = Space::L;

Kind kindOf(const QModelIndex &index)
{
    return index.data(DownloadsModel::KindRole).value<Kind>();
}

DownloadState stateOf(const QModelIndex &index)
{
    return index.data(DownloadsModel::ViewRole).value<DownloadView>().item.state;
}

/// Left to right. A download's always stand there; a file's while one points at it or chose it.
QList<DownloadWish> wishesOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    constexpr QStyle::State Meant = QStyle::State_MouseOver | QStyle::State_Selected;
    switch (kindOf(index)) {
    case Kind::Download:
        return {runningWish(stateOf(index)), DownloadWish::Cancel};
    case Kind::File:
        if ((option.state & Meant) != 0)
            return {DownloadWish::Play, DownloadWish::DeleteFile};
        return {};
    case Kind::Heading:
    case Kind::Podcast:
    case Kind::Note:
        break;
    }
    return {};
}

/// The number-th of count, which end at the text's right edge.
QRect buttonRect(const QStyleOptionViewItem &option, qsizetype number, qsizetype count)
{
    const int right = option.rect.right() + 1 - Space::L;
    const int x = right - int(count - number) * (ButtonSide + Space::Xs) + Space::Xs;
    return {x, option.rect.y() + (option.rect.height() - 1 - ButtonSide) / 2, ButtonSide,
            ButtonSide};
}

bool isUnderMouse(const QStyleOptionViewItem &option, const QRect &place)
{
    return (option.state & QStyle::State_MouseOver) != 0 && option.widget != nullptr
            && place.contains(option.widget->mapFromGlobal(QCursor::pos()));
}

} // namespace

struct DownloadsDelegate::Frame
{
    QPainter *painter;
    QStyleOptionViewItem option;
    QModelIndex index;
    Kind kind;
    Colors colors;
    QFont titleFont;
    QFont metaFont;
    QRect rect;
    int left; ///< Where lines of text begin.
    int right; ///< Where they end.
    int titleHeight;
    int metaHeight;
};

DownloadsDelegate::DownloadsDelegate(QObject *parent) : QStyledItemDelegate(parent)
{
    setFont({});
}

void DownloadsDelegate::setFont(const QFont &font)
{
    const int title = QFontMetrics(scaledFont(font, TextSize::Body, QFont::DemiBold)).height();
    const int meta = QFontMetrics(scaledFont(font, TextSize::Meta)).height();
    const int two = title + LineGap + meta;
    m_heading = AboveHeading + title + Space::S + 1;
    m_file = std::max(ArtSide + 2 * Space::S, two + 2 * Above) + 1;
    m_download = std::max(ArtSide + 2 * Space::S, two + LineGap + meta + 2 * Above) + 1;
    m_podcast = std::max(SmallArt + 2 * Space::S, title + Space::S + BarHeight + 2 * Space::S) + 1;
    m_note = meta + 2 * Space::M;
}

QSize DownloadsDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    constexpr int Width = 200;
    switch (kindOf(index)) {
    case Kind::Heading:
        return {Width, m_heading};
    case Kind::Download:
        return {Width, m_download};
    case Kind::File:
        return {Width, m_file};
    case Kind::Podcast:
        return {Width, m_podcast};
    case Kind::Note:
        break;
    }
    return {Width, m_note};
}

std::optional<DownloadWish> DownloadsDelegate::wishAt(const QStyleOptionViewItem &option,
                                                      const QModelIndex &index, const QPoint &at)
{
    const QList<DownloadWish> wishes = wishesOf(option, index);
    for (qsizetype i = 0; i < wishes.size(); ++i) {
        if (buttonRect(option, i, wishes.size()).contains(at))
            return wishes.at(i);
    }
    return {};
}

bool DownloadsDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                  const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStyleOptionViewItem meant = option;
    meant.state |= QStyle::State_MouseOver;
    const auto wish = wishAt(meant, index, event->pos());
    if (!wish)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), wishText(*wish, stateOf(index)), view);
    return true;
}

void DownloadsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const QFont title = scaledFont(option.font, TextSize::Body, QFont::DemiBold);
    const QFont meta = scaledFont(option.font, TextSize::Meta);
    const Frame frame{.painter = painter,
                      .option = option,
                      .index = index,
                      .kind = kindOf(index),
                      .colors = colorsOf(option.palette),
                      .titleFont = title,
                      .metaFont = meta,
                      .rect = option.rect,
                      .left = option.rect.x() + Space::Xl + ArtSide + Space::M + 2,
                      .right = option.rect.right() + 1 - Space::Xl,
                      .titleHeight = QFontMetrics(title).height(),
                      .metaHeight = QFontMetrics(meta).height()};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintGround(frame);
    switch (frame.kind) {
    case Kind::Heading:
        paintHeading(frame);
        break;
    case Kind::Note:
        paintNote(frame);
        break;
    case Kind::Podcast:
        paintPodcast(frame);
        break;
    case Kind::Download:
    case Kind::File:
        paintEpisode(frame);
        break;
    }
    painter->restore();
}

void DownloadsDelegate::paintGround(const Frame &frame)
{
    const QStyle::State state = frame.option.state;
    const QRect &rect = frame.rect;
    QPainter *painter = frame.painter;
    const bool isChosen = (state & QStyle::State_Selected) != 0;
    if (isChosen)
        painter->fillRect(rect, frame.colors.selection);
    else if ((state & QStyle::State_MouseOver) != 0 && frame.kind != Kind::Heading)
        painter->fillRect(rect, mixed(frame.colors.paper, frame.colors.selection, 0.45));
    if (frame.kind != Kind::Note)
        painter->fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), frame.colors.hairline);
    if (isChosen && (state & QStyle::State_HasFocus) != 0
        && (state & QStyle::State_KeyboardFocusChange) != 0)
        painter->fillRect(QRect(rect.x(), rect.y(), 3, rect.height() - 1), frame.colors.accent);
}

void DownloadsDelegate::paintHeading(const Frame &frame)
{
    const QRect line(frame.rect.x() + Space::Xl, frame.rect.y() + AboveHeading,
                     frame.rect.width() - 2 * Space::Xl, frame.titleHeight);
    const QString text = frame.index.data().toString();
    const bool isFailure
            = frame.index.data(DownloadsModel::SectionRole).value<Section>() == Section::Failed;
    QPainter *painter = frame.painter;
    painter->setFont(frame.titleFont);
    painter->setPen(isFailure ? frame.colors.warning : frame.colors.text);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    const int after = painter->fontMetrics().horizontalAdvance(text) + Space::S;
    painter->setFont(frame.metaFont);
    painter->setPen(frame.colors.second);
    painter->drawText(line.adjusted(after, 1, 0, 1),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      frame.index.data(DownloadsModel::FactsRole).toString());
}

void DownloadsDelegate::paintNote(const Frame &frame)
{
    paintLine(frame, frame.rect.y() + Space::M, frame.right, frame.metaFont,
              {{frame.index.data().toString(), frame.colors.second}});
}

/// Answers where the text beside them ends.
int DownloadsDelegate::paintButtons(const Frame &frame)
{
    const QList<DownloadWish> wishes = wishesOf(frame.option, frame.index);
    if (wishes.isEmpty())
        return frame.right;
    const DownloadState state = stateOf(frame.index);
    QPainter *painter = frame.painter;
    for (qsizetype i = 0; i < wishes.size(); ++i) {
        const QRect button = buttonRect(frame.option, i, wishes.size());
        const bool isHot = isUnderMouse(frame.option, button);
        if (isHot) {
            painter->setPen(frame.colors.hairline);
            painter->setBrush(frame.colors.panel);
            painter->drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control,
                                     Radius::Control);
        }
        QRectF icon(0, 0, IconSide, IconSide);
        icon.moveCenter(QRectF(button).center());
        paintIcon(painter, icon, wishIcon(wishes.at(i), state),
                  isHot ? frame.colors.text : frame.colors.second);
    }
    return buttonRect(frame.option, 0, wishes.size()).x() - Space::M;
}

/// Answers where the line's other text ends.
int DownloadsDelegate::paintRight(const Frame &frame, const QString &text)
{
    frame.painter->setFont(frame.metaFont);
    frame.painter->setPen(frame.colors.second);
    const int width = frame.painter->fontMetrics().horizontalAdvance(text);
    frame.painter->drawText(
            QRect(frame.right - width, frame.rect.y(), width, frame.rect.height() - 1),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
    return frame.right - width - Space::M;
}

/// Parts stand beside each other. The first, a podcast's title, gives way to what is said of the
/// episode, down to a third of the line.
void DownloadsDelegate::paintLine(const Frame &frame, int y, int right, const QFont &font,
                                  const QList<std::pair<QString, QColor>> &parts)
{
    constexpr int Gap = Space::M - 2;
    frame.painter->setFont(font);
    const QFontMetrics metrics = frame.painter->fontMetrics();
    int x = frame.kind == Kind::Note ? frame.rect.x() + Space::Xl : frame.left;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const auto &[text, color] = parts.at(i);
        int width = right - x;
        if (text.isEmpty() || width < metrics.averageCharWidth() * 3)
            continue;
        if (i + 1 < parts.size()) {
            const int behind = metrics.horizontalAdvance(parts.at(i + 1).first) + Gap;
            width = std::max(width / 3, width - behind);
        }
        const QString shown = elidedLine(text, metrics, width);
        frame.painter->setPen(color);
        frame.painter->drawText(QRect(x, y, right - x, metrics.height()),
                                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        x += metrics.horizontalAdvance(shown) + Gap;
    }
}

void DownloadsDelegate::paintBar(const Frame &frame, const QRectF &groove, double share,
                                 const QColor &color)
{
    QPainter *painter = frame.painter;
    painter->setPen(Qt::NoPen);
    painter->setBrush(frame.colors.wave);
    painter->drawRoundedRect(groove, groove.height() / 2, groove.height() / 2);
    if (share <= 0)
        return;
    QRectF done = groove;
    done.setWidth(std::max(groove.height(), groove.width() * share));
    painter->setBrush(color);
    painter->drawRoundedRect(done, groove.height() / 2, groove.height() / 2);
}

void DownloadsDelegate::paintProgress(const Frame &frame, const DownloadView &view, int y)
{
    const double share = frame.index.data(DownloadsModel::ShareRole).toDouble();
    const QRectF groove(frame.left, y + (frame.metaHeight - BarHeight) / 2.0,
                        frame.right - frame.left, BarHeight);
    if (view.item.state == DownloadState::Running) {
        paintBar(frame, groove, share, frame.colors.accent);
        return;
    }
    // Where there is no room for both, the sentence goes before the bar.
    Frame rest = frame;
    const int sentence = QFontMetrics(frame.metaFont).horizontalAdvance(view.text);
    if (share > 0 && groove.width() >= BarWidth + Space::M + sentence) {
        paintBar(frame, {groove.x(), groove.y(), BarWidth, BarHeight}, share, frame.colors.second);
        rest.left += BarWidth + Space::M - 2;
    }
    paintLine(rest, y, rest.right, frame.metaFont, {{view.text, sentenceColor(frame, view)}});
}

/// In a narrow window why a download does not run takes the podcast's line too: the artwork says
/// whose it is. False: one line is enough.
bool DownloadsDelegate::paintLongSentence(const Frame &frame, const DownloadView &view, int y)
{
    const int width = frame.right - frame.left;
    if (view.item.state == DownloadState::Running
        || QFontMetrics(frame.metaFont).horizontalAdvance(view.text) <= width)
        return false;
    for (const QString &line : elidedLines(view.text, frame.metaFont, width, 2)) {
        paintLine(frame, y, frame.right, frame.metaFont, {{line, sentenceColor(frame, view)}});
        y += frame.metaHeight + LineGap;
    }
    return true;
}

QColor DownloadsDelegate::sentenceColor(const Frame &frame, const DownloadView &view)
{
    return view.item.state == DownloadState::Failed ? frame.colors.warning : frame.colors.second;
}

void DownloadsDelegate::paintEpisode(const Frame &whole) const
{
    const auto row = whole.index.data(DownloadsModel::RowRole).value<DownloadRow>();
    const bool isDownload = whole.kind == Kind::Download;
    const int lines = whole.titleHeight + (isDownload ? 2 : 1) * (LineGap + whole.metaHeight);
    int y = whole.rect.y() + (whole.rect.height() - 1 - lines) / 2;
    const QRectF art(whole.rect.x() + Space::Xl,
                     whole.rect.y() + (whole.rect.height() - 1 - ArtSide) / 2.0, ArtSide, ArtSide);
    const QUrl other = whole.index.data(DownloadsModel::PodcastImageRole).toUrl();
    paintCover(whole.painter, art, Radius::Art, {row.podcastTitle, {row.image, other}}, m_covers);

    Frame frame = whole;
    const int beside = paintButtons(whole);
    frame.right = beside < whole.right || isDownload ? beside
                                                     : paintRight(whole, sizeInWords(row.bytes));
    paintLine(frame, y, frame.right, frame.titleFont, {{row.title, frame.colors.text}});
    y += frame.titleHeight + LineGap;
    if (!isDownload) {
        const QString date = formatDate(row.changedAt, QDate::currentDate());
        const QString about = row.reason.isEmpty() ? date : QString(date % u" · "_s % row.reason);
        paintLine(frame, y, frame.right, frame.metaFont,
                  {{row.podcastTitle, frame.colors.text}, {about, frame.colors.second}});
        return;
    }
    const auto view = whole.index.data(DownloadsModel::ViewRole).value<DownloadView>();
    if (paintLongSentence(frame, view, y))
        return;
    QString figures = figuresText(view);
    const int room = (frame.right - frame.left) * 2 / 3 - Space::M;
    if (QFontMetrics(frame.metaFont).horizontalAdvance(figures) > room)
        figures = figuresText(view, true);
    paintLine(frame, y, frame.right, frame.metaFont,
              {{row.podcastTitle, frame.colors.text}, {figures, frame.colors.second}});
    y += frame.metaHeight + LineGap;
    paintProgress(frame, view, y);
}

void DownloadsDelegate::paintPodcast(const Frame &frame) const
{
    const auto usage = frame.index.data(DownloadsModel::StorageRole).value<PodcastStorage>();
    const QString title = frame.index.data().toString();
    const QRectF art(frame.rect.x() + Space::Xl + (ArtSide - SmallArt) / 2.0,
                     frame.rect.y() + (frame.rect.height() - 1 - SmallArt) / 2.0, SmallArt,
                     SmallArt);
    if (usage.podcast.isValid())
        paintCover(frame.painter, art, Radius::Art, {title, {usage.image}}, m_covers);
    else
        paintIcon(frame.painter, art.adjusted(6, 6, -6, -6), u"podcast"_s, frame.colors.second);
    Frame line = frame;
    line.rect.setHeight(frame.rect.height() - Space::S - BarHeight);
    const int right = paintRight(line, frame.index.data(DownloadsModel::FactsRole).toString());
    const int y = line.rect.y() + (line.rect.height() - 1 - frame.titleHeight) / 2;
    QFont font = frame.titleFont;
    font.setWeight(QFont::Normal);
    paintLine(frame, y, right, font, {{title, frame.colors.text}});
    paintBar(frame,
             QRectF(frame.left, y + frame.titleHeight + Space::Xs, frame.right - frame.left,
                    BarHeight),
             frame.index.data(DownloadsModel::ShareRole).toDouble(), frame.colors.second);
}

} // namespace Earmark
