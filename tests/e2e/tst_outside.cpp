// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"
#include "support/failonwarning.h"
#include "support/fakedesktop.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"
#include "support/videofixture.h"

#include <QDBusVariant>
#include <QFileInfo>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <utility>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

constexpr double Second = 1'000'000; // µs

/// What the program prints, without the line's end; its error instead when it failed.
QString run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20000))
        process.kill();
    return QString::fromUtf8(process.readAll()).trimmed();
}

QString playerctl(const QStringList &words)
{
    return run(u"playerctl"_s, QStringList{u"--player=earmark"_s} + words);
}

/// By playerctl, which looks on both buses: here they are one.
QStringList players()
{
    QStringList names = run(u"playerctl"_s, {u"--list-all"_s}).split(u'\n');
    names.removeDuplicates();
    names.sort();
    return names;
}

} // namespace

/// The real program, driven by the real `playerctl` and by a desktop of the test's making.
class TestOutside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void playerctlSeesTheEpisode();
    void playerctlPlaysAndPauses();
    void playerctlJumps();
    void playerctlStepsThroughChapters();
    void theEndIsAJumpToTheBeginning();
    void playerctlSetsTheVolume();
    void theRateIsHowFastItGoes();
    void anAddressIsOpened();
    void twoProfilesHaveTwoNames();
    void theComputerStaysAwakeWhileItPlays();
    void fullScreenIsSetFromOutside();
    void aSleepWaitsForThePosition();
    void aFrozenBusStopsNothing();
    void quitEndsInOrder();

private:
    void start(int seconds = -1);
    bool plays() { return playerctl({u"status"_s}) == "Playing"_L1; }
    double position() { return playerctl({u"position"_s}).toDouble(); }
    double stored() { return m_window->storedPosition(u"guid-0"_s); }
    QString address(int seconds) const
    {
        return toText({.feed = m_feed, .guid = u"guid-0"_s, .at = std::chrono::seconds(seconds)});
    }

    QTemporaryDir m_dir;
    QString m_profile;
    TestHttpServer m_server;
    QUrl m_feed;
    std::unique_ptr<RunningWindow> m_window;
    std::unique_ptr<MprisClient> m_client;
};

void TestOutside::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"playerctl"_s).isEmpty(),
             "playerctl is not installed (packaging/install-deps.sh --test)");
    // A bus of the test's own stands for both, or the machine's logind would be asked.
    QVERIFY(qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS")));
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    QVERIFY(!sound.isEmpty());
    m_server.serve("/0.mp3",
                   {.body = sound, .headers = {{"Content-Type", "audio/mpeg"}}, .ranges = true});
    QFile cover(QStringLiteral(EARMARK_SOURCE_DIR) + u"/resources/screenshots/light.png"_s);
    QVERIFY(cover.open(QIODevice::ReadOnly));
    m_server.serve("/cover.png",
                   {.body = cover.readAll(), .headers = {{"Content-Type", "image/png"}}});
    QByteArray feed = feedXml(u"Tone"_s, 1, m_server.url(u"/"_s).toString() + u"%1.mp3"_s);
    feed.replace("Notes 0", "0:00 One&lt;br&gt;0:30 Two&lt;br&gt;1:00 Three");
    const QByteArray picture = "<image><url>" + m_server.url(u"/cover.png"_s).toEncoded()
            + "</url></image></channel>";
    feed.replace("</channel>", picture);
    m_server.serve("/feed", {.body = feed, .headers = {}});
    m_feed = m_server.url(u"/feed"_s);
}

void TestOutside::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    m_window = std::make_unique<RunningWindow>(m_profile);
    m_client = std::make_unique<MprisClient>();
}

void TestOutside::cleanup()
{
    m_window.reset();
    m_client.reset();
}

/// seconds: plays from there; -1: nothing is in the player.
void TestOutside::start(int seconds)
{
    QCOMPARE(m_window->command({u"add"_s, m_feed.toString()}).exitCode, 0);
    QVERIFY(m_window->start(seconds < 0 ? QStringList() : QStringList{address(seconds)}));
    if (seconds >= 0)
        QTRY_VERIFY_WITH_TIMEOUT(plays() && position() > seconds, 30000);
    else
        QTRY_COMPARE_WITH_TIMEOUT(playerctl({u"status"_s}), u"Stopped"_s, 30000);
}

void TestOutside::playerctlSeesTheEpisode()
{
    start(5);
    const auto metadata = [](const QString &key) { return playerctl({u"metadata"_s, key}); };

    QCOMPARE(metadata(u"xesam:title"_s), u"Episode 0"_s);
    QCOMPARE(metadata(u"xesam:album"_s), u"Tone"_s);
    QCOMPARE(metadata(u"xesam:artist"_s), u"Tone"_s);
    QVERIFY(metadata(u"mpris:trackid"_s).contains(u"/org/earmark/episode/"_s));
    const double length = metadata(u"mpris:length"_s).toDouble() / Second;
    QVERIFY2(std::abs(length - FixtureSeconds) < 0.2, qPrintable(QString::number(length)));
    QTRY_VERIFY(metadata(u"mpris:artUrl"_s).startsWith(u"file:///"_s));
    const QString art = QUrl(metadata(u"mpris:artUrl"_s)).toLocalFile();
    QVERIFY2(QFileInfo(art).size() > 1000, qPrintable(art));
    QCOMPARE(players(), QStringList{u"earmark"_s});
}

void TestOutside::playerctlPlaysAndPauses()
{
    start(5);
    const double before = position();
    QTRY_VERIFY_WITH_TIMEOUT(position() > before + 1, 5000);

    QCOMPARE(playerctl({u"pause"_s}), QString());
    QTRY_COMPARE(playerctl({u"status"_s}), u"Paused"_s);
    const double paused = position();
    QTRY_VERIFY(std::abs(stored() - paused) < 0.01); // it is kept at once
    QCOMPARE(position(), paused);

    QCOMPARE(playerctl({u"play"_s}), QString());
    QTRY_VERIFY_WITH_TIMEOUT(plays() && position() > paused + 0.5, 10000);
    QCOMPARE(playerctl({u"play-pause"_s}), QString());
    QTRY_COMPARE(playerctl({u"status"_s}), u"Paused"_s);
    QCOMPARE(playerctl({u"stop"_s}), QString());
    QTRY_COMPARE(playerctl({u"status"_s}), u"Stopped"_s);
    QVERIFY(double(m_client->position()) > paused * Second);
    QCOMPARE(playerctl({u"play-pause"_s}), QString());
    QTRY_VERIFY_WITH_TIMEOUT(plays() && position() > paused + 0.5, 10000);
}

void TestOutside::playerctlJumps()
{
    start(5);
    m_client->jumps.clear();

    QCOMPARE(playerctl({u"position"_s, u"60"_s}), QString());
    QTRY_VERIFY(position() >= 60 && position() < 65);
    QTRY_COMPARE(m_client->jumps, QList<qlonglong>{60'000'000});
    QTRY_VERIFY_WITH_TIMEOUT(position() > 60.5, 10000); // and plays on there
    QCOMPARE(playerctl({u"position"_s, u"20+"_s}), QString());
    QTRY_VERIFY(position() >= 80 && position() < 90);
    QCOMPARE(playerctl({u"position"_s, u"50-"_s}), QString());
    QTRY_VERIFY(position() >= 30 && position() < 45);
    QTRY_VERIFY(m_client->jumps.size() >= 3);
}

void TestOutside::playerctlStepsThroughChapters()
{
    start(5);
    QCOMPARE(playerctl({u"next"_s}), QString());
    QTRY_VERIFY(position() >= 30 && position() < 40);
    QCOMPARE(playerctl({u"next"_s}), QString());
    QTRY_VERIFY(position() >= 60 && position() < 70);
    QCOMPARE(playerctl({u"previous"_s}), QString());
    QTRY_VERIFY(position() >= 30 && position() < 40);
}

void TestOutside::theEndIsAJumpToTheBeginning()
{
    start(115);
    QTRY_COMPARE_WITH_TIMEOUT(playerctl({u"status"_s}), u"Paused"_s, 20000);
    QCOMPARE(position(), 0.0);
    QTRY_COMPARE(m_client->jumps.value(m_client->jumps.size() - 1, -1), 0);
}

void TestOutside::playerctlSetsTheVolume()
{
    start();
    QCOMPARE(playerctl({u"volume"_s, u"0.3"_s}), QString());
    QTRY_VERIFY(std::abs(playerctl({u"volume"_s}).toDouble() - 0.3) < 0.001);
    QCOMPARE(playerctl({u"volume"_s, u"5"_s}), QString());
    QTRY_COMPARE(playerctl({u"volume"_s}).toDouble(), 1.0);
}

void TestOutside::theRateIsHowFastItGoes()
{
    start(5);
    QCOMPARE(m_client->set(u"Rate"_s, 2.0).type(), QDBusMessage::ReplyMessage);
    QTRY_COMPARE(m_client->get(u"Rate"_s).toDouble(), 2.0);
    const qint64 changed = m_client->position();
    QTRY_VERIFY_WITH_TIMEOUT(m_client->position() > changed + qint64(Second), 5000);

    QElapsedTimer clock;
    clock.start();
    const qint64 before = m_client->position();
    QTRY_VERIFY_WITH_TIMEOUT(clock.elapsed() >= 4000, 10000);
    const double speed = double(m_client->position() - before) / (double(clock.elapsed()) * 1000);
    QVERIFY2(speed > 1.8 && speed < 2.2, qPrintable(QString::number(speed)));

    m_client->set(u"Rate"_s, 0.0);
    QTRY_COMPARE(playerctl({u"status"_s}), u"Paused"_s);
    QCOMPARE(m_client->get(u"Rate"_s).toDouble(), 2.0);
}

void TestOutside::anAddressIsOpened()
{
    start();
    QVERIFY(playerctl({u"open"_s, u"/etc/passwd"_s}) != QString());
    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Stopped"_s);
    const QDBusMessage opened = m_client->player(u"OpenUri"_s, {address(40)});
    QCOMPARE(opened.type(), QDBusMessage::ReplyMessage);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && position() > 40, 30000);
}

void TestOutside::twoProfilesHaveTwoNames()
{
    start(5);
    RunningWindow other(m_profile + u"-other"_s);
    QVERIFY(other.start());

    QTRY_COMPARE(players().size(), 2);
    QVERIFY(players().at(1).startsWith(u"earmark.instance"_s));
    QVERIFY(plays());
    QCOMPARE(other.terminate(), 0);
    QTRY_COMPARE(players(), QStringList{u"earmark"_s});
}

void TestOutside::theComputerStaysAwakeWhileItPlays()
{
    FakePortal portal;
    start(5);
    QTRY_COMPARE(portal.asked, 1);
    QCOMPARE(portal.request.closed, 0);

    playerctl({u"pause"_s});
    QTRY_COMPARE(portal.request.closed, 1);
    playerctl({u"play"_s});
    QTRY_COMPARE(portal.asked, 2);
}

/// And while somebody watches, the screen stays awake too.
void TestOutside::fullScreenIsSetFromOutside()
{
    const QByteArray video = barsVideo({.seconds = 30, .size = {448, 256}});
    QVERIFY(!video.isEmpty());
    m_server.serve("/v/0.mp4",
                   {.body = video, .headers = {{"Content-Type", "video/mp4"}}, .ranges = true});
    const QString media = m_server.url(u"/v/"_s).toString() + u"%1.mp4"_s;
    m_server.serve("/videos", {.body = feedXml(u"Bars"_s, 1, media), .headers = {}});
    const QUrl sound = std::exchange(m_feed, m_server.url(u"/videos"_s));
    const auto restore = qScopeGuard([&] { m_feed = sound; });
    const auto tell = [this](bool yes) {
        return m_client
                ->call(u"org.freedesktop.DBus.Properties"_s, u"Set"_s,
                       {u"org.mpris.MediaPlayer2"_s, u"Fullscreen"_s,
                        QVariant::fromValue(QDBusVariant(yes))})
                .errorName();
    };
    const auto wasTold = [this](const QString &property, bool value) {
        return std::ranges::any_of(m_client->changes, [&](const QVariantMap &change) {
            return change.contains(property) && change.value(property).toBool() == value;
        });
    };
    FakePortal portal;

    start(2);
    QTRY_VERIFY(wasTold(u"CanSetFullscreen"_s, true));
    QTRY_COMPARE(portal.flags, 12U); // the panel shows it
    QCOMPARE(tell(true), QString());
    QTRY_VERIFY(wasTold(u"Fullscreen"_s, true));
    QCOMPARE(tell(false), QString());
    QTRY_VERIFY(wasTold(u"Fullscreen"_s, false));
    QVERIFY(plays());
    QCOMPARE(m_window->terminate(), 0);
}

void TestOutside::aSleepWaitsForThePosition()
{
    FakeLogind logind;
    start(5);
    QTRY_VERIFY(logind.held().contains(u"sleep delay"_s));
    QTRY_VERIFY(position() > 6);

    logind.sayPrepareForSleep(true);
    QTRY_VERIFY(!logind.held().contains(u"sleep delay"_s));
    const double kept = stored();
    QCOMPARE(playerctl({u"status"_s}), u"Paused"_s);
    QVERIFY2(std::abs(position() - kept) < 0.01, qPrintable(QString::number(kept)));
    QVERIFY(kept > 6);

    logind.sayPrepareForSleep(false);
    QTRY_VERIFY(logind.held().contains(u"sleep delay"_s));
}

/// A bus that stands still while something plays: the window's thread waits for nothing.
void TestOutside::aFrozenBusStopsNothing()
{
    QProcess daemon;
    daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--print-address"_s, u"--nofork"_s});
    QVERIFY(daemon.waitForStarted());
    QTRY_VERIFY(daemon.canReadLine());
    const QByteArray address = daemon.readLine().trimmed();
    const QByteArray watchdog = m_dir.filePath(u"stalls"_s).toLocal8Bit();
    const QByteArray before = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
    qputenv("EARMARK_WATCHDOG", watchdog);
    QCOMPARE(m_window->command({u"add"_s, m_feed.toString()}).exitCode, 0);
    QVERIFY(m_window->start({this->address(5)}));
    QTRY_VERIFY_WITH_TIMEOUT(plays() && position() > 6, 30000);
    qputenv("DBUS_SESSION_BUS_ADDRESS", before);
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", before);
    qunsetenv("EARMARK_WATCHDOG");

    QCOMPARE(::kill(pid_t(daemon.processId()), SIGSTOP), 0);
    QCOMPARE(m_window->command({this->address(60)}).exitCode, 0);
    QTRY_VERIFY_WITH_TIMEOUT(stored() > 63, 20000);
    QCOMPARE(::kill(pid_t(daemon.processId()), SIGCONT), 0);
    QCOMPARE(m_window->terminate(), 0);
    daemon.kill();
    QVERIFY(daemon.waitForFinished());

    QFile file(QString::fromLocal8Bit(watchdog));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const double longest = file.readAll().trimmed().toDouble();
    qInfo("longest stall, start and a frozen bus: %.1f ms", longest);
    QVERIFY2(longest < 500, qPrintable(QString::number(longest)));
}

void TestOutside::quitEndsInOrder()
{
    start(5);
    QTRY_VERIFY_WITH_TIMEOUT(position() > 7, 10000);
    const double before = position();
    m_client->root(u"Quit"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isRunning(), 15000);
    QVERIFY2(stored() > before - 0.2, qPrintable(QString::number(stored())));
    QCOMPARE(m_window->output(), QByteArray());
}

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
