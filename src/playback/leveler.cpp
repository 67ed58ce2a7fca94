// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/leveler.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>

namespace Earmark {
namespace {

constexpr double Step = 0.05; // s
constexpr double Beginning = 0.1; // s
constexpr float Absurd = 8; // full scales: more is a broken file
// The first tenth of a second is a word in the middle, or its soft beginning: half believed.
constexpr double FirstShare = 0.5;
constexpr double FirstMost = 8; // dB
// LUFS. What is quieter is more and more likely noise alone, and not made louder.
constexpr double SurelySound = -42;
constexpr double SurelyNoise = -52;
// Close to the goal the gain goes there in this time, instead of by the slope.
constexpr double Settling = 3; // s
constexpr double SlopeUsed = 0.98 * Leveler::Slope; // rounding must not exceed it

double gainFor(double loudness)
{
    if (!std::isfinite(loudness))
        return 0;
    const double gain
            = std::clamp(Leveler::Target - loudness, -Leveler::MostGain, Leveler::MostGain);
    const double sure = (loudness - SurelyNoise) / (SurelySound - SurelyNoise);
    return gain * std::clamp(sure, 0.0, 1.0);
}

double factor(double dB)
{
    return std::pow(10, dB / 20);
}

} // namespace

struct Leveler::Meter
{
    // A histogram instead of all blocks: the same memory after twelve hours.
    Meter(int sampleRate, int channels)
        : state(ebur128_init(static_cast<unsigned>(channels),
                             static_cast<unsigned long>(sampleRate),
                             EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM))
    {
        if (state && channels == 1)
            ebur128_set_channel(state, 0, EBUR128_DUAL_MONO);
    }
    Meter(const Meter &) = delete;
    Meter &operator=(const Meter &) = delete;
    ~Meter()
    {
        if (state)
            ebur128_destroy(&state);
    }

    ebur128_state *state; ///< Null: no memory.
};

Leveler::Leveler(int sampleRate, int channels)
    : m_sampleRate(std::max(sampleRate, 2'000)), m_channels(std::clamp(channels, 1, 2)),
      m_step(std::llround(Step * m_sampleRate)),
      m_meter(std::make_unique<Meter>(m_sampleRate, m_channels)),
      m_limiter(m_sampleRate, m_channels, Ceiling)
{
}

Leveler::~Leveler() = default;

void Leveler::setLoudness(double integratedLufs)
{
    m_known = true;
    m_meter.reset();
    m_wanted = gainFor(integratedLufs);
    if (m_begun)
        return;
    m_gain = m_wanted;
    m_factor = factor(m_gain);
}

void Leveler::reset()
{
    m_beginning.clear();
    m_limiter.reset();
}

void Leveler::push(std::span<const float> frames, std::vector<float> &out)
{
    const auto whole
            = frames.first(frames.size() - frames.size() % static_cast<std::size_t>(m_channels));
    m_work.assign(whole.begin(), whole.end());
    for (float &sample : m_work)
        sample = std::isfinite(sample) ? std::clamp(sample, -Absurd, Absurd) : 0;
    if (m_begun) {
        process(out);
        return;
    }
    m_beginning.insert(m_beginning.end(), m_work.begin(), m_work.end());
    const auto enough
            = static_cast<std::size_t>(std::llround(Beginning * m_sampleRate) * m_channels);
    if (m_beginning.size() >= enough || (m_known && !m_beginning.empty()))
        begin(out);
}

void Leveler::finish(std::vector<float> &out)
{
    if (!m_beginning.empty())
        begin(out);
    m_limiter.finish(out);
    reset();
}

void Leveler::begin(std::vector<float> &out)
{
    m_begun = true;
    if (!m_known) {
        m_gain = std::clamp(gainFor(roughLoudness()) * FirstShare, -FirstMost, FirstMost);
        m_wanted = m_gain;
        m_factor = factor(m_gain);
    }
    m_work.swap(m_beginning);
    m_beginning.clear();
    process(out);
}

double Leveler::roughLoudness() const
{
    const auto most = static_cast<std::size_t>(std::llround(Beginning * m_sampleRate) * m_channels);
    const std::size_t count = std::min(most, m_beginning.size());
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += double(m_beginning[i]) * m_beginning[i];
    // Two speakers, however many channels; LUFS is 0.7 below the mean square of speech.
    return 10 * std::log10(2 * sum / double(count) + 1e-12) - 0.7;
}

void Leveler::process(std::vector<float> &out)
{
    std::span<float> rest(m_work);
    while (!rest.empty()) {
        const auto wanted = static_cast<std::size_t>((m_step - m_inStep) * m_channels);
        const auto part = rest.first(std::min(wanted, rest.size()));
        const std::size_t count = part.size() / static_cast<std::size_t>(m_channels);
        if (m_meter && m_meter->state) {
            ebur128_add_frames_float(m_meter->state, part.data(), count);
            m_heard += static_cast<std::int64_t>(count);
        }
        amplify(part);
        m_limiter.push(part, out);
        rest = rest.subspan(part.size());
        m_inStep += static_cast<std::int64_t>(count);
        if (m_inStep == m_step)
            nextStep();
    }
}

void Leveler::amplify(std::span<float> frames)
{
    const auto channels = static_cast<std::size_t>(m_channels);
    for (std::size_t at = 0; at < frames.size(); at += channels) {
        for (std::size_t channel = 0; channel < channels; ++channel)
            frames[at + channel] *= static_cast<float>(m_factor);
        m_factor += m_factorStep;
    }
}

void Leveler::estimate()
{
    double loudness = 0;
    if (m_heard >= m_sampleRate
        && ebur128_loudness_global(m_meter->state, &loudness) == EBUR128_SUCCESS
        && std::isfinite(loudness))
        m_wanted = gainFor(loudness);
}

void Leveler::nextStep()
{
    m_inStep = 0;
    if (m_meter && m_meter->state)
        estimate();
    const double missing = m_wanted - m_gain;
    const double most = SlopeUsed * Step;
    m_factor = factor(m_gain); // takes back what rounding added up
    m_gain += std::clamp(missing * Step / Settling, -most, most);
    m_factorStep = (factor(m_gain) - m_factor) / double(m_step);
}

} // namespace Earmark
