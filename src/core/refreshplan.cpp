// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/refreshplan.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

using std::chrono::seconds;

constexpr qsizetype DatesRead = 12;
constexpr seconds Hour = 1h;
constexpr seconds Day = 24h;
constexpr seconds Week = 7 * Day;
constexpr seconds Month = 30 * Day;
constexpr seconds Year = 365 * Day;

seconds between(const QDateTime &from, const QDateTime &to)
{
    return seconds(from.secsTo(to));
}

QDateTime after(const QDateTime &now, seconds interval, double chance)
{
    return now.addMSecs(qRound64(double(interval.count()) * 1000 * (1 + JitterShare * chance)));
}

/// 0: too few to tell.
seconds medianGap(QList<QDateTime> dates)
{
    std::sort(dates.begin(), dates.end(), std::greater<>());
    dates = dates.first(std::min(dates.size(), DatesRead));
    QList<seconds> gaps;
    for (qsizetype i = 1; i < dates.size(); ++i) {
        // Several in one minute were put there by a machine, not published in that rhythm.
        if (const seconds gap = between(dates.at(i), dates.at(i - 1)); gap >= 1min)
            gaps.append(gap);
    }
    if (gaps.size() < 2)
        return 0s;
    std::sort(gaps.begin(), gaps.end());
    return gaps.at((gaps.size() - 1) / 2);
}

seconds unitOf(const QString &frequency)
{
    static const QHash<QString, seconds> units{{u"HOURLY"_s, Hour},
                                               {u"DAILY"_s, Day},
                                               {u"WEEKLY"_s, Week},
                                               {u"MONTHLY"_s, Month},
                                               {u"YEARLY"_s, Year}};
    return units.value(frequency, 0s);
}

/// "MO" in a month is every Monday, "1MO" the first.
double daysOfMonth(const QStringList &days)
{
    double count = 0;
    for (const QString &day : days)
        count += day.size() > 2 ? 1.0 : 4.35;
    return count;
}

} // namespace

Chance systemChance()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

seconds periodOfRule(const QString &rule)
{
    QHash<QString, QString> parts;
    for (const QString &part : rule.left(500).toUpper().split(u';', Qt::SkipEmptyParts)) {
        const qsizetype equals = part.indexOf(u'=');
        parts.insert(part.left(equals).trimmed(), part.mid(equals + 1).trimmed());
    }
    const auto list = [&parts](const QString &name) {
        return parts.value(name).split(u',', Qt::SkipEmptyParts);
    };
    const QString frequency = parts.value(u"FREQ"_s);
    const int interval = std::clamp(parts.value(u"INTERVAL"_s, u"1"_s).toInt(), 1, 1000);
    double times = 1;
    if (frequency == "MONTHLY"_L1)
        times = std::max(daysOfMonth(list(u"BYDAY"_s)), double(list(u"BYMONTHDAY"_s).size()));
    else if (frequency == "WEEKLY"_L1)
        times = double(list(u"BYDAY"_s).size());
    else if (frequency == "YEARLY"_L1)
        times = double(list(u"BYMONTH"_s).size());
    times = std::clamp(times, 1.0, 31.0) * std::clamp(double(list(u"BYHOUR"_s).size()), 1.0, 24.0);
    return seconds(qRound64(double(unitOf(frequency).count()) * interval / times));
}

PodcastRhythm rhythmOf(const FeedDocument &document, const QDateTime &now)
{
    QList<QDateTime> dates;
    for (const FeedEpisode &episode : document.episodes)
        dates.append(episode.published);
    return rhythmOf(document, std::move(dates), now);
}

PodcastRhythm rhythmOf(const FeedDocument &document, QList<QDateTime> dates, const QDateTime &now)
{
    dates.removeIf([&now](const QDateTime &date) { return !date.isValid() || date > now; });
    PodcastRhythm rhythm;
    if (!dates.isEmpty())
        rhythm.newest = *std::max_element(dates.begin(), dates.end());
    rhythm.period = medianGap(dates);
    if (document.updateFrequency) {
        const seconds stated = periodOfRule(document.updateFrequency->rule);
        if (stated > 0s)
            rhythm.period = rhythm.period > 0s ? std::min(rhythm.period, stated) : stated;
    }
    rhythm.isComplete = document.complete == true
            || (document.updateFrequency && document.updateFrequency->isComplete);
    rhythm.ttl = std::chrono::minutes(std::clamp(document.ttlMinutes.value_or(0), 0, 24 * 60));
    return rhythm;
}

seconds refreshInterval(const PodcastRhythm &rhythm, const QDateTime &now)
{
    if (rhythm.isComplete)
        return LongestRefresh;
    const bool isKnown = rhythm.period > 0s;
    seconds interval = isKnown ? rhythm.period / 12 : seconds(UnknownRefresh);
    const seconds silence
            = rhythm.newest.isValid() ? std::max(0s, between(rhythm.newest, now)) : 0s;
    if (isKnown && rhythm.newest.isValid()) {
        if (silence < rhythm.period)
            interval = std::min(interval, rhythm.period - silence + 5min);
        else if (silence < rhythm.period + rhythm.period / 4)
            interval = rhythm.period / 48;
    }
    if (silence > 3 * rhythm.period)
        interval = std::max(interval, silence / 24);
    interval = std::max(interval, rhythm.ttl);
    return std::clamp<seconds>(interval, ShortestRefresh, LongestRefresh);
}

QDateTime dueAfterSuccess(const PodcastRhythm &rhythm, const QDateTime &now, double chance)
{
    return after(now, refreshInterval(rhythm, now), chance);
}

QDateTime dueAfterFailure(int failures, seconds retryAfter, const QDateTime &now, double chance)
{
    const int doublings = std::clamp(failures - 1, 0, 7); // 2^7 x 15 min is more than a day
    const seconds backOff = std::min<seconds>(ShortestRefresh * (1 << doublings), LongestRefresh);
    return after(now, std::max(backOff, std::min<seconds>(retryAfter, LongestRefresh)), chance);
}

QList<PodcastId> dueForRefresh(const PodcastList &podcasts, const QDateTime &now)
{
    const QDateTime furthest = after(now, LongestRefresh, 1);
    PodcastList due;
    for (const Podcast &podcast : podcasts) {
        const bool isSet = podcast.nextDue.isValid() && podcast.nextDue <= furthest;
        if (!podcast.isEnded && (!isSet || podcast.nextDue <= now))
            due.append(podcast);
    }
    std::stable_sort(due.begin(), due.end(), [](const Podcast &left, const Podcast &right) {
        return left.nextDue < right.nextDue;
    });
    QList<PodcastId> ids;
    for (const Podcast &podcast : due)
        ids.append(podcast.id);
    return ids;
}

bool isSamePodcast(const Podcast &known, const FeedDocument &found, bool hasEpisodeInCommon)
{
    if (known.episodes == 0 || hasEpisodeInCommon)
        return true;
    if (!known.guid.isEmpty() && known.guid == found.guid)
        return true;
    const QString title = found.title.simplified();
    return !title.isEmpty() && known.title.simplified().compare(title, Qt::CaseInsensitive) == 0;
}

void HostWishes::note(const QString &host, seconds retryAfter, const QDateTime &now)
{
    m_wishes.removeIf([&now](const auto &wish) { return wish.value().until <= now; });
    if (retryAfter > 0s)
        m_wishes.insert(host, {now, now.addSecs(retryAfter.count())});
}

std::optional<QDateTime> HostWishes::until(const QString &host, const QDateTime &now,
                                           seconds patience) const
{
    const auto wish = m_wishes.constFind(host);
    if (wish == m_wishes.cend() || now < wish->from)
        return std::nullopt;
    const QDateTime until = std::min(wish->until, wish->from.addSecs(patience.count()));
    return until > now ? std::optional(until) : std::nullopt;
}

} // namespace Earmark
