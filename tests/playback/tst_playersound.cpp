// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "playback/player.h"
#include "support/failonwarning.h"
#include "support/fixtureondisk.h"
#include "support/soundmeasure.h"
#include "support/soundrecorder.h"
#include "support/soundruler.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double SeekTolerance = 0.1; // s, the issue's
constexpr double Clearly = 15; // s: sound this far away is other sound, whatever the speed

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

/// How it sounds, by what is heard. The time tone's pitch tells which moment that is, and as its
/// pitch is kept it does so at any speed.
class TestPlayerSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_recorder = std::make_unique<SoundRecorder>();
        QVERIFY2(m_recorder->start(), "parec records nothing");
    }
    void cleanupTestCase() { m_recorder.reset(); }
    void init() { failOnAnyWarning(); }

    void theSpeedIsHeardAtItsOwnPitch();
    void anotherSpeedGoesOnWhereItWas();
    void aChangeOfSpeedIsHeardSoon();
    void aShortJumpIsHeardFromWhereItLeads();
    void atTwiceTheSpeedTheWantedPositionIsHeard_data();
    void atTwiceTheSpeedTheWantedPositionIsHeard();

private:
    std::unique_ptr<SoundRecorder> m_recorder;
};

void TestPlayerSound::theSpeedIsHeardAtItsOwnPitch()
{
    const auto source = fixtureOnDisk(u"wav"_s);
    Player player;
    SoundSettings fast;
    fast.speed = 2;
    player.setSound(fast);
    player.load(source, 5s, true);
    QTRY_VERIFY(player.position() > 7s);
    const double began = m_recorder->now();
    const auto first = m_recorder->heardNow();
    QTRY_VERIFY(player.position() > 12s);
    const double passed = m_recorder->now() - began;
    const auto last = m_recorder->heardNow();

    // The tone tells the moment by its pitch: kept, it is the moment that plays.
    QVERIFY(first && last);
    QVERIFY2(std::abs(*last - seconds(player.position())) < 0.6,
             qPrintable(QString::number(*last)));
    QVERIFY2(std::abs((*last - *first) / passed - 2) < 0.1,
             qPrintable(QString::number((*last - *first) / passed)));
}

void TestPlayerSound::anotherSpeedGoesOnWhereItWas()
{
    Player player;
    double since = m_recorder->now();
    player.load(fixtureOnDisk(u"mp3vbr_noxing"_s), 60s, true);
    QTRY_VERIFY(m_recorder->newSoundSince(since));
    for (const double speed : {1.5, 2.0, 0.5, 1.0}) {
        const auto before = m_recorder->heardNow();
        since = m_recorder->now();
        SoundSettings sound;
        sound.speed = speed;
        player.setSound(sound);
        QTRY_VERIFY(m_recorder->now() > since + 1 && m_recorder->heardNow());
        const double due = *before + speed * (m_recorder->now() - since);
        qInfo("speed %.1f: %.0f ms from where it was", speed,
              (*m_recorder->heardNow() - due) * 1'000);
        QVERIFY2(std::abs(*m_recorder->heardNow() - due) < 0.35 * std::max(speed, 1.0),
                 qPrintable(QString::number(*m_recorder->heardNow() - due)));
        QCOMPARE(player.state(), Player::State::Playing);
    }
}

void TestPlayerSound::aChangeOfSpeedIsHeardSoon()
{
    Player player;
    double since = m_recorder->now();
    player.load(fixtureOnDisk(u"wav"_s), 30s, true);
    QTRY_VERIFY(m_recorder->newSoundSince(since));
    std::vector<double> gaps;
    std::vector<double> heard; // s from the change until the sound after the gap
    for (int i = 0; i < 7; ++i) {
        since = m_recorder->now();
        QTRY_VERIFY(m_recorder->now() > since + 1);
        since = m_recorder->secondNow();
        SoundSettings sound;
        sound.speed = i % 2 == 0 ? 1.5 : 1;
        player.setSound(sound);
        QTRY_VERIFY(m_recorder->now() > since + 1.2);
        const auto gap = Heard::longestSilence(*m_recorder, since);
        gaps.push_back(gap.length);
        const auto changed = gap.length > 0.01 ? std::optional(gap.end())
                                               : Heard::changeHeard(*m_recorder, since, i % 2 != 0);
        QVERIFY(changed);
        heard.push_back(*changed - since);
    }
    std::sort(gaps.begin(), gaps.end());
    std::sort(heard.begin(), heard.end());
    qInfo("a change of speed: gap %.0f ms (at most %.0f), heard after %.0f ms (at most %.0f)",
          gaps.at(3) * 1'000, gaps.back() * 1'000, heard.at(3) * 1'000, heard.back() * 1'000);
    QVERIFY(gaps.at(3) <= 0.08);
    QVERIFY(heard.at(3) <= 0.25); // the recording's own delay is in it
}

/// What is in memory anyhow is played from the packet in which the place lies.
void TestPlayerSound::aShortJumpIsHeardFromWhereItLeads()
{
    const SoundRuler ruler;
    Player player;
    const auto source = FileBytes::open(ruler.fixture(u"wav"_s));
    QVERIFY(source);
    player.load(*source, 60s, true);
    for (int jump = 0; jump < 6; ++jump) {
        QTRY_COMPARE(player.state(), Player::State::Playing);
        const auto before = player.position();
        QTRY_VERIFY(player.position() > before + 4s);
        const double since = m_recorder->secondNow();
        const auto place = player.position() - std::chrono::milliseconds(2'500 + 7 * jump);
        player.seek(place);
        QTRY_VERIFY(m_recorder->now() > since + 1);
        const auto heard = m_recorder->samples();
        const auto moments
                = ruler.moments(heard, since, since + 1, seconds(place) - 1, seconds(place) + 5);
        const auto first
                = std::find_if(moments.begin(), moments.end(), [&](const HeardMoment &moment) {
                      return moment.media < seconds(place) + 1;
                  });
        QVERIFY(first != moments.end());
        qInfo("a jump to %.3f s: %.0f ms after it", seconds(place),
              (first->media - seconds(place)) * 1'000);
        QVERIFY(std::abs(first->media - seconds(place)) < 0.06);
        QVERIFY(player.position() >= place);
    }
}

void TestPlayerSound::atTwiceTheSpeedTheWantedPositionIsHeard_data()
{
    // One of each way to seek; at its own speed tst_player hears all.
    QTest::addColumn<QString>("name");
    for (const char *name : {"wav", "mp3vbr_noxing", "m4a", "opus", "aac"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestPlayerSound::atTwiceTheSpeedTheWantedPositionIsHeard()
{
    QFETCH(QString, name);
    constexpr double Speed = 2;
    constexpr int Jumps = 2; // Thirty are earmark_bench's.
    Player player;
    SoundSettings sound;
    sound.speed = Speed;
    player.setSound(sound);
    player.load(fixtureOnDisk(name), 5s, true);
    QTRY_COMPARE(player.state(), Player::State::Playing);
    std::uniform_int_distribution<int> anywhere(0, 110'000);
    std::mt19937 random(4);
    std::vector<double> errors;
    for (int i = 0; i < Jumps; ++i) {
        std::chrono::milliseconds place = player.position();
        while (std::abs(seconds(place - player.position())) < Clearly)
            place = std::chrono::milliseconds(anywhere(random));
        const double since = m_recorder->secondNow();
        player.seek(place);
        std::optional<Heard::Arrival> heard;
        QTRY_VERIFY((heard = Heard::arrivalSince(*m_recorder, since, seconds(place), Speed)));
        errors.push_back(heard->media - seconds(place));
    }
    const double worst = *std::max_element(errors.begin(), errors.end(), [](double a, double b) {
        return std::abs(a) < std::abs(b);
    });
    qInfo("the worst of %zu seeks at 2x: %.0f ms", errors.size(), worst * 1'000);
    QVERIFY2(std::abs(worst) <= SeekTolerance, qPrintable(QString::number(worst)));
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestPlayerSound test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_playersound.moc"
