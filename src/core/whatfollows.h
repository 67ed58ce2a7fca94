// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/queue.h"

#include <QList>
#include <QString>

namespace Earmark {

/// So many episodes of the queue may fail one after the other (the issue's); then it is rather the
/// network than they, and listening stops.
constexpr qsizetype MostFailuresInARow = 3;

struct FailedEpisode
{
    EpisodeId episode;
    /// The queue brought it, and the listener has not done anything with it since. What he chose
    /// himself he wants to hear, and not another one.
    bool cameByItself = false;
    /// What failed before it, with nothing heard to its end between.
    QList<EpisodeId> before;
};

struct AfterFailure
{
    enum class Kind : quint8 {
        Stays, ///< In the player, with its own sentence.
        Skips, ///< next plays; what failed goes to the end of the queue, so that it is not lost.
        Stops, ///< Stays, and enough is enough: stoppedError() says so.
    };
    Kind kind = Kind::Stays;
    EpisodeId next;

    bool operator==(const AfterFailure &) const = default;
};

/// What is done when an episode cannot be played, or played on. One that failed in the same row is
/// not tried again in it, but when the others were heard.
AfterFailure afterFailure(const PlayQueue &queue, const FailedEpisode &failed);

/// As the cause, with a sentence that names the episode, why, and what plays instead.
Error skippedError(const QString &title, const Error &why, const QString &next);
/// As the cause, which stays the sentence of the episode in the player: several failed before it.
Error stoppedError(const QString &title, const Error &why, qsizetype failed);

} // namespace Earmark
