// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/player.h"
#include "support/failonwarning.h"
#include "support/fixtureondisk.h"
#include "support/memorybytes.h"
#include "support/soundrecorder.h"
#include "support/wavbytes.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Parts that are left out, by what is heard: the time tone's pitch tells which moment that is.
class TestPlayerSkips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_recorder = std::make_unique<SoundRecorder>();
        QVERIFY2(m_recorder->start(), "parec records nothing");
    }
    void cleanupTestCase() { m_recorder.reset(); }
    void init()
    {
        failOnAnyWarning();
        m_player = std::make_unique<Player>();
    }
    void cleanup() { m_player.reset(); }

    void aPartIsNotHeardAndIsTold();
    void aJumpIntoAPartIsHeard();
    void aFreshStartIsBehindTheFirstPart();
    void aPartAtTheEndEndsTheEpisode();
    void partsThatComeWhilePlayingHoldAtOnce();
    void theTimeSavedIsThatOfWhatWasHeard();
    void silenceAtTheEndIsSavedToo();
    void aJumpSavesNothing();

private:
    bool isHeardBetween(double from, double to, double since) const;

    std::unique_ptr<SoundRecorder> m_recorder;
    std::unique_ptr<Player> m_player;
};

/// Whether some of this part of the episode was heard since this second of the recording. Where two
/// parts meet, a moment or two are a mix of both tones and tell a time between them.
bool TestPlayerSkips::isHeardBetween(double from, double to, double since) const
{
    constexpr auto Mixed = 10;
    const auto moments = m_recorder->heardSince(since);
    return std::count_if(moments.begin(), moments.end(),
                         [&](const HeardMoment &moment) {
                             return moment.media > from && moment.media < to;
                         })
            > Mixed;
}

void TestPlayerSkips::aPartIsNotHeardAndIsTold()
{
    QSignalSpy skipped(m_player.get(), &Player::skipped);
    const double since = m_recorder->now();
    m_player->load(fixtureOnDisk(u"mp3vbr_noxing"_s), 20s, true);
    m_player->setSkips({{22s, 60s}});

    QTRY_VERIFY(m_player->position() > 62s);
    QTRY_VERIFY(isHeardBetween(61, 63, since));

    QVERIFY(isHeardBetween(20.5, 21.8, since));
    QVERIFY(!isHeardBetween(22.4, 59.6, since));
    QCOMPARE(skipped.size(), 1);
    QCOMPARE(skipped.first().first().value<MediaRange>(), (MediaRange{22s, 60s}));
}

void TestPlayerSkips::aJumpIntoAPartIsHeard()
{
    QSignalSpy skipped(m_player.get(), &Player::skipped);
    m_player->load(fixtureOnDisk(u"wav"_s), 5s, true);
    m_player->setSkips({{20s, 40s}});
    QTRY_COMPARE(m_player->state(), Player::State::Playing);
    const double since = m_recorder->now();

    m_player->seek(20s); // exactly where it begins: this is what a click on its chapter does
    QTRY_VERIFY(isHeardBetween(21, 22, since));
    SoundSettings fast;
    fast.speed = 3;
    m_player->setSound(fast); // made anew, and still it plays
    QTRY_VERIFY(m_player->position() > 25s);
    QVERIFY(isHeardBetween(23, 24, since));

    m_player->seek(19s); // whoever goes back before it runs into it again
    QTRY_VERIFY(m_player->position() >= 40s);
    QCOMPARE(skipped.size(), 1);
}

void TestPlayerSkips::aFreshStartIsBehindTheFirstPart()
{
    QSignalSpy skipped(m_player.get(), &Player::skipped);
    const double since = m_recorder->now();
    m_player->load(fixtureOnDisk(u"m4a"_s), 0s, true);
    m_player->setSkips({{0s, 30s}});

    QTRY_VERIFY(m_player->position() > 31s);
    QTRY_VERIFY(isHeardBetween(30, 31, since));
    QVERIFY(!isHeardBetween(0.5, 29.5, since));
    QCOMPARE(skipped.size(), 1);
}

void TestPlayerSkips::aPartAtTheEndEndsTheEpisode()
{
    QSignalSpy ended(m_player.get(), &Player::ended);
    QSignalSpy skipped(m_player.get(), &Player::skipped);
    m_player->load(fixtureOnDisk(u"wav"_s), 10s, true);
    QTRY_VERIFY(m_player->isDurationExact());
    const auto length = m_player->duration();
    m_player->setSkips({{12s, length}});

    QTRY_COMPARE(ended.size(), 1);

    QCOMPARE(m_player->position(), length);
    QCOMPARE(skipped.size(), 1);
    const auto saved = m_player->takeTimeSaved();
    QVERIFY2(std::abs((saved.bySkipping - (length - 12s)).count()) < 20,
             qPrintable(QString::number(saved.bySkipping.count())));
}

void TestPlayerSkips::partsThatComeWhilePlayingHoldAtOnce()
{
    m_player->load(fixtureOnDisk(u"opus"_s), 10s, true);
    const double since = m_recorder->now();
    QTRY_VERIFY(m_player->position() > 11s);
    m_player->setSkips({{13s, 50s}}); // long decoded

    QTRY_VERIFY(m_player->position() > 51s);
    QTRY_VERIFY(isHeardBetween(50, 52, since));
    QVERIFY(!isHeardBetween(13.4, 49.6, since));
}

void TestPlayerSkips::theTimeSavedIsThatOfWhatWasHeard()
{
    SoundSettings fast;
    fast.speed = 2;
    m_player->setSound(fast);
    m_player->load(fixtureOnDisk(u"wav"_s), 10s, true);
    m_player->setSkips({{14s, 34s}});
    QTRY_VERIFY(m_player->position() > 37s);
    m_player->pause();

    const auto heard = m_player->position() - 10s - 20s; // media
    const TimeSaved saved = m_player->takeTimeSaved();
    QVERIFY2(std::abs((saved.bySpeed - heard / 2).count()) < 30,
             qPrintable(QString::number(saved.bySpeed.count())));
    QVERIFY2(std::abs((saved.bySkipping - 10s).count()) < 10, // half of twenty
             qPrintable(QString::number(saved.bySkipping.count())));
    QCOMPARE(saved.byTrimming, 0ms);
    QCOMPARE(m_player->takeTimeSaved(), TimeSaved());
}

void TestPlayerSkips::silenceAtTheEndIsSavedToo()
{
    constexpr int Rate = 44'100;
    std::vector<float> samples(std::size_t{Rate} * 5); // of it two seconds of a tone
    for (std::size_t i = 0; i < std::size_t{Rate} * 2; ++i)
        samples[i] = 0.3F * float(std::sin(double(i) / 16));
    SoundSettings sound;
    sound.trim = TrimStrength::Strong; // which keeps nothing that would be counted behind it
    m_player->setSound(sound);
    m_player->load(std::make_shared<MemoryBytes>(wavOf(samples, Rate, 1)), 0s, true);

    QTRY_COMPARE_WITH_TIMEOUT(m_player->state(), Player::State::Ended, 8'000);

    const TimeSaved saved = m_player->takeTimeSaved();
    QVERIFY2(std::abs((saved.byTrimming - 3s).count()) < 100,
             qPrintable(QString::number(saved.byTrimming.count())));
    QCOMPARE(saved.bySkipping, 0ms);
}

void TestPlayerSkips::aJumpSavesNothing()
{
    m_player->load(fixtureOnDisk(u"wav"_s), 10s, true);
    m_player->setSkips({{30s, 40s}});
    QTRY_VERIFY(m_player->position() > 11s);
    m_player->seek(60s);
    QTRY_VERIFY(m_player->position() > 61s);

    QCOMPARE(m_player->takeTimeSaved(), TimeSaved());
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestPlayerSkips test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_playerskips.moc"
