// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// A folder as a podcast, by the real program's command line.
class TestCliFolders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aFolderIsAddedListedAndRefreshed();
    void aFolderNeedsNoWholePath();
    void whatIsNoFolderIsASentence();
    void foldersAreNotExported();

private:
    ProgramRun run(const QStringList &words, const QString &from = {})
    {
        QProcess process;
        process.setWorkingDirectory(from.isEmpty() ? m_dir->path() : from);
        process.start(QStringLiteral(EARMARK_BINARY),
                      QStringList{u"--profile"_s, m_dir->filePath(u"profile"_s)} + words);
        const bool ended = QTest::qWaitFor(
                [&process] { return process.state() == QProcess::NotRunning; }, 60'000);
        if (!ended)
            process.kill();
        return {.exitCode = ended ? process.exitCode() : -1,
                .output = process.readAllStandardOutput(),
                .errors = process.readAllStandardError()};
    }
    QJsonArray listed(const QString &what)
    {
        return run({u"list"_s, what, u"--json"_s}).json().array();
    }
    QString folder() const { return QFileInfo(m_dir->path()).canonicalFilePath() + u"/music"_s; }
    void put(const QString &name, const QByteArray &bytes)
    {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestCliFolders::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(folder()));
    const QByteArray sound = ffmpegFixture(
            u"a.mp3"_s, 2, ffmetadata({{0, 1000, "Inside"}, {1000, 2000, "Later"}}, "The first"));
    put(u"1.mp3"_s, sound);
    QCOMPARE(::mkfifo(QFile::encodeName(folder() + u"/pipe.mp3"_s).constData(), 0600), 0);
}

void TestCliFolders::aFolderIsAddedListedAndRefreshed()
{
    const auto added = run({u"add"_s, folder(), u"--json"_s});
    QCOMPARE(added.errors, QByteArray());
    QCOMPARE(added.exitCode, 0);
    QCOMPARE(added.json()[0]["status"_L1].toString(), u"updated"_s);
    QCOMPARE(added.json()[0]["new"_L1].toInt(), 1);
    QCOMPARE(listed(u"podcasts"_s)[0]["url"_L1].toString(), u"file://"_s + folder());

    const QJsonObject episode = listed(u"episodes"_s)[0].toObject();
    QCOMPARE(episode["title"_L1].toString(), u"The first"_s);
    QCOMPARE(episode["guid"_L1].toString(), u"1.mp3"_s);
    QCOMPARE(episode["downloaded"_L1].toBool(), true);
    const QJsonArray chapters = run({u"list"_s, u"chapters"_s, u"--episode"_s,
                                     QString::number(episode["id"_L1].toInt()), u"--json"_s})
                                        .json()
                                        .array();
    QCOMPARE(chapters.size(), 2);
    QCOMPARE(chapters[1]["title"_L1].toString(), u"Later"_s);

    put(u"2.mp3"_s, ffmpegFixture(u"a.mp3"_s, 1, ";FFMETADATA1\n"));
    put(u"page.mp3"_s, "<html>404</html>");
    const auto refreshed = run({u"refresh"_s, folder()});
    QCOMPARE(refreshed.exitCode, 0);
    QVERIFY2(refreshed.output.contains("updated, 1 new, 0 changed"), refreshed.output.constData());
    QCOMPARE(listed(u"episodes"_s).size(), 2);

    QVERIFY(QDir().rename(folder(), folder() + u"2"_s));
    const auto gone = run({u"refresh"_s, u"1"_s});
    QCOMPARE(gone.exitCode, 1);
    QCOMPARE(gone.errors,
             QByteArray("The folder " + folder().toUtf8()
                        + " is not there; is its disk connected?\n"));
    QCOMPARE(listed(u"episodes"_s).size(), 2);
    QCOMPARE(run({u"remove"_s, u"file://"_s + folder()}).exitCode, 1); // it is known by its place
    QCOMPARE(run({u"remove"_s, u"1"_s}).exitCode, 0);
    QVERIFY(listed(u"podcasts"_s).isEmpty());
}

void TestCliFolders::aFolderNeedsNoWholePath()
{
    for (const QString &name : QStringList{u"music"_s, u"./music/"_s, u"file://"_s + folder()}) {
        const auto added = run({u"add"_s, name});
        QCOMPARE(added.errors, QByteArray());
        QCOMPARE(added.exitCode, 0);
    }
    QCOMPARE(run({u"add"_s, u"."_s}, folder()).exitCode, 0);
    QCOMPARE(listed(u"podcasts"_s).size(), 1);
    QCOMPARE(run({u"remove"_s, u"./music"_s}).exitCode, 0);
}

void TestCliFolders::whatIsNoFolderIsASentence()
{
    QVERIFY(QDir().mkpath(m_dir->filePath(u"empty"_s)));
    const QStringList names{u"none"_s, u"/none/at/all"_s, folder() + u"/1.mp3"_s, u"empty"_s,
                            u"file:///etc/passwd"_s};
    for (const QString &name : names) {
        const auto added = run({u"add"_s, name});
        QVERIFY2(added.exitCode == 1 || added.exitCode == 2, qPrintable(name));
        const QByteArray said = added.errors.trimmed();
        QVERIFY2(said.endsWith('.') || said.endsWith('?'), said.constData());
    }
    QVERIFY(listed(u"podcasts"_s).isEmpty());
}

void TestCliFolders::foldersAreNotExported()
{
    QCOMPARE(run({u"add"_s, folder()}).exitCode, 0);
    const auto exported = run({u"export"_s});
    QCOMPARE(exported.exitCode, 0);
    QVERIFY(!exported.output.contains("music"));
    QCOMPARE(exported.errors,
             QByteArray("Left out because they are folders on this computer: 1.\n"));
}

QTEST_GUILESS_MAIN(TestCliFolders)
#include "tst_clifolders.moc"
