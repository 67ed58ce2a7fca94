// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Earmark {

class PlaybackService;
class SettingsService;
class SleepButton;
class SleepService;

/// The sleep timer's button and its service.
class SleepWiring : public QObject
{
    Q_OBJECT

public:
    struct Needs
    {
        SleepButton &button;
        SleepService &sleep;
        PlaybackService &playback;
        SettingsService &settings; ///< Keeps the minutes that were asked for last.
    };

    explicit SleepWiring(const Needs &needs, QObject *parent = nullptr);

private:
    void show();
    void askForMinutes();

    Needs m_needs;
};

} // namespace Earmark
