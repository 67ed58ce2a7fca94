// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmdevice.h"
#include "support/countingsource.h"
#include "support/failonwarning.h"

#include <QAudioDevice>
#include <QAudioOutput>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMediaDevices>
#include <QMediaPlayer>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <map>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double StallLimit = 50; // ms of the GUI thread, the program's
constexpr double HandOverLimit = 30; // ms, for a prepared device
constexpr int Rounds = 7;

} // namespace

/// What each call to Qt's player costs the thread that makes it: the engine makes them all in the
/// GUI thread. The median counts: a single call is also held up by whatever else the machine does.
class TestHandOver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void makingTheBackendIsShort();
    void aPreparedDeviceIsTakenAtOnce();

private:
    template<typename Call>
    void time(const char *what, const Call &call)
    {
        QElapsedTimer timer;
        timer.start();
        call();
        m_times[what].push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    double median(const char *what)
    {
        auto &times = m_times[what];
        std::sort(times.begin(), times.end());
        qInfo("%s: median %.2f ms, worst %.2f ms", what, times.at(times.size() / 2), times.back());
        return times.at(times.size() / 2);
    }

    std::map<QByteArray, std::vector<double>> m_times;
};

/// Once in the life of the program, so there is one time of each and no median to speak of.
void TestHandOver::makingTheBackendIsShort()
{
    std::unique_ptr<QMediaDevices> devices;
    std::unique_ptr<QMediaPlayer> player;
    std::unique_ptr<QAudioOutput> output;
    time("QMediaDevices", [&] { devices = std::make_unique<QMediaDevices>(); });
    time("audioOutputs()", [] { QVERIFY(!QMediaDevices::audioOutputs().isEmpty()); });
    time("QMediaPlayer", [&] { player = std::make_unique<QMediaPlayer>(); });
    time("QAudioOutput", [&] { output = std::make_unique<QAudioOutput>(); });
    time("setAudioOutput()", [&] { player->setAudioOutput(output.get()); });
    time("~QMediaPlayer", [&] { player.reset(); });

    for (const char *what : {"QMediaDevices", "audioOutputs()", "QMediaPlayer", "QAudioOutput",
                             "setAudioOutput()", "~QMediaPlayer"})
        QVERIFY2(median(what) <= StallLimit, what);
}

void TestHandOver::aPreparedDeviceIsTakenAtOnce()
{
    const auto control = std::make_shared<CountingSource::Control>();
    control->format = {44'100, 2};
    control->frames = 44'100LL * 3'600;
    QAudioOutput output;
    std::vector<std::unique_ptr<PcmDevice>> devices; // outlive the player
    auto player = std::make_unique<QMediaPlayer>();
    player->setAudioOutput(&output);
    for (int round = 0; round < Rounds; ++round) {
        const auto place = 60'000ms * round; // 0 too: the first sound is probed then
        const auto pipe = std::make_shared<PcmPipe>(
                [control](const std::stop_token &stop) {
                    return CountingSource::open(control, stop);
                },
                [] {});
        pipe->prepare(place);
        QTRY_VERIFY(pipe->state().ready);
        devices.push_back(std::make_unique<PcmDevice>(pipe));
        time("setSourceDevice()",
             [&] { player->setSourceDevice(devices.back().get(), QUrl(u"x.wav"_s)); });
        QTRY_COMPARE(player->mediaStatus(), QMediaPlayer::LoadedMedia);
        time("first setPosition()", [&] { player->setPosition(place.count()); });
        pipe->flow();
        time("play()", [&] { player->play(); });
        QTRY_VERIFY(player->position() > place.count() + 200);
        time("setPlaybackRate()", [&] { player->setPlaybackRate(round % 2 == 0 ? 1.5 : 1.0); });
        pipe->hold();
        time("stop()", [&] { player->stop(); });
        time("setPosition()", [&] { player->setPosition(place.count() + 500); });
        pipe->flow();
        player->play();
        time("pause()", [&] { player->pause(); });
        pipe->close();
    }
    time("~QMediaPlayer", [&] { player.reset(); });

    QVERIFY(median("setSourceDevice()") + median("first setPosition()") <= HandOverLimit);
    for (const char *what :
         {"play()", "setPlaybackRate()", "stop()", "setPosition()", "pause()", "~QMediaPlayer"})
        QVERIFY2(median(what) <= StallLimit, what);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestHandOver test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_handover.moc"
