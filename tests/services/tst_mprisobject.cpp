// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mprisobject.h"
#include "services/mprisvalues.h"
#include "support/failonwarning.h"
#include "support/fakedesktop.h"

#include <QDBusVariant>
#include <QSignalSpy>
#include <QTest>

#include <limits>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QVariantMap playing(const QString &title)
{
    return Mpris::playerProperties(
            {.status = Mpris::Status::Playing,
             .track = Mpris::Track{.id = 3, .title = title, .podcast = u"P"_s, .length = 60s}});
}

} // namespace

/// The player's object on a bus of the test's own, seen by another connection.
class TestMprisObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void whatIsNotThereIsAnError();
    void wrongTypesAreRefused();
    void onlySaneValuesAreSet();
    void itTellsAllOfBothInterfaces();
    void wishesComeThroughWhole_data();
    void wishesComeThroughWhole();
    void numbersComeThroughAsTheyWere();
    void onlyEarmarkAddressesAreOpened();
    void fullScreenIsSetWhereThereIsAPicture();
    void onlyWhatChangedIsAnnounced();
    void aJumpIsAnnounced();
    void itDescribesItself();
    void aSecondOneTakesAnotherName();
    void theNameGoesWithIt();

private:
    QDBusConnection bus(const QString &name)
    {
        return QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
    }
    static QString errorOf(const QDBusMessage &answer) { return answer.errorName(); }

    std::unique_ptr<MprisObject> m_object;
    std::unique_ptr<MprisClient> m_client;
};

void TestMprisObject::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("EARMARK_PRIVATE_BUS"),
             "Only on a bus of its own (tests/support/launch.sh --bus).");
}

void TestMprisObject::init()
{
    failOnAnyWarning();
    m_client = std::make_unique<MprisClient>();
    m_object = std::make_unique<MprisObject>(bus(u"own"_s), [] { return 42s; });
    m_object->setPlayer(playing(u"One"_s));
    m_object->appear();
    QTRY_COMPARE(m_object->name(), u"org.mpris.MediaPlayer2.earmark"_s);
    QTRY_VERIFY(!m_client->changes.isEmpty());
    m_client->changes.clear();
}

void TestMprisObject::cleanup()
{
    m_object.reset();
    m_client.reset();
    QDBusConnection::disconnectFromBus(u"own"_s);
}

void TestMprisObject::whatIsNotThereIsAnError()
{
    const auto get = [this](const QString &interface, const QString &name) {
        return errorOf(
                m_client->call(u"org.freedesktop.DBus.Properties"_s, u"Get"_s, {interface, name}));
    };
    QCOMPARE(get(u"org.mpris.MediaPlayer2.Player"_s, u"Fullscreen"_s),
             u"org.freedesktop.DBus.Error.UnknownProperty"_s);
    QCOMPARE(get(u"org.mpris.MediaPlayer2.TrackList"_s, u"Tracks"_s),
             u"org.freedesktop.DBus.Error.UnknownInterface"_s);
    QVERIFY(!errorOf(m_client->player(u"Explode"_s)).isEmpty());
}

void TestMprisObject::wrongTypesAreRefused()
{
    const QSignalSpy seeks(m_object.get(), &MprisObject::seekWished);
    const QSignalSpy positions(m_object.get(), &MprisObject::positionWished);
    const QSignalSpy opened(m_object.get(), &MprisObject::openWished);
    const QString invalid = u"org.freedesktop.DBus.Error.InvalidArgs"_s;

    QCOMPARE(errorOf(m_client->player(u"Seek"_s, {u"10"_s})), invalid);
    QCOMPARE(errorOf(m_client->player(u"Seek"_s)), invalid);
    QCOMPARE(errorOf(m_client->player(u"SetPosition"_s, {u"/a"_s, 1LL})), invalid);
    QCOMPARE(errorOf(m_client->player(u"OpenUri"_s, {4})), invalid);
    QCOMPARE(errorOf(m_client->player(u"Play"_s, {4})), invalid);
    QCOMPARE(errorOf(m_client->set(u"Volume"_s, u"loud"_s)), invalid);
    QCOMPARE(errorOf(m_client->set(u"Rate"_s, QStringList{u"1"_s})), invalid);
    QCOMPARE(seeks.size() + positions.size() + opened.size(), 0);
}

void TestMprisObject::onlySaneValuesAreSet()
{
    const QSignalSpy speeds(m_object.get(), &MprisObject::speedWished);
    const QSignalSpy volumes(m_object.get(), &MprisObject::volumeWished);
    const QString readOnly = u"org.freedesktop.DBus.Error.PropertyReadOnly"_s;

    QVERIFY(!errorOf(m_client->set(u"Rate"_s, std::numeric_limits<double>::quiet_NaN())).isEmpty());
    QVERIFY(!errorOf(m_client->set(u"Rate"_s, -1.0)).isEmpty());
    QVERIFY(!errorOf(m_client->set(u"Volume"_s, std::numeric_limits<double>::infinity()))
                     .isEmpty());
    QCOMPARE(errorOf(m_client->set(u"PlaybackStatus"_s, u"Playing"_s)), readOnly);
    QCOMPARE(errorOf(m_client->set(u"Position"_s, 4LL)), readOnly);
    QCOMPARE(speeds.size() + volumes.size(), 0);

    QCOMPARE(errorOf(m_client->set(u"Rate"_s, 1.5)), QString());
    QCOMPARE(errorOf(m_client->set(u"Volume"_s, 0.5)), QString());
    QCOMPARE(speeds.size(), 1);
    QCOMPARE(speeds.first().first().toDouble(), 1.5);
    QCOMPARE(volumes.size(), 1);
    QCOMPARE(volumes.first().first().toDouble(), 0.5);
}

void TestMprisObject::itTellsAllOfBothInterfaces()
{
    const auto all = [this](const QString &interface) {
        const auto reply
                = m_client->call(u"org.freedesktop.DBus.Properties"_s, u"GetAll"_s, {interface});
        return unpacked(reply.arguments().constFirst());
    };
    QCOMPARE(all(u"org.mpris.MediaPlayer2"_s), Mpris::rootProperties());
    const QVariantMap player = all(u"org.mpris.MediaPlayer2.Player"_s);
    QCOMPARE(player.size(), playing({}).size() + 1);
    QCOMPARE(player.value(u"Position"_s), QVariant(42'000'000LL));
    QCOMPARE(player.value(u"PlaybackStatus"_s).toString(), u"Playing"_s);
    QCOMPARE(m_client->metadata().value(u"mpris:length"_s).toLongLong(), 60'000'000);
    QCOMPARE(qvariant_cast<QDBusObjectPath>(m_client->metadata().value(u"mpris:trackid"_s)).path(),
             u"/org/earmark/episode/3"_s);
}

void TestMprisObject::wishesComeThroughWhole_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("signal");
    for (const auto *name :
         {"Next", "Previous", "Play", "Pause", "PlayPause", "Stop", "Raise", "Quit"}) {
        QByteArray signal = name;
        signal[0] = char(signal.at(0) - 'A' + 'a');
        QTest::newRow(name) << QString::fromLatin1(name) << "2" + signal + "Wished()";
    }
}

void TestMprisObject::wishesComeThroughWhole()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, signal);
    const QSignalSpy wished(m_object.get(), signal.constData());
    const bool isRoot = method == "Raise"_L1 || method == "Quit"_L1;

    const QDBusMessage answer = isRoot ? m_client->root(method) : m_client->player(method);

    QCOMPARE(answer.type(), QDBusMessage::ReplyMessage);
    QCOMPARE(wished.size(), 1);
}

void TestMprisObject::numbersComeThroughAsTheyWere()
{
    const QSignalSpy seeks(m_object.get(), &MprisObject::seekWished);
    const QSignalSpy positions(m_object.get(), &MprisObject::positionWished);

    m_client->player(u"Seek"_s, {std::numeric_limits<qlonglong>::min()});
    m_client->player(u"SetPosition"_s,
                     {QVariant::fromValue(QDBusObjectPath(u"/some/track"_s)), 7'000'000LL});

    QCOMPARE(seeks.size(), 1);
    QCOMPARE(seeks.first().first().toLongLong(), std::numeric_limits<qlonglong>::min());
    QCOMPARE(positions.size(), 1);
    QCOMPARE(positions.first().at(0).toString(), u"/some/track"_s);
    QCOMPARE(positions.first().at(1).toLongLong(), 7'000'000);
}

void TestMprisObject::onlyEarmarkAddressesAreOpened()
{
    const QSignalSpy opened(m_object.get(), &MprisObject::openWished);
    const QString good = u"earmark:play?feed=https%3A%2F%2Fexample.org%2Ffeed&guid=g&t=5"_s;

    QVERIFY(!errorOf(m_client->player(u"OpenUri"_s, {u"file:///etc/passwd"_s})).isEmpty());
    QVERIFY(!errorOf(m_client->player(u"OpenUri"_s, {u"https://example.org/a.mp3"_s})).isEmpty());
    QVERIFY(!errorOf(m_client->player(u"OpenUri"_s, {u"earmark:play?feed=file:///x"_s})).isEmpty());
    QCOMPARE(opened.size(), 0);

    QCOMPARE(errorOf(m_client->player(u"OpenUri"_s, {good})), QString());
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toString(), good);
}

void TestMprisObject::fullScreenIsSetWhereThereIsAPicture()
{
    const QString root = u"org.mpris.MediaPlayer2"_s;
    const QSignalSpy wishes(m_object.get(), &MprisObject::fullScreenWished);
    const auto set = [&](const QString &name, const QVariant &value) {
        return errorOf(m_client->call(u"org.freedesktop.DBus.Properties"_s, u"Set"_s,
                                      {root, name, QVariant::fromValue(QDBusVariant(value))}));
    };
    QCOMPARE(set(u"Fullscreen"_s, true), u"org.freedesktop.DBus.Error.NotSupported"_s);
    m_object->setRoot(Mpris::rootProperties({.isFull = false, .canBeFull = true}));
    QTRY_COMPARE(m_client->changes.size(), 1);
    QCOMPARE(m_client->changes.last(), (QVariantMap{{u"CanSetFullscreen"_s, true}}));
    QCOMPARE(set(u"Fullscreen"_s, 1), u"org.freedesktop.DBus.Error.InvalidArgs"_s);
    QCOMPARE(set(u"CanSetFullscreen"_s, false), u"org.freedesktop.DBus.Error.PropertyReadOnly"_s);
    QCOMPARE(wishes.size(), 0);
    QCOMPARE(set(u"Fullscreen"_s, true), QString());
    QCOMPARE(wishes.size(), 1);
    QVERIFY(wishes.first().first().toBool());

    m_object->setRoot(Mpris::rootProperties({.isFull = true, .canBeFull = true}));
    QTRY_COMPARE(m_client->changes.size(), 2);
    QCOMPARE(m_client->changes.last(), (QVariantMap{{u"Fullscreen"_s, true}}));
}

void TestMprisObject::onlyWhatChangedIsAnnounced()
{
    m_object->setPlayer(playing(u"One"_s));
    m_object->setPlayer(playing(u"Two"_s));

    QTRY_COMPARE(m_client->changes.size(), 1);
    QCOMPARE(m_client->changes.first().keys(), QStringList{u"Metadata"_s});
    QCOMPARE(unpacked(m_client->changes.first().value(u"Metadata"_s))
                     .value(u"xesam:title"_s)
                     .toString(),
             u"Two"_s);
}

void TestMprisObject::aJumpIsAnnounced()
{
    m_object->announceJump(90s);
    QTRY_COMPARE(m_client->jumps, QList<qlonglong>{90'000'000});
}

void TestMprisObject::itDescribesItself()
{
    const QDBusMessage reply
            = m_client->call(u"org.freedesktop.DBus.Introspectable"_s, u"Introspect"_s);
    QCOMPARE(reply.type(), QDBusMessage::ReplyMessage);
    const QString xml = reply.arguments().constFirst().toString();
    QVERIFY(xml.contains(u"<interface name=\"org.mpris.MediaPlayer2.Player\">"_s));
    QCOMPARE(xml.count(u"<interface name=\"org.freedesktop.DBus.Properties\">"_s), 1);
}

void TestMprisObject::aSecondOneTakesAnotherName()
{
    {
        MprisObject second(bus(u"second"_s), [] { return 1s; });
        second.appear();
        QTRY_COMPARE(second.name(),
                     u"org.mpris.MediaPlayer2.earmark.instance%1"_s.arg(
                             QCoreApplication::applicationPid()));
        MprisClient other(second.name());
        QCOMPARE(other.position(), 1'000'000);
        QCOMPARE(m_client->position(), 42'000'000);
    }
    QDBusConnection::disconnectFromBus(u"second"_s);
}

void TestMprisObject::theNameGoesWithIt()
{
    m_object.reset();
    QTRY_COMPARE(errorOf(m_client->root(u"Raise"_s)),
                 u"org.freedesktop.DBus.Error.ServiceUnknown"_s);
}

QTEST_GUILESS_MAIN(TestMprisObject)
#include "tst_mprisobject.moc"
