// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/videofixture.h"
#include "support/windowbench.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodelistview.h"
#include "ui/player/playerbar.h"
#include "ui/shell/videowiring.h"
#include "ui/video/smallvideowindow.h"
#include "ui/video/videofullscreen.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Where = VideoStage::Place;
using State = PlaybackService::State;

namespace {
constexpr int Fps = 25;
constexpr int Videos = 2; ///< Episodes 0 and 1; episode 2 is sound alone.

template<typename T>
T *topLevel()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *found = dynamic_cast<T *>(widget))
            return found;
    }
    return nullptr;
}

} // namespace

/// A small video that is played in the real window; every picture of it shows its number, so what
/// is on the screen says what it is.
class TestVideoWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void thePictureIsSeenAndFollowsASeek();
    void fullScreenComesByKeyAndGoesByEsc();
    void nothingIsDecodedWhereNobodyLooks();
    void aVideoThatFollowsStaysAndSoundAloneClosesAll();
    void theSmallWindowIsWhereItWas();

private:
    /// The number that a view shows on the screen.
    static std::optional<int> numberIn(const VideoView &view);
    bool isAtPosition(const VideoView &view) const;
    void play(int episode);
    VideoView &panelView() const
    {
        return m_bench->window->findChild<EpisodePanel *>()->videoView();
    }
    VideoStage &stage() const { return m_bench->window->video().stage(); }
    PlaybackService &playback() const { return m_bench->playback; }

    QTemporaryDir m_dir;
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<WindowBench> m_bench;
    QList<EpisodeId> m_ids; ///< By their number in the feed.
};

void TestVideoWindow::initTestCase()
{
    const QByteArray bytes = barsVideo({.seconds = 40, .fps = Fps, .size = {448, 256}});
    QVERIFY(!bytes.isEmpty());
    for (int i = 0; i < Videos; ++i) {
        QFile file(m_dir.filePath(u"%1.mp4"_s.arg(i)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    QVERIFY(QFile::copy(mediaFixture(u"m4a"_s), m_dir.filePath(u"2.mp4"_s)));
}

void TestVideoWindow::init()
{
    failOnAnyWarning();
    QCursor::setPos(QGuiApplication::primaryScreen()->geometry().topRight());
    m_server = std::make_unique<ServerThread>();
    m_server->serve("/feed",
                    {.body = feedXml(u"Bars"_s, Videos + 1,
                                     u"http://disk.test/file"_s % m_dir.path() % u"/%1.mp4"_s),
                     .headers = {}});
    m_bench = std::make_unique<WindowBench>();
    QVERIFY(resultOf(m_bench->opened));
    const auto added = resultOf(m_bench->services.library().subscribe(m_server->url(u"/feed"_s)));
    QVERIFY(added);
    m_bench->window->showPodcast(added->id);
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    const auto newest = resultOf(m_bench->services.episodes().newest({}, Videos + 1));
    QVERIFY(newest);
    m_ids.clear();
    for (const Episode &episode : *newest)
        m_ids.prepend(episode.row.id);
    auto *list = m_bench->window->findChild<EpisodeListView *>();
    QTRY_COMPARE(list->model()->rowCount(), Videos + 1);
    list->setFocus();
    list->choose(m_ids.first());
}

void TestVideoWindow::cleanup()
{
    m_bench.reset();
    m_server.reset();
}

std::optional<int> TestVideoWindow::numberIn(const VideoView &view)
{
    QScreen *screen = view.screen();
    const QRect at(view.mapToGlobal(view.pictureRect().topLeft()), view.pictureRect().size());
    const QImage shown = screen->grabWindow(0, at.x(), at.y(), at.width(), at.height())
                                 .toImage()
                                 .convertToFormat(QImage::Format_RGB32);
    if (!view.isVisible() || shown.isNull())
        return {};
    return barsNumber(shown.constBits(), shown.width(), shown.height(), int(shown.bytesPerLine()));
}

bool TestVideoWindow::isAtPosition(const VideoView &view) const
{
    const auto number = numberIn(view);
    const double position = double(playback().position().count()) / 1000;
    return number && std::abs((*number + 0.5) / Fps - position) < 0.35;
}

void TestVideoWindow::play(int episode)
{
    playback().play(m_ids.at(episode), 2s);
    QTRY_COMPARE_WITH_TIMEOUT(playback().state(), State::Playing, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->window->video().hasVideo(), episode < Videos, 10000);
}

void TestVideoWindow::thePictureIsSeenAndFollowsASeek()
{
    QVERIFY(!panelView().isVisible());
    const auto *button = m_bench->window->findChild<QToolButton *>(u"video"_s);
    QVERIFY(button == nullptr || !button->isVisible());
    play(0);
    QTRY_VERIFY(panelView().isVisible());
    QTRY_VERIFY(std::abs(panelView().height() - panelView().width() * 4 / 7) <= 1);
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(panelView()), 10000);

    playback().seek(30s);
    QTRY_VERIFY_WITH_TIMEOUT(
            numberIn(panelView()).value_or(0) >= 30 * Fps && isAtPosition(panelView()), 10000);
    QTest::mouseClick(&panelView(), Qt::LeftButton);
    QTRY_COMPARE(playback().state(), State::Paused);
    playback().seek(5s); // a seek shows its picture in a pause too
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(panelView()), 10000);
    const QToolButton &ways = m_bench->window->findChild<PlayerBar *>()->videoButton();
    QVERIFY(ways.isVisible());
    QStringList names;
    for (const QAction *action : ways.menu()->actions())
        names += action->objectName();
    QCOMPARE(names,
             (QStringList{u"videoWindowAction"_s, u"videoFullScreenAction"_s,
                          u"videoSmallWindowAction"_s}));
}

void TestVideoWindow::fullScreenComesByKeyAndGoesByEsc()
{
    play(0);
    QTRY_VERIFY_WITH_TIMEOUT(numberIn(panelView()).has_value(), 10000);
    QWidget *focused = QApplication::focusWidget();
    QSignalSpy told(&m_bench->window->video(), &VideoWiring::fullScreenChanged);
    QTest::keyClick(m_bench->window.get(), Qt::Key_F11);
    QCOMPARE(told.size(), 1);
    QVERIFY(m_bench->window->video().isFullScreen());
    auto *full = topLevel<VideoFullScreen>();
    QVERIFY(full != nullptr);
    QTRY_VERIFY(full->isActiveWindow());
    QTRY_COMPARE(full->geometry(), full->screen()->geometry());
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(full->view()), 10000);

    QTest::keyClick(full, Qt::Key_Space);
    QTRY_COMPARE(playback().state(), State::Paused);
    const auto before = playback().position();
    QTest::keyClick(full, Qt::Key_Right);
    QCOMPARE(playback().position(), before + 30s);
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(full->view()), 10000);
    const double volume = playback().volume();
    QTest::keyClick(full, Qt::Key_Down);
    QVERIFY(playback().volume() < volume);

    QTest::keyClick(full, Qt::Key_Escape);
    QVERIFY(!full->isVisible());
    QTRY_VERIFY(m_bench->window->isActiveWindow());
    QCOMPARE(QApplication::focusWidget(), focused);
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(panelView()), 10000);
    m_bench->window->video().setFullScreen(true);
    QVERIFY(full->isVisible());
    m_bench->window->video().setFullScreen(false);
    QVERIFY(!full->isVisible());
}

void TestVideoWindow::nothingIsDecodedWhereNobodyLooks()
{
    play(0);
    QTRY_VERIFY_WITH_TIMEOUT(numberIn(panelView()).has_value(), 10000);
    const VideoService &video = m_bench->stack.video;
    auto *list = m_bench->window->findChild<EpisodeListView *>();
    list->choose(m_ids.at(2)); // the panel shows another one
    QTRY_VERIFY(!panelView().isVisible());
    QTRY_VERIFY(video.frame().isNull());
    QVERIFY(m_bench->window->video().hasVideo()); // there are other places, and a way back
    stage().windowAction()->trigger();
    QTRY_VERIFY(panelView().isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(panelView()), 10000);
    m_bench->window->showMinimized();
    QTRY_VERIFY(video.frame().isNull());
    m_bench->window->showNormal();
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(panelView()), 10000);
}

void TestVideoWindow::aVideoThatFollowsStaysAndSoundAloneClosesAll()
{
    for (const Where place : {Where::SmallWindow, Where::FullScreen}) {
        play(0);
        stage().goTo(place);
        play(1);
        QCOMPARE(stage().place(), place);
        const VideoWindow *own = place == Where::FullScreen
                ? static_cast<VideoWindow *>(topLevel<VideoFullScreen>())
                : topLevel<SmallVideoWindow>();
        QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(own->view()), 10000);
        QCOMPARE(stage().place(), place); // and did not close in between
        play(2);
        QCOMPARE(stage().place(), Where::Panel);
        QVERIFY(!own->isVisible());
        QTRY_VERIFY(m_bench->window->isActiveWindow());
        QVERIFY(!m_bench->window->findChild<PlayerBar *>()->videoButton().isVisible());
    }
}

void TestVideoWindow::theSmallWindowIsWhereItWas()
{
    play(0);
    QTRY_VERIFY_WITH_TIMEOUT(numberIn(panelView()).has_value(), 10000);
    QTest::keyClick(m_bench->window.get(), Qt::Key_F11, Qt::ShiftModifier);
    auto *small = topLevel<SmallVideoWindow>();
    QVERIFY(small != nullptr && small->isVisible());
    QTRY_VERIFY(small->isActiveWindow());
    QVERIFY(std::abs(small->height() - small->width() * 4 / 7) <= 1);
    small->move(80, 90);
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(small->view()), 10000);
    QTRY_COMPARE(small->pos(), QPoint(80, 90));
    const QRect place = small->geometry();
    m_bench->window->close();
    QVERIFY(!small->isVisible());

    m_bench->window = std::make_unique<MainWindow>(m_bench->stack.needs);
    m_bench->window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    QTRY_VERIFY(m_bench->window->video().hasVideo());
    stage().goTo(Where::SmallWindow);
    small = topLevel<SmallVideoWindow>();
    QTRY_COMPARE(small->geometry(), place);
    QTRY_VERIFY_WITH_TIMEOUT(isAtPosition(small->view()), 10000);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestVideoWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_videowindow.moc"
