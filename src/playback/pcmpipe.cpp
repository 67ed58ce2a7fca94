// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmpipe.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <utility>

namespace Earmark {

namespace {

constexpr std::size_t ChunkFrames = 4'096; // per turn of the decoder: 85 ms at 48 kHz
// Between two stretches: more than the backend keeps of what it has read (32 KiB).
constexpr std::chrono::seconds StretchGap{5};
// From here on stretches begin at 0 again; the backend's file is longer (playback/pcmdevice.h).
constexpr std::chrono::hours LastStretch{24};

std::int64_t bytesPerFrame(PcmFormat format)
{
    return format.channels * static_cast<std::int64_t>(sizeof(float));
}

} // namespace

PcmPipe::PcmPipe(Opener opener, Ping ping)
    : m_opener(std::move(opener)), m_ping(std::move(ping)),
      m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

PcmPipe::~PcmPipe()
{
    close();
}

PcmPipe::State PcmPipe::state() const
{
    const std::scoped_lock lock(m_mutex);
    State state = m_state;
    state.ready = isReady();
    state.starving = m_starving;
    return state;
}

void PcmPipe::prepare(std::chrono::milliseconds position, const SoundSettings &settings,
                      const MediaRanges &skips)
{
    bool there = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_flowing = false;
        m_starving = false;
        m_wanted = std::max(position, std::chrono::milliseconds(0));
        const std::int64_t media = framesIn(m_wanted);
        const auto output = m_map.toOutput(media);
        const std::int64_t place = output ? *output - *output % Packet : -1;
        const bool isInRing = output && place >= m_state.begin && *output < m_state.end;
        const bool isAtEnd = m_state.ended && m_state.begin < m_state.end
                && media >= m_map.toMedia(m_state.end);
        there = m_state.open && !m_seekWanted && !m_state.failed && settings == m_settings
                && skips == m_skips && (isInRing || isAtEnd);
        m_settings = settings;
        m_skips = skips;
        if (there) {
            m_state.reader = m_state.start = isInRing ? place : m_state.end;
            m_state.media = isInRing ? m_map.toMedia(place) : media;
        } else {
            m_seekWanted = true;
            m_state.ended = false;
            if (m_state.open) { // opening goes on: it is needed for any position; or it failed
                m_state.failed = false;
                m_operation.request_stop();
            }
        }
    }
    m_toDecoder.notify_all();
    m_toReaders.notify_all();
    if (there)
        m_ping();
}

bool PcmPipe::changeSkips(const MediaRanges &skips)
{
    const std::scoped_lock lock(m_mutex);
    const std::int64_t from = m_map.toMedia(m_state.reader);
    const std::int64_t to = m_decoded + static_cast<std::int64_t>(ChunkFrames);
    const auto decoded = [&](const MediaRanges &all) {
        MediaRanges some;
        std::copy_if(all.begin(), all.end(), std::back_inserter(some), [&](const MediaRange &part) {
            return framesIn(part.start) <= to && framesIn(part.end) > from;
        });
        return some;
    };
    const bool may = !m_state.open || m_seekWanted || decoded(skips) == decoded(m_skips);
    if (may)
        m_skips = skips;
    return may;
}

void PcmPipe::setKnown(std::optional<double> loudness, std::optional<double> noiseFloor)
{
    const std::scoped_lock lock(m_mutex);
    m_known = {loudness, noiseFloor};
}

TimeMap::Saved PcmPipe::savedBetween(std::int64_t from, std::int64_t to) const
{
    const std::scoped_lock lock(m_mutex);
    return m_map.savedBetween(from, to);
}

std::int64_t PcmPipe::mediaAt(std::int64_t output) const
{
    const std::scoped_lock lock(m_mutex);
    return m_map.toMedia(output);
}

void PcmPipe::flow()
{
    const std::scoped_lock lock(m_mutex);
    m_flowing = !m_closed;
}

void PcmPipe::hold()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_flowing = false;
        m_starving = false;
    }
    m_toReaders.notify_all();
}

void PcmPipe::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_flowing = false;
        m_starving = false;
        m_operation.request_stop();
    }
    m_thread.request_stop();
    m_toDecoder.notify_all();
    m_toReaders.notify_all();
}

std::size_t PcmPipe::read(std::int64_t byte, std::span<char> into)
{
    std::size_t given = into.size();
    bool hungry = false;
    {
        std::unique_lock lock(m_mutex);
        const std::int64_t frameBytes = bytesPerFrame(m_state.format);
        if (frameBytes == 0 || into.empty())
            return 0;
        while (true) {
            const std::int64_t begin = m_state.begin * frameBytes;
            const std::int64_t end = m_state.end * frameBytes;
            if (byte >= begin && byte < end && !m_starving) {
                given = static_cast<std::size_t>(
                        std::min<std::int64_t>(end - byte, static_cast<std::int64_t>(given)));
                copyOut(byte, into.first(given));
                if (m_flowing) // held, the backend may still read for a place that was left
                    m_state.reader = (byte + static_cast<std::int64_t>(given)) / frameBytes;
                break;
            }
            if ((m_state.ended && byte >= end) || !mayWait(byte))
                return 0;
            if (!m_starving) {
                m_starving = true;
                m_state.reader = byte / frameBytes;
                hungry = true;
            }
            if (hungry) {
                hungry = false;
                lock.unlock(); // nobody calls out with the lock held
                m_toDecoder.notify_all();
                m_ping();
                lock.lock();
                continue;
            }
            m_toReaders.wait(lock);
        }
    }
    m_toDecoder.notify_all();
    return given;
}

bool PcmPipe::isEnd(std::int64_t byte) const
{
    const std::scoped_lock lock(m_mutex);
    const std::int64_t frameBytes = bytesPerFrame(m_state.format);
    const bool there = byte >= m_state.begin * frameBytes && byte < m_state.end * frameBytes;
    return !there && ((m_state.ended && byte >= m_state.end * frameBytes) || !mayWait(byte));
}

/// Not while held, and not far from the ring: that is a read for a place that was given up.
bool PcmPipe::mayWait(std::int64_t byte) const
{
    const std::int64_t frameBytes = bytesPerFrame(m_state.format);
    return m_flowing && byte >= m_state.begin * frameBytes
            && byte <= (m_state.end + framesIn(Ahead)) * frameBytes;
}

void PcmPipe::run(const std::stop_token &stop)
{
    if (openSource(stop)) {
        std::vector<std::int16_t> buffer(ChunkFrames
                                         * static_cast<std::size_t>(m_source->format().channels));
        Job job;
        while (nextJob(job)) {
            if (job.measure)
                measure(job);
            else
                work(job, buffer);
        }
    }
    m_source.reset(); // here, not where the pipe dies: closing a file may take its time
    {
        const std::scoped_lock lock(m_mutex);
        m_state.finished = true;
    }
    m_ping();
}

bool PcmPipe::openSource(const std::stop_token &stop)
{
    Opened opened = m_opener(stop);
    {
        const std::scoped_lock lock(m_mutex);
        if (opened.source == nullptr) {
            m_state.failed = true;
            m_state.trouble = std::move(opened.trouble);
        } else {
            m_source = std::move(opened.source);
            m_state.open = true;
            m_state.format = m_source->format();
            m_state.length = m_source->length();
            m_state.pictureZero = m_source->pictureZero();
            m_capacity = framesIn(Ahead + Behind) + static_cast<std::int64_t>(ChunkFrames);
            m_ring.resize(static_cast<std::size_t>(m_capacity * m_state.format.channels));
            m_shaper.emplace(m_state.format);
            m_seekWanted = true;
        }
    }
    m_ping();
    return m_source != nullptr;
}

/// Waits for something to do. False: leave.
bool PcmPipe::nextJob(Job &job)
{
    std::unique_lock lock(m_mutex);
    const auto mayMeasure = [&] { return !m_measured && !m_state.length.exact && isReady(); };
    m_toDecoder.wait(lock, [&] { return m_closed || m_seekWanted || mayDecode() || mayMeasure(); });
    if (m_closed)
        return false;
    m_operation = std::stop_source();
    job.stop = m_operation.get_token();
    job.seek = m_seekWanted;
    job.measure = !m_seekWanted && !mayDecode();
    if (!job.measure) {
        job.skips = m_skips;
        job.known = std::exchange(m_known, std::nullopt);
    }
    if (m_seekWanted) {
        m_seekWanted = false;
        job.frame = framesIn(m_wanted);
        job.settings = m_settings;
        beginStretch(job.frame);
    }
    return true;
}

/// On the grid, which QMediaPlayer's milliseconds can name exactly.
void PcmPipe::beginStretch(std::int64_t media)
{
    const std::int64_t rate = m_state.format.sampleRate;
    const std::int64_t last
            = m_state.end == 0 ? 0 : (m_state.end + StretchGap.count() * rate) / Grid + 1;
    const bool isTooLate = last * Grid / rate > std::chrono::seconds(LastStretch).count();
    m_state.begin = m_state.end = m_state.reader = m_state.start = isTooLate ? 0 : last * Grid;
    m_state.media = media;
    m_map.restart(m_state.begin, media);
}

/// The next piece, or the end of what comes before a part that is skipped.
PcmSource::Read PcmPipe::decode(const Job &job, std::vector<std::int16_t> &buffer,
                                SoundShaper::Shaped &shaped)
{
    PcmSource::Read read{PcmSource::Status::Ok, 0};
    if (job.seek) {
        m_next = job.frame;
        m_shaper->restart(m_next, job.settings);
        read.status = m_source->seek(m_next, job.stop);
    }
    const auto channels = static_cast<std::size_t>(m_source->format().channels);
    std::size_t wanted = ChunkFrames;
    for (const MediaRange &part : job.skips) {
        const std::int64_t ahead = framesIn(part.start) - m_next;
        if (ahead == 0 && read.status == PcmSource::Status::Ok) {
            m_next = framesIn(part.end);
            m_shaper->skipTo(m_next, shaped);
            read.status = m_source->seek(m_next, job.stop);
        } else if (ahead > 0) {
            wanted = std::min(wanted, static_cast<std::size_t>(ahead));
            break;
        }
    }
    if (read.status != PcmSource::Status::Ok)
        return read;
    read = m_source->read(std::span(buffer).first(wanted * channels), job.stop);
    if (read.status == PcmSource::Status::Ok) {
        m_shaper->push(std::span(buffer).first(read.frames * channels), shaped,
                       wanted < ChunkFrames && read.frames == wanted);
        m_next += static_cast<std::int64_t>(read.frames);
    } else if (read.status == PcmSource::Status::End) {
        m_shaper->finish(shaped);
    }
    return read;
}

void PcmPipe::tellKnown(const Known &known)
{
    m_shaper->setLoudness(known.loudness.value_or(std::numeric_limits<double>::quiet_NaN()));
    if (known.noiseFloor)
        m_shaper->setNoiseFloor(*known.noiseFloor);
}

void PcmPipe::work(const Job &job, std::vector<std::int16_t> &buffer)
{
    SoundShaper::Shaped shaped;
    if (job.known)
        tellKnown(*job.known);
    const PcmSource::Read read = decode(job, buffer, shaped);
    const PcmLength length = m_source->length();
    const std::string failure
            = read.status == PcmSource::Status::Failed ? m_source->failure() : std::string();
    {
        const std::scoped_lock lock(m_mutex);
        m_state.length = length;
        m_decoded = m_next;
        if (m_seekWanted)
            return; // all of this is for a place that nobody wants any more
        switch (read.status) {
        case PcmSource::Status::Ok:
            append(shaped);
            break;
        case PcmSource::Status::End:
            append(shaped);
            m_state.ended = true;
            break;
        case PcmSource::Status::Cancelled:
            return;
        case PcmSource::Status::Failed:
            m_state.failed = true;
            m_state.trouble = {failure, "The source failed while it was played.", true};
            break;
        }
        if (isReady())
            m_starving = false;
    }
    m_toReaders.notify_all();
    m_ping();
}

void PcmPipe::measure(const Job &job)
{
    const PcmSource::Status status = m_source->measure(job.stop);
    const PcmLength length = m_source->length();
    {
        const std::scoped_lock lock(m_mutex);
        m_measured = status != PcmSource::Status::Cancelled; // a seek came between: later again
        m_state.length = length;
    }
    m_ping();
}

void PcmPipe::append(const SoundShaper::Shaped &shaped)
{
    for (const SoundShaper::Piece &piece : shaped.pieces)
        m_map.append(piece.media, piece.frames, piece.speed, piece.skipped);
    const auto channels = static_cast<std::int64_t>(m_state.format.channels);
    auto left = static_cast<std::int64_t>(shaped.samples.size()) / channels;
    auto from = shaped.samples.begin();
    while (left > 0) {
        const std::int64_t at = m_state.end % m_capacity;
        const std::int64_t frames = std::min(left, m_capacity - at);
        std::copy_n(from, frames * channels, m_ring.begin() + at * channels);
        from += frames * channels;
        m_state.end += frames;
        left -= frames;
    }
    m_state.begin = std::max(m_state.begin, m_state.end - m_capacity);
    m_map.forgetBefore(m_state.begin);
}

void PcmPipe::copyOut(std::int64_t byte, std::span<char> into) const
{
    const auto *ring = reinterpret_cast<const char *>(m_ring.data());
    const auto size = static_cast<std::int64_t>(m_ring.size() * sizeof(float));
    while (!into.empty()) {
        const std::int64_t at = byte % size;
        const auto count = std::min(into.size(), static_cast<std::size_t>(size - at));
        std::memcpy(into.data(), ring + at, count);
        into = into.subspan(count);
        byte += static_cast<std::int64_t>(count);
    }
}

bool PcmPipe::mayDecode() const
{
    return m_state.open && !m_state.ended && !m_state.failed
            && m_state.end - m_state.reader < framesIn(Ahead);
}

bool PcmPipe::isReady() const
{
    return m_state.open && !m_seekWanted && m_state.reader >= m_state.begin
            && (m_state.ended || m_state.end - m_state.reader >= framesIn(ReadyAfter));
}

std::int64_t PcmPipe::framesIn(std::chrono::milliseconds time) const
{
    return time.count() * m_state.format.sampleRate / 1'000;
}

} // namespace Earmark
