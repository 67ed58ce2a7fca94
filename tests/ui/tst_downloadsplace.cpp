// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/mediarepository.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/windowbench.h"
#include "ui/dialogs/mediaeventsdialog.h"
#include "ui/downloads/downloadslist.h"
#include "ui/downloads/downloadspage.h"
#include "ui/shell/undobar.h"
#include "ui/sidebar/sidebar.h"
#include "ui/sidebar/sidebarmodel.h"

#include <QListView>
#include <QPushButton>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// The place Downloads in the whole window, over a real store, library and server.
class TestDownloadsPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatIsOnItsWayIsCountedAndListed();
    void aDownloadThatComesMovesToTheFiles();
    void aDeletedFileComesBackByUndo();
    void everythingCanBePausedAndCancelled();
    void whatWasDoneByItselfIsTold();
    void nothingIsAskedWhileNobodyLooks();
    void theLibraryDoesNotTakeThePageAway();

private:
    using Fault = TestHttpServer::Fault;
    static constexpr int Patience = 20000; // ms, on a busy machine

    void serve(const QByteArray &path, Fault fault = Fault::None);
    void open();
    DownloadService &downloads() { return m_bench->services.downloads(); }
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    DownloadsModel &model() const { return child<DownloadsPage>()->model(); }
    DownloadsModel::Section sectionOf(EpisodeId episode) const
    {
        return model()
                .index(model().rowOf(episode))
                .data(DownloadsModel::SectionRole)
                .value<DownloadsModel::Section>();
    }
    int counted() const
    {
        const QAbstractItemModel *places = child<QListView>(u"places"_s)->model();
        return places->index(PlacesModel::downloadsRow(), 0).data(PlacesModel::CountRole).toInt();
    }

    QByteArray m_sound;
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<WindowBench> m_bench;
    QList<EpisodeId> m_ids; ///< /2.mp3, /1.mp3, /0.mp3
};

void TestDownloadsPlace::serve(const QByteArray &path, Fault fault)
{
    m_server->serve(path,
                    {.body = m_sound,
                     .headers = {{"Content-Type", "audio/mpeg"}, {"ETag", "\"1\""}},
                     .ranges = true,
                     .fault = fault,
                     .faultAfter = 100'000});
}

void TestDownloadsPlace::init()
{
    failOnAnyWarning();
    m_sound = fixtureBytes(u"mp3cbr"_s);
    QVERIFY(!m_sound.isEmpty());
    m_server = std::make_unique<ServerThread>();
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path);
    const QString media = m_server->url(u"/"_s).toString() + u"%1.mp3"_s;
    m_server->serve("/feed", {.body = feedXml(u"Show"_s, 3, media), .headers = {}});
    m_bench = std::make_unique<WindowBench>(HttpLimits(), true);
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    QVERIFY(resultOf(m_bench->services.library().subscribe(m_server->url(u"/feed"_s))));
    QVERIFY(resultOf(m_bench->services.media().load()));
    downloads().start();
    const auto rows = resultOf(m_bench->services.episodes().firstRows(EpisodeQuery{}, 10));
    m_ids.clear();
    for (const EpisodeRow &row : *rows)
        m_ids.append(row.id);
    QCOMPARE(m_ids.size(), 3);
    QTRY_COMPARE(child<QListView>(u"podcasts"_s)->model()->rowCount(), 1);
}

void TestDownloadsPlace::cleanup()
{
    m_bench.reset();
    m_server.reset();
}

/// By the keyboard, as every place.
void TestDownloadsPlace::open()
{
    auto *places = child<QListView>(u"places"_s);
    child<Sidebar>(u"sidebar"_s)->showPlace(Place::Queue);
    places->setFocus();
    QTest::keyClick(places, Qt::Key_Down);
    QVERIFY(child<DownloadsPage>() != nullptr && child<DownloadsPage>()->isVisible());
}

void TestDownloadsPlace::whatIsOnItsWayIsCountedAndListed()
{
    serve("/2.mp3", Fault::StallAfter);
    QCOMPARE(counted(), 0);
    QVERIFY(child<DownloadsPage>() == nullptr);
    downloads().download({m_ids.at(0), m_ids.at(1)});
    QTRY_COMPARE_WITH_TIMEOUT(counted(), 2, Patience);

    open();
    QTRY_VERIFY_WITH_TIMEOUT(model().rowOf(m_ids.at(1)) > model().rowOf(m_ids.at(0)), Patience);
    QVERIFY(model().rowOf(m_ids.at(0)) >= 0);
    QCOMPARE(sectionOf(m_ids.at(0)), DownloadsModel::Section::Running);
    QCOMPARE(sectionOf(m_ids.at(1)), DownloadsModel::Section::Waiting);

    child<DownloadsList>()->setCurrentIndex(model().index(model().rowOf(m_ids.at(1))));
    QTest::keyClick(child<DownloadsList>(), Qt::Key_P);
    QTRY_COMPARE(sectionOf(m_ids.at(1)), DownloadsModel::Section::Paused);
    QTest::keyClick(child<DownloadsList>(), Qt::Key_Delete);
    QTRY_COMPARE(counted(), 1);
    QVERIFY(child<UndoBar>()->isVisible());
    QTest::mouseClick(child<UndoBar>()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(counted(), 2, Patience);
}

void TestDownloadsPlace::aDownloadThatComesMovesToTheFiles()
{
    open();
    downloads().download(m_ids);
    QTRY_COMPARE_WITH_TIMEOUT(counted(), 0, Patience);
    for (const EpisodeId id : std::as_const(m_ids)) {
        QTRY_VERIFY_WITH_TIMEOUT(model().isFile(id), Patience);
        QTRY_COMPARE(sectionOf(id), DownloadsModel::Section::Files);
    }
    QTRY_COMPARE(model().bytes(), 3 * m_sound.size());
    QVERIFY(model().headingOf(DownloadsModel::Section::Storage) > 0);
}

void TestDownloadsPlace::aDeletedFileComesBackByUndo()
{
    open();
    downloads().download({m_ids.first()});
    QTRY_VERIFY_WITH_TIMEOUT(model().isFile(m_ids.first()) && counted() == 0, Patience);
    const QString path = m_bench->services.media().pathOf(m_ids.first());
    QVERIFY(QFile::exists(path));
    child<DownloadsList>()->setFocus();
    child<DownloadsList>()->setCurrentIndex(model().index(model().rowOf(m_ids.first())));

    QTest::keyClick(child<DownloadsList>(), Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(model().rowOf(m_ids.first()), -1, Patience);
    QVERIFY(!QFile::exists(path));
    QTest::keyClick(m_bench->window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(model().rowOf(m_ids.first()) >= 0, Patience);
    QVERIFY(QFile::exists(path));
}

void TestDownloadsPlace::everythingCanBePausedAndCancelled()
{
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path, Fault::StallAfter);
    open();
    downloads().download(m_ids);
    auto *all = child<QPushButton>(u"downloadsAll"_s);
    QTRY_VERIFY_WITH_TIMEOUT(all->isVisible(), Patience);
    QTest::mouseClick(all, Qt::LeftButton);
    QVERIFY(downloads().areAllPaused());
    QCOMPARE(all->text(), u"Resume all"_s);
    QTest::mouseClick(all, Qt::LeftButton);
    QVERIFY(!downloads().areAllPaused());

    QTest::mouseClick(child<QPushButton>(u"downloadsCancelAll"_s), Qt::LeftButton);
    QTRY_COMPARE(counted(), 0);
    QVERIFY(!all->isVisible());
    QCOMPARE(child<UndoBar>()->sentence(), u"3 downloads cancelled"_s);
    QTest::mouseClick(child<UndoBar>()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(counted(), 3, Patience);
}

void TestDownloadsPlace::whatWasDoneByItselfIsTold()
{
    open();
    auto *events = child<QAction>(u"mediaEvents"_s);
    events->trigger();
    QTRY_VERIFY(child<MediaEventsDialog>() != nullptr);
    QVERIFY(!child<QListView>(u"mediaEventList"_s)->isVisible());
    QTest::keyClick(child<MediaEventsDialog>(), Qt::Key_Escape);
    QTRY_VERIFY(child<MediaEventsDialog>() == nullptr);

    const MediaEvent deleted{.at = QDateTime::currentDateTimeUtc(),
                             .episode = m_ids.first(),
                             .title = u"Episode 2"_s,
                             .sentence = u"Deleted: played 3 days ago."_s};
    QVERIFY(resultOf(m_bench->services.storage().write(
            [deleted](Database &db) { return MediaRepository(db).append(deleted); })));
    events->trigger();
    QTRY_VERIFY(child<MediaEventsDialog>() != nullptr);
    const QListView *list = child<QListView>(u"mediaEventList"_s);
    QTRY_VERIFY(list->isVisible() && list->hasFocus());
    const QString said = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(said.endsWith(u"Episode 2, Deleted: played 3 days ago."_s), qPrintable(said));
}

void TestDownloadsPlace::nothingIsAskedWhileNobodyLooks()
{
    open();
    child<Sidebar>(u"sidebar"_s)->showPlace(Place::Episodes);
    m_bench->window->showPlace(Place::Episodes);
    QVERIFY(!child<DownloadsPage>()->isVisible());
    downloads().download({m_ids.first()});
    QVERIFY(QTest::qWaitFor(
            [this] {
                return downloads().downloads().isEmpty()
                        && m_bench->services.media().media(m_ids.first());
            },
            Patience));
    QVERIFY(!model().isKnown(m_ids.first()));
    QTest::keyClick(m_bench->window.get(), Qt::Key_J, Qt::ControlModifier);
    QVERIFY(child<DownloadsPage>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(model().isKnown(m_ids.first()), Patience);
    QTRY_VERIFY(child<DownloadsList>()->hasFocus());
}

void TestDownloadsPlace::theLibraryDoesNotTakeThePageAway()
{
    open();
    m_server->serve("/feed",
                    {.body = feedXml(u"Show"_s, 4, m_server->url(u"/"_s).toString() + u"%1.mp3"_s),
                     .headers = {}});
    resultOf(m_bench->services.library().refresh());
    QTRY_COMPARE(resultOf(m_bench->services.library().podcasts())->first().episodes, 4);
    QVERIFY(child<DownloadsPage>()->isVisible());
    m_bench->window->showPodcast(resultOf(m_bench->services.library().podcasts())->first().id);
    QVERIFY(!child<DownloadsPage>()->isVisible());
    QVERIFY(child<QWidget>(u"listHeader"_s)->isVisible());
}

QTEST_MAIN(TestDownloadsPlace)
#include "tst_downloadsplace.moc"
