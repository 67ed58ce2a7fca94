// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sleepinhibitor.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

using Means = SleepInhibitor::Means;

// A portal may have to be started first.
constexpr std::chrono::milliseconds Patience = std::chrono::seconds(10);
constexpr uint PortalSuspend = 4;
constexpr uint PortalIdle = 8; ///< Without it, the screen may go dark.

const auto Name = u"Earmark"_s;
const auto Reason = u"A podcast is playing"_s;
const auto PortalService = u"org.freedesktop.portal.Desktop"_s;
const auto ScreenSaverService = u"org.freedesktop.ScreenSaver"_s;
const auto ScreenSaverPath = u"/org/freedesktop/ScreenSaver"_s;

QDBusMessage question(Means means, bool withScreen)
{
    QDBusMessage message;
    switch (means) {
    case Means::Portal:
        message = QDBusMessage::createMethodCall(PortalService,
                                                 u"/org/freedesktop/portal/desktop"_s,
                                                 u"org.freedesktop.portal.Inhibit"_s, u"Inhibit"_s);
        message << QString() << (withScreen ? PortalSuspend | PortalIdle : PortalSuspend)
                << QVariantMap{{u"reason"_s, Reason}};
        break;
    case Means::ScreenSaver:
        message = QDBusMessage::createMethodCall(ScreenSaverService, ScreenSaverPath,
                                                 ScreenSaverService, u"Inhibit"_s);
        message << Name << Reason;
        break;
    case Means::Logind:
        message = QDBusMessage::createMethodCall(u"org.freedesktop.login1"_s,
                                                 u"/org/freedesktop/login1"_s,
                                                 u"org.freedesktop.login1.Manager"_s, u"Inhibit"_s);
        message << u"idle"_s << Name << Reason << u"block"_s;
        break;
    }
    return message;
}

/// What the answer has to hold, in D-Bus types.
QString tokenType(Means means)
{
    switch (means) {
    case Means::Portal:
        return u"o"_s;
    case Means::ScreenSaver:
        return u"u"_s;
    case Means::Logind:
        break;
    }
    return u"h"_s;
}

} // namespace

SleepInhibitor::SleepInhibitor(std::optional<QDBusConnection> session,
                               std::optional<QDBusConnection> system, QObject *parent)
    : QObject(parent), m_session(std::move(session)), m_system(std::move(system))
{
}

SleepInhibitor::~SleepInhibitor()
{
    letGo();
}

void SleepInhibitor::setWanted(bool yes, bool withScreen)
{
    if (m_isWanted == yes && m_isScreenWanted == withScreen)
        return;
    m_isWanted = yes;
    m_isScreenWanted = withScreen;
    settle();
}

/// The other two keep the screen awake in any case.
bool SleepInhibitor::isOtherThanWanted() const
{
    return !m_isWanted || (m_held == Means::Portal && m_isScreenAsked != m_isScreenWanted);
}

void SleepInhibitor::settle()
{
    if (isOtherThanWanted())
        letGo();
    if (m_isWanted && !m_isAsking && !m_held)
        ask(Means::Portal);
}

std::optional<QDBusConnection> SleepInhibitor::busOf(Means means) const
{
    return means == Means::Logind ? m_system : m_session;
}

void SleepInhibitor::ask(Means means)
{
    const auto bus = busOf(means);
    if (!bus) {
        askNext(means);
        return;
    }
    m_isAsking = true;
    if (means == Means::Portal)
        m_isScreenAsked = m_isScreenWanted;
    auto *watcher = new QDBusPendingCallWatcher(
            bus->asyncCall(question(means, m_isScreenWanted), int(Patience.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, means] {
        watcher->deleteLater();
        m_isAsking = false;
        answered(means, watcher->reply());
    });
}

void SleepInhibitor::askNext(Means failed)
{
    if (failed == Means::Portal)
        ask(Means::ScreenSaver);
    else if (failed == Means::ScreenSaver)
        ask(Means::Logind);
}

void SleepInhibitor::answered(Means means, const QDBusMessage &reply)
{
    if (reply.type() != QDBusMessage::ReplyMessage || reply.signature() != tokenType(means)) {
        if (m_isWanted)
            askNext(means);
        return;
    }
    m_held = means;
    m_token = reply.arguments().constFirst();
    if (isOtherThanWanted())
        settle(); // it was paused meanwhile
    else
        Q_EMIT heldChanged();
}

void SleepInhibitor::letGo()
{
    if (!m_held)
        return;
    if (m_held == Means::Portal)
        m_session->send(QDBusMessage::createMethodCall(
                PortalService, qvariant_cast<QDBusObjectPath>(m_token).path(),
                u"org.freedesktop.portal.Request"_s, u"Close"_s));
    if (m_held == Means::ScreenSaver) {
        auto message = QDBusMessage::createMethodCall(ScreenSaverService, ScreenSaverPath,
                                                      ScreenSaverService, u"UnInhibit"_s);
        message << m_token.toUInt();
        m_session->send(message);
    }
    m_token.clear(); // logind's descriptor closes with it
    m_held.reset();
    Q_EMIT heldChanged();
}

} // namespace Earmark
