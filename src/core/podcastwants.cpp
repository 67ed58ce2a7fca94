// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/podcastwants.h"

#include "core/skiprules.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

using Facts = QList<const DownloadFacts *>;

qint64 msecsOf(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

bool isNewer(const DownloadFacts *left, const DownloadFacts *right)
{
    const auto key = [](const DownloadFacts &facts) {
        return std::pair(msecsOf(facts.published), facts.episode);
    };
    return key(*left) > key(*right);
}

bool isWantable(const DownloadFacts &facts)
{
    return !isDone(facts) && !facts.isRefused;
}

QString ordinal(qsizetype number)
{
    const bool isTeen = number % 100 >= 11 && number % 100 <= 13;
    const qsizetype last = isTeen ? 0 : number % 10;
    return QString::number(number)
            + (last == 1           ? u"st"_s
                       : last == 2 ? u"nd"_s
                       : last == 3 ? u"rd"_s
                                   : u"th"_s);
}

QString newestClause(qsizetype rank, int newest)
{
    if (newest == 1)
        return u"the newest of this podcast"_s;
    const QString place = rank == 0 ? u"newest"_s : ordinal(rank + 1) + u" newest"_s;
    return u"the %1 of %2 kept for this podcast"_s.arg(place).arg(newest);
}

PodcastWants newestOf(const Facts &newestFirst, const DownloadSettings &settings)
{
    PodcastWants wants;
    qsizetype rank = 0;
    for (const DownloadFacts *facts : newestFirst) {
        if (rank == settings.newest) {
            wants.replaced.insert(facts->episode);
        } else if (isLet(*facts, settings)) {
            if (isWantable(*facts))
                wants.wanted.insert(facts->episode,
                                    {.rank = rank, .clause = newestClause(rank, settings.newest)});
            ++rank;
        }
    }
    return wants;
}

PodcastWants allNewOf(const Facts &newestFirst, const DownloadSettings &settings)
{
    PodcastWants wants;
    for (const DownloadFacts *facts : newestFirst) {
        if (msecsOf(facts->published) < msecsOf(settings.since))
            break;
        if (isWantable(*facts) && isLet(*facts, settings))
            wants.wanted.insert(
                    facts->episode,
                    {.rank = wants.wanted.size(),
                     .clause = u"it is new, and all new ones of this podcast are kept"_s});
    }
    return wants;
}

/// Where the listener is: at the one he heard last, behind it when it is done; else at the first.
Facts::const_iterator placeIn(const Facts &oldestFirst)
{
    auto place = oldestFirst.cbegin();
    qint64 latest = std::numeric_limits<qint64>::min();
    for (auto at = oldestFirst.cbegin(); at != oldestFirst.cend(); ++at) {
        const DownloadFacts &facts = **at;
        const bool isTouched = isDone(facts) || facts.play == PlayState::InProgress;
        if (!isTouched || msecsOf(facts.heardAt) < latest)
            continue;
        latest = msecsOf(facts.heardAt);
        place = isDone(facts) ? std::next(at) : at;
    }
    return place;
}

PodcastWants nextOf(const Facts &oldestFirst, const DownloadSettings &settings)
{
    const QString clause = settings.newest == 1
            ? u"the next in the order of this podcast"_s
            : u"one of the next %1 in the order of this podcast"_s.arg(settings.newest);
    PodcastWants wants;
    for (auto at = placeIn(oldestFirst);
         at != oldestFirst.cend() && wants.wanted.size() < settings.newest; ++at) {
        if (isWantable(**at) && isLet(**at, settings))
            wants.wanted.insert((*at)->episode, {.rank = wants.wanted.size(), .clause = clause});
    }
    return wants;
}

} // namespace

bool isDone(const DownloadFacts &facts)
{
    return facts.play == PlayState::Played || facts.isArchived;
}

bool isLet(const DownloadFacts &facts, const DownloadSettings &settings)
{
    if (facts.duration > 0ms && facts.duration < settings.shortest)
        return false;
    if (!settings.include.isEmpty() && skipWordIn(facts.title, settings.include).isEmpty())
        return false;
    return skipWordIn(facts.title, settings.exclude).isEmpty();
}

PodcastWants podcastWants(QList<const DownloadFacts *> episodes, const DownloadSettings &settings,
                          bool serial)
{
    const bool isNone = settings.fetch == AutomaticDownload::None
            || (settings.fetch == AutomaticDownload::Newest && settings.newest <= 0);
    if (isNone)
        return {};
    std::ranges::sort(episodes, isNewer);
    if (settings.fetch == AutomaticDownload::AllNew)
        return allNewOf(episodes, settings);
    if (!serial)
        return newestOf(episodes, settings);
    std::ranges::reverse(episodes);
    return nextOf(episodes, settings);
}

} // namespace Earmark
