// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/suspendguard.h"

#include "core/async.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto LogindService = u"org.freedesktop.login1"_s;
const auto LogindPath = u"/org/freedesktop/login1"_s;
const auto LogindManager = u"org.freedesktop.login1.Manager"_s;

} // namespace

SuspendGuard::SuspendGuard(const QDBusConnection &system, Save save, QObject *parent)
    : QObject(parent), m_system(system), m_save(std::move(save))
{
    // From any sender: to name one makes Qt ask the bus who that is, and wait for the answer.
    m_system.connect(QString(), LogindPath, LogindManager, u"PrepareForSleep"_s, this,
                     SLOT(prepareForSleep(QDBusMessage)));
    arm();
}

void SuspendGuard::arm()
{
    if (m_isArming || m_lock.isValid())
        return;
    m_isArming = true;
    auto question = QDBusMessage::createMethodCall(LogindService, LogindPath, LogindManager,
                                                   u"Inhibit"_s);
    question << u"sleep"_s << u"Earmark"_s << u"Keeping your place in the podcast"_s << u"delay"_s;
    auto *watcher = new QDBusPendingCallWatcher(m_system.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isArming = false;
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *watcher;
        if (reply.isError() || m_goesToSleep)
            return;
        m_lock = reply.value();
        Q_EMIT armedChanged();
    });
}

/// On the system bus anybody may say anything: it counts when it is logind who said it.
void SuspendGuard::prepareForSleep(const QDBusMessage &signal)
{
    if (signal.signature() != "b"_L1)
        return;
    auto question
            = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                             u"org.freedesktop.DBus"_s, u"GetNameOwner"_s);
    question << LogindService;
    auto *watcher = new QDBusPendingCallWatcher(m_system.asyncCall(question), this);
    const bool begins = signal.arguments().constFirst().toBool();
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, watcher, begins, sender = signal.service()] {
                watcher->deleteLater();
                const QDBusPendingReply<QString> owner = *watcher;
                if (owner.isError() || owner.value() != sender)
                    return;
                if (begins)
                    sleepBegins();
                else
                    sleepIsOver();
            });
}

void SuspendGuard::sleepBegins()
{
    m_goesToSleep = true;
    // Kept or not: to hold the sleep back any longer would change nothing.
    onResult(orCancelled(m_save(), this), this, [this](const Result<> &) {
        if (!m_goesToSleep || !m_lock.isValid())
            return;
        m_lock = QDBusUnixFileDescriptor();
        Q_EMIT armedChanged();
    });
}

void SuspendGuard::sleepIsOver()
{
    m_goesToSleep = false;
    arm();
}

} // namespace Earmark
