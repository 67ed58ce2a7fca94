// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "playback/player.h"
#include "support/mediafixtures.h"
#include "support/soundrecorder.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// launch.sh, which started this program, started the sound server too.
bool killFirstServer()
{
    return QProcess::execute(
                   u"pkill"_s,
                   {u"-KILL"_s, u"-P"_s, QString::number(getppid()), u"-x"_s, u"pipewire-pulse"_s})
            == 0;
}

bool answers()
{
    return QProcess::execute(u"pactl"_s, {u"info"_s}) == 0;
}

} // namespace

/// The sound server dies, as it does for an update or a fault of its own, and is started anew.
class TestSoundServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneThatComesLaterThanTheProgramIsFound();
    void itsEndPausesAndItsReturnPlaysOnWhenTold();
    void oneThatStaysAwayIsFoundWhenItReturns();
    void cleanupTestCase();

private:
    bool killServer();
    void startServer();
    void playFromReturn(Player &player, std::chrono::milliseconds kept);

    QProcess m_server;
};

bool TestSoundServer::killServer()
{
    if (m_server.state() == QProcess::NotRunning)
        return killFirstServer();
    m_server.kill();
    return m_server.waitForFinished();
}

void TestSoundServer::startServer()
{
    m_server.setStandardOutputFile(QProcess::nullDevice());
    m_server.setStandardErrorFile(QProcess::nullDevice());
    m_server.start(u"pipewire-pulse"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answers(), 10'000);
    QCOMPARE(QProcess::execute(u"pactl"_s,
                               {u"load-module"_s, u"module-null-sink"_s,
                                u"sink_name=earmark_test"_s, u"rate=48000"_s, u"channels=2"_s}),
             0);
    QCOMPARE(QProcess::execute(u"pactl"_s, {u"set-default-sink"_s, u"earmark_test"_s}), 0);
}

void TestSoundServer::oneThatComesLaterThanTheProgramIsFound()
{
    QVERIFY(killServer());
    QTRY_VERIFY(!answers());
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    QSignalSpy returned(&player, &Player::outputReturned);
    player.load(*bytes, 20s, true);
    QTRY_COMPARE(missing.count(), 1);
    QTRY_COMPARE(player.state(), Player::State::Paused);

    startServer();
    QTRY_COMPARE_WITH_TIMEOUT(returned.count(), 1, 15'000);
    playFromReturn(player, 20s);
}

void TestSoundServer::itsEndPausesAndItsReturnPlaysOnWhenTold()
{
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    QSignalSpy returned(&player, &Player::outputReturned);
    player.load(*bytes, 20s, true);
    QTRY_VERIFY(player.position() > 22s);

    QVERIFY(killServer());
    QTRY_COMPARE(missing.count(), 1);
    QCOMPARE(player.state(), Player::State::Paused);
    const auto kept = player.position();
    QVERIFY2(kept > 22s && kept < 24s, qPrintable(QString::number(kept.count())));

    startServer();
    QTRY_COMPARE_WITH_TIMEOUT(returned.count(), 1, 15'000);
    QCOMPARE(player.state(), Player::State::Paused); // nothing starts by itself
    QCOMPARE(player.position(), kept);

    playFromReturn(player, kept);
}

void TestSoundServer::playFromReturn(Player &player, std::chrono::milliseconds kept)
{
    SoundRecorder recorder;
    QVERIFY2(recorder.start(), "parec records nothing");
    const double since = recorder.now();
    player.play();
    std::optional<HeardMoment> heard;
    QTRY_VERIFY_WITH_TIMEOUT((heard = recorder.newSoundSince(since)), 8'000);
    const double wanted = std::chrono::duration<double>(kept).count();
    QVERIFY2(std::abs(heard->media - wanted) <= 0.25, qPrintable(QString::number(heard->media)));
}

/// Qt tries once, three seconds after it heard of the end.
void TestSoundServer::oneThatStaysAwayIsFoundWhenItReturns()
{
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    QSignalSpy returned(&player, &Player::outputReturned);
    player.load(*bytes, 20s, true);
    QTRY_VERIFY(player.position() > 22s);

    QVERIFY(killServer());
    QTRY_COMPARE(missing.count(), 1);
    const auto kept = player.position();
    QElapsedTimer away;
    away.start();
    QTRY_VERIFY_WITH_TIMEOUT(away.hasExpired(7'000), 10'000);
    player.play();
    QCOMPARE(missing.count(), 2); // which says that there is none
    QCOMPARE(player.state(), Player::State::Paused);

    startServer();
    QTRY_COMPARE_WITH_TIMEOUT(returned.count(), 1, 15'000);
    QCOMPARE(player.position(), kept);
    playFromReturn(player, kept);
}

void TestSoundServer::cleanupTestCase()
{
    m_server.terminate();
    QVERIFY(m_server.waitForFinished());
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestSoundServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soundserver.moc"
