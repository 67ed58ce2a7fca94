// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Earmark {

class PlayerBar;
struct WindowServices;

/// What the player bar shows beside the player itself: the waveform, what will be skipped, the
/// sound output.
class BarWiring : public QObject
{
    Q_OBJECT

public:
    BarWiring(PlayerBar &bar, const WindowServices &services, QObject *parent = nullptr);

Q_SIGNALS:
    void told(const QString &sentence);

private:
    void showWaveform();
    void showOutputs(bool asksSystem);

    PlayerBar &m_bar;
    const WindowServices &m_services;
};

} // namespace Earmark
