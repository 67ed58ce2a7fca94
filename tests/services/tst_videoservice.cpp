// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "services/videoservice.h"
#include "support/failonwarning.h"
#include "support/videofixture.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Fps = 25;
constexpr int Seconds = 60;
constexpr QSize Viewport(448, 448);
constexpr double Limit = 100; // ms

QStringList h264()
{
    return {u"-c:v"_s, u"libx264"_s, u"-preset"_s, u"veryfast"_s,  u"-bf"_s,
            u"2"_s,    u"-g"_s,      u"100"_s,     u"-movflags"_s, u"faststart"_s};
}

} // namespace

/// The picture that is shown is that of what is heard.
class TestVideoService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aPictureThatCannotBeShownLeavesTheSoundAlone();
    void bytesThatDoNotComeAreAskedForAgain();
    void soundAloneHasNoPicture();
    void itFollowsWhatIsHeard_data();
    void itFollowsWhatIsHeard();
    void itFollowsJumps_data();
    void itFollowsJumps();
    void aLargerPlaceGetsALargerPicture();
    void nobodyLooksAndNothingComes();
    void theNextEpisodeWithoutAPictureClearsIt();
    void atTheEndTheLastPictureStays();
    void theSecondReaderFetchesNothingTwice();

private:
    void serve(const QByteArray &file);
    void play();
    std::optional<int> number() const;
    double shownAt() const;
    bool agrees() const;

    QByteArray m_file;
    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<VideoService> m_video;
};

void TestVideoService::initTestCase()
{
    m_file = barsVideo({.seconds = Seconds, .fps = Fps, .encoding = h264()});
    QVERIFY(!m_file.isEmpty());
}

void TestVideoService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    m_video = std::make_unique<VideoService>(*m_all->player, *m_all->playback);
    serve(m_file);
}

void TestVideoService::cleanup()
{
    m_video.reset();
    m_all.reset();
}

/// As the first episode.
void TestVideoService::serve(const QByteArray &file)
{
    m_all->server.serve("/2.mp3",
                        {.body = file, .headers = {{"Content-Type", "video/mp4"}}, .ranges = true});
}

void TestVideoService::play()
{
    m_all->playback->play(m_all->ids.first());
    QTRY_VERIFY(m_all->plays());
}

std::optional<int> TestVideoService::number() const
{
    const QImage &frame = m_video->frame();
    return frame.isNull() ? std::nullopt
                          : barsNumber(frame.constBits(), frame.width(), frame.height(),
                                       static_cast<int>(frame.bytesPerLine()));
}

/// The middle of the picture that is shown, ms.
double TestVideoService::shownAt() const
{
    return (number().value_or(-1'000'000) + 0.5) * 1'000 / Fps;
}

bool TestVideoService::agrees() const
{
    const auto position = static_cast<double>(m_all->player->exactPosition().count());
    return std::abs(shownAt() - position) <= Limit;
}

void TestVideoService::aPictureThatCannotBeShownLeavesTheSoundAlone()
{
    serve(barsVideo({.fileName = u"v.mov"_s,
                     .seconds = 20,
                     .fps = 5,
                     .encoding = {u"-c:v"_s, u"prores"_s}}));
    QSignalSpy failed(m_video.get(), &VideoService::failureChanged);
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(!m_video->failure().isEmpty());
    QCOMPARE(failed.size(), 1);
    QVERIFY(m_video->hasVideo());
    QVERIFY(m_video->frame().isNull());
    QTRY_VERIFY(m_all->player->position() > 1s);
    QVERIFY(m_all->plays());
}

void TestVideoService::bytesThatDoNotComeAreAskedForAgain()
{
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(number().has_value());
    m_all->playback->pause();
    m_all->server.stop();
    m_all->playback->seek(40s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_video->failure().isEmpty() || agrees(), 60'000);
    m_all->server.start();
    m_all->playback->seek(50s);
    QTRY_VERIFY_WITH_TIMEOUT(agrees(), 30'000);
    QCOMPARE(m_video->failure(), QString());
}

void TestVideoService::soundAloneHasNoPicture()
{
    serve(m_all->sound);
    m_video->setViewport(Viewport);
    play();
    QVERIFY(!m_video->hasVideo());
    QVERIFY(m_video->frame().isNull());
    QVERIFY(m_video->naturalSize().isEmpty());
}

void TestVideoService::itFollowsWhatIsHeard_data()
{
    QTest::addColumn<double>("speed");
    for (const double speed : {1.0, 2.0, 4.0})
        QTest::addRow("%g", speed) << speed;
}

void TestVideoService::itFollowsWhatIsHeard()
{
    QFETCH(double, speed);
    m_all->playback->setSpeed(speed);
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(m_video->hasVideo());
    QTRY_VERIFY(number().has_value());
    QTRY_VERIFY(m_all->player->position() > 500ms);
    QCOMPARE(m_video->naturalSize(), QSize(224, 128));
    QCOMPARE(m_video->frame().size(), QSize(224, 128));

    int pictures = 0;
    QList<double> errors; // ms
    connect(m_video.get(), &VideoService::frameChanged, m_video.get(), [&] {
        ++pictures;
        const auto heard = static_cast<double>(m_all->player->exactPosition().count());
        errors.append(std::abs(shownAt() - heard));
    });
    const int wanted = static_cast<int>(3 * std::min(Fps * speed, 50.0)); // 3 s of them
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(pictures >= wanted, 10'000);
    const auto took = timer.elapsed();
    QVERIFY2(took < 4'500, qPrintable(QString::number(took)));
    const double worst = *std::max_element(errors.begin(), errors.end());
    qInfo("%gx: %d pictures in %lld ms, worst %.0f ms", speed, pictures, took, worst);
    QVERIFY2(worst <= Limit, qPrintable(QString::number(worst)));
}

void TestVideoService::itFollowsJumps_data()
{
    QTest::addColumn<bool>("plays");
    QTest::newRow("while it plays") << true;
    QTest::newRow("while it is paused") << false;
}

void TestVideoService::itFollowsJumps()
{
    QFETCH(bool, plays);
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(number().has_value());
    if (!plays)
        m_all->playback->pause();
    for (const auto place : {40'000ms, 10'000ms, 41'010ms, 40'950ms, 5ms, 59'900ms, 30'000ms}) {
        QElapsedTimer timer;
        timer.start();
        m_all->playback->seek(place);
        QTRY_VERIFY2(agrees(), qPrintable(u"%1 instead of %2"_s.arg(shownAt()).arg(place.count())));
        qInfo("%lld ms: right after %lld ms", static_cast<long long>(place.count()),
              timer.elapsed());
        QTRY_COMPARE(m_all->plays() || m_all->player->state() == Player::State::Ended, plays);
    }
}

void TestVideoService::aLargerPlaceGetsALargerPicture()
{
    m_video->setViewport({64, 64});
    play();
    QTRY_VERIFY(!m_video->frame().isNull());
    QCOMPARE(m_video->frame().size(), QSize(64, 37));
    m_all->playback->pause();
    m_video->setViewport({128, 128});
    QTRY_COMPARE(m_video->frame().size(), QSize(128, 73));
    QVERIFY(agrees());
}

void TestVideoService::nobodyLooksAndNothingComes()
{
    QSignalSpy changed(m_video.get(), &VideoService::frameChanged);
    play();
    QTRY_VERIFY(m_video->hasVideo());
    QTRY_VERIFY(m_all->player->position() > 500ms);
    QCOMPARE(changed.size(), 0);
    m_video->setViewport(Viewport);
    QTRY_VERIFY(changed.size() > 5);
    m_video->setViewport({});
    QVERIFY(m_video->frame().isNull());
    changed.clear();
    const auto from = m_all->player->position();
    QTRY_VERIFY(m_all->player->position() > from + 1s);
    QCOMPARE(changed.size(), 0);
    m_video->setViewport(Viewport);
    QTRY_VERIFY(agrees());
}

void TestVideoService::theNextEpisodeWithoutAPictureClearsIt()
{
    QSignalSpy has(m_video.get(), &VideoService::hasVideoChanged);
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(number().has_value());
    m_all->playback->play(m_all->ids.at(1));
    QTRY_VERIFY(!m_video->hasVideo());
    QVERIFY(m_video->frame().isNull());
    QVERIFY(m_video->naturalSize().isEmpty());
    QTRY_VERIFY(m_all->plays());
    QTRY_VERIFY(m_all->player->position() > 300ms);
    QVERIFY(!m_video->hasVideo());
    QCOMPARE(has.size(), 2);
    m_all->playback->play(m_all->ids.first());
    QTRY_VERIFY(number().has_value() && agrees());
}

void TestVideoService::atTheEndTheLastPictureStays()
{
    m_video->setViewport(Viewport);
    play();
    QTRY_VERIFY(number().has_value());
    m_all->playback->seek(59s);
    QTRY_COMPARE(m_all->player->state(), Player::State::Ended);
    QTRY_VERIFY(number().value_or(0) >= Seconds * Fps - 2);
}

void TestVideoService::theSecondReaderFetchesNothingTwice()
{
    // Noise makes it large: 3 Mbit/s, so that the sound lies far apart.
    const QByteArray large
            = barsVideo({.seconds = Seconds,
                         .fps = Fps,
                         .encoding = {u"-vf"_s, u"noise=alls=60:allf=t"_s, u"-c:v"_s, u"mpeg4"_s,
                                      u"-b:v"_s, u"3M"_s, u"-movflags"_s, u"faststart"_s}});
    QVERIFY(large.size() > 15'000'000);
    QList<qint64> bytes;
    QList<qsizetype> requests;
    for (const bool isLookedAt : {false, true}) {
        cleanup();
        init();
        serve(large);
        m_video->setViewport(isLookedAt ? Viewport : QSize());
        m_all->server.clearRequests();
        const qint64 before = m_all->server.bodyBytesSent();
        play();
        QTRY_VERIFY(m_all->player->position() > 3s);
        m_all->playback->seek(40s);
        QTRY_VERIFY(m_all->player->position() > 43s);
        if (isLookedAt)
            QTRY_VERIFY(agrees());
        bytes.append(m_all->server.bodyBytesSent() - before);
        requests.append(m_all->server.requests().size());
    }
    qInfo("%lld bytes of %lld in %lld requests; looked at: %lld in %lld", bytes.at(0),
          static_cast<long long>(large.size()), static_cast<long long>(requests.at(0)), bytes.at(1),
          static_cast<long long>(requests.at(1)));
    QVERIFY(bytes.at(1) <= bytes.at(0) * 5 / 4);
    QVERIFY(requests.at(1) <= requests.at(0) + 3);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestVideoService test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_videoservice.moc"
