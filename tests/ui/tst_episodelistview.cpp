// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/appearance.h"
#include "ui/common/messagebar.h"
#include "ui/common/textlabel.h"
#include "ui/episodes/episodespage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// The list and its page, by real keys and clicks.
class TestEpisodeListView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFailureStandsOverTheListWithAWayOn();
    void anEmptyPlaceSaysWhatToDo();
    void aWindowThatComesBackChoosesNothing();
    void eachKeyIsItsWish_data();
    void eachKeyIsItsWish();
    void thePlayersKeysAreLeftToTheWindow_data();
    void thePlayersKeysAreLeftToTheWindow();
    void triageGoesOnToTheNextRow();
    void arrowsChoose();
    void doubleClickPlays();
    void theMenuHasEveryWish();
    void aRowThatWentLeavesTheChoiceInPlace();
    void newRowsAboveDoNotMoveWhatIsRead();
    void theQueueIsMovedByKeys();
    void theFilterAsksForUnplayed();
    void longListsAreCompact();

private:
    void show(Place place);
    QList<EpisodeWish> wishes(const QSignalSpy &spy) const;

    Appearance *m_appearance = nullptr;
    std::unique_ptr<SampleLibrary> m_library;
    std::unique_ptr<EpisodesPage> m_page;
    EpisodeListView *m_view = nullptr;
};

void TestEpisodeListView::init()
{
    failOnAnyWarning();
    if (m_appearance == nullptr)
        m_appearance = new Appearance(ColourScheme::Light, false, this);
    m_library = std::make_unique<SampleLibrary>(30);
    m_page = std::make_unique<EpisodesPage>(*m_library);
    m_view = m_page->view();
    m_page->resize(700, 500);
}

void TestEpisodeListView::cleanup()
{
    m_page.reset();
}

void TestEpisodeListView::show(Place place)
{
    m_page->showPlace(place, place == Place::Episodes ? 4 : -1, 0);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QTRY_COMPARE(m_page->model().rowCount(), 30);
    m_view->setFocus();
    m_view->setCurrentIndex(m_page->model().index(1));
}

QList<EpisodeWish> TestEpisodeListView::wishes(const QSignalSpy &spy) const
{
    QList<EpisodeWish> list;
    for (const QVariantList &arguments : spy)
        list += arguments.first().value<EpisodeWish>();
    return list;
}

void TestEpisodeListView::aFailureStandsOverTheListWithAWayOn()
{
    m_library->setFailure(u"The library cannot be read. Restart Earmark."_s);
    m_page->showPlace(Place::Episodes, 0, 0);
    m_page->show();
    auto *message = m_page->findChild<MessageBar *>(u"listMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->sentence(), u"The library cannot be read. Restart Earmark."_s);

    m_library->setFailure({});
    QTest::mouseClick(message->findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);

    QTRY_VERIFY(!message->isVisible());
    QTRY_COMPARE(m_page->model().rowCount(), 30);
}

void TestEpisodeListView::anEmptyPlaceSaysWhatToDo()
{
    m_library->setCount(0);
    m_page->show();
    for (const Place place :
         {Place::Episodes, Place::Queue, Place::InProgress, Place::Favourites, Place::Archive}) {
        m_page->showPlace(place, -1, 0);
        const auto *sentence = m_page->findChild<TextLabel *>(u"emptySentence"_s);
        QTRY_VERIFY(sentence->isVisible());
        QVERIFY(sentence->text().endsWith(u'.'));
    }
    QSignalSpy add(m_page.get(), &EpisodesPage::addPodcastWished);
    m_page->showPlace(Place::Episodes, -1, 0);
    auto *action = m_page->findChild<QPushButton *>(u"emptyAction"_s);
    QTRY_VERIFY(action->isVisible());
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(add.count(), 1);
}

void TestEpisodeListView::aWindowThatComesBackChoosesNothing()
{
    m_page->showPlace(Place::Episodes, 4, 0);
    QTRY_COMPARE(m_page->model().rowCount(), 30);
    const QSignalSpy chosen(m_page.get(), &EpisodesPage::chosen);
    QFocusEvent back(QEvent::FocusIn, Qt::ActiveWindowFocusReason);
    QApplication::sendEvent(m_view, &back);
    QCOMPARE(chosen.size(), 0);
    QVERIFY(!m_view->currentIndex().isValid());
    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(m_view, &byTab);
    QCOMPARE(m_view->currentIndex().row(), 0);
}

void TestEpisodeListView::eachKeyIsItsWish_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<EpisodeWish>("wish");
    const int none = Qt::NoModifier;
    const int shift = Qt::ShiftModifier;
    QTest::newRow("Enter") << 1 << int(Qt::Key_Return) << none << EpisodeWish::Play;
    QTest::newRow("keypad") << 1 << int(Qt::Key_Enter) << none << EpisodeWish::Play;
    QTest::newRow("Q") << 1 << int(Qt::Key_Q) << none << EpisodeWish::QueueLast;
    QTest::newRow("Q of a queued one") << 2 << int(Qt::Key_Q) << none << EpisodeWish::Unqueue;
    QTest::newRow("Shift+Q") << 1 << int(Qt::Key_Q) << shift << EpisodeWish::QueueNext;
    QTest::newRow("E") << 1 << int(Qt::Key_E) << none << EpisodeWish::Archive;
    QTest::newRow("M") << 1 << int(Qt::Key_M) << none << EpisodeWish::MarkPlayed;
    QTest::newRow("M of a played one") << 4 << int(Qt::Key_M) << none << EpisodeWish::MarkUnplayed;
    QTest::newRow("F") << 1 << int(Qt::Key_F) << none << EpisodeWish::Favourite;
    QTest::newRow("F of a favourite") << 3 << int(Qt::Key_F) << none << EpisodeWish::Unfavourite;
}

void TestEpisodeListView::eachKeyIsItsWish()
{
    QFETCH(int, row);
    QFETCH(int, key);
    QFETCH(int, modifiers);
    show(Place::Episodes);
    m_view->setCurrentIndex(m_page->model().index(row));
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);

    QTest::keyClick(m_view, Qt::Key(key), Qt::KeyboardModifiers(modifiers));

    QCOMPARE(wished.count(), 1);
    QTEST(wished.first().at(0).value<EpisodeWish>(), "wish");
    QCOMPARE(wished.first().at(1).value<EpisodeId>(), EpisodeId(row + 1));
}

void TestEpisodeListView::thePlayersKeysAreLeftToTheWindow_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Space") << int(Qt::Key_Space);
    QTest::newRow("Left") << int(Qt::Key_Left);
    QTest::newRow("Right") << int(Qt::Key_Right);
    QTest::newRow("letter") << int(Qt::Key_W);
}

void TestEpisodeListView::thePlayersKeysAreLeftToTheWindow()
{
    QFETCH(int, key);
    show(Place::Episodes);
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);

    QApplication::sendEvent(m_view, &event);

    QVERIFY(!event.isAccepted());
    QCOMPARE(m_view->currentIndex().row(), 1);
    QCOMPARE(wished.count(), 0);
}

void TestEpisodeListView::triageGoesOnToTheNextRow()
{
    show(Place::Episodes);
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);

    QTest::keyClick(m_view, Qt::Key_Q);
    QCOMPARE(m_view->currentIndex().row(), 2);
    QTest::keyClick(m_view, Qt::Key_Q, Qt::ShiftModifier);
    QCOMPARE(m_view->currentIndex().row(), 3);
    QTest::keyClick(m_view, Qt::Key_M);
    QCOMPARE(m_view->currentIndex().row(), 3);

    QCOMPARE(wishes(wished),
             (QList{EpisodeWish::QueueLast, EpisodeWish::QueueNext, EpisodeWish::MarkPlayed}));
}

void TestEpisodeListView::arrowsChoose()
{
    show(Place::Episodes);
    QSignalSpy chosen(m_page.get(), &EpisodesPage::chosen);
    QTest::keyClick(m_view, Qt::Key_Down);
    QTest::keyClick(m_view, Qt::Key_End);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.last().first().value<EpisodeId>(), EpisodeId(30));
}

void TestEpisodeListView::doubleClickPlays()
{
    show(Place::Episodes);
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);
    const QPoint at = m_view->visualRect(m_page->model().index(2)).center();

    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at);

    QCOMPARE(wishes(wished), QList{EpisodeWish::Play});
    QCOMPARE(m_view->currentIndex().row(), 2);
}

void TestEpisodeListView::theMenuHasEveryWish()
{
    show(Place::Episodes);
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(10, 10), QPoint(10, 10));
    QApplication::sendEvent(m_view->viewport(), &event);
    auto *menu = m_view->findChild<QMenu *>(u"episodeMenu"_s);
    QVERIFY(menu != nullptr);

    int actions = 0;
    for (QAction *action : menu->actions()) {
        if (action->isSeparator())
            continue;
        action->trigger();
        ++actions;
    }

    QCOMPARE(actions, 9);
    QCOMPARE(wished.count(), 9);
    menu->close();
}

void TestEpisodeListView::aRowThatWentLeavesTheChoiceInPlace()
{
    show(Place::Episodes);
    m_library->remove(1);
    m_page->model().reload();
    QTRY_COMPARE(m_page->model().rowCount(), 29);
    QCOMPARE(m_view->currentIndex().row(), 1);
    QCOMPARE(m_view->currentEpisode(), EpisodeId(3));
}

void TestEpisodeListView::newRowsAboveDoNotMoveWhatIsRead()
{
    m_library->remove(0);
    m_library->remove(1);
    m_page->showPlace(Place::Episodes, 0, 0);
    m_page->show();
    QTRY_COMPARE(m_page->model().rowCount(), 28);
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_view->verticalScrollBar()->setValue(450);
    const EpisodeId top = m_page->model().rowAt(m_view->indexAt({1, 1}).row())->id;

    m_library->restoreAll();
    m_page->model().reload();

    QTRY_COMPARE(m_page->model().rowCount(), 30);
    QCOMPARE(m_page->model().rowAt(m_view->indexAt({1, 1}).row())->id, top);
}

void TestEpisodeListView::theQueueIsMovedByKeys()
{
    show(Place::Queue);
    QSignalSpy moved(m_page.get(), &EpisodesPage::moveWished);
    QSignalSpy wished(m_page.get(), &EpisodesPage::wished);

    QTest::keyClick(m_view, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(m_view, Qt::Key_Delete);

    QCOMPARE(moved.count(), 2);
    QCOMPARE(moved.at(0).at(1).toInt(), 0);
    QCOMPARE(moved.at(1).at(1).toInt(), 3);
    QCOMPARE(wishes(wished), QList{EpisodeWish::Unqueue});
}

void TestEpisodeListView::theFilterAsksForUnplayed()
{
    show(Place::Episodes);
    auto *chip = m_page->findChild<QAbstractButton *>(u"unplayedChip"_s);
    QCOMPARE(chip->text(), u"Unplayed 4"_s);
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(m_page->model().query().unplayedOnly);
    QTest::mouseClick(m_page->findChild<QAbstractButton *>(u"allChip"_s), Qt::LeftButton);
    QVERIFY(!m_page->model().query().unplayedOnly);
}

void TestEpisodeListView::longListsAreCompact()
{
    show(Place::Episodes);
    QVERIFY(!m_view->isCompact());
    const int comfortable = m_view->sizeHintForRow(0);
    m_library->setCount(5000);
    m_page->showPlace(Place::Episodes, 0, 5000);
    QVERIFY(m_view->isCompact());
    QTRY_COMPARE(m_page->model().rowCount(), 5000);
    QVERIFY(m_view->isCompact());
    QVERIFY(m_view->sizeHintForRow(0) < comfortable * 2 / 3);
}

QTEST_MAIN(TestEpisodeListView)
#include "tst_episodelistview.moc"
