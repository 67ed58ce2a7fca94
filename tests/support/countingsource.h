// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/pcmpipe.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <thread>

namespace Earmark {

/// Sound whose every frame is its own number (modulo 2^15), so that a test sees whether it was
/// given the right one; stalls and fails where it is told. Qt-free.
class CountingSource final : public PcmSource
{
public:
    static constexpr std::int64_t Never = std::numeric_limits<std::int64_t>::max();

    /// Shared with the test, on any thread.
    struct Control
    {
        PcmFormat format{8'000, 1}; ///< Set before opening, as all that is not atomic.
        std::int64_t frames = 0;
        bool estimated = false;
        std::string openFailure;
        std::atomic<std::int64_t> stallAt = Never;
        std::atomic<std::int64_t> failAt = Never;
        std::atomic<bool> openStalls = false;
        std::atomic<int> seeks = 0;
        std::atomic<int> measured = 0;
    };

    static PcmPipe::Opened open(std::shared_ptr<Control> control, const std::stop_token &stop)
    {
        while (control->openStalls && !stop.stop_requested())
            std::this_thread::yield();
        if (!control->openFailure.empty())
            return {nullptr, {control->openFailure, "", false}};
        return {std::make_unique<CountingSource>(std::move(control)), {}};
    }

    explicit CountingSource(std::shared_ptr<Control> control)
        : m_control(std::move(control)), m_exact(!m_control->estimated)
    {
    }

    PcmFormat format() const override { return m_control->format; }
    PcmLength length() const override { return {m_control->frames, m_exact}; }

    Status seek(std::int64_t frame, std::stop_token stop) override
    {
        ++m_control->seeks;
        m_next = frame;
        return stop.stop_requested() ? Status::Cancelled : Status::Ok;
    }

    Read read(std::span<std::int16_t> into, std::stop_token stop) override
    {
        while (m_next >= m_control->stallAt && m_next < m_control->failAt) {
            if (stop.stop_requested())
                return {Status::Cancelled, 0};
            std::this_thread::yield();
        }
        if (m_next >= m_control->failAt)
            return {Status::Failed, 0};
        if (m_next >= m_control->frames)
            return {Status::End, 0};
        const std::int64_t limit = std::min(
                {m_control->frames, m_control->stallAt.load(), m_control->failAt.load()});
        const auto channels = static_cast<std::size_t>(format().channels);
        const auto count
                = std::min(into.size() / channels,
                           static_cast<std::size_t>(std::max<std::int64_t>(limit - m_next, 1)));
        for (std::size_t i = 0; i < count * channels; ++i)
            into[i] = static_cast<std::int16_t>((m_next + static_cast<std::int64_t>(i / channels))
                                                % 32'768);
        m_next += static_cast<std::int64_t>(count);
        return {Status::Ok, count};
    }

    Status measure(std::stop_token) override
    {
        ++m_control->measured;
        m_exact = true;
        return Status::Ok;
    }

    std::string failure() const override { return "It broke."; }

private:
    const std::shared_ptr<Control> m_control;
    std::int64_t m_next = 0;
    bool m_exact = true;
};

} // namespace Earmark
