// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/stallwatch.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/windowbench.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The window never waits: the longest stall of its thread while the network is at its worst.
class TestStalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void importPlayingAndBadServersNeverHoldTheWindow();

private:
    static QByteArray serveTwentyFeeds(ServerThread &server);
};

/// Twenty feeds of 200 episodes with notes; the OPML that names them.
QByteArray TestStalls::serveTwentyFeeds(ServerThread &server)
{
    const QString notes
            = u"<description>%1</description>"_s.arg(u"Words about the subject. "_s.repeated(80));
    QByteArray opml = "<opml version='2.0'><body>";
    for (int i = 0; i < 20; ++i) {
        const QByteArray path = "/feed-" + QByteArray::number(i);
        server.serve(path,
                     {.body = feedXml(QString::fromLatin1(path), 200,
                                      u"http://127.0.0.1:9/%1.mp3"_s, notes),
                      .headers = {}});
        opml += "<outline type='rss' xmlUrl='" + server.url(QString::fromLatin1(path)).toEncoded()
                + "'/>";
    }
    return opml + "</body></opml>";
}

void TestStalls::importPlayingAndBadServersNeverHoldTheWindow()
{
    using Fault = TestHttpServer::Fault;
    ServerThread server;
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    server.serve("/0.mp3", {.body = sound, .headers = {}, .ranges = true});
    server.serve("/1.mp3", {.body = {}, .headers = {}, .fault = Fault::Silent});
    server.serve("/2.mp3",
                 {.body = sound,
                  .headers = {},
                  .ranges = true,
                  .fault = Fault::DropAfter,
                  .faultAfter = 100'000});
    server.serve("/3.mp3",
                 {.body = sound,
                  .headers = {},
                  .ranges = true,
                  .fault = Fault::StallAfter,
                  .faultAfter = 100'000});
    server.serve("/feed",
                 {.body = feedXml(u"Tone"_s, 4, server.url(u"/"_s).toString() + u"%1.mp3"_s),
                  .headers = {}});
    server.serve("/silent", {.body = {}, .headers = {}, .fault = Fault::Silent});
    const QByteArray opml = serveTwentyFeeds(server);

    WindowBench bench;
    QVERIFY(resultOf(bench.opened));
    QVERIFY(resultOf(bench.services.library().subscribe(server.url(u"/feed"_s))));
    const auto rows = *resultOf(bench.services.episodes().firstRows(EpisodeQuery{}, 10));
    QCOMPARE(rows.size(), 4); // newest first: 3.mp3 … 0.mp3
    bench.window->showPlace(Place::Episodes);
    auto *list = bench.window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    QTRY_VERIFY(list && list->model()->rowCount() == 4);
    StallWatch watch;
    const auto longest = [&watch](const char *what) {
        const double ms = double(watch.longest().count()) / 1000;
        qInfo("longest stall %s: %.1f ms", what, ms);
        watch.reset();
        return ms;
    };
    QTRY_VERIFY(watch.longest().count() > 0);
    watch.reset();

    // One is played; the player's making (once, <= 50 ms) is in this.
    bench.playback.play(rows.at(3).id);
    QTRY_VERIFY_WITH_TIMEOUT(bench.playback.state() == PlaybackService::State::Playing, 20000);
    QVERIFY(longest("while a player is made and loaded") <= 50);

    const auto import = bench.services.library().importOpml(opml);
    bench.services.library().subscribe(server.url(u"/silent"_s));
    QTRY_VERIFY_WITH_TIMEOUT(import.isFinished(), 60000);
    QCOMPARE(import.result()->added, 20);
    QVERIFY(longest("while 20 feeds of 200 episodes are imported and one plays") <= 50);
    QCOMPARE(bench.playback.state(), PlaybackService::State::Playing);

    // A server that says nothing, one that dies, one that stalls; then back to the good one.
    for (const int bad : {2, 1, 0}) {
        bench.playback.play(rows.at(bad).id);
        QTRY_VERIFY_WITH_TIMEOUT(bench.playback.episode()->row.id == rows.at(bad).id, 10000);
        bench.playback.seek(std::chrono::seconds(60));
        QTRY_VERIFY_WITH_TIMEOUT(server.requests().size() > 1, 10000);
        bench.playback.play(rows.at(3).id);
        QTRY_VERIFY_WITH_TIMEOUT(bench.playback.state() == PlaybackService::State::Playing, 20000);
    }
    QVERIFY(longest("while silent, dying and stalling servers are tried") <= 50);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestStalls test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_stalls.moc"
