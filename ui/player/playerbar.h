// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"

#include <QUrl>
#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

class QToolButton;

namespace Earmark {

class BackPill;
class CoverSource;
class OutputButton;
class SeekBar;
class SleepButton;
class SoundButton;

namespace Ui {
class PlayerBar;
}

/// What the player shows beside where it stands.
struct PlayerView
{
    enum class State : quint8 { Nothing, Loading, Playing, Paused, Buffering, Failed };

    State state = State::Nothing;
    QString title;
    QString podcast;
    QUrl image; ///< The chapter's while it has one.
    QList<QUrl> otherImages; ///< Shown when that cannot be had: the episode's,
                             ///< the podcast's.
    QString failure; ///< A sentence, while the state is Failed.
    Chapters chapters; ///< Listed ones, sorted, with their ends.
    std::optional<qsizetype> chapter; ///< Row in chapters.
    QUrl link; ///< Of the chapter that plays, listed or not.
    std::chrono::milliseconds duration{0};

    bool operator==(const PlayerView &) const = default;
};

/// The player, always at the bottom of the window.
class PlayerBar : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlayerBar)

public:
    explicit PlayerBar(QWidget *parent = nullptr);
    ~PlayerBar() override;

    void setCovers(CoverSource *covers);
    void showPlayer(const PlayerView &view);
    void setPosition(std::chrono::milliseconds position);
    void setVolume(double volume); ///< 0 to 1
    void setSpeed(double speed); ///< What is left is told in the listener's time.
    /// Of the episode that is shown: they are dimmed, and no part of what is left to hear.
    void setSkips(const MediaRanges &skips);
    const PlayerView &view() const { return m_view; }
    BackPill &backPill() const { return *m_backPill; }
    OutputButton &outputButton() const;
    SeekBar &seekBar() const;
    SleepButton &sleepButton() const;
    SoundButton &soundButton() const;
    /// Ways to the moving picture; whoever has one fills its menu and shows it.
    QToolButton &videoButton() const;

Q_SIGNALS:
    void playPauseWished();
    void backWished();
    void forwardWished();
    void previousChapterWished();
    void nextChapterWished();
    void seekWished(std::chrono::milliseconds position);
    void volumeWished(double volume);
    void linkWished(const QUrl &url);
    /// The title was clicked, or pressed by Enter or Space: show this episode.
    void episodeWished();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void dress();
    void connectWishes();
    void updateGround();
    void updateLine();
    void updateTimes(std::chrono::milliseconds position);
    void fitTimes(std::chrono::milliseconds longest);
    QString timeLeft(std::chrono::milliseconds position) const;
    void toggleMute();

    std::unique_ptr<Ui::PlayerBar> m_ui;
    BackPill *m_backPill;
    PlayerView m_view;
    std::chrono::milliseconds m_position{0};
    std::optional<std::chrono::milliseconds> m_preview; ///< While the seek bar is dragged.
    MediaRanges m_skips;
    QString m_timesShape; ///< That the times have room for.
    double m_speed = 1;
    double m_volume = 1;
    double m_volumeBeforeMute = 1;
};

} // namespace Earmark
