// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/libraryservice.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"
#include "support/windowbench.h"
#include "ui/common/messagebar.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/editaddressdialog.h"
#include "ui/dialogs/failingdialog.h"
#include "ui/dialogs/failingrow.h"
#include "ui/dialogs/podcastdetailsdialog.h"
#include "ui/episodes/episodespage.h"
#include "ui/episodes/listheader.h"

#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Earmark;

/// What a listener does with podcasts that fail or move, in the whole window over a real library
/// and server.
class TestPodcastCare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void failingPodcastIsNamedAndTriedAgain();
    void addressOfAFailingPodcastIsEdited();
    void unsubscribingFromTheDialogEndsTheRow();
    void detailsOpenFromTheListsMenuAndFollowTheLibrary();
    void aPictureOnTheOwnNetworkIsShownByTheListenersWord();
    void olderEpisodesAreLoadedAtTheListsEnd();

private:
    void failNow();
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    Podcast podcast() const { return resultOf(m_bench->services.library().podcasts())->first(); }

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<WindowBench> m_bench;
    PodcastId m_id;
};

void TestPodcastCare::init()
{
    failOnAnyWarning();
    m_server = std::make_unique<TestHttpServer>();
    m_server->serve("/feed", {.body = feedXml(u"Show"_s, 3), .headers = {}});
    m_bench = std::make_unique<WindowBench>();
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    const auto added = resultOf(m_bench->services.library().subscribe(m_server->url(u"/feed"_s)));
    QVERIFY(added);
    m_id = added->id;
    // The sidebar hears of it a moment later; what is shown before would be left again.
    QTRY_COMPARE(child<QListView>(u"podcasts"_s)->model()->rowCount(), 1);
}

void TestPodcastCare::cleanup()
{
    m_bench.reset();
    m_server.reset();
}

void TestPodcastCare::failNow()
{
    m_server->serve("/feed", {.status = 500, .body = {}, .headers = {}});
    resultOf(m_bench->services.library().refresh());
    QTRY_VERIFY(child<QPushButton>(u"failing"_s)->isVisible());
    QTest::mouseClick(child<QPushButton>(u"failing"_s), Qt::LeftButton);
    QTRY_VERIFY(child<FailingRow>() != nullptr);
}

void TestPodcastCare::failingPodcastIsNamedAndTriedAgain()
{
    QVERIFY(!child<QPushButton>(u"failing"_s)->isVisible());
    failNow();
    QCOMPARE(child<QPushButton>(u"failing"_s)->text(), u"1 podcast failing"_s);

    auto *tryNow = child<FailingRow>()->findChild<QPushButton *>(u"try"_s);
    QTest::mouseClick(tryNow, Qt::LeftButton);
    QTRY_COMPARE(podcast().failures, 2);
    QTRY_VERIFY(tryNow->isEnabled());
    m_server->serve("/feed", {.body = feedXml(u"Show"_s, 4), .headers = {}});
    tryNow->setFocus();
    QTest::keyClick(tryNow, Qt::Key_Space);

    QTRY_VERIFY(child<FailingRow>() == nullptr);
    QTRY_VERIFY(!child<QPushButton>(u"failing"_s)->isVisible());
    QCOMPARE(podcast().episodes, 4);
}

void TestPodcastCare::addressOfAFailingPodcastIsEdited()
{
    failNow();
    m_server->serve("/new", {.body = feedXml(u"Show"_s, 4), .headers = {}});
    QTest::mouseClick(child<FailingRow>()->findChild<QPushButton *>(u"edit"_s), Qt::LeftButton);
    QTRY_VERIFY(child<EditAddressDialog>() != nullptr);
    auto *dialog = child<EditAddressDialog>();
    auto *field = dialog->findChild<QLineEdit *>(u"address"_s);
    QCOMPARE(field->text(), m_server->url(u"/feed"_s).toString());

    QTest::keyClicks(field, m_server->url(u"/nothing"_s).toString());
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(dialog->findChild<TextLabel *>(u"failure"_s)->isVisible());
    QVERIFY(!dialog->findChild<QPushButton *>(u"insist"_s)->isVisible());
    field->selectAll();
    QTest::keyClicks(field, m_server->url(u"/new"_s).toString());
    QTest::keyClick(field, Qt::Key_Return);

    QTRY_VERIFY(child<EditAddressDialog>() == nullptr);
    QTRY_VERIFY(child<FailingRow>() == nullptr);
    QCOMPARE(podcast().url, m_server->url(u"/new"_s));
    QCOMPARE(podcast().episodes, 4);
}

void TestPodcastCare::unsubscribingFromTheDialogEndsTheRow()
{
    failNow();

    QTest::mouseClick(child<FailingRow>()->findChild<QPushButton *>(u"unsubscribe"_s),
                      Qt::LeftButton);

    QTRY_VERIFY(child<FailingRow>() == nullptr);
    QVERIFY(resultOf(m_bench->services.library().podcasts())->isEmpty());
}

void TestPodcastCare::detailsOpenFromTheListsMenuAndFollowTheLibrary()
{
    QTRY_VERIFY(child<ListHeader>() != nullptr);
    m_bench->window->showPodcast(m_id);
    QTRY_COMPARE(child<EpisodesPage>()->podcast(), m_id);
    Q_EMIT child<ListHeader>()->detailsWished();
    QTRY_VERIFY(child<PodcastDetailsDialog>() != nullptr);
    auto *dialog = child<PodcastDetailsDialog>();
    const auto *log = dialog->findChild<QTableView *>(u"attempts"_s);
    QTRY_COMPARE(log->model()->rowCount(), 1);

    QTest::mouseClick(dialog->findChild<QPushButton *>(u"refreshNow"_s), Qt::LeftButton);
    QTRY_COMPARE(log->model()->rowCount(), 2);
    dialog->showPage(PodcastDetailsDialog::Options);
    auto *title = dialog->findChild<QLineEdit *>(u"ownTitle"_s);
    title->setFocus();
    QTest::keyClicks(title, u"Mine"_s);
    QTest::keyClick(title, Qt::Key_Tab);

    QTRY_COMPARE(dialog->findChild<TextLabel *>(u"detailsTitle"_s)->text(), u"Mine"_s);
    QCOMPARE(podcast().title, u"Mine"_s);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(child<PodcastDetailsDialog>() == nullptr);
}

void TestPodcastCare::aPictureOnTheOwnNetworkIsShownByTheListenersWord()
{
    const TestHttpServer router(nullptr, QHostAddress(u"127.0.0.2"_s));
    const QByteArray picture = router.url(u"/picture.png"_s).toEncoded();
    const QByteArray image
            = "&lt;img src=&quot;" + picture + "&quot; width=200 height=200&gt; Notes";
    QByteArray feed = feedXml(u"Show"_s, 3);
    m_server->serve("/feed", {.body = feed.replace("Notes", image), .headers = {}});
    resultOf(m_bench->services.library().refresh());
    QVERIFY(resultOf(m_bench->services.library().setImagesAllowed(m_id, true)));
    QTRY_VERIFY(child<ListHeader>() != nullptr);
    m_bench->window->showPodcast(m_id);
    auto *message = child<MessageBar>(u"message"_s);
    auto *list = child<EpisodesPage>()->view();
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QTest::keyClick(list, Qt::Key_Home);

    QTRY_VERIFY(message->sentence().contains(u"127.0.0.2"_s));
    QVERIFY(message->isVisible());
    QVERIFY(router.requests().isEmpty());
    auto *action = message->findChild<QPushButton *>(u"messageAction"_s);
    action->setFocus();
    QTest::keyClick(action, Qt::Key_Space);
    QTRY_VERIFY(child<QMessageBox>() != nullptr);
    QVERIFY(router.requests().isEmpty());
    auto *box = child<QMessageBox>();
    const auto buttons = box->buttons();
    const auto yes = std::ranges::find_if(buttons, [box](QAbstractButton *button) {
        return box->buttonRole(button) == QMessageBox::AcceptRole;
    });
    QTest::mouseClick(*yes, Qt::LeftButton);

    QTRY_VERIFY(!router.requests().isEmpty());
    QTRY_VERIFY(!message->isVisible());
    QVERIFY(podcast().ownMediaAllowed);
}

void TestPodcastCare::olderEpisodesAreLoadedAtTheListsEnd()
{
    const QByteArray next = "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\" "
                            "href=\""
            + m_server->url(u"/two"_s).toEncoded() + "\"/><description>About";
    QByteArray first = feedXml(u"Show"_s, 40);
    m_server->serve("/feed", {.body = first.replace("<description>About", next), .headers = {}});
    QByteArray older = feedXml(u"Show"_s, 1);
    older.replace("guid-", "older-")
            .replace("<title>Episode", "<title>Older")
            .replace(":9/", ":9/o");
    m_server->serve("/two", {.body = older, .headers = {}});
    resultOf(m_bench->services.library().refresh());
    QTRY_VERIFY(child<EpisodesPage>() != nullptr);
    m_bench->window->showPodcast(m_id);
    auto *list = child<EpisodesPage>()->view();
    QTRY_COMPARE(list->model()->rowCount(), 40);
    auto *button = child<QPushButton>(u"older"_s);
    QTRY_VERIFY(list->verticalScrollBar()->maximum() > 200);
    QVERIFY(!button->isVisible()); // the list's end is out of sight

    // What the refresh brought may be read once more meanwhile, at the old place.
    QTRY_VERIFY((QTest::keyClick(list, Qt::Key_End), button->isVisible()));
    QTRY_COMPARE(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());
    QTest::keyClick(list, Qt::Key_Home);
    QTRY_VERIFY(!button->isVisible());
    QTest::keyClick(list, Qt::Key_End);
    QTRY_VERIFY(button->isVisible());
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);

    QTRY_COMPARE(podcast().episodes, 41);
    QTRY_VERIFY(!button->isVisible()); // that was the last page
}

QTEST_MAIN(TestPodcastCare)
#include "tst_podcastcare.moc"
