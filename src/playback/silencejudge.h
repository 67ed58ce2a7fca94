// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/powerspectrum.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// Tells silence from sound in short windows by the noise floor of the episode itself, which it
/// learns while it listens: per channel and band the least there was within the last 15 s. By
/// bands, so that what stands out in one of them alone is heard: a soft s above hum, a chord above
/// the notes before it. One thread.
class SilenceJudge
{
public:
    static constexpr std::size_t MostChannels = 2;
    static constexpr std::size_t Bands = 12;

    /// Mean squares of a window, full scale 1, without what lies below 80 Hz.
    struct Levels
    {
        float total = 0;
        std::array<float, Bands> bands{};
    };
    using Window = std::array<Levels, MostChannels>; ///< Of mono the first only.
    /// Doubtful is what is hardly more than noise: sound if it leads into sound or out of it.
    enum class Verdict : std::uint8_t { Silent, Doubtful, Sound };

    SilenceJudge(int sampleRate, int channels);

    std::int64_t windowFrames() const { return m_windowFrames; } ///< 16 to 32 ms.
    std::int64_t hopFrames() const { return m_hopFrames; } ///< From one window to the next: 5 ms.

    /// From an analysis of the whole file: RMS of its quiet windows, dBFS. What is learnt is then
    /// never believed to be far above it.
    void setNoiseFloor(double dBFS);

    /// frames: windowFrames() of them, interleaved.
    Window measure(const float *frames);
    /// In their order; the later judge() is asked behind learn(), the more it knows.
    void learn(const Window &window);
    Verdict judge(const Window &window) const;

    /// Mean square below which nothing counts as sound.
    float inaudible() const { return m_inaudible; }

    void jump(); ///< The next window does not follow the last one.

private:
    static constexpr std::size_t Values = Bands + 1; ///< The bands', then the total's.
    static constexpr std::size_t Smoothed = 8; ///< Windows: about 55 ms.
    static constexpr std::size_t Blocks = 15; ///< Of a second.
    using Floor = std::array<float, Values>;

    struct Channel
    {
        std::array<Floor, Smoothed> recent{};
        std::array<Floor, Blocks> least{}; ///< One of them is being filled.
        Floor past{}; ///< The least of all blocks but the one being filled.
        Floor doubt{}; ///< Above it a window is doubtful, ...
        Floor sound{}; ///< ... above this it is sound.
    };

    void measureChannel(const float *frames, Levels &levels);
    float learnChannel(Channel &channel, const Levels &levels);
    void forgetOldest(Channel &channel) const;
    void learnSpeech(float smoothed);
    void updateThresholds();
    Floor floorOf(const Channel &channel) const;
    double speech() const;

    const std::size_t m_channels;
    PowerSpectrum m_spectrum;
    const std::int64_t m_windowFrames;
    const std::int64_t m_hopFrames;
    std::array<std::size_t, Bands + 1> m_edges{}; ///< In bins.
    Floor m_bias{}; ///< From the least to the mean of steady noise: factors, as those below.
    Floor m_doubtful{}; ///< From the mean to the thresholds, ...
    Floor m_sounding{}; ///< ... without the margin.
    std::vector<float> m_power;
    std::vector<Channel> m_state;
    std::size_t m_place = 0; ///< In Channel::recent.
    std::size_t m_filled = 0;
    std::size_t m_block = 0; ///< In Channel::least.
    std::size_t m_inBlock = 0;
    std::int64_t m_learnt = 0; ///< Windows.
    float m_blockPeak = 0;
    std::optional<double> m_speech; ///< dBFS of the loudest moments of each second.
    std::optional<double> m_given;
    float m_inaudible = 0;
};

} // namespace Earmark
