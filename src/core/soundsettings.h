// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace Earmark {

/// How eagerly silences are shortened. A silence of at least `minimum` is cut down to `kept`.
enum class TrimStrength : std::uint8_t { Off, Gentle, Normal, Strong };

struct TrimTimes
{
    std::chrono::milliseconds minimum{0};
    std::chrono::milliseconds kept{0};
};

/// The issue's; those of Pocket Casts (field.md 2.4). Off: {0, 0}.
constexpr TrimTimes trimTimes(TrimStrength strength)
{
    using std::chrono::milliseconds;
    switch (strength) {
    case TrimStrength::Off:
        return {};
    case TrimStrength::Gentle:
        return {milliseconds(416), milliseconds(291)};
    case TrimStrength::Normal:
        return {milliseconds(300), milliseconds(225)};
    case TrimStrength::Strong:
        return {milliseconds(83), milliseconds(0)};
    }
    return {};
}

/// How an episode sounds, whatever it is. One value, so that a change of anything is one change.
struct SoundSettings
{
    static constexpr double SlowestSpeed = 0.5;
    static constexpr double FastestSpeed = 4;
    static constexpr double SpeedStep = 0.05;

    double speed = 1; ///< Media seconds per second heard; see steppedSpeed().
    TrimStrength trim = TrimStrength::Off;
    bool evenLoudness = false;

    bool operator==(const SoundSettings &) const = default;
};

/// The nearest speed that can be chosen.
inline double steppedSpeed(double speed)
{
    if (!std::isfinite(speed))
        return 1;
    const double steps = std::round(speed / SoundSettings::SpeedStep);
    return std::clamp(steps / 20, SoundSettings::SlowestSpeed, SoundSettings::FastestSpeed);
}

} // namespace Earmark
