// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterchoice.h"
#include "core/clock.h"
#include "core/episode.h"
#include "core/episodeanalysis.h"
#include "core/playrules.h"
#include "core/result.h"
#include "core/resumerules.h"
#include "core/timesaved.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>

namespace Earmark {

class AccessService;
class ByteSource;
class ChapterService;
class EpisodeService;
class MediaOpener;
class NextUp;
class Player;
struct PodcastAccess;
class QueueService;
class SettingsService;

/// Listening: one episode in the player, where it stands, what follows. All times are media time.
/// Failures that the listener could lift by a word are of kind OwnNetwork, or of kind HttpStatus
/// with code 401 (a name and password): see failed().
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
        AccessService &access;
        Clock clock = systemClock(); ///< Tells how long a pause was.
    };

    explicit PlaybackService(const Needs &needs, QObject *parent = nullptr);
    ~PlaybackService() override;

    /// Brings back the episode that was in the player when the program last ended, paused, without
    /// touching sound or network.
    void restoreLast();

    /// Plays now and keeps the queue. Where it was left, unless `at` says otherwise.
    void play(EpisodeId id, std::optional<std::chrono::milliseconds> at = {});
    /// Plays an episode of a podcast that is looked at and not subscribed to: one without an id.
    /// The library hears nothing of it, so its position ends with it.
    void playPreview(const Episode &episode);
    /// That podcast was subscribed to: what plays is this episode of the library from now on.
    void adopt(const Episode &stored);
    bool isPreview() const { return m_episode && !m_episode->row.id.isValid(); }
    void togglePlay();
    void pause();
    /// Goes on some seconds before where it was heard last (core/resumerules.h), or exactly where
    /// the listener jumped to. Also after an end of the program, and after a failure.
    void resume();
    /// Pauses; listening goes on from so much earlier.
    void pauseEarlier(std::chrono::milliseconds back);
    /// Tries again what failed; evenOnOwnNetwork: a preview, which no library knows, by the
    /// listener's word.
    void retry(bool evenOnOwnNetwork = false);
    void seek(std::chrono::milliseconds position);
    void skip(std::chrono::milliseconds delta);
    void nextChapter();
    void previousChapter();
    void playNext(); ///< What the queue holds next, if anything.
    void setVolume(double volume); ///< 0 to 1; remembered.
    double volume() const;
    void setFade(double factor); ///< A share of the volume, 0 to 1, which volume() leaves out.
    /// What the end of the episode will mean; stays until it is said anew.
    void setEpisodeEnd(EpisodeEnd end) { m_episodeEnd = end; }
    void setSpeed(double speed); ///< Media seconds per second heard; stepped, 0.5 to 4.
    double speed() const;
    /// As the loaded episode, and all after it, sound (services/soundservice.h chooses).
    void setSound(const SoundSettings &sound);
    const SoundSettings &sound() const;
    /// What is not played of episode(), until another one is there (services/skipservice.h).
    void setSkips(const MediaRanges &skips);
    /// What its file told (services/analysisservice.h); isProven: this very file, not the one that
    /// it was when it was heard last. Lasts like setSkips().
    void setAnalysis(const EpisodeAnalysis &analysis, bool isProven);
    /// Tells by timeSaved() what was saved until now; it is written with the position.
    void countTimeSaved();
    /// Writes the position; durable when the future is done (quit, SIGTERM).
    QFuture<Result<>> savePosition();

    State state() const { return m_state; }
    bool isPlayWanted() const; ///< It plays, or would if there was sound.
    const std::optional<Episode> &episode() const { return m_episode; }
    const std::shared_ptr<ByteSource> &source() const { return m_source; } ///< Null: not loaded.
    std::chrono::milliseconds position() const;
    std::chrono::milliseconds duration() const;
    /// 0: only a feed's word or an estimate says how long it is.
    std::chrono::milliseconds realLength() const;
    /// Without what is skipped at the end of it, unless the listener is there.
    std::chrono::milliseconds playedEnd() const;
    const ShownChapters &chapters() const { return m_chapters; }
    /// Row in chapters().chapters of the listed chapter that plays.
    std::optional<qsizetype> chapter() const { return m_chapter; }
    /// The chapter, listed or not, whose picture and link hold now.
    std::optional<Chapter> pictureChapter() const;
    QString failure() const { return m_failure; } ///< A sentence; empty when not State::Failed.

Q_SIGNALS:
    void episodeChanged(); ///< Another one, or its data.
    void mediaLoaded(); ///< The player has been given source().
    void stateChanged(Earmark::PlaybackService::State state);
    void positionChanged(std::chrono::milliseconds position);
    /// The listener jumps within the episode: said before anything else follows.
    void jumping(std::chrono::milliseconds from, std::chrono::milliseconds to);
    /// The position did not get here by playing; follows positionChanged().
    void seeked(std::chrono::milliseconds position);
    void skipped(const Earmark::MediaRange &part); ///< Playing came over it.
    void timeSaved(const Earmark::TimeSaved &saved); ///< More of it, on episode().
    void durationChanged(std::chrono::milliseconds duration);
    void chaptersChanged();
    void chapterChanged(); ///< Another chapter, picture or link holds.
    void stoppedAtEnd(); ///< The end came, and was to be EpisodeEnd::Stops.
    void speedChanged(double speed);
    void soundChanged(const Earmark::SoundSettings &sound);
    void volumeChanged(double volume);
    void failed(const Earmark::Error &error);
    /// An episode that the queue brought by itself cannot be played. It is at the end of the queue
    /// now and the next one begins; or so many failed in a row that listening stopped: failed() was
    /// said then, too (core/whatfollows.h). A sentence for the listener.
    void passedOver(const Earmark::Error &error);

private:
    void start(const Episode &episode, std::optional<std::chrono::milliseconds> at);
    void show(const Episode &episode, std::chrono::milliseconds position);
    void reload();
    void loadMedia(bool play);
    void openMedia(const PodcastAccess &access);
    void load(const std::shared_ptr<ByteSource> &source, bool play);
    TimeSaved takeTimeSaved();
    void gatherChapters();
    void showChapters();
    void setState(State state);
    void playerStateChanged();
    void moved(std::chrono::milliseconds position, PositionCause cause);
    void seekQuietly(std::chrono::milliseconds position);
    void shift(std::chrono::milliseconds position);
    void goBack();
    void lengthKnown();
    void touched();
    void lookAhead();
    void ended();
    void follow(EpisodeId next);
    void followed(const Result<Episode> &episode, const std::shared_ptr<ByteSource> &source);
    void fail(const Error &error);

    Needs m_needs;
    QTimer m_saveTimer;
    State m_state = State::Nothing;
    std::optional<Episode> m_episode;
    std::chrono::milliseconds m_position{0}; ///< while the player does not know better
    LeftPlace m_left;
    ShownChapters m_chapters;
    std::optional<qsizetype> m_chapter;
    bool m_isLoaded = false; ///< The player holds m_episode's media.
    PositionCause m_lastCause = PositionCause::Seek;
    bool m_isTailBySeek = false;
    bool m_isShifting = false; ///< The player moves without a jump of the listener's.
    EpisodeEnd m_episodeEnd = EpisodeEnd::Played;
    quint64 m_wish = 0; ///< Counts play() wishes: an answer to an older one is dropped.
    QString m_failure;
    std::shared_ptr<ByteSource> m_source; ///< Of m_episode, loaded last.
    MediaRanges m_skips; ///< Of m_episode.
    std::chrono::milliseconds m_analysed{0}; ///< The length of m_source, proven.
    bool m_isPlaceChosen = false; ///< m_position, before m_episode's media is loaded.
    TimeSaved m_saved; ///< Told, and not written yet.
    bool m_isOpening = false; ///< Its address is being made ready.
    bool m_playsWhenOpen = false;
    std::unique_ptr<NextUp> m_nextUp;
    bool m_cameByItself = false; ///< The queue brought it, and the listener let it.
    QList<EpisodeId> m_failedInARow;
    std::optional<std::pair<QString, Error>> m_passedOver; ///< Its title and why.
};

} // namespace Earmark
