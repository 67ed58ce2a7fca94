// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "services/sleepinhibitor.h"
#include "services/suspendguard.h"
#include "support/failonwarning.h"
#include "support/fakedesktop.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

using Means = SleepInhibitor::Means;
using Held = std::optional<Means>;

/// The computer stays awake while something plays, and waits for what is to be kept before it
/// sleeps: with each of the services a desktop may have.
class TestSuspend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { failOnAnyWarning(); }

    void withoutABusNothingHappens();
    void withoutAnyServiceNothingHappens();
    void thePortalIsAskedFirst();
    void theScreenStaysAwakeWhileSomebodyWatches();
    void aWatcherWhoComesWhileThePortalIsAskedIsHeard();
    void theScreenSaverComesSecond();
    void logindComesLast();
    void aPauseBeforeTheAnswerLetsGoToo();
    void aServiceThatComesLaterIsFoundTheNextTime();

    void sleepWaitsUntilAllIsKept();
    void afterTheSleepItIsReadyAgain();
    void whatCannotBeKeptHoldsNothingUp();
    void nobodyElseCanSayThatSleepComes();

private:
    std::optional<QDBusConnection> m_bus;
};

void TestSuspend::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("EARMARK_PRIVATE_BUS"),
             "Only on a bus of its own (tests/support/launch.sh --bus).");
    m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"own"_s);
}

void TestSuspend::withoutABusNothingHappens()
{
    SleepInhibitor inhibitor(std::nullopt, std::nullopt);
    inhibitor.setWanted(true);
    QCOMPARE(inhibitor.held(), Held());
    inhibitor.setWanted(false);
}

void TestSuspend::withoutAnyServiceNothingHappens()
{
    SleepInhibitor inhibitor(m_bus, m_bus);
    const QSignalSpy changed(&inhibitor, &SleepInhibitor::heldChanged);
    inhibitor.setWanted(true);
    QVERIFY(!QSignalSpy(&inhibitor, &SleepInhibitor::heldChanged).wait(300));
    QCOMPARE(changed.size(), 0);
}

void TestSuspend::thePortalIsAskedFirst()
{
    FakePortal portal;
    FakeScreenSaver saver;
    FakeLogind logind;
    SleepInhibitor inhibitor(m_bus, m_bus);

    inhibitor.setWanted(true);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Portal));
    inhibitor.setWanted(true);
    QCOMPARE(portal.asked, 1);
    QCOMPARE(portal.flags, 4U); // suspend; the screen may go dark
    QCOMPARE(portal.request.closed, 0);

    inhibitor.setWanted(false);
    QTRY_COMPARE(portal.request.closed, 1);
    QCOMPARE(inhibitor.held(), Held());
    QVERIFY(saver.held.isEmpty());
    QVERIFY(logind.held().isEmpty());
}

void TestSuspend::theScreenStaysAwakeWhileSomebodyWatches()
{
    FakePortal portal;
    SleepInhibitor inhibitor(m_bus, m_bus);
    inhibitor.setWanted(true);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Portal));
    inhibitor.setWanted(true, true);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Portal));
    QCOMPARE(portal.flags, 12U); // suspend and idle
    QTRY_COMPARE(portal.request.closed, 1);
    inhibitor.setWanted(true, false);
    QTRY_COMPARE(portal.flags, 4U);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Portal));
    inhibitor.setWanted(false);
    QTRY_COMPARE(portal.request.closed, 3);
    QCOMPARE(inhibitor.held(), Held());
}

void TestSuspend::aWatcherWhoComesWhileThePortalIsAskedIsHeard()
{
    FakePortal portal;
    portal.isLate = true;
    SleepInhibitor inhibitor(m_bus, m_bus);
    inhibitor.setWanted(true);
    QTRY_COMPARE(portal.asked, 1);
    inhibitor.setWanted(true, true);
    portal.isLate = false;
    portal.answer();
    QTRY_COMPARE(portal.asked, 2);
    QCOMPARE(portal.flags, 12U);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Portal));
}

void TestSuspend::theScreenSaverComesSecond()
{
    FakeScreenSaver saver;
    FakeLogind logind;
    auto inhibitor = std::make_unique<SleepInhibitor>(m_bus, m_bus);

    inhibitor->setWanted(true);
    QTRY_COMPARE(inhibitor->held(), Held(Means::ScreenSaver));
    QCOMPARE(saver.held, QList<uint>{1});
    inhibitor->setWanted(false);
    QTRY_VERIFY(saver.held.isEmpty());

    inhibitor->setWanted(true);
    QTRY_COMPARE(saver.held, QList<uint>{2});
    inhibitor.reset(); // the end of the program
    QTRY_VERIFY(saver.held.isEmpty());
    QVERIFY(logind.held().isEmpty());
}

void TestSuspend::logindComesLast()
{
    FakeLogind logind;
    SleepInhibitor inhibitor(std::nullopt, m_bus);

    inhibitor.setWanted(true);
    QTRY_COMPARE(inhibitor.held(), Held(Means::Logind));
    QCOMPARE(logind.held(), QStringList{u"idle block"_s});

    inhibitor.setWanted(false);
    QTRY_VERIFY(logind.held().isEmpty());
}

void TestSuspend::aPauseBeforeTheAnswerLetsGoToo()
{
    FakePortal portal;
    portal.isLate = true;
    SleepInhibitor inhibitor(m_bus, m_bus);
    inhibitor.setWanted(true);
    QTRY_COMPARE(portal.asked, 1);

    inhibitor.setWanted(false);
    portal.answer();

    QTRY_COMPARE(portal.request.closed, 1);
    QCOMPARE(inhibitor.held(), Held());
}

void TestSuspend::aServiceThatComesLaterIsFoundTheNextTime()
{
    SleepInhibitor inhibitor(m_bus, std::nullopt);
    inhibitor.setWanted(true);
    inhibitor.setWanted(false);
    FakeScreenSaver saver;

    inhibitor.setWanted(true);

    QTRY_COMPARE(inhibitor.held(), Held(Means::ScreenSaver));
}

void TestSuspend::sleepWaitsUntilAllIsKept()
{
    FakeLogind logind;
    QPromise<Result<>> disk;
    disk.start();
    int asked = 0;
    SuspendGuard guard(*m_bus, [&] {
        ++asked;
        return disk.future();
    });
    QTRY_VERIFY(guard.isArmed());
    QCOMPARE(logind.held(), QStringList{u"sleep delay"_s});

    logind.sayPrepareForSleep(true);
    QTRY_COMPARE(asked, 1);
    QCOMPARE(logind.held(), QStringList{u"sleep delay"_s}); // it is not yet on disk

    disk.addResult(Result<>());
    disk.finish();
    QTRY_VERIFY(logind.held().isEmpty());
    QVERIFY(!guard.isArmed());
}

void TestSuspend::afterTheSleepItIsReadyAgain()
{
    FakeLogind logind;
    int asked = 0;
    SuspendGuard guard(*m_bus, [&] {
        ++asked;
        return readyFuture(Result<>());
    });
    QTRY_VERIFY(guard.isArmed());
    for (int sleep = 1; sleep <= 3; ++sleep) {
        logind.sayPrepareForSleep(true);
        QTRY_VERIFY(!guard.isArmed());
        QCOMPARE(asked, sleep);
        QTRY_VERIFY(logind.held().isEmpty());
        logind.sayPrepareForSleep(false);
        QTRY_VERIFY(guard.isArmed());
        QCOMPARE(logind.held().size(), 1);
    }
}

void TestSuspend::whatCannotBeKeptHoldsNothingUp()
{
    FakeLogind logind;
    SuspendGuard guard(*m_bus, [] {
        return readyFuture(Result<>(fail(ErrorKind::Storage, u"The disk is full."_s)));
    });
    QTRY_VERIFY(guard.isArmed());
    logind.sayPrepareForSleep(true);
    QTRY_VERIFY(logind.held().isEmpty());
}

void TestSuspend::nobodyElseCanSayThatSleepComes()
{
    FakeLogind logind;
    int asked = 0;
    SuspendGuard guard(*m_bus, [&] {
        ++asked;
        return readyFuture(Result<>());
    });
    QTRY_VERIFY(guard.isArmed());
    auto lie
            = QDBusMessage::createSignal(u"/org/freedesktop/login1"_s,
                                         u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s);
    lie << true;
    QVERIFY(m_bus->send(lie));

    QVERIFY(!QSignalSpy(&guard, &SuspendGuard::armedChanged).wait(300));
    QCOMPARE(asked, 0);
    QVERIFY(guard.isArmed());
}

QTEST_GUILESS_MAIN(TestSuspend)
#include "tst_suspend.moc"
