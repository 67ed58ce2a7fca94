// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/soundsettings.h"

#include <QObject>

namespace Earmark {

class PlaybackService;
class SettingsService;
class Storage;

/// How the loaded episode sounds: as its podcast's own settings say, or those for all podcasts. A
/// change is heard at once and kept where it belongs, whoever made it.
class SoundService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SoundService)

public:
    SoundService(PlaybackService &playback, SettingsService &settings, Storage &storage,
                 QObject *parent = nullptr);

    const SoundSettings &sound() const;
    void setSound(const SoundSettings &sound);
    void changeSpeed(int steps); ///< Of SoundSettings::SpeedStep each.

    /// Whether what is loaded belongs to a podcast of the library.
    bool canBeOwn() const { return m_podcast.isValid(); }
    /// Whether the loaded episode's podcast has settings of its own.
    bool isOwn() const { return m_isOwn; }
    /// On: it keeps, for itself, what is heard now. Off: what holds for all is heard again.
    void setOwn(bool own);

Q_SIGNALS:
    void changed(); ///< Anything of the above.

private:
    void episodeChanged();
    void apply(const SoundSettings &sound);
    void keep();
    void writeOwn();

    PlaybackService &m_playback;
    SettingsService &m_settings;
    Storage &m_storage;
    PodcastId m_podcast;
    bool m_isOwn = false;
    bool m_isApplying = false;
};

} // namespace Earmark
