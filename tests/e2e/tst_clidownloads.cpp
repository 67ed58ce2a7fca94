// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// Downloads as the command line does them, alone and with a window.
class TestCliDownloads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsAskedForIsThereAndListed();
    void whatCannotBeFetchedIsASentence();
    void killedInTheMiddleItGoesOn();
    void theQueueIsChangedWithoutAWindow();
    void theFolderIsCheckedMovedAndCleared();
    void aWindowFetchesWhatACommandAsksFor();
    void whatIsNoEpisodeIsRefused();

private:
    using Fault = TestHttpServer::Fault;

    ProgramRun run(const QStringList &words)
    {
        return runProgram(QStringList{u"--profile"_s, m_profile} + words);
    }
    QJsonObject entry(const QString &episode);
    QStringList soundFiles() const;
    static QByteArray bytesOf(const QString &path);
    void serve(const QByteArray &path, TestHttpServer::Reply reply = {});

    QTemporaryDir m_dir;
    QString m_profile;
    QByteArray m_sound;
    QString m_newest; ///< The episodes' numbers, as words.
    QString m_oldest;
    TestHttpServer m_server;
};

void TestCliDownloads::serve(const QByteArray &path, TestHttpServer::Reply reply)
{
    reply.body = m_sound;
    reply.headers.emplaceBack("ETag", "\"1\"");
    reply.ranges = true;
    m_server.serve(path, reply);
}

void TestCliDownloads::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    m_sound = fixtureBytes(u"mp3cbr"_s);
    for (const char *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path);
    const QString media = m_server.url(u"/"_s).toString() + u"%1.mp3"_s;
    m_server.serve("/pod", {.body = feedXml(u"Pod"_s, 3, media)});
    QCOMPARE(run({u"add"_s, m_server.url(u"/pod"_s).toString()}).exitCode, 0);
    const QJsonArray episodes = run({u"list"_s, u"episodes"_s, u"--json"_s}).json().array();
    QCOMPARE(episodes.size(), 3);
    const auto number = [](const QJsonValue &episode) {
        return QString::number(episode["id"_L1].toInteger());
    };
    m_newest = number(episodes.first());
    m_oldest = number(episodes.last());
    m_server.clearRequests();
}

/// Of `earmark downloads --json`; empty: it is not there.
QJsonObject TestCliDownloads::entry(const QString &episode)
{
    const QJsonArray all = run({u"downloads"_s, u"--json"_s}).json().array();
    for (const QJsonValue &one : all) {
        if (QString::number(one["episode_id"_L1].toInteger()) == episode)
            return one.toObject();
    }
    return {};
}

QStringList TestCliDownloads::soundFiles() const
{
    QStringList paths;
    QDirIterator it(m_profile, {u"*.mp3"_s, u"*.part"_s}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        paths.append(it.next());
    return paths;
}

QByteArray TestCliDownloads::bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestCliDownloads::whatIsAskedForIsThereAndListed()
{
    const ProgramRun fetched = run({u"download"_s, m_newest, m_oldest, u"--json"_s});

    QCOMPARE(fetched.exitCode, 0);
    QCOMPARE(fetched.json().array().size(), 2);
    const QJsonObject newest = entry(m_newest);
    QCOMPARE(newest["state"_L1].toString(), u"whole"_s);
    QCOMPARE(newest["bytes"_L1].toInteger(), m_sound.size());
    QCOMPARE(newest["path"_L1].toString(), u"Pod/2024-01-03 Episode 2.mp3"_s);
    QCOMPARE(soundFiles().size(), 2);
    for (const QString &path : soundFiles())
        QVERIFY(bytesOf(path) == m_sound);
    const QJsonArray episodes = run({u"list"_s, u"episodes"_s, u"--json"_s}).json().array();
    QVERIFY(episodes.at(0)["downloaded"_L1].toBool());
    QVERIFY(!episodes.at(1)["downloaded"_L1].toBool());
}

void TestCliDownloads::whatCannotBeFetchedIsASentence()
{
    m_server.serve("/2.mp3", {.status = 404});

    const ProgramRun failed = run({u"download"_s, m_newest});

    QCOMPARE(failed.exitCode, 1);
    QVERIFY2(failed.output.contains("failed") && failed.output.contains("404"),
             failed.output.constData());
    QCOMPARE(entry(m_newest)["state"_L1].toString(), u"failed"_s);
    serve("/2.mp3");
    QCOMPARE(run({u"download"_s, m_newest}).exitCode, 0); // asking again tries again
}

void TestCliDownloads::killedInTheMiddleItGoesOn()
{
    const qint64 much = 600'000;
    serve("/2.mp3", {.fault = Fault::StallAfter, .faultAfter = much});
    QProcess process;
    process.start(QStringLiteral(EARMARK_BINARY),
                  {u"--profile"_s, m_profile, u"download"_s, m_newest});
    // What is claimed is on the disk: the map is written after it.
    QTRY_VERIFY_WITH_TIMEOUT(
            soundFiles().size() == 1 && QFile::exists(soundFiles().first() + u".map"_s), 20'000);
    process.kill();
    QVERIFY(process.waitForFinished());
    serve("/2.mp3");
    m_server.clearRequests();

    QCOMPARE(run({u"download"_s, m_newest}).exitCode, 0);

    QCOMPARE(soundFiles().size(), 1);
    QVERIFY(bytesOf(soundFiles().first()) == m_sound);
    QVERIFY(m_server.requests().first().headers.contains("if-range"));
    QVERIFY(!m_server.requests().first().headers.value("range").startsWith("bytes=0-"));
}

void TestCliDownloads::theQueueIsChangedWithoutAWindow()
{
    m_server.serve("/2.mp3", {.status = 404});
    QCOMPARE(run({u"download"_s, m_newest}).exitCode, 1);
    m_server.clearRequests();

    QCOMPARE(run({u"downloads"_s, u"resume"_s, m_newest}).exitCode, 0);
    QCOMPARE(entry(m_newest)["state"_L1].toString(), u"waiting"_s);
    QCOMPARE(run({u"downloads"_s, u"pause"_s, m_newest}).exitCode, 0);
    QCOMPARE(entry(m_newest)["state"_L1].toString(), u"paused"_s);
    QCOMPARE(run({u"downloads"_s, u"cancel"_s, m_newest}).exitCode, 0);
    QVERIFY(entry(m_newest).isEmpty());
    QCOMPARE(run({u"downloads"_s, u"limit"_s, u"250"_s}).output, QByteArray("250 kB/s\n"));
    QCOMPARE(run({u"downloads"_s, u"limit"_s}).output, QByteArray("250 kB/s\n"));
    QCOMPARE(run({u"downloads"_s, u"limit"_s, u"much"_s}).exitCode, 2);
    QCOMPARE(m_server.requests().size(), 0);
}

void TestCliDownloads::theFolderIsCheckedMovedAndCleared()
{
    QCOMPARE(run({u"download"_s, m_newest, m_oldest}).exitCode, 0);
    const QString to = m_profile + u"/elsewhere"_s;

    QCOMPARE(run({u"downloads"_s, u"move"_s, to}).exitCode, 0);
    QVERIFY(QFile::exists(to + u"/Pod/2024-01-03 Episode 2.mp3"_s));
    QVERIFY(QFile::remove(to + u"/Pod/2024-01-03 Episode 2.mp3"_s));
    const QJsonObject found = run({u"downloads"_s, u"check"_s, u"--json"_s}).json().object();
    QCOMPARE(found["folder"_L1].toString(), to);
    QCOMPARE(found["missing"_L1].toArray(), QJsonArray{m_newest.toInt()});
    QVERIFY(entry(m_newest).isEmpty());
    QCOMPARE(run({u"downloads"_s, u"delete"_s, m_oldest}).exitCode, 0);
    QCOMPARE(soundFiles(), QStringList());
}

void TestCliDownloads::aWindowFetchesWhatACommandAsksFor()
{
    RunningWindow window(m_profile);
    QVERIFY(window.start());

    const ProgramRun fetched = run({u"download"_s, m_newest, u"--json"_s});

    QCOMPARE(fetched.exitCode, 0);
    QCOMPARE(fetched.json().array().first()["state"_L1].toString(), u"whole"_s);
    QCOMPARE(soundFiles().size(), 1);
    QVERIFY(bytesOf(soundFiles().first()) == m_sound);
}

void TestCliDownloads::whatIsNoEpisodeIsRefused()
{
    QCOMPARE(run({u"download"_s, u"first"_s}).exitCode, 2);
    const ProgramRun gone = run({u"download"_s, u"4711"_s});
    QCOMPARE(gone.exitCode, 1);
    QVERIFY2(gone.errors.contains("no longer in the library"), gone.errors.constData());
    QCOMPARE(run({u"downloads"_s, u"sing"_s}).exitCode, 2);
}

QTEST_GUILESS_MAIN(TestCliDownloads)
#include "tst_clidownloads.moc"
