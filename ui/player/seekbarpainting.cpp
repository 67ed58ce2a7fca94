// SPDX-License-Identifier: GPL-3.0-or-later

// SeekBar: how it looks.

#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/player/seekbar.h"

#include <QPainter>
#include <QPaintEvent>

#include <algorithm>
#include <cmath>

using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr double TrackHeight = 6;
constexpr double Gap = 2; ///< Between two chapters.
constexpr double Knob = 6.5; ///< Of the plain track.
constexpr double Pitch = 3; ///< Of the waveform's bars.
constexpr double Bar = 2;
constexpr double WaveTop = 2;
constexpr double WaveHeight = 26;
constexpr double Boundary = 3; ///< Marks below the waveform.
constexpr double MarkRoom = 4; ///< Marks nearer to each other than this would be a line.
constexpr double SkippedShare = 0.62; ///< Of the ground in the colour of what is skipped.
constexpr int Loudest = 255;
constexpr double PresentHeight = 2;
constexpr double PresentTop = 25; ///< Below the plain track and its knob.
constexpr double PresentTopOfWave = 29; ///< Between the waveform and the boundaries.
} // namespace

void SeekBar::paintEvent(QPaintEvent *event)
{
    const Colors colors = colorsOf(palette());
    if (m_unplayed.isNull() || m_unplayed.devicePixelRatio() != devicePixelRatioF()) {
        m_unplayed = drawn(false);
        m_played = drawn(true);
    }
    QPainter painter(this);
    const QRect chapter = hoverRect();
    if (!chapter.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.selection);
        painter.drawRoundedRect(QRectF(chapter).adjusted(-1, 0, 1, 0), Radius::Art, Radius::Art);
    }
    const int x = isEnabled() ? knobX() : 0;
    const auto show = [&](const QPixmap &layer, const QRect &part) {
        painter.setClipRect(part & event->rect());
        painter.drawPixmap(0, 0, layer);
    };
    show(m_played, QRect(0, 0, x, height()));
    show(m_unplayed, QRect(x, 0, width() - x, height()));
    painter.setClipping(false);
    if (!isEnabled())
        return;
    for (const QRectF &part : presentParts())
        painter.fillRect(part, colors.second);
    if (m_hoverX && !isSliderDown())
        painter.fillRect(QRect(*m_hoverX, 0, 1, height()), colors.second);
    painter.setRenderHint(QPainter::Antialiasing);
    paintKnob(painter, colors.side, colors.accent);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), Radius::Control, colors.accent);
}

/// Where presentParts() may be.
QRect SeekBar::presentRect() const
{
    const double top = m_waveform.isEmpty() ? PresentTop : PresentTopOfWave;
    return QRectF(track().left(), top, track().width(), PresentHeight).toAlignedRect();
}

/// What is nearer to each other than a pixel is one part.
QList<QRectF> SeekBar::presentParts() const
{
    if (m_size <= 0)
        return {};
    const QRectF whole = presentRect();
    const double pixelsPerByte = whole.width() / double(m_size);
    const auto pixel = qint64(std::ceil(1 / std::max(pixelsPerByte, 1e-12)));
    QList<QRectF> parts;
    for (const ByteRange &range : joined(m_present.present(0, m_size), pixel)) {
        const double left = whole.left() + double(range.from) * pixelsPerByte;
        const double width = std::max(1.0, double(range.length()) * pixelsPerByte);
        parts += QRectF(left, whole.top(), width, whole.height());
    }
    return parts;
}

void SeekBar::paintKnob(QPainter &painter, const QColor &ground, const QColor &color) const
{
    const double x = knobX();
    painter.setPen(Qt::NoPen);
    if (m_waveform.isEmpty()) {
        painter.setBrush(ground);
        painter.drawEllipse(QPointF(x, height() / 2.0), Knob + 2, Knob + 2);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(x, height() / 2.0), Knob, Knob);
        return;
    }
    const QRectF line(x - 2, WaveTop - 2, 4, WaveHeight + 4);
    painter.setBrush(ground);
    painter.drawRect(line.adjusted(-2, 0, 2, 0));
    painter.setBrush(color);
    painter.drawRoundedRect(line, 2, 2);
}

/// All of the bar in the colours of what was played, or was not, but for the knob.
QPixmap SeekBar::drawn(bool isPlayed) const
{
    const Colors colors = colorsOf(palette());
    QPixmap layer(size() * devicePixelRatioF());
    layer.setDevicePixelRatio(devicePixelRatioF());
    layer.fill(Qt::transparent);
    QPainter painter(&layer);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor color = isPlayed ? colors.accent : colors.wave;
    const QColor skipped = mixed(color, colors.side, SkippedShare);
    if (m_waveform.isEmpty()) {
        drawTrack(painter, color, skipped);
    } else {
        drawWaveform(painter, color, skipped);
        drawBoundaries(painter, colors.second);
    }
    return layer;
}

void SeekBar::drawTrack(QPainter &painter, const QColor &color, const QColor &skipped) const
{
    const QRectF whole(track().left(), (height() - TrackHeight) / 2.0, track().width(),
                       TrackHeight);
    // One piece per chapter; too narrow ones grow together, or a bar of many would be all gaps.
    QList<double> edges{whole.left()};
    for (const Chapter &chapter : m_chapters) {
        const double x = xOf(chapter.start);
        if (x - edges.last() > 3 * Gap && whole.right() - x > 2 * Gap)
            edges += x;
    }
    edges += whole.right();
    const auto pieces = [&](const QColor &brush) {
        painter.setBrush(brush);
        const double radius = edges.size() == 2 ? TrackHeight / 2 : 2;
        for (qsizetype i = 0; i + 1 < edges.size(); ++i) {
            const double left = edges.at(i) + (i > 0 ? Gap / 2 : 0);
            const double right = edges.at(i + 1) - (i + 2 < edges.size() ? Gap / 2 : 0);
            painter.drawRoundedRect(QRectF(left, whole.top(), right - left, TrackHeight), radius,
                                    radius);
        }
    };
    pieces(color);
    for (const MediaRange &skip : m_skips) {
        const QRectF part(xOf(skip.start), 0, xOf(skip.end) - xOf(skip.start), height());
        painter.setClipRect(part);
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        pieces(skipped);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    }
    painter.setClipping(false);
}

void SeekBar::drawWaveform(QPainter &painter, const QColor &color, const QColor &skipped) const
{
    const double middle = WaveTop + WaveHeight / 2;
    for (double x = track().left(); x + Bar <= track().right(); x += Pitch) {
        const double share = double(loudest(x, x + Pitch)) / Loudest;
        const double bar = std::max(Bar, std::round(share * WaveHeight / 2) * 2);
        painter.fillRect(QRectF(x, middle - bar / 2, Bar, bar),
                         isSkipped(x + Bar / 2) ? skipped : color);
    }
}

void SeekBar::drawBoundaries(QPainter &painter, const QColor &color) const
{
    double last = track().left();
    for (const Chapter &chapter : m_chapters) {
        const double x = xOf(chapter.start);
        if (x - last < MarkRoom || track().right() - x < MarkRoom)
            continue;
        painter.fillRect(QRectF(x, height() - Boundary, 1, Boundary), color);
        last = x;
    }
}

/// Of the waveform between two places of the bar.
int SeekBar::loudest(double from, double to) const
{
    const double length
            = double(m_waveformLength.count() > 0 ? m_waveformLength.count() : maximum());
    const auto bins = double(m_waveform.size());
    const auto binAt = [&](double x) {
        const double time = (x - track().left()) / std::max(1.0, track().width()) * maximum();
        return time / length * bins;
    };
    const auto first = std::max<qsizetype>(0, qsizetype(std::floor(binAt(from))));
    const auto end = std::min(m_waveform.size(), qsizetype(std::ceil(binAt(to))));
    int found = 0; // behind the end of what was measured: nothing
    for (qsizetype bin = first; bin < end; ++bin)
        found = std::max(found, int(uchar(m_waveform.at(bin))));
    return found;
}

bool SeekBar::isSkipped(double x) const
{
    const milliseconds time = timeAt(int(std::lround(x)));
    return std::ranges::any_of(m_skips,
                               [time](const MediaRange &skip) { return skip.contains(time); });
}

} // namespace Earmark
