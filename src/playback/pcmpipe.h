// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mediarange.h"
#include "core/soundsettings.h"
#include "core/timemap.h"
#include "media/pcmsource.h"
#include "playback/soundshaper.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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
/// of sound, shaped as the listener wants it, from the wanted moment on; the player backend's
/// threads read from it; the GUI thread says what is wanted and asks how things are. Qt-free, so
/// that ThreadSanitizer can watch it.
///
/// Inside, everything is counted in output frames (what is heard, at the episode's sample rate);
/// the time map says which media they are. Each jump to what is not in the ring begins a stretch of
/// output frames that was never used before, so nothing that the backend still holds of another
/// place can be taken for it.
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
    /// Frames. The backend is woken up once a packet and can only be sent to where one begins. As
    /// many as libavformat takes of mono sound anyhow; its own packets of stereo, half as long,
    /// cost 0.6 % of a core more (playback/pcmdevice.h).
    static constexpr std::int64_t Packet = 1'024;
    /// Frames, too: so many packets are whole milliseconds at every usual rate, 8 to 48 kHz.
    static constexpr std::int64_t Grid = 441 * Packet;

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
        std::optional<std::int64_t> pictureZero; ///< The source's.
        PipeTrouble trouble;
        std::int64_t begin = 0; ///< The ring holds [begin, end) in output frames ...
        std::int64_t end = 0;
        std::int64_t reader = 0; ///< ... and the backend reads here.
        std::int64_t start = 0; ///< Where the packet begins that holds what prepare() wanted.
        std::int64_t media = 0; ///< Media frame at start, exactly.
    };

    /// Begins to open at once. The start is wanted, unshaped, until prepare() says otherwise.
    PcmPipe(Opener opener, Ping ping);
    PcmPipe(const PcmPipe &) = delete;
    PcmPipe &operator=(const PcmPipe &) = delete;
    ~PcmPipe(); ///< Waits for the decoder thread: close() and state().finished first.

    State state() const;

    /// Media time is wanted from here, shaped like this; also before it is open. Holds, and
    /// interrupts what the decoder was waiting for. When state().ready, the backend can be sent to
    /// state().start and flow() be called.
    void prepare(std::chrono::milliseconds position, const SoundSettings &settings = {},
                 const MediaRanges &skips = {});

    /// Other parts are to be left out than prepare() said. False: some of what is in the ring would
    /// have to be otherwise, and only prepare() can do that.
    bool changeSkips(const MediaRanges &skips);

    /// What is known of the whole episode: heard from what is decoded next on. LUFS (no number:
    /// silent), dBFS.
    void setKnown(std::optional<double> loudness, std::optional<double> noiseFloor);

    /// The media frame that is heard at this output frame.
    std::int64_t mediaAt(std::int64_t output) const;

    /// TimeMap::savedBetween(), of what is in the ring.
    TimeMap::Saved savedBetween(std::int64_t from, std::int64_t to) const;

    void flow();
    void hold(); ///< Reads that wait return at once.
    void close(); ///< Held for good; the decoder thread ends as soon as its source lets it.

    /// For the backend's threads: interleaved float samples. byte counts from output frame 0 on.
    /// Returns the bytes given, 0 at the end. Waits only while flowing.
    std::size_t read(std::int64_t byte, std::span<char> into);

    /// Whether a read at this byte would say "end" now.
    bool isEnd(std::int64_t byte) const;

private:
    struct Known
    {
        std::optional<double> loudness;
        std::optional<double> noiseFloor;
    };
    struct Job
    {
        bool seek = false;
        bool measure = false;
        std::int64_t frame = 0; ///< Media.
        SoundSettings settings;
        MediaRanges skips;
        std::optional<Known> known; ///< When it is news.
        std::stop_token stop;
    };

    void run(const std::stop_token &stop);
    bool openSource(const std::stop_token &stop);
    bool nextJob(Job &job);
    void work(const Job &job, std::vector<std::int16_t> &buffer);
    PcmSource::Read decode(const Job &job, std::vector<std::int16_t> &buffer,
                           SoundShaper::Shaped &shaped);
    void tellKnown(const Known &known);
    void measure(const Job &job);
    void beginStretch(std::int64_t media);
    void append(const SoundShaper::Shaped &shaped);
    void copyOut(std::int64_t byte, std::span<char> into) const;
    bool mayDecode() const;
    bool mayWait(std::int64_t byte) const;
    bool isReady() const;
    std::int64_t framesIn(std::chrono::milliseconds time) const;

    const Opener m_opener;
    const Ping m_ping;
    std::unique_ptr<PcmSource> m_source; ///< The decoder thread's alone.
    std::optional<SoundShaper> m_shaper; ///< The decoder thread's alone.
    std::int64_t m_next = 0; ///< Media frame to decode next; the decoder thread's alone.

    mutable std::mutex m_mutex; // guards everything below
    std::condition_variable m_toDecoder; ///< Room in the ring, or a new wish.
    std::condition_variable m_toReaders; ///< More sound, or hold().
    State m_state; ///< ready and starving are computed when asked.
    std::vector<float> m_ring; ///< Output frame f lies at (f mod capacity).
    std::int64_t m_capacity = 0; ///< In frames.
    TimeMap m_map; ///< Of what the ring holds.
    SoundSettings m_settings; ///< Wanted; those of the ring unless a seek is wanted.
    MediaRanges m_skips; ///< Likewise.
    std::int64_t m_decoded = 0; ///< m_next, as of the last piece.
    std::optional<Known> m_known; ///< Until the decoder took it.
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
