// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audiodecoder.h"
#include "playback/stretcher.h"
#include "support/failonwarning.h"
#include "support/latebytes.h"
#include "support/soundrecorder.h"
#include "support/soundruler.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Samples = std::vector<std::int16_t>;

constexpr int Rate = SoundRecorder::SampleRate;
constexpr double HalfSecond = 0.020; // s: what a place may be off, told by half a second
constexpr double Single = 0.055; // s: a single moment, at 4x

/// As the decoder gives it; opus, which is at the recorder's own rate.
Samples decoded(const SoundRuler &ruler)
{
    QFile file(ruler.fixture(u"opus"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto decoder = AudioDecoder::open(std::make_shared<LateBytes>(file.readAll()), {});
    Samples samples;
    Samples piece(4'096);
    while (decoder) {
        const auto read = (*decoder)->read(piece, {});
        if (read.status != PcmSource::Status::Ok)
            break;
        samples.insert(samples.end(), piece.begin(), piece.begin() + std::ptrdiff_t(read.frames));
    }
    return samples;
}

#ifdef __SANITIZE_ADDRESS__ // thirty times as slow
constexpr double Lasts = 2; // s
const std::vector<double> Speeds{1, 2};
#else
constexpr double Lasts = 12;
const std::vector<double> Speeds{0.5, 0.8, 1, 1.25, 1.5, 2, 3, 4};
#endif

/// Of the first so many seconds.
Samples stretched(const Samples &samples, double seconds, double speed)
{
    Stretcher stretcher(Rate, 1);
    stretcher.restart(speed);
    std::vector<float> in(std::min(samples.size(), std::size_t(seconds * Rate)));
    std::transform(samples.begin(), samples.begin() + std::ssize(in), in.begin(),
                   [](std::int16_t sample) { return float(sample) / 32'768; });
    std::vector<float> out;
    stretcher.push(in, out);
    stretcher.finish(out);
    Samples heard(out.size());
    std::transform(out.begin(), out.end(), heard.begin(), [](float sample) {
        return std::int16_t(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32'767));
    });
    return heard;
}

} // namespace

/// The ruler alone: how far off it is without a player, a sound server or a clock.
class TestSoundRuler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_sound = decoded(m_ruler); }
    void init() { failOnAnyWarning(); }

    void otherNoiseAndSilenceAreNoPlace();
    void everyMomentIsToldAtEverySpeed_data();
    void everyMomentIsToldAtEverySpeed();
    void whereAJumpArrivesIsTold();

private:
    SoundRuler m_ruler;
    Samples m_sound;
};

void TestSoundRuler::otherNoiseAndSilenceAreNoPlace()
{
    Samples other(std::size_t(Rate * Lasts / 6), 0);
    QVERIFY(m_ruler.moments(other, 0, Lasts / 6, 0, Lasts * 10).empty());
    std::mt19937 random(1);
    for (auto &sample : other)
        sample = std::int16_t(random() % 16'384) - 8'192;
    QVERIFY(m_ruler.moments(other, 0, Lasts / 6, 0, Lasts * 10).empty());
    QVERIFY(m_ruler.moments(m_sound, 10, 10 + Lasts / 6, 60, 70).empty());
}

void TestSoundRuler::everyMomentIsToldAtEverySpeed_data()
{
    QTest::addColumn<double>("speed");
    for (const double speed : Speeds)
        QTest::addRow("%.2f", speed) << speed;
}

void TestSoundRuler::everyMomentIsToldAtEverySpeed()
{
    QFETCH(const double, speed);
    const Samples heard = stretched(m_sound, Lasts * speed + 1, speed);
    const auto moments = m_ruler.moments(heard, 0.2, Lasts, 0, Lasts * speed + 1);

    QVERIFY2(double(moments.size()) > (Lasts - 0.2) * 50 * 0.89,
             qPrintable(QString::number(moments.size())));
    for (const HeardMoment &moment : moments)
        QVERIFY2(std::abs(moment.media - moment.at * speed) < Single,
                 qPrintable(u"%1 s: %2 s"_s.arg(moment.at).arg(moment.media)));
    for (int tenth = 6; tenth < int(Lasts * 10) - 6; ++tenth) {
        const double at = tenth / 10.0;
        const auto media = Heard::mediaAt(moments, at, speed);
        QVERIFY(media.has_value());
        QVERIFY2(std::abs(*media - at * speed) < HalfSecond,
                 qPrintable(u"%1 s: %2 s"_s.arg(at).arg(*media)));
    }
}

void TestSoundRuler::whereAJumpArrivesIsTold()
{
    constexpr double Jump = 1.5; // s of the recording
    constexpr double Boundary = 0.008; // s
    for (const double speed : {1.0, 2.0}) {
        for (const double silence : {0.0, 0.07}) {
            const Samples heard = stretched(m_sound, 34, speed);
            const auto at = std::ptrdiff_t(Jump * Rate);
            Samples recording(heard.begin(), heard.begin() + at);
            recording.resize(recording.size() + std::size_t(silence * Rate));
            const auto from = std::ptrdiff_t(30 / speed * Rate);
            recording.insert(recording.end(), heard.begin() + from, heard.begin() + from + Rate);

            const auto arrival = m_ruler.arrival(recording, Jump - 0.1, 30, speed);

            QVERIFY(arrival.has_value());
            QVERIFY2(std::abs(arrival->at - Jump - silence) < Boundary,
                     qPrintable(u"%1x, %2 s of silence: %3"_s.arg(speed).arg(silence).arg(
                             arrival->at)));
            const double due = 30 + speed * (arrival->at - Jump - silence);
            QVERIFY2(std::abs(arrival->media - due) < HalfSecond,
                     qPrintable(u"%1x: %2"_s.arg(speed).arg(arrival->media)));
        }
    }
}

QTEST_GUILESS_MAIN(TestSoundRuler)
#include "tst_soundruler.moc"
