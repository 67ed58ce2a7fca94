// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"
#include "core/rangemap.h"
#include "ui/common/wheelsteps.h"

#include <QAbstractSlider>
#include <QPixmap>

#include <chrono>
#include <optional>

namespace Earmark {

/// Where the player stands in the episode: its chapters' boundaries, what will be skipped, how loud
/// it is where that is known, and which parts of its file are there. Values are media time in
/// milliseconds. Emits a wish; the place moves when the player says so.
///
/// What lies still is painted once, played and unplayed; playing copies the strip that changed.
class SeekBar : public QAbstractSlider
{
    Q_OBJECT

public:
    explicit SeekBar(QWidget *parent = nullptr);

    /// 0: unknown; nothing can be sought then.
    void setDuration(std::chrono::milliseconds duration);
    /// Ignored while the listener drags. value() and what is told to assistive technology follow
    /// in whole seconds.
    void setPosition(std::chrono::milliseconds position);
    /// Listed chapters, sorted.
    void setChapters(const Chapters &chapters);
    /// Parts that will not be played.
    void setSkips(const MediaRanges &skips);
    /// As in EpisodeAnalysis, with the length it was made of; empty: not known.
    void setWaveform(const QByteArray &waveform, std::chrono::milliseconds length);

    /// Which bytes of how many are there; size 0: unknown. Shown until all are. A share of the
    /// bytes is taken for the same share of the time: exact at a constant bit rate (but for what
    /// stands before the sound), off by a few per cent at others.
    void setPresent(const RangeMap &present, qint64 size);

    /// The listed chapter at this time; nothing before the first one.
    std::optional<Chapter> chapterAt(std::chrono::milliseconds time) const;
    /// "SSD Cache · 7:30", or the time alone; and whether it will be skipped.
    QString textAt(std::chrono::milliseconds time) const;
    /// As if the listener had: shown at once, and wished.
    void seek(std::chrono::milliseconds position);
    /// As it is spoken: "7:30 of 30:00, SSD Cache".
    QString spokenText() const;
    /// "60 % is on this computer"; empty when there is nothing to say.
    QString presentText() const;
    std::chrono::milliseconds timeAt(int x) const;
    int xOf(std::chrono::milliseconds time) const;

    QSize sizeHint() const override { return {300, 34}; }
    QSize minimumSizeHint() const override { return {80, 34}; }

Q_SIGNALS:
    void seekWished(std::chrono::milliseconds position);
    /// While dragging, for the time beside the bar; nothing when it is over.
    void previewed(std::optional<std::chrono::milliseconds> position);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void sliderChange(SliderChange change) override;

private:
    QRectF track() const;
    std::chrono::milliseconds place() const;
    int knobX() const { return xOf(place()); }
    QRect hoverRect() const;
    void hover(std::optional<int> x);
    void redraw();
    void moveKnob();
    QPixmap drawn(bool isPlayed) const;
    void drawTrack(QPainter &painter, const QColor &color, const QColor &skipped) const;
    void drawWaveform(QPainter &painter, const QColor &color, const QColor &skipped) const;
    void drawBoundaries(QPainter &painter, const QColor &color) const;
    QRect presentRect() const;
    QList<QRectF> presentParts() const;
    void paintKnob(QPainter &painter, const QColor &ground, const QColor &color) const;
    int loudest(double from, double to) const;
    bool isSkipped(double x) const;
    void describe();

    Chapters m_chapters;
    MediaRanges m_skips;
    QByteArray m_waveform;
    std::chrono::milliseconds m_waveformLength{0};
    RangeMap m_present;
    qint64 m_size = 0; ///< Of the file; 0: unknown, or all of it is there.
    std::chrono::milliseconds m_position{0};
    std::optional<int> m_hoverX;
    int m_knobX = 0; ///< Where the knob was painted last.
    WheelSteps m_wheel;
    QPixmap m_unplayed; ///< Null: to be drawn.
    QPixmap m_played;
};

} // namespace Earmark
