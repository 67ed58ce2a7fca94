// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadrules.h"

#include "core/amounts.h"
#include "core/podcastwants.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::seconds;

namespace Earmark {
namespace {

using Kind = DownloadStep::Kind;
using Clause = std::optional<QString>;

constexpr qint64 BytesPerSecond = 128'000 / 8;
constexpr seconds UnknownDuration = 1h;
constexpr qint64 SecondsADay = 86'400;

/// Why an episode is to be there.
struct Want
{
    DownloadCause cause = DownloadCause::Podcast;
    qsizetype rank = 0; ///< Place in the queue, or among what its podcast wants.
    QString clause{};
};

struct Entry
{
    const DownloadFacts *facts = nullptr;
    const DownloadSettings *settings = nullptr;
    Clause shield{}; ///< Why it is never deleted.
    std::optional<Want> want{};
    bool isReplaced = false; ///< By newer ones of its podcast's Newest.
};
using Entries = QList<Entry *>;

qint64 onDisk(const DownloadFacts &facts)
{
    return facts.presence == MediaPresence::Absent ? 0 : facts.bytes;
}

qint64 wholeSize(const DownloadFacts &facts)
{
    return facts.presence == MediaPresence::Whole ? facts.bytes
                                                  : std::max(expectedSize(facts), onDisk(facts));
}

/// The listener asked for what is there, or on its way.
bool isSaved(const DownloadFacts &facts)
{
    return facts.cause == DownloadCause::Listener
            && (facts.presence != MediaPresence::Absent || facts.isComing);
}

/// What it takes whatever else is decided.
qint64 fixedSize(const Entry &entry)
{
    if (!entry.shield)
        return 0;
    const bool isAskedFor = isSaved(*entry.facts) && entry.facts->isComing;
    return isAskedFor ? wholeSize(*entry.facts) : onDisk(*entry.facts);
}

qint64 msecsOf(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

/// The smaller, the more it is needed.
auto needOf(const DownloadFacts &facts)
{
    const bool isQueued = facts.queuePlace >= 0;
    const int group = isQueued ? 0
            : isDone(facts)    ? 3
                               : (facts.play == PlayState::InProgress ? 1 : 2);
    const qint64 time = group == 2 ? msecsOf(facts.published) : msecsOf(facts.heardAt);
    const qint64 within = isQueued ? facts.queuePlace : -(time + 1); // -1: the smallest has no -
    return std::tuple(group, within, facts.episode);
}

class Planning
{
public:
    Planning(const QList<DownloadFacts> &episodes, const DownloadRules &rules, const QDateTime &now)
        : m_rules(rules), m_now(now)
    {
        m_entries.reserve(episodes.size());
        for (const DownloadFacts &facts : episodes) {
            if (!m_settings.contains(facts.podcast))
                m_settings.insert(facts.podcast, settingsOf(rules, facts.podcast));
            m_entries.append({.facts = &facts});
        }
        for (Entry &entry : m_entries)
            entry.settings = &*m_settings.constFind(entry.facts->podcast);
    }

    DownloadPlan plan()
    {
        shieldAndQueue();
        askPodcasts();
        Entries wanted;
        Entries others;
        for (Entry &entry : m_entries) {
            m_taken += fixedSize(entry);
            (entry.want ? wanted : others).append(&entry);
        }
        if (m_rules.quota > 0)
            m_plan.overQuota = std::max<qint64>(0, m_taken - m_rules.quota);
        std::ranges::sort(wanted, isWantedSooner);
        for (Entry *entry : std::as_const(wanted)) {
            if (!serve(*entry))
                others.append(entry);
        }
        std::ranges::sort(others, [](const Entry *left, const Entry *right) {
            return needOf(*left->facts) < needOf(*right->facts);
        });
        for (const Entry *entry : std::as_const(others))
            judge(*entry);
        std::ranges::stable_sort(m_plan.steps, {}, &DownloadStep::kind);
        return m_plan;
    }

private:
    void shieldAndQueue()
    {
        for (Entry &entry : m_entries) {
            const DownloadFacts &facts = *entry.facts;
            const bool isNext = facts.queuePlace >= 0 && facts.queuePlace < m_rules.queued;
            const QString next = facts.queuePlace == 0
                    ? u"it plays next"_s
                    : u"one of the next %1 in the queue"_s.arg(m_rules.queued);
            if (facts.isPlaying)
                entry.shield = u"it plays now"_s;
            else if (facts.isFavourite)
                entry.shield = u"a favourite"_s;
            else if (isSaved(facts))
                entry.shield = u"you asked for it"_s;
            else if (isNext)
                entry.shield = next;
            if (isNext && !facts.isRefused)
                entry.want = Want{
                        .cause = DownloadCause::Queue, .rank = facts.queuePlace, .clause = next};
        }
    }

    void askPodcasts()
    {
        QHash<PodcastId, QList<const DownloadFacts *>> podcasts;
        for (const Entry &entry : std::as_const(m_entries)) {
            if (entry.settings->fetch != AutomaticDownload::None)
                podcasts[entry.facts->podcast].append(entry.facts);
        }
        PodcastWants all;
        for (auto podcast = podcasts.cbegin(); podcast != podcasts.cend(); ++podcast) {
            const bool serial = m_rules.podcasts.value(podcast.key()).serial;
            const PodcastWants wants
                    = podcastWants(*podcast, *m_settings.constFind(podcast.key()), serial);
            all.wanted.insert(wants.wanted);
            all.replaced.unite(wants.replaced);
        }
        for (Entry &entry : m_entries) {
            const auto want = all.wanted.constFind(entry.facts->episode);
            if (want != all.wanted.cend() && !entry.want)
                entry.want = Want{.cause = DownloadCause::Podcast,
                                  .rank = want->rank,
                                  .clause = want->clause};
            entry.isReplaced = all.replaced.contains(entry.facts->episode);
        }
    }

    static bool isWantedSooner(const Entry *left, const Entry *right)
    {
        const auto key = [](const Entry &entry) {
            const bool isOfPodcast = entry.want->cause == DownloadCause::Podcast;
            return std::tuple(isOfPodcast, entry.want->rank, -(msecsOf(entry.facts->published) + 1),
                              entry.facts->episode);
        };
        return key(*left) < key(*right);
    }

    bool fits(qint64 bytes) const
    {
        return m_rules.quota <= 0 || bytes <= 0 || m_taken + bytes <= m_rules.quota;
    }

    /// False: there is no room for it, and what is there of it is judged with the others.
    bool serve(const Entry &entry)
    {
        const DownloadFacts &facts = *entry.facts;
        const qint64 more = wholeSize(facts) - fixedSize(entry);
        if (!fits(more))
            return false;
        m_taken += more;
        if (facts.presence == MediaPresence::Whole || facts.isComing)
            keep(entry, entry.shield.value_or(entry.want->clause));
        else
            put(Kind::Download, entry, u"Downloaded: "_s + entry.want->clause);
        return true;
    }

    /// One that no rule wants, or that had no room.
    void judge(const Entry &entry)
    {
        const DownloadFacts &facts = *entry.facts;
        const bool isThere = facts.presence != MediaPresence::Absent;
        if (isThere && !entry.shield) {
            if (const Clause why = whyDeleted(entry)) {
                put(Kind::Delete, entry, u"Deleted: "_s + *why);
                return;
            }
            m_taken += onDisk(facts);
        }
        const bool mayCome = facts.isPlaying || isSaved(facts);
        if (facts.isComing && !mayCome)
            put(Kind::Stop, entry, u"Stopped: "_s + unwanted(entry));
        else if (entry.want && !facts.isComing && facts.presence != MediaPresence::Whole)
            put(Kind::LeaveOut, entry, u"Not downloaded: "_s + unwanted(entry));
        else if (isThere || facts.isComing)
            keep(entry, entry.shield ? *entry.shield : whyLeft(entry));
    }

    Clause whyDeleted(const Entry &entry) const
    {
        Clause due = whyDue(entry);
        if (due || fits(onDisk(*entry.facts)))
            return due;
        return u"downloads may take %1, and others are needed more"_s.arg(
                sizeInWords(m_rules.quota));
    }

    QString noRoom(qint64 size) const
    {
        const QString quota = sizeInWords(m_rules.quota);
        return size > m_rules.quota
                ? u"it takes %1, and all downloads may take %2"_s.arg(sizeInWords(size), quota)
                : u"downloads may take %1, and others are needed sooner"_s.arg(quota);
    }

    QString unwanted(const Entry &entry) const
    {
        return entry.want ? noRoom(wholeSize(*entry.facts)) : u"no rule asks for it any more"_s;
    }

    qint64 daysSince(const QDateTime &time) const { return time.secsTo(m_now) / SecondsADay; }

    /// Why it is to be deleted whatever room there is.
    Clause whyDue(const Entry &entry) const
    {
        const DownloadFacts &facts = *entry.facts;
        const DownloadSettings &settings = *entry.settings;
        if (isDone(facts))
            return whyDone(facts, settings);
        const bool isQueued = facts.queuePlace >= 0;
        if (entry.isReplaced && facts.cause == DownloadCause::Podcast && !isQueued
            && facts.play == PlayState::New)
            return settings.newest == 1
                    ? u"a newer one is kept for this podcast"_s
                    : u"%1 newer ones are kept for this podcast"_s.arg(settings.newest);
        if (facts.presence == MediaPresence::Partly && !isQueued && !entry.want) {
            const QDateTime &last = msecsOf(facts.heardAt) > msecsOf(facts.changedAt)
                    ? facts.heardAt
                    : facts.changedAt;
            if (last.isValid() && seconds(last.secsTo(m_now)) >= PartsAreKept)
                return u"a part that was left from listening %1 ago"_s.arg(
                        daysInWords(daysSince(last)));
        }
        return std::nullopt;
    }

    Clause whyDone(const DownloadFacts &facts, const DownloadSettings &settings) const
    {
        const QString done = facts.play == PlayState::Played ? u"played"_s : u"archived"_s;
        if (settings.deletePlayed == DeletePlayed::Never)
            return std::nullopt;
        if (settings.deletePlayed == DeletePlayed::Now || settings.days <= 0)
            return done + u", and the rule says at once"_s;
        const bool isKnown = facts.heardAt.isValid();
        const QDateTime &since = isKnown ? facts.heardAt : facts.changedAt;
        if (!since.isValid() || daysSince(since) < settings.days)
            return std::nullopt;
        const QString days = daysInWords(daysSince(since));
        const QString when = isKnown ? u" %1 ago"_s.arg(days) : u", here for "_s.append(days);
        return done + when + u", and the rule says "_s + daysInWords(settings.days);
    }

    QString whyLeft(const Entry &entry) const
    {
        const DownloadFacts &facts = *entry.facts;
        if (isDone(facts)) {
            const QString done = facts.play == PlayState::Played ? u"played"_s : u"archived"_s;
            if (entry.settings->deletePlayed == DeletePlayed::Never)
                return done + u", and the rule deletes nothing"_s;
            return done + u", and the rule deletes it after "_s + daysInWords(entry.settings->days);
        }
        if (facts.queuePlace >= 0)
            return u"in the queue"_s;
        if (facts.presence == MediaPresence::Partly)
            return u"a part, left from listening"_s;
        return facts.play == PlayState::InProgress ? u"begun, and not played to its end"_s
                                                   : u"not played yet"_s;
    }

    void keep(const Entry &entry, const QString &why)
    {
        put(Kind::Keep, entry, (entry.facts->isComing ? u"On its way: "_s : u"Kept: "_s) + why);
    }

    void put(Kind kind, const Entry &entry, const QString &reason)
    {
        const DownloadFacts &facts = *entry.facts;
        DownloadStep step{.kind = kind, .episode = facts.episode, .reason = reason + u'.'};
        if (kind == Kind::Delete)
            step.bytes = onDisk(facts);
        if (kind == Kind::Download) {
            step.bytes = wholeSize(facts) - onDisk(facts);
            step.cause = isSaved(facts) ? facts.cause : entry.want->cause;
        }
        const bool isRest = kind == Kind::Keep || kind == Kind::LeaveOut;
        (isRest ? m_plan.rest : m_plan.steps).append(step);
    }

    const DownloadRules &m_rules;
    const QDateTime &m_now;
    QHash<PodcastId, DownloadSettings> m_settings;
    QList<Entry> m_entries;
    qint64 m_taken = 0; ///< Of the quota, by what was decided so far.
    DownloadPlan m_plan;
};

} // namespace

DownloadSettings settingsOf(const DownloadRules &rules, PodcastId podcast)
{
    DownloadSettings settings = rules.all;
    const auto own = rules.podcasts.constFind(podcast);
    if (own == rules.podcasts.cend())
        return settings;
    settings.fetch = own->fetch.value_or(settings.fetch);
    settings.newest = own->newest.value_or(settings.newest);
    settings.since = own->since.value_or(settings.since);
    settings.include = own->include.value_or(settings.include);
    settings.exclude = own->exclude.value_or(settings.exclude);
    settings.shortest = own->shortest.value_or(settings.shortest);
    settings.deletePlayed = own->deletePlayed.value_or(settings.deletePlayed);
    settings.days = own->days.value_or(settings.days);
    return settings;
}

qint64 expectedSize(const DownloadFacts &facts)
{
    if (facts.size > 0)
        return facts.size;
    const seconds length
            = facts.duration > 0ms ? std::chrono::ceil<seconds>(facts.duration) : UnknownDuration;
    return length.count() * BytesPerSecond;
}

DownloadPlan planAutomaticDownloads(const QList<DownloadFacts> &episodes,
                                    const DownloadRules &rules, const QDateTime &now)
{
    return Planning(episodes, rules, now).plan();
}

} // namespace Earmark
