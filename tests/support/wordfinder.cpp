// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wordfinder.h"

#include <algorithm>
#include <cmath>

namespace Earmark {

namespace {

constexpr int Thin = 6; // every sixth sample, averaged, to look quickly
constexpr double Like = 0.8; // normalised correlation of what is the same sound
// A voice repeats itself with its pitch: a quick look cannot tell one wave from the next.
constexpr double AlmostAsLike = 0.2;

std::vector<float> thinned(std::span<const float> samples)
{
    std::vector<float> thin(samples.size() / Thin);
    for (std::size_t i = 0; i < thin.size(); ++i) {
        float sum = 0;
        for (std::size_t j = 0; j < Thin; ++j)
            sum += samples[i * Thin + j];
        thin[i] = sum / Thin;
    }
    return thin;
}

double energy(std::span<const float> samples)
{
    double sum = 0;
    for (const float sample : samples)
        sum += double{sample} * sample;
    return sum;
}

struct Match
{
    std::int64_t at = -1;
    double likeness = 0;
};

/// How much `wanted` sounds like each place in [from, to), and where that is.
std::vector<Match> matches(std::span<const float> in, std::span<const float> wanted,
                           std::int64_t from, std::int64_t to)
{
    const double own = energy(wanted);
    const auto length = static_cast<std::int64_t>(wanted.size());
    from = std::max<std::int64_t>(from, 0);
    to = std::min(to, static_cast<std::int64_t>(in.size()) - length);
    std::vector<Match> all;
    for (std::int64_t at = from; at < to; ++at) {
        const auto here = in.subspan(static_cast<std::size_t>(at), wanted.size());
        double product = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            product += double{here[i]} * wanted[i];
        all.push_back({at, product / std::sqrt(own * energy(here) + 1e-12)});
    }
    return all;
}

Match best(std::span<const Match> all)
{
    const auto found = std::ranges::max_element(all, {}, &Match::likeness);
    return found == all.end() ? Match() : *found;
}

/// Where in [from, to) `wanted` sounds most: looked for in what is thinned, then, at every place
/// that comes near to the best, exactly.
Match bestMatch(std::span<const float> in, std::span<const float> thinIn,
                std::span<const float> wanted, std::int64_t from, std::int64_t to)
{
    const std::vector<Match> rough = matches(thinIn, thinned(wanted), from / Thin, to / Thin);
    const double enough = best(rough).likeness - AlmostAsLike;
    Match found;
    for (std::size_t i = 0; i < rough.size(); ++i) {
        const bool isPeak = (i == 0 || rough[i].likeness >= rough[i - 1].likeness)
                && (i + 1 == rough.size() || rough[i].likeness >= rough[i + 1].likeness);
        if (!isPeak || rough[i].likeness < enough)
            continue;
        const std::int64_t at = rough[i].at;
        const Match exact = best(matches(in, wanted, (at - 2) * Thin, (at + 3) * Thin));
        found = exact.likeness > found.likeness ? exact : found;
    }
    return found;
}

double gainOf(std::span<const float> recorded, std::span<const float> spoken)
{
    return 10 * std::log10((energy(recorded) + 1e-12) / (energy(spoken) + 1e-12));
}

} // namespace

double savedFrames(const SpeechLike &speech, TrimStrength strength, bool withTheLast)
{
    const double minimum = double(trimTimes(strength).minimum.count()) * speech.sampleRate / 1'000;
    const double kept = double(trimTimes(strength).kept.count()) * speech.sampleRate / 1'000;
    double frames = 0;
    for (const auto &pause : speech.pauses) {
        const bool isBetween = withTheLast || pause.from < speech.words.back().from;
        frames += isBetween && strength != TrimStrength::Off && double(pause.frames) >= minimum
                ? double(pause.frames) - kept
                : 0;
    }
    return frames;
}

std::optional<std::vector<FoundWord>>
findWords(const SpeechLike &speech, std::span<const std::int16_t> recording, double from, double to)
{
    const int rate = speech.sampleRate;
    const auto lead = static_cast<std::size_t>(rate / 20); // 50 ms
    const std::size_t inside = 2 * lead;
    std::vector<float> recorded(recording.size());
    std::transform(recording.begin(), recording.end(), recorded.begin(),
                   [](std::int16_t sample) { return static_cast<float>(sample) / 32'768; });
    const auto thinRecording = thinned(recorded);
    const std::span<const float> spoken(speech.samples);

    // Where it would be if nothing were cut from here on, and how much earlier it may be.
    auto due = static_cast<std::int64_t>(to * rate);
    auto early = static_cast<std::int64_t>((to - from) * rate);
    const std::int64_t late = rate / 50;
    std::vector<FoundWord> words;
    std::int64_t lastWord = speech.words.front().from;
    for (const auto &word : speech.words) {
        due += word.from - lastWord;
        early = words.empty() ? early : word.from - lastWord;
        const auto body = spoken.subspan(std::size_t(word.from) + lead, inside);
        const auto lead64 = static_cast<std::int64_t>(lead);
        const Match exact = bestMatch(recorded, thinRecording, body, due + lead64 - early,
                                      due + lead64 + late);
        if (exact.likeness < Like || exact.at < lead64)
            return std::nullopt;
        const std::int64_t begin = exact.at - lead64;
        const std::span<const float> heard(recorded);
        words.push_back({double(begin) / rate,
                         gainOf(heard.subspan(std::size_t(exact.at), inside), body),
                         gainOf(heard.subspan(std::size_t(begin), lead),
                                spoken.subspan(std::size_t(word.from), lead))});
        due = begin;
        lastWord = word.from;
    }
    return words;
}

} // namespace Earmark
