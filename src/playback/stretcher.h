// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace soundtouch {
class SoundTouch;
}

namespace Earmark {

/// Speech faster or slower at its own pitch: SoundTouch with sequences made for speech
/// (src/README.md, Decisions). Interleaved float samples. Speed 1 passes everything through.
/// Qt-free; one thread.
class Stretcher
{
public:
    Stretcher(int sampleRate, int channels);
    Stretcher(const Stretcher &) = delete;
    Stretcher &operator=(const Stretcher &) = delete;
    ~Stretcher();

    /// 0.5 to 4 (core/soundsettings.h). Other sound follows: what was held back is dropped.
    void restart(double speed);

    /// Appends what is ready: all but the last 100 ms or so of what came.
    void push(std::span<const float> samples, std::vector<float> &out);

    /// Appends the rest; in all as much as was pushed, divided by the speed.
    void finish(std::vector<float> &out);

private:
    void take(std::vector<float> &out);

    int m_sampleRate = 0;
    std::size_t m_channels = 0;
    std::unique_ptr<soundtouch::SoundTouch> m_touch; ///< Null at speed 1.
    double m_speed = 1;
    std::int64_t m_late = 0; ///< Frames that still go to bring the sound to its time.
    std::int64_t m_pushed = 0; ///< Frames since restart() ...
    std::int64_t m_given = 0; ///< ... and those that came of them.
};

} // namespace Earmark
