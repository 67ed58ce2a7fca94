// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/soundstage.h"

#include "media/filebytes.h"
#include "playback/player.h"
#include "support/mediafixtures.h"
#include "support/soundmeasure.h"

#include <QAudioFormat>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>
#include <QStandardPaths>
#include <QTest>

#include <cmath>
#include <cstring>
#include <numbers>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// 440 Hz without an end, 16 bit, mono.
class BareTone : public QIODevice
{
public:
    BareTone() { open(QIODevice::ReadOnly); }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return 1 << 16; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = maxSize / qint64(sizeof(std::int16_t));
        for (qint64 i = 0; i < count; ++i, ++m_at) {
            const double turn = 2 * std::numbers::pi * 440 * double(m_at);
            const auto sample = static_cast<std::int16_t>(
                    16'000 * std::cos(turn / SoundRecorder::SampleRate));
            std::memcpy(data + i * qint64(sizeof sample), &sample, sizeof sample);
        }
        return count * qint64(sizeof(std::int16_t));
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 m_at = 0;
};

} // namespace

BareSink::BareSink() : m_tone(std::make_unique<BareTone>())
{
    QAudioFormat format;
    format.setSampleRate(SoundRecorder::SampleRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    m_sink = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), format);
    m_sink->start(m_tone.get());
}

BareSink::~BareSink()
{
    m_sink->stop();
}

Result<> SoundStage::setUp(bool listensForTheTone)
{
    m_recorder.setListening(listensForTheTone);
    if (m_isUp)
        return {};
    for (const QString &tool : {u"parec"_s, u"ffmpeg"_s}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            return fail(ErrorKind::Usage,
                        u"The program %1 is not installed; figures of sound need it."_s.arg(tool));
    }
    if (!m_recorder.start())
        return fail(ErrorKind::Usage, u"parec records nothing from the sound server."_s);
    m_isUp = true;
    return {};
}

bool SoundStage::waitUntil(const std::function<bool()> &isSo, int milliseconds)
{
    return QTest::qWaitFor(isSo, milliseconds);
}

bool SoundStage::listen(double seconds)
{
    const double end = m_recorder.now() + seconds;
    return waitUntil([&] { return m_recorder.now() >= end; }, int(seconds * 1'000) + 5'000);
}

bool SoundStage::waitForSilence()
{
    constexpr double Enough = 0.4; // s
    const double since = m_recorder.now();
    return waitUntil([&] {
        const double now = m_recorder.now();
        return now > since + Enough
                && Heard::longestSilence(m_recorder, now - Enough).length > Enough - 0.02;
    });
}

Result<double> SoundStage::bareSink()
{
    if (!waitForSilence())
        return unheard(u"silence before a bare tone"_s);
    const double since = m_recorder.secondNow();
    const BareSink sink;
    std::optional<double> heard;
    if (!waitUntil([&] { return (heard = Heard::onset(m_recorder, since)).has_value(); }))
        return unheard(u"a bare tone"_s);
    return (*heard - since) * 1'000;
}

Result<> SoundStage::begin(Player &player, const std::shared_ptr<ByteSource> &source,
                           std::chrono::milliseconds at, const SoundSettings &sound)
{
    if (!waitForSilence())
        return unheard(u"silence before a beginning"_s);
    const double since = m_recorder.now();
    player.setSound(sound);
    player.load(source, at, true);
    if (!waitUntil([&] { return Heard::onset(m_recorder, since).has_value(); }))
        return unheard(u"a beginning"_s);
    return {};
}

Result<std::shared_ptr<ByteSource>> fixtureOnDisk(const QString &name)
{
    return FileBytes::open(mediaFixture(name));
}

Error unheard(const QString &what)
{
    return fail(ErrorKind::Media, u"Something that should have been heard was not."_s, what);
}

} // namespace Earmark
