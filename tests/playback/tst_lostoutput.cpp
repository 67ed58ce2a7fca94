// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "playback/player.h"
#include "playback/soundoutput.h"
#include "support/failonwarning.h"
#include "support/mediafixtures.h"
#include "support/soundrecorder.h"

#include <QGuiApplication>
#include <QMediaDevices>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool pactl(const QStringList &arguments)
{
    return QProcess::execute(u"pactl"_s, arguments) == 0;
}

bool plugIn(const QString &sink)
{
    return pactl({u"load-module"_s, u"module-null-sink"_s, u"sink_name="_s + sink, u"rate=48000"_s,
                  u"channels=2"_s})
            && pactl({u"set-default-sink"_s, sink});
}

bool plugOut(const QString &sink)
{
    QProcess list;
    list.start(u"pactl"_s, {u"list"_s, u"short"_s, u"modules"_s});
    list.waitForFinished();
    const QStringList modules = QString::fromUtf8(list.readAllStandardOutput()).split(u'\n');
    const auto one = std::ranges::find_if(modules, [&](const QString &module) {
        return module.contains(u"sink_name="_s + sink);
    });
    return one != modules.end() && pactl({u"unload-module"_s, one->section(u'\t', 0, 0)});
}

bool plugOutAll()
{
    return pactl({u"unload-module"_s, u"module-null-sink"_s});
}

bool isThere(const QString &sink)
{
    const auto outputs = QMediaDevices::audioOutputs();
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const QAudioDevice &device) { return device.id() == sink.toUtf8(); });
}

std::shared_ptr<ByteSource> episode()
{
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    return bytes ? *bytes : nullptr;
}

} // namespace

/// Loudspeakers that go and come back. Each test leaves `earmark_test` as the one sink.
class TestLostOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void theDummyOfTheSoundServerIsNoOutput();
    void anotherDefaultIsKnownWhileNobodyPlays();
    void aVanishedOutputPausesAndAReturnedOnePlaysOn();
    void nothingStartsWhenAnotherOutputIsLeft();
    void anOutputThatGoesWhilePausedSaysNothing();
    void anOutputThatWentWhileNothingPlayedDoesNotStopWhatFollows();
    void aChosenOutputIsKeptWhenAnotherBecomesTheDefault();

private:
    void expectHeardAt(std::chrono::milliseconds position, Player &player);
};

void TestLostOutput::theDummyOfTheSoundServerIsNoOutput()
{
    QMediaDevices devices; // keeps the list up to date
    QVERIFY(isThere(u"earmark_test"_s));
    const QAudioDevice real
            = audibleOutput(QMediaDevices::audioOutputs(), QMediaDevices::defaultAudioOutput());
    QCOMPARE(real.id(), "earmark_test"_ba);
    QVERIFY(audibleOutput({}, {}).isNull());
    QVERIFY(audibleOutput({}, real).isNull()); // gone, but not forgotten by the server yet
    QCOMPARE(audibleOutput({real}, {}), real);

    QVERIFY(plugOutAll());
    QTRY_VERIFY(isThere(u"auto_null"_s));
    QTRY_VERIFY(!isThere(u"earmark_test"_s));
    QVERIFY(audibleOutput(QMediaDevices::audioOutputs(), QMediaDevices::defaultAudioOutput())
                    .isNull());
    const auto dummy = QMediaDevices::audioOutputs().first();
    QCOMPARE(audibleOutput({dummy, real}, dummy), real);

    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_VERIFY(isThere(u"earmark_test"_s));
}

/// Qt 6.4 alone learns of it when an output changes in another way too.
void TestLostOutput::anotherDefaultIsKnownWhileNobodyPlays()
{
    const auto standard = [] { return QMediaDevices::defaultAudioOutput().id(); };
    QMediaDevices devices;
    QVERIFY(plugIn(u"headphones"_s));
    QTRY_VERIFY(isThere(u"headphones"_s));
    for (const QString &name : {u"earmark_test"_s, u"headphones"_s, u"earmark_test"_s}) {
        QVERIFY(pactl({u"set-default-sink"_s, name}));
        QTRY_COMPARE(standard(), name.toUtf8());
    }
    QVERIFY(plugOutAll());
    QTRY_VERIFY(!isThere(u"headphones"_s));
    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_COMPARE(standard(), "earmark_test"_ba);
}

void TestLostOutput::expectHeardAt(std::chrono::milliseconds position, Player &player)
{
    SoundRecorder recorder;
    QVERIFY2(recorder.start(), "parec records nothing");
    const double since = recorder.now();
    player.play();
    std::optional<HeardMoment> heard;
    QTRY_VERIFY_WITH_TIMEOUT((heard = recorder.newSoundSince(since)), 8'000);
    const double wanted = std::chrono::duration<double>(position).count();
    QVERIFY2(std::abs(heard->media - wanted) <= 0.25,
             qPrintable(u"wanted %1 s, heard %2 s"_s.arg(wanted).arg(heard->media)));
}

void TestLostOutput::aVanishedOutputPausesAndAReturnedOnePlaysOn()
{
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    QSignalSpy returned(&player, &Player::outputReturned);
    player.load(episode(), 20s, true);
    QTRY_VERIFY(player.position() > 21s);

    QVERIFY(plugOutAll());
    QTRY_COMPARE(missing.count(), 1);
    QVERIFY(missing.first().first().value<Error>().sentence.contains(u"no sound output"));
    QCOMPARE(player.state(), Player::State::Paused);
    const auto kept = player.position();
    QVERIFY2(kept > 21s && kept < 24s, qPrintable(QString::number(kept.count())));
    QTRY_VERIFY(isThere(u"auto_null"_s));

    player.play();
    QCOMPARE(missing.count(), 2);
    QVERIFY(!player.isPlayWanted());
    QCOMPARE(returned.count(), 0);

    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_COMPARE(returned.count(), 1);
    QCOMPARE(player.state(), Player::State::Paused);
    QCOMPARE(player.position(), kept);
    expectHeardAt(kept, player);
    QCOMPARE(missing.count(), 2);
}

void TestLostOutput::nothingStartsWhenAnotherOutputIsLeft()
{
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    player.load(episode(), 40s, true);
    QTRY_VERIFY(player.position() > 41s);
    QVERIFY(plugIn(u"headphones"_s)); // chosen by the listener: the sound moves there
    QTRY_VERIFY(isThere(u"headphones"_s));
    const auto then = player.position();
    QTRY_VERIFY(player.position() > then + 1s);
    QCOMPARE(player.state(), Player::State::Playing);
    QCOMPARE(missing.count(), 0);

    QVERIFY(plugOutAll());
    QTRY_COMPARE(missing.count(), 1);
    QCOMPARE(player.state(), Player::State::Paused);
    const auto kept = player.position();
    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_VERIFY(isThere(u"earmark_test"_s));
    QCOMPARE(player.state(), Player::State::Paused);
    expectHeardAt(kept, player);
}

void TestLostOutput::anOutputThatGoesWhilePausedSaysNothing()
{
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    player.load(episode(), 60s, false);
    QTRY_COMPARE(player.state(), Player::State::Paused);

    QVERIFY(plugOutAll());
    QTRY_VERIFY(!isThere(u"earmark_test"_s));
    QCOMPARE(missing.count(), 0);
    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_VERIFY(isThere(u"earmark_test"_s));
    QCOMPARE(player.position(), 60'000ms);
    expectHeardAt(60s, player);
}

void TestLostOutput::anOutputThatWentWhileNothingPlayedDoesNotStopWhatFollows()
{
    QVERIFY(plugIn(u"headphones"_s));
    QTRY_VERIFY(isThere(u"headphones"_s));
    Player player;
    QSignalSpy missing(&player, &Player::outputMissing);
    player.load(episode(), 20s, true);
    QTRY_VERIFY(player.position() > 21s);
    player.pause();
    QVERIFY(plugOut(u"headphones"_s));
    QTRY_VERIFY(!isThere(u"headphones"_s));

    player.load(episode(), 60s, true);

    QTRY_VERIFY(player.position() > 61s);
    QCOMPARE(player.state(), Player::State::Playing);
    QCOMPARE(missing.count(), 0);
}

void TestLostOutput::aChosenOutputIsKeptWhenAnotherBecomesTheDefault()
{
    SoundRecorder recorder;
    QVERIFY2(recorder.start(), "parec records nothing");
    Player player;
    player.setOutputDevice("earmark_test"_ba);
    player.load(episode(), 20s, true);
    QTRY_VERIFY(recorder.heardNow());

    QVERIFY(plugIn(u"headphones"_s));
    QTRY_COMPARE(QMediaDevices::defaultAudioOutput().id(), "headphones"_ba);
    double since = recorder.now();
    QTRY_VERIFY(recorder.now() > since + 1); // s, in which the server would move it
    QVERIFY(recorder.heardNow());
    since = recorder.now();
    player.seek(60s); // begins another stream
    QTRY_VERIFY(recorder.newSoundSince(since));
    QVERIFY(std::abs(recorder.newSoundSince(since)->media - 60) < 0.25);

    player.setOutputDevice({}); // and the default is followed again
    QTRY_VERIFY(!recorder.heardNow());
    QCOMPARE(player.state(), Player::State::Playing);
    player.stop();
    QVERIFY(plugOutAll());
    QVERIFY(plugIn(u"earmark_test"_s));
    QTRY_VERIFY(isThere(u"earmark_test"_s));
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestLostOutput test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_lostoutput.moc"
