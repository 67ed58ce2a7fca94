// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"
#include "core/earmarkaddress.h"
#include "playback/player.h"
#include "services/demo.h"
#include "services/playbackservice.h"
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
                                   .settings = m_services->settings()});
    auto dialogs = std::make_unique<ToldDialogs>();
    m_dialogs = dialogs.get();
    m_window = std::make_unique<MainWindow>(WindowServices{.artwork = m_services->artwork(),
                                                           .chapters = m_services->chapters(),
                                                           .episodes = m_services->episodes(),
                                                           .library = m_services->library(),
                                                           .playback = *m_playback,
                                                           .queue = m_services->queue(),
                                                           .settings = m_services->settings(),
                                                           .undo = m_services->undo()},
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
    QVERIFY(child<QWidget>(u"windowMessage"_s)->isVisible());
    QCOMPARE(m_dialogs->questions.size(), 0);
}

void TestMainWindow::anEmptyLibraryShowsTheFirstPage()
{
    QTRY_VERIFY(child<QWidget>(u"welcomePage"_s) != nullptr);
    QTRY_VERIFY(child<QLineEdit>(u"address"_s)->hasFocus());
    QTest::keyClicks(child<QLineEdit>(u"address"_s), u"not an address"_s);
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
