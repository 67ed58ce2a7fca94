// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/pausefinder.h"

#include "core/episodeanalysis.h"
#include "media/soundlevels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

using Levels = std::vector<std::uint8_t>;

constexpr std::size_t Second = SoundLevels::StepsPerSecond;
constexpr std::size_t Around = 15; // s on either side that tell floor and speech
constexpr std::size_t Smoothed = 5; // steps
// dB, with their reasons in playback/silencejudge.cpp.
constexpr double Loudest = -30;
constexpr double LeastMargin = 5;
constexpr double MostMargin = 9;
constexpr double MarginShare = 1.0 / 6;
constexpr double Contrast = 12;
constexpr double BelowSpeech = 45;
constexpr double HighShare = 8; // dB by which the difference stays below that
constexpr double Floorless = -90; // dBFS: digital silence between the words is no noise
constexpr double FloorShare = 0.8; // of the seconds have a lower floor

constexpr auto Step = 10ms;

double powerOf(std::uint8_t level)
{
    static const auto table = [] {
        std::array<double, 256> powers{};
        for (std::size_t i = 0; i < powers.size(); ++i)
            powers[i] = std::pow(10, SoundLevels::decibels(std::uint8_t(i)) / 10);
        return powers;
    }();
    return table[level];
}

/// Extremes of the smoothed level in each second, dBFS.
struct Extremes
{
    double least = 0;
    double most = SoundLevels::Lowest;
};

std::vector<Extremes> extremesOf(const Levels &levels)
{
    std::vector<Extremes> seconds((levels.size() + Second - 1) / Second);
    double sum = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        sum += powerOf(levels[i]);
        const std::size_t count = std::min(i + 1, Smoothed);
        if (i >= Smoothed)
            sum -= powerOf(levels[i - Smoothed]);
        if (count < Smoothed && levels.size() >= Smoothed)
            continue;
        const double mean = 10 * std::log10(std::max(sum / double(count), 1e-15));
        Extremes &second = seconds[i / Second];
        second.least = std::min(second.least, mean);
        second.most = std::max(second.most, mean);
    }
    return seconds;
}

/// The least of the seconds around each.
std::vector<double> floorsOf(const std::vector<Extremes> &seconds)
{
    std::vector<double> floors(seconds.size());
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        const std::size_t from = i - std::min(i, Around);
        const std::size_t to = std::min(i + Around + 1, seconds.size());
        double least = 0;
        for (std::size_t j = from; j < to; ++j)
            least = std::min(least, seconds[j].least);
        floors[i] = std::max(least, SoundLevels::Lowest);
    }
    return floors;
}

/// How loud speech is around each second: the mean of the loudest moments of those seconds that
/// have any. Nothing: none has.
std::vector<std::optional<double>> speechOf(const std::vector<Extremes> &seconds,
                                            const std::vector<double> &floors)
{
    std::vector<std::optional<double>> speech(seconds.size());
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        const std::size_t from = i - std::min(i, Around);
        const std::size_t to = std::min(i + Around + 1, seconds.size());
        double sum = 0;
        int count = 0;
        for (std::size_t j = from; j < to; ++j) {
            if (seconds[j].most >= floors[i] + Contrast) {
                sum += seconds[j].most;
                ++count;
            }
        }
        if (count > 0)
            speech[i] = sum / count;
    }
    return speech;
}

/// Levels above these are sound.
struct Thresholds
{
    double total = SoundLevels::Lowest;
    double high = SoundLevels::Lowest;
};

double margin(double floor, double speech)
{
    return std::clamp((speech - floor) * MarginShare, LeastMargin, MostMargin);
}

Thresholds thresholdsAt(double floor, double highFloor, std::optional<double> speech)
{
    const double inaudible = std::clamp(speech.value_or(floor) - BelowSpeech, -90.0, -60.0);
    Thresholds thresholds{inaudible, inaudible - HighShare};
    if (!speech)
        return thresholds;
    const double wanted = floor + margin(floor, *speech);
    if (wanted > std::min(Loudest, *speech - Contrast))
        return thresholds;
    thresholds.total = std::max(thresholds.total, wanted);
    thresholds.high = std::max(thresholds.high, highFloor + margin(floor, *speech));
    return thresholds;
}

std::optional<double> noiseFloorOf(const std::vector<double> &floors,
                                   const std::vector<std::optional<double>> &speech)
{
    std::vector<double> behind;
    for (std::size_t i = 0; i < floors.size(); ++i) {
        if (speech[i] && floors[i] <= std::min(Loudest, *speech[i] - Contrast))
            behind.push_back(std::max(floors[i], Floorless));
    }
    if (behind.empty())
        return std::nullopt;
    const auto place = behind.begin() + std::ptrdiff_t(double(behind.size() - 1) * FloorShare);
    std::nth_element(behind.begin(), place, behind.end());
    return *place;
}

} // namespace

FoundPauses findPauses(const SoundLevels &levels)
{
    const Levels &total = levels.total();
    const Levels &high = levels.high();
    const std::vector<Extremes> seconds = extremesOf(total);
    const std::vector<double> floors = floorsOf(seconds);
    const std::vector<double> highFloors = floorsOf(extremesOf(high));
    const auto speech = speechOf(seconds, floors);

    FoundPauses found;
    found.noiseFloor = noiseFloorOf(floors, speech);
    Thresholds limit;
    std::size_t run = 0;
    const auto closeRun = [&](std::size_t end) {
        const MediaRange pause{Step * (end - run), Step * end};
        if (pause.length() >= EpisodeAnalysis::ShortestPause)
            found.pauses.push_back(pause);
        run = 0;
    };
    for (std::size_t i = 0; i < total.size(); ++i) {
        if (const std::size_t second = i / Second; i % Second == 0)
            limit = thresholdsAt(floors[second], highFloors[second], speech[second]);
        const bool isSilent = SoundLevels::decibels(total[i]) <= limit.total
                && SoundLevels::decibels(high[i]) <= limit.high;
        if (isSilent)
            ++run;
        else
            closeRun(i);
    }
    closeRun(total.size());
    return found;
}

QByteArray drawWaveform(const SoundLevels &levels)
{
    const Levels &total = levels.total();
    const std::size_t bins = std::min<std::size_t>(total.size(), EpisodeAnalysis::WaveformBins);
    std::vector<double> heights(bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const std::size_t from = bin * total.size() / bins;
        const std::size_t to = (bin + 1) * total.size() / bins;
        double sum = 0;
        for (std::size_t i = from; i < to; ++i)
            sum += powerOf(total[i]);
        heights[bin] = std::sqrt(sum / double(to - from));
    }
    if (bins == 0)
        return {};
    // A single bang does not make everything else flat.
    std::vector<double> sorted = heights;
    const auto top = sorted.begin() + std::ptrdiff_t(double(bins - 1) * 0.99);
    std::nth_element(sorted.begin(), top, sorted.end());
    const double most = *top > 0 ? *top : *std::max_element(heights.begin(), heights.end());
    const bool isSilent = most <= std::sqrt(powerOf(0));
    QByteArray waveform(qsizetype(bins), '\0');
    for (std::size_t bin = 0; bin < bins && !isSilent; ++bin) {
        const double height = std::pow(std::min(heights[bin] / most, 1.0), 0.7);
        waveform[qsizetype(bin)] = static_cast<char>(std::lround(255 * height));
    }
    return waveform;
}

} // namespace Earmark
