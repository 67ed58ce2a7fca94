// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWheelEvent>

namespace Earmark {

/// Whole notches of a wheel; what is less (touch pads tell eighths of a degree) waits for more.
class WheelSteps
{
public:
    /// Up is positive, and so is sideways where it is not turned up or down.
    int take(const QWheelEvent &event)
    {
        constexpr int Notch = 120;
        const QPoint turned = event.angleDelta();
        m_turned += turned.y() != 0 ? turned.y() : turned.x();
        const int steps = m_turned / Notch;
        m_turned -= steps * Notch;
        return steps;
    }

private:
    int m_turned = 0;
};

} // namespace Earmark
