// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterchoice.h"
#include "core/episode.h"
#include "core/playrules.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <optional>

namespace Earmark {

class ChapterService;
class EpisodeService;
class MediaOpener;
class Player;
class QueueService;
class SettingsService;

/// Listening: one episode in the player, where it stands, what follows. All times are media time.
class PlaybackService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaybackService)

public:
    enum class State : quint8 { Nothing, Loading, Playing, Paused, Buffering, Failed };
    struct Needs
    {
        Player &player;
        EpisodeService &episodes;
        QueueService &queue;
        ChapterService &chapters;
        MediaOpener &media;
        SettingsService &settings;
    };

    explicit PlaybackService(const Needs &needs, QObject *parent = nullptr);

    /// Brings back the episode that was in the player when the program last ended, paused, without
    /// touching sound or network.
    void restoreLast();

    /// Plays now and keeps the queue. Where it was left, unless `at` says otherwise.
    void play(EpisodeId id, std::optional<std::chrono::milliseconds> at = {});
    void togglePlay();
    void pause();
    void resume();
    void seek(std::chrono::milliseconds position);
    void skip(std::chrono::milliseconds delta);
    void nextChapter();
    void previousChapter();
    /// Plays what the queue holds next, if anything.
    void playNext();
    void setVolume(double volume); ///< 0 to 1; remembered.
    double volume() const;
    /// Writes the position; durable when the future is done (quit, SIGTERM).
    QFuture<Result<>> savePosition();

    State state() const { return m_state; }
    const std::optional<Episode> &episode() const { return m_episode; }
    std::chrono::milliseconds position() const;
    std::chrono::milliseconds duration() const;
    const ShownChapters &chapters() const { return m_chapters; }
    /// Row in chapters().chapters of the listed chapter that plays.
    std::optional<qsizetype> chapter() const { return m_chapter; }
    /// The chapter, listed or not, whose picture and link hold now.
    std::optional<Chapter> pictureChapter() const;
    /// The sentence of the last failure; empty when state() is not Failed.
    QString failure() const { return m_failure; }

Q_SIGNALS:
    void episodeChanged(); ///< Another one, or its data.
    void stateChanged(Earmark::PlaybackService::State state);
    void positionChanged(std::chrono::milliseconds position);
    void durationChanged(std::chrono::milliseconds duration);
    void chaptersChanged();
    void chapterChanged(); ///< Another chapter, picture or link holds.
    void failed(const Earmark::Error &error);

private:
    void show(const Episode &episode, std::chrono::milliseconds position);
    void reload();
    void loadMedia(bool play);
    void setState(State state);
    void playerStateChanged();
    void moved(std::chrono::milliseconds position, PositionCause cause);
    void durationKnown(std::chrono::milliseconds duration);
    void ended();
    void fail(const Error &error);

    Needs m_needs;
    QTimer m_saveTimer;
    State m_state = State::Nothing;
    std::optional<Episode> m_episode;
    std::chrono::milliseconds m_position{0}; ///< while the player does not know better
    ShownChapters m_chapters;
    std::optional<qsizetype> m_chapter;
    bool m_isLoaded = false; ///< The player holds m_episode's media.
    PositionCause m_lastCause = PositionCause::Seek;
    bool m_isTailBySeek = false;
    quint64 m_wish = 0; ///< Counts play() wishes: an answer to an older one is dropped.
    QString m_failure;
};

} // namespace Earmark
