// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"
#include "support/wavbytes.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The rules of downloads: said on the command line, followed by the window.
class TestCliRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void rulesOfAllAreSetAndTold();
    void aPodcastsRulesAreSetAndTold();
    void theWindowFollowsThemAndSaysWhy();

private:
    ProgramRun run(const QStringList &words)
    {
        return runProgram(QStringList{u"--profile"_s, m_profile} + words);
    }
    QStringList soundFiles() const;

    QTemporaryDir m_dir;
    QString m_profile;
    QString m_podcast; ///< Its address.
    TestHttpServer m_server;
};

void TestCliRules::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    const std::vector<std::int16_t> silence(16'000);
    for (const char *path : {"/0.wav", "/1.wav", "/2.wav"})
        m_server.serve(path, {.body = wavOf(silence, 8'000, 1), .ranges = true});
    const QString media = m_server.url(u"/"_s).toString() + u"%1.wav"_s;
    m_server.serve("/pod", {.body = feedXml(u"Pod"_s, 3, media)});
    m_podcast = m_server.url(u"/pod"_s).toString();
}

QStringList TestCliRules::soundFiles() const
{
    QStringList names;
    QDirIterator it(m_profile, {u"*.wav"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        names.append(it.nextFileInfo().fileName());
    names.sort();
    return names;
}

void TestCliRules::rulesOfAllAreSetAndTold()
{
    const QByteArray asItComes("keep\tnone\nnewest\t3\ninclude\t\nexclude\t\nshortest\t0 min\n"
                               "delete\t2 days\nqueue\t0\nquota\tnone\n");
    QCOMPARE(run({u"rules"_s}).output, asItComes);
    QVERIFY2(!QFile::exists(m_profile), "looking must not make a profile");
    QCOMPARE(run({u"rules"_s, u"--keep"_s, u"most"_s}).exitCode, 2);

    const QJsonObject set = run({u"rules"_s, u"--keep"_s, u"newest"_s, u"--newest"_s, u"2"_s,
                                 u"--exclude"_s, u"rerun, Trailer"_s, u"--queue"_s, u"4"_s,
                                 u"--quota"_s, u"20 GB"_s, u"--json"_s})
                                    .json()
                                    .object();
    QCOMPARE(set.value("keep"_L1).toString(), u"newest"_s);
    QCOMPARE(set.value("newest"_L1).toInt(), 2);
    QVERIFY(set.value("since"_L1).isNull());
    QCOMPARE(set.value("exclude"_L1).toArray(), (QJsonArray{u"rerun"_s, u"Trailer"_s}));
    QCOMPARE(set.value("delete"_L1).toString(), u"days"_s);
    QCOMPARE(set.value("quota"_L1).toInteger(), 20'000'000'000);

    run({u"rules"_s, u"--delete"_s, u"now"_s, u"--shortest"_s, u"5"_s});
    QCOMPARE(run({u"rules"_s}).output,
             QByteArray("keep\tnewest\nnewest\t2\ninclude\t\nexclude\trerun, Trailer\n"
                        "shortest\t5 min\ndelete\tnow\nqueue\t4\nquota\t20 GB\n"));
    QCOMPARE(run({u"rules"_s, u"log"_s, u"--json"_s}).json().array(), QJsonArray());
}

void TestCliRules::aPodcastsRulesAreSetAndTold()
{
    run({u"add"_s, m_podcast});
    QCOMPARE(run({u"rules"_s, u"4711"_s}).exitCode, 1);
    QCOMPARE(run({u"rules"_s, u"4711"_s, u"--newest"_s, u"2"_s}).exitCode, 1);
    run({u"rules"_s, u"--newest"_s, u"7"_s});

    const QJsonObject set
            = run({u"rules"_s, m_podcast, u"--keep"_s, u"all"_s, u"--json"_s}).json().object();
    QCOMPARE(set.value("podcast_id"_L1).toInt(), 1);
    QCOMPARE(set.value("own"_L1).toArray(), (QJsonArray{u"keep"_s, u"since"_s}));
    QCOMPARE(set.value("newest"_L1).toInt(), 7);
    QVERIFY(!set.value("since"_L1).toString().isEmpty());

    run({u"rules"_s, u"1"_s, u"--keep"_s, u"newest"_s, u"--newest"_s, u"1"_s});
    QCOMPARE(run({u"rules"_s, u"1"_s}).output,
             QByteArray("keep\tnewest\nnewest\t1\ninclude\t\tas all podcasts\n"
                        "exclude\t\tas all podcasts\nshortest\t0 min\tas all podcasts\n"
                        "delete\t2 days\tas all podcasts\n"));
    run({u"rules"_s, u"1"_s, u"--keep"_s, u"default"_s, u"--newest"_s, u"default"_s});
    QVERIFY(run({u"rules"_s, u"1"_s, u"--json"_s})
                    .json()
                    .object()
                    .value("own"_L1)
                    .toArray()
                    .isEmpty());
}

void TestCliRules::theWindowFollowsThemAndSaysWhy()
{
    QCOMPARE(run({u"add"_s, m_podcast}).exitCode, 0);
    RunningWindow window(m_profile);
    QVERIFY(window.start());
    QCOMPARE(window.command({u"rules"_s, u"1"_s, u"--keep"_s, u"newest"_s, u"--newest"_s, u"2"_s})
                     .exitCode,
             0);

    QTRY_COMPARE_WITH_TIMEOUT(
            soundFiles(),
            (QStringList{u"2024-01-02 Episode 1.wav"_s, u"2024-01-03 Episode 2.wav"_s}), 60'000);

    const QJsonArray log = window.command({u"rules"_s, u"log"_s, u"--json"_s}).json().array();
    QCOMPARE(log.size(), 2);
    QCOMPARE(log.last().toObject().value("title"_L1).toString(), u"Episode 2"_s);
    QCOMPARE(log.last().toObject().value("sentence"_L1).toString(),
             u"Downloaded: the newest of 2 kept for this podcast."_s);
    window.command({u"rules"_s, u"--quota"_s, u"1"_s});
    QTRY_COMPARE_WITH_TIMEOUT(
            window.command({u"rules"_s, u"log"_s, u"--json"_s}).json().array().size(), 4, 60'000);
    QVERIFY(window.command({u"rules"_s, u"log"_s, u"--limit"_s, u"1"_s})
                    .output.contains("Deleted: downloads may take"));
    QCOMPARE(window.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestCliRules)
#include "tst_clirules.moc"
