// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/player.h"
#include "support/failonwarning.h"
#include "support/latebytes.h"
#include "support/mediafixtures.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A computer without any sound output: Qt's own player would end the program with SIGSEGV.
class TestNoOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::ignoreMessage(QtWarningMsg, "PulseAudioService: pa_context_connect() failed");
        failOnAnyWarning();
    }

    void playingSaysThatThereIsNoOutput();
};

void TestNoOutput::playingSaysThatThereIsNoOutput()
{
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    QSignalSpy positions(&player, &Player::positionChanged);
    const auto bytes = std::make_shared<LateBytes>(fixtureBytes(u"mp3cbr"_s));

    player.load(bytes, 20s, true);
    QVERIFY(QMediaDevices::audioOutputs().isEmpty());
    QTRY_COMPARE(player.state(), Player::State::Paused);
    QCOMPARE(missing.count(), 1);
    QVERIFY(missing.first().first().value<Error>().sentence.contains(u"no sound output"));
    QCOMPARE(player.position(), 20'000ms);
    QVERIFY(player.duration() > 119s);

    player.seek(50s);
    player.play();
    QCOMPARE(missing.count(), 2);
    QCOMPARE(player.position(), 50'000ms);
    QVERIFY(!player.isPlayWanted());

    player.load(bytes, 5s, false);
    QTRY_COMPARE(player.state(), Player::State::Paused);
    QCOMPARE(player.position(), 5'000ms);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    qputenv("PULSE_SERVER", "unix:/nowhere/pulse");
    QGuiApplication app(argc, argv);
    TestNoOutput test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_nooutput.moc"
