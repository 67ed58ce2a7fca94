// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace Earmark {

/// Sound that is to a program what speech is: words of 150 to 600 ms of voiced and hissed parts
/// with formants, plosive, soft and hissed beginnings and decaying ends; two or three of them flow
/// into each other, then there is a pause whose place and length are known. Always the same for the
/// same plan. std only.
struct SpeechPlan
{
    enum class Noise : std::uint8_t { None, Hiss, Hum };

    int sampleRate = 48'000;
    int channels = 1;
    double seconds = 45;
    double level = -20; ///< dBFS, RMS within words.
    double quiet = 0; ///< Every third word is this many dB weaker.
    Noise noise = Noise::None;
    double noiseFloor = -60; ///< dBFS, RMS.
    int shortestPause = 200; ///< ms
    int longestPause = 1'500;
    bool breaths = false; ///< At the end of pauses beyond 500 ms; they are no silence.
    std::uint32_t seed = 1;
};

struct SpeechLike
{
    struct Stretch
    {
        std::int64_t from = 0; ///< In frames.
        std::int64_t frames = 0;
    };

    int sampleRate = 0;
    int channels = 0;
    std::vector<float> samples; ///< Interleaved.
    std::vector<Stretch> words;
    std::vector<Stretch> pauses; ///< Nothing but noise.
};

SpeechLike makeSpeech(const SpeechPlan &plan);

/// Chords that change every two seconds, of struck and of held notes, RMS level dBFS. Interleaved.
std::vector<float> makeMusic(int sampleRate, int channels, double seconds, double level);

/// Steady noise of this RMS, dBFS.
std::vector<float> makeNoise(SpeechPlan::Noise noise, int sampleRate, int channels, double seconds,
                             double level, std::uint32_t seed = 7);

} // namespace Earmark
