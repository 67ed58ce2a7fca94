// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusVirtualObject>
#include <QString>
#include <QVariantMap>

#include <chrono>
#include <functional>

namespace Earmark {

/// org.mpris.MediaPlayer2 on a bus: says what it was told, and hands on what clients wish, types
/// checked but not values. Nothing here waits for the bus; on the GUI thread.
///
/// The name is org.mpris.MediaPlayer2.earmark, or with .instance<pid> when another Earmark (of
/// another profile) has that.
class MprisObject : public QDBusVirtualObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MprisObject)

public:
    using Position = std::function<std::chrono::milliseconds()>;

    /// position: asked whenever a client asks.
    MprisObject(const QDBusConnection &bus, Position position, QObject *parent = nullptr);
    ~MprisObject() override;

    /// Shows itself under a name; named() follows when the bus agreed.
    void appear();
    QString name() const { return m_name; } ///< Empty until then.

    /// As Mpris::playerProperties(); clients hear of what changed.
    void setPlayer(const QVariantMap &properties);
    /// As Mpris::rootProperties(), likewise.
    void setRoot(const QVariantMap &properties);
    void announceJump(std::chrono::milliseconds position);

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override;
    QString introspect(const QString &path) const override;

Q_SIGNALS:
    void named(const QString &name);
    void asked(); ///< For properties: a last moment to set them.

    void raiseWished();
    void quitWished();
    void nextWished();
    void previousWished();
    void playWished();
    void pauseWished();
    void playPauseWished();
    void stopWished();
    void seekWished(qint64 offset); ///< µs
    void positionWished(const QString &track, qint64 position); ///< µs
    void speedWished(double rate);
    void volumeWished(double volume);
    void fullScreenWished(bool yes); ///< Only where it can be set.
    void openWished(const QString &address); ///< A whole and sane `earmark:` address.

private:
    void requestName(const QString &name, bool isLast);
    QDBusMessage answerTo(const QDBusMessage &call);
    QDBusMessage propertyAnswer(const QDBusMessage &call);
    QDBusMessage rootAnswer(const QDBusMessage &call);
    QDBusMessage playerAnswer(const QDBusMessage &call);
    void announce(const QString &interface, const QVariantMap &changed);
    QDBusMessage set(const QDBusMessage &call);
    QDBusMessage setFullScreen(const QDBusMessage &call, const QVariant &value);
    QDBusMessage open(const QDBusMessage &call);
    QVariantMap propertiesOf(const QString &interface) const;

    QDBusConnection m_bus;
    Position m_position;
    QVariantMap m_player;
    QVariantMap m_root;
    QString m_name;
};

} // namespace Earmark
