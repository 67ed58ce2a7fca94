// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/refreshplan.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace Earmark {

class LibraryService;

/// What the system says of its network. Where it says nothing, both are false.
struct NetworkFacts
{
    bool isOffline = false;
    bool isMetered = false;

    bool operator==(const NetworkFacts &) const = default;
};

/// When the library is refreshed by itself: what is due (core/refreshplan.h), looked for every five
/// minutes; not while the system says that it is offline or that its network is metered; after
/// sleep and when the network is back after up to a minute, so that not every computer asks at the
/// same second.
class RefreshSchedule : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RefreshSchedule)

public:
    static constexpr std::chrono::minutes Tick{1};
    static constexpr std::chrono::minutes CheckEvery{5};
    /// A tick that comes so much later than the one before was held up by sleep.
    static constexpr std::chrono::minutes SleptAfter{3};
    static constexpr std::chrono::seconds ResumeEarliest{5};
    static constexpr std::chrono::seconds ResumeLatest{60};

    RefreshSchedule(LibraryService &library, Clock clock, Chance chance, QObject *parent = nullptr);

    /// The first check comes at once.
    void start();
    void setFacts(const NetworkFacts &facts);
    /// The computer is awake again.
    void resume();
    /// When it looks for what is due next; for tests.
    QDateTime nextCheck() const { return m_nextCheck; }
    /// Once a Tick while it runs.
    void tick();

private:
    bool mayRefresh() const { return !m_facts.isOffline && !m_facts.isMetered; }
    void checkAfter(std::chrono::seconds delay);
    void tell();

    LibraryService &m_library;
    Clock m_clock;
    Chance m_chance;
    NetworkFacts m_facts;
    QTimer m_timer;
    QDateTime m_lastTick;
    QDateTime m_nextCheck;
};

} // namespace Earmark
