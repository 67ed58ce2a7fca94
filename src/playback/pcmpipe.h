// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/pcmsource.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace Earmark {

/// Why there is no sound, for the listener and for the log.
struct PipeTrouble
{
    std::string sentence; ///< UTF-8, whole.
    std::string detail;
    bool bytes = false; ///< The bytes did not come; trying again may help.
};

/// The one place where threads share memory under a lock: a decoder thread of its own fills a ring
/// of sound from the wanted frame on; the player backend's threads read from it; the GUI thread
/// says what is wanted and asks how things are. Qt-free, so that ThreadSanitizer can watch it.
///
///   one mutex guards the ring, the numbers that describe it and the wishes; nobody decodes, waits
///   for bytes or calls out while holding it. The decoder works on its own buffer and copies it in;
///   a wish that came meanwhile makes it throw that buffer away.
///
/// Two modes. Held (from birth): read() never waits; what is not there is an end. This is for the
/// moments in which the GUI thread itself reads through the backend (probing, seeking) or must not
/// wait for a thread of the backend that does. An end and not silence, because the backend's I/O
/// buffer would keep the silence and give it out again after a seek to that place. Flowing: a read
/// ahead of the ring waits.
class PcmPipe
{
public:
    static constexpr std::chrono::milliseconds ReadyAfter{1'000};
    static constexpr std::chrono::seconds Ahead{12}; ///< Decoded ahead of the reader at most.
    static constexpr std::chrono::seconds Behind{4}; ///< Kept for short jumps back.

    struct Opened
    {
        std::unique_ptr<PcmSource> source; ///< Null: trouble says why.
        PipeTrouble trouble;
    };
    /// Runs on the decoder thread; may wait; returns null soon after stop was requested.
    using Opener = std::function<Opened(std::stop_token)>;
    /// "Something changed, look at state()". Called on any thread, without the lock, often; it must
    /// only post and never call back into the pipe.
    using Ping = std::function<void()>;

    struct State
    {
        bool open = false;
        bool ready = false; ///< ReadyAfter, or all until the end, is decoded from where it matters.
        bool starving = false; ///< A read waits. Ends when ready again.
        bool failed = false; ///< trouble says why; the decoder rests until prepare().
        bool ended = false; ///< Decoded until the end.
        bool finished = false; ///< The decoder thread is done; destruction does not wait.
        PcmFormat format;
        PcmLength length;
        PipeTrouble trouble;
        std::int64_t begin = 0; ///< The ring holds [begin, end) in frames ...
        std::int64_t end = 0;
        std::int64_t reader = 0; ///< ... and the backend reads here.
    };

    /// Begins to open at once. The first wanted frame is 0 until prepare() says otherwise.
    PcmPipe(Opener opener, Ping ping);
    PcmPipe(const PcmPipe &) = delete;
    PcmPipe &operator=(const PcmPipe &) = delete;
    ~PcmPipe(); ///< Waits for the decoder thread: close() and state().finished first.

    State state() const;

    /// Time is wanted from here; also before it is open. Holds, and interrupts what the decoder was
    /// waiting for. When state().ready, the backend can be sent there and flow() be called.
    void prepare(std::chrono::milliseconds position);

    void flow();
    void hold(); ///< Reads that wait return at once.
    void close(); ///< Held for good; the decoder thread ends as soon as its source lets it.

    /// For the backend's threads. byte counts from the first frame of the sound. Returns the bytes
    /// given, 0 at the end. Waits only while flowing.
    std::size_t read(std::int64_t byte, std::span<char> into);

    /// Whether a read at this byte would say "end" now.
    bool isEnd(std::int64_t byte) const;

private:
    struct Job
    {
        bool seek = false;
        bool measure = false;
        std::int64_t frame = 0;
        std::stop_token stop;
    };

    void run(const std::stop_token &stop);
    bool openSource(const std::stop_token &stop);
    bool nextJob(Job &job);
    void work(const Job &job, std::vector<std::int16_t> &buffer);
    void measure(const Job &job);
    void append(std::span<const std::int16_t> samples);
    void copyOut(std::int64_t byte, std::span<char> into) const;
    bool mayDecode() const;
    bool mayWait(std::int64_t byte) const;
    bool isReady() const;
    std::int64_t framesIn(std::chrono::milliseconds time) const;

    const Opener m_opener;
    const Ping m_ping;
    std::unique_ptr<PcmSource> m_source; ///< The decoder thread's alone.

    mutable std::mutex m_mutex; // guards everything below
    std::condition_variable m_toDecoder; ///< Room in the ring, or a new wish.
    std::condition_variable m_toReaders; ///< More sound, or hold().
    State m_state; ///< ready and starving are computed when asked.
    std::vector<std::int16_t> m_ring; ///< Frame f lies at (f mod capacity).
    std::int64_t m_capacity = 0; ///< In frames.
    std::chrono::milliseconds m_wanted{0};
    bool m_seekWanted = false;
    bool m_measured = false; ///< Asked the source for its real length, once.
    std::stop_source m_operation; ///< Ends what the decoder does now.
    bool m_flowing = false;
    bool m_starving = false;
    bool m_closed = false;

    std::jthread m_thread; // last: everything above is there when it begins
};

} // namespace Earmark
