// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QAbstractSlider>

#include <chrono>
#include <optional>

namespace Earmark {

/// Where the player stands in the episode, with the chapters' boundaries. Values are media time in
/// milliseconds. Emits a wish; the place moves when the player says so.
class SeekBar : public QAbstractSlider
{
    Q_OBJECT

public:
    explicit SeekBar(QWidget *parent = nullptr);

    /// 0: unknown; nothing can be sought then.
    void setDuration(std::chrono::milliseconds duration);
    /// Ignored while the listener drags.
    void setPosition(std::chrono::milliseconds position);
    /// Listed chapters, sorted.
    void setChapters(const Chapters &chapters);

    /// The listed chapter at this time; nothing before the first one.
    std::optional<Chapter> chapterAt(std::chrono::milliseconds time) const;
    /// "SSD Cache · 7:30", or the time alone.
    QString textAt(std::chrono::milliseconds time) const;
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
    void sliderChange(SliderChange change) override;

private:
    QRectF track() const;
    void wish(std::chrono::milliseconds position);
    void describe();

    Chapters m_chapters;
    std::optional<int> m_hoverX;
};

} // namespace Earmark
