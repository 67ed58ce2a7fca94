// SPDX-License-Identifier: GPL-3.0-or-later
// Two readers, one commander and the decoder thread on one pipe, under ThreadSanitizer, with no Qt
// in the program. Exits with 1 when a reader is given a wrong frame (or too few were looked at);
// ThreadSanitizer itself ends it for a race.
#include "playback/pcmpipe.h"
#include "support/countingsource.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <random>

using namespace Earmark;

namespace {

constexpr std::int64_t Frames = std::int64_t{8'000} * 600;
constexpr int Commands = 600;

/// Whether these frames lie apart from every place where a part is left out: it fades there.
bool isPlain(const PcmPipe &pipe, std::int64_t frame, std::int64_t count)
{
    constexpr std::int64_t Fade = 8'000 / 200 + 1;
    const std::int64_t media = pipe.mediaAt(frame);
    return pipe.mediaAt(frame - Fade) == media - Fade
            && pipe.mediaAt(frame + count + Fade) == media + count + Fade
            && frame + count + Fade <= pipe.state().end;
}

/// Reads on and on, jumping now and then, and checks what it is given (when it is plain sound).
/// Returns the wrong frames.
int readAlong(PcmPipe &pipe, bool plain, const std::stop_token &stop,
              std::atomic<std::int64_t> &checked)
{
    std::mt19937 random(1);
    std::array<float, 512> piece{};
    std::int64_t frame = 0;
    int wrong = 0;
    while (!stop.stop_requested()) {
        if (random() % 32 == 0)
            frame = pipe.state().reader;
        const std::int64_t media = pipe.mediaAt(frame);
        const auto got = pipe.read(frame * static_cast<std::int64_t>(sizeof(float)),
                                   std::span(reinterpret_cast<char *>(piece.data()),
                                             piece.size() * sizeof(float)))
                / sizeof(float);
        const bool isSure = plain && isPlain(pipe, frame, static_cast<std::int64_t>(got))
                && pipe.mediaAt(frame) == media;
        if (isSure)
            checked += static_cast<std::int64_t>(got);
        for (std::size_t i = 0; isSure && i < got; ++i) {
            const std::int64_t due = (media + static_cast<std::int64_t>(i)) % 32'768;
            if (std::lround(piece[i] * 32'768) != due)
                ++wrong;
        }
        frame += static_cast<std::int64_t>(got);
    }
    return wrong;
}

/// changed: how often other parts than before were taken.
void command(PcmPipe &pipe, CountingSource::Control &control, bool plain, std::mt19937 &random,
             int &changed)
{
    SoundSettings settings;
    if (!plain) {
        settings.speed = 0.5 + 0.5 * static_cast<double>(random() % 8);
        // the whole chain now and then: it is slow under ThreadSanitizer
        settings.trim = random() % 8 == 0 ? TrimStrength::Normal : TrimStrength::Off;
        settings.evenLoudness = random() % 8 == 0;
    }
    // The place, and parts to leave out that lie in it or behind it.
    const std::chrono::milliseconds at(random() % 620'000);
    MediaRanges skips;
    for (auto from = at - std::chrono::milliseconds(random() % 3'000); random() % 3 != 0;) {
        const auto to = from + std::chrono::milliseconds(1 + random() % 9'000);
        if (from.count() >= 0)
            skips.push_back({from, to});
        from = to + std::chrono::milliseconds(1 + random() % 5'000);
    }
    switch (random() % 12) {
    case 0:
    case 1:
    case 10:
        pipe.prepare(at, settings, skips);
        break;
    case 8: // of where it plays, mostly: behind what is decoded it may
        for (MediaRange &part : skips) {
            const auto here = std::chrono::milliseconds(pipe.mediaAt(pipe.state().end) / 8);
            part = {part.start - at + here, part.end - at + here};
        }
        if (pipe.changeSkips(skips))
            ++changed;
        break;
    case 9:
        pipe.setKnown(random() % 4 == 0 ? std::nullopt : std::optional(-20.0), -60.0);
        break;
    case 11: {
        const PcmPipe::State state = pipe.state();
        (void)pipe.savedBetween(state.begin, state.end);
        (void)pipe.isEnd(state.end * static_cast<std::int64_t>(sizeof(float)));
        break;
    }
    case 2:
        control.stallAt = static_cast<std::int64_t>(random() % Frames);
        break;
    case 3:
        control.stallAt = CountingSource::Never;
        break;
    case 4:
        control.failAt = random() % 4 == 0 ? static_cast<std::int64_t>(random() % Frames)
                                           : CountingSource::Never;
        break;
    case 5:
        pipe.hold();
        break;
    default:
        pipe.flow();
        break;
    }
}

} // namespace

int main()
{
    std::mt19937 random(42);
    std::atomic<int> wrong = 0;
    std::atomic<std::int64_t> checked = 0;
    int changed = 0;
    for (int round = 0; round < 6; ++round) {
        const auto control = std::make_shared<CountingSource::Control>();
        control->frames = Frames;
        const bool plain = round < 3;
        control->estimated = round % 2 == 0;
        std::atomic<int> pings = 0;
        PcmPipe pipe(
                [&](const std::stop_token &stop) { return CountingSource::open(control, stop); },
                [&] { ++pings; });
        std::jthread first([&](const std::stop_token &stop) {
            wrong += readAlong(pipe, plain, stop, checked);
        });
        std::jthread second([&](const std::stop_token &stop) {
            wrong += readAlong(pipe, plain, stop, checked);
        });
        for (int i = 0; i < Commands / 6; ++i) {
            command(pipe, *control, plain, random, changed);
            for (unsigned turns = random() % 3'000; turns > 0; --turns)
                std::this_thread::yield();
        }
        first.request_stop();
        second.request_stop();
        pipe.close();
    }
    std::printf("%d wrong frames of %lld, other parts left out %d times\n", wrong.load(),
                static_cast<long long>(checked.load()), changed);
    return wrong == 0 && checked > 100'000 && changed > 10 ? 0 : 1;
}
