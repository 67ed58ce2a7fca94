// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "videobench.h"

#include <QAction>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::milliseconds;
using Place = VideoStage::Place;

/// The moving picture's three places, by real keys and clicks.
class TestVideoPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void thePictureIsInOnePlaceAtATime();
    void withoutAPictureThereIsNoWay();
    void f11IsFullScreenAndEscLeaves();
    void fullScreenIsLeftWhereItBegan();
    void thePlayersKeysWorkInBothWindows();
    void theControlsGoWithThePointer();
    void theControlsSeek();
    void tabLeadsIntoTheControls();
    void theSmallWindowRemembersItsPlace();
    void theSmallWindowKeepsTheShape();
    void theSmallWindowIsMovedByThePicture();
    void closingTheSmallWindowGivesThePictureBack();
    void anEpisodeWithoutAPictureClosesAll();

private:
    std::unique_ptr<VideoBench> m_bench;
};

void TestVideoPlaces::init()
{
    failOnAnyWarning();
    m_bench = std::make_unique<VideoBench>();
    QVERIFY(m_bench->isReady());
}

void TestVideoPlaces::thePictureIsInOnePlaceAtATime()
{
    const auto places = [this] {
        QList<Place> shown;
        if (!m_bench->view->frame().isNull() && m_bench->view->isVisible())
            shown += Place::Panel;
        if (VideoBench::fullScreen() != nullptr && VideoBench::fullScreen()->isVisible()
            && !VideoBench::fullScreen()->view().frame().isNull())
            shown += Place::FullScreen;
        if (VideoBench::smallWindow() != nullptr && VideoBench::smallWindow()->isVisible()
            && !VideoBench::smallWindow()->view().frame().isNull())
            shown += Place::SmallWindow;
        return shown;
    };
    m_bench->stage->setFrame(frameFor({320, 180}));
    QCOMPARE(places(), {Place::Panel});
    for (const Place place : {Place::SmallWindow, Place::FullScreen, Place::Panel,
                              Place::FullScreen, Place::SmallWindow, Place::Panel}) {
        m_bench->stage->goTo(place);
        QCOMPARE(places(), {place}); // at once, with the frame it had
        m_bench->stage->setFrame(frameFor({640, 360}));
        QCOMPARE(places(), {place});
        QTRY_VERIFY(!m_bench->stage->viewport().isEmpty());
    }
    m_bench->stage->goTo(Place::SmallWindow);
    QVERIFY(!m_bench->view->isVisible()); // its room is the notes' again
}

void TestVideoPlaces::withoutAPictureThereIsNoWay()
{
    m_bench->stage->setHasVideo(false);
    QVERIFY(!m_bench->view->isVisible());
    QVERIFY(!m_bench->stage->fullScreenAction()->isEnabled());
    QVERIFY(!m_bench->stage->smallWindowAction()->isEnabled());
    QVERIFY(!m_bench->stage->windowAction()->isEnabled());
    QTest::keyClick(&m_bench->window, Qt::Key_F11);
    m_bench->stage->goTo(Place::SmallWindow);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QVERIFY(m_bench->stage->viewport().isEmpty());

    m_bench->stage->setHasVideo(true);
    m_bench->stage->setHasPanel(false); // of a podcast that is looked at
    QVERIFY(!m_bench->stage->windowAction()->isEnabled());
    QVERIFY(m_bench->stage->smallWindowAction()->isEnabled());
    m_bench->stage->goTo(Place::SmallWindow);
    QVERIFY(m_bench->stage->windowAction()->isEnabled());
}

void TestVideoPlaces::f11IsFullScreenAndEscLeaves()
{
    QTest::keyClick(m_bench->list, Qt::Key_F11);
    QCOMPARE(m_bench->stage->place(), Place::FullScreen);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTRY_COMPARE(VideoBench::fullScreen()->geometry(), m_bench->window.screen()->geometry());
    QCOMPARE(VideoBench::fullScreen()->screen(), m_bench->window.screen());
    QVERIFY(m_bench->view->isVisible()); // behind it, everything stays where it is
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_Escape);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QVERIFY(!VideoBench::fullScreen()->isVisible());
    QTRY_VERIFY(m_bench->window.isActiveWindow());
    QCOMPARE(QApplication::focusWidget(), m_bench->list);

    QTest::keyClick(m_bench->list, Qt::Key_F11);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_F11);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QTRY_VERIFY(m_bench->window.isActiveWindow());
    QTest::keyClick(m_bench->list, Qt::Key_F11);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_F);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
}

void TestVideoPlaces::fullScreenIsLeftWhereItBegan()
{
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    QTest::keyClick(VideoBench::smallWindow(), Qt::Key_F11);
    QCOMPARE(m_bench->stage->place(), Place::FullScreen);
    QVERIFY(!VideoBench::smallWindow()->isVisible());
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_Escape);
    QCOMPARE(m_bench->stage->place(), Place::SmallWindow);
    QVERIFY(VideoBench::smallWindow()->isVisible());
}

void TestVideoPlaces::thePlayersKeysWorkInBothWindows()
{
    QList<int> keys;
    m_bench->stage->setPlayerKeys([&keys](const QKeyEvent &key) {
        if (key.key() != Qt::Key_Shift)
            keys += key.key();
        return true;
    });
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    QTest::keyClick(VideoBench::smallWindow(), Qt::Key_Space);
    QTest::keyClick(VideoBench::smallWindow(), Qt::Key_Right, Qt::ShiftModifier);
    // A button that has the keyboard's focus keeps Space alone.
    auto *close = VideoBench::smallWindow()->findChild<VideoButton *>(u"videoFullScreen"_s);
    VideoBench::smallWindow()->view().setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(close->isVisible());
    close->setFocus(Qt::TabFocusReason);
    QTest::keyClick(close, Qt::Key_Left);
    m_bench->stage->goTo(Place::FullScreen);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_Space);
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_BracketRight);
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_Up);
    QCOMPARE(keys,
             (QList<int>{Qt::Key_Space, Qt::Key_Right, Qt::Key_Left, Qt::Key_Space,
                         Qt::Key_BracketRight, Qt::Key_Up}));
}

void TestVideoPlaces::theControlsGoWithThePointer()
{
    m_bench->stage->goTo(Place::FullScreen);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTest::mouseMove(&VideoBench::fullScreen()->view(), {300, 200});
    QTRY_VERIFY(VideoBench::fullScreen()->controls().isVisible());
    QVERIFY(VideoBench::fullScreen()->cursor().shape() != Qt::BlankCursor);
    QTRY_VERIFY_WITH_TIMEOUT(!VideoBench::fullScreen()->controls().isVisible(), 8000);
    QCOMPARE(VideoBench::fullScreen()->cursor().shape(), Qt::BlankCursor);
    QTest::mouseMove(&VideoBench::fullScreen()->view(), {320, 220});
    QTRY_VERIFY(VideoBench::fullScreen()->controls().isVisible());
    QVERIFY(VideoBench::fullScreen()->cursor().shape() != Qt::BlankCursor);
    const QRect bar = VideoBench::fullScreen()->controls().geometry();
    QCOMPARE(bar.bottom(), VideoBench::fullScreen()->rect().bottom());
    QVERIFY(bar.top() > VideoBench::fullScreen()->height() / 2);
}

void TestVideoPlaces::theControlsSeek()
{
    QList<milliseconds> places;
    connect(m_bench->stage.get(), &VideoStage::seekWished, this,
            [&places](milliseconds at) { places += at; });
    m_bench->stage->goTo(Place::FullScreen);
    VideoControls &controls = VideoBench::fullScreen()->controls();
    controls.setTitle(u"Birds"_s, u"Owls"_s);
    controls.setDuration(100s);
    controls.setPosition(20s);
    QTRY_VERIFY(controls.isVisible());
    auto *bar = controls.findChild<QWidget *>(u"seekBar"_s);
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->rect().center());
    QCOMPARE(places.size(), 1);
    QVERIFY(places.first() > 48s && places.first() < 52s);
    const QSignalSpy leaving(VideoBench::fullScreen(), &VideoWindow::leaveWished);
    QTest::mouseClick(controls.findChild<VideoButton *>(u"controlsLeave"_s), Qt::LeftButton);
    QCOMPARE(leaving.size(), 1);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
}

void TestVideoPlaces::tabLeadsIntoTheControls()
{
    m_bench->stage->goTo(Place::FullScreen);
    QTRY_VERIFY(VideoBench::fullScreen()->isActiveWindow());
    QTRY_VERIFY_WITH_TIMEOUT(!VideoBench::fullScreen()->controls().isVisible(), 8000);
    QTest::keyClick(VideoBench::fullScreen(), Qt::Key_Tab);
    QTRY_VERIFY(VideoBench::fullScreen()->controls().isVisible());
    QCOMPARE(QApplication::focusWidget()->objectName(), u"controlsPlay"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"controlsBack"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
}

void TestVideoPlaces::theSmallWindowRemembersItsPlace()
{
    QByteArray state;
    connect(m_bench->stage.get(), &VideoStage::smallWindowStateChanged, this,
            [&state](const QByteArray &told) { state = told; });
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    QVERIFY(VideoBench::smallWindow()->windowFlags().testFlag(Qt::WindowStaysOnTopHint));
    const QRect area = m_bench->window.screen()->availableGeometry();
    QVERIFY(area.contains(VideoBench::smallWindow()->geometry()));
    QVERIFY(VideoBench::smallWindow()->geometry().center().x() > area.center().x());
    QTest::keyClick(VideoBench::smallWindow(), Qt::Key_Plus);
    VideoBench::smallWindow()->move(50, 60);
    QTRY_COMPARE(VideoBench::smallWindow()->pos(), QPoint(50, 60));
    const QRect place = VideoBench::smallWindow()->geometry();
    QVERIFY(place.width() > 480);
    m_bench->stage->goTo(Place::Panel);
    QVERIFY(!state.isEmpty());
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_COMPARE(VideoBench::smallWindow()->geometry(), place);

    m_bench->restart();
    m_bench->stage->setSmallWindowState(state);
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_COMPARE(VideoBench::smallWindow()->geometry(), place);

    m_bench->restart();
    m_bench->stage->setSmallWindowState("what no window wrote");
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(area.contains(VideoBench::smallWindow()->geometry()));
    QCOMPARE(VideoBench::smallWindow()->width(), 480);
}

void TestVideoPlaces::theSmallWindowKeepsTheShape()
{
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    QCOMPARE(VideoBench::smallWindow()->size(), QSize(480, 270));
    VideoView &view = VideoBench::smallWindow()->view();
    const QPoint corner(1, 1);
    QTest::mouseMove(&view, corner);
    QTRY_COMPARE(view.cursor().shape(), Qt::SizeFDiagCursor);
    const QRect before = VideoBench::smallWindow()->geometry();
    const QSignalSpy clicks(m_bench->stage.get(), &VideoStage::playPauseWished);
    QTest::mousePress(&view, Qt::LeftButton, {}, corner);
    QTest::mouseMove(&view, corner - QPoint(160, 0));
    QTest::mouseRelease(&view, Qt::LeftButton);
    QTRY_COMPARE(VideoBench::smallWindow()->size(), QSize(640, 360));
    QCOMPARE(VideoBench::smallWindow()->geometry().bottomRight(), before.bottomRight());
    QCOMPARE(clicks.size(), 0);
    m_bench->stage->setNaturalSize({720, 1280}); // the next episode was filmed upright
    QTRY_COMPARE(VideoBench::smallWindow()->size(), QSize(360, 640));
    QVERIFY(m_bench->window.screen()->availableGeometry().contains(
            VideoBench::smallWindow()->geometry()));
}

void TestVideoPlaces::theSmallWindowIsMovedByThePicture()
{
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    const QSignalSpy clicks(m_bench->stage.get(), &VideoStage::playPauseWished);
    const QSignalSpy drags(&VideoBench::smallWindow()->view(), &VideoView::draggingBegan);
    VideoView &view = VideoBench::smallWindow()->view();
    QTest::mousePress(&view, Qt::LeftButton, {}, left(view));
    QTest::mouseMove(&view, left(view) - QPoint(60, 40));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, left(view));
    QCOMPARE(drags.size(), 1);
    QTest::mouseClick(&view, Qt::LeftButton, {}, left(view));
    QTRY_COMPARE(clicks.size(), 1);
}

void TestVideoPlaces::closingTheSmallWindowGivesThePictureBack()
{
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    QVERIFY(!m_bench->view->isVisible());
    VideoBench::smallWindow()->close(); // as the desktop does
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QVERIFY(m_bench->view->isVisible());
    QTRY_VERIFY(m_bench->window.isActiveWindow());
    QCOMPARE(QApplication::focusWidget(), m_bench->list);

    const QSignalSpy wished(m_bench->stage.get(), &VideoStage::windowWished);
    m_bench->stage->goTo(Place::SmallWindow);
    QTRY_VERIFY(VideoBench::smallWindow()->isActiveWindow());
    VideoBench::smallWindow()->findChild<VideoButton *>(u"videoIntoWindow"_s)->click();
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QCOMPARE(wished.size(), 1);
}

void TestVideoPlaces::anEpisodeWithoutAPictureClosesAll()
{
    for (const Place place : {Place::FullScreen, Place::SmallWindow}) {
        m_bench->stage->goTo(place);
        QWidget *own = place == Place::FullScreen ? static_cast<QWidget *>(VideoBench::fullScreen())
                                                  : VideoBench::smallWindow();
        QTRY_VERIFY(own->isActiveWindow());
        m_bench->stage->setHasVideo(false);
        QVERIFY(!own->isVisible());
        QVERIFY(!m_bench->view->isVisible());
        QCOMPARE(m_bench->stage->place(), Place::Panel);
        QTRY_VERIFY(m_bench->window.isActiveWindow());
        QCOMPARE(QApplication::focusWidget(), m_bench->list);
        m_bench->stage->setHasVideo(true);
        QVERIFY(m_bench->view->isVisible());
    }
}

QTEST_MAIN(TestVideoPlaces)
#include "tst_videoplaces.moc"
