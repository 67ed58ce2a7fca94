// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/skipservice.h"

#include "core/async.h"
#include "core/skiptext.h"
#include "services/playbackservice.h"
#include "services/skiprulesservice.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace Earmark {

SkipService::SkipService(PlaybackService &playback, SkipRulesService &rules, QObject *parent)
    : QObject(parent), m_playback(playback), m_rules(rules)
{
    connect(&playback, &PlaybackService::episodeChanged, this, &SkipService::episodeChanged);
    connect(&playback, &PlaybackService::chaptersChanged, this, &SkipService::update);
    connect(&playback, &PlaybackService::durationChanged, this, &SkipService::update);
    connect(&playback, &PlaybackService::stateChanged, this, &SkipService::tellWhatIsLeftOut);
    connect(&playback, &PlaybackService::skipped, this, &SkipService::skipped);
    connect(&rules, &SkipRulesService::changed, this, &SkipService::readRules);
    episodeChanged();
}

/// Another episode brings its rules along, so that they hold before a sound of it is heard.
void SkipService::episodeChanged()
{
    const auto &episode = m_playback.episode();
    const bool isSame = episode && m_episode && episode->row.id == m_episode->row.id
            && episode->guid == m_episode->guid && episode->podcastUrl == m_episode->podcastUrl;
    if (isSame || (!episode && !m_episode))
        return;
    m_episode = episode;
    m_told.clear();
    ++m_readings;
    follow(episode ? episode->skipRules : SkipRules());
    if (episode && !episode->row.id.isValid())
        readRules(); // of a preview the session knows
}

void SkipService::readRules()
{
    if (!m_episode)
        return;
    onResult(m_rules.rules(*m_episode), this,
             [this, reading = ++m_readings](const Result<SkipRules> &rules) {
                 if (rules && reading == m_readings)
                     follow(*rules);
             });
}

void SkipService::follow(const SkipRules &rules)
{
    m_followed = rules;
    update();
}

void SkipService::update()
{
    SkipRules rules = m_followed;
    // The last seconds before an end that comes later would be some from the middle.
    if (m_playback.realLength() <= 0ms)
        rules.podcast.last = 0ms;
    const SkipPlan plan = m_episode
            ? planSkips(rules, m_playback.chapters().chapters, m_playback.duration())
            : SkipPlan();
    m_playback.setSkips(plan.ranges());
    if (plan == m_plan)
        return;
    m_plan = plan;
    Q_EMIT planChanged();
    tellWhatIsLeftOut();
}

/// Once for each sentence, when it matters.
void SkipService::tellWhatIsLeftOut()
{
    const QString sentence = leftOutText(m_plan);
    if (sentence == m_told || !m_playback.isPlayWanted())
        return;
    m_told = sentence;
    if (!sentence.isEmpty())
        Q_EMIT told(sentence);
}

void SkipService::skipped(const MediaRange &range)
{
    const auto found = std::ranges::find_if(m_plan.skips, [&range](const Skip &skip) {
        return skip.range.start <= range.start && skip.range.end >= range.end;
    });
    if (found != m_plan.skips.end())
        Q_EMIT skippedPart({.episode = m_playback.episode(), .skip = *found});
}

void SkipService::hear(const SkippedPart &part)
{
    const auto &playing = m_playback.episode();
    const bool isThere = playing && part.episode && playing->guid == part.episode->guid
            && playing->podcastUrl == part.episode->podcastUrl;
    if (isThere) {
        m_playback.seek(part.skip.range.start);
        m_playback.resume();
    } else if (part.episode && part.episode->row.id.isValid()) {
        // It ended, and the next one plays: it comes back as if the listener had jumped there.
        m_playback.play(part.episode->row.id, part.skip.range.start);
    }
}

} // namespace Earmark
