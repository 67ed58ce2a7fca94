// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "playback/outputlist.h"
#include "playback/player.h"
#include "services/outputservice.h"
#include "services/settingsservice.h"
#include "support/failonwarning.h"
#include "support/mediafixtures.h"

#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool pactl(const QStringList &arguments)
{
    return QProcess::execute(u"pactl"_s, arguments) == 0;
}

bool plugIn(const QString &sink, const QString &name)
{
    return pactl({u"load-module"_s, u"module-null-sink"_s, u"sink_name="_s + sink, u"rate=48000"_s,
                  u"channels=2"_s, u"sink_properties=device.description=\"%1\""_s.arg(name)});
}

bool unplug(const QString &sink)
{
    QProcess modules;
    modules.start(u"pactl"_s, {u"list"_s, u"short"_s, u"modules"_s});
    modules.waitForFinished();
    for (const QByteArray &line : modules.readAllStandardOutput().split('\n')) {
        if (line.contains(sink.toUtf8()))
            return pactl({u"unload-module"_s, QString::fromUtf8(line.split('\t').first())});
    }
    return false;
}

/// Whether anything is heard on this sink, within a quarter of a second.
bool isHeard(const QString &sink)
{
    QProcess parec;
    parec.start(u"parec"_s,
                {u"-d"_s, sink + u".monitor"_s, u"--latency-msec=20"_s, u"--format=s16le"_s,
                 u"--channels=1"_s, u"--rate=48000"_s});
    if (!parec.waitForStarted())
        return false;
    QByteArray sound;
    const bool came = QTest::qWaitFor(
            [&] {
                sound += parec.readAllStandardOutput();
                return sound.size() > 96'000; // a second, the first of which may be silent
            },
            5000);
    parec.kill();
    parec.waitForFinished();
    if (!came)
        return false;
    const QByteArray last = sound.right(24'000);
    return std::any_of(last.begin(), last.end(), [](char byte) { return byte > 1 || byte < -1; });
}

} // namespace

/// The choice of an output: first of what is kept and said, then heard on two sinks.
class TestOutputService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsMissingIsSaidOnceAndStaysChosen();
    void aNewIdIsFollowedByItsName();
    void theChoiceIsRemembered();
    void theChosenOutputIsHeard();
    void anUnpluggedOneComesBack();
    void theDefaultOneThatComesBackIsToldToo();

private:
    OutputService::List list()
    {
        return [this] { return m_outputs; };
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<SettingsService> m_settings;
    OutputDevices m_outputs;
};

void TestOutputService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<SettingsService>(m_dir->filePath(u"settings.ini"_s));
    m_outputs = {{"speaker", u"Speaker"_s, true}, {"phones", u"Headphones"_s}};
}

void TestOutputService::whatIsMissingIsSaidOnceAndStaysChosen()
{
    Player player;
    OutputService service(player, *m_settings, list());
    QSignalSpy told(&service, &OutputService::told);
    service.choose(m_outputs.at(1));
    m_outputs.removeLast();
    service.outputs();
    service.outputs();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().first().toString(),
             u"Headphones is not connected. Earmark plays on Speaker, and on Headphones again when "
             "it is back."_s);
    QCOMPARE(service.chosen().id, "phones"_ba);
    m_outputs.append({"phones", u"Headphones"_s});
    service.outputs();
    m_outputs.removeLast();
    service.outputs();
    QCOMPARE(told.size(), 2);
    m_outputs.clear();
    service.choose({});
    service.outputs();
    QCOMPARE(told.size(), 2);
}

void TestOutputService::aNewIdIsFollowedByItsName()
{
    Player player;
    OutputService service(player, *m_settings, list());
    QSignalSpy changed(&service, &OutputService::chosenChanged);
    service.choose(m_outputs.at(1));
    m_outputs[1].id = "phones.2";
    service.outputs();
    QCOMPARE(changed.size(), 2);
    QCOMPARE(service.chosen().id, "phones.2"_ba);
    QCOMPARE(m_settings->output().id, "phones.2"_ba);
}

void TestOutputService::theChoiceIsRemembered()
{
    Player player;
    {
        OutputService service(player, *m_settings, list());
        QVERIFY(service.chosen().id.isEmpty());
        service.choose(m_outputs.at(0));
    }
    const OutputService again(player, *m_settings, list());
    QCOMPARE(again.chosen(), (OutputDevice{"speaker", u"Speaker"_s, false})); // default: not kept
    OutputService service(player, *m_settings, list());
    service.choose({.id = {}, .name = u"whatever"_s});
    QCOMPARE(m_settings->output(), OutputDevice());
}

void TestOutputService::theChosenOutputIsHeard()
{
    QVERIFY(plugIn(u"earmark_other"_s, u"Other"_s));
    Player player;
    OutputService service(player, *m_settings, soundOutputs);
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    player.load(*bytes, 10s, true);
    QTRY_COMPARE(player.state(), Player::State::Playing);
    OutputDevices there;
    QTRY_COMPARE((there = service.outputs()).size(), 2);
    const auto other = std::find_if(there.begin(), there.end(),
                                    [](const OutputDevice &o) { return o.id == "earmark_other"; });
    QVERIFY(other != there.end());
    QVERIFY(!other->isDefault);
    QVERIFY(isHeard(u"earmark_test"_s));
    QVERIFY(!isHeard(u"earmark_other"_s));

    service.choose(*other);
    QVERIFY(isHeard(u"earmark_other"_s));
    QVERIFY(!isHeard(u"earmark_test"_s));
    QCOMPARE(player.state(), Player::State::Playing);

    service.choose({});
    QVERIFY(isHeard(u"earmark_test"_s));
    QVERIFY(!isHeard(u"earmark_other"_s));
    player.stop();
    QVERIFY(pactl({u"unload-module"_s, u"module-null-sink"_s}));
    QVERIFY(plugIn(u"earmark_test"_s, u"Test"_s));
    QVERIFY(pactl({u"set-default-sink"_s, u"earmark_test"_s}));
}

void TestOutputService::anUnpluggedOneComesBack()
{
    m_settings->setOutput({"earmark_phones", u"Phones"_s});
    Player player;
    OutputService service(player, *m_settings, soundOutputs);
    QSignalSpy told(&service, &OutputService::told);
    QSignalSpy missing(&player, &Player::outputMissing);
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    player.load(*bytes, 10s, true);
    QTRY_COMPARE(player.state(), Player::State::Playing);
    QCOMPARE(told.size(), 1);
    QVERIFY(isHeard(u"earmark_test"_s));

    QVERIFY(plugIn(u"earmark_phones"_s, u"Phones"_s));
    QTRY_VERIFY(isHeard(u"earmark_phones"_s)); // by itself: it is what was chosen
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(told.last().first().toString(), u"Playing on Phones again."_s);
    QVERIFY(!isHeard(u"earmark_test"_s));

    QVERIFY(unplug(u"earmark_phones"_s));
    QTRY_COMPARE(missing.size(), 1);
    QCOMPARE(player.state(), Player::State::Paused);
    const auto left = player.position();
    player.play();
    QTRY_COMPARE(player.state(), Player::State::Playing);
    QVERIFY(player.position() >= left - 1s);
    QVERIFY(isHeard(u"earmark_test"_s));
    QCOMPARE(told.size(), 2); // the player said what there was to say

    QVERIFY(plugIn(u"earmark_phones"_s, u"Phones"_s));
    QTRY_COMPARE(told.size(), 3);
    QCOMPARE(told.last().first().toString(), u"Playing on Phones again."_s);
    QVERIFY(isHeard(u"earmark_phones"_s));
    player.stop();
    QVERIFY(unplug(u"earmark_phones"_s));
}

/// Without a choice: headphones take the sound to themselves wherever they are plugged in.
void TestOutputService::theDefaultOneThatComesBackIsToldToo()
{
    QVERIFY(plugIn(u"earmark_phones"_s, u"Phones"_s));
    QVERIFY(pactl({u"set-default-sink"_s, u"earmark_phones"_s}));
    Player player;
    OutputService service(player, *m_settings, soundOutputs);
    QSignalSpy told(&service, &OutputService::told);
    QSignalSpy missing(&player, &Player::outputMissing);
    const auto bytes = FileBytes::open(mediaFixture(u"mp3cbr"_s));
    QVERIFY(bytes);
    player.load(*bytes, 10s, true);
    QTRY_COMPARE(player.state(), Player::State::Playing);
    QTRY_VERIFY(isHeard(u"earmark_phones"_s));
    QVERIFY(unplug(u"earmark_phones"_s));
    QTRY_COMPARE(missing.size(), 1);
    player.play();
    QTRY_VERIFY(isHeard(u"earmark_test"_s));
    QVERIFY(told.isEmpty());

    QVERIFY(plugIn(u"earmark_phones"_s, u"Phones"_s));
    QVERIFY(pactl({u"set-default-sink"_s, u"earmark_phones"_s}));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().toString(), u"Playing on Phones again."_s);
    QVERIFY(isHeard(u"earmark_phones"_s));
    player.stop();
    QVERIFY(unplug(u"earmark_phones"_s));
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestOutputService test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_outputservice.moc"
