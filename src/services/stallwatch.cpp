// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/stallwatch.h"

#include <QCoreApplication>
#include <QEvent>

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds ProbeInterval{5};

QEvent::Type probeType()
{
    static const int type = QEvent::registerEventType();
    return static_cast<QEvent::Type>(type);
}

} // namespace

StallWatch::StallWatch(QObject *parent)
    : QObject(parent), m_thread([this](const std::stop_token &stop) { watch(stop); })
{
}

StallWatch::~StallWatch()
{
    m_thread.request_stop();
    ++m_answered; // whatever is still waited for
    m_answered.notify_all();
    m_thread.join();
}

bool StallWatch::event(QEvent *event)
{
    if (event->type() != probeType())
        return QObject::event(event);
    ++m_answered;
    m_answered.notify_all();
    return true;
}

void StallWatch::watch(const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    while (!stop.stop_requested()) {
        const auto asked = Clock::now();
        const quint64 before = m_answered;
        QCoreApplication::postEvent(this, new QEvent(probeType()), Qt::HighEventPriority);
        m_answered.wait(before);
        const auto waited
                = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - asked);
        if (stop.stop_requested())
            return;
        m_longest = std::max<qint64>(m_longest, waited.count());
        std::unique_lock lock(m_pauseMutex);
        m_pause.wait_until(lock, stop, asked + ProbeInterval, [] { return false; });
    }
}

} // namespace Earmark
