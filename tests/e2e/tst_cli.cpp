// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/program.h"
#include "support/testhttpserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The command line as a shell sees it: the real binary, a real profile, a real server.
class TestCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void usageErrorsEndWithTwo_data();
    void usageErrorsEndWithTwo();
    void versionAndHelpAreOnStdout();
    void aFileThatIsNoFeedIsAnErrorInJson();
    void feedPrintsItsSchema();
    void opmlPrintsItsFeeds();
    void notesBecomeChapters();
    void addPrintsWhatCameAndListShowsIt();
    void addOfADeadAddressFailsWithASentence();
    void importTellsEachFeed();
    void removeAndExport();
    void listsOfAnEmptyProfileAreEmpty();
    void chaptersOfAnEpisodeAreAsTheWindowShowsThem();
    void chaptersOfTheFeedsChapterFileAreRead();
    void twoWritersAtOnceBothSucceed();
    void theProfileBelongsToTheUserOnly();

private:
    ProgramRun run(const QStringList &words)
    {
        return runProgram(QStringList{u"--profile"_s, m_profile} + words);
    }
    QString write(const QString &name, const QByteArray &bytes);
    QString address(const QByteArray &path, int episodes, const QString &more = {});

    QTemporaryDir m_dir;
    QString m_profile;
    TestHttpServer m_server;
};

void TestCli::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
}

QString TestCli::write(const QString &name, const QByteArray &bytes)
{
    QFile file(m_dir.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

QString TestCli::address(const QByteArray &path, int episodes, const QString &more)
{
    m_server.serve(path,
                   {.body = feedXml(QString::fromLatin1(path), episodes,
                                    u"http://127.0.0.1:9/%1.mp3"_s, more),
                    .headers = {}});
    return m_server.url(QString::fromLatin1(path)).toString();
}

void TestCli::usageErrorsEndWithTwo_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no such command") << QStringList{u"frobnicate"_s};
    QTest::newRow("no such option") << QStringList{u"refresh"_s, u"--never"_s};
    QTest::newRow("too few words") << QStringList{u"add"_s};
    QTest::newRow("too many words") << QStringList{u"add"_s, u"a.org"_s, u"b.org"_s};
    QTest::newRow("value missing") << QStringList{u"list"_s, u"episodes"_s, u"--limit"_s};
    QTest::newRow("value no number") << QStringList{u"list"_s, u"episodes"_s, u"--limit"_s, u"x"_s};
    QTest::newRow("chapters of nothing") << QStringList{u"list"_s, u"chapters"_s};
    QTest::newRow("no address") << QStringList{u"add"_s, u"not an address"_s};
}

void TestCli::usageErrorsEndWithTwo()
{
    QFETCH(QStringList, words);
    const ProgramRun result = run(words);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(!result.errors.isEmpty());
    QVERIFY(result.output.isEmpty());
}

void TestCli::versionAndHelpAreOnStdout()
{
    QVERIFY(run({u"--version"_s}).output.startsWith("earmark "));
    const ProgramRun help = run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("earmark add"));
    QVERIFY(help.errors.isEmpty());
}

void TestCli::aFileThatIsNoFeedIsAnErrorInJson()
{
    for (const auto &name : {write(u"noise"_s, "\x01\x02\xff rubbish"), write(u"empty"_s, {}),
                             m_dir.filePath(u"missing"_s)}) {
        const ProgramRun result = run({u"feed"_s, name, u"--json"_s});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!result.json().object().value("error"_L1).toString().isEmpty());
    }
}

void TestCli::feedPrintsItsSchema()
{
    const QString file = write(u"feed.xml"_s, feedXml(u"Pod"_s, 2));
    const QJsonObject fromFile = run({u"feed"_s, file, u"--json"_s}).json().object();
    QCOMPARE(fromFile.value("schema"_L1).toString(), u"podfeed/1"_s);
    QCOMPARE(fromFile.value("episodes"_L1).toArray().size(), 2);
    QVERIFY(fromFile.contains("description_safe_html"_L1));

    const QJsonObject fetched = run({u"feed"_s, address("/f", 3), u"--json"_s}).json().object();
    QCOMPARE(fetched.value("episodes"_L1).toArray().size(), 3);
}

void TestCli::opmlPrintsItsFeeds()
{
    const QString file = write(u"subs.opml"_s,
                               "<opml version='2.0'><head><title>Mine</title></head><body>"
                               "<outline text='News'><outline type='rss' text='A'"
                               " xmlUrl='https://a.example/f'/></outline></body></opml>");
    const QJsonObject opml = run({u"opml"_s, file, u"--json"_s}).json().object();
    const QJsonObject feed = opml.value("feeds"_L1).toArray().first().toObject();
    QCOMPARE(opml.value("title"_L1).toString(), u"Mine"_s);
    QCOMPARE(feed.value("url"_L1).toString(), u"https://a.example/f"_s);
    QCOMPARE(feed.value("folder"_L1).toArray(), QJsonArray{u"News"_s});
}

void TestCli::notesBecomeChapters()
{
    const QString file = write(u"notes.txt"_s, "0:00 Intro\n1:30 Middle\n75:30 End\n");
    const auto chapters = run({u"chapters"_s, u"--notes"_s, file, u"--json"_s})
                                  .json()
                                  .object()
                                  .value("chapters"_L1)
                                  .toArray();
    QCOMPARE(chapters.size(), 3);
    QCOMPARE(chapters.last().toObject().value("start"_L1).toDouble(), 4530.0);
    QCOMPARE(chapters.last().toObject().value("title"_L1).toString(), u"End"_s);
}

void TestCli::addPrintsWhatCameAndListShowsIt()
{
    const QString feed = address("/feed", 3);

    const ProgramRun added = run({u"add"_s, feed, u"--json"_s});
    QCOMPARE(added.exitCode, 0);
    const QJsonObject outcome = added.json().array().first().toObject();
    QCOMPARE(outcome.value("new"_L1).toInt(), 3);
    QVERIFY(outcome.value("error"_L1).isNull());

    const auto podcasts = run({u"list"_s, u"podcasts"_s, u"--json"_s}).json().array();
    QCOMPARE(podcasts.size(), 1);
    QCOMPARE(podcasts.first().toObject().value("url"_L1).toString(), feed);
    QCOMPARE(podcasts.first().toObject().value("unplayed"_L1).toInt(), 3);
    const auto episodes
            = run({u"list"_s, u"episodes"_s, u"--limit"_s, u"2"_s, u"--json"_s}).json().array();
    QCOMPARE(episodes.size(), 2);
    QCOMPARE(episodes.first().toObject().value("guid"_L1).toString(), u"guid-2"_s);
    QCOMPARE(episodes.first().toObject().value("published"_L1).toString(),
             u"2024-01-03T10:00:00Z"_s);
}

void TestCli::addOfADeadAddressFailsWithASentence()
{
    const ProgramRun result = run({u"add"_s, m_server.url(u"/missing"_s).toString()});
    QCOMPARE(result.exitCode, 1);
    QVERIFY(result.errors.trimmed().endsWith('.'));
    QCOMPARE(run({u"list"_s, u"podcasts"_s, u"--json"_s}).json().array().size(), 0);
}

void TestCli::importTellsEachFeed()
{
    const QByteArray opml = "<opml><body><outline xmlUrl='" + address("/one", 1).toUtf8()
            + "'/><outline xmlUrl='" + m_server.url(u"/dead"_s).toEncoded() + "'/></body></opml>";
    const QString file = write(u"import.opml"_s, opml);

    const ProgramRun imported = run({u"import"_s, file, u"--json"_s});

    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(imported.json().array().size(), 2);
    QCOMPARE(run({u"list"_s, u"podcasts"_s, u"--json"_s}).json().array().size(), 2);
    QCOMPARE(run({u"import"_s, file, u"--json"_s}).json().array().size(), 0);
}

void TestCli::removeAndExport()
{
    run({u"add"_s, address("/one", 1)});
    run({u"add"_s, address("/two", 1)});

    QCOMPARE(run({u"remove"_s, m_server.url(u"/one"_s).toString()}).exitCode, 0);
    QCOMPARE(run({u"remove"_s, u"4711"_s}).exitCode, 1);

    const QByteArray opml = run({u"export"_s}).output;
    QVERIFY(opml.contains("/two"));
    QVERIFY(!opml.contains("/one"));
    const QString file = m_dir.filePath(u"out.opml"_s);
    QCOMPARE(run({u"export"_s, file}).exitCode, 0);
    QVERIFY(QFile::exists(file));
}

void TestCli::listsOfAnEmptyProfileAreEmpty()
{
    const ProgramRun result = run({u"list"_s, u"episodes"_s, u"--json"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.json().isArray());
    QVERIFY2(!QFile::exists(m_profile), "looking must not make a profile");
}

void TestCli::chaptersOfAnEpisodeAreAsTheWindowShowsThem()
{
    m_server.serve("/feed",
                   {.body = feedXml(u"Pod"_s, 1).replace("Notes 0", "0:00 Intro&lt;br&gt;2:00 Two"),
                    .headers = {}});
    run({u"add"_s, m_server.url(u"/feed"_s).toString()});
    const auto episode
            = run({u"list"_s, u"episodes"_s, u"--json"_s}).json().array().first().toObject();

    const auto chapters = run({u"list"_s, u"chapters"_s, u"--episode"_s,
                               QString::number(episode.value("id"_L1).toInt()), u"--json"_s})
                                  .json()
                                  .array();

    QCOMPARE(chapters.size(), 2);
    const QJsonObject first = chapters.first().toObject();
    QCOMPARE(first.value("source"_L1).toString(), u"notes"_s);
    QCOMPARE(first.value("end"_L1).toDouble(), 120.0);
    QCOMPARE(run({u"list"_s, u"chapters"_s, u"--episode"_s, u"999"_s}).exitCode, 1);
}

void TestCli::chaptersOfTheFeedsChapterFileAreRead()
{
    m_server.serve("/chapters.json",
                   {.body = R"({"chapters":[{"startTime":0,"title":"A"},
                              {"startTime":"61.5","title":"B","toc":true},
                              {"startTime":90,"img":"https://a.example/i.png","toc":false}]})",
                    .headers = {}});
    const QString chapters = u"<podcast:chapters url=\"%1\" type=\"application/json\"/>"_s.arg(
            m_server.url(u"/chapters.json"_s).toString());
    run({u"add"_s, address("/feed", 1, chapters)});
    const QStringList list{u"list"_s, u"chapters"_s, u"--episode"_s, u"1"_s, u"--json"_s};

    const QJsonArray read = run(list).json().array();

    QCOMPARE(read.size(), 3);
    QCOMPARE(read.at(1).toObject().value("start"_L1).toDouble(), 61.5);
    QCOMPARE(read.at(1).toObject().value("source"_L1).toString(), u"json"_s);
    QVERIFY(read.at(2).toObject().value("hidden"_L1).toBool());
    QCOMPARE(run(list + QStringList{u"--no-fetch"_s}).json().array().size(), 0);
}

void TestCli::twoWritersAtOnceBothSucceed()
{
    const QStringList profile{u"--profile"_s, m_profile};
    QProcess first;
    QProcess second;
    first.start(QStringLiteral(EARMARK_BINARY), profile + QStringList{u"add"_s, address("/a", 2)});
    second.start(QStringLiteral(EARMARK_BINARY), profile + QStringList{u"add"_s, address("/b", 2)});
    QTRY_VERIFY_WITH_TIMEOUT(
            first.state() == QProcess::NotRunning && second.state() == QProcess::NotRunning, 60000);

    QCOMPARE(first.exitCode(), 0);
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(run({u"list"_s, u"podcasts"_s, u"--json"_s}).json().array().size(), 2);
}

void TestCli::theProfileBelongsToTheUserOnly()
{
    run({u"add"_s, address("/a", 1)});
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(m_profile) & others, QFile::Permissions());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
