// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"
#include "core/earmarkaddress.h"
#include "services/localfolder.h"
#include "services/playbackservice.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/futures.h"
#include "support/runningwindow.h"
#include "support/windowstack.h"
#include "ui/common/dialogs.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Chooses the folder it was told to, and says yes.
class FolderDialogs : public Dialogs
{
public:
    explicit FolderDialogs(QString folder) : m_folder(std::move(folder)) { }
    void openFile(QWidget *, const QString &, const QString &, WithPath) override { }
    void openFolder(QWidget *, const QString &, WithPath chosen) override { chosen(m_folder); }
    void saveFile(QWidget *, const QString &, const QString &, WithPath) override { }
    void ask(QWidget *, const QString &, const QString &, std::function<void()> confirmed) override
    {
        confirmed();
    }

private:
    QString m_folder;
};

} // namespace

/// Files and folders of this computer in the whole window, with real sound.
class TestOpenFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFileByItselfPlaysWithItsChapters();
    void aFileOfAPodcastPlaysAsItsEpisode();
    void anAddressLeadsBackToItsSecond();
    void aFileThatIsNoSoundIsASentence();
    void theDialogAddsAFolder();
    void aPathIsTypedIntoTheDialog();
    void aDroppedFolderIsAPodcastAndADroppedFilePlays();
    void aFolderThatIsOpenedIsAskedAbout();
    void aSecondStartHandsTheFileToTheWindow();

private:
    QString folder() const { return QFileInfo(m_dir->path()).canonicalFilePath() + u"/music"_s; }
    QString talk() const { return folder() + u"/talk.mp3"_s; }
    void open(const QString &path)
    {
        m_window->openAddress(localAddress(path).toString(QUrl::FullyEncoded));
    }
    void drop(const QString &path)
    {
        QMimeData brought;
        brought.setUrls({localAddress(path)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &brought, Qt::LeftButton, {});
        enter.ignore();
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped({10, 10}, Qt::CopyAction, &brought, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &dropped);
    }
    PlaybackService &playback() { return m_stack->playback; }
    PodcastList podcasts() { return *resultOf(m_services->library().podcasts()); }
    template<typename T>
    T *child(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<WindowStack> m_stack;
    std::unique_ptr<MainWindow> m_window;
};

void TestOpenFile::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(folder()));
    QFile file(talk());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(ffmpegFixture(
            u"a.mp3"_s, 60,
            ffmetadata({{0, 20'000, "One"}, {20'000, 40'000, "Two"}, {40'000, 60'000, "Three"}},
                       "The talk")));
    file.close();
    const QString profile = m_dir->filePath(u"profile"_s);
    QVERIFY(QDir().mkpath(profile));
    m_services = std::make_unique<Services>(
            Profile{.data = profile, .cache = profile + u"/cache"_s}, systemClock());
    m_stack = std::make_unique<WindowStack>(*m_services);
    m_stack->player.setVolume(0);
    QVERIFY(resultOf(m_services->open()));
    m_window = std::make_unique<MainWindow>(m_stack->needs,
                                            std::make_unique<FolderDialogs>(folder()));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestOpenFile::cleanup()
{
    m_window.reset();
    m_stack.reset();
    m_services.reset();
    m_dir.reset();
}

void TestOpenFile::aFileByItselfPlaysWithItsChapters()
{
    open(talk());
    QTRY_VERIFY(playback().isPreview());
    QCOMPARE(playback().episode()->row.title, u"The talk"_s);
    QTRY_COMPARE(playback().state(), PlaybackService::State::Playing);
    QTRY_COMPARE(playback().chapters().chapters.size(), 3);
    QTRY_VERIFY(playback().position() > 0ms);
    QVERIFY(podcasts().isEmpty());
}

void TestOpenFile::aFileOfAPodcastPlaysAsItsEpisode()
{
    const auto added = resultOf(m_services->library().subscribeFolder(folder()));
    QVERIFY(added);
    const auto id = resultOf(m_services->episodes().find(added->outcome.url, u"talk.mp3"_s));
    QVERIFY(id);
    QVERIFY(resultOf(m_services->episodes().savePosition(*id, 30s, 60s, PositionCause::Seek)));
    open(talk());
    QTRY_VERIFY(playback().episode() && playback().episode()->row.id == *id);
    QTRY_COMPARE(playback().state(), PlaybackService::State::Playing);
    QTRY_VERIFY(playback().position() >= 25s);
    playback().pause();
}

void TestOpenFile::anAddressLeadsBackToItsSecond()
{
    const EarmarkAddress there{.feed = localAddress(folder()), .guid = u"talk.mp3"_s, .at = 20s};
    m_window->openAddress(toText(there)); // of a folder that is no podcast: nothing is opened
    QTRY_VERIFY(child<QWidget>(u"windowMessage"_s)->isVisible());
    QVERIFY(podcasts().isEmpty());

    QVERIFY(resultOf(m_services->library().subscribeFolder(folder())));
    m_window->openAddress(toText(there));
    QTRY_VERIFY(playback().episode().has_value());
    QVERIFY(!playback().isPreview());
    QTRY_COMPARE(playback().state(), PlaybackService::State::Playing);
    QVERIFY(playback().position() >= 20s);
}

void TestOpenFile::aFileThatIsNoSoundIsASentence()
{
    QFile page(folder() + u"/page.mp3"_s);
    QVERIFY(page.open(QIODevice::WriteOnly));
    page.write("<html>404</html>");
    page.close();
    auto *message = child<QWidget>(u"windowMessage"_s);
    for (const QString &path : QStringList{page.fileName(), folder() + u"/none.mp3"_s}) {
        message->hide();
        open(path);
        QTRY_VERIFY(message->isVisible());
        QVERIFY(!playback().episode());
    }
}

void TestOpenFile::theDialogAddsAFolder()
{
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(child<QDialog>(u"addPodcastDialog"_s) != nullptr);
    auto *choose = child<QDialog>(u"addPodcastDialog"_s)->findChild<QPushButton *>(u"folder"_s);
    QVERIFY(choose != nullptr);
    QTest::mouseClick(choose, Qt::LeftButton);
    QTRY_COMPARE(podcasts().size(), 1);
    QCOMPARE(podcasts().first().url, localAddress(folder()));
    QTRY_VERIFY(child<QDialog>(u"addPodcastDialog"_s) == nullptr);
}

void TestOpenFile::aPathIsTypedIntoTheDialog()
{
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(child<QDialog>(u"addPodcastDialog"_s) != nullptr);
    auto *address = child<QDialog>(u"addPodcastDialog"_s)->findChild<QLineEdit *>(u"address"_s);
    QTest::keyClicks(address, folder());
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_COMPARE(podcasts().size(), 1);
    QCOMPARE(podcasts().first().url, localAddress(folder()));
}

void TestOpenFile::aDroppedFolderIsAPodcastAndADroppedFilePlays()
{
    drop(folder());
    QTRY_COMPARE(podcasts().size(), 1);
    drop(talk());
    QTRY_VERIFY(playback().episode().has_value());
    QVERIFY(!playback().isPreview());
    QTRY_COMPARE(playback().state(), PlaybackService::State::Playing);
}

void TestOpenFile::aFolderThatIsOpenedIsAskedAbout()
{
    open(folder());
    QTRY_COMPARE(podcasts().size(), 1);
}

/// What a file manager does: the real program, with a path that is right where it stands.
void TestOpenFile::aSecondStartHandsTheFileToTheWindow()
{
    const QString profile = m_dir->filePath(u"running"_s);
    RunningWindow running(profile);
    QVERIFY(running.start());
    QCOMPARE(running.command({u"add"_s, folder()}).exitCode, 0);
    QProcess second;
    second.setWorkingDirectory(folder());
    second.start(QStringLiteral(EARMARK_BINARY), {u"--profile"_s, profile, u"talk.mp3"_s});
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(second.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(running.storedPosition(u"talk.mp3"_s) > 0, 60'000);
    QCOMPARE(running.terminate(), 0);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QApplication application(argc, argv);
    TestOpenFile test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_openfile.moc"
