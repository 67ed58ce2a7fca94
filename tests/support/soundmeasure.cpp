// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/soundmeasure.h"

#include "support/soundrecorder.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace Earmark::Heard {

namespace {

constexpr int Silent = 60; // of 32,768; the tones are louder
constexpr std::size_t Window = SoundRecorder::SampleRate / 200; // 5 ms
constexpr double Near = 0.6; // s of media at 1x: sound this near to the place is the new one
constexpr double Settled = 0.07; // s: from here on all of a moment's window is new sound
constexpr double Looked = 0.4; // s

bool isSilent(std::span<const std::int16_t> samples)
{
    return std::all_of(samples.begin(), samples.end(),
                       [](std::int16_t sample) { return std::abs(sample) < Silent; });
}

double second(std::size_t sample)
{
    return static_cast<double>(sample) / SoundRecorder::SampleRate;
}

std::size_t sampleAt(double second)
{
    return static_cast<std::size_t>(std::max(second, 0.0) * SoundRecorder::SampleRate);
}

/// The time tone at 1x as it sounded between two seconds, and as it would sound elsewhere.
class PlainTone
{
public:
    PlainTone(std::span<const std::int16_t> samples, const Line &line, double from, double to)
        : m_samples(samples), m_line(line)
    {
        for (std::size_t i = sampleAt(from); i < sampleAt(to); ++i) {
            m_cosine += samples[i] * std::cos(turnAt(i));
            m_sine += samples[i] * std::sin(turnAt(i));
        }
        const auto count = static_cast<double>(sampleAt(to) - sampleAt(from));
        m_cosine *= 2 / count;
        m_sine *= 2 / count;
    }

    /// The share of the energy between two seconds that is not this tone.
    double besides(double from, double to) const
    {
        double rest = 0;
        double energy = 1;
        for (std::size_t i = sampleAt(from); i < std::min(sampleAt(to), m_samples.size()); ++i) {
            const double due = m_cosine * std::cos(turnAt(i)) + m_sine * std::sin(turnAt(i));
            rest += (m_samples[i] - due) * (m_samples[i] - due);
            energy += due * due;
        }
        return rest / energy;
    }

private:
    double turnAt(std::size_t sample) const
    {
        const double media = m_line.mediaAt(second(sample));
        return 2 * std::numbers::pi * (ToneStart * media + ToneSlope * media * media / 2);
    }

    std::span<const std::int16_t> m_samples;
    Line m_line;
    double m_cosine = 0;
    double m_sine = 0;
};

/// What is left of these samples without their tone of this frequency; a share of their energy is
/// meant where the tone is.
double besideTone(std::span<const std::int16_t> samples, double hertz)
{
    double cosine = 0;
    double sine = 0;
    double energy = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double turn = 2 * std::numbers::pi * hertz * second(i);
        cosine += samples[i] * std::cos(turn);
        sine += samples[i] * std::sin(turn);
        energy += double{static_cast<double>(samples[i])} * samples[i];
    }
    return energy - 2 * (cosine * cosine + sine * sine) / static_cast<double>(samples.size());
}

/// Near this second the sound of one moment becomes that of another: where each side is most the
/// tone of its own moment.
double boundary(std::span<const std::int16_t> samples, double near, double before, double behind)
{
    constexpr double Side = 0.04; // s: eight waves at least
    double best = near;
    double least = -1;
    for (int step = -100; step <= 60; ++step) {
        const double at = near + step / 1'000.0;
        if (at < Side || sampleAt(at + Side) > samples.size())
            continue;
        const auto length = sampleAt(Side);
        const double left = besideTone(samples.subspan(sampleAt(at - Side), length),
                                       ToneStart + ToneSlope * before)
                + besideTone(samples.subspan(sampleAt(at), length), ToneStart + ToneSlope * behind);
        if (least < 0 || left < least) {
            least = left;
            best = at;
        }
    }
    return best;
}

} // namespace

Silence longestSilence(const SoundRecorder &recorder, double since, std::optional<double> until)
{
    const auto samples = recorder.samples();
    const std::size_t end = until ? std::min(sampleAt(*until), samples.size()) : samples.size();
    Silence longest;
    std::size_t from = 0;
    bool isIn = false;
    for (std::size_t at = sampleAt(since); at + Window <= end; at += Window) {
        const bool silent = isSilent(samples.subspan(at, Window));
        if (silent && !isIn)
            from = at;
        isIn = silent;
        if (silent && second(at + Window - from) > longest.length)
            longest = {second(from), second(at + Window - from)};
    }
    return longest;
}

std::optional<double> onset(const SoundRecorder &recorder, double since)
{
    const auto samples = recorder.samples();
    std::size_t quiet = 0;
    for (std::size_t at = sampleAt(since); at < samples.size(); ++at) {
        if (std::abs(samples[at]) < Silent)
            ++quiet;
        else if (quiet >= 2 * Window)
            return second(at);
        else
            quiet = 0;
    }
    return std::nullopt;
}

std::optional<double> silenceEnd(std::span<const std::int16_t> samples, double from, double to)
{
    std::size_t at = std::min(sampleAt(to), samples.size());
    for (; at >= sampleAt(from) + Window; at -= Window / 5) {
        if (!isSilent(samples.subspan(at - Window, Window)))
            continue;
        while (at < samples.size() && std::abs(samples[at]) < Silent)
            ++at;
        return second(at);
    }
    return std::nullopt;
}

std::optional<Arrival> arrival(const SoundRecorder &recorder, std::span<const HeardMoment> moments,
                               double place, double speed)
{
    const auto first = std::find_if(moments.begin(), moments.end(), [&](const auto &moment) {
        return std::abs(moment.media - place) < Near * std::max(speed, 1.0);
    });
    if (first == moments.end() || moments.back().at < first->at + Settled + Looked)
        return std::nullopt;
    const double old = first == moments.begin() ? 0 : std::prev(first)->media;
    Arrival found;
    found.at = silenceEnd(recorder.samples(), first->at - Settled, first->at + Settled)
                       .value_or(boundary(recorder.samples(), first->at, old, first->media));
    std::vector<double> begins;
    for (auto moment = first; moment != moments.end(); ++moment) {
        const double into = moment->at - found.at;
        if (into >= Settled && into <= Settled + Looked)
            begins.push_back(moment->media - speed * into);
    }
    if (begins.empty())
        return std::nullopt;
    const auto middle = begins.begin() + std::ssize(begins) / 2;
    std::nth_element(begins.begin(), middle, begins.end());
    found.media = *middle;
    return found;
}

std::optional<Arrival> arrivalSince(const SoundRecorder &recorder, double since, double place,
                                    double speed)
{
    return arrival(recorder, recorder.heardSince(since), place, speed);
}

std::optional<double> changeHeard(const SoundRecorder &recorder, double changed, bool toPlain)
{
    constexpr double Step = 0.005; // s
    constexpr double Other = 0.03; // share of the energy that is not the tone
    const double from = toPlain ? changed + 0.8 : changed - 0.35;
    const auto moments = recorder.momentsIn(from, from + 0.35);
    if (moments.size() < 8)
        return std::nullopt;
    Line line = lineThrough(moments);
    line.slope = 1;
    const PlainTone tone(recorder.samples(), line, from, from + 0.3);
    const double first = toPlain ? from : changed - 0.05;
    for (int step = 0; step < 200; ++step) {
        const double at = first + (toPlain ? -step : step) * Step;
        if (tone.besides(at, at + Step) > Other)
            return toPlain ? at + Step : at;
    }
    return std::nullopt;
}

Line lineThrough(std::span<const HeardMoment> moments)
{
    Line line;
    const auto count = static_cast<double>(moments.size());
    for (const HeardMoment &moment : moments) {
        line.at += moment.at / count;
        line.media += moment.media / count;
    }
    double both = 0;
    double square = 0;
    for (const HeardMoment &moment : moments) {
        both += (moment.at - line.at) * (moment.media - line.media);
        square += (moment.at - line.at) * (moment.at - line.at);
    }
    line.slope = square > 0 ? both / square : 0;
    return line;
}

std::optional<double> mediaAt(std::span<const HeardMoment> moments, double second, double speed)
{
    constexpr double Reach = 0.25; // s
    std::vector<double> here;
    for (const HeardMoment &moment : moments) {
        if (std::abs(moment.at - second) <= Reach)
            here.push_back(moment.media + speed * (second - moment.at));
    }
    if (here.size() < 12) // of 25: the sound begins or ends here
        return std::nullopt;
    const auto middle = here.begin() + std::ssize(here) / 2;
    std::nth_element(here.begin(), middle, here.end());
    return *middle;
}

double level(std::span<const std::int16_t> samples)
{
    double sum = 0;
    for (const std::int16_t sample : samples)
        sum += double{static_cast<double>(sample)} * sample;
    return 10 * std::log10(sum / std::max(double(samples.size()), 1.0) / 32'768 / 32'768 + 1e-12);
}

} // namespace Earmark::Heard
