// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Earmark {

class AccessService;
class AnalysisService;
class ArtworkService;
class AutomaticDownloads;
class ChapterPlacesService;
class ChapterService;
class DirectoryService;
class DownloadLists;
class DownloadService;
class EpisodeService;
class LibraryService;
class LocalFolders;
class Logins;
class MediaMover;
class MediaStore;
class OutputService;
class PlaybackService;
class PreviewService;
class QueueService;
class SeekUndo;
class SettingsService;
class SkipRulesService;
class SkipService;
class SleepService;
class SoundService;
class TimeSavedService;
class UndoStack;
class VideoService;

/// What the main window needs; owned by app/, outlives the window.
/// MainWindow(const WindowServices &, Dialogs &, QWidget *parent = nullptr)
struct WindowServices
{
    AccessService &access;
    AnalysisService &analysis;
    ArtworkService &artwork;
    AutomaticDownloads &automatic;
    ChapterPlacesService &chapterPlaces;
    ChapterService &chapters;
    DirectoryService &directories;
    DownloadLists &downloadLists;
    DownloadService &downloads;
    EpisodeService &episodes;
    LocalFolders &folders;
    LibraryService &library;
    Logins &logins;
    MediaMover &mediaMover;
    MediaStore &mediaStore;
    OutputService &outputs;
    PlaybackService &playback;
    PreviewService &previews;
    QueueService &queue;
    SeekUndo &seekUndo;
    SettingsService &settings;
    SkipRulesService &skipRules;
    SkipService &skips;
    SleepService &sleep;
    SoundService &sound;
    TimeSavedService &timeSaved;
    UndoStack &undo;
    VideoService &video;
};

} // namespace Earmark
