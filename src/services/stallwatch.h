// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace Earmark {

/// Measures how long the thread it lives on (the GUI's) fails to answer. A thread of its own posts
/// an event every few milliseconds and times how long it takes until it is handled; the longest
/// wait is what a key press would have waited. In tests, and in the program by EARMARK_WATCHDOG.
class StallWatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StallWatch)

public:
    explicit StallWatch(QObject *parent = nullptr);
    ~StallWatch() override;

    std::chrono::microseconds longest() const { return std::chrono::microseconds(m_longest); }
    void reset() { m_longest = 0; }

protected:
    bool event(QEvent *event) override;

private:
    void watch(const std::stop_token &stop);

    std::atomic<qint64> m_longest{0}; ///< microseconds
    std::atomic<quint64> m_answered{0};
    std::mutex m_pauseMutex; ///< For the wait between two probes only.
    std::condition_variable_any m_pause;
    std::jthread m_thread;
};

} // namespace Earmark
