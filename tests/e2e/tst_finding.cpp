// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/directoryservice.h"
#include "support/directoryfixture.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"
#include "support/windowbench.h"
#include "ui/common/textlabel.h"
#include "ui/episode/chapterlistview.h"
#include "ui/episode/episodepanel.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// From a word to a subscription in the whole window, with real keys, a server that is the
/// directories and the podcast, and real sound.
class TestFinding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void aDeadDirectoryIsALineAndTheOthersAreListed();
    void nothingIsAskedUntilSomebodyTypes();
    void aPodcastIsFoundHeardAndSubscribedTo();
    void whatIsHeardThereHasItsChapters();
    void chartsAreAskedForByTheButton();
    void theDialogTakesWordsAndDirectoryPages();
    void anAddressIsLookedAtAndShownToNobody();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return m_bench->window->findChild<T *>(name);
    }
    QLineEdit *field() const { return child<QLineEdit>(u"discoverField"_s); }
    QListView *found() const { return child<QListView>(u"discoverList"_s); }
    QListView *heard() const { return child<QListView>(u"previewList"_s); }
    void openDiscover();
    void type(const QString &text);
    PodcastList podcasts() { return *resultOf(m_bench->services.library().podcasts()); }

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<WindowBench> m_bench;
};

void TestFinding::init()
{
    failOnAnyWarning();
    m_server = std::make_unique<TestHttpServer>();
    m_server->serve("/0.mp3",
                    {.body = fixtureBytes(u"mp3cbr"_s),
                     .headers = {{"Content-Type", "audio/mpeg"}},
                     .ranges = true});
    m_server->serve(
            "/feed",
            {.body = feedXml(u"Tone"_s, 1, m_server->url(u"/"_s).toString() + u"%1.mp3"_s)
                             .replace("Notes 0", "0:00 One&lt;br&gt;0:30 Two&lt;br&gt;1:00 Three"),
             .headers = {}});
    serveDirectories(*m_server, {{u"Tone"_s, m_server->url(u"/feed"_s)}, {u"Only there"_s, QUrl()}},
                     {{u"Tone at fyyd"_s, m_server->url(u"/feed/"_s)}});
    m_bench = std::make_unique<WindowBench>();
    m_bench->services.settings().setDirectories(localDirectories(*m_server));
    QVERIFY(resultOf(m_bench->opened));
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window.get()));
    QTRY_VERIFY(child<QWidget>(u"welcomePage"_s) != nullptr);
}

void TestFinding::openDiscover()
{
    QTest::keyClick(m_bench->window.get(), Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY(child<QWidget>(u"discoverPage"_s) != nullptr);
    QTRY_VERIFY(field()->hasFocus());
}

void TestFinding::type(const QString &text)
{
    field()->selectAll();
    QTest::keyClicks(field(), text);
    QTest::keyClick(field(), Qt::Key_Return);
}

void TestFinding::aDeadDirectoryIsALineAndTheOthersAreListed()
{
    DirectorySettings settings = localDirectories(*m_server);
    settings.itunesUrl = QUrl(u"http://127.0.0.1:9/itunes"_s);
    m_bench->services.settings().setDirectories(settings);
    openDiscover();
    type(u"tone"_s);
    QTRY_COMPARE(found()->model()->rowCount(), 1);
    QTRY_VERIFY(child<TextLabel>(u"discoverTroubles"_s)->isVisible());
    QVERIFY(child<TextLabel>(u"discoverTroubles"_s)->text().startsWith(u"Apple"_s));
    QVERIFY(!child<QWidget>(u"windowMessage"_s)->isVisible());
}

void TestFinding::nothingIsAskedUntilSomebodyTypes()
{
    openDiscover();
    QTest::keyClicks(field(), u"to"_s);
    QTest::keyClick(field(), Qt::Key_Escape);
    m_bench->window->showPlace(Place::Episodes);
    openDiscover();
    QVERIFY(m_server->requests().isEmpty());
}

void TestFinding::aPodcastIsFoundHeardAndSubscribedTo()
{
    openDiscover();
    type(u"tone"_s);
    QTRY_COMPARE(found()->model()->rowCount(), 2); // one of both, and one that Apple alone has
    QTest::keyClick(field(), Qt::Key_Down);
    QTest::keyClick(found(), Qt::Key_Return);
    QTRY_COMPARE(heard()->model()->rowCount(), 1);
    QCOMPARE(podcasts().size(), 0);

    heard()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(heard(), Qt::Key_Return);
    PlaybackService &playback = m_bench->playback;
    QTRY_COMPARE_WITH_TIMEOUT(playback.state(), PlaybackService::State::Playing, 20000);
    QVERIFY(playback.isPreview());
    playback.seek(60s);
    QTRY_VERIFY_WITH_TIMEOUT(playback.position() > 61s, 20000);
    QVERIFY(!resultOf(m_bench->services.episodes().current())->isValid());

    auto *subscribe = child<QPushButton>(u"previewSubscribe"_s);
    subscribe->setFocus();
    QTest::keyClick(subscribe, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(podcasts().size(), 1, 10000);
    QCOMPARE(podcasts().first().url, m_server->url(u"/feed"_s));
    QTRY_VERIFY(!playback.isPreview());
    QCOMPARE(playback.state(), PlaybackService::State::Playing); // and never stopped
    const EpisodeId episode = playback.episode()->row.id;
    QTRY_VERIFY_WITH_TIMEOUT(
            resultOf(m_bench->services.episodes().episode(episode))->row.state.position > 60s,
            10000);

    QTRY_COMPARE(subscribe->text(), u"Open in the library"_s);
    QTest::keyClick(subscribe, Qt::Key_Space);
    QTRY_VERIFY(child<QWidget>(u"episodesPage"_s)->isVisible());
}

void TestFinding::whatIsHeardThereHasItsChapters()
{
    openDiscover();
    type(m_server->url(u"/feed"_s).toString());
    QTRY_VERIFY(heard() != nullptr && heard()->model()->rowCount() == 1);
    auto *panel = child<EpisodePanel>(u"previewPanel"_s);
    QVERIFY(panel->isHidden());
    heard()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(heard(), Qt::Key_Return);
    PlaybackService &playback = m_bench->playback;
    QTRY_COMPARE_WITH_TIMEOUT(playback.state(), PlaybackService::State::Playing, 20000);

    QTRY_VERIFY(panel->isVisible());
    auto *chapters = panel->findChild<ChapterListView *>();
    QTRY_COMPARE(chapters->model()->rowCount(), 3);
    QVERIFY(panel->findChild<QWidget *>(u"queue"_s)->isHidden());
    chapters->setCurrentIndex(chapters->model()->index(1, 0));
    QTest::keyClick(chapters, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(playback.position() > 30s && playback.chapter() == 1, 20000);
    QTest::keyClick(chapters, Qt::Key_X); // it is heard: on to the next
    QTRY_VERIFY(playback.position() >= 60s);
    QTRY_COMPARE(m_bench->stack.skips.plan().ranges(), (MediaRanges{{30s, 60s}}));
    QCOMPARE(podcasts().size(), 0);

    QTest::mouseClick(panel->findChild<QWidget *>(u"close"_s), Qt::LeftButton);
    QVERIFY(!panel->isVisible());
    playback.pause();
    QVERIFY(!panel->isVisible());
    QTest::mouseClick(child<QWidget>(u"about"_s), Qt::LeftButton);
    QTRY_VERIFY(panel->isVisible());
}

void TestFinding::chartsAreAskedForByTheButton()
{
    openDiscover();
    QVERIFY(m_server->requests().isEmpty());
    auto *button = child<QWidget>(u"discoverState"_s)->findChild<QPushButton *>();
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_COMPARE(found()->model()->rowCount(), 2);
    QVERIFY(child<QComboBox>(u"chartCountry"_s)->isVisible());
    QCOMPARE(m_server->requests().size(), 2);

    type(u"tone"_s);
    QTRY_VERIFY(!child<QComboBox>(u"chartCountry"_s)->isVisible());
    QTRY_VERIFY(!m_bench->services.directories().isAsking());
    m_server->clearRequests();
    QTest::keyClick(field(), Qt::Key_Escape);
    QTRY_VERIFY(child<QComboBox>(u"chartCountry"_s)->isVisible());
    QCOMPARE(found()->model()->rowCount(), 2);
    QVERIFY(m_server->requests().isEmpty()); // they are remembered
}

void TestFinding::theDialogTakesWordsAndDirectoryPages()
{
    const auto ask = [this](const QString &text) {
        QTest::keyClick(m_bench->window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(child<QDialog>(u"addPodcastDialog"_s) != nullptr);
        auto *address = child<QDialog>(u"addPodcastDialog"_s)->findChild<QLineEdit *>(u"address"_s);
        QTRY_VERIFY(address->isVisible());
        QTest::keyClicks(address, text);
        QTest::keyClick(address, Qt::Key_Return);
        QTRY_VERIFY(child<QDialog>(u"addPodcastDialog"_s) == nullptr);
    };
    ask(u"some tone"_s);
    QTRY_VERIFY(child<QWidget>(u"discoverPage"_s) != nullptr);
    QCOMPARE(field()->text(), u"some tone"_s);
    QTRY_COMPARE(found()->model()->rowCount(), 2);

    ask(u"https://podcasts.apple.com/us/podcast/tone/id1"_s);
    QTRY_COMPARE(podcasts().size(), 1);
    QCOMPARE(podcasts().first().url, m_server->url(u"/feed"_s));
}

void TestFinding::anAddressIsLookedAtAndShownToNobody()
{
    openDiscover();
    QTest::keyClicks(field(), m_server->url(u"/feed"_s).toString());
    QVERIFY(m_server->requests().isEmpty());
    QTest::keyClick(field(), Qt::Key_Return);
    QTRY_COMPARE(heard()->model()->rowCount(), 1);
    for (const TestHttpServer::Request &request : m_server->requests())
        QCOMPARE(request.path, "/feed"_ba);
    QTest::keyClick(child<QWidget>(u"previewPage"_s), Qt::Key_Escape);
    QTRY_VERIFY(field()->isVisible());
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestFinding test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_finding.moc"
