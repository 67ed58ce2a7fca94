// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/refreshschedule.h"

#include "services/libraryservice.h"

using namespace Qt::StringLiterals;

namespace Earmark {

RefreshSchedule::RefreshSchedule(LibraryService &library, Clock clock, Chance chance,
                                 QObject *parent)
    : QObject(parent), m_library(library), m_clock(std::move(clock)), m_chance(std::move(chance))
{
    m_timer.setInterval(Tick);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &RefreshSchedule::tick);
}

void RefreshSchedule::start()
{
    m_timer.start();
    m_lastTick = m_clock();
    m_nextCheck = m_lastTick;
    tick();
}

void RefreshSchedule::setFacts(const NetworkFacts &facts)
{
    if (facts == m_facts)
        return;
    const bool could = mayRefresh();
    m_facts = facts;
    tell();
    if (!could && mayRefresh())
        resume();
}

void RefreshSchedule::resume()
{
    const double range = double((ResumeLatest - ResumeEarliest).count());
    checkAfter(ResumeEarliest + std::chrono::seconds(qint64(range * m_chance())));
}

void RefreshSchedule::checkAfter(std::chrono::seconds delay)
{
    m_nextCheck = m_clock().addSecs(delay.count());
    if (delay < Tick && m_timer.isActive())
        QTimer::singleShot(delay, this, &RefreshSchedule::tick);
}

void RefreshSchedule::tick()
{
    const QDateTime now = m_clock();
    const qint64 since = m_lastTick.secsTo(now);
    m_lastTick = now;
    if (since < 0 || since > std::chrono::seconds(SleptAfter).count()) {
        resume(); // slept, or the clock was set
        return;
    }
    if (now < m_nextCheck)
        return;
    checkAfter(CheckEvery);
    if (mayRefresh())
        m_library.refreshDue();
}

void RefreshSchedule::tell()
{
    QString sentence;
    if (m_facts.isOffline)
        sentence = LibraryService::tr("Offline. Podcasts are refreshed when the network is back.");
    else if (m_facts.isMetered)
        sentence = LibraryService::tr("On a metered network podcasts are refreshed only when you "
                                      "ask for it.");
    m_library.setNotice(sentence);
}

} // namespace Earmark
