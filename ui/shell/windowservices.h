// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Earmark {

class ArtworkService;
class ChapterService;
class EpisodeService;
class LibraryService;
class PlaybackService;
class QueueService;
class SettingsService;
class UndoStack;

/// What the main window needs; owned by app/, outlives the window.
/// MainWindow(const WindowServices &, Dialogs &, QWidget *parent = nullptr)
struct WindowServices
{
    ArtworkService &artwork;
    ChapterService &chapters;
    EpisodeService &episodes;
    LibraryService &library;
    PlaybackService &playback;
    QueueService &queue;
    SettingsService &settings;
    UndoStack &undo;
};

} // namespace Earmark
