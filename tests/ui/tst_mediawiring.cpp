// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/mediafixtures.h"
#include "support/serverthread.h"
#include "support/windowstack.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/dialogs/podcastdownloadspage.h"
#include "ui/episode/downloadbutton.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodespage.h"
#include "ui/episodes/mediatext.h"
#include "ui/player/seekbar.h"
#include "ui/shell/downloadsettingswiring.h"
#include "ui/shell/episodewiring.h"
#include "ui/shell/mediawiring.h"
#include "ui/shell/serviceepisodes.h"
#include "ui/shell/undobar.h"

#include <QAbstractButton>
#include <QDir>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// List, panel and seek bar over real services and a server: what is there is seen, and the keys do
/// what they say.
class TestMediaWiring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void dDownloadsAndAgainSaysThatItIsThere();
    void dCancelsWhatIsOnItsWay();
    void aFailureIsToldAndTriedAgain();
    void shiftDDeletesAndUndoBringsBack();
    void aPartIsDeletedForGood();
    void nothingIsNotDeleted();
    void theDownloadedListFollows();
    void theBarShowsWhatIsThere();
    void aNewWindowKnowsWhatIsThere();
    void settingsAreShownAndKept();
    void aPodcastKeepsSettingsOfItsOwn();

private:
    using Reply = TestHttpServer::Reply;
    static constexpr int Patience = 20'000; // ms, on a busy machine

    void serve(const Reply &reply);
    void openWindow();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    MediaSign sign(int row = 0) const;
    QStringList files() const;

    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<WindowStack> m_stack;
    std::unique_ptr<ServiceEpisodes> m_source;
    std::unique_ptr<EpisodesPage> m_page;
    std::unique_ptr<EpisodePanel> m_panel;
    std::unique_ptr<SeekBar> m_bar;
    std::unique_ptr<UndoBar> m_undoBar;
    std::unique_ptr<EpisodeWiring> m_episodes;
    std::unique_ptr<MediaWiring> m_wiring;
    QByteArray m_sound;
    EpisodeId m_first;
};

void TestMediaWiring::init()
{
    failOnAnyWarning();
    m_sound = fixtureBytes(u"mp3cbr"_s);
    QVERIFY(!m_sound.isEmpty());
    m_server = std::make_unique<ServerThread>();
    m_server->serve("/feed",
                    {.body = feedXml(u"Pod"_s, 3, m_server->url(u"/"_s).toString() + u"%1.mp3"_s)});
    serve({});
    m_dir = std::make_unique<QTemporaryDir>();
    const Profile profile{.data = m_dir->filePath(u"data"_s), .cache = m_dir->filePath(u"cache"_s)};
    QVERIFY(QDir().mkpath(profile.data));
    m_services = std::make_unique<Services>(
            profile, systemClock(), std::make_unique<FakeSecrets>(),
            HttpLimits{.idle = std::chrono::seconds(3)}); // a stalled server is given up sooner
    QVERIFY(resultOf(m_services->open()));
    QVERIFY(resultOf(m_services->library().subscribe(m_server->url(u"/feed"_s))));
    m_services->downloads().start();
    m_stack = std::make_unique<WindowStack>(*m_services);
    openWindow();
}

void TestMediaWiring::openWindow()
{
    m_source = std::make_unique<ServiceEpisodes>(m_services->episodes());
    m_page = std::make_unique<EpisodesPage>(*m_source);
    m_panel = std::make_unique<EpisodePanel>();
    m_bar = std::make_unique<SeekBar>();
    m_undoBar = std::make_unique<UndoBar>(m_page.get());
    m_episodes = std::make_unique<EpisodeWiring>(*m_page, m_stack->needs);
    m_wiring = std::make_unique<MediaWiring>(
            MediaWiring::Places{*m_page, *m_panel, *m_bar, *m_episodes, *m_undoBar},
            m_stack->needs);
    m_page->resize(700, 500);
    m_page->show();
    m_page->showPlace(Place::Episodes, 3, 3);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model().rowCount(), 3, Patience);
    m_page->view()->setCurrentIndex(m_page->model().index(0));
    m_first = m_page->model().rowAt(0)->id;
    m_panel->showEpisode(*m_page->model().rowAt(0));
}

void TestMediaWiring::cleanup()
{
    m_wiring.reset();
    m_episodes.reset();
    m_undoBar.reset();
    m_bar.reset();
    m_panel.reset();
    m_page.reset();
    m_source.reset();
    m_stack.reset();
    m_services.reset();
    m_dir.reset();
    m_server.reset();
}

void TestMediaWiring::serve(const Reply &how)
{
    Reply reply = how;
    if (reply.body.isEmpty() && reply.status == 200)
        reply.body = m_sound;
    reply.headers.emplaceBack("Content-Type", "audio/mpeg");
    reply.headers.emplaceBack("ETag", "\"1\"");
    reply.ranges = true;
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        m_server->serve(path, reply);
}

void TestMediaWiring::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_page->view(), key, modifiers);
}

MediaSign TestMediaWiring::sign(int row) const
{
    const EpisodeRow *shown = m_page->model().rowAt(row);
    return shown != nullptr ? mediaSign(m_page->model().mediaOf(*shown)) : MediaSign::None;
}

QStringList TestMediaWiring::files() const
{
    QStringList names;
    const QDir folder(m_services->media().folder());
    for (const QString &podcast : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        names += QDir(folder.filePath(podcast)).entryList(QDir::Files);
    return names;
}

void TestMediaWiring::dDownloadsAndAgainSaysThatItIsThere()
{
    press(Qt::Key_D);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
    QCOMPARE(m_panel->findChild<DownloadButton *>()->accessibleName(), u"Downloaded"_s);
    QCOMPARE(files().size(), 1);
    QCOMPARE(sign(1), MediaSign::None);

    press(Qt::Key_D);
    QVERIFY(m_undoBar->sentence().startsWith(u"This episode is on this computer already."_s));
    QVERIFY(m_services->downloads().downloads().isEmpty());
}

void TestMediaWiring::dCancelsWhatIsOnItsWay()
{
    serve({.fault = TestHttpServer::Fault::StallAfter, .faultAfter = 20'000});
    press(Qt::Key_D);
    QTRY_VERIFY_WITH_TIMEOUT(sign() == MediaSign::Running || sign() == MediaSign::Waiting,
                             Patience);
    QCOMPARE(m_panel->findChild<DownloadButton *>()->accessibleName(), u"Cancel the download"_s);

    press(Qt::Key_D);

    QTRY_VERIFY_WITH_TIMEOUT(sign() == MediaSign::None || sign() == MediaSign::Partly, Patience);
    QVERIFY(m_services->downloads().downloads().isEmpty());
    QCOMPARE(m_undoBar->sentence(), u"Download cancelled"_s);
    serve({});
    QTest::mouseClick(m_undoBar->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
}

void TestMediaWiring::aFailureIsToldAndTriedAgain()
{
    serve({.status = 404});
    press(Qt::Key_D);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Failed, Patience);
    const QModelIndex index = m_page->model().index(0);
    QVERIFY(index.data(Qt::AccessibleDescriptionRole).toString().startsWith(u"Failed: "_s));
    serve({});
    press(Qt::Key_D);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
}

void TestMediaWiring::shiftDDeletesAndUndoBringsBack()
{
    MediaStore &store = m_services->media();
    press(Qt::Key_D);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);

    press(Qt::Key_D, Qt::ShiftModifier);

    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::None, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_services->undo().canUndo(), Patience);
    QCOMPARE(files(), QStringList());
    QVERIFY(store.media(m_first)->isRefused); // by no rule again

    m_services->undo().undo();

    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
    QCOMPARE(files().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!store.media(m_first)->isRefused, Patience);
    QCOMPARE(store.media(m_first)->cause, DownloadCause::Listener);
}

void TestMediaWiring::aPartIsDeletedForGood()
{
    serve({.fault = TestHttpServer::Fault::StallAfter, .faultAfter = 20'000});
    press(Qt::Key_D);
    QTRY_VERIFY_WITH_TIMEOUT(m_services->downloads().status(m_first).present > 0, Patience);

    press(Qt::Key_D, Qt::ShiftModifier);

    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::None, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_undoBar->sentence(), u"The part that was there is deleted."_s,
                              Patience);
    QTRY_COMPARE_WITH_TIMEOUT(files(), QStringList(), Patience);
    QVERIFY(m_services->downloads().downloads().isEmpty());
    QVERIFY(!m_services->undo().canUndo());
}

void TestMediaWiring::nothingIsNotDeleted()
{
    press(Qt::Key_D, Qt::ShiftModifier);
    QCOMPARE(m_undoBar->sentence(), u"Nothing of this episode is on this computer."_s);
    QVERIFY(!m_services->undo().canUndo());
}

void TestMediaWiring::theDownloadedListFollows()
{
    QTest::mouseClick(m_page->findChild<QAbstractButton *>(u"downloadedChip"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model().state(), EpisodeListModel::State::Ready, Patience);
    QCOMPARE(m_page->model().rowCount(), 0);

    m_services->downloads().download({m_first});
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model().rowCount(), 1, Patience);
    QCOMPARE(m_page->model().rowAt(0)->id, m_first);

    m_page->view()->setCurrentIndex(m_page->model().index(0));
    press(Qt::Key_D, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model().rowCount(), 0, Patience);
}

void TestMediaWiring::theBarShowsWhatIsThere()
{
    m_bar->setDuration(std::chrono::minutes(2));
    QVERIFY(resultOf(m_services->episodes().setCurrent(m_first)));
    m_stack->playback.restoreLast();
    QTRY_VERIFY_WITH_TIMEOUT(m_stack->playback.episode().has_value(), Patience);
    QCOMPARE(m_bar->presentText(), QString());

    serve({.fault = TestHttpServer::Fault::StallAfter, .faultAfter = m_sound.size() / 2});
    m_services->downloads().download({m_first});
    QTRY_VERIFY_WITH_TIMEOUT(m_bar->presentText().endsWith(u" % is on this computer"_s), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_bar->presentText() != u"0 % is on this computer"_s, Patience);

    m_services->downloads().cancel({m_first});
    serve({});
    m_services->downloads().download({m_first});
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_bar->presentText(), QString(), Patience);
}

void TestMediaWiring::aNewWindowKnowsWhatIsThere()
{
    press(Qt::Key_D);
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
    m_wiring.reset();
    m_episodes.reset();
    m_undoBar.reset();
    openWindow();
    QTRY_COMPARE_WITH_TIMEOUT(sign(), MediaSign::Whole, Patience);
    const QModelIndex index = m_page->model().index(0);
    QTRY_COMPARE_WITH_TIMEOUT(index.data(EpisodeListModel::MediaRole).value<MediaStatus>().present,
                              qint64(m_sound.size()), Patience);
    QCOMPARE(m_panel->findChild<DownloadButton *>()->accessibleName(), u"Downloaded"_s);
}

void TestMediaWiring::settingsAreShownAndKept()
{
    SettingsService &settings = m_services->settings();
    settings.setDownloads({.limit = 3'000'000, .atOnce = 5});
    AutomaticDownloads &automatic = m_services->automaticDownloads();
    DownloadSettingsPage page;
    wireDownloadSettings(page, {settings, m_services->media(), automatic});
    auto *atOnce = page.findChild<QSpinBox *>(u"downloadsAtOnce"_s);
    QCOMPARE(atOnce->value(), 5);
    QVERIFY(m_services->media().folder().endsWith(u"downloads"_s));

    atOnce->setValue(3);
    page.findChild<QSpinBox *>(u"downloadQueued"_s)->setValue(4);
    page.findChild<QDoubleSpinBox *>(u"downloadQuota"_s)->setValue(2.5);
    page.findChild<QSpinBox *>(u"downloadDays"_s)->setValue(9);

    QCOMPARE(settings.downloads(), (DownloadPreferences{.limit = 3'000'000, .atOnce = 3}));
    QCOMPARE(automatic.queued(), 4);
    QCOMPARE(automatic.quota(), 2'500'000'000);
    QCOMPARE(automatic.settings().days, 9);
    settings.setDownloads({.atOnce = 7}); // by the command line
    QCOMPARE(atOnce->value(), 7);
}

void TestMediaWiring::aPodcastKeepsSettingsOfItsOwn()
{
    AutomaticDownloads &automatic = m_services->automaticDownloads();
    const PodcastId podcast = m_page->model().rowAt(0)->podcastId;
    QStringList failures;
    PodcastDownloadsPage page;
    wirePodcastDownloads(page, automatic, podcast,
                         [&](const Error &error) { failures += error.sentence; });
    page.show();
    auto *itself = page.findChild<QRadioButton *>(u"downloadsOwn"_s);
    QSignalSpy wished(&page, &PodcastDownloadsPage::settingsWished);
    QTest::keyClick(itself, Qt::Key_Space);
    page.findChild<QSpinBox *>(u"downloadDays"_s)->setValue(11);
    QCOMPARE(wished.count(), 2);
    const auto isKept = [&](std::optional<int> days) {
        const auto own = resultOf(automatic.podcast(podcast));
        return own && own->days == days;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isKept(11), Patience);
    QVERIFY(itself->isChecked());

    QTest::keyClick(page.findChild<QRadioButton *>(u"downloadsAsAll"_s), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(isKept(std::nullopt), Patience);
    QCOMPARE(failures, QStringList());
}

QTEST_MAIN(TestMediaWiring)
#include "tst_mediawiring.moc"
