// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The real program with its window, seen from outside: commands, signals, addresses, ends.
class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void commandsAreHandedToTheWindow();
    void aSecondWindowRaisesTheFirst();
    void sigtermEndsInOrderAndKeepsThePosition();
    void aLockLeftByKillIsTakenOver();
    void anAddressPlaysFromItsSecond();
    void anUnknownPodcastIsNeverPlayedByItself();
    void aNewerLibraryIsRefusedWithASentence();
    void aRefusalNobodyReadsWaitsInABox();
    void nothingIsSaidOnStderr();

private:
    void subscribe();
    void makeNewer();
    QString address(int seconds) const
    {
        return toText({.feed = m_feed, .guid = u"guid-0"_s, .at = std::chrono::seconds(seconds)});
    }

    QTemporaryDir m_dir;
    QString m_profile;
    TestHttpServer m_server;
    QUrl m_feed;
    std::unique_ptr<RunningWindow> m_window;
};

void TestWindow::initTestCase()
{
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    QVERIFY(!sound.isEmpty());
    m_server.serve("/0.mp3",
                   {.body = sound, .headers = {{"Content-Type", "audio/mpeg"}}, .ranges = true});
    m_server.serve("/feed",
                   {.body = feedXml(u"Tone"_s, 1, m_server.url(u"/"_s).toString() + u"%1.mp3"_s),
                    .headers = {}});
    m_feed = m_server.url(u"/feed"_s);
}

void TestWindow::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    m_window = std::make_unique<RunningWindow>(m_profile);
}

void TestWindow::cleanup()
{
    m_window.reset();
}

void TestWindow::subscribe()
{
    QCOMPARE(m_window->command({u"add"_s, m_feed.toString()}).exitCode, 0);
}

void TestWindow::commandsAreHandedToTheWindow()
{
    QVERIFY(m_window->start());

    const ProgramRun added = m_window->command({u"add"_s, m_feed.toString(), u"--json"_s});

    QCOMPARE(added.exitCode, 0);
    QCOMPARE(added.json().array().first().toObject().value("new"_L1).toInt(), 1);
    QCOMPARE(m_window->list(u"podcasts"_s).size(), 1);
    QVERIFY(m_window->isRunning());
    QCOMPARE(m_window->command({u"remove"_s, u"99"_s}).exitCode, 1);
}

void TestWindow::aSecondWindowRaisesTheFirst()
{
    QVERIFY(m_window->start());
    QCOMPARE(m_window->command({}).exitCode, 0);
    QVERIFY(m_window->isRunning());
}

void TestWindow::sigtermEndsInOrderAndKeepsThePosition()
{
    subscribe();
    QVERIFY(m_window->start({address(30)}));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->storedPosition(u"guid-0"_s) > 32, 30000);
    const double seen = m_window->storedPosition(u"guid-0"_s);

    QCOMPARE(m_window->terminate(), 0);

    const double kept = m_window->storedPosition(u"guid-0"_s);
    QVERIFY2(kept >= seen && kept < seen + 15, qPrintable(QString::number(kept)));
    const QSettings settings(m_profile + u"/settings.ini"_s, QSettings::IniFormat);
    QVERIFY(settings.contains(u"window/mainWindow"_s));
}

void TestWindow::aLockLeftByKillIsTakenOver()
{
    QVERIFY(m_window->start());
    m_window->kill();
    QVERIFY(QFile::exists(m_profile + u"/lock"_s));

    QCOMPARE(m_window->command({u"add"_s, m_feed.toString()}).exitCode, 0);
    RunningWindow again(m_profile);
    QVERIFY(again.start());
    QCOMPARE(again.command({u"remove"_s, u"1"_s}).exitCode, 0);
}

void TestWindow::anAddressPlaysFromItsSecond()
{
    subscribe();
    QVERIFY(m_window->start());

    QCOMPARE(m_window->command({address(60)}).exitCode, 0);

    QTRY_VERIFY_WITH_TIMEOUT(m_window->storedPosition(u"guid-0"_s) > 61, 30000);
    QVERIFY(m_window->storedPosition(u"guid-0"_s) < 90);
}

void TestWindow::anUnknownPodcastIsNeverPlayedByItself()
{
    QVERIFY(m_window->start());
    m_server.clearRequests();

    QCOMPARE(m_window->command({address(60)}).exitCode, 0);

    QCOMPARE(m_window->list(u"podcasts"_s).size(), 0);
    QCOMPARE(m_server.requests().size(), 0);
    QVERIFY(m_window->isRunning());
}

void TestWindow::aNewerLibraryIsRefusedWithASentence()
{
    makeNewer();

    const ProgramRun window = m_window->command({});

    QCOMPARE(window.exitCode, 1);
    QVERIFY(window.errors.trimmed().endsWith('.'));
    QVERIFY(window.errors.contains("newer"));
}

void TestWindow::aRefusalNobodyReadsWaitsInABox()
{
    makeNewer();
    QFile said(m_profile + u"/said"_s);
    QProcess window;
    window.setStandardErrorFile(said.fileName());
    window.start(QStringLiteral(EARMARK_BINARY), {u"--profile"_s, m_profile});
    QVERIFY(window.waitForStarted());
    QTRY_VERIFY(said.exists());
    QVERIFY(said.open(QIODevice::ReadOnly));
    QByteArray text;
    QTRY_VERIFY_WITH_TIMEOUT((text += said.readAll()).contains("newer"), 30000);

    window.terminate(); // for the box is still there

    QTRY_COMPARE_WITH_TIMEOUT(window.state(), QProcess::NotRunning, 15000);
    QCOMPARE(window.exitStatus(), QProcess::NormalExit);
    QCOMPARE(window.exitCode(), 1);
}

void TestWindow::makeNewer()
{
    subscribe();
    QFile library(m_profile + u"/library.db"_s);
    QVERIFY(library.open(QIODevice::ReadWrite));
    QVERIFY(library.seek(60)); // user_version in the header of an SQLite file
    library.write(QByteArray::fromHex("00000063"));
    library.close();
    QFile::remove(m_profile + u"/library.db-wal"_s);
}

void TestWindow::nothingIsSaidOnStderr()
{
    subscribe();
    QVERIFY(m_window->start({address(10)}));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->storedPosition(u"guid-0"_s) > 11, 30000);
    QCOMPARE(m_window->terminate(), 0);
    QCOMPARE(m_window->output(), QByteArray());
}

QTEST_GUILESS_MAIN(TestWindow)
#include "tst_window.moc"
