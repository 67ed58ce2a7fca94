// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "videobench.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::milliseconds;
using Place = VideoStage::Place;

namespace {

bool isAllBlack(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if ((image.pixel(x, y) & 0xffffff) != 0)
                return false;
        }
    }
    return true;
}

} // namespace

/// The moving picture with its buttons, by real keys and clicks.
class TestVideoView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void itIsBlackUntilTheFirstFrame();
    void aFrameIsShownAsItIsWithBlackAround();
    void whyThereIsNoPictureIsSaid();
    void nobodyLooksAtWhatIsHidden();
    void nobodyLooksAtAMinimisedWindow();
    void aClickPlaysOrPauses();
    void aDoubleClickIsFullScreenAlone();
    void aSlowDoubleClickTakesBackItsFirstClick();
    void theWheelSkipsByNotches();
    void buttonsComeWithTheMouseAndGo();
    void buttonsComeWithTheKeyboard();
    void buttonsAreNamed();
    void theMenuHasTheSameWays();

private:
    std::unique_ptr<VideoBench> m_bench;
};

void TestVideoView::init()
{
    failOnAnyWarning();
    m_bench = std::make_unique<VideoBench>();
    QVERIFY(m_bench->isReady());
}

void TestVideoView::itIsBlackUntilTheFirstFrame()
{
    QVERIFY(isAllBlack(m_bench->view->grab().toImage()));
    m_bench->stage->setFrame(frameFor(m_bench->view->viewport()));
    QVERIFY(!isAllBlack(m_bench->view->grab().toImage()));
    m_bench->stage->setFrame({});
    QVERIFY(isAllBlack(m_bench->view->grab().toImage()));
}

void TestVideoView::aFrameIsShownAsItIsWithBlackAround()
{
    const QImage frame = frameFor(m_bench->view->viewport(), {4, 3});
    m_bench->stage->setFrame(frame);
    const QRect picture = m_bench->view->pictureRect();
    QCOMPARE(picture.size() * m_bench->view->devicePixelRatioF(), frame.size());
    const QImage shown = m_bench->view->grab().toImage();
    QCOMPARE(shown.copy(picture).convertToFormat(QImage::Format_RGB32), frame);
    const auto beside = [&](int x) { return shown.copy(x, 0, picture.left(), shown.height()); };
    QVERIFY(picture.left() > 0);
    QVERIFY(isAllBlack(beside(0)));
    QVERIFY(isAllBlack(beside(picture.right() + 1)));
}

void TestVideoView::whyThereIsNoPictureIsSaid()
{
    m_bench->stage->setFrame(frameFor(m_bench->view->viewport()));
    m_bench->stage->setFailure(u"The picture of this episode cannot be decoded."_s);
    const QImage shown = m_bench->view->grab().toImage();
    QVERIFY(!isAllBlack(shown));
    QCOMPARE(shown.pixelColor(2, 2), QColor(Qt::black)); // the picture is gone
    QCOMPARE(m_bench->view->toolTip(), u"The picture of this episode cannot be decoded."_s);
    QCOMPARE(m_bench->view->accessibleDescription(), m_bench->view->toolTip());
    m_bench->stage->setFailure({});
    QVERIFY(m_bench->view->toolTip().isEmpty());
}

void TestVideoView::nobodyLooksAtWhatIsHidden()
{
    QSignalSpy told(m_bench->stage.get(), &VideoStage::viewportChanged);
    m_bench->stage->setInPanel(false);
    QVERIFY(!m_bench->view->isVisible());
    QVERIFY(m_bench->stage->viewport().isEmpty());
    QVERIFY(!told.isEmpty());
    m_bench->stage->setInPanel(true);
    QTRY_VERIFY(!m_bench->stage->viewport().isEmpty());
    told.clear();
    m_bench->window.hide();
    QTRY_VERIFY(m_bench->stage->viewport().isEmpty());
    QVERIFY(!told.isEmpty());
}

void TestVideoView::nobodyLooksAtAMinimisedWindow()
{
    QSignalSpy told(m_bench->stage.get(), &VideoStage::viewportChanged);
    m_bench->window.showMinimized();
    QTRY_VERIFY(m_bench->stage->viewport().isEmpty());
    QVERIFY(!told.isEmpty());
    m_bench->window.showNormal();
    QTRY_VERIFY(!m_bench->stage->viewport().isEmpty());
}

void TestVideoView::aClickPlaysOrPauses()
{
    const QSignalSpy wished(m_bench->stage.get(), &VideoStage::playPauseWished);
    QTest::mouseClick(m_bench->view, Qt::LeftButton);
    QTRY_COMPARE(wished.size(), 1);
    QCOMPARE(QApplication::focusWidget(), m_bench->list); // the keys stay with the list
    QTest::mousePress(m_bench->view, Qt::LeftButton);
    QTest::mouseRelease(m_bench->view, Qt::LeftButton, {}, QPoint(-20, -20)); // thought better
    QTest::mouseClick(m_bench->view, Qt::LeftButton);
    QTRY_COMPARE(wished.size(), 2);
}

void TestVideoView::aDoubleClickIsFullScreenAlone()
{
    const QSignalSpy wished(m_bench->stage.get(), &VideoStage::playPauseWished);
    QTest::mouseDClick(m_bench->view, Qt::LeftButton);
    QCOMPARE(m_bench->stage->place(), Place::FullScreen);
    QTest::mouseDClick(&VideoBench::fullScreen()->view(), Qt::LeftButton);
    QCOMPARE(m_bench->stage->place(), Place::Panel);
    QTest::mouseClick(m_bench->view, Qt::LeftButton); // what comes later would come before its wish
    QTRY_COMPARE(wished.size(), 1);
}

void TestVideoView::aSlowDoubleClickTakesBackItsFirstClick()
{
    const QSignalSpy wished(m_bench->stage.get(), &VideoStage::playPauseWished);
    QTest::mouseClick(m_bench->view, Qt::LeftButton);
    QTRY_COMPARE(wished.size(), 1);
    const QPointF at(m_bench->view->rect().center());
    QMouseEvent second(QEvent::MouseButtonDblClick, at, m_bench->view->mapToGlobal(at),
                       Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_bench->view, &second);
    QCOMPARE(wished.size(), 2);
    QCOMPARE(m_bench->stage->place(), Place::FullScreen);
}

void TestVideoView::theWheelSkipsByNotches()
{
    QList<milliseconds> skips;
    connect(m_bench->stage.get(), &VideoStage::skipWished, this,
            [&skips](milliseconds by) { skips += by; });
    const auto turn = [this](int angle) {
        const QPointF at(m_bench->view->rect().center());
        QWheelEvent event(at, m_bench->view->mapToGlobal(at), {}, {0, angle}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_bench->view, &event);
    };
    turn(120);
    turn(-60);
    turn(-60);
    turn(-240);
    QCOMPARE(skips, (QList<milliseconds>{10s, -10s, -20s}));
}

void TestVideoView::buttonsComeWithTheMouseAndGo()
{
    auto *play = m_bench->view->findChild<VideoButton *>(u"videoPlay"_s);
    QVERIFY(!play->isVisible());
    QTest::mouseMove(m_bench->view, left(*m_bench->view));
    QTest::mouseMove(m_bench->view, left(*m_bench->view) + QPoint(5, 5));
    QTRY_VERIFY(play->isVisible());
    QVERIFY(m_bench->view->rect().contains(play->geometry()));
    QTRY_VERIFY_WITH_TIMEOUT(!play->isVisible(), 8000);
    QTest::mouseMove(m_bench->view, left(*m_bench->view));
    QTRY_VERIFY(play->isVisible());
    QTest::mouseMove(m_bench->list, {10, 10});
    QTRY_VERIFY(!play->isVisible());
}

void TestVideoView::buttonsComeWithTheKeyboard()
{
    const QSignalSpy wished(m_bench->stage.get(), &VideoStage::playPauseWished);
    m_bench->view->setFocus(Qt::TabFocusReason);
    auto *play = m_bench->view->findChild<VideoButton *>(u"videoPlay"_s);
    QTRY_VERIFY(play->isVisible());
    QTest::keyClick(m_bench->view, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), play);
    QTest::keyClick(play, Qt::Key_Space);
    QTest::keyClick(play, Qt::Key_Return);
    QCOMPARE(wished.size(), 2);
    QTest::keyClick(play, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"videoSmallWindow"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"videoFullScreen"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), m_bench->list);
    QTRY_VERIFY(!play->isVisible());
}

void TestVideoView::buttonsAreNamed()
{
    m_bench->stage->setPlaying(true);
    m_bench->stage->setTitle(u"Birds"_s);
    QCOMPARE(m_bench->view->accessibleName(), u"Video: Birds"_s);
    QCOMPARE(m_bench->view->findChild<VideoButton *>(u"videoPlay"_s)->accessibleName(), u"Pause"_s);
    m_bench->stage->goTo(Place::SmallWindow);
    m_bench->stage->goTo(Place::FullScreen);
    QList<VideoButton *> all = m_bench->view->findChildren<VideoButton *>();
    all += VideoBench::fullScreen()->findChildren<VideoButton *>();
    all += VideoBench::smallWindow()->findChildren<VideoButton *>();
    QCOMPARE(all.size(), 3 + 5 + 4);
    for (const VideoButton *button : std::as_const(all)) {
        QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
    QCOMPARE(
            VideoBench::fullScreen()->findChild<VideoButton *>(u"controlsPlay"_s)->accessibleName(),
            u"Pause"_s);
}

void TestVideoView::theMenuHasTheSameWays()
{
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, {},
                            m_bench->view->mapToGlobal(QPoint(5, 5)), Qt::NoModifier);
    QApplication::sendEvent(m_bench->view, &asked);
    auto *menu = m_bench->window.findChild<QMenu *>(u"videoMenu"_s);
    QVERIFY(menu != nullptr);
    QTRY_VERIFY(menu->isVisible());
    QStringList texts;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator())
            texts += action->text();
    }
    QCOMPARE(texts,
             (QStringList{u"Play"_s, u"Video in full screen"_s, u"Video in a small window"_s}));
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_COMPARE(m_bench->stage->place(), Place::FullScreen);
}

QTEST_MAIN(TestVideoView)
#include "tst_videoview.moc"
