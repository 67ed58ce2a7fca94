// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/common/textlabel.h"
#include "ui/player/backpill.h"
#include "ui/player/playbutton.h"
#include "ui/player/playerbar.h"
#include "ui/player/seekbar.h"
#include "ui/player/sleepbutton.h"

#include <QHash>
#include <QLayout>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QWindow>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;

class TestPlayerBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nothingPlayingShowsNoControls();
    void aFailureIsASentenceAndPlayStays();
    void waitingForTheServerIsSaid();
    void theLineCountsTheChapterDown();
    void timesFollowThePosition();
    void whatIsLeftCountsTheSpeedAndWhatIsSkipped();
    void aNarrowBarTellsOneTime();
    void draggingShowsTheTimeItWouldBe();
    void withoutChaptersThereAreNoChapterButtons();
    void everyButtonIsItsWish_data();
    void everyButtonIsItsWish();
    void spaceOnAFocusedButtonPressesIt();
    void aChaptersLinkIsAButton();
    void muteRemembersTheVolume();
    void theTitleLeadsToTheEpisode();
    void theTitleIsReachedByKeys();
    void theWayBackMovesNothing_data();
    void theWayBackMovesNothing();
    void theWayBackGoesByItself();
    void theWayBackIsReachedByKeys();
    void theWayBackGoesWithThePlayer();
    void theSleepTimerTakesNoMoreRoomWhenItRuns();

private:
    PlayerView playing() const;
    QHash<QString, QRect> places() const
    {
        QHash<QString, QRect> found;
        for (const QWidget *part : m_bar->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            if (part->isVisible() && part != &m_bar->backPill())
                found.insert(part->objectName(), part->geometry());
        }
        return found;
    }
    QString text(const QString &name) const { return m_bar->findChild<TextLabel *>(name)->text(); }

    std::unique_ptr<PlayerBar> m_bar;
};

PlayerView TestPlayerBar::playing() const
{
    PlayerView view;
    view.state = PlayerView::State::Playing;
    view.title = u"A title"_s;
    view.podcast = u"A podcast"_s;
    view.chapters = SampleLibrary::chapters();
    view.chapter = 4;
    view.duration = 30min;
    return view;
}

void TestPlayerBar::init()
{
    failOnAnyWarning();
    m_bar = std::make_unique<PlayerBar>();
    m_bar->resize(1200, 92);
    m_bar->showPlayer(playing());
    m_bar->setPosition(8min + 2s);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_bar.get()));
}

void TestPlayerBar::nothingPlayingShowsNoControls()
{
    m_bar->showPlayer({});
    QCOMPARE(text(u"nothing"_s), u"Nothing playing"_s);
    QVERIFY(m_bar->findChild<QWidget *>(u"nothing"_s)->isVisible());
    for (const auto *button : m_bar->findChildren<QAbstractButton *>())
        QVERIFY2(!button->isVisible(), qPrintable(button->objectName()));
}

void TestPlayerBar::aFailureIsASentenceAndPlayStays()
{
    PlayerView view = playing();
    view.state = PlayerView::State::Failed;
    view.failure = u"The server stopped answering. Press play to try again."_s;
    m_bar->showPlayer(view);
    QCOMPARE(text(u"line"_s), view.failure);
    QVERIFY(m_bar->findChild<PlayButton *>()->isEnabled());
    QCOMPARE(m_bar->findChild<PlayButton *>()->accessibleName(), u"Play"_s);
}

void TestPlayerBar::waitingForTheServerIsSaid()
{
    PlayerView view = playing();
    view.state = PlayerView::State::Buffering;
    m_bar->showPlayer(view);
    QCOMPARE(text(u"line"_s), u"Waiting for the server…"_s);
    QCOMPARE(m_bar->findChild<PlayButton *>()->shows(), PlayButton::Shows::Waiting);
}

void TestPlayerBar::theLineCountsTheChapterDown()
{
    QCOMPARE(text(u"line"_s), u"The disk's own cache · 1:18 left"_s);
    m_bar->setPosition(8min + 20s);
    QCOMPARE(text(u"line"_s), u"The disk's own cache · 1:00 left"_s);
    PlayerView view = playing();
    view.chapter.reset();
    m_bar->showPlayer(view);
    QCOMPARE(text(u"line"_s), u"A podcast"_s);
}

void TestPlayerBar::timesFollowThePosition()
{
    QCOMPARE(text(u"elapsed"_s), u"8:02"_s);
    QCOMPARE(text(u"remaining"_s), u"-21:58"_s);
    PlayerView view = playing();
    view.duration = 0ms;
    m_bar->showPlayer(view);
    QCOMPARE(text(u"remaining"_s), QString());
}

void TestPlayerBar::whatIsLeftCountsTheSpeedAndWhatIsSkipped()
{
    PlayerView view = playing();
    view.duration = 30min + 13s;
    m_bar->showPlayer(view);
    m_bar->setSpeed(1.5);
    QCOMPARE(text(u"remaining"_s), u"-22:11 · 14:47"_s); // the drawing's
    QCOMPARE(text(u"line"_s), u"The disk's own cache · 0:52 left"_s);
    m_bar->setSkips({{9min, 9min + 18s}, {20min, 23min}});
    QCOMPARE(text(u"remaining"_s), u"-22:11 · 12:35"_s);
    QCOMPARE(text(u"line"_s), u"The disk's own cache · 0:40 left"_s);
    m_bar->setSpeed(1);
    QCOMPARE(text(u"remaining"_s), u"-22:11 · 18:53"_s);
    m_bar->setSkips({});
    QCOMPARE(text(u"remaining"_s), u"-22:11"_s);
}

void TestPlayerBar::aNarrowBarTellsOneTime()
{
    m_bar->setSpeed(2);
    QCOMPARE(text(u"remaining"_s), u"-21:58 · 10:59"_s);
    m_bar->resize(900, 92);
    QCOMPARE(text(u"remaining"_s), u"-10:59"_s);
}

void TestPlayerBar::draggingShowsTheTimeItWouldBe()
{
    auto *seek = m_bar->findChild<SeekBar *>();
    QTest::mousePress(seek, Qt::LeftButton, {}, {seek->xOf(20min), 17});
    QVERIFY(text(u"elapsed"_s) != u"8:02"_s);
    m_bar->setPosition(8min + 3s);
    QVERIFY(text(u"elapsed"_s) != u"8:03"_s);
    QTest::mouseRelease(seek, Qt::LeftButton, {}, {seek->xOf(20min), 17});
    m_bar->setPosition(8min + 4s);
    QCOMPARE(text(u"elapsed"_s), u"8:04"_s);
}

void TestPlayerBar::withoutChaptersThereAreNoChapterButtons()
{
    PlayerView view = playing();
    view.chapters.clear();
    view.chapter.reset();
    m_bar->showPlayer(view);
    QVERIFY(!m_bar->findChild<QWidget *>(u"nextChapter"_s)->isVisible());
    QVERIFY(!m_bar->findChild<QWidget *>(u"previousChapter"_s)->isVisible());
    QVERIFY(!m_bar->findChild<QWidget *>(u"link"_s)->isVisible());
}

void TestPlayerBar::everyButtonIsItsWish_data()
{
    using Wish = void (PlayerBar::*)();
    QTest::addColumn<QString>("button");
    QTest::addColumn<Wish>("wish");
    QTest::newRow("play") << u"playPause"_s << Wish(&PlayerBar::playPauseWished);
    QTest::newRow("back") << u"back"_s << Wish(&PlayerBar::backWished);
    QTest::newRow("forward") << u"forward"_s << Wish(&PlayerBar::forwardWished);
    QTest::newRow("next") << u"nextChapter"_s << Wish(&PlayerBar::nextChapterWished);
    QTest::newRow("previous") << u"previousChapter"_s << Wish(&PlayerBar::previousChapterWished);
}

void TestPlayerBar::everyButtonIsItsWish()
{
    using Wish = void (PlayerBar::*)();
    QFETCH(QString, button);
    QFETCH(Wish, wish);
    auto *pressed = m_bar->findChild<QAbstractButton *>(button);
    QSignalSpy wished(m_bar.get(), wish);
    QTest::mouseClick(pressed, Qt::LeftButton);
    QCOMPARE(wished.count(), 1);
    QVERIFY(!pressed->accessibleName().isEmpty());
    QVERIFY(!pressed->toolTip().isEmpty());
}

void TestPlayerBar::spaceOnAFocusedButtonPressesIt()
{
    QSignalSpy forward(m_bar.get(), &PlayerBar::forwardWished);
    auto *button = m_bar->findChild<QAbstractButton *>(u"forward"_s);
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(forward.count(), 1);
}

void TestPlayerBar::aChaptersLinkIsAButton()
{
    PlayerView view = playing();
    view.link = QUrl(u"https://user:secret@example.org/a"_s);
    m_bar->showPlayer(view);
    auto *link = m_bar->findChild<QAbstractButton *>(u"link"_s);
    QVERIFY(link->isVisible());
    QVERIFY(!link->toolTip().contains(u"secret"_s));
    QSignalSpy wished(m_bar.get(), &PlayerBar::linkWished);
    QTest::mouseClick(link, Qt::LeftButton);
    QCOMPARE(wished.first().first().toUrl(), view.link);
}

void TestPlayerBar::muteRemembersTheVolume()
{
    m_bar->setVolume(0.6);
    QSignalSpy wished(m_bar.get(), &PlayerBar::volumeWished);
    auto *mute = m_bar->findChild<QAbstractButton *>(u"mute"_s);
    QTest::mouseClick(mute, Qt::LeftButton);
    QCOMPARE(mute->accessibleName(), u"Unmute"_s);
    QTest::mouseClick(mute, Qt::LeftButton);
    QCOMPARE(wished.at(0).first().toDouble(), 0.0);
    QCOMPARE(wished.at(1).first().toDouble(), 0.6);
    auto *slider = m_bar->findChild<QSlider *>(u"volume"_s);
    QTest::keyClick(slider, Qt::Key_PageUp);
    QCOMPARE(wished.last().first().toDouble(), 0.7);
}

void TestPlayerBar::theTitleLeadsToTheEpisode()
{
    QSignalSpy wished(m_bar.get(), &PlayerBar::episodeWished);
    const auto *about = m_bar->findChild<QAbstractButton *>(u"about"_s);
    // As a hand does: on what lies there, the text within it.
    QTest::mouseClick(m_bar->window()->windowHandle(), Qt::LeftButton, {},
                      about->geometry().center());
    QCOMPARE(wished.count(), 1);
    QVERIFY(about->accessibleName().contains(u"A title"_s));
}

void TestPlayerBar::theTitleIsReachedByKeys()
{
    QSignalSpy wished(m_bar.get(), &PlayerBar::episodeWished);
    QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    m_bar->findChild<QWidget *>(u"previousChapter"_s)->setFocus();
    QTest::keyClick(m_bar->focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_bar->focusWidget(), m_bar->findChild<QWidget *>(u"about"_s));

    QTest::keyClick(m_bar->focusWidget(), Qt::Key_Return);
    QTest::keyClick(m_bar->focusWidget(), Qt::Key_Space);

    QCOMPARE(wished.count(), 2);
}

void TestPlayerBar::theWayBackMovesNothing_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<std::chrono::milliseconds>("place");
    for (const int width : {824, 900, 1440}) {
        for (const auto place : {0min, 12min, 30min})
            QTest::addRow("%d, %d", width, int(place.count()))
                    << width << std::chrono::milliseconds(place);
    }
}

void TestPlayerBar::theWayBackMovesNothing()
{
    QFETCH(int, width);
    QFETCH(std::chrono::milliseconds, place);
    m_bar->resize(width, m_bar->height());
    m_bar->layout()->activate();
    const auto before = places();
    BackPill &pill = m_bar->backPill();
    QVERIFY(!pill.isVisible());

    pill.offer(place);

    QVERIFY(pill.isVisible());
    QCOMPARE(places(), before);
    QVERIFY(m_bar->rect().contains(pill.geometry()));
    for (const QRect &other : before) {
        const bool isSeekBar = other == before.value(u"seekBar"_s); // its row has room above it
        QVERIFY(isSeekBar || !other.intersects(pill.geometry()));
    }
}

void TestPlayerBar::theWayBackGoesByItself()
{
    BackPill &pill = m_bar->backPill();
    pill.offer(12min + 30s);
    QCOMPARE(pill.accessibleName(), u"Back to 12:30"_s);
    auto *timer = pill.findChild<QTimer *>();
    QVERIFY(timer->isActive() && timer->isSingleShot());
    QCOMPARE(timer->intervalAsDuration(), BackPill::Stays);
    timer->setInterval(1);
    QTRY_VERIFY(!pill.isVisible());
}

void TestPlayerBar::theWayBackIsReachedByKeys()
{
    BackPill &pill = m_bar->backPill();
    QSignalSpy clicked(&pill, &BackPill::clicked);
    QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    pill.offer(12min);
    m_bar->findChild<SeekBar *>()->setFocus();
    QTest::keyClick(m_bar->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_bar->focusWidget(), &pill);
    QVERIFY(!pill.findChild<QTimer *>()->isActive()); // it stays while one is there
    QTest::keyClick(&pill, Qt::Key_Return);
    QTest::keyClick(&pill, Qt::Key_Space);
    QCOMPARE(clicked.count(), 2);

    QTest::keyClick(&pill, Qt::Key_Escape);

    QVERIFY(!pill.isVisible());
    QCOMPARE(m_bar->focusWidget(), m_bar->findChild<SeekBar *>());
}

void TestPlayerBar::theWayBackGoesWithThePlayer()
{
    BackPill &pill = m_bar->backPill();
    pill.offer(12min);
    m_bar->showPlayer({});
    QVERIFY(!pill.isVisible());
    pill.offer(12min);
    QVERIFY(!pill.isVisible());
}

void TestPlayerBar::theSleepTimerTakesNoMoreRoomWhenItRuns()
{
    const auto before = places();
    for (const auto left : {90min, 8min}) {
        m_bar->sleepButton().showTimer({.runs = SleepGoal::Kind::Time, .left = left});
        m_bar->layout()->activate();
        QCOMPARE(places(), before);
    }
}

QTEST_MAIN(TestPlayerBar)
#include "tst_playerbar.moc"
