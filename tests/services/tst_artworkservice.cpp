// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "support/failonwarning.h"
#include "support/testhttpserver.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray cover(QColor color)
{
    QImage image(300, 300, QImage::Format_RGB32);
    image.fill(color);
    QBuffer bytes;
    return image.save(&bytes, "PNG") ? bytes.data() : QByteArray();
}

} // namespace

class TestArtworkService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"qt.gui.imageio*=false"_s); }
    void init();
    void cleanup();

    void whatIsNoPictureIsNotAskedForAgain_data();
    void whatIsNoPictureIsNotAskedForAgain();
    void aPictureThatFailedIsTriedAgain();
    void aLoginTriesWhatFailedAtOnce();
    void aStrangersPictureDoesNotReachTheOwnNetwork();
    void whatTheListenerMayAllowIsTold();
    void aPictureIsFetchedOnce();
    void aTamperedCacheIsFetchedAnew();
    void aFullDiskCostsNothing();
    void newArtworkIsSeenAtTheSameAddress();
    void anUnchangedPictureIsAskedForByItsValidator();
    void aLostPictureStaysWhileItIsKept();

private:
    /// Another run of the program over the same cache.
    void restart(ArtworkLimits limits);
    QColor shown(int pixels = 40);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ArtworkService> m_artwork;
    QUrl m_url;
};

void TestArtworkService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_url = m_server->url(u"/cover"_s);
    m_server->serve("/cover", {.body = cover(Qt::red), .headers = {{"ETag", "\"red\""}}});
    restart({.firstPause = 20ms});
}

void TestArtworkService::cleanup()
{
    m_artwork.reset();
    m_http.reset();
}

void TestArtworkService::restart(ArtworkLimits limits)
{
    m_artwork.reset();
    HttpLimits manners;
    manners.hostPause = 0s;
    m_http = std::make_unique<HttpClient>(m_dir->filePath(u"stream"_s), manners);
    m_artwork = std::make_unique<ArtworkService>(*m_http, m_dir->filePath(u"artwork"_s), limits);
    m_artwork->setRequests([](const QUrl &picture) {
        return readyFuture(HttpRequest{.url = picture, .reach = Reach::Anywhere});
    });
}

/// The colour of the picture, once it is there.
QColor TestArtworkService::shown(int pixels)
{
    QImage image;
    [&] { QTRY_VERIFY(!(image = m_artwork->square(m_url, pixels)).isNull()); }();
    return image.isNull() ? QColor() : image.pixelColor(pixels / 2, pixels / 2);
}

void TestArtworkService::whatIsNoPictureIsNotAskedForAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("gone") << 404 << QByteArray("gone");
    QTest::newRow("SVG") << 200
                         << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' "
                                       "height='9'/>");
    QTest::newRow("broken") << 200 << cover(Qt::red).left(30);
    QTest::newRow("empty") << 200 << QByteArray();
}

void TestArtworkService::whatIsNoPictureIsNotAskedForAgain()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_server->serve("/bad",
                    {.status = status, .body = body, .headers = {{"Content-Type", "image/png"}}});
    m_server->serve("/down", {.status = 503, .body = {}});
    const QUrl bad = m_server->url(u"/bad"_s);
    const QUrl down = m_server->url(u"/down"_s);
    const auto asked = [this](const QByteArray &path) {
        const auto requests = m_server->requests();
        return std::count_if(requests.cbegin(), requests.cend(),
                             [&path](const auto &request) { return request.path == path; });
    };
    // The one that may come back is asked for again and again, the other once.
    const auto look = [&] {
        m_artwork->square(bad, 40);
        m_artwork->square(down, 40);
        return asked("/down") >= 3;
    };
    QTRY_VERIFY(look());
    QCOMPARE(asked("/bad"), 1);
}

void TestArtworkService::aPictureThatFailedIsTriedAgain()
{
    m_server->stop();
    QSignalSpy worthAsking(m_artwork.get(), &ArtworkService::ready);
    QVERIFY(m_artwork->square(m_url, 40).isNull());
    QTRY_VERIFY(!worthAsking.isEmpty());
    QCOMPARE(worthAsking.first().first().toUrl(), m_url);
    m_server->start();
    QCOMPARE(shown(), QColor(Qt::red));
}

void TestArtworkService::aLoginTriesWhatFailedAtOnce()
{
    restart({.firstPause = 1h});
    m_server->serve("/cover", {.status = 401, .body = {}});
    m_artwork->square(m_url, 40);
    QTRY_COMPARE(m_server->requests().size(), 1);
    m_server->serve("/cover", {.body = cover(Qt::blue)});
    QSignalSpy worthAsking(m_artwork.get(), &ArtworkService::ready);
    const auto forgetsIt = [&] {
        m_artwork->forgetFailures(); // once the answer has come
        return !worthAsking.isEmpty();
    };
    QTRY_VERIFY(forgetsIt());
    QCOMPARE(shown(), QColor(Qt::blue));
}

void TestArtworkService::aStrangersPictureDoesNotReachTheOwnNetwork()
{
    ArtworkService stranger(*m_http, m_dir->filePath(u"strange"_s));
    stranger.square(m_url, 40);
    // The same, allowed: when it is there, the other would long have been asked for.
    m_server->serve("/other", {.body = cover(Qt::blue)});
    const QUrl other = m_server->url(u"/other"_s);
    QTRY_VERIFY(!m_artwork->square(other, 40).isNull());
    QCOMPARE(m_server->requests().size(), 1);
}

void TestArtworkService::whatTheListenerMayAllowIsTold()
{
    m_artwork->setRequests([](const QUrl &picture) {
        return readyFuture(HttpRequest{.url = picture, .reach = Reach::PublicOnly});
    });
    QSignalSpy refused(m_artwork.get(), &ArtworkService::refused);

    m_artwork->square(m_url, 40);
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(m_artwork->isRefused(m_url));
    QVERIFY(m_server->requests().isEmpty());
    m_artwork->setRequests([](const QUrl &picture) {
        return readyFuture(HttpRequest{.url = picture, .reach = Reach::Anywhere});
    });
    m_artwork->forgetFailures();

    QVERIFY(!m_artwork->isRefused(m_url));
    QCOMPARE(shown(), QColor(Qt::red));
}

void TestArtworkService::aPictureIsFetchedOnce()
{
    for (const int pixels : {20, 40, 80})
        m_artwork->square(m_url, pixels);
    QCOMPARE(shown(20), QColor(Qt::red));
    QCOMPARE(shown(80), QColor(Qt::red));
    restart({});
    QCOMPARE(shown(40), QColor(Qt::red));
    QCOMPARE(shown(60), QColor(Qt::red));
    QCOMPARE(m_server->requests().size(), 1);
}

void TestArtworkService::aTamperedCacheIsFetchedAnew()
{
    QCOMPARE(shown(), QColor(Qt::red));
    m_artwork.reset();
    QDir folder(m_dir->filePath(u"artwork"_s));
    const QStringList names = folder.entryList(QDir::Files);
    QVERIFY(names.size() >= 2);
    for (const QString &name : names) {
        if (name.endsWith(".address"_L1))
            continue;
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("noise");
    }
    restart({});
    QCOMPARE(shown(), QColor(Qt::red));
    QCOMPARE(m_server->requests().size(), 2);
    QVERIFY(folder.removeRecursively()); // while it runs
    QCOMPARE(shown(50), QColor(Qt::red));
}

void TestArtworkService::aFullDiskCostsNothing()
{
    QFile taken(m_dir->filePath(u"artwork"_s));
    QVERIFY(taken.open(QIODevice::WriteOnly));
    QCOMPARE(shown(), QColor(Qt::red));
    const QUrl kept = m_artwork->keep(cover(Qt::blue));
    QTRY_VERIFY(!m_artwork->whole(kept, 40).isNull());
}

void TestArtworkService::newArtworkIsSeenAtTheSameAddress()
{
    QCOMPARE(shown(), QColor(Qt::red));
    m_server->serve("/cover", {.body = cover(Qt::blue), .headers = {{"ETag", "\"blue\""}}});
    restart({.checkEvery = 0s});
    QSignalSpy changed(m_artwork.get(), &ArtworkService::changed);
    // At once, from the disk; on loopback the new one may be there as quickly.
    QVERIFY(shown() == QColor(Qt::red) || changed.size() == 1);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(shown(), QColor(Qt::blue));
    QCOMPARE(m_server->requests().size(), 2);
    restart({});
    QCOMPARE(shown(), QColor(Qt::blue));
}

void TestArtworkService::anUnchangedPictureIsAskedForByItsValidator()
{
    QCOMPARE(shown(), QColor(Qt::red));
    m_server->serve("/cover", {.status = 304, .body = {}});
    restart({.checkEvery = 0s});
    QSignalSpy changed(m_artwork.get(), &ArtworkService::changed);
    QCOMPARE(shown(), QColor(Qt::red));
    QTRY_COMPARE(m_server->requests().size(), 2);
    QCOMPARE(m_server->requests().last().headers.value("if-none-match"), QByteArray("\"red\""));
    QCOMPARE(shown(60), QColor(Qt::red)); // once in a run
    QCOMPARE(m_server->requests().size(), 2);
    QCOMPARE(changed.size(), 0);
}

void TestArtworkService::aLostPictureStaysWhileItIsKept()
{
    QCOMPARE(shown(), QColor(Qt::red));
    m_server->serve("/cover", {.status = 404, .body = {}});
    restart({.checkEvery = 0s});
    QCOMPARE(shown(), QColor(Qt::red));
    QTRY_COMPARE(m_server->requests().size(), 2);
    QCOMPARE(shown(60), QColor(Qt::red));
}

QTEST_GUILESS_MAIN(TestArtworkService)
#include "tst_artworkservice.moc"
