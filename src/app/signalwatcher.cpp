// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signalwatcher.h"

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace Earmark {
namespace {

// A handler may only touch what is async-signal-safe: one write to a descriptor.
volatile std::sig_atomic_t writeEnd = -1;

void wake(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends) != 0)
        return;
    writeEnd = m_ends[0];
    m_notifier = new QSocketNotifier(m_ends[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto count = ::read(m_ends[1], &byte, 1);
        Q_EMIT endRequested();
    });
    struct sigaction action = {};
    action.sa_handler = wake;
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaction(number, &action, nullptr);
}

SignalWatcher::~SignalWatcher()
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, SIG_DFL);
    writeEnd = -1;
    for (const int end : m_ends) {
        if (end >= 0)
            ::close(end);
    }
}

} // namespace Earmark
