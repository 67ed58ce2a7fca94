// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QFuture>
#include <QObject>

#include <functional>

class QDBusMessage;

namespace Earmark {

/// Before the computer sleeps (logind's PrepareForSleep) something is kept: a delay lock holds the
/// sleep back until it is on disk, or until logind loses its patience (5 s as it comes). Nothing
/// here waits; without logind nothing happens.
class SuspendGuard : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SuspendGuard)

public:
    using Save = std::function<QFuture<Result<>>()>; ///< Done when it is durable.

    SuspendGuard(const QDBusConnection &system, Save save, QObject *parent = nullptr);

    bool isArmed() const { return m_lock.isValid(); } ///< The sleep will wait for us.

Q_SIGNALS:
    void armedChanged();

private Q_SLOTS:
    void prepareForSleep(const QDBusMessage &signal);

private:
    void arm();
    void sleepBegins();
    void sleepIsOver();

    QDBusConnection m_system;
    Save m_save;
    QDBusUnixFileDescriptor m_lock;
    bool m_isArming = false;
    bool m_goesToSleep = false;
};

} // namespace Earmark
