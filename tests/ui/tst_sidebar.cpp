// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplelibrary.h"
#include "support/failonwarning.h"
#include "ui/common/textlabel.h"
#include "ui/sidebar/sidebar.h"
#include "ui/sidebar/sidebarmodel.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestSidebar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aFailedPodcastSaysWhy();
    void modelsKeepTheContract();
    void foldersFoldAndCountWhatIsInThem();
    void clicksAreWishes();
    void downloadsStandBehindTheQueue();
    void arrowsGoFromPlacesToPodcasts();
    void tabStopsWhereTheChoiceIs();
    void countersDoNotTakeTheChoiceAway();
    void aChoiceOfTheWindowIsNoWish();
    void refreshShowsItsCountAndCanBeCancelled();

private:
    QListView *list(const QString &name) const { return m_sidebar->findChild<QListView *>(name); }
    void click(QListView *view, int row);

    std::unique_ptr<Sidebar> m_sidebar;
};

void TestSidebar::init()
{
    failOnAnyWarning();
    m_sidebar = std::make_unique<Sidebar>();
    m_sidebar->resize(230, 700);
    m_sidebar->setPodcasts(SampleLibrary::podcasts());
    m_sidebar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_sidebar.get()));
}

void TestSidebar::click(QListView *view, int row)
{
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      view->visualRect(view->model()->index(row, 0)).center());
}

void TestSidebar::aFailedPodcastSaysWhy()
{
    PodcastsModel model;
    model.setPodcasts(SampleLibrary::podcasts());
    const int row = model.rowOf(PodcastId(4));
    QVERIFY(model.index(row).data(Qt::ToolTipRole).toString().contains(u"did not answer"_s));
    QVERIFY(model.index(row).data(Qt::AccessibleTextRole).toString().contains(u"did not"_s));
}

void TestSidebar::modelsKeepTheContract()
{
    PlacesModel places;
    QAbstractItemModelTester placesTester(&places,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    places.setCount(Place::Queue, 5);
    QCOMPARE(places.index(places.rowOf(Place::Queue)).data(PlacesModel::CountRole).toInt(), 5);
    PodcastsModel podcasts;
    QAbstractItemModelTester tester(&podcasts,
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    podcasts.setPodcasts(SampleLibrary::podcasts());
    podcasts.toggleFolder(0);
    podcasts.toggleFolder(0);
    podcasts.setPodcasts({});
}

void TestSidebar::foldersFoldAndCountWhatIsInThem()
{
    PodcastsModel model;
    model.setPodcasts(SampleLibrary::podcasts());
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.index(0).data().toString(), u"Stories"_s);
    QCOMPARE(model.index(0).data(PodcastsModel::CountRole).toInt(), 0);

    model.toggleFolder(0);

    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0).data(PodcastsModel::CountRole).toInt(), 14);
    QCOMPARE(model.rowOf(PodcastId(4)), -1);
}

void TestSidebar::clicksAreWishes()
{
    QSignalSpy place(m_sidebar.get(), &Sidebar::placeWished);
    QSignalSpy podcast(m_sidebar.get(), &Sidebar::podcastWished);
    QSignalSpy add(m_sidebar.get(), &Sidebar::addWished);

    click(list(u"places"_s), 1);
    click(list(u"podcasts"_s), 4);
    click(list(u"podcasts"_s), 0); // a folder
    QTest::mouseClick(m_sidebar->findChild<QToolButton *>(u"addPodcast"_s), Qt::LeftButton);

    QCOMPARE(place.count(), 1);
    QCOMPARE(place.first().first().value<Place>(), Place::Queue);
    QCOMPARE(podcast.count(), 1);
    QCOMPARE(podcast.first().first().value<PodcastId>(), PodcastId(2));
    QVERIFY(!list(u"places"_s)->currentIndex().isValid());
    QCOMPARE(add.count(), 1);
}

void TestSidebar::downloadsStandBehindTheQueue()
{
    auto *places = list(u"places"_s);
    QSignalSpy wished(m_sidebar.get(), &Sidebar::downloadsWished);
    QSignalSpy place(m_sidebar.get(), &Sidebar::placeWished);
    m_sidebar->showPlace(Place::Queue);
    QTest::keyClick(places, Qt::Key_Down);
    QCOMPARE(places->currentIndex().data().toString(), u"Downloads"_s);
    QCOMPARE(wished.count(), 1);
    QVERIFY(place.isEmpty());
    m_sidebar->setDownloads(2);
    QCOMPARE(places->currentIndex().data(PlacesModel::CountRole).toInt(), 2);
    QTest::keyClick(places, Qt::Key_Down);
    QCOMPARE(place.first().first().value<Place>(), Place::InProgress);
    m_sidebar->showPlace(Place::Archive);
    QCOMPARE(places->currentIndex().data().toString(), u"Archive"_s);
    m_sidebar->showDownloads();
    QCOMPARE(places->currentIndex().data().toString(), u"Downloads"_s);
    QCOMPARE(wished.count(), 1);
}

void TestSidebar::arrowsGoFromPlacesToPodcasts()
{
    auto *places = list(u"places"_s);
    auto *podcasts = list(u"podcasts"_s);
    const int last = places->model()->rowCount() - 1;
    click(places, last);
    QTest::keyClick(places, Qt::Key_Down);
    QCOMPARE(podcasts->currentIndex().row(), 0);
    QTest::keyClick(podcasts, Qt::Key_Up);
    QCOMPARE(places->currentIndex().row(), last);
}

void TestSidebar::tabStopsWhereTheChoiceIs()
{
    auto *places = list(u"places"_s);
    auto *podcasts = list(u"podcasts"_s);
    const auto isStop
            = [](const QWidget *view) { return (view->focusPolicy() & Qt::TabFocus) != 0; };

    m_sidebar->showPlace(Place::Queue);
    QVERIFY(isStop(places) && !isStop(podcasts));
    click(podcasts, 4);
    QVERIFY(!isStop(places) && isStop(podcasts));
    m_sidebar->setPodcasts({});
    QVERIFY(isStop(places) && !isStop(podcasts));
}

void TestSidebar::countersDoNotTakeTheChoiceAway()
{
    click(list(u"podcasts"_s), 4);
    PodcastList podcasts = SampleLibrary::podcasts();
    podcasts[1].unplayed = 99;
    m_sidebar->setPodcasts(podcasts);
    QCOMPARE(list(u"podcasts"_s)->currentIndex().row(), 4);
    podcasts.removeFirst();
    m_sidebar->setPodcasts(podcasts);
    QCOMPARE(list(u"podcasts"_s)->currentIndex().data().toString(), u"Salt and Signal"_s);
}

void TestSidebar::aChoiceOfTheWindowIsNoWish()
{
    QSignalSpy place(m_sidebar.get(), &Sidebar::placeWished);
    QSignalSpy podcast(m_sidebar.get(), &Sidebar::podcastWished);
    m_sidebar->showPlace(Place::Archive);
    m_sidebar->showPodcast(PodcastId(1));
    QCOMPARE(list(u"podcasts"_s)->currentIndex().data().toString(), u"The Query Plan"_s);
    QCOMPARE(place.count() + podcast.count(), 0);
}

void TestSidebar::refreshShowsItsCountAndCanBeCancelled()
{
    QSignalSpy cancelled(m_sidebar.get(), &Sidebar::cancelRefreshWished);
    auto *cancel = m_sidebar->findChild<QPushButton *>(u"cancelRefresh"_s);
    QVERIFY(!cancel->isVisible());
    m_sidebar->showProgress(3, 20);
    QCOMPARE(m_sidebar->findChild<TextLabel *>(u"refreshProgress"_s)->text(),
             u"Refreshing 3 of 20"_s);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
    m_sidebar->showProgress(0, 0);
    QVERIFY(!cancel->isVisible());
}

QTEST_MAIN(TestSidebar)
#include "tst_sidebar.moc"
