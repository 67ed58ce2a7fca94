// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/common/textlabel.h"
#include "ui/player/playbutton.h"
#include "ui/player/playerbar.h"
#include "ui/player/seekbar.h"

#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

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
    void draggingShowsTheTimeItWouldBe();
    void withoutChaptersThereAreNoChapterButtons();
    void everyButtonIsItsWish_data();
    void everyButtonIsItsWish();
    void spaceOnAFocusedButtonPressesIt();
    void aChaptersLinkIsAButton();
    void muteRemembersTheVolume();
    void theTitleLeadsToTheEpisode();

private:
    PlayerView playing() const;
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
    QTest::mouseClick(m_bar.get(), Qt::LeftButton, {},
                      m_bar->findChild<QWidget *>(u"about"_s)->geometry().center());
    QCOMPARE(wished.count(), 1);
}

QTEST_MAIN(TestPlayerBar)
#include "tst_playerbar.moc"
