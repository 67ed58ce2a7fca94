// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodetext.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

struct EpisodeText
{
    Q_DECLARE_TR_FUNCTIONS(EpisodeText)
};

} // namespace

double playedShare(const EpisodeRow &row)
{
    if (row.duration <= 0ms)
        return 0;
    return std::clamp(double(row.state.position.count()) / double(row.duration.count()), 0.0, 1.0);
}

QString lengthText(const EpisodeRow &row)
{
    if (row.duration <= 0ms)
        return row.state.play == PlayState::InProgress ? EpisodeText::tr("in progress") : QString();
    if (row.state.play == PlayState::InProgress)
        return formatTimeLeft(row.duration - row.state.position);
    return formatLength(row.duration);
}

QString chaptersText(int chapters)
{
    return chapters > 0 ? EpisodeText::tr("%n chapter(s)", nullptr, chapters) : QString();
}

QString accessibleText(const EpisodeRow &row, const QString &media)
{
    QStringList parts{row.title, row.podcastTitle};
    switch (row.state.play) {
    case PlayState::New:
        parts += EpisodeText::tr("unplayed");
        break;
    case PlayState::InProgress:
        break; // the time left says it
    case PlayState::Played:
        parts += EpisodeText::tr("played");
        break;
    }
    parts += lengthText(row);
    parts += chaptersText(row.chapters);
    parts += formatLongDate(row.published);
    if (row.queued)
        parts += EpisodeText::tr("in the queue");
    if (row.state.favourite)
        parts += EpisodeText::tr("favourite");
    if (row.state.archived)
        parts += EpisodeText::tr("archived");
    parts += media;
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace Earmark
