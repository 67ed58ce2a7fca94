// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/futures.h"
#include "support/windowbench.h"
#include "ui/dialogs/addpodcastdialog.h"
#include "ui/dialogs/sleepdialog.h"
#include "ui/episodes/episodelistview.h"
#include "ui/player/seekbar.h"
#include "ui/player/sleepbutton.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;
using namespace std::chrono_literals;

/// Jumps and sleep, by keys and clicks in the whole window, with an episode that stands still.
class TestListening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void backspaceGoesBackAndInAFieldItTypes();
    void backspaceGoesBackFromWhereverTheKeysAre();
    void aClickOnTheWayBackReturns();
    void theSleepTimerIsSetByKeys();
    void anyTimeCanBeSleptAfter();
    void clicksAndFocusLeaveThePlayersKeysAlone();

private:
    void bringUpAnEpisode();
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    EpisodeListView *list() const { return child<EpisodeListView>(u"episodeListView"_s); }

    std::unique_ptr<WindowBench> m_bench;
    PlaybackService *m_playback = nullptr; ///< m_bench's, as is this:
    SleepService *m_sleep = nullptr;
};

void TestListening::init()
{
    failOnAnyWarning();
    m_bench = std::make_unique<WindowBench>();
    m_playback = &m_bench->playback;
    m_sleep = &m_bench->stack.sleepTimer;
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    bringUpAnEpisode();
}

/// Paused at 20 s of 70, as after a start of the program: it needs no sound.
void TestListening::bringUpAnEpisode()
{
    m_bench->services.library().subscribeDemo();
    QTRY_COMPARE(list()->model() != nullptr ? list()->model()->rowCount() : 0, 2);
    list()->setCurrentIndex(list()->model()->index(0, 0));
    const auto found = m_bench->services.episodes().newest({}, 2);
    EpisodeId longest;
    const QList<Episode> both = *resultOf(found);
    for (const Episode &episode : both) {
        if (episode.row.duration > 65s)
            longest = episode.row.id;
    }
    QVERIFY(longest.isValid());
    QVERIFY(resultOf(
            m_bench->services.episodes().savePosition(longest, 20s, 70s, PositionCause::Playing)));
    QVERIFY(resultOf(m_bench->services.episodes().setCurrent(longest)));
    m_playback->restoreLast();
    QTRY_COMPARE(m_playback->position(), 20s);
}

void TestListening::backspaceGoesBackAndInAFieldItTypes()
{
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Right);
    QTest::keyClick(list(), Qt::Key_Right);
    QVERIFY(m_playback->position() > 65s);
    auto *pill = child<QAbstractButton>(u"backPill"_s);
    QVERIFY(pill->isVisible());
    QCOMPARE(pill->text(), u"Back to 0:20"_s);

    QTest::keyClick(m_bench->window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(child<AddPodcastDialog>() != nullptr);
    auto *address = child<AddPodcastDialog>()->findChild<QLineEdit *>(u"address"_s);
    QTest::keyClicks(address, u"ab"_s);
    for (int i = 0; i < 3; ++i) // once more than there is to delete
        QTest::keyClick(address, Qt::Key_Backspace);
    QCOMPARE(address->text(), QString());
    QVERIFY(m_playback->position() > 65s);
    child<AddPodcastDialog>()->close();

    QTest::keyClick(list(), Qt::Key_Backspace);
    QCOMPARE(m_playback->position(), 20s);
    QTest::keyClick(list(), Qt::Key_Backspace); // there is no more
    QCOMPARE(m_playback->position(), 20s);
    QTest::keyClick(list(), Qt::Key_Backspace, Qt::ShiftModifier);
    QVERIFY(m_playback->position() > 65s);
}

void TestListening::backspaceGoesBackFromWhereverTheKeysAre()
{
    int tried = 0;
    for (QWidget *widget : m_bench->window->findChildren<QWidget *>()) {
        const bool types = widget->inherits("QLineEdit") || widget->inherits("QAbstractSpinBox");
        if (types || !widget->isVisible() || !widget->isEnabled()
            || (widget->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        m_playback->seek(60s);
        widget->setFocus();
        if (!widget->hasFocus())
            continue;
        QTest::keyClick(widget, Qt::Key_Backspace);
        QVERIFY2(m_playback->position() == 20s, qPrintable(widget->objectName()));
        ++tried;
    }
    QVERIFY2(tried > 12, qPrintable(QString::number(tried)));
}

void TestListening::aClickOnTheWayBackReturns()
{
    auto *seek = child<SeekBar>(u"seekBar"_s);
    QTest::mouseClick(seek, Qt::LeftButton, {}, {seek->xOf(60s), 17});
    QTRY_VERIFY(m_playback->position() > 58s);
    QTest::mouseClick(child<QAbstractButton>(u"backPill"_s), Qt::LeftButton);
    QCOMPARE(m_playback->position(), 20s);
    QVERIFY(child<QAbstractButton>(u"backPill"_s)->text() != u"Back to 0:20"_s); // the way there
}

void TestListening::theSleepTimerIsSetByKeys()
{
    auto *button = child<SleepButton>();
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(button->menu()->isVisible());
    QTest::keyClick(button->menu(), Qt::Key_Down);
    QTest::keyClick(button->menu(), Qt::Key_Down);
    QTest::keyClick(button->menu(), Qt::Key_Return);
    QCOMPARE(m_sleep->left(), std::chrono::milliseconds(10min));
    QCOMPARE(button->text(), u"10 min"_s);

    QTest::keyClick(button, Qt::Key_Return);
    QTRY_VERIFY(button->menu()->isVisible());
    QTest::keyClick(button->menu(), Qt::Key_Down);
    QTest::keyClick(button->menu(), Qt::Key_Return); // 5 minutes more
    QCOMPARE(m_sleep->left(), std::chrono::milliseconds(15min));
    QCOMPARE(button->text(), u"15 min"_s);

    button->openMenu();
    child<QAction>(u"sleepOff"_s)->trigger();
    QVERIFY(!m_sleep->isRunning());
    QCOMPARE(button->text(), QString());
}

void TestListening::anyTimeCanBeSleptAfter()
{
    auto *button = child<SleepButton>();
    button->openMenu();
    child<QAction>(u"sleepOther"_s)->trigger();
    button->menu()->close();
    QTRY_VERIFY(child<SleepDialog>() != nullptr && child<SleepDialog>()->isVisible());
    auto *minutes = child<SleepDialog>()->findChild<QSpinBox *>(u"minutes"_s);
    QTRY_VERIFY(minutes->hasFocus());
    QTest::keyClicks(minutes, u"25"_s);
    QTest::keyClick(minutes, Qt::Key_Return);
    QTRY_VERIFY(m_sleep->isRunning());
    QCOMPARE(m_sleep->left(), std::chrono::milliseconds(25min));
    QTRY_VERIFY(child<SleepDialog>() == nullptr);

    button->openMenu(); // the next time begins with it
    child<QAction>(u"sleepOther"_s)->trigger();
    button->menu()->close();
    QTRY_VERIFY(child<SleepDialog>() != nullptr);
    QCOMPARE(child<SleepDialog>()->findChild<QSpinBox *>(u"minutes"_s)->value(), 25);
    child<SleepDialog>()->reject();
}

void TestListening::clicksAndFocusLeaveThePlayersKeysAlone()
{
    list()->setFocus();
    auto *moon = child<SleepButton>();
    QTest::mouseClick(moon, Qt::LeftButton);
    QTRY_VERIFY(moon->menu()->isVisible());
    QTest::keyClick(moon->menu(), Qt::Key_Down);
    QTest::keyClick(moon->menu(), Qt::Key_Return);
    QVERIFY(m_sleep->isRunning());
    QTRY_VERIFY(list()->hasFocus());
    m_playback->seek(60s);
    auto *pill = child<QAbstractButton>(u"backPill"_s);
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(list()->hasFocus());

    for (QWidget *button : {static_cast<QWidget *>(moon), static_cast<QWidget *>(pill)}) {
        m_playback->seek(65s);
        QVERIFY(button->isVisible());
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Left);
        QCOMPARE(m_playback->position(), 55s);
        QVERIFY(button->hasFocus());
    }
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestListening test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_listening.moc"
