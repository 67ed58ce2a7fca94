// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services.h"
#include "media/filebytes.h"
#include "playback/outputlist.h"
#include "support/mediafixtures.h"
#include "support/windowstack.h"
#include "ui/shell/mainwindow.h"

#include <QTemporaryDir>

#include <memory>

namespace Earmark {

/// Opens `http://disk.test/NAME` as the sound fixture of that name on disk,
/// `http://disk.test/file/PATH` as the file with that absolute path, everything else as the program
/// does: a library's feeds can then name files, which they otherwise never may.
class DiskOpener : public MediaOpener
{
public:
    explicit DiskOpener(HttpClient &http) : MediaOpener(http) { }

    Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure,
                                             const PodcastAccess &access) override
    {
        const bool isHere = enclosure.url.host() == QLatin1StringView("disk.test");
        if (isHere && enclosure.url.path().startsWith(QLatin1StringView("/file/")))
            return FileBytes::open(enclosure.url.path().mid(5));
        if (isHere)
            return FileBytes::open(mediaFixture(enclosure.url.path().mid(1)));
        return MediaOpener::open(enclosure, access);
    }
};

/// The whole program but for its process: profile, services, player and window, in a test's hands.
class WindowBench
{
public:
    /// isStored: sound comes from the services' own store, as in the program.
    explicit WindowBench(const HttpLimits &limits = {}, bool isStored = false)
        : services({.data = dir.path(), .cache = dir.path() + QStringLiteral("/cache")},
                   systemClock(), nullptr, limits),
          media(services.http()), stack(services, soundOutputs, isStored ? nullptr : &media),
          opened(services.open()), window(std::make_unique<MainWindow>(stack.needs))
    {
        window->resize(1200, 800);
        window->show();
    }

    QTemporaryDir dir;
    Services services;
    DiskOpener media;
    WindowStack stack;
    Player &player = stack.player;
    PlaybackService &playback = stack.playback;
    QFuture<Result<>> opened;
    std::unique_ptr<MainWindow> window;
};

} // namespace Earmark
