// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace Earmark {

class PlaybackService;
class PlayerBar;
class SoundService;
class TimeSavedService;

/// The sound button of the player bar and its services.
class SoundWiring : public QObject
{
    Q_OBJECT

public:
    struct Needs
    {
        PlayerBar &bar;
        SoundService &sound;
        PlaybackService &playback;
        TimeSavedService &timeSaved;
    };

    explicit SoundWiring(const Needs &needs, QObject *parent = nullptr);

private:
    void show();
    void showSaved();

    Needs m_needs;
    QTimer m_savedTimer; ///< While the panel is open.
};

} // namespace Earmark
