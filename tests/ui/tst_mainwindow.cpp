// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"
#include "core/earmarkaddress.h"
#include "playback/player.h"
#include "services/analysisservice.h"
#include "services/demo.h"
#include "services/outputservice.h"
#include "services/playbackservice.h"
#include "services/seekundo.h"
#include "services/skipservice.h"
#include "services/sleepservice.h"
#include "services/soundservice.h"
#include "services/timesavedservice.h"
#include "services/videoservice.h"
#include "support/failonwarning.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/addpodcastdialog.h"
#include "ui/dialogs/importreportdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/episode/notesview.h"
#include "ui/episodes/episodespage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/undobar.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

namespace {

/// Answers as it was told to, and remembers what it was asked.
class ToldDialogs : public Dialogs
{
public:
    void openFile(QWidget *, const QString &, const QString &, WithPath chosen) override
    {
        if (!path.isEmpty())
            chosen(path);
    }
    void openFolder(QWidget *, const QString &, WithPath chosen) override
    {
        if (!folder.isEmpty())
            chosen(folder);
    }
    void saveFile(QWidget *, const QString &, const QString &, WithPath chosen) override
    {
        chosen(path);
    }
    void ask(QWidget *, const QString &question, const QString &,
             std::function<void()> confirmed) override
    {
        questions += question;
        if (confirms)
            confirmed();
    }

    QString path;
    QString folder;
    QStringList questions;
    bool confirms = false;
};

} // namespace

/// The whole window over a real library in a folder of its own, by real keys and clicks. Nothing
/// sounds here (tests/e2e).
class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void anUnreadableFileIsASentenceInTheWindow();
    void anUnknownPodcastIsAskedAboutAndNotPlayed();
    void aBrokenAddressIsASentence();
    void anEmptyLibraryShowsTheFirstPage();
    void theDemoIsAListWithNotesAndChapters();
    void archivingIsUndoneByTheKey();
    void theQueueIsFilledByKeysAndListed();
    void unsubscribingIsUndoneByTheBar();
    void unsubscribingIsUndoneByTheKeyInTheEmptyField();
    void aPodcastThatCannotBeAddedIsASentence();
    void aSmallWindowCutsNothingOfTheList();
    void theAddressOfAnEpisodeIsCopied();
    void aDroppedListIsImportedWithAReport();
    void theListIsExported();
    void everyControlHasItsNames();
    void spaceInAFieldIsASpace();
    void questionMarkShowsTheKeys();
    void theThemeLastsAndSoDoesTheSize();

private:
    void open();
    void addDemo();
    template<typename T>
    T *child(const QString &name = {}) const
    {
        return m_window->findChild<T *>(name);
    }
    EpisodeListView *list() const { return child<EpisodeListView>(u"episodeListView"_s); }
    QString toldText() const { return child<TextLabel>(u"undoSentence"_s)->text(); }
    void click(const QString &name)
    {
        QTest::mouseClick(child<QAbstractButton>(name), Qt::LeftButton);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<PlaybackService> m_playback;
    std::unique_ptr<SeekUndo> m_seekUndo;
    std::unique_ptr<SleepService> m_sleep;
    std::unique_ptr<SoundService> m_sound;
    std::unique_ptr<AnalysisService> m_analysis;
    std::unique_ptr<SkipService> m_skips;
    std::unique_ptr<OutputService> m_outputs;
    std::unique_ptr<TimeSavedService> m_timeSaved;
    std::unique_ptr<VideoService> m_video;
    std::unique_ptr<MainWindow> m_window;
    ToldDialogs *m_dialogs = nullptr; ///< The window's.
};

void TestMainWindow::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    open();
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_video.reset();
    m_timeSaved.reset();
    m_skips.reset();
    m_outputs.reset();
    m_analysis.reset();
    m_sound.reset();
    m_sleep.reset();
    m_seekUndo.reset();
    m_playback.reset();
    m_player.reset();
    m_services.reset();
}

void TestMainWindow::open()
{
    cleanup();
    const Profile profile{.data = m_dir->filePath(u"data"_s), .cache = m_dir->filePath(u"cache"_s)};
    QVERIFY(QDir().mkpath(profile.data));
    m_services = std::make_unique<Services>(profile, systemClock());
    m_services->open();
    m_player = std::make_unique<Player>();
    m_playback = std::make_unique<PlaybackService>(
            PlaybackService::Needs{.player = *m_player,
                                   .episodes = m_services->episodes(),
                                   .queue = m_services->queue(),
                                   .chapters = m_services->chapters(),
                                   .media = m_services->media(),
                                   .settings = m_services->settings(),
                                   .access = m_services->access()});
    m_seekUndo = std::make_unique<SeekUndo>(*m_playback);
    m_sleep = std::make_unique<SleepService>(*m_playback);
    m_sound = std::make_unique<SoundService>(*m_playback, m_services->settings(),
                                             m_services->storage());
    m_analysis = std::make_unique<AnalysisService>(*m_playback, m_services->storage());
    m_outputs = std::make_unique<OutputService>(*m_player, m_services->settings(),
                                                [] { return OutputDevices(); });
    m_skips = std::make_unique<SkipService>(*m_playback, m_services->skipRules());
    m_timeSaved = std::make_unique<TimeSavedService>(*m_playback, m_services->episodes());
    m_video = std::make_unique<VideoService>(*m_player, *m_playback);
    auto dialogs = std::make_unique<ToldDialogs>();
    m_dialogs = dialogs.get();
    m_window = std::make_unique<MainWindow>(
            WindowServices{.access = m_services->access(),
                           .analysis = *m_analysis,
                           .artwork = m_services->artwork(),
                           .automatic = m_services->automaticDownloads(),
                           .chapterPlaces = m_services->chapterPlaces(),
                           .chapters = m_services->chapters(),
                           .directories = m_services->directories(),
                           .downloadLists = m_services->downloadLists(),
                           .downloads = m_services->downloads(),
                           .episodes = m_services->episodes(),
                           .folders = m_services->folders(),
                           .library = m_services->library(),
                           .logins = m_services->logins(),
                           .mediaMover = m_services->mediaMover(),
                           .mediaStore = m_services->media(),
                           .outputs = *m_outputs,
                           .playback = *m_playback,
                           .previews = m_services->previews(),
                           .queue = m_services->queue(),
                           .seekUndo = *m_seekUndo,
                           .settings = m_services->settings(),
                           .skipRules = m_services->skipRules(),
                           .skips = *m_skips,
                           .sleep = *m_sleep,
                           .sound = *m_sound,
                           .timeSaved = *m_timeSaved,
                           .undo = m_services->undo(),
                           .video = *m_video},
            std::move(dialogs));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::addDemo()
{
    QTRY_VERIFY(child<QAbstractButton>(u"demoCard"_s) != nullptr);
    click(u"demoCard"_s);
    QTRY_VERIFY(list()->isVisible());
    QTRY_COMPARE(list()->model()->rowCount(), 2);
    list()->setFocus();
    list()->setCurrentIndex(list()->model()->index(0, 0));
    QTRY_VERIFY(list()->currentEpisode().isValid());
}

void TestMainWindow::anUnreadableFileIsASentenceInTheWindow()
{
    m_dialogs->path = m_dir->filePath(u"nothing.opml"_s);
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
    auto *message = child<QWidget>(u"windowMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QVERIFY(message->accessibleName().endsWith(u'.'));
}

void TestMainWindow::anUnknownPodcastIsAskedAboutAndNotPlayed()
{
    m_window->openAddress(u"earmark:play?feed=http%3A%2F%2F127.0.0.1%3A9%2Fa&guid=b&t=3"_s);
    QTRY_COMPARE(m_dialogs->questions.size(), 1);
    QVERIFY(m_dialogs->questions.first().contains(u"http://127.0.0.1:9/a"_s));
    QCOMPARE(m_playback->state(), PlaybackService::State::Nothing);
}

void TestMainWindow::aBrokenAddressIsASentence()
{
    m_window->openAddress(u"earmark:play?feed=file%3A%2F%2F%2Fetc%2Fpasswd&guid=b"_s);
    QTRY_VERIFY(child<QWidget>(u"windowMessage"_s)->isVisible());
    QCOMPARE(m_dialogs->questions.size(), 0);
    QCOMPARE(m_playback->state(), PlaybackService::State::Nothing);
}

void TestMainWindow::anEmptyLibraryShowsTheFirstPage()
{
    QTRY_VERIFY(child<QWidget>(u"welcomePage"_s) != nullptr);
    QTRY_VERIFY(child<QLineEdit>(u"address"_s)->hasFocus());
    QTest::keyClicks(child<QLineEdit>(u"address"_s), u"http://127.0.0.1:9/feed"_s);
    QTest::keyClick(child<QLineEdit>(u"address"_s), Qt::Key_Return);
    QTRY_VERIFY(child<TextLabel>(u"failure"_s)->isVisible());
}

void TestMainWindow::theDemoIsAListWithNotesAndChapters()
{
    addDemo();
    list()->setCurrentIndex(list()->model()->index(1, 0));
    QTRY_COMPARE(child<QListView>(u"chapterList"_s)->model()->rowCount(), 5);
    auto *tabs = child<QTabBar>(u"tabs"_s);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    QTRY_VERIFY(child<NotesView>(u"notes"_s)->toPlainText().size() > 40);
    QCOMPARE(child<TextLabel>(u"listTitle"_s)->text(), u"Earmark demo"_s);
}

void TestMainWindow::archivingIsUndoneByTheKey()
{
    addDemo();
    m_window->showPlace(Place::Episodes);
    QTRY_COMPARE(list()->model()->rowCount(), 2);
    list()->setCurrentIndex(list()->model()->index(0, 0));
    QTRY_VERIFY(list()->currentEpisode().isValid()); // rows come when they are on screen

    QTest::keyClick(list(), Qt::Key_E);
    QTRY_COMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(toldText(), u"1 episode archived"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);

    QTRY_COMPARE(list()->model()->rowCount(), 2);
}

void TestMainWindow::theQueueIsFilledByKeysAndListed()
{
    addDemo();
    QTest::keyClick(list(), Qt::Key_Q);
    QTest::keyClick(list(), Qt::Key_Q, Qt::ShiftModifier);
    QTRY_COMPARE(m_services->queue().queue().size(), 2);
    const EpisodeId next = m_services->queue().queue().first();

    m_window->showPlace(Place::Queue);
    QTRY_COMPARE(list()->model()->rowCount(), 2);
    list()->setCurrentIndex(list()->model()->index(0, 0));
    QTRY_COMPARE(list()->currentEpisode(), next);
    QTest::keyClick(list(), Qt::Key_Down, Qt::AltModifier);

    QTRY_COMPARE(m_services->queue().queue().last(), next);
    QTRY_VERIFY(
            list()->model()->index(0, 0).data(EpisodeListModel::EpisodeRole).value<EpisodeRow>().id
            != next);
}

void TestMainWindow::unsubscribingIsUndoneByTheBar()
{
    addDemo();
    QTRY_COMPARE(child<QListView>(u"podcasts"_s)->model()->rowCount(), 1);
    m_services->library().unsubscribe(list()->model()
                                              ->index(0, 0)
                                              .data(EpisodeListModel::EpisodeRole)
                                              .value<EpisodeRow>()
                                              .podcastId);
    QTRY_VERIFY(child<QWidget>(u"welcomePage"_s)->isVisible());
    QCOMPARE(toldText(), u"Unsubscribed from Earmark demo"_s);

    click(u"undoButton"_s);

    QTRY_VERIFY(list()->isVisible());
    QTRY_COMPARE(list()->model()->rowCount(), 2);
}

void TestMainWindow::unsubscribingIsUndoneByTheKeyInTheEmptyField()
{
    QTRY_VERIFY(child<QWidget>(u"welcomePage"_s) != nullptr);
    auto *address = child<QWidget>(u"welcomePage"_s)->findChild<QLineEdit *>(u"address"_s);
    QTest::keyClicks(address, u"https://"_s);
    addDemo();
    QTRY_COMPARE(child<QListView>(u"podcasts"_s)->model()->rowCount(), 1);
    m_services->library().unsubscribe(list()->model()
                                              ->index(0, 0)
                                              .data(EpisodeListModel::EpisodeRole)
                                              .value<EpisodeRow>()
                                              .podcastId);
    QTRY_VERIFY(address->isVisible() && address->hasFocus());
    QTRY_VERIFY(
            address->text().isEmpty()); // until the demo is subscribed to, the key is the field's

    QTest::keyClick(address, Qt::Key_Z, Qt::ControlModifier);

    QCOMPARE(address->text(), QString());
    QTRY_VERIFY(list()->isVisible());
    QTRY_COMPARE(list()->model()->rowCount(), 2);
}

void TestMainWindow::aPodcastThatCannotBeAddedIsASentence()
{
    addDemo();
    m_dialogs->confirms = true;
    m_window->openAddress(
            toText({.feed = QUrl(u"http://127.0.0.1:9/feed"_s), .guid = u"a"_s, .at = {}}));
    QTRY_VERIFY(child<QWidget>(u"windowMessage"_s)->isVisible());
    // Another program named it: subscribing is one question, his own network another.
    QTRY_COMPARE(m_dialogs->questions.size(), 2);
    QVERIFY(m_dialogs->questions.last().contains(u"own network"_s));
}

void TestMainWindow::aSmallWindowCutsNothingOfTheList()
{
    addDemo();
    m_window->resize(1280, 800);
    QTRY_COMPARE(m_window->width(), 1280);
    m_window->resize(900, 600);
    QTRY_COMPARE(m_window->width(), 900);
    for (const auto &name : {u"allChip"_s, u"unplayedChip"_s}) {
        const auto *chip = child<QWidget>(name);
        QTRY_COMPARE(chip->visibleRegion().boundingRect(), chip->rect());
    }
    QVERIFY(child<QWidget>(u"middle"_s)->width() > child<QWidget>(u"episodePanel"_s)->width());
}

void TestMainWindow::theAddressOfAnEpisodeIsCopied()
{
    addDemo();
    Q_EMIT list()->wished(EpisodeWish::CopyAddress, list()->currentEpisode());
    QTRY_VERIFY(QApplication::clipboard()->text().startsWith(u"earmark:play?"_s));
    const auto address = parseEarmarkAddress(QApplication::clipboard()->text());
    QVERIFY(address);
    QCOMPARE(address->feed, demoFeedAddress());
}

void TestMainWindow::aDroppedListIsImportedWithAReport()
{
    QFile file(m_dir->filePath(u"list.opml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<opml version='2.0'><body><outline text='Nowhere' type='rss' "
               "xmlUrl='http://127.0.0.1:9/feed'/></body></opml>");
    file.close();
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QDropEvent drop({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, {});

    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QApplication::sendEvent(m_window.get(), &drop);

    QTRY_VERIFY(child<ImportReportDialog>() != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(child<QListView>(u"failures"_s)->isVisible(), 20000);
    QCOMPARE(child<QListView>(u"failures"_s)->model()->rowCount(), 1);
    QTRY_COMPARE(child<QListView>(u"podcasts"_s)->model()->rowCount(), 1);
}

void TestMainWindow::theListIsExported()
{
    addDemo();
    m_dialogs->path = m_dir->filePath(u"out.opml"_s);
    child<QAction>(u"exportAction"_s)->trigger();
    QTRY_VERIFY(QFile::exists(m_dialogs->path));
    QTRY_COMPARE(toldText(), u"Podcasts exported."_s);
}

void TestMainWindow::everyControlHasItsNames()
{
    addDemo();
    QTRY_COMPARE(child<QListView>(u"chapterList"_s)->model()->rowCount(), 5);
    int controls = 0;
    for (const QWidget *control : m_window->findChildren<QWidget *>()) {
        const bool isOurs = !control->objectName().startsWith(u"qt_"_s)
                && qobject_cast<const QTabBar *>(control->parentWidget()) == nullptr;
        const auto *button = qobject_cast<const QAbstractButton *>(control);
        const bool isControl = button != nullptr
                || qobject_cast<const QLineEdit *>(control) != nullptr
                || qobject_cast<const QSlider *>(control) != nullptr
                || qobject_cast<const QAbstractItemView *>(control) != nullptr;
        if (!isOurs || !isControl)
            continue;
        ++controls;
        QVERIFY2(!control->objectName().isEmpty(), control->metaObject()->className());
        const bool isNamed = !control->accessibleName().isEmpty()
                || (button != nullptr && !button->text().isEmpty());
        QVERIFY2(isNamed || !control->isVisible(), qPrintable(control->objectName()));
    }
    QVERIFY(controls > 25);
}

void TestMainWindow::spaceInAFieldIsASpace()
{
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(child<AddPodcastDialog>() != nullptr);
    auto *address = child<AddPodcastDialog>()->findChild<QLineEdit *>(u"address"_s);
    QTest::keyClicks(address, u"a q e"_s);
    QCOMPARE(address->text(), u"a q e"_s);
}

void TestMainWindow::questionMarkShowsTheKeys()
{
    addDemo();
    QTest::keyClick(list(), Qt::Key_Question, Qt::ShiftModifier);
    QTRY_VERIFY(child<ShortcutsDialog>() != nullptr);
}

void TestMainWindow::theThemeLastsAndSoDoesTheSize()
{
    child<QAction>(u"settingsAction"_s)->trigger();
    QTRY_VERIFY(child<SettingsDialog>() != nullptr);
    QTest::keyClick(child<QRadioButton>(u"dark"_s), Qt::Key_Space);
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkColors().paper);
    m_window->resize(910, 620);
    QTRY_COMPARE(m_window->size(), QSize(910, 620));
    QSignalSpy closed(m_window.get(), &MainWindow::closed);
    child<SettingsDialog>()->close();
    m_window->close();
    QCOMPARE(closed.count(), 1);

    open();

    QTRY_COMPARE(m_window->size(), QSize(910, 620));
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkColors().paper);
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mainwindow.moc"
