// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services.h"
#include "media/filebytes.h"
#include "playback/player.h"
#include "services/playbackservice.h"
#include "support/mediafixtures.h"
#include "ui/shell/mainwindow.h"

#include <QTemporaryDir>

#include <memory>

namespace Earmark {

/// Opens `http://disk.test/NAME` as the sound fixture of that name on disk, everything else as the
/// program does: a library's feeds can then name files, which they otherwise never may.
class DiskOpener : public MediaOpener
{
public:
    explicit DiskOpener(HttpClient &http) : MediaOpener(http) { }

    Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure) override
    {
        if (enclosure.url.host() == QLatin1StringView("disk.test"))
            return FileBytes::open(mediaFixture(enclosure.url.path().mid(1)));
        return MediaOpener::open(enclosure);
    }
};

/// The whole program but for its process: profile, services, player and window, in a test's hands.
class WindowBench
{
public:
    WindowBench()
        : services({.data = dir.path(), .cache = dir.path() + QStringLiteral("/cache")},
                   systemClock()),
          media(services.http()), playback({.player = player,
                                            .episodes = services.episodes(),
                                            .queue = services.queue(),
                                            .chapters = services.chapters(),
                                            .media = media,
                                            .settings = services.settings()}),
          opened(services.open()),
          window(std::make_unique<MainWindow>(WindowServices{.artwork = services.artwork(),
                                                             .chapters = services.chapters(),
                                                             .episodes = services.episodes(),
                                                             .library = services.library(),
                                                             .playback = playback,
                                                             .queue = services.queue(),
                                                             .settings = services.settings(),
                                                             .undo = services.undo()}))
    {
        window->resize(1200, 800);
        window->show();
    }

    QTemporaryDir dir;
    Services services;
    DiskOpener media;
    Player player;
    PlaybackService playback;
    QFuture<Result<>> opened;
    std::unique_ptr<MainWindow> window;
};

} // namespace Earmark
