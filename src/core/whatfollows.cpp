// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatfollows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr qsizetype TitleLength = 60; // letters; of two titles in a sentence

QString quoted(QString title)
{
    title = title.simplified();
    if (title.size() > TitleLength)
        title = title.left(TitleLength - 1).trimmed() + u'…';
    return u'“' + title + u'”';
}

} // namespace

AfterFailure afterFailure(const PlayQueue &queue, const FailedEpisode &failed)
{
    using Kind = AfterFailure::Kind;
    if (!failed.cameByItself)
        return {};
    const bool isAlone = failed.before.isEmpty();
    if (failed.before.size() + 1 >= MostFailuresInARow)
        return {.kind = Kind::Stops, .next = {}};
    const auto next = std::find_if(queue.begin(), queue.end(), [&](EpisodeId episode) {
        return episode != failed.episode && !failed.before.contains(episode);
    });
    if (next == queue.end())
        return {.kind = isAlone ? Kind::Stays : Kind::Stops, .next = {}};
    return {.kind = Kind::Skips, .next = *next};
}

Error skippedError(const QString &title, const Error &why, const QString &next)
{
    Error told = why;
    told.sentence = u"%1 was skipped and waits at the end of the queue. %2 Now playing: %3."_s.arg(
            quoted(title), why.sentence, quoted(next));
    return told;
}

Error stoppedError(const QString &title, const Error &why, qsizetype failed)
{
    Error told = why;
    told.sentence = u"%1 episodes in a row could not be played, the last one was %2. %3 The others "
                    "wait in the queue; press play to try this one again."_s.arg(
                            QString::number(failed), quoted(title), why.sentence);
    return told;
}

} // namespace Earmark
