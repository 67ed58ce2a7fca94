// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/videotrack.h"

#include <algorithm>
#include <numeric>
#include <sched.h>
#include <utility>

namespace Earmark {

namespace {

/// This thread is woken 30 times a second by the GUI thread, and shall not take the processor from
/// it each time (measured: 3 ms of waiting within a call that computes for 0.1 ms).
void letOthersFinish()
{
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);
}

} // namespace

VideoTrack::VideoTrack(Opener opener, Ping ping)
    : m_opener(std::move(opener)), m_ping(std::move(ping)),
      m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

VideoTrack::~VideoTrack()
{
    close();
}

VideoTrack::State VideoTrack::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

void VideoTrack::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_operation.request_stop();
    }
    m_thread.request_stop();
    m_toThread.notify_all();
}

void VideoTrack::wish(const Wish &wish)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (wish.size.isEmpty() || isJump(wish))
            m_operation.request_stop();
        m_wish = wish;
        if (wish.size.isEmpty()) {
            forgetPictures();
            m_hungry = false;
        }
    }
    m_toThread.notify_all();
}

std::optional<VideoFrame> VideoTrack::take()
{
    std::optional<VideoFrame> taken;
    {
        const std::scoped_lock lock(m_mutex);
        while (isDue()) {
            taken = std::move(m_pictures.front().frame);
            m_shown = m_pictures.front().fits;
            m_pictures.pop_front();
            m_isFirst = false;
            m_from = std::max(m_from, std::min(taken->time, m_wish.position));
        }
        m_hungry = !taken;
        if (taken && !m_pictures.empty()) // those between were left out
            taken->until = m_pictures.front().frame.time;
    }
    if (taken)
        m_toThread.notify_all(); // room for another one
    return taken;
}

/// There is a picture that belongs to the wish. The first one behind a jump does even where it
/// begins later: pictures may begin later than the sound.
bool VideoTrack::isDue() const
{
    return m_isPlaced && !isFar() && !m_pictures.empty()
            && (m_isFirst || m_pictures.front().frame.time <= m_wish.position);
}

void VideoTrack::forgetPictures()
{
    m_pictures.clear();
    m_isPlaced = false;
}

bool VideoTrack::isJump(const Wish &wish) const
{
    return wish.position < m_wish.position - (wish.plays ? Trembling : 0)
            || wish.position > m_wish.position + LongestWalk;
}

/// The wish lies where only a jump leads.
bool VideoTrack::isFar() const
{
    const bool isBehind = m_wish.position < m_from - (m_wish.plays ? Trembling : 0);
    const bool isAhead = m_until != VideoFrame::Never && m_wish.position > m_until + LongestWalk;
    return isBehind || isAhead;
}

bool VideoTrack::hasRoom() const
{
    const std::size_t bytes = std::accumulate(
            m_pictures.begin(), m_pictures.end(), std::size_t{0},
            [](std::size_t sum, const auto &p) { return sum + p.frame.byteCount(); });
    return m_pictures.size() < 2 || (m_pictures.size() < MostPictures && bytes < MostBytes);
}

/// What stands still was made for another size.
bool VideoTrack::isOtherSize() const
{
    if (m_wish.plays || (m_isFirst && m_pictures.empty()))
        return false;
    return (m_isFirst ? m_pictures.front().fits : m_shown) != m_wish.size;
}

/// What is to be done next.
VideoTrack::Task VideoTrack::task() const
{
    if (m_state.failed || m_wish.size.isEmpty())
        return Task::Nothing;
    if (!m_isPlaced || isFar() || isOtherSize())
        return Task::Seek;
    const bool isWanted = m_wish.plays ? hasRoom() : m_until <= m_wish.position;
    return m_until != VideoFrame::Never && isWanted ? Task::Step : Task::Nothing;
}

void VideoTrack::run(const std::stop_token &stop)
{
    letOthersFinish();
    Job job;
    while (nextJob(job)) {
        if (m_source != nullptr || open(stop))
            work(job);
    }
    m_source.reset(); // here, not where the track dies: closing a file may take its time
    {
        const std::scoped_lock lock(m_mutex);
        m_state.finished = true;
    }
    m_ping();
}

/// Not interrupted by a jump: it is needed for any place.
bool VideoTrack::open(const std::stop_token &stop)
{
    Opened opened = m_opener(stop);
    m_source = std::move(opened.source);
    if (m_source == nullptr)
        fail(std::move(opened.failure));
    return m_source != nullptr;
}

void VideoTrack::fail(std::string why)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_state.failed = true;
        m_state.failure = std::move(why);
        forgetPictures();
    }
    m_ping();
}

/// Waits for something to do. False: leave.
bool VideoTrack::nextJob(Job &job)
{
    std::unique_lock lock(m_mutex);
    m_toThread.wait(lock, [&] { return m_closed || task() != Task::Nothing; });
    if (m_closed)
        return false;
    m_operation = std::stop_source();
    job = {.task = task(),
           .wish = m_wish,
           .hurry = m_wish.plays && m_until <= m_wish.position - Trembling,
           .stop = m_operation.get_token()};
    return true;
}

void VideoTrack::work(const Job &job)
{
    VideoSource::Status status = VideoSource::Status::Ok;
    if (job.task == Task::Seek)
        status = m_source->seek(job.wish.position, job.stop);
    else
        status = m_source->next(job.hurry, job.stop);
    if (status == VideoSource::Status::Cancelled) {
        const std::scoped_lock lock(m_mutex);
        forgetPictures();
        return;
    }
    if (status == VideoSource::Status::Failed) {
        fail(m_source->failure());
        return;
    }
    bool isWanted = status == VideoSource::Status::Ok;
    {
        const std::scoped_lock lock(m_mutex);
        isWanted = isWanted
                && (job.task == Task::Seek || isWorthShowing(m_source->time(), m_source->until()));
    }
    std::optional<VideoFrame> frame;
    if (isWanted)
        frame = m_source->picture(job.wish.size);
    if (isWanted && !frame)
        fail(m_source->failure());
    else
        came(job, std::move(frame));
}

/// Not when it is over before it could be seen; but of many late ones now and then one.
bool VideoTrack::isWorthShowing(std::int64_t time, std::int64_t until)
{
    const bool isLate = until <= m_wish.position;
    const bool isCrowded = m_wish.plays && m_last != VideoFrame::Never && time > m_last
            && static_cast<double>(time - m_last)
                    < static_cast<double>(NearestPictures) * m_wish.speed;
    const bool isLeftOut
            = until != VideoFrame::Never && (isLate || isCrowded) && m_leftOut < MostLeftOut;
    m_leftOut = isLeftOut ? m_leftOut + 1 : 0;
    return !isLeftOut;
}

/// The source stands at another picture; frame: if it is to be shown.
void VideoTrack::came(const Job &job, std::optional<VideoFrame> frame)
{
    bool mayPing = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (job.stop.stop_requested()) { // the source is elsewhere than the listener
            forgetPictures();
            return;
        }
        m_until = m_source->until();
        m_state.naturalSize = m_source->naturalSize();
        if (job.task == Task::Seek) {
            m_pictures.clear();
            m_isPlaced = true;
            m_isFirst = true;
            m_from = std::min(job.wish.position, m_source->time());
            m_leftOut = 0;
        }
        if (frame) {
            m_last = frame->time;
            m_pictures.push_back({std::move(*frame), job.wish.size});
        }
        mayPing = m_hungry && isDue();
        m_hungry = m_hungry && !mayPing;
    }
    if (mayPing)
        m_ping();
}

} // namespace Earmark
