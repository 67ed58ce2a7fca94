// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/soundrecorder.h"
#include "support/windowbench.h"
#include "ui/episode/chapterlistview.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// A click on a chapter in the real window, heard at the sound server: what comes out is that
/// chapter's beginning.
class TestChapterSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aClickedChapterIsHeardFromItsBeginning_data();
    void aClickedChapterIsHeardFromItsBeginning();
};

void TestChapterSound::aClickedChapterIsHeardFromItsBeginning_data()
{
    QTest::addColumn<QString>("fixture");
    QTest::addColumn<bool>("overHttp");
    for (const auto &name : {u"mp3vbr"_s, u"mp3vbr_noxing"_s, u"m4a"_s, u"opus"_s}) {
        QTest::newRow(qPrintable(name + u" from disk"_s)) << name << false;
        QTest::newRow(qPrintable(name + u" over HTTP with ranges"_s)) << name << true;
    }
}

void TestChapterSound::aClickedChapterIsHeardFromItsBeginning()
{
    QFETCH(QString, fixture);
    QFETCH(bool, overHttp);
    constexpr int ChapterRow = 3; // at 1:12
    constexpr double ChapterStart = 72;

    ServerThread server;
    server.serve("/sound", {.body = fixtureBytes(fixture), .headers = {}, .ranges = true});
    const QString sound
            = overHttp ? server.url(u"/sound"_s).toString() : u"http://disk.test/"_s + fixture;
    QByteArray feed = feedXml(u"Tone"_s, 1, sound);
    feed.replace("Notes 0", "0:00 One&lt;br&gt;0:20 Two&lt;br&gt;0:50 Three&lt;br&gt;1:12 Four");
    server.serve("/feed", {.body = feed, .headers = {}});

    WindowBench bench;
    QVERIFY(resultOf(bench.opened));
    const auto added = resultOf(bench.services.library().subscribe(server.url(u"/feed"_s)));
    QVERIFY(added);
    bench.window->showPodcast(added->id);
    auto *list = bench.window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    QVERIFY(list);
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QVERIFY(QTest::qWaitForWindowExposed(bench.window.get()));
    QTRY_VERIFY(list->isVisible());
    QTRY_VERIFY(!list->visualRect(list->model()->index(0, 0)).isEmpty());
    SoundRecorder recorder;
    QVERIFY(recorder.start());

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QTRY_VERIFY(list->currentIndex().isValid());
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bench.playback.state() == PlaybackService::State::Playing, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(recorder.heardNow().has_value(), 10000);

    auto *chapters = bench.window->findChild<ChapterListView *>();
    QVERIFY(chapters);
    QTRY_COMPARE(chapters->model()->rowCount(), 4);
    QTRY_VERIFY(chapters->isVisible());
    const double clicked = recorder.now();
    QTest::mouseClick(chapters->viewport(), Qt::LeftButton, {},
                      chapters->visualRect(chapters->model()->index(ChapterRow, 0)).center());

    QTRY_VERIFY_WITH_TIMEOUT(recorder.newSoundSince(clicked).has_value(), 15000);
    const HeardMoment heard = *recorder.newSoundSince(clicked);
    qInfo("%s: heard %.3f s, %.0f ms after the click", qPrintable(fixture), heard.media,
          (heard.at - clicked) * 1000);
    QVERIFY2(std::abs(heard.media - ChapterStart) <= 0.25,
             qPrintable(QString::number(heard.media)));
    QCOMPARE(chapters->chapterModel()->current(), ChapterRow);
    QCOMPARE(bench.playback.chapter(), ChapterRow);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestChapterSound test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_chaptersound.moc"
