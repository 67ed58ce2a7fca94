// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QUrl>
#include <QWidget>

#include <chrono>
#include <memory>
#include <optional>

namespace Earmark {

class CoverSource;

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
    const PlayerView &view() const { return m_view; }

Q_SIGNALS:
    void playPauseWished();
    void backWished();
    void forwardWished();
    void previousChapterWished();
    void nextChapterWished();
    void seekWished(std::chrono::milliseconds position);
    void volumeWished(double volume);
    void linkWished(const QUrl &url);
    /// The title was clicked: show this episode.
    void episodeWished();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void dress();
    void connectWishes();
    void updateGround();
    void updateLine();
    void updateTimes(std::chrono::milliseconds position);
    void toggleMute();

    std::unique_ptr<Ui::PlayerBar> m_ui;
    PlayerView m_view;
    std::chrono::milliseconds m_position{0};
    std::optional<std::chrono::milliseconds> m_preview; ///< While the seek bar is dragged.
    double m_volume = 1;
    double m_volumeBeforeMute = 1;
};

} // namespace Earmark
