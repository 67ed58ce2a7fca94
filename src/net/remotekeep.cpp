// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotefetch.h"

#include <algorithm>
#include <chrono>

// What a RemoteFetch does beyond its readers' next bytes: a stream without ranges, and a part.

namespace Earmark {
namespace {

/// Enough that two files of one size and without validators are not taken for the same.
constexpr std::int64_t SeamBytes = std::int64_t(16) * 1024;

RateLimit::Time now()
{
    return std::chrono::steady_clock::now();
}

/// The end of a run from which the seam is asked for: of the one before from, or else of the last
/// one there is.
std::int64_t seamFor(const RangeMap &present, std::int64_t from)
{
    if (present.beginOfRun(from) < from)
        return from;
    std::int64_t end = present.endOfRun(0);
    while (const auto next = present.nextRun(end))
        end = present.endOfRun(*next);
    return end;
}

} // namespace

void RemoteFetch::planWhole(const RemoteStore::Wishes &wishes)
{
    const bool isWaitedFor = !wishes.waiting.empty();
    if (m_parts.empty()) {
        if (isWaitedFor || m_keeping == Keeping::Now)
            begin({0, Unknown}, !isWaitedFor);
        return;
    }
    Part &part = *m_parts.front();
    part.isNeeded = isWaitedFor;
    if (!part.exchange->isPaused())
        return;
    const bool isBehindReaders = part.at - wishes.furthest < MostAhead / 2;
    if (m_keeping == Keeping::Now || isWaitedFor
        || (isBehindReaders && !(part.isKept && m_keeping == Keeping::Later)))
        part.exchange->resume();
}

void RemoteFetch::planPart(RemoteStore::Wishes &wishes)
{
    if (!wishes.isOpen)
        return;
    if (wishes.found)
        adopt(*wishes.found);
    m_rate.set(wishes.keepLimit, now());
    const auto wait = m_rate.wait(now());
    if (wait.count() == 0)
        m_pace.stop();
    else if (wishes.keeping == Keeping::Now) {
        m_pace.start(wait);
        wishes.keeping = Keeping::Later;
    }
    m_keeping = wishes.keeping;
    if (m_wholeOnly)
        planWhole(wishes);
    else if (!m_seam || m_parts.empty())
        planKept(wishes);
}

void RemoteFetch::planKept(const RemoteStore::Wishes &wishes)
{
    KeepSituation situation{
            .present = wishes.present,
            .running = {},
            .waiting = wishes.waiting,
            .ahead = wishes.ahead,
            .size = wishes.size,
            .keeping = m_keeping,
            .place = wishes.place,
            .mostRunning = m_answered ? std::size_t(2) : std::size_t(1),
    };
    for (const auto &part : m_parts)
        situation.running.push_back({part->at, part->to, part->isKept});
    const KeepPlan plan = planKeeping(situation);
    for (std::size_t i = plan.running.size(); i-- > 0;)
        apply(plan.running[i], *m_parts[i]);
    for (const KeepPlan::Start &start : plan.start)
        beginKept(start, wishes.present);
    goOn();
}

void RemoteFetch::apply(const KeepPlan::Running &plan, Part &part)
{
    part.to = plan.to;
    part.isNeeded = plan.fate == KeepPlan::Fate::Needed;
    part.isHeld = plan.fate == KeepPlan::Fate::Hold;
    // Without an answer it may not have its place at the host yet: readHead() pauses it.
    if (plan.fate == KeepPlan::Fate::Drop)
        drop(part);
    else if (part.isHeld && part.answered && !part.exchange->isPaused())
        part.exchange->pause();
}

void RemoteFetch::beginKept(const KeepPlan::Start &start, const RangeMap &present)
{
    FetchWindow window = start.window;
    if (m_seam) {
        m_seam = seamFor(present, window.from);
        if (*m_seam != window.from)
            window.to = *m_seam;
        window.from = std::max(present.beginOfRun(*m_seam), *m_seam - SeamBytes);
    }
    begin(window, start.isKept);
}

/// Each may end, and plan again, before the next.
void RemoteFetch::goOn()
{
    const auto isReady
            = [](const auto &part) { return !part->isHeld && part->exchange->isPaused(); };
    while (!m_wholeOnly) {
        const auto ready = std::find_if(m_parts.begin(), m_parts.end(), isReady);
        if (ready == m_parts.end())
            return;
        (*ready)->exchange->resume();
    }
}

void RemoteFetch::adopt(const PartMap &found)
{
    m_known = true;
    m_etag = found.etag;
    m_lastModified = found.lastModified;
    m_size = found.size;
    setValidator();
    if (m_validator.isEmpty())
        m_seam = found.present.endOfRun(0);
}

bool RemoteFetch::mustWait(Part &part, qsizetype bytes)
{
    const bool isFarAhead = m_wholeOnly && part.at - m_store->furthest() > MostAhead;
    if (isFarAhead && m_keeping != Keeping::Now)
        return true;
    if (m_keeping == Keeping::No || part.isNeeded || !(part.isKept || isFarAhead))
        return false;
    if (m_keeping == Keeping::Later && m_wholeOnly)
        return true;
    m_rate.took(bytes, now());
    const auto wait = m_rate.wait(now());
    if (wait.count() == 0)
        return false;
    m_keeping = Keeping::Later;
    part.isHeld = !m_wholeOnly;
    m_pace.start(wait);
    return true;
}

void RemoteFetch::proveSeam(const Part &part)
{
    if (!m_seam || part.at < *m_seam)
        return;
    m_seam.reset();
    QMetaObject::invokeMethod(this, &RemoteFetch::plan, Qt::QueuedConnection);
}

void RemoteFetch::fileChanged(const Error &error)
{
    while (!m_parts.empty())
        drop(*m_parts.back());
    if (!m_store->beginAnew()) {
        m_store->giveUp(error);
        m_store->failReads(0, Unknown, error);
        plan();
        return;
    }
    m_known = false;
    m_answered = false;
    m_wholeOnly = false;
    m_validator.clear();
    m_etag.clear();
    m_lastModified.clear();
    m_size.reset();
    m_seam.reset();
}

} // namespace Earmark
