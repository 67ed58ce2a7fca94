// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QBasicTimer>

namespace Earmark {

/// The big round button of the player.
class PlayButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Shows : quint8 { Play, Pause, Waiting };

    explicit PlayButton(QWidget *parent = nullptr);

    void setShows(Shows shows);
    Shows shows() const { return m_shows; }
    QSize sizeHint() const override { return {46, 46}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    Shows m_shows = Shows::Play;
    QBasicTimer m_timer;
    int m_turn = 0; ///< Degrees, while waiting.
};

} // namespace Earmark
