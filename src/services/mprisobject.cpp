// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mprisobject.h"

#include "core/earmarkaddress.h"
#include "services/mprisvalues.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QHash>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto ObjectPath = u"/org/mpris/MediaPlayer2"_s;
const auto RootInterface = u"org.mpris.MediaPlayer2"_s;
const auto PlayerInterface = u"org.mpris.MediaPlayer2.Player"_s;
const auto PropertiesInterface = u"org.freedesktop.DBus.Properties"_s;
const auto OwnName = u"org.mpris.MediaPlayer2.earmark"_s;

// RequestName of the bus.
constexpr uint DoNotQueue = 4;
constexpr uint PrimaryOwner = 1;
constexpr uint NameExists = 3;

// Qt adds Properties and Introspectable.
const auto Introspection = R"(
  <interface name="org.mpris.MediaPlayer2">
    <method name="Raise"/>
    <method name="Quit"/>
    <property name="CanQuit" type="b" access="read"/>
    <property name="Fullscreen" type="b" access="readwrite"/>
    <property name="CanSetFullscreen" type="b" access="read"/>
    <property name="CanRaise" type="b" access="read"/>
    <property name="HasTrackList" type="b" access="read"/>
    <property name="Identity" type="s" access="read"/>
    <property name="DesktopEntry" type="s" access="read"/>
    <property name="SupportedUriSchemes" type="as" access="read"/>
    <property name="SupportedMimeTypes" type="as" access="read"/>
  </interface>
  <interface name="org.mpris.MediaPlayer2.Player">
    <method name="Next"/>
    <method name="Previous"/>
    <method name="Pause"/>
    <method name="PlayPause"/>
    <method name="Stop"/>
    <method name="Play"/>
    <method name="Seek"><arg name="Offset" type="x" direction="in"/></method>
    <method name="SetPosition">
      <arg name="TrackId" type="o" direction="in"/>
      <arg name="Position" type="x" direction="in"/>
    </method>
    <method name="OpenUri"><arg name="Uri" type="s" direction="in"/></method>
    <signal name="Seeked"><arg name="Position" type="x"/></signal>
    <property name="PlaybackStatus" type="s" access="read"/>
    <property name="Rate" type="d" access="readwrite"/>
    <property name="MinimumRate" type="d" access="read"/>
    <property name="MaximumRate" type="d" access="read"/>
    <property name="Volume" type="d" access="readwrite"/>
    <property name="Metadata" type="a{sv}" access="read"/>
    <property name="CanGoNext" type="b" access="read"/>
    <property name="CanGoPrevious" type="b" access="read"/>
    <property name="CanPlay" type="b" access="read"/>
    <property name="CanPause" type="b" access="read"/>
    <property name="CanSeek" type="b" access="read"/>
    <property name="CanControl" type="b" access="read">
      <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="false"/>
    </property>
    <property name="Position" type="x" access="read">
      <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="false"/>
    </property>
  </interface>
)";

qlonglong microseconds(std::chrono::milliseconds position)
{
    return std::chrono::microseconds(position).count();
}

/// Nothing: there is no such method.
std::optional<QString> signatureOf(const QString &interface, const QString &method)
{
    static const QHash<std::pair<QString, QString>, QString> known{
            {{RootInterface, u"Raise"_s}, {}},
            {{RootInterface, u"Quit"_s}, {}},
            {{PlayerInterface, u"Next"_s}, {}},
            {{PlayerInterface, u"Previous"_s}, {}},
            {{PlayerInterface, u"Pause"_s}, {}},
            {{PlayerInterface, u"PlayPause"_s}, {}},
            {{PlayerInterface, u"Stop"_s}, {}},
            {{PlayerInterface, u"Play"_s}, {}},
            {{PlayerInterface, u"Seek"_s}, u"x"_s},
            {{PlayerInterface, u"SetPosition"_s}, u"ox"_s},
            {{PlayerInterface, u"OpenUri"_s}, u"s"_s},
            {{PropertiesInterface, u"Get"_s}, u"ss"_s},
            {{PropertiesInterface, u"GetAll"_s}, u"s"_s},
            {{PropertiesInterface, u"Set"_s}, u"ssv"_s},
    };
    const auto found = known.constFind({interface, method});
    return found == known.cend() ? std::nullopt : std::optional(*found);
}

QDBusMessage refusal(const QDBusMessage &call, QDBusError::ErrorType type, const QString &why)
{
    return call.createErrorReply(type, why);
}

} // namespace

MprisObject::MprisObject(const QDBusConnection &bus, Position position, QObject *parent)
    : QDBusVirtualObject(parent), m_bus(bus), m_position(std::move(position)),
      m_root(Mpris::rootProperties())
{
}

MprisObject::~MprisObject()
{
    m_bus.unregisterObject(ObjectPath);
    if (!m_name.isEmpty()) {
        auto release = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s,
                                                      u"/org/freedesktop/DBus"_s,
                                                      u"org.freedesktop.DBus"_s, u"ReleaseName"_s);
        release << m_name;
        m_bus.send(release);
    }
}

void MprisObject::appear()
{
    // First the object, then the name: who sees the name asks at once.
    if (m_bus.registerVirtualObject(ObjectPath, this))
        requestName(OwnName, false);
}

/// QDBusConnection::registerService() would wait for the answer.
void MprisObject::requestName(const QString &name, bool isLast)
{
    auto request
            = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                             u"org.freedesktop.DBus"_s, u"RequestName"_s);
    request << name << DoNotQueue;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(request), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, name, isLast] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            return;
        if (reply.value() == PrimaryOwner) {
            m_name = name;
            Q_EMIT named(name);
        } else if (reply.value() == NameExists && !isLast) {
            requestName(u"%1.instance%2"_s.arg(OwnName).arg(QCoreApplication::applicationPid()),
                        true);
        }
    });
}

void MprisObject::setPlayer(const QVariantMap &properties)
{
    const QVariantMap changed = Mpris::changes(m_player, properties);
    if (changed.isEmpty())
        return;
    m_player = properties;
    announce(PlayerInterface, changed);
}

void MprisObject::setRoot(const QVariantMap &properties)
{
    const QVariantMap changed = Mpris::changes(m_root, properties);
    if (changed.isEmpty())
        return;
    m_root = properties;
    announce(RootInterface, changed);
}

void MprisObject::announce(const QString &interface, const QVariantMap &changed)
{
    auto signal
            = QDBusMessage::createSignal(ObjectPath, PropertiesInterface, u"PropertiesChanged"_s);
    signal << interface << changed << QStringList();
    m_bus.send(signal);
}

void MprisObject::announceJump(std::chrono::milliseconds position)
{
    auto signal = QDBusMessage::createSignal(ObjectPath, PlayerInterface, u"Seeked"_s);
    signal << microseconds(position);
    m_bus.send(signal);
}

QString MprisObject::introspect(const QString &path) const
{
    return path == ObjectPath ? QString::fromLatin1(Introspection) : QString();
}

bool MprisObject::handleMessage(const QDBusMessage &message, const QDBusConnection &bus)
{
    if (message.type() != QDBusMessage::MethodCallMessage || message.path() != ObjectPath)
        return false;
    const auto signature = signatureOf(message.interface(), message.member());
    if (!signature)
        return false; // Qt answers that there is no such method, and introspection
    const QDBusMessage answer = message.signature() == *signature
            ? answerTo(message)
            : refusal(message, QDBusError::InvalidArgs,
                      u"%1 takes \"%2\"."_s.arg(message.member(), *signature));
    if (message.isReplyRequired())
        bus.send(answer);
    return true;
}

QDBusMessage MprisObject::answerTo(const QDBusMessage &call)
{
    if (call.interface() == PropertiesInterface)
        return propertyAnswer(call);
    return call.interface() == RootInterface ? rootAnswer(call) : playerAnswer(call);
}

QVariantMap MprisObject::propertiesOf(const QString &interface) const
{
    if (interface == RootInterface)
        return m_root;
    if (interface != PlayerInterface)
        return {};
    QVariantMap all = m_player;
    all.insert(u"Position"_s, microseconds(m_position()));
    return all;
}

QDBusMessage MprisObject::propertyAnswer(const QDBusMessage &call)
{
    Q_EMIT asked();
    const QString interface = call.arguments().at(0).toString();
    const QVariantMap all = propertiesOf(interface);
    if (all.isEmpty())
        return refusal(call, QDBusError::UnknownInterface, u"There is no such interface."_s);
    if (call.member() == "GetAll"_L1)
        return call.createReply(all);
    const auto property = all.constFind(call.arguments().at(1).toString());
    if (property == all.cend())
        return refusal(call, QDBusError::UnknownProperty, u"There is no such property."_s);
    if (call.member() == "Set"_L1)
        return set(call);
    return call.createReply(QVariant::fromValue(QDBusVariant(*property)));
}

QDBusMessage MprisObject::set(const QDBusMessage &call)
{
    const QString interface = call.arguments().at(0).toString();
    const QString name = call.arguments().at(1).toString();
    const QVariant value = qvariant_cast<QDBusVariant>(call.arguments().at(2)).variant();
    if (interface == RootInterface && name == "Fullscreen"_L1)
        return setFullScreen(call, value);
    const bool isSpeed = name == "Rate"_L1;
    if (interface != PlayerInterface || (!isSpeed && name != "Volume"_L1))
        return refusal(call, QDBusError::PropertyReadOnly, u"It cannot be set."_s);
    const double number = value.toDouble();
    const bool isSane = value.metaType() == QMetaType::fromType<double>()
            && (isSpeed ? Mpris::wishedSpeed(number) : Mpris::wishedVolume(number));
    if (!isSane)
        return refusal(call, QDBusError::InvalidArgs, u"That is no number it could have."_s);
    if (isSpeed)
        Q_EMIT speedWished(number);
    else
        Q_EMIT volumeWished(number);
    return call.createReply();
}

QDBusMessage MprisObject::setFullScreen(const QDBusMessage &call, const QVariant &value)
{
    if (value.metaType() != QMetaType::fromType<bool>())
        return refusal(call, QDBusError::InvalidArgs, u"That is neither true nor false."_s);
    if (!m_root.value(u"CanSetFullscreen"_s).toBool())
        return refusal(call, QDBusError::NotSupported, u"What plays has no picture."_s);
    Q_EMIT fullScreenWished(value.toBool());
    return call.createReply();
}

QDBusMessage MprisObject::rootAnswer(const QDBusMessage &call)
{
    if (call.member() == "Raise"_L1)
        Q_EMIT raiseWished();
    else
        Q_EMIT quitWished();
    return call.createReply();
}

QDBusMessage MprisObject::playerAnswer(const QDBusMessage &call)
{
    using Wish = void (MprisObject::*)();
    static const QHash<QString, Wish> simple{
            {u"Next"_s, &MprisObject::nextWished},
            {u"Previous"_s, &MprisObject::previousWished},
            {u"Play"_s, &MprisObject::playWished},
            {u"Pause"_s, &MprisObject::pauseWished},
            {u"PlayPause"_s, &MprisObject::playPauseWished},
            {u"Stop"_s, &MprisObject::stopWished},
    };
    const QVariantList arguments = call.arguments();
    if (const Wish wish = simple.value(call.member()))
        Q_EMIT(this->*wish)();
    else if (call.member() == "Seek"_L1)
        Q_EMIT seekWished(arguments.at(0).toLongLong());
    else if (call.member() == "SetPosition"_L1)
        Q_EMIT positionWished(qvariant_cast<QDBusObjectPath>(arguments.at(0)).path(),
                              arguments.at(1).toLongLong());
    else
        return open(call);
    return call.createReply();
}

QDBusMessage MprisObject::open(const QDBusMessage &call)
{
    const QString address = call.arguments().at(0).toString();
    if (!parseEarmarkAddress(address))
        return refusal(call, QDBusError::InvalidArgs, u"That is no whole Earmark address."_s);
    Q_EMIT openWished(address);
    return call.createReply();
}

} // namespace Earmark
