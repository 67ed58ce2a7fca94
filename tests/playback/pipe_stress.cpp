// SPDX-License-Identifier: GPL-3.0-or-later
// Two readers, one commander and the decoder thread on one pipe, under ThreadSanitizer, with no Qt
// in the program. Exits with 1 when a reader is given a wrong frame; ThreadSanitizer itself ends it
// for a race.
#include "playback/pcmpipe.h"
#include "support/countingsource.h"

#include <array>
#include <cstdio>
#include <random>

using namespace Earmark;

namespace {

constexpr std::int64_t Frames = 8'000 * 600;
constexpr int Commands = 3'000;

/// Reads on and on, jumping now and then, and checks what it is given. Returns the wrong frames.
int readAlong(PcmPipe &pipe, std::stop_token stop, unsigned seed)
{
    std::mt19937 random(seed);
    std::array<std::int16_t, 512> piece{};
    std::int64_t frame = 0;
    int wrong = 0;
    while (!stop.stop_requested()) {
        if (random() % 32 == 0)
            frame = pipe.state().reader;
        const auto got
                = pipe.read(frame * 2,
                            std::span(reinterpret_cast<char *>(piece.data()), piece.size() * 2))
                / 2;
        for (std::size_t i = 0; i < got; ++i) {
            const auto due
                    = static_cast<std::int16_t>((frame + static_cast<std::int64_t>(i)) % 32'768);
            if (piece[i] != due)
                ++wrong;
        }
        frame += static_cast<std::int64_t>(got);
    }
    return wrong;
}

void command(PcmPipe &pipe, CountingSource::Control &control, std::mt19937 &random)
{
    switch (random() % 8) {
    case 0:
    case 1:
        pipe.prepare(std::chrono::milliseconds(random() % 620'000));
        break;
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
    for (int round = 0; round < 6; ++round) {
        const auto control = std::make_shared<CountingSource::Control>();
        control->frames = Frames;
        control->estimated = round % 2 == 0;
        std::atomic<int> pings = 0;
        PcmPipe pipe(
                [&](const std::stop_token &stop) { return CountingSource::open(control, stop); },
                [&] { ++pings; });
        std::jthread first([&](const std::stop_token &stop) { wrong += readAlong(pipe, stop, 1); });
        std::jthread second(
                [&](const std::stop_token &stop) { wrong += readAlong(pipe, stop, 2); });
        for (int i = 0; i < Commands / 6; ++i) {
            command(pipe, *control, random);
            for (unsigned turns = random() % 3'000; turns > 0; --turns)
                std::this_thread::yield();
        }
        first.request_stop();
        second.request_stop();
        pipe.close();
    }
    std::printf("%d wrong frames\n", wrong.load());
    return wrong == 0 ? 0 : 1;
}
