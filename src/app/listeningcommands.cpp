// SPDX-License-Identifier: GPL-3.0-or-later
// The library's commands about listening: what is skipped, and what that saved.
#include "app/answers.h"
#include "app/downloadrulecommands.h"
#include "app/librarycommands.h"
#include "app/listeninganswers.h"
#include "core/async.h"
#include "services/episodeservice.h"
#include "services/skiprulesservice.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

QFuture<CommandAnswer> LibraryCommands::skips(const CommandLine &line)
{
    return then(findPodcast(line.arguments.first()), this,
                [this, line](const Result<Podcast> &podcast) {
                    return podcast ? skipsOf(podcast->id, line)
                                   : readyFuture(failure(podcast.error()));
                });
}

/// Changes what the options name, and tells how it is now.
QFuture<CommandAnswer> LibraryCommands::skipsOf(PodcastId podcast, const CommandLine &line)
{
    using std::chrono::milliseconds;
    constexpr double Second = 1'000;
    return then(m_skipRules.settings(podcast), this,
                [this, podcast, line](const Result<SkipSettings> &before) {
                    if (!before)
                        return readyFuture(failure(before.error()));
                    SkipSettings settings = *before;
                    if (line.first)
                        settings.first = milliseconds(std::llround(*line.first * Second));
                    if (line.last)
                        settings.last = milliseconds(std::llround(*line.last * Second));
                    if (line.words)
                        settings.words = skipWordsFromText(*line.words);
                    settings = tidied(settings);
                    if (settings == *before)
                        return readyFuture(skipsAnswer(settings, line.json));
                    return then(m_skipRules.setSettings(podcast, settings), this,
                                [settings, line](const Result<> &done) {
                                    return done ? skipsAnswer(settings, line.json)
                                                : failure(done.error());
                                });
                });
}

QFuture<CommandAnswer> LibraryCommands::stats(const CommandLine &line)
{
    const EpisodeId episode(line.episode.value_or(0));
    return then(m_episodes.timeSavedInAll(), this,
                [this, episode, line](const Result<TimeSaved> &inAll) {
                    if (!inAll)
                        return readyFuture(failure(inAll.error()));
                    if (!episode.isValid())
                        return readyFuture(timeSavedAnswer(*inAll, {}, {}, line.json));
                    return then(m_episodes.timeSaved(episode), this,
                                [inAll, episode, line](const Result<TimeSaved> &one) {
                                    return one ? timeSavedAnswer(*inAll, episode, *one, line.json)
                                               : failure(one.error());
                                });
                });
}

QFuture<CommandAnswer> LibraryCommands::rules(const CommandLine &line)
{
    if (line.arguments.isEmpty())
        return m_rules->run(line, {});
    return then(findPodcast(line.arguments.first()), this,
                [this, line](const Result<Podcast> &podcast) {
                    return podcast ? m_rules->run(line, podcast->id)
                                   : readyFuture(failure(podcast.error()));
                });
}

} // namespace Earmark
