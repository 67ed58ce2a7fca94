// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/skiprules.h"

#include <QObject>

#include <optional>

namespace Earmark {

class PlaybackService;
class SkipRulesService;

/// Playing came over this, in this episode.
struct SkippedPart
{
    std::optional<Episode> episode;
    Skip skip;
};

/// What of the episode in the player is not played, and why; tells whenever that happens. Its last
/// seconds are known once its real length is (PlaybackService::realLength()), not by a feed's word.
class SkipService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SkipService)

public:
    SkipService(PlaybackService &playback, SkipRulesService &rules, QObject *parent = nullptr);

    /// By start, in media time; the words for each are those of core/skiptext.h. Empty without an
    /// episode.
    const SkipPlan &plan() const { return m_plan; }
    /// Plays what was skipped, from its beginning, once.
    void hear(const SkippedPart &part);

Q_SIGNALS:
    void planChanged();
    void skippedPart(const Earmark::SkippedPart &part);
    /// Why a rule is not followed in what plays.
    void told(const QString &sentence);

private:
    void episodeChanged();
    void readRules();
    void follow(const SkipRules &rules);
    void update();
    void tellWhatIsLeftOut();
    void skipped(const MediaRange &range);

    PlaybackService &m_playback;
    SkipRulesService &m_rules;
    std::optional<Episode> m_episode; ///< Whose rules these are:
    SkipRules m_followed;
    SkipPlan m_plan;
    QString m_told; ///< About m_episode.
    int m_readings = 0; ///< An answer to an older question is dropped.
};

} // namespace Earmark
