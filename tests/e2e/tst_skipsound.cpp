// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/soundrecorder.h"
#include "support/windowbench.h"
#include "ui/episode/chapterlistview.h"
#include "ui/shell/undobar.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A chapter that is unticked in the real window is not heard at the sound server; the bar that
/// says so lets one hear it.
class TestSkipSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void anUntickedChapterIsNotHeardUntilItIsWished();
};

void TestSkipSound::anUntickedChapterIsNotHeardUntilItIsWished()
{
    ServerThread server;
    QByteArray feed = feedXml(u"Tone"_s, 1, u"http://disk.test/m4a"_s);
    feed.replace("Notes 0", "0:00 One&lt;br&gt;0:20 Two&lt;br&gt;0:50 Three&lt;br&gt;1:12 Four");
    server.serve("/feed", {.body = feed, .headers = {}});
    WindowBench bench;
    QVERIFY(resultOf(bench.opened));
    const auto added = resultOf(bench.services.library().subscribe(server.url(u"/feed"_s)));
    QVERIFY(added);
    bench.window->showPodcast(added->id);
    auto *list = bench.window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QVERIFY(QTest::qWaitForWindowExposed(bench.window.get()));
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    auto *chapters = bench.window->findChild<ChapterListView *>();
    QTRY_COMPARE(chapters->model()->rowCount(), 4);
    QTRY_VERIFY(chapters->isVisible());
    SoundRecorder recorder;
    QVERIFY(recorder.start());

    chapters->setFocus();
    chapters->setCurrentIndex(chapters->model()->index(1, 0));
    QTest::keyClick(chapters, Qt::Key_X);
    QTRY_COMPARE(chapters->model()->index(1, 0).data(Qt::CheckStateRole).toInt(),
                 int(Qt::Unchecked));
    const double begun = recorder.now();
    bench.playback.play(resultOf(bench.services.episodes().newest({}, 1))->first().row.id, 18s);
    QTRY_VERIFY_WITH_TIMEOUT(bench.playback.position() > 52s, 20000);
    const auto timesHeardIn = [&](double from, double to, double since) {
        return std::ranges::count_if(recorder.heardSince(since), [&](const HeardMoment &moment) {
            return moment.media > from && moment.media < to;
        });
    };
    const auto heardIn = [&](double from, double to, double since) {
        return timesHeardIn(from, to, since) > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(heardIn(50.5, 53, begun), 10000);
    QVERIFY(heardIn(18.3, 19.8, begun));
    // What lies over the cut has both sides in it, and sounds like something between them.
    QVERIFY(timesHeardIn(20.4, 49.6, begun) <= 2);

    auto *bar = bench.window->findChild<UndoBar *>(u"undoBar"_s);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->sentence(), u"Skipped \"Two\" (0:30)"_s);
    auto *hear = bar->findChild<QPushButton *>(u"undoButton"_s);
    QCOMPARE(hear->text(), u"Hear it"_s);
    const double clicked = recorder.now();
    QTest::mouseClick(hear, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(heardIn(20, 24, clicked), 15000);
    QVERIFY(!bar->isVisible());
    QTest::keyClick(chapters, Qt::Key_X); // on the chapter that plays
    QTRY_COMPARE(chapters->model()->index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QVERIFY(bench.playback.position() < 49s);
    QTest::keyClick(chapters, Qt::Key_X);
    QVERIFY(bench.playback.position() >= 50s);
    QVERIFY(std::chrono::abs(bench.stack.timeSaved.inAll().bySkipping - 30s) < 300ms);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestSkipSound test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_skipsound.moc"
