// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <chrono>
#include <optional>

namespace Earmark {

/// A move within an episode by the listener's hand, in media time.
struct Jump
{
    std::chrono::milliseconds from{0};
    std::chrono::milliseconds to{0};

    /// Far enough that one may want to be shown the way back.
    bool isFar() const { return std::chrono::abs(to - from) > std::chrono::seconds(30); }

    bool operator==(const Jump &) const = default;
};

/// Where the listener was before the last jumps within one episode. Going back keeps a way forward
/// until the next jump, as undo does in an editor.
class SeekHistory
{
public:
    /// Jumps that follow each other this closely are one: a key pressed thrice, a bar being
    /// dragged. Real time.
    static constexpr std::chrono::milliseconds OneJump{2000};
    /// Less far is no jump, and leads nowhere that one would want to return from.
    static constexpr std::chrono::milliseconds Shortest{1000};
    static constexpr int Depth = 30; ///< Jumps; older ones are forgotten.

    /// now: of a clock that never goes back. Returns the jump as it counts, with those it belongs
    /// to; nothing when it led nowhere.
    std::optional<Jump> jumped(const Jump &jump, std::chrono::milliseconds now);
    /// The way back from position, which becomes the way forward; nothing: there is none.
    std::optional<std::chrono::milliseconds> back(std::chrono::milliseconds position);
    std::optional<std::chrono::milliseconds> forward(std::chrono::milliseconds position);
    void clear() { *this = {}; }

private:
    QList<std::chrono::milliseconds> m_back; ///< Where jumps began, the last one last.
    QList<std::chrono::milliseconds> m_forward;
    std::optional<std::chrono::milliseconds> m_lastJump; ///< When; nothing: the next one is new.
};

} // namespace Earmark
