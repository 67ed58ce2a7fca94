// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadqueue.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::seconds;

namespace Earmark {
namespace {

using Cause = DownloadHold::Cause;
using State = DownloadState;
using Priority = DownloadPriority;
using Hold = std::optional<DownloadHold>;

constexpr double JitterShare = 0.25;
constexpr seconds LongestWait = LongestRetryAfter + LongestRetryAfter / 4;

enum class Fault : quint8 {
    Passing,
    Final,
    Disk,
    None,
};

Fault faultOfStatus(int status)
{
    const bool isPassing = status < 400 || status >= 500 || status == 408 || status == 416
            || status == 425 || status == 429;
    return isPassing ? Fault::Passing : Fault::Final;
}

Fault faultOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return Fault::None;
    case ErrorKind::Network:
        return Fault::Passing;
    case ErrorKind::HttpStatus:
        return faultOfStatus(error.code);
    case ErrorKind::FileSystem:
    case ErrorKind::Storage:
        return Fault::Disk;
    case ErrorKind::Parse:
    case ErrorKind::Media:
    case ErrorKind::NotFound:
    case ErrorKind::OwnNetwork:
    case ErrorKind::Usage:
        break;
    }
    return Fault::Final;
}

/// Invalid: it is not in the future, or further away than any rule could have set (the clock was
/// set back).
QDateTime ahead(const QDateTime &time, const QDateTime &now)
{
    const bool isAhead = time.isValid() && time > now && now.secsTo(time) <= LongestWait.count();
    return isAhead ? time : QDateTime();
}

/// Running, and it would lose what it has.
bool isStuck(const DownloadItem &item)
{
    return item.state == State::Running && !item.canResume;
}

bool isSooner(const DownloadItem *left, const DownloadItem *right)
{
    const auto rank = [](const DownloadItem &item) {
        const bool plays = item.priority == Priority::Playing;
        return std::tuple(plays                   ? 0
                                  : isStuck(item) ? 1
                                                  : 2,
                          -int(item.priority), item.state == State::Running ? 0 : 1, item.order,
                          item.episode);
    };
    return rank(*left) < rank(*right);
}

/// What is decided in one call.
class Scheduling
{
public:
    Scheduling(const DownloadConditions &conditions, const QDateTime &now)
        : m_conditions(conditions), m_now(now)
    {
    }

    DownloadSchedule decide(const QList<DownloadItem> &items)
    {
        noteWishes(items);
        QList<const DownloadItem *> able;
        for (const DownloadItem &item : items) {
            if (item.state != State::Waiting && item.state != State::Running)
                continue;
            if (const Hold hold = holdOf(item))
                keepBack(item, *hold);
            else
                able.append(&item);
        }
        std::ranges::sort(able, isSooner);
        for (const DownloadItem *item : std::as_const(able))
            place(*item);
        for (DownloadHold &hold : m_schedule.holds) {
            if (hold.cause == Cause::Turn)
                hold.running = m_running;
        }
        return m_schedule;
    }

private:
    void noteWishes(const QList<DownloadItem> &items)
    {
        for (const DownloadItem &item : items) {
            const QDateTime until = ahead(item.nextTry, m_now);
            if (item.state != State::Waiting || !item.isHostsWish || !until.isValid())
                continue;
            QDateTime &known = m_wishes[item.host];
            known = known.isValid() ? std::max(known, until) : until;
        }
    }

    /// What keeps it back whoever else runs.
    Hold holdOf(const DownloadItem &item) const
    {
        const bool isAutomatic = item.priority == Priority::Automatic;
        if (m_conditions.areAllPaused)
            return DownloadHold{.cause = Cause::AllPaused};
        if (isAutomatic && m_conditions.isMetered && !m_conditions.isAutomaticMetered)
            return DownloadHold{.cause = Cause::Metered};
        if (item.state == State::Running)
            return std::nullopt; // One that can reach nobody will say so itself.
        if (!m_conditions.isOnline && (isAutomatic || !item.reason.isEmpty()))
            return DownloadHold{.cause = Cause::Offline};
        const QDateTime wish = m_wishes.value(item.host);
        if (wish.isValid() && (item.priority != Priority::Playing || item.isHostsWish))
            return DownloadHold{.cause = Cause::HostsWish, .until = wish};
        if (const QDateTime next = ahead(item.nextTry, m_now); next.isValid())
            return DownloadHold{.cause = Cause::Retry, .until = next};
        return std::nullopt;
    }

    void keepBack(const DownloadItem &item, const DownloadHold &hold)
    {
        if (item.state == State::Running)
            m_schedule.giveWay.append(item.episode);
        m_schedule.holds.insert(item.episode, hold);
        if (hold.until.isValid()
            && (!m_schedule.wakeAt.isValid() || hold.until < m_schedule.wakeAt))
            m_schedule.wakeAt = hold.until;
    }

    void place(const DownloadItem &item)
    {
        const bool plays = item.priority == Priority::Playing;
        const bool mustRun = plays || isStuck(item);
        if (!mustRun && !item.host.isEmpty() && m_atHost.value(item.host) >= m_conditions.perHost)
            return keepBack(item, {.cause = Cause::Host});
        if (!mustRun && m_taken >= m_conditions.atOnce)
            return keepBack(item, {.cause = Cause::Turn});
        m_taken += plays ? 0 : 1;
        ++m_running;
        ++m_atHost[item.host];
        if (item.state != State::Running)
            m_schedule.start.append(item.episode);
    }

    const DownloadConditions &m_conditions;
    const QDateTime &m_now;
    DownloadSchedule m_schedule;
    QHash<QString, QDateTime> m_wishes; ///< Host -> until when it is left alone.
    QHash<QString, int> m_atHost;
    int m_taken = 0; ///< Places.
    int m_running = 0;
};

DownloadItem forgiven(DownloadItem item, State state)
{
    item.state = state;
    item.pause = PauseCause::None;
    item.tries = 0;
    item.nextTry = {};
    item.isHostsWish = false;
    item.reason.clear();
    return item;
}

/// A failure that may pass.
DownloadItem waitingAgain(DownloadItem item, const Error &error, const FailedTry &how)
{
    item.tries = how.hasBroughtBytes ? 1 : item.tries + 1;
    if (item.tries > int(std::size(DownloadRetries))) {
        item.state = State::Failed;
        return item;
    }
    const seconds own = DownloadRetries[item.tries - 1];
    const seconds wish = std::min<seconds>(error.retryAfter, LongestRetryAfter);
    item.state = State::Waiting;
    item.isHostsWish = wish > 0s;
    const double share = 1 + JitterShare * std::clamp(how.chance, 0.0, 1.0);
    const seconds wait(qRound64(double(std::max(own, wish).count()) * share));
    item.nextTry = how.at.addSecs(wait.count());
    return item;
}

} // namespace

DownloadSchedule scheduleDownloads(const QList<DownloadItem> &items,
                                   const DownloadConditions &conditions, const QDateTime &now)
{
    return Scheduling(conditions, now).decide(items);
}

QList<DownloadItem> followed(QList<DownloadItem> items, const DownloadSchedule &schedule)
{
    for (DownloadItem &item : items) {
        if (schedule.start.contains(item.episode))
            item.state = State::Running;
        else if (schedule.giveWay.contains(item.episode))
            item.state = State::Waiting;
    }
    return items;
}

DownloadItem afterFailedTry(DownloadItem item, const Error &error, const FailedTry &how)
{
    const Fault fault = faultOf(error);
    item.nextTry = {};
    item.isHostsWish = false;
    item.state = State::Waiting;
    if (fault == Fault::None)
        return item;
    item.reason = error.sentence;
    if (fault == Fault::Disk)
        return paused(item, PauseCause::Disk, error.sentence);
    if (fault == Fault::Final) {
        ++item.tries;
        item.state = State::Failed;
        return item;
    }
    return how.isOnline ? waitingAgain(item, error, how) : item;
}

DownloadItem paused(DownloadItem item, PauseCause cause, const QString &why)
{
    item = forgiven(std::move(item), State::Paused);
    item.pause = cause;
    item.reason = why;
    return item;
}

DownloadItem resumed(DownloadItem item)
{
    return item.state == State::Done ? item : forgiven(std::move(item), State::Waiting);
}

DownloadItem backOnline(DownloadItem item)
{
    if (item.state == State::Waiting && !item.isHostsWish)
        item.nextTry = {};
    return item;
}

} // namespace Earmark
