// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

#include <memory>
#include <optional>

// What a desktop offers on its buses, as far as Earmark asks for it, and somebody who looks at the
// player from there. For a bus of the test's own, which is the session's and the system's.

namespace Earmark {

/// Something on the bus under a name of its own, on a connection of its own.
class FakeService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeService)

public:
    FakeService(const QString &service, const QString &path);
    ~FakeService() override;

protected:
    QDBusConnection &bus() { return m_bus; }

private:
    QString m_connection;
    QDBusConnection m_bus;
};

// NOLINTBEGIN(readability-identifier-naming): the names of D-Bus.

class FakePortalRequest : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")

public:
    int closed = 0;

public Q_SLOTS:
    void Close() { ++closed; }
};

class FakePortal : public FakeService
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")

public:
    FakePortal();
    int asked = 0;
    uint flags = 0;
    FakePortalRequest request;
    bool isLate = false; ///< Keeps its answers until answer().
    void answer();

public Q_SLOTS:
    QDBusObjectPath Inhibit(const QString &window, uint what, const QVariantMap &options,
                            const QDBusMessage &message);

private:
    std::optional<QDBusMessage> m_waiting;
};

class FakeScreenSaver : public FakeService
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")

public:
    FakeScreenSaver();
    QList<uint> held;

public Q_SLOTS:
    uint Inhibit(const QString &application, const QString &reason);
    void UnInhibit(uint cookie) { held.removeAll(cookie); }

private:
    uint m_last = 0;
};

class FakeLogind : public FakeService
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    FakeLogind();
    ~FakeLogind() override;
    /// "what mode" of every lock that somebody still holds.
    QStringList held();
    void sayPrepareForSleep(bool begins);

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &who, const QString &why,
                                    const QString &mode);

private:
    struct Lock
    {
        QString what;
        int readEnd = -1; ///< Of a pipe: at its end when nobody holds the other.
    };
    QList<Lock> m_locks;
};

// NOLINTEND(readability-identifier-naming)

/// A media key, a lock screen: looks at a player without waiting for it, for it may live on the
/// test's own thread.
class MprisClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MprisClient)

public:
    explicit MprisClient(QString service = QStringLiteral("org.mpris.MediaPlayer2.earmark"));
    ~MprisClient() override;

    QDBusMessage call(const QString &interface, const QString &method,
                      const QVariantList &arguments = {});
    QDBusMessage player(const QString &method, const QVariantList &arguments = {});
    QDBusMessage root(const QString &method);
    /// Answers an error message, or the reply.
    QDBusMessage set(const QString &property, const QVariant &value);
    QVariant get(const QString &property); ///< Of the player.
    QVariantMap metadata();
    qint64 position() { return get(QStringLiteral("Position")).toLongLong(); } ///< µs

    QList<QVariantMap> changes; ///< The content of each PropertiesChanged.
    QList<qlonglong> jumps; ///< Of each Seeked, µs.

private Q_SLOTS:
    void propertiesChanged(const QDBusMessage &signal);
    void seeked(const QDBusMessage &signal);

private:
    QString m_service;
    QString m_connection;
    QDBusConnection m_bus;
};

/// Metadata as it comes off the bus.
QVariantMap unpacked(const QVariant &map);

} // namespace Earmark
