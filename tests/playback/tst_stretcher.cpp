// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/stretcher.h"
#include "support/failonwarning.h"

#include <QTest>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace Earmark;

namespace {

constexpr int Rate = 44'100;
constexpr std::size_t Seconds = 30;
constexpr std::size_t BurstLasts = Rate * 60 / 1'000;
constexpr std::size_t BurstEvery = Rate / 2;
constexpr std::size_t FirstBurst = Rate / 5;

/// 60 ms of noise each half second, in silence.
std::vector<float> bursts()
{
    std::vector<float> sound(Rate * Seconds);
    std::mt19937 random(1);
    std::normal_distribution<float> noise(0, 0.2F);
    for (std::size_t at = FirstBurst; at + BurstLasts < sound.size(); at += BurstEvery) {
        for (std::size_t i = 0; i < BurstLasts; ++i)
            sound[at + i] = noise(random);
    }
    return sound;
}

std::vector<float> stretched(const std::vector<float> &sound, double speed, std::size_t piece)
{
    Stretcher stretcher(Rate, 1);
    stretcher.restart(speed);
    std::vector<float> out;
    for (std::size_t at = 0; at < sound.size(); at += piece)
        stretcher.push(std::span(sound).subspan(at, std::min(piece, sound.size() - at)), out);
    stretcher.finish(out);
    return out;
}

/// The middle of the energy between two samples.
double middle(const std::vector<float> &sound, double from, double to)
{
    double energy = 0;
    double moment = 0;
    const auto first = static_cast<std::size_t>(std::max(from, 0.0));
    for (std::size_t i = first; i < std::min(sound.size(), static_cast<std::size_t>(to)); ++i) {
        const double power = double(sound[i]) * sound[i];
        energy += power;
        moment += power * static_cast<double>(i);
    }
    return energy > 0 ? moment / energy : 0;
}

} // namespace

class TestStretcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void atSpeedOneNothingChanges();
    void everyMomentComesAtItsTime_data();
    void everyMomentComesAtItsTime();
    void ofTooLittleThereIsAsMuchAsIsDue();
};

void TestStretcher::atSpeedOneNothingChanges()
{
    const auto sound = bursts();
    QVERIFY(stretched(sound, 1, 1'000) == sound);
}

void TestStretcher::everyMomentComesAtItsTime_data()
{
    QTest::addColumn<double>("speed");
    for (const double speed : {0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 4.0})
        QTest::addRow("%.2f", speed) << speed;
}

void TestStretcher::everyMomentComesAtItsTime()
{
    QFETCH(const double, speed);
    const auto sound = bursts();
    const auto out = stretched(sound, speed, 4'096);

    QCOMPARE(std::ssize(out), std::llround(static_cast<double>(sound.size()) / speed));
    double sum = 0;
    int count = 0;
    for (std::size_t at = FirstBurst; at + BurstEvery < sound.size(); at += BurstEvery) {
        const double due = static_cast<double>(at + BurstLasts / 2) / speed;
        const double half = static_cast<double>(BurstEvery) / 2 / speed;
        const double late = (middle(out, due - half, due + half) - due) * 1'000 / Rate; // ms
        QVERIFY2(std::abs(late) < 10, qPrintable(QString::number(late)));
        sum += late;
        ++count;
    }
    QVERIFY2(std::abs(sum / count) < 3, qPrintable(QString::number(sum / count)));
}

void TestStretcher::ofTooLittleThereIsAsMuchAsIsDue()
{
    for (const double speed : {0.5, 1.5, 4.0}) {
        for (const std::size_t frames : {std::size_t{0}, std::size_t{1}, std::size_t{500}}) {
            const auto out = stretched(std::vector<float>(frames, 0.1F), speed, 4'096);
            QCOMPARE(std::ssize(out), std::llround(static_cast<double>(frames) / speed));
        }
    }
}

QTEST_GUILESS_MAIN(TestStretcher)
#include "tst_stretcher.moc"
