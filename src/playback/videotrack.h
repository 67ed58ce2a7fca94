// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/videosource.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace Earmark {

/// Pictures that follow a sound: a thread of its own decodes a little ahead of the place that is
/// heard; the GUI thread says where that is and takes the picture that belongs there. Late pictures
/// are left out, never queued. Qt-free, as PcmPipe is, and with the same order: one mutex; nobody
/// decodes, waits for bytes or calls out while holding it.
///
/// It has no clock: between two wishes the place stands still, and so it decodes as far as a few
/// pictures beyond the last wish and rests.
class VideoTrack
{
public:
    /// Decoded ahead of what is heard at most; two at least, whatever their size.
    static constexpr std::size_t MostPictures = 8;
    static constexpr std::size_t MostBytes = std::size_t{48} * 1024 * 1024;
    /// A place that is farther ahead than this is jumped to.
    static constexpr std::int64_t LongestWalk = 2'000'000; // us
    /// While it plays, a place so little before the one before is the clock's trembling, no jump.
    static constexpr std::int64_t Trembling = 250'000; // us
    /// Pictures nearer to each other than this are too many to be seen (66 a second).
    static constexpr std::int64_t NearestPictures = 15'000; // us as heard
    /// Late pictures in a row that are left out before one is shown all the same.
    static constexpr int MostLeftOut = 10;

    struct Opened
    {
        std::unique_ptr<VideoSource> source; ///< Null: failure says why.
        std::string failure;
    };
    /// Runs on the track's thread; may wait; returns null soon after stop was requested.
    using Opener = std::function<Opened(std::stop_token)>;
    /// "Something came that was waited for, look at state() and take()". Called on any thread,
    /// without the lock; it must only post.
    using Ping = std::function<void()>;

    struct Wish
    {
        std::int64_t position = 0; ///< Media time (us) that is heard.
        double speed = 1; ///< Media seconds per second heard.
        bool plays = false; ///< Else the one picture of the position is enough.
        PictureSize size; ///< Pictures fit into it. Empty: nobody looks, nothing is decoded.
    };
    struct State
    {
        bool failed = false; ///< failure says why; it rests until its end.
        bool finished = false; ///< The thread is done; destruction does not wait.
        std::string failure; ///< UTF-8, a whole sentence.
        PictureSize naturalSize; ///< Empty until a picture was decoded.
    };

    /// Opens when a picture is wished for.
    VideoTrack(Opener opener, Ping ping);
    VideoTrack(const VideoTrack &) = delete;
    VideoTrack &operator=(const VideoTrack &) = delete;
    ~VideoTrack(); ///< Waits for the thread: close() and state().finished first.

    void wish(const Wish &wish);

    /// The picture that holds at the wished position, once: nothing when it was taken before, or is
    /// not decoded yet (then a ping follows).
    std::optional<VideoFrame> take();

    State state() const;
    void close(); ///< The thread ends as soon as its source lets it.

private:
    enum class Task : std::uint8_t { Nothing, Seek, Step };
    struct Picture
    {
        VideoFrame frame;
        PictureSize fits;
    };
    struct Job
    {
        Task task = Task::Nothing;
        Wish wish;
        bool hurry = false;
        std::stop_token stop;
    };

    void run(const std::stop_token &stop);
    bool open(const std::stop_token &stop);
    bool nextJob(Job &job);
    void work(const Job &job);
    void came(const Job &job, std::optional<VideoFrame> frame);
    void fail(std::string why);
    Task task() const;
    bool isFar() const;
    bool isJump(const Wish &wish) const;
    bool isOtherSize() const;
    bool isDue() const;
    bool hasRoom() const;
    bool isWorthShowing(std::int64_t time, std::int64_t until);
    void forgetPictures();

    const Opener m_opener;
    const Ping m_ping;
    std::unique_ptr<VideoSource> m_source; ///< The thread's alone.

    mutable std::mutex m_mutex; // guards everything below
    std::condition_variable m_toThread;
    State m_state;
    Wish m_wish;
    std::deque<Picture> m_pictures; ///< Not taken yet, in the order of time.
    bool m_isPlaced = false; ///< The source was sent to a place ...
    bool m_isFirst = false; ///< ... and the picture of that place was not taken yet.
    std::int64_t m_from = 0; ///< Nothing before this can be had without a jump.
    std::int64_t m_until = 0; ///< The source's.
    std::int64_t m_last = VideoFrame::Never; ///< Time of the picture that was made last.
    PictureSize m_shown; ///< What the picture that was taken last fits into.
    int m_leftOut = 0; ///< In a row.
    bool m_hungry = false; ///< take() had nothing: a ping is due.
    bool m_closed = false;
    std::stop_source m_operation; ///< Ends what the thread does now.

    std::jthread m_thread; // last: everything above is there when it begins
};

} // namespace Earmark
