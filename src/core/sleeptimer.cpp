// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sleeptimer.h"

#include <algorithm>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

constexpr milliseconds FadeTime = 10s;

Chapters listed(const Chapters &chapters)
{
    Chapters found;
    std::ranges::copy_if(chapters, std::back_inserter(found),
                         [](const Chapter &chapter) { return !chapter.hidden; });
    return found;
}

} // namespace

double sleepFade(milliseconds left)
{
    return std::clamp(double(left.count()) / double(FadeTime.count()), 0.0, 1.0);
}

std::optional<milliseconds> endOfChapter(const Chapters &chapters, milliseconds position, int n)
{
    const Chapters all = listed(chapters);
    const auto after = std::ranges::upper_bound(all, position, {}, &Chapter::start);
    // What is before the first chapter counts as one.
    const qsizetype next = (after - all.begin()) + n - 1;
    const auto begin = next < all.size() ? std::optional(all.at(next).start) : std::nullopt;
    if (next == 0 || next > all.size())
        return begin;
    const auto end = all.at(next - 1).end;
    if (!end || *end <= position)
        return begin;
    return begin ? std::min(*begin, *end) : *end;
}

void SleepTimer::start(const SleepGoal &goal, const SleepPlace &place)
{
    m_goal = goal;
    m_timeLeft = goal.time;
    aim(place, goal.chapters);
}

void SleepTimer::aim(const SleepPlace &place, int chapters)
{
    m_chapterEnd = endOfChapter(place.chapters, place.position, chapters);
    m_hadChapters = !listed(place.chapters).isEmpty();
}

bool SleepTimer::canExtend(const SleepPlace &place) const
{
    if (!m_goal || m_goal->kind == SleepGoal::Kind::Episode)
        return false;
    if (m_goal->kind == SleepGoal::Kind::Time)
        return true;
    const bool isLast
            = place.duration > 0ms && m_chapterEnd && *m_chapterEnd >= place.duration - BeforeEnd;
    return m_chapterEnd && !isLast;
}

void SleepTimer::extend(const SleepPlace &place)
{
    if (!canExtend(place))
        return;
    if (m_goal->kind == SleepGoal::Kind::Time) {
        m_timeLeft += Extension;
        return;
    }
    ++m_goal->chapters;
    m_chapterEnd = endOfChapter(place.chapters, *m_chapterEnd, 1);
}

void SleepTimer::heard(milliseconds realTime)
{
    m_timeLeft -= realTime;
}

void SleepTimer::jumped(const SleepPlace &place)
{
    if (m_chapterEnd && place.position >= *m_chapterEnd)
        aim(place, 1);
}

void SleepTimer::episodeChanged(const SleepPlace &place)
{
    aim(place, 1);
}

void SleepTimer::chaptersChanged(const SleepPlace &place)
{
    if (m_chapterEnd)
        m_chapterEnd = endOfChapter(place.chapters, std::max(0ms, *m_chapterEnd - 1ms), 1);
    else if (!m_hadChapters)
        aim(place, 1);
}

/// Where in the media it is over, if it is a place there.
std::optional<milliseconds> SleepTimer::target(const SleepPlace &place) const
{
    if (!m_goal || m_goal->kind == SleepGoal::Kind::Time)
        return {};
    const auto last = place.duration > 0ms ? std::optional<milliseconds>(place.duration - BeforeEnd)
                                           : std::nullopt;
    if (m_goal->kind == SleepGoal::Kind::Episode || !m_chapterEnd)
        return last;
    return last ? std::min(*last, *m_chapterEnd) : m_chapterEnd;
}

std::optional<milliseconds> SleepTimer::left(const SleepPlace &place) const
{
    if (!m_goal)
        return {};
    if (m_goal->kind == SleepGoal::Kind::Time)
        return std::max(0ms, m_timeLeft);
    const auto end = target(place);
    if (!end)
        return {};
    const double speed = place.speed > 0 ? place.speed : 1;
    return milliseconds(qint64(double(std::max(0ms, *end - place.position).count()) / speed));
}

bool SleepTimer::isOver(const SleepPlace &place) const
{
    const auto rest = left(place);
    return rest && *rest <= 0ms;
}

double SleepTimer::fade(const SleepPlace &place) const
{
    const auto rest = left(place);
    return rest ? sleepFade(*rest) : 1;
}

EpisodeEnd SleepTimer::atEnd(const SleepPlace &place) const
{
    if (!m_goal)
        return EpisodeEnd::Played;
    if (m_goal->kind != SleepGoal::Kind::Time)
        return EpisodeEnd::Stops;
    const auto heardUntil = place.position
            + milliseconds(qint64(double(std::max(0ms, m_timeLeft).count()) * place.speed));
    return heardUntil < place.duration ? EpisodeEnd::Unplayed : EpisodeEnd::Played;
}

} // namespace Earmark
