// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakedesktop.h"

#include <QDBusArgument>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QTest>
#include <QUuid>

#include <array>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto ObjectPath = u"/org/mpris/MediaPlayer2"_s;
const auto PlayerInterface = u"org.mpris.MediaPlayer2.Player"_s;
const auto Properties = u"org.freedesktop.DBus.Properties"_s;
const auto RequestPath = u"/org/freedesktop/portal/desktop/request/earmark/1"_s;

QString newName()
{
    return u"test-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

FakeService::FakeService(const QString &service, const QString &path)
    : m_connection(newName()),
      m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_connection))
{
    m_bus.registerObject(path, this, QDBusConnection::ExportAllSlots);
    if (!m_bus.registerService(service))
        qWarning("%s cannot be had", qPrintable(service));
}

FakeService::~FakeService()
{
    QDBusConnection::disconnectFromBus(m_connection);
}

FakePortal::FakePortal()
    : FakeService(u"org.freedesktop.portal.Desktop"_s, u"/org/freedesktop/portal/desktop"_s)
{
    bus().registerObject(RequestPath, &request, QDBusConnection::ExportAllSlots);
}

QDBusObjectPath FakePortal::Inhibit(const QString &, uint what, const QVariantMap &options,
                                    const QDBusMessage &message)
{
    ++asked;
    flags = what;
    if (options.value(u"reason"_s).toString().isEmpty())
        qWarning("a reason is missing");
    if (isLate) {
        message.setDelayedReply(true);
        m_waiting = message;
    }
    return QDBusObjectPath(RequestPath);
}

void FakePortal::answer()
{
    bus().send(m_waiting->createReply(QVariant::fromValue(QDBusObjectPath(RequestPath))));
}

FakeScreenSaver::FakeScreenSaver()
    : FakeService(u"org.freedesktop.ScreenSaver"_s, u"/org/freedesktop/ScreenSaver"_s)
{
}

uint FakeScreenSaver::Inhibit(const QString &, const QString &)
{
    held.append(++m_last);
    return m_last;
}

FakeLogind::FakeLogind()
    : FakeService(u"org.freedesktop.login1"_s, u"/org/freedesktop/login1"_s) { }

FakeLogind::~FakeLogind()
{
    for (const Lock &lock : std::as_const(m_locks))
        close(lock.readEnd);
}

QDBusUnixFileDescriptor FakeLogind::Inhibit(const QString &what, const QString &, const QString &,
                                            const QString &mode)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("no pipe");
    m_locks.append({what + u' ' + mode, ends.at(0)});
    QDBusUnixFileDescriptor lock;
    lock.giveFileDescriptor(ends.at(1));
    return lock;
}

QStringList FakeLogind::held()
{
    QStringList names;
    for (const Lock &lock : std::as_const(m_locks)) {
        char byte = 0;
        if (read(lock.readEnd, &byte, 1) != 0) // not at its end
            names.append(lock.what);
    }
    return names;
}

void FakeLogind::sayPrepareForSleep(bool begins)
{
    auto signal
            = QDBusMessage::createSignal(u"/org/freedesktop/login1"_s,
                                         u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s);
    signal << begins;
    bus().send(signal);
}

MprisClient::MprisClient(QString service)
    : m_service(std::move(service)), m_connection(newName()),
      m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_connection))
{
    m_bus.connect(QString(), ObjectPath, Properties, u"PropertiesChanged"_s, this,
                  SLOT(propertiesChanged(QDBusMessage)));
    m_bus.connect(QString(), ObjectPath, PlayerInterface, u"Seeked"_s, this,
                  SLOT(seeked(QDBusMessage)));
}

MprisClient::~MprisClient()
{
    QDBusConnection::disconnectFromBus(m_connection);
}

QDBusMessage MprisClient::call(const QString &interface, const QString &method,
                               const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(m_service, ObjectPath, interface, method);
    message.setArguments(arguments);
    // The watcher's signal comes through this thread's events, behind all signals that were sent
    // before the answer.
    const QDBusPendingCallWatcher watcher(m_bus.asyncCall(message, 5000));
    bool isOver = false;
    connect(&watcher, &QDBusPendingCallWatcher::finished, this, [&isOver] { isOver = true; });
    if (!QTest::qWaitFor([&isOver] { return isOver; }, 10000))
        qFatal("the player does not answer");
    return watcher.reply();
}

QDBusMessage MprisClient::player(const QString &method, const QVariantList &arguments)
{
    return call(PlayerInterface, method, arguments);
}

QDBusMessage MprisClient::root(const QString &method)
{
    return call(u"org.mpris.MediaPlayer2"_s, method);
}

QDBusMessage MprisClient::set(const QString &property, const QVariant &value)
{
    return call(Properties, u"Set"_s,
                {PlayerInterface, property, QVariant::fromValue(QDBusVariant(value))});
}

QVariant MprisClient::get(const QString &property)
{
    const QDBusMessage reply = call(Properties, u"Get"_s, {PlayerInterface, property});
    return reply.type() == QDBusMessage::ReplyMessage
            ? qvariant_cast<QDBusVariant>(reply.arguments().constFirst()).variant()
            : QVariant();
}

QVariantMap MprisClient::metadata()
{
    return unpacked(get(u"Metadata"_s));
}

void MprisClient::propertiesChanged(const QDBusMessage &signal)
{
    changes.append(unpacked(signal.arguments().at(1)));
}

void MprisClient::seeked(const QDBusMessage &signal)
{
    jumps.append(signal.arguments().constFirst().toLongLong());
}

QVariantMap unpacked(const QVariant &map)
{
    return map.metaType() == QMetaType::fromType<QDBusArgument>()
            ? qdbus_cast<QVariantMap>(map.value<QDBusArgument>())
            : map.toMap();
}

} // namespace Earmark
