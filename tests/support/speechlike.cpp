// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/speechlike.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <span>

namespace Earmark {
namespace {

constexpr double Turn = 2 * std::numbers::pi;

/// The same numbers with every library.
class Dice
{
public:
    explicit Dice(std::uint32_t seed) : m_state(seed * 2'654'435'761U + 1) { }

    double unit() // [0, 1)
    {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 17;
        m_state ^= m_state << 5;
        return m_state / 4'294'967'296.0;
    }

    double between(double low, double high) { return low + (high - low) * unit(); }
    double noise() { return unit() + unit() + unit() + unit() - 2; } // RMS 0.577

private:
    std::uint32_t m_state;
};

double amplitude(double dB)
{
    return std::pow(10, dB / 20);
}

/// Two poles: a formant of noise.
class Resonance
{
public:
    Resonance(double frequency, double width, int sampleRate)
    {
        const double radius = std::exp(-std::numbers::pi * width / sampleRate);
        m_first = 2 * radius * std::cos(Turn * std::min(frequency / sampleRate, 0.45));
        m_second = -radius * radius;
        m_gain = (1 - radius) * 2;
    }

    double next(double in)
    {
        const double out = m_gain * in + m_first * m_last + m_second * m_before;
        m_before = m_last;
        m_last = out;
        return out;
    }

private:
    double m_first = 0;
    double m_second = 0;
    double m_gain = 0;
    double m_last = 0;
    double m_before = 0;
};

/// Raised cosine from 0 to 1.
double rise(double share)
{
    return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0));
}

void scaleTo(std::vector<double> &sound, double level)
{
    double sum = 0;
    for (const double one : sound)
        sum += one * one;
    const double factor = amplitude(level) / std::sqrt(std::max(sum / double(sound.size()), 1e-20));
    for (double &one : sound)
        one *= factor;
}

/// Without the care for infinities that makes operator* slow.
std::complex<double> times(std::complex<double> a, std::complex<double> b)
{
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/// A voice: harmonics of a gliding pitch, as strong as two formants let them be.
std::vector<double> voiced(Dice &dice, int sampleRate, std::size_t frames)
{
    std::vector<double> sound(frames);
    const double pitch = dice.between(95, 210);
    const double glide = dice.between(-0.3, 0.3);
    const double first = dice.between(300, 800);
    const double second = dice.between(1'000, 2'300);
    const auto harmonics = static_cast<int>(std::min(4'500.0, sampleRate * 0.45) / (pitch * 1.3));
    for (int h = 1; h <= harmonics; ++h) {
        const double frequency = pitch * h;
        const double weight = 1 / (1 + std::pow((frequency - first) / 130, 2))
                + 0.4 / (1 + std::pow((frequency - second) / 200, 2)) + 0.02;
        // Turned a little further, and a little more so, from frame to frame: no sine to compute.
        std::complex<double> wave = std::polar(weight, dice.between(0, Turn));
        std::complex<double> step = std::polar(1.0, Turn * frequency / sampleRate);
        const std::complex<double> bend
                = std::polar(1.0, Turn * frequency * glide / sampleRate / double(frames));
        for (double &one : sound) {
            one += wave.imag();
            wave = times(wave, step);
            step = times(step, bend);
        }
    }
    return sound;
}

std::vector<double> hissed(Dice &dice, int sampleRate, std::size_t frames)
{
    std::vector<double> sound(frames);
    Resonance resonance(std::min(dice.between(2'500, 6'000), sampleRate * 0.35), 1'500, sampleRate);
    for (double &one : sound)
        one = resonance.next(dice.noise());
    return sound;
}

/// One word: how it begins (0 plosive, 1 soft voice, 2 hiss), a voiced body, an end that decays.
std::vector<double> makeWord(Dice &dice, int sampleRate, double level, int beginning)
{
    const auto frames = static_cast<std::size_t>(dice.between(0.15, 0.6) * sampleRate);
    std::vector<double> word = voiced(dice, sampleRate, frames);
    scaleTo(word, level);
    const double attack = (beginning == 0 ? 0.004 : beginning == 1 ? 0.025 : 0.03) * sampleRate;
    const double release = dice.between(0.03, 0.05) * sampleRate;
    std::vector<double> lead;
    double delay = 0; // of the voice behind a consonant
    if (beginning != 1) {
        delay = (beginning == 0 ? 0.02 : 0.08) * sampleRate;
        lead = hissed(dice, sampleRate, static_cast<std::size_t>(delay * 1.4));
        scaleTo(lead, level - (beginning == 0 ? 6 : 14));
    }
    const double syllable = dice.between(3.5, 5.5);
    for (std::size_t i = 0; i < frames; ++i) {
        const double at = static_cast<double>(i);
        const double waves = 0.75 + 0.25 * std::cos(Turn * syllable * at / sampleRate);
        word[i] *= waves * rise((at - delay) / (beginning == 2 ? attack : attack * 1.5));
        if (i < lead.size()) {
            const double rising
                    = beginning == 0 ? rise(at / (0.001 * sampleRate)) : rise(at / attack);
            word[i] += lead[i] * rising * rise((double(lead.size()) - at) / (delay * 0.4));
        }
        word[i] *= rise((static_cast<double>(frames) - at) / release);
    }
    return word;
}

void mix(std::vector<float> &into, int channels, std::int64_t from,
         const std::vector<double> &sound)
{
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const std::size_t frame = static_cast<std::size_t>(from) + i;
        for (std::size_t c = 0; c < std::size_t(channels); ++c) {
            const std::size_t at = frame * std::size_t(channels) + c;
            if (at < into.size())
                into[at] += static_cast<float>(sound[i] * (c == 0 ? 1 : 0.6));
        }
    }
}

/// An inward breath of 250 ms, 26 dB below the words.
std::vector<double> makeBreath(Dice &dice, int sampleRate, double level)
{
    const auto frames = static_cast<std::size_t>(sampleRate / 4);
    std::vector<double> breath(frames);
    Resonance resonance(1'500, 1'200, sampleRate);
    for (double &one : breath)
        one = resonance.next(dice.noise());
    scaleTo(breath, level - 26);
    for (std::size_t i = 0; i < frames; ++i)
        breath[i] *= rise(double(i) / double(frames) * 3)
                * rise(double(frames - i) * 6 / double(frames));
    return breath;
}

void addNote(std::span<double> sound, double pitch, int sampleRate, bool struck, bool held)
{
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double time = double(i) / sampleRate;
        const double strike = struck ? std::exp(-time * 2) * rise(time / 0.005) : 0;
        const double hold = held ? 0.3 * rise(time / 0.2) * rise((2 - time) / 0.2) : 0;
        double value = 0;
        for (int overtone = 1; overtone <= 4; ++overtone)
            value += std::sin(Turn * pitch * overtone * time) / (overtone * overtone);
        sound[i] += (strike + hold) * value;
    }
}

} // namespace

SpeechLike makeSpeech(const SpeechPlan &plan)
{
    SpeechLike speech{plan.sampleRate, plan.channels, {}, {}, {}};
    const auto total = static_cast<std::int64_t>(plan.seconds * plan.sampleRate);
    speech.samples.assign(static_cast<std::size_t>(total * plan.channels), 0);
    if (plan.noise != SpeechPlan::Noise::None)
        speech.samples = makeNoise(plan.noise, plan.sampleRate, plan.channels, plan.seconds,
                                   plan.noiseFloor, plan.seed + 100);
    Dice dice(plan.seed);
    std::int64_t at = 0;
    int count = 0;
    while (at + std::int64_t(plan.sampleRate) * 2 < total) { // room for three words
        const int words = 2 + static_cast<int>(dice.unit() * 2);
        for (int i = 0; i < words; ++i, ++count) {
            const double level = plan.level - (count % 3 == 2 ? plan.quiet : 0);
            const auto word = makeWord(dice, plan.sampleRate, level, count % 3);
            mix(speech.samples, plan.channels, at, word);
            speech.words.push_back({at, std::int64_t(word.size())});
            at += std::int64_t(word.size());
            if (i + 1 < words)
                at += static_cast<std::int64_t>(dice.between(0, 0.03) * plan.sampleRate);
        }
        const double milliseconds = dice.between(plan.shortestPause, plan.longestPause);
        auto pause = static_cast<std::int64_t>(milliseconds * plan.sampleRate / 1'000);
        pause = std::clamp<std::int64_t>(pause, 0, std::max<std::int64_t>(total - at, 0));
        speech.pauses.push_back({at, pause});
        at += pause;
        if (plan.breaths && milliseconds > 500) {
            const auto breath = makeBreath(dice, plan.sampleRate, plan.level);
            mix(speech.samples, plan.channels, at, breath);
            at += std::int64_t(breath.size());
        }
    }
    if (at < total)
        speech.pauses.back().frames += plan.breaths ? 0 : total - at;
    return speech;
}

std::vector<float> makeMusic(int sampleRate, int channels, double seconds, double level)
{
    constexpr std::array<std::array<double, 3>, 4> Chords{{{220, 261.63, 329.63},
                                                           {174.61, 220, 261.63},
                                                           {261.63, 329.63, 392},
                                                           {196, 246.94, 293.66}}};
    const auto frames = static_cast<std::size_t>(seconds * sampleRate);
    std::vector<double> sound(frames);
    for (std::size_t begin = 0, number = 0; begin < frames;
         begin += std::size_t(sampleRate / 2), ++number) {
        const auto &chord = Chords[number / 4 % Chords.size()];
        const std::size_t length
                = std::min<std::size_t>(std::size_t(sampleRate) * 2, frames - begin);
        // Every half second a note is struck; every two seconds the chord is held, too.
        for (std::size_t note = 0; note < chord.size(); ++note) {
            const bool struck = note == number % 3;
            const bool held = number % 4 == 0;
            if (struck || held)
                addNote({sound.data() + begin, length}, chord[note], sampleRate, struck, held);
        }
    }
    scaleTo(sound, level);
    std::vector<float> samples(frames * std::size_t(channels));
    mix(samples, channels, 0, sound);
    return samples;
}

std::vector<float> makeNoise(SpeechPlan::Noise noise, int sampleRate, int channels, double seconds,
                             double level, std::uint32_t seed)
{
    const auto frames = static_cast<std::size_t>(seconds * sampleRate);
    const auto width = static_cast<std::size_t>(channels);
    std::vector<float> samples(frames * width);
    if (noise == SpeechPlan::Noise::None)
        return samples;
    Dice dice(seed);
    const double height = amplitude(level);
    for (std::size_t i = 0; i < frames; ++i) {
        const double time = double(i) / sampleRate;
        for (std::size_t c = 0; c < width; ++c) {
            double value = dice.noise() / 0.577;
            if (noise == SpeechPlan::Noise::Hum) {
                value *= 0.03; // even hum lies on some hiss
                for (const int overtone : {1, 2, 3, 5, 7})
                    value += std::sin(Turn * 50 * overtone * time) * 1.15 / overtone;
            }
            samples[i * width + c] = static_cast<float>(value * height);
        }
    }
    return samples;
}

} // namespace Earmark
