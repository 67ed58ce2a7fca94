// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/keepplan.h"

#include <algorithm>

namespace Earmark {
namespace {

using Fate = KeepPlan::Fate;

class Planner
{
public:
    explicit Planner(const KeepSituation &situation) : m_situation(situation)
    {
        for (const KeptFetch &fetch : situation.running)
            m_plan.running.push_back({.to = fetch.to});
    }

    KeepPlan plan()
    {
        const std::vector<std::int64_t> unserved = findUnserved();
        judgeRunning();
        for (const std::int64_t offset : unserved)
            serve(offset);
        if (!m_isWaitedFor) {
            readAhead();
            keep();
        }
        return m_plan;
    }

private:
    /// Who waits for what nothing brings, ascending.
    std::vector<std::int64_t> findUnserved()
    {
        std::vector<std::int64_t> unserved;
        for (const std::int64_t offset : m_situation.waiting) {
            if (m_situation.present.contains(offset) || isBehindEnd(offset))
                continue;
            m_isWaitedFor = true;
            bool isServed = false;
            for (std::size_t i = 0; i < m_situation.running.size(); ++i) {
                if (!brings(m_situation.running[i], offset))
                    continue;
                m_plan.running[i].fate = Fate::Needed;
                isServed = true;
            }
            if (!isServed)
                unserved.push_back(offset);
        }
        std::sort(unserved.begin(), unserved.end());
        return unserved;
    }

    void judgeRunning()
    {
        std::size_t held = 0;
        for (std::size_t i = m_situation.running.size(); i-- > 0;) {
            KeepPlan::Running &running = m_plan.running[i];
            if (running.fate == Fate::Needed) {
                ++m_active;
                continue;
            }
            const bool isKept = m_situation.running[i].isKept;
            if (isKept && m_situation.keeping == Keeping::No)
                running.fate = Fate::Drop;
            else if (m_isWaitedFor || (isKept && m_situation.keeping == Keeping::Later))
                running.fate = ++held > MostHeld ? Fate::Drop : Fate::Hold;
            else
                ++m_active;
        }
    }

    void serve(std::int64_t offset)
    {
        const auto isComing = [&](const KeepPlan::Start &start) {
            return brings({start.window.from, start.window.to}, offset);
        };
        if (m_active >= m_situation.mostRunning
            || std::any_of(m_plan.start.begin(), m_plan.start.end(), isComing))
            return;
        for (std::size_t i = 0; i < m_situation.running.size(); ++i) {
            if (m_situation.running[i].at < offset)
                m_plan.running[i].to = std::min(m_plan.running[i].to, offset);
        }
        begin(readWindow(m_situation.present, m_situation.size, offset), false);
    }

    void readAhead()
    {
        if (!m_situation.ahead || m_active >= m_situation.mostRunning)
            return;
        const std::int64_t offset = *m_situation.ahead;
        if (!isBehindEnd(offset) && !taken().contains(offset))
            begin(readWindow(m_situation.present, m_situation.size, offset), false);
    }

    void keep()
    {
        const auto &running = m_situation.running;
        const bool isUnderWay = std::any_of(running.begin(), running.end(),
                                            [](const KeptFetch &fetch) { return fetch.isKept; });
        if (m_situation.keeping != Keeping::Now || isUnderWay
            || m_active >= m_situation.mostRunning)
            return;
        const RangeMap all = taken();
        std::int64_t from = all.endOfRun(std::max<std::int64_t>(m_situation.place, 0));
        if (isBehindEnd(from))
            from = all.endOfRun(0);
        if (!isBehindEnd(from))
            begin({from, from + KeepWindow}, true);
    }

    /// Shortened, so that it brings nothing that is there or comes with another.
    void begin(FetchWindow window, bool isKept)
    {
        if (const auto next = taken().nextRun(window.from))
            window.to = std::min(window.to, *next);
        if (m_situation.size)
            window.to = std::min(window.to, *m_situation.size);
        m_plan.start.push_back({window, isKept});
        ++m_active;
    }

    /// What is there or comes.
    RangeMap taken() const
    {
        RangeMap all = m_situation.present;
        for (std::size_t i = 0; i < m_situation.running.size(); ++i) {
            if (m_plan.running[i].fate != Fate::Drop)
                all.add(m_situation.running[i].at, m_plan.running[i].to);
        }
        for (const KeepPlan::Start &start : m_plan.start)
            all.add(start.window.from, start.window.to);
        return all;
    }

    static bool brings(const KeptFetch &fetch, std::int64_t offset)
    {
        return fetch.at <= offset && offset < fetch.to && offset - fetch.at <= WorthWaiting;
    }
    bool isBehindEnd(std::int64_t offset) const
    {
        return m_situation.size && offset >= *m_situation.size;
    }

    const KeepSituation &m_situation;
    KeepPlan m_plan;
    std::size_t m_active = 0;
    bool m_isWaitedFor = false; ///< A reader waits for anything at all.
};

} // namespace

KeepPlan planKeeping(const KeepSituation &situation)
{
    return Planner(situation).plan();
}

} // namespace Earmark
