// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/soundpanel.h"

#include <QAbstractButton>

namespace Earmark {

/// The speed, and behind it everything about how it sounds. Tinted while anything is not as it was
/// recorded.
class SoundButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SoundButton(QWidget *parent = nullptr);

    void showSound(const SoundView &view);
    SoundPanel &panel() const { return *m_panel; }
    void openPanel();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    SoundView m_view;
    SoundPanel *m_panel;
    int m_wheel = 0; ///< Eighths of a degree that make no step yet.
};

} // namespace Earmark
