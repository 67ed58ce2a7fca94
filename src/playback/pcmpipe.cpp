// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmpipe.h"

#include <algorithm>
#include <cstring>

namespace Earmark {

namespace {

constexpr std::size_t ChunkFrames = 4'096; // per turn of the decoder: 85 ms at 48 kHz

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

void PcmPipe::prepare(std::chrono::milliseconds position)
{
    bool there = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_flowing = false;
        m_starving = false;
        m_wanted = std::max(position, std::chrono::milliseconds(0));
        const std::int64_t frame = framesIn(m_wanted);
        m_state.reader = frame;
        there = m_state.open && !m_seekWanted && !m_state.failed && frame >= m_state.begin
                && (frame < m_state.end || (frame == m_state.end && m_state.begin < m_state.end));
        if (!there) {
            m_seekWanted = true;
            m_state.failed = false;
            m_state.ended = false;
            if (m_state.open)
                m_operation.request_stop(); // opening goes on: it is needed for any position
        }
    }
    m_toDecoder.notify_all();
    m_toReaders.notify_all();
    if (there)
        m_ping();
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
        const auto frameBytes = static_cast<std::int64_t>(m_state.format.bytesPerFrame());
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
    const auto frameBytes = static_cast<std::int64_t>(m_state.format.bytesPerFrame());
    const bool there = byte >= m_state.begin * frameBytes && byte < m_state.end * frameBytes;
    return !there && ((m_state.ended && byte >= m_state.end * frameBytes) || !mayWait(byte));
}

/// Not while held, and not far from the ring: that is a read for a place that was given up.
bool PcmPipe::mayWait(std::int64_t byte) const
{
    const auto frameBytes = static_cast<std::int64_t>(m_state.format.bytesPerFrame());
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
            m_capacity = framesIn(Ahead + Behind) + static_cast<std::int64_t>(ChunkFrames);
            m_ring.resize(static_cast<std::size_t>(m_capacity * m_state.format.channels));
            m_seekWanted = m_wanted.count() > 0;
            m_state.reader = framesIn(m_wanted);
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
    if (m_seekWanted) {
        m_seekWanted = false;
        job.frame = framesIn(m_wanted);
        m_state.begin = m_state.end = m_state.reader = job.frame;
    }
    return true;
}

void PcmPipe::work(const Job &job, std::vector<std::int16_t> &buffer)
{
    PcmSource::Read read{PcmSource::Status::Ok, 0};
    if (job.seek)
        read.status = m_source->seek(job.frame, job.stop);
    if (read.status == PcmSource::Status::Ok)
        read = m_source->read(buffer, job.stop);
    const PcmLength length = m_source->length();
    const std::string failure
            = read.status == PcmSource::Status::Failed ? m_source->failure() : std::string();
    {
        const std::scoped_lock lock(m_mutex);
        m_state.length = length;
        if (m_seekWanted)
            return; // all of this is for a place that nobody wants any more
        switch (read.status) {
        case PcmSource::Status::Ok:
            append(std::span(buffer).first(read.frames
                                           * static_cast<std::size_t>(m_state.format.channels)));
            break;
        case PcmSource::Status::End:
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

void PcmPipe::append(std::span<const std::int16_t> samples)
{
    const auto channels = static_cast<std::int64_t>(m_state.format.channels);
    auto left = static_cast<std::int64_t>(samples.size()) / channels;
    auto from = samples.begin();
    while (left > 0) {
        const std::int64_t at = m_state.end % m_capacity;
        const std::int64_t frames = std::min(left, m_capacity - at);
        std::copy_n(from, frames * channels, m_ring.begin() + at * channels);
        from += frames * channels;
        m_state.end += frames;
        left -= frames;
    }
    m_state.begin = std::max(m_state.begin, m_state.end - m_capacity);
}

void PcmPipe::copyOut(std::int64_t byte, std::span<char> into) const
{
    const auto *ring = reinterpret_cast<const char *>(m_ring.data());
    const auto size = static_cast<std::int64_t>(m_ring.size() * sizeof(std::int16_t));
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
