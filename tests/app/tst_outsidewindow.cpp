// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"
#include "core/earmarkaddress.h"
#include "playback/player.h"
#include "services/outsidewindow.h"
#include "services/playbackservice.h"
#include "services/stallwatch.h"
#include "support/failonwarning.h"
#include "support/fakedesktop.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QImage>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Second = 1'000'000; // µs
const auto Token = "3f9a1c77d20b4e5589aa60c1f2e4d6b8"_L1;

QByteArray picture()
{
    QImage image(700, 600, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    return image.save(&buffer, "PNG") ? bytes : QByteArray();
}

} // namespace

/// The player as other programs see it, over the whole program below its window, with episodes that
/// stand in the player and make no sound.
class TestOutsideWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void withoutABusNothingIsSaid();
    void aBusThatNeverAnswersHoldsNothingUp();
    void thereIsNothingBeforeAnEpisode();
    void theEpisodeIsShownWithItsPicture();
    void aPublicPodcastsAddressLeadsBack();
    void aPrivatePodcastsAddressIsNotTold();
    void aWrongTrackMovesNothing();
    void aJumpIsHeardOf();
    void aSeekBeyondTheEndGoesToTheEnd();
    void aSeekBeyondTheEndPlaysTheQueue();
    void nextIsTheNextChapterAndThenTheQueue();
    void previousIsTheChaptersBeginning();
    void stopKeepsThePlace();
    void speedAndVolumeAreWithinTheirBounds();
    void aRateOfZeroIsAPause();

private:
    void subscribe(const QByteArray &path = "/feed");
    void show(int episode);
    void makeOutside();
    QVariant position() { return m_client->position() / Second; }
    void setPosition(const QString &track, qint64 position)
    {
        m_client->player(u"SetPosition"_s,
                         {QVariant::fromValue(QDBusObjectPath(track)), qlonglong(position)});
    }
    QString track()
    {
        return qvariant_cast<QDBusObjectPath>(m_client->metadata().value(u"mpris:trackid"_s))
                .path();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<PlaybackService> m_playback;
    std::unique_ptr<OutsideWindow> m_outside;
    std::unique_ptr<MprisClient> m_client;
    QList<EpisodeId> m_ids; ///< newest first: guid-2 with chapters, guid-1, guid-0
};

void TestOutsideWindow::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("EARMARK_PRIVATE_BUS"),
             "Only on a bus of its own (tests/support/launch.sh --bus).");
}

void TestOutsideWindow::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    const Profile profile{.data = m_dir->path(), .cache = m_dir->filePath(u"cache"_s)};
    m_services
            = std::make_unique<Services>(profile, systemClock(), std::make_unique<FakeSecrets>());
    QVERIFY(resultOf(m_services->open()));
    m_player = std::make_unique<Player>();
    m_playback = std::make_unique<PlaybackService>(
            PlaybackService::Needs{.player = *m_player,
                                   .episodes = m_services->episodes(),
                                   .queue = m_services->queue(),
                                   .chapters = m_services->chapters(),
                                   .media = m_services->media(),
                                   .settings = m_services->settings(),
                                   .access = m_services->access()});
    m_client = std::make_unique<MprisClient>();
}

void TestOutsideWindow::cleanup()
{
    m_outside.reset();
    m_client.reset();
    m_playback.reset();
    m_player.reset();
    m_services.reset();
    m_server.reset();
}

void TestOutsideWindow::subscribe(const QByteArray &path)
{
    m_server->serve("/cover.png", {.body = picture(), .headers = {{"Content-Type", "image/png"}}});
    QByteArray feed = feedXml(u"Pod"_s, 3, m_server->url(u"/"_s).toString() + u"%1.mp3"_s,
                              u"<itunes:duration>120</itunes:duration>"_s);
    feed.replace("<rss ", "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" ");
    const QByteArray about = "<itunes:author>Ann</itunes:author><itunes:image href=\""
            + m_server->url(u"/cover.png"_s).toEncoded() + "\"/></channel>";
    feed.replace("</channel>", about);
    feed.replace("Notes 2", "0:00 One&lt;br&gt;0:30 Two&lt;br&gt;1:00 Three");
    m_server->serve(path, {.body = feed, .headers = {}});
    QVERIFY(resultOf(m_services->library().subscribe(m_server->url(QString::fromLatin1(path)))));
    m_ids.clear();
    const auto rows = resultOf(m_services->episodes().firstRows(EpisodeQuery{}, 10));
    for (const EpisodeRow &row : *rows)
        m_ids.append(row.id);
    QCOMPARE(m_ids.size(), 3);
}

/// As at the start of the program: in the player, silent.
void TestOutsideWindow::show(int episode)
{
    QVERIFY(resultOf(m_services->episodes().setCurrent(m_ids.at(episode))));
    m_playback->restoreLast();
    QTRY_VERIFY(m_playback->episode() && m_playback->episode()->row.id == m_ids.at(episode));
    if (!m_outside)
        makeOutside();
    // What is told of it afterwards: picture, and podcast.
    QTRY_VERIFY(m_client->metadata().contains(u"mpris:artUrl"_s)
                && m_client->metadata().contains(u"xesam:url"_s));
}

void TestOutsideWindow::makeOutside()
{
    m_outside = std::make_unique<OutsideWindow>(
            MprisService::Needs{.playback = *m_playback,
                                .queue = m_services->queue(),
                                .library = m_services->library(),
                                .artwork = m_services->artwork(),
                                .pictureFolder = m_services->profile().nowPlayingPath()},
            BusAddresses{.session = busAddresses().session, .system = {}});
    QTRY_VERIFY(m_client->root(u"Raise"_s).type() == QDBusMessage::ReplyMessage);
}

void TestOutsideWindow::withoutABusNothingIsSaid()
{
    for (const QString &address : {QString(), u"unix:path=/nowhere/at/all"_s, u"nonsense"_s}) {
        OutsideWindow outside({.playback = *m_playback,
                               .queue = m_services->queue(),
                               .library = m_services->library(),
                               .artwork = m_services->artwork(),
                               .pictureFolder = m_dir->path()},
                              {.session = address, .system = address});
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
        const QSignalSpy spoke(&outside, &OutsideWindow::raiseWished);
        QCOMPARE(resultOf(runOnPool([] { return 1; })), 1); // what was posted has been handled
        QCOMPARE(spoke.size(), 0);
    }
}

void TestOutsideWindow::aBusThatNeverAnswersHoldsNothingUp()
{
    QLocalServer silent;
    QVERIFY(silent.listen(m_dir->filePath(u"bus"_s)));
    const QString address = u"unix:path="_s + silent.fullServerName();
    const QSignalSpy called(&silent, &QLocalServer::newConnection);
    StallWatch stalls;

    auto outside
            = std::make_unique<OutsideWindow>(MprisService::Needs{.playback = *m_playback,
                                                                  .queue = m_services->queue(),
                                                                  .library = m_services->library(),
                                                                  .artwork = m_services->artwork(),
                                                                  .pictureFolder = m_dir->path()},
                                              BusAddresses{.session = address, .system = address});
    QTRY_COMPARE(called.size(), 1);
    m_playback->setVolume(0.5);
    QVERIFY(!QSignalSpy(outside.get(), &OutsideWindow::raiseWished).wait(1000));
    outside.reset();

    const double longest = double(stalls.longest().count()) / 1000;
    qInfo("longest stall with a silent bus: %.1f ms", longest);
    QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
    silent.close();
    const auto hangUp = [&silent] {
        while (QLocalSocket *socket = silent.nextPendingConnection())
            delete socket;
        return QThreadPool::globalInstance()->activeThreadCount() == 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hangUp(), 10000);
}

void TestOutsideWindow::thereIsNothingBeforeAnEpisode()
{
    makeOutside();

    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Stopped"_s);
    QCOMPARE(track(), QString::fromLatin1(Mpris::NoTrack));
    QCOMPARE(m_client->get(u"CanPlay"_s).toBool(), false);
    for (const auto *method : {"Play", "Pause", "PlayPause", "Stop", "Next", "Previous"})
        QCOMPARE(m_client->player(QString::fromLatin1(method)).type(), QDBusMessage::ReplyMessage);
    m_client->player(u"Seek"_s, {qlonglong(Second)});
    QCOMPARE(m_client->position(), 0);
    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Stopped"_s);
}

void TestOutsideWindow::theEpisodeIsShownWithItsPicture()
{
    subscribe();
    makeOutside();
    show(1);

    const QVariantMap metadata = m_client->metadata();
    QCOMPARE(metadata.value(u"xesam:title"_s).toString(), u"Episode 1"_s);
    QCOMPARE(metadata.value(u"xesam:album"_s).toString(), u"Pod"_s);
    QCOMPARE(metadata.value(u"xesam:artist"_s).toStringList(), QStringList{u"Ann"_s});
    QCOMPARE(metadata.value(u"mpris:length"_s).toLongLong(), 120 * Second);
    QCOMPARE(track(), u"/org/earmark/episode/%1"_s.arg(m_ids.at(1).value()));
    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Paused"_s);
    const QUrl art(metadata.value(u"mpris:artUrl"_s).toString());
    QVERIFY(art.isLocalFile());
    QVERIFY(art.toLocalFile().startsWith(m_dir->path()));
    const QImage shown(art.toLocalFile());
    QCOMPARE(shown.size(), QSize(512, 512));
    QCOMPARE(shown.pixelColor(100, 100), QColor(Qt::darkCyan));
}

void TestOutsideWindow::aPublicPodcastsAddressLeadsBack()
{
    subscribe();
    show(1);
    const auto moment = parseEarmarkAddress(m_client->metadata().value(u"xesam:url"_s).toString());
    QVERIFY(moment);
    QCOMPARE(moment->feed, m_server->url(u"/feed"_s));
    QCOMPARE(moment->guid, u"guid-1"_s);
}

void TestOutsideWindow::aPrivatePodcastsAddressIsNotTold()
{
    subscribe("/private/" + QByteArray(Token.data(), Token.size()));
    show(1);

    QString all;
    QDebug(&all) << m_client->metadata() << m_client->changes << track();
    QVERIFY2(!all.contains(Token), qPrintable(all));
    QVERIFY(all.contains(u"guid-1"_s));
}

void TestOutsideWindow::aWrongTrackMovesNothing()
{
    subscribe();
    show(1);

    setPosition(u"/org/earmark/episode/4711"_s, 30 * Second);
    setPosition(QString::fromLatin1(Mpris::NoTrack), 30 * Second);
    setPosition(track(), 121 * Second);
    setPosition(track(), -1);

    QCOMPARE(m_client->position(), 0);
    QVERIFY(m_client->jumps.isEmpty());
}

void TestOutsideWindow::aJumpIsHeardOf()
{
    subscribe();
    show(1);

    setPosition(track(), 30 * Second);
    QCOMPARE(position(), 30);
    QTRY_COMPARE(m_client->jumps, QList<qlonglong>{30 * Second});
    m_client->player(u"Seek"_s, {qlonglong(-10 * Second)});
    QCOMPARE(position(), 20);
    QTRY_COMPARE(m_client->jumps.size(), 2);
    m_playback->skip(200ms); // the listener, in the window
    QTRY_COMPARE(m_client->jumps.size(), 3);
    QCOMPARE(m_client->jumps.last(), 20 * Second + 200'000);
    for (const QVariantMap &changed : std::as_const(m_client->changes))
        QVERIFY(!changed.contains(u"Position"_s));
}

void TestOutsideWindow::aSeekBeyondTheEndGoesToTheEnd()
{
    subscribe();
    show(1);
    m_client->player(u"Seek"_s, {std::numeric_limits<qlonglong>::max()});
    QCOMPARE(position(), 120);
    QCOMPARE(m_playback->episode()->row.id, m_ids.at(1));
}

void TestOutsideWindow::aSeekBeyondTheEndPlaysTheQueue()
{
    subscribe();
    show(1);
    m_services->queue().addLast({m_ids.at(2)});
    QTRY_VERIFY(m_client->get(u"CanGoNext"_s).toBool());
    m_client->player(u"Seek"_s, {qlonglong(500 * Second)});
    QTRY_COMPARE(m_playback->episode()->row.id, m_ids.at(2));
    QTRY_COMPARE(track(), u"/org/earmark/episode/%1"_s.arg(m_ids.at(2).value()));
}

void TestOutsideWindow::nextIsTheNextChapterAndThenTheQueue()
{
    subscribe();
    show(0);
    QVERIFY(m_client->get(u"CanGoNext"_s).toBool());

    m_client->player(u"Next"_s);
    QCOMPARE(position(), 30);
    m_client->player(u"Next"_s);
    QCOMPARE(position(), 60);
    QCOMPARE(m_client->get(u"CanGoNext"_s).toBool(), false);
    m_client->player(u"Next"_s);
    QCOMPARE(position(), 60);

    m_services->queue().addLast({m_ids.at(1)});
    QTRY_VERIFY(m_client->get(u"CanGoNext"_s).toBool());
    m_client->player(u"Next"_s);
    QTRY_COMPARE(m_playback->episode()->row.id, m_ids.at(1));
}

void TestOutsideWindow::previousIsTheChaptersBeginning()
{
    subscribe();
    show(0);
    setPosition(track(), 50 * Second);

    m_client->player(u"Previous"_s);
    QCOMPARE(position(), 30);
    m_client->player(u"Previous"_s);
    QCOMPARE(position(), 0);
    m_client->player(u"Previous"_s);
    QCOMPARE(position(), 0);
    QCOMPARE(m_playback->episode()->row.id, m_ids.at(0));
}

void TestOutsideWindow::stopKeepsThePlace()
{
    subscribe();
    show(1);
    setPosition(track(), 50 * Second);

    m_client->player(u"Stop"_s);

    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Stopped"_s);
    QCOMPARE(position(), 50);
}

void TestOutsideWindow::speedAndVolumeAreWithinTheirBounds()
{
    subscribe();
    show(1);
    m_client->changes.clear();

    m_client->set(u"Rate"_s, 1.5);
    QCOMPARE(m_playback->speed(), 1.5);
    QTRY_COMPARE(m_client->changes.size(), 1);
    QCOMPARE(m_client->changes.first(), (QVariantMap{{u"Rate"_s, 1.5}}));
    m_client->set(u"Rate"_s, 100.0);
    QCOMPARE(m_client->get(u"Rate"_s).toDouble(), 4.0);
    m_client->set(u"Rate"_s, 0.1);
    QCOMPARE(m_client->get(u"Rate"_s).toDouble(), 0.5);

    m_client->set(u"Volume"_s, 0.3);
    QCOMPARE(m_client->get(u"Volume"_s).toDouble(), 0.3);
    m_client->set(u"Volume"_s, 7.0);
    QCOMPARE(m_client->get(u"Volume"_s).toDouble(), 1.0);
    m_client->set(u"Volume"_s, -3.0);
    QCOMPARE(m_client->get(u"Volume"_s).toDouble(), 0.0);
    QCOMPARE(m_playback->volume(), 0.0);
    m_client->changes.clear();
    m_playback->setVolume(0.8); // the listener, in the window
    QTRY_COMPARE(m_client->changes.size(), 1);
    QCOMPARE(m_client->changes.first(), (QVariantMap{{u"Volume"_s, 0.8}}));
}

void TestOutsideWindow::aRateOfZeroIsAPause()
{
    subscribe();
    show(1);
    m_client->set(u"Rate"_s, 2.0);

    m_client->set(u"Rate"_s, 0.0);

    QCOMPARE(m_client->get(u"Rate"_s).toDouble(), 2.0);
    QCOMPARE(m_client->get(u"PlaybackStatus"_s).toString(), u"Paused"_s);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestOutsideWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_outsidewindow.moc"
