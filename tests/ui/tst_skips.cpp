// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/futures.h"
#include "support/windowbench.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/podcastdetailsdialog.h"
#include "ui/dialogs/skipspage.h"
#include "ui/episode/chapterlistview.h"
#include "ui/episodes/episodelistview.h"
#include "ui/episodes/listheader.h"
#include "ui/player/savedtext.h"
#include "ui/player/soundbutton.h"
#include "ui/shell/undobar.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;
using namespace std::chrono_literals;

/// Chapters that are ticked and unticked, a podcast's skips and what they saved, by keys and clicks
/// in the whole window; the episode stands still.
class TestSkips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void xSkipsAChapterAndUndoTakesItBack();
    void aClickOnTheBoxSkipsAndAClickBesideItPlays();
    void theMenuSkipsToo();
    void readersOfTheScreenHearWhatIsTicked();
    void aPodcastsSkipsAreSetByKeys();
    void typingIsKeptWhileSettingsArrive();
    void whatWasSavedIsTold();
    void savedTextIsNeverLessThanNothing_data();
    void savedTextIsNeverLessThanNothing();

private:
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    ChapterListView *chapters() const { return child<ChapterListView>(u"chapterList"_s); }
    bool isTicked(int row) const
    {
        return chapters()->model()->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }
    PlaybackService &playback() const { return m_bench->playback; }
    UndoBar *undoBar() const { return child<UndoBar>(u"undoBar"_s); }

    std::unique_ptr<WindowBench> m_bench;
    EpisodeId m_episode;
};

/// Paused at 5 s of an episode of 56 s with five chapters: 0:00, 0:11, 0:23, 0:32, 0:45.
void TestSkips::init()
{
    failOnAnyWarning();
    m_bench = std::make_unique<WindowBench>();
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    m_bench->services.library().subscribeDemo();
    auto *list = child<EpisodeListView>(u"episodeListView"_s);
    QTRY_COMPARE(list->model() != nullptr ? list->model()->rowCount() : 0, 2);
    const QList<Episode> both = *resultOf(m_bench->services.episodes().newest({}, 2));
    m_episode = both.first().row.duration < 60s ? both.first().row.id : both.last().row.id;
    QVERIFY(resultOf(
            m_bench->services.episodes().savePosition(m_episode, 5s, 56s, PositionCause::Seek)));
    QVERIFY(resultOf(m_bench->services.episodes().setCurrent(m_episode)));
    playback().restoreLast();
    QTRY_COMPARE(playback().position(), 5s);
    list->setFocus();
    list->choose(m_episode);
    QTRY_COMPARE(chapters()->model()->rowCount(), 5);
    QTRY_VERIFY(chapters()->isVisible());
}

void TestSkips::xSkipsAChapterAndUndoTakesItBack()
{
    chapters()->setFocus();
    chapters()->setCurrentIndex(chapters()->model()->index(1, 0));
    QTest::keyClick(chapters(), Qt::Key_Down);
    QTest::keyClick(chapters(), Qt::Key_X);
    QTRY_VERIFY(!isTicked(2));
    QCOMPARE(undoBar()->sentence(), u"\"Times you can click\" will be skipped"_s);
    QTRY_COMPARE(m_bench->stack.skips.plan().ranges(), (MediaRanges{{23s, 32s}}));
    QVERIFY(child<TextLabel>(u"sourceText"_s)->text().contains(u"1 skipped"_s));
    QVERIFY(isTicked(1) && isTicked(3));
    QCOMPARE(chapters()->currentIndex().row(), 2); // the keys stay where they were

    QTest::keyClick(chapters(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(chapters(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(playback().position(), 32s); // from the second to the fourth

    QTest::keyClick(chapters(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(isTicked(2));
    QTRY_VERIFY(m_bench->stack.skips.plan().skips.isEmpty());
}

void TestSkips::aClickOnTheBoxSkipsAndAClickBesideItPlays()
{
    const QRect row = chapters()->visualRect(chapters()->model()->index(3, 0));
    const QPoint box = ChapterDelegate::boxColumn(row).center();
    QTest::mouseClick(chapters()->viewport(), Qt::LeftButton, {}, box);
    QTRY_VERIFY(!isTicked(3));
    QCOMPARE(playback().position(), 5s);
    QTest::mouseClick(chapters()->viewport(), Qt::LeftButton, {}, box);
    QTRY_VERIFY(isTicked(3));

    QTest::mousePress(chapters()->viewport(), Qt::LeftButton, {}, box);
    QTest::mouseRelease(chapters()->viewport(), Qt::LeftButton, {}, row.center()); // thought better
    QVERIFY(isTicked(3));
    QCOMPARE(playback().position(), 5s);
}

void TestSkips::theMenuSkipsToo()
{
    chapters()->setFocus();
    chapters()->setCurrentIndex(chapters()->model()->index(0, 0));
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, {}, {}, Qt::NoModifier);
    QApplication::sendEvent(chapters()->viewport(), &asked);
    QTRY_VERIFY(chapters()->findChild<QMenu *>(u"chapterMenu"_s) != nullptr);
    auto *menu = chapters()->findChild<QMenu *>(u"chapterMenu"_s);
    menu->actions().at(1)->trigger();
    menu->close();
    QTRY_VERIFY(!isTicked(0));
}

void TestSkips::readersOfTheScreenHearWhatIsTicked()
{
    chapters()->setFocus();
    chapters()->setCurrentIndex(chapters()->model()->index(0, 0));
    QTest::keyClick(chapters(), Qt::Key_X);
    QTRY_VERIFY(!isTicked(0));
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(chapters());
    QVERIFY(list != nullptr);
    QCOMPARE(list->childCount(), 5);
    QVERIFY(list->child(0)->state().checkable);
    QVERIFY(!list->child(0)->state().checked);
    QVERIFY(list->child(1)->state().checked);
    QVERIFY(list->child(0)->text(QAccessible::Name).endsWith(u", skipped"_s));
    const QModelIndex first = chapters()->model()->index(0, 0);
    QVERIFY(first.data(Qt::ToolTipRole).toString().contains(u"you unticked it"_s));
}

void TestSkips::aPodcastsSkipsAreSetByKeys()
{
    const PodcastId podcast = playback().episode()->row.podcastId;
    m_bench->window->showPodcast(podcast);
    Q_EMIT child<ListHeader>()->detailsWished();
    QTRY_VERIFY(child<PodcastDetailsDialog>() != nullptr
                && child<PodcastDetailsDialog>()->isVisible());
    auto *dialog = child<PodcastDetailsDialog>();
    auto *tabs = dialog->findChild<QTabBar *>();
    tabs->setFocus();
    for (int tab = 0; tab < 3; ++tab)
        QTest::keyClick(tabs, Qt::Key_Right);
    auto *first = dialog->findChild<QSpinBox *>(u"skipFirst"_s);
    QTRY_VERIFY(first->isVisible());
    QCOMPARE(first->text(), u"Nothing"_s);
    QTest::keyClick(first, Qt::Key_Up);
    QTest::keyClick(first, Qt::Key_Up);
    QTRY_COMPARE(m_bench->stack.skips.plan().ranges(), (MediaRanges{{0s, 10s}}));

    auto *words = dialog->findChild<QLineEdit *>(u"skipWords"_s);
    QTest::keyClicks(words, u"ad, ADDRESS"_s);
    QTest::keyClick(words, Qt::Key_Return);
    QTRY_COMPARE(m_bench->stack.skips.plan().skips.size(), 2);
    child<EpisodeListView>(u"episodeListView"_s)->choose(m_episode);
    QTRY_COMPARE(chapters()->model()->rowCount(), 5);
    QTRY_COMPARE(chapters()->model()->index(4, 0).data(ChapterModel::SkippedRole).toString(),
                 u"Chapter \"An address for every second\": matches \"ADDRESS\""_s);
    QVERIFY(isTicked(3));
    QCOMPARE(resultOf(m_bench->services.skipRules().settings(podcast))->first,
             std::chrono::milliseconds(10s));
    QTRY_VERIFY(child<PodcastDetailsDialog>() == nullptr); // Enter is its button, too
}

void TestSkips::typingIsKeptWhileSettingsArrive()
{
    SkipsPage page;
    QSignalSpy wished(&page, &SkipsPage::settingsWished);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.showSettings({.first = 30s, .last = 10s, .words = {u"one"_s, u"two"_s}});
    auto *words = page.findChild<QLineEdit *>(u"skipWords"_s);
    QCOMPARE(words->text(), u"one, two"_s);
    words->setFocus();
    QTest::keyClick(words, Qt::Key_End);
    QTest::keyClicks(words, u", three"_s);
    page.showSettings({.first = 40s});
    QCOMPARE(words->text(), u"one, two, three"_s);
    QCOMPARE(page.findChild<QSpinBox *>(u"skipFirst"_s)->value(), 40);
    QVERIFY(wished.isEmpty());
    QTest::keyClick(words, Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first().first().value<SkipSettings>(),
             (SkipSettings{.first = 40s, .words = {u"one"_s, u"two"_s, u"three"_s}}));
}

void TestSkips::whatWasSavedIsTold()
{
    auto *button = child<SoundButton>();
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Return);
    QTRY_VERIFY(button->panel().isVisible());
    auto *onEpisode = button->panel().findChild<TextLabel *>(u"savedOnEpisode"_s);
    QCOMPARE(onEpisode->text(), u"Nothing saved on this episode yet"_s);
    QVERIFY(onEpisode->isVisible());
    Q_EMIT playback().timeSaved({.bySpeed = 200s, .byTrimming = 40s, .bySkipping = 10s});
    QCOMPARE(onEpisode->text(),
             u"Saved on this episode: 4:10 (speed 3:20, silences 0:40, skips 0:10)"_s);
    QCOMPARE(button->panel().findChild<TextLabel *>(u"savedInAll"_s)->text(), u"In all: 4 min"_s);
    QTest::keyClick(&button->panel(), Qt::Key_Escape);
}

void TestSkips::savedTextIsNeverLessThanNothing_data()
{
    QTest::addColumn<TimeSaved>("saved");
    QTest::addColumn<QString>("onEpisode");
    QTest::addColumn<QString>("inAll");
    QTest::addColumn<QString>("fact");

    QTest::newRow("nothing") << TimeSaved() << u"Nothing saved on this episode yet"_s << QString()
                             << QString();
    QTest::newRow("next to nothing")
            << TimeSaved{.bySpeed = -900ms, .byTrimming = 999ms}
            << u"Nothing saved on this episode yet"_s << QString() << QString();
    QTest::newRow("one cause") << TimeSaved{.byTrimming = 61s}
                               << u"Saved on this episode: 1:01 (silences 1:01)"_s
                               << u"In all: 1 min"_s << u"1:01 saved"_s;
    QTest::newRow("slow, and still saved")
            << TimeSaved{.bySpeed = -30s, .byTrimming = 50s}
            << u"Saved on this episode: 0:20 (silences 0:50; slow speed cost 0:30)"_s
            << u"In all: 20 s"_s << u"0:20 saved"_s;
    QTest::newRow("slow") << TimeSaved{.bySpeed = -80s}
                          << u"This episode took 1:20 longer (slow speed cost 1:20)"_s
                          << u"In all it took 1 min longer"_s << u"took 1:20 longer"_s;
    QTest::newRow("a lot") << TimeSaved{.bySpeed = 12h + 40min}
                           << u"Saved on this episode: 12:40:00 (speed 12:40:00)"_s
                           << u"In all: 12 h 40 min"_s << u"12:40:00 saved"_s;
}

void TestSkips::savedTextIsNeverLessThanNothing()
{
    QFETCH(TimeSaved, saved);
    QTEST(savedOnEpisodeText(saved), "onEpisode");
    QTEST(savedInAllText(saved), "inAll");
    QTEST(savedFactText(saved), "fact");
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestSkips test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_skips.moc"
