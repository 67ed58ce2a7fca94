// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include <chrono>

class QTimer;

namespace Earmark {

class SeekBar;

/// "Back to 12:30", for ten seconds after a far jump. Floats above the place on the seek bar that
/// it leads to, so that nothing makes room for it.
class BackPill : public QAbstractButton
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Stays{10'000};

    /// seekBar: a child of parent, too.
    BackPill(SeekBar *seekBar, QWidget *parent);

    void offer(std::chrono::milliseconds place);
    void withdraw();

    QSize sizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void settle();

    SeekBar *m_seekBar;
    std::chrono::milliseconds m_place{0};
    QTimer *m_timer;
};

} // namespace Earmark
