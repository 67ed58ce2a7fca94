// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services.h"
#include "playback/player.h"
#include "services/analysisservice.h"
#include "services/outputservice.h"
#include "services/playbackservice.h"
#include "services/seekundo.h"
#include "services/skipservice.h"
#include "services/sleepservice.h"
#include "services/soundservice.h"
#include "services/timesavedservice.h"
#include "services/videoservice.h"
#include "ui/shell/windowservices.h"

namespace Earmark {

/// What a window needs beside the services of a profile, as the program makes it.
class WindowStack
{
    Q_DISABLE_COPY_MOVE(WindowStack)

public:
    /// media: null: the services' own.
    explicit WindowStack(
            Services &services, const OutputService::List &list = [] { return OutputDevices(); },
            MediaOpener *media = nullptr)
        : playback({.player = player,
                    .episodes = services.episodes(),
                    .queue = services.queue(),
                    .chapters = services.chapters(),
                    .media = media != nullptr ? *media : services.media(),
                    .settings = services.settings(),
                    .access = services.access()}),
          seekUndo(playback), sleepTimer(playback), video(player, playback),
          sound(playback, services.settings(), services.storage()),
          analysis(playback, services.storage()), outputs(player, services.settings(), list),
          skips(playback, services.skipRules()), timeSaved(playback, services.episodes()),
          needs({.access = services.access(),
                 .analysis = analysis,
                 .artwork = services.artwork(),
                 .automatic = services.automaticDownloads(),
                 .chapterPlaces = services.chapterPlaces(),
                 .chapters = services.chapters(),
                 .directories = services.directories(),
                 .downloadLists = services.downloadLists(),
                 .downloads = services.downloads(),
                 .episodes = services.episodes(),
                 .folders = services.folders(),
                 .library = services.library(),
                 .logins = services.logins(),
                 .mediaMover = services.mediaMover(),
                 .mediaStore = services.media(),
                 .outputs = outputs,
                 .playback = playback,
                 .previews = services.previews(),
                 .queue = services.queue(),
                 .seekUndo = seekUndo,
                 .settings = services.settings(),
                 .skipRules = services.skipRules(),
                 .skips = skips,
                 .sleep = sleepTimer,
                 .sound = sound,
                 .timeSaved = timeSaved,
                 .undo = services.undo(),
                 .video = video})
    {
    }
    ~WindowStack() = default;

    Player player;
    PlaybackService playback;
    SeekUndo seekUndo;
    SleepService sleepTimer;
    VideoService video;
    SoundService sound;
    AnalysisService analysis;
    OutputService outputs;
    SkipService skips;
    TimeSavedService timeSaved;
    WindowServices needs;
};

} // namespace Earmark
