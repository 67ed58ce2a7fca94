// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/playrules.h"

#include <chrono>
#include <optional>

namespace Earmark {

/// When listening is to end by itself.
struct SleepGoal
{
    enum class Kind : quint8 { Time, Chapter, Episode };

    Kind kind = Kind::Time;
    std::chrono::milliseconds time{0}; ///< Kind::Time: of listening, in real time.
    int chapters = 1; ///< Kind::Chapter: 1: until the end of the one that plays.

    bool operator==(const SleepGoal &) const = default;
};

/// Where the player stands. Media time.
struct SleepPlace
{
    std::chrono::milliseconds position{0};
    std::chrono::milliseconds duration{0}; ///< 0: unknown.
    double speed = 1; ///< Media seconds per second heard.
    Chapters chapters; ///< By start; hidden ones do not count.
};

/// How loud the last seconds are, 1 to 0, with so much real time left: it fades over 10 s.
double sleepFade(std::chrono::milliseconds left);

/// The sleep timer's rules: values in, decisions out. Minutes run while sound is heard, and stand
/// still in a pause. Ends of chapters and of the episode are places in the media: they follow
/// seeks, and the speed.
class SleepTimer
{
public:
    static constexpr std::chrono::minutes Extension{5};
    /// The end of an episode is not played: it would be the end of listening to it.
    static constexpr std::chrono::seconds BeforeEnd{1};
    /// So much earlier listening begins the next time, whatever chapter that is in: the last thing
    /// one remembers lies before what one slept through. More than any pause rewinds.
    static constexpr std::chrono::seconds Rewind{30};

    void start(const SleepGoal &goal, const SleepPlace &place);
    void cancel() { m_goal.reset(); }
    /// By five minutes, or to the end of the next chapter.
    void extend(const SleepPlace &place);
    /// The end of an episode cannot be moved.
    bool canExtend(const SleepPlace &place) const;

    /// So much real time of sound was heard.
    void heard(std::chrono::milliseconds realTime);
    /// The listener jumped to place: who jumps over the end of the chapter that was meant, means
    /// the end of the one he is in now.
    void jumped(const SleepPlace &place);
    /// Another episode: the chapter that is meant is now the one that plays.
    void episodeChanged(const SleepPlace &place);
    /// The same episode has another chapter list: the nearest end stands for the one meant.
    void chaptersChanged(const SleepPlace &place);

    const std::optional<SleepGoal> &goal() const { return m_goal; } ///< Nothing: not running.
    /// Real time until it is over; nothing: not running, or not known.
    std::optional<std::chrono::milliseconds> left(const SleepPlace &place) const;
    bool isOver(const SleepPlace &place) const;
    double fade(const SleepPlace &place) const;
    /// What the end of the episode means while it runs: who sleeps has not heard it.
    EpisodeEnd atEnd(const SleepPlace &place) const;

private:
    std::optional<std::chrono::milliseconds> target(const SleepPlace &place) const;
    void aim(const SleepPlace &place, int chapters);

    std::optional<SleepGoal> m_goal;
    std::chrono::milliseconds m_timeLeft{0}; ///< Kind::Time
    /// Kind::Chapter: where the chapter ends; nothing: where the episode does.
    std::optional<std::chrono::milliseconds> m_chapterEnd;
    bool m_hadChapters = false; ///< When m_chapterEnd was found.
};

/// Where the n-th chapter from here ends (1: the one at position); nothing: at the episode's end.
std::optional<std::chrono::milliseconds> endOfChapter(const Chapters &chapters,
                                                      std::chrono::milliseconds position, int n);

} // namespace Earmark
