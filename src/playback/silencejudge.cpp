// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/silencejudge.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace Earmark {
namespace {

// Hz. About as wide as the ear hears where speech lies; the lowest begins above rumble.
constexpr std::array<double, SilenceJudge::Bands + 1> Edges{
        80, 200, 400, 700, 1100, 1600, 2300, 3200, 4500, 6500, 9500, 14000, 20000};

constexpr double Loudest = -30; // dBFS: no silence is louder, whatever the floor
constexpr double Nothing = -100; // dBFS: digital silence, even with dither
// dB above the floor. Room noise is not quite steady; where it is loud, the little that stands out
// of it is more likely speech.
constexpr double LeastMargin = 3;
constexpr double MostMargin = 6;
constexpr double MarginShare = 1.0 / 6; // of what lies between floor and speech
constexpr double CarefulMargin = 4; // at most, while little is known
constexpr double DoubtfulMargin = 2;
constexpr double Contrast = 12; // dB speech must stand above the threshold, else it is no floor
constexpr double CarefulContrast = 15;
constexpr double CarefulFor = 2; // seconds
constexpr double GivenSlack = 10; // dB the learnt floor may lie above a given one
constexpr double BelowSpeech = 45; // dB below speech nothing is missed in
constexpr double BandShare = 10; // dB a single band must stay below that
constexpr float Unknown = std::numeric_limits<float>::max();

double decibels(double meanSquare)
{
    return 10 * std::log10(std::max(meanSquare, 1e-15));
}

float power(double dB)
{
    return static_cast<float>(std::pow(10, dB / 10));
}

} // namespace

SilenceJudge::SilenceJudge(int sampleRate, int channels)
    : m_channels(static_cast<std::size_t>(std::clamp(channels, 1, int(MostChannels)))),
      m_spectrum(std::bit_ceil(static_cast<std::size_t>(std::max(sampleRate, 2'000)) * 16 / 1'000)),
      m_windowFrames(static_cast<std::int64_t>(m_spectrum.size())),
      m_hopFrames(std::max(sampleRate, 2'000) / 200), m_power(m_spectrum.bins()),
      m_state(m_channels), m_inaudible(power(-75))
{
    const double binWidth = std::max(sampleRate, 2'000) / static_cast<double>(m_windowFrames);
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const auto bin = static_cast<std::size_t>(std::lround(Edges[i] / binWidth));
        m_edges[i] = std::clamp<std::size_t>(bin, 2, m_spectrum.bins());
    }
    for (std::size_t i = 0; i < Values; ++i) {
        const std::size_t bins = i < Bands ? m_edges[i + 1] - m_edges[i] : m_edges[Bands] - 2;
        // Noise in n bins has about 2 n degrees of freedom, 1.3 n under the window; its level
        // deviates by 4.34 sqrt(2 / freedom) dB. Smoothing sees 2.5 windows' worth of it.
        const double freedom = 1.3 * std::max<double>(1, static_cast<double>(bins));
        const double deviation = 4.34 * std::sqrt(2 / freedom);
        m_bias[i] = power(2.5 * deviation / std::sqrt(2.5));
        // The total of a hum beats with the windows.
        m_doubtful[i] = power(i < Bands ? DoubtfulMargin + 2.2 * deviation : 2 * DoubtfulMargin);
        m_sounding[i] = power(4 * deviation);
    }
    for (Channel &channel : m_state) {
        channel.past.fill(Unknown);
        for (Floor &least : channel.least)
            least.fill(Unknown);
    }
    updateThresholds();
}

void SilenceJudge::setNoiseFloor(double dBFS)
{
    if (std::isfinite(dBFS))
        m_given = dBFS;
    updateThresholds();
}

SilenceJudge::Window SilenceJudge::measure(const float *frames)
{
    Window window;
    for (std::size_t i = 0; i < m_channels; ++i)
        measureChannel(frames + i, window[i]);
    return window;
}

void SilenceJudge::measureChannel(const float *frames, Levels &levels)
{
    const std::size_t size = m_spectrum.size();
    float sum = 0;
    float squares = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const float sample = frames[i * m_channels];
        sum += sample;
        squares += sample * sample;
    }
    const float mean = sum / static_cast<float>(size);
    levels.total = squares / static_cast<float>(size) - mean * mean;
    static const float loud = power(Loudest);
    static const float nothing = power(Nothing);
    // Most windows are clear without a look at their bands; NaN is loud.
    if (!(levels.total <= loud)) {
        levels.total = std::isfinite(levels.total) ? levels.total : 1;
        levels.bands.fill(levels.total);
        return;
    }
    if (levels.total < nothing) {
        levels.total = 0;
        return;
    }
    m_spectrum.compute(frames, m_channels, m_power);
    levels.total = 0;
    for (std::size_t band = 0; band < Bands; ++band) {
        float value = 0;
        for (std::size_t bin = m_edges[band]; bin < m_edges[band + 1]; ++bin)
            value += m_power[bin];
        levels.bands[band] = value;
        levels.total += value;
    }
}

void SilenceJudge::learn(const Window &window)
{
    m_filled = std::min(m_filled + 1, Smoothed);
    float loudest = 0;
    for (std::size_t i = 0; i < m_channels; ++i)
        loudest = std::max(loudest, learnChannel(m_state[i], window[i]));
    m_place = (m_place + 1) % Smoothed;
    ++m_learnt;
    if (m_filled == Smoothed)
        m_blockPeak = std::max(m_blockPeak, loudest);
    if (++m_inBlock == 200) { // a second
        learnSpeech(m_blockPeak);
        m_blockPeak = 0;
        m_inBlock = 0;
        m_block = (m_block + 1) % Blocks;
        for (Channel &channel : m_state)
            forgetOldest(channel);
    }
    if (m_learnt % 4 == 0)
        updateThresholds();
}

void SilenceJudge::forgetOldest(Channel &channel) const
{
    channel.least[m_block].fill(Unknown);
    channel.past.fill(Unknown);
    for (const Floor &least : channel.least) {
        for (std::size_t i = 0; i < Values; ++i)
            channel.past[i] = std::min(channel.past[i], least[i]);
    }
}

float SilenceJudge::learnChannel(Channel &channel, const Levels &levels)
{
    Floor &newest = channel.recent[m_place];
    std::copy(levels.bands.begin(), levels.bands.end(), newest.begin());
    newest[Bands] = levels.total;
    if (m_filled < Smoothed)
        return 0;
    Floor &least = channel.least[m_block];
    Floor mean{};
    for (const Floor &one : channel.recent) {
        for (std::size_t i = 0; i < Values; ++i)
            mean[i] += one[i];
    }
    for (std::size_t i = 0; i < Values; ++i)
        least[i] = std::min(least[i], mean[i] / float(Smoothed));
    return mean[Bands] / float(Smoothed);
}

void SilenceJudge::learnSpeech(float smoothed)
{
    float least = Unknown;
    for (const Channel &channel : m_state)
        least = std::min(least, floorOf(channel)[Bands]);
    const double level = decibels(smoothed);
    if (level < decibels(least) + Contrast)
        return; // a second of nothing but noise, or of music that never rests
    m_speech = m_speech ? *m_speech + 0.3 * (level - *m_speech) : level;
}

double SilenceJudge::speech() const
{
    return m_speech ? *m_speech : decibels(m_blockPeak);
}

SilenceJudge::Floor SilenceJudge::floorOf(const Channel &channel) const
{
    const float most = m_given ? power(*m_given + GivenSlack) : Unknown;
    Floor floor{};
    for (std::size_t i = 0; i < Values; ++i) {
        const float least = std::min(channel.past[i], channel.least[m_block][i]);
        floor[i] = std::min(least < Unknown ? least * m_bias[i] : Unknown, most);
    }
    return floor;
}

void SilenceJudge::updateThresholds()
{
    const bool careful = !m_given && m_learnt < std::int64_t(CarefulFor * 200);
    const double loud = speech();
    m_inaudible = power(std::clamp(loud - BelowSpeech, -90.0, -60.0));
    static const float share = power(-BandShare);
    static const float loudest = power(Loudest);
    const float highest = std::min(loudest, power(loud - (careful ? CarefulContrast : Contrast)));
    for (Channel &channel : m_state) {
        const Floor floor = floorOf(channel);
        const double between = (loud - decibels(floor[Bands])) * MarginShare;
        const double most = careful ? CarefulMargin : MostMargin;
        const float margin = power(std::clamp(between, LeastMargin, most));
        const bool known = floor[Bands] * m_sounding[Bands] * margin <= highest;
        for (std::size_t i = 0; i < Values; ++i) {
            const float absolute = i < Bands ? m_inaudible * share : m_inaudible;
            channel.sound[i] = std::max(known ? floor[i] * m_sounding[i] * margin : 0, absolute);
            channel.doubt[i] = std::max(known ? floor[i] * m_doubtful[i] : 0, absolute * share);
        }
    }
}

SilenceJudge::Verdict SilenceJudge::judge(const Window &window) const
{
    Verdict verdict = Verdict::Silent;
    for (std::size_t c = 0; c < m_channels; ++c) {
        const Floor &sound = m_state[c].sound;
        const Floor &doubt = m_state[c].doubt;
        for (std::size_t i = 0; i < Values; ++i) {
            const float value = i < Bands ? window[c].bands[i] : window[c].total;
            if (value > sound[i])
                return Verdict::Sound;
            if (value > doubt[i])
                verdict = Verdict::Doubtful;
        }
    }
    return verdict;
}

void SilenceJudge::jump()
{
    m_filled = 0;
    m_place = 0;
}

} // namespace Earmark
