// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/soundruler.h"

#include "support/mediafixtures.h"
#include "support/soundrecorder.h"
#include "support/wavbytes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int Rate = 8'000; // of the noise; its band is that of speech
constexpr double Band = 3'400; // Hz
constexpr std::size_t Window = 256; // 32 ms: about what a stretcher leaves in one piece
constexpr std::size_t Hop = Rate / 50;
constexpr int Thinned = SoundRecorder::SampleRate / Rate;
constexpr double Quietest = 100; // RMS of 16 bit

/// How alike the best place must be. Of noise that is not there at all the best of two minutes is
/// 0.35; pieces of two places in one window leave 0.5 or more to the larger.
constexpr double Alike = 0.45;
constexpr double Tracked = 0.2; // s of media around what should follow: looked for there first
constexpr double Near = 0.6; // s of media at 1x: sound this near to the place is the new one
constexpr double Looked = 0.45; // s

/// A low-pass of Band, as an interpolator: its value `offset` samples of Rate from its middle.
double kernel(double offset)
{
    constexpr double Half = 24; // samples of Rate
    if (std::abs(offset) >= Half)
        return 0;
    constexpr double Cut = 2 * Band / Rate;
    const double turn = std::numbers::pi * offset;
    const double sinc = offset == 0 ? Cut : std::sin(Cut * turn) / turn;
    return sinc * (0.5 + 0.5 * std::cos(turn / Half));
}

/// The recording from `first` on at Rate.
std::vector<std::int16_t> thinned(std::span<const std::int16_t> recording, std::size_t first,
                                  std::size_t count)
{
    constexpr int Reach = 24 * Thinned;
    static const std::vector<float> filter = [] {
        std::vector<float> taps;
        for (int i = -Reach; i <= Reach; ++i)
            taps.push_back(static_cast<float>(kernel(double(i) / Thinned) / Thinned));
        return taps;
    }();
    std::vector<std::int16_t> thin(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto middle = static_cast<std::ptrdiff_t>(first + i * Thinned);
        float sum = 0;
        for (std::ptrdiff_t tap = -Reach; tap <= Reach; ++tap) {
            const std::ptrdiff_t at = middle + tap;
            if (at >= 0 && at < std::ssize(recording))
                sum += filter[std::size_t(tap + Reach)] * recording[std::size_t(at)];
        }
        thin[i] = static_cast<std::int16_t>(std::lround(std::clamp(sum, -32'767.0F, 32'767.0F)));
    }
    return thin;
}

double energyOf(std::span<const std::int16_t> piece)
{
    double sum = 0;
    for (const std::int16_t sample : piece)
        sum += double(sample) * sample;
    return sum;
}

/// So that 256 products of it and of the noise stay within 32 bits.
std::vector<std::int16_t> scaled(std::span<const std::int16_t> piece)
{
    constexpr int Largest = 1'000;
    const auto [least, most] = std::minmax_element(piece.begin(), piece.end());
    const int peak = std::max({int{*most}, -int{*least}, 1});
    std::vector<std::int16_t> scaled(piece.size());
    std::transform(piece.begin(), piece.end(), scaled.begin(),
                   [peak](std::int16_t sample) { return std::int16_t(sample * Largest / peak); });
    return scaled;
}

/// What the search spends its time in: compilers make a few instructions of it.
std::int32_t product(std::span<const std::int16_t> one, const std::int16_t *other)
{
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += std::int32_t{one[i]} * std::int32_t{other[i]};
    return sum;
}

std::size_t sampleAt(double second, int rate)
{
    return static_cast<std::size_t>(std::max(second, 0.0) * rate);
}

} // namespace

SoundRuler::SoundRuler()
{
    constexpr double Loudness = 2'600; // RMS of 16 bit ...
    constexpr double Loudest = 8'000; // ... and its peaks, for product()
    std::mt19937 random(20);
    m_noise.resize(std::size_t{FixtureSeconds} * Rate);
    for (std::int16_t &sample : m_noise) {
        double sum = 0; // of twelve: a normal distribution, the same with any library
        for (int i = 0; i < 12; ++i)
            sum += double(random()) / double(std::mt19937::max()) - 0.5;
        sample = static_cast<std::int16_t>(
                std::lround(std::clamp(sum * Loudness, -Loudest, Loudest)));
    }
    m_energy.push_back(0);
    for (const std::int16_t sample : m_noise)
        m_energy.push_back(m_energy.back() + double(sample) * sample);
}

QByteArray SoundRuler::wav(int sampleRate) const
{
    constexpr std::ptrdiff_t Reach = 24;
    const int common = std::gcd(sampleRate, Rate);
    const int phases = sampleRate / common; // places between two samples of the noise
    std::vector<float> filter;
    for (int phase = 0; phase < phases; ++phase) {
        for (int tap = -Reach; tap < Reach; ++tap)
            filter.push_back(float(kernel(tap + 1 - double(phase) / phases)));
    }
    std::vector<std::int16_t> samples(std::size_t{FixtureSeconds} * std::size_t(sampleRate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t place = i * std::size_t(Rate / common);
        const auto before = std::ptrdiff_t(place / std::size_t(phases));
        const std::size_t taps = place % std::size_t(phases) * 2 * Reach;
        float sum = 0;
        for (std::ptrdiff_t tap = 0; tap < 2 * Reach; ++tap) {
            const std::ptrdiff_t at = before + tap - Reach + 1;
            if (at >= 0 && at < std::ssize(m_noise))
                sum += filter[taps + std::size_t(tap)] * m_noise[std::size_t(at)];
        }
        samples[i] = std::int16_t(std::lround(std::clamp(sum, -32'767.0F, 32'767.0F)));
    }
    return wavOf(samples, sampleRate, 1);
}

QString SoundRuler::fixture(const QString &name) const
{
    constexpr int FileRate = 44'100;
    return mediaFixtureOf(u"ruler"_s, name, [this] { return wav(FileRate); });
}

SoundRuler::Fit SoundRuler::bestFit(std::span<const std::int16_t> piece, std::size_t from,
                                    std::size_t to) const
{
    Fit best;
    const std::vector<std::int16_t> wanted = scaled(piece);
    const double energy = energyOf(wanted);
    for (std::size_t at = from; at < to; ++at) {
        const double both = product(wanted, m_noise.data() + at);
        const double square
                = both * both / (energy * (m_energy[at + piece.size()] - m_energy[at]) + 1);
        if (both > 0 && square > best.likeness)
            best = {at, square};
    }
    best.likeness = std::sqrt(best.likeness);
    return best;
}

std::vector<HeardMoment> SoundRuler::moments(std::span<const std::int16_t> recording, double from,
                                             double to, double leastMedia, double mostMedia) const
{
    std::vector<HeardMoment> found;
    const std::size_t first = sampleAt(from, SoundRecorder::SampleRate);
    const std::size_t end = std::min(sampleAt(to, SoundRecorder::SampleRate), recording.size());
    if (end <= first)
        return found;
    const std::vector<std::int16_t> thin = thinned(recording, first, (end - first) / Thinned);
    const std::size_t last = m_noise.size() - Window;
    const std::size_t least = std::min(sampleAt(leastMedia, Rate), last);
    const std::size_t most = std::min(sampleAt(std::min(mostMedia, 1e6), Rate), last);
    const auto reach = sampleAt(Tracked, Rate);
    bool isTracked = false;
    std::size_t before = 0;
    for (std::size_t at = 0; at + Window <= thin.size(); at += Hop) {
        const auto piece = std::span(thin).subspan(at, Window);
        if (energyOf(piece) < Window * Quietest * Quietest)
            continue;
        Fit fit;
        if (isTracked)
            fit = bestFit(piece, std::max(before, least + reach) - reach,
                          std::min(before + reach, most));
        if (fit.likeness < Alike)
            fit = bestFit(piece, least, most);
        isTracked = false;
        if (fit.likeness < Alike)
            continue;
        before = fit.at;
        isTracked = true;
        const double middle = double(Window) / 2;
        found.push_back({double(first) / SoundRecorder::SampleRate + (double(at) + middle) / Rate,
                         (double(fit.at) + middle) / Rate});
    }
    return found;
}

std::optional<Heard::Arrival> SoundRuler::arrival(std::span<const std::int16_t> recording,
                                                  double since, double place, double speed) const
{
    const double now = double(recording.size()) / SoundRecorder::SampleRate;
    const double near = Near * std::max(speed, 1.0);
    const auto heard = moments(recording, since, now, place - near,
                               place + speed * std::max(now - since, 0.5) + near);
    const auto first = std::find_if(heard.begin(), heard.end(), [&](const auto &moment) {
        return std::abs(moment.media - place) < near;
    });
    if (first == heard.end() || heard.back().at < first->at + Looked)
        return std::nullopt;
    Heard::Arrival found;
    found.at = Heard::silenceEnd(recording, first->at - 0.06, first->at + 0.015)
                       .value_or(boundary(recording, *first, speed));
    std::vector<double> begins;
    for (auto moment = first; moment != heard.end() && moment->at < first->at + Looked; ++moment)
        begins.push_back(moment->media - speed * (moment->at - found.at));
    const auto middle = begins.begin() + std::ssize(begins) / 2;
    std::nth_element(begins.begin(), middle, begins.end());
    found.media = *middle;
    return found;
}

/// Where the sound of this moment, one of the first, takes over from other sound without a silence:
/// of the first short window that is alike, the likeness is the share that is new.
double SoundRuler::boundary(std::span<const std::int16_t> recording, const HeardMoment &moment,
                            double speed) const
{
    constexpr double Before = 0.06; // s
    constexpr double Astray = 0.04; // s of media: a stretcher takes its pieces from around there
    constexpr std::size_t Short = Window * 3 / 8;
    constexpr double ShortAlike = 0.55; // the best of so many places that are not it is 0.35
    constexpr double Whole = 0.9; // likeness of the same sound, band-limited and coded
    constexpr std::size_t Step = Rate / 500;
    const double from = std::max(moment.at - Before, 0.0);
    const std::vector<std::int16_t> thin = thinned(
            recording, sampleAt(from, SoundRecorder::SampleRate), sampleAt(Before, Rate) + Short);
    const std::size_t last = m_noise.size() - Window;
    for (std::size_t at = 0; at + Short <= thin.size(); at += Step) {
        const double begins = from + double(at) / Rate;
        const double due = moment.media + speed * (begins - moment.at);
        const Fit fit = bestFit(std::span(thin).subspan(at, Short),
                                std::min(sampleAt(due - Astray, Rate), last),
                                std::min(sampleAt(due + Astray, Rate), last));
        if (fit.likeness >= ShortAlike)
            return begins + double(Short) / Rate * (1 - std::min(fit.likeness / Whole, 1.0));
    }
    return moment.at;
}

} // namespace Earmark
