// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"

#include <QWidget>

#include <chrono>

namespace Earmark {

class SeekBar;
class TextLabel;
class VideoButton;

/// What is under the picture in full screen: title, buttons, seek bar, times. Light on dark,
/// whatever the window is.
class VideoControls : public QWidget
{
    Q_OBJECT

public:
    explicit VideoControls(QWidget *parent);

    /// line: the chapter that plays, or the podcast.
    void setTitle(const QString &title, const QString &line);
    void setPlaying(bool playing);
    void setDuration(std::chrono::milliseconds duration);
    void setPosition(std::chrono::milliseconds position);
    void setChapters(const Chapters &listed);
    /// What is left is told in the listener's time, as in the player bar.
    void setPace(double speed, const MediaRanges &skips);

    /// The pointer is on it, or the listener drags the seek bar.
    bool isInUse() const;
    bool hasFocusInside() const;
    void focusFirst();

Q_SIGNALS:
    void playPauseWished();
    void skipWished(std::chrono::milliseconds by);
    void seekWished(std::chrono::milliseconds position);
    void smallWindowWished();
    void leaveWished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void makeRows();
    void updateTimes(std::chrono::milliseconds position);

    TextLabel *m_title;
    TextLabel *m_line;
    VideoButton *m_play;
    VideoButton *m_back;
    VideoButton *m_forward;
    TextLabel *m_elapsed;
    SeekBar *m_seekBar;
    TextLabel *m_remaining;
    VideoButton *m_small;
    VideoButton *m_leave;
    std::chrono::milliseconds m_duration{0};
    std::chrono::milliseconds m_position{0};
    double m_speed = 1;
    MediaRanges m_skips;
    bool m_isPreviewing = false; ///< The seek bar is dragged.
};

} // namespace Earmark
