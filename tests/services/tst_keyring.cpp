// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/keyring.h"
#include "support/failonwarning.h"
#include "support/futures.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The real thing: a Secret Service on the test's own bus, its file in the test's own folder.
class TestKeyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { failOnAnyWarning(); }
    void cleanupTestCase();

    void whatWasNeverKeptIsNotFound();
    void whatWasKeptIsReadAgain();
    void whatWasRemovedIsNotFound();

private:
    QProcess m_daemon;
};

void TestKeyring::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("EARMARK_PRIVATE_BUS"),
             "Only on a bus of its own (tests/support/launch.sh --bus).");
    const QString program = QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s);
    QVERIFY2(!program.isEmpty(), "There is no gnome-keyring-daemon.");
    qputenv("XDG_CURRENT_DESKTOP", "GNOME");
    m_daemon.start(program, {u"--unlock"_s, u"--foreground"_s, u"--components=secrets"_s});
    QVERIFY(m_daemon.waitForStarted());
    m_daemon.write("of the test");
    m_daemon.closeWriteChannel();
    // Asked before it is there, the bus would start another one, which is locked.
    const auto isThere = [] {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(
                u"org.freedesktop.secrets"_s);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isThere(), 20000);
}

void TestKeyring::cleanupTestCase()
{
    m_daemon.terminate();
    if (m_daemon.state() != QProcess::NotRunning && !m_daemon.waitForFinished())
        m_daemon.kill();
}

void TestKeyring::whatWasNeverKeptIsNotFound()
{
    Keyring keyring;
    QCOMPARE(resultOf(keyring.read(u"never"_s)).error().kind, ErrorKind::NotFound);
}

void TestKeyring::whatWasKeptIsReadAgain()
{
    const QString secret = u"pässwörd: with \"signs\""_s;
    Keyring keyring;
    QVERIFY(resultOf(keyring.write(u"https://a.example:443 me"_s, secret)));

    const auto read = resultOf(keyring.read(u"https://a.example:443 me"_s));

    QVERIFY(read);
    QCOMPARE(*read, secret);
}

void TestKeyring::whatWasRemovedIsNotFound()
{
    Keyring keyring;
    QVERIFY(resultOf(keyring.write(u"gone"_s, u"secret"_s)));

    QVERIFY(resultOf(keyring.remove(u"gone"_s)));

    QCOMPARE(resultOf(keyring.read(u"gone"_s)).error().kind, ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
