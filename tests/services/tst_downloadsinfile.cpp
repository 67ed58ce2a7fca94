// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/settingsservice.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QDateTime Noon(QDate(2026, 11, 22), QTime(12, 0, 0, 5), Qt::UTC);

const DownloadSettings Rules{.fetch = AutomaticDownload::AllNew,
                             .newest = 7,
                             .since = Noon,
                             .include = {u"a, b"_s, u"\"c\""_s},
                             .exclude = {u"d"_s},
                             .shortest = 90s,
                             .deletePlayed = DeletePlayed::Never,
                             .days = 9};

} // namespace

class TestDownloadsInFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void asTheProgramComes();
    void whatIsSetComesBackAfterARestart();
    void whatIsTakenBackComesBackAsWell();
    void nonsenseInTheFileIsAsTheProgramCame();
    void allNewWithoutABeginningIsNothing();
    void onlyChangesAreToldAndWritten();

private:
    void write(const QByteArray &ini);
    QByteArray written();
    QString path() const { return m_dir->filePath(u"settings.ini"_s); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDownloadsInFile::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestDownloadsInFile::write(const QByteArray &ini)
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("[downloads]\n" + ini) > 0);
}

QByteArray TestDownloadsInFile::written()
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestDownloadsInFile::asTheProgramComes()
{
    const SettingsService settings(path());
    QCOMPARE(settings.downloads(), DownloadPreferences());
    QCOMPARE(settings.automaticDownloads(), DownloadSettings());
    QCOMPARE(settings.automaticDownloads().fetch, AutomaticDownload::None);
    QVERIFY(!settings.areDownloadsPaused());
    QCOMPARE(settings.downloadsFolder(), QString());
    QCOMPARE(settings.queuedDownloads(), 0);
    QCOMPARE(settings.mediaQuota(), 0);
}

void TestDownloadsInFile::whatIsSetComesBackAfterARestart()
{
    const DownloadPreferences preferences{
            .limit = 5'000'000'000, .atOnce = 8, .automaticOnMetered = true};
    {
        SettingsService settings(path());
        settings.setDownloads(preferences);
        settings.setAutomaticDownloads(Rules);
        settings.setDownloadsPaused(true);
        settings.setDownloadsFolder(u"/media/a folder, ümlaut"_s);
        settings.setQueuedDownloads(3);
        settings.setMediaQuota(20'000'000'000);
    }
    const SettingsService settings(path());
    QCOMPARE(settings.downloads(), preferences);
    QCOMPARE(settings.automaticDownloads(), Rules);
    QVERIFY(settings.areDownloadsPaused());
    QCOMPARE(settings.downloadsFolder(), u"/media/a folder, ümlaut"_s);
    QCOMPARE(settings.queuedDownloads(), 3);
    QCOMPARE(settings.mediaQuota(), 20'000'000'000);
}

void TestDownloadsInFile::whatIsTakenBackComesBackAsWell()
{
    {
        SettingsService settings(path());
        settings.setAutomaticDownloads(Rules);
        settings.setDownloadsFolder(u"/media"_s);
        settings.setDownloadsPaused(true);
    }
    {
        SettingsService settings(path());
        settings.setAutomaticDownloads({});
        settings.setDownloadsFolder({});
        settings.setDownloadsPaused(false);
    }
    const SettingsService settings(path());
    QCOMPARE(settings.automaticDownloads(), DownloadSettings());
    QCOMPARE(settings.downloadsFolder(), QString());
    QVERIFY(!settings.areDownloadsPaused());
}

void TestDownloadsInFile::nonsenseInTheFileIsAsTheProgramCame()
{
    write("limit=-1\natOnce=9\nautomaticOnMetered=maybe\npaused=2\nfolder=downloads\nqueued=many\n"
          "quota=-5\nfetch=best\nnewest=0\nsince=yesterday\ninclude=\" , ...\"\nshortest=86401\n"
          "deletePlayed=soon\ndays=4294967300\n");
    const SettingsService settings(path());
    QCOMPARE(settings.downloads(), DownloadPreferences());
    QVERIFY(!settings.areDownloadsPaused());
    QCOMPARE(settings.downloadsFolder(), QString());
    QCOMPARE(settings.queuedDownloads(), 0);
    QCOMPARE(settings.mediaQuota(), 0);
    QCOMPARE(settings.automaticDownloads(), DownloadSettings());
}

/// It would be all that was ever published.
void TestDownloadsInFile::allNewWithoutABeginningIsNothing()
{
    write("fetch=all\nsince=once\n");
    const SettingsService settings(path());
    QCOMPARE(settings.automaticDownloads().fetch, AutomaticDownload::None);
}

void TestDownloadsInFile::onlyChangesAreToldAndWritten()
{
    {
        SettingsService settings(path());
        QSignalSpy changed(&settings, &SettingsService::downloadsChanged);
        settings.setDownloads({});
        settings.setAutomaticDownloads({});
        settings.setDownloadsPaused(false);
        settings.setDownloadsFolder({});
        settings.setQueuedDownloads(0);
        settings.setMediaQuota(0);
        QCOMPARE(changed.size(), 0);
        settings.setDownloads({.atOnce = 3});
        settings.setAutomaticDownloads({.newest = 4});
        settings.setDownloadsPaused(true);
        settings.setDownloadsFolder(u"/a"_s);
        settings.setQueuedDownloads(1);
        settings.setMediaQuota(1);
        QCOMPARE(changed.size(), 6);
        settings.setQueuedDownloads(1);
        QCOMPARE(changed.size(), 6);
    }
    const QByteArray file = written();
    QVERIFY2(file.contains("atOnce=3") && file.contains("newest=4"), file.constData());
    QVERIFY2(!file.contains("limit") && !file.contains("days"), file.constData());
}

QTEST_GUILESS_MAIN(TestDownloadsInFile)
#include "tst_downloadsinfile.moc"
