// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/directoryfixture.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/program.h"
#include "support/testhttpserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

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
    void analyseTellsWhatASoundFileHolds();
    void transcriptPrintsItsCues();
    void discoverPrintsWhatAPageNames();
    void datesAndDurationsAreAnsweredOneByOne();
    void fetchTellsWhatCame();
    void addPrintsWhatCameAndListShowsIt();
    void addTakesADirectorysPage_data();
    void addTakesADirectorysPage();
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
    QTest::newRow("chapters of another type")
            << QStringList{u"chapters"_s, u"f"_s, u"--type"_s, u"xml"_s};
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
    QVERIFY(help.output.contains("earmark transcript"));
    QVERIFY(!help.output.contains("durations"));
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

void TestCli::analyseTellsWhatASoundFileHolds()
{
    const ProgramRun none = run({u"analyse"_s, write(u"none.mp3"_s, "no"), u"--json"_s});
    QCOMPARE(none.exitCode, 1);
    QVERIFY(none.json().object().value("error"_L1).toString().endsWith(u'.'));
    QCOMPARE(run({u"analyse"_s}).exitCode, 2);

    const QJsonObject told
            = run({u"analyse"_s, mediaFixture(u"mp3cbr"_s), u"--json"_s}).json().object();
    QCOMPARE(told.keys(),
             (QStringList{u"length"_s, u"loudness"_s, u"noise_floor"_s, u"pauses"_s,
                          u"waveform"_s}));
    QVERIFY(std::abs(told.value("length"_L1).toDouble() - FixtureSeconds) < 0.1);
    QVERIFY(told.value("loudness"_L1).toDouble() < -5);
    QCOMPARE(told.value("waveform"_L1).toArray().size(), 2'000);
    QVERIFY(told.value("pauses"_L1).isArray());
}

void TestCli::transcriptPrintsItsCues()
{
    QCOMPARE(run({u"transcript"_s, write(u"none.vtt"_s, "no"), u"--json"_s}).exitCode, 1);
    const QString file = write(u"talk.srt"_s, "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>Hi</v>\n");
    const QJsonObject answer
            = run({u"transcript"_s, file, u"--type"_s, u"application/srt"_s, u"--json"_s})
                      .json()
                      .object();
    const QJsonObject cue{
            {u"start"_s, 1.0}, {u"end"_s, 2.5}, {u"speaker"_s, u"Ann"_s}, {u"text"_s, u"Hi"_s}};
    QCOMPARE(answer, (QJsonObject{{u"cues"_s, QJsonArray{cue}}}));
}

void TestCli::discoverPrintsWhatAPageNames()
{
    m_server.serve("/page",
                   {.body = "<html><head><link rel=alternate type='application/rss+xml'"
                            " title=T href='f.xml'></head></html>",
                    .headers = {}});
    const QString page = m_server.url(u"/page"_s).toString();
    const QJsonObject feed = run({u"discover"_s, page, u"--json"_s})
                                     .json()
                                     .object()
                                     .value("feeds"_L1)
                                     .toArray()
                                     .first()
                                     .toObject();
    QCOMPARE(feed.value("url"_L1).toString(), m_server.url(u"/f.xml"_s).toString());
    QCOMPARE(feed.value("type"_L1).toString(), u"application/rss+xml"_s);
    QCOMPARE(feed.value("title"_L1).toString(), u"T"_s);
    // The address of a feed names itself.
    const QString itself = address("/itself", 1);
    QCOMPARE(run({u"discover"_s, itself, u"--json"_s}).json()["feeds"_L1][0]["url"_L1].toString(),
             itself);
}

void TestCli::datesAndDurationsAreAnsweredOneByOne()
{
    const QString file = write(u"texts.json"_s, "[\"1 Jan 2026\", \"no\", 7, \"1:30\"]");
    const QJsonArray dates = run({u"dates"_s, file}).json().array();
    QCOMPARE(dates.size(), 4);
    QCOMPARE(dates.first().toString(), u"2026-01-01T00:00:00Z"_s);
    QVERIFY(dates.at(1).isNull());
    const QJsonArray durations = run({u"durations"_s, file}).json().array();
    QCOMPARE(durations.size(), 4);
    QVERIFY(durations.at(1).isNull());
    QCOMPARE(durations.last().toDouble(), 90.0);
    QCOMPARE(run({u"dates"_s, write(u"no.json"_s, "{}")}).exitCode, 1);
}

void TestCli::fetchTellsWhatCame()
{
    m_server.serve("/thing",
                   {.body = "bytes",
                    .headers = {{"Content-Type", "Text/Plain; charset=utf-8"}, {"ETag", "\"e\""}}});
    const QString url = m_server.url(u"/thing"_s).toString();
    const QString output = m_dir.filePath(u"thing"_s);
    const QJsonObject answer
            = run({u"fetch"_s, url, u"--output"_s, output, u"--json"_s}).json().object();
    QCOMPARE(answer.value("status"_L1).toInt(), 200);
    QVERIFY(answer.value("error"_L1).isNull());
    QCOMPARE(answer.value("final_url"_L1).toString(), url);
    QCOMPARE(answer.value("content_type"_L1).toString(), u"text/plain"_s);
    QCOMPARE(answer.value("etag"_L1).toString(), u"\"e\""_s);
    QVERIFY(answer.contains("last_modified"_L1));
    QFile file(output);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("bytes"));
    // A whole answer that says no is no failure; no answer at all is one.
    m_server.serve("/broken",
                   {.status = 500,
                    .body = "sorry",
                    .headers = {{"Content-Type", "text/html"}, {"ETag", "\"no\""}}});
    m_server.serve(
            "/gone",
            {.status = 302, .headers = {{"Location", m_server.url(u"/broken"_s).toEncoded()}}});
    const QString nothing = m_dir.filePath(u"nothing"_s);
    const ProgramRun refused = run(
            {u"fetch"_s, m_server.url(u"/gone"_s).toString(), u"--output"_s, nothing, u"--json"_s});
    QCOMPARE(refused.exitCode, 0);
    const QJsonObject no = refused.json().object();
    QCOMPARE(no.value("status"_L1).toInt(), 500);
    QVERIFY(no.value("error"_L1).isNull());
    QCOMPARE(no.value("final_url"_L1).toString(), m_server.url(u"/broken"_s).toString());
    QCOMPARE(no.value("content_type"_L1).toString(), u"text/html"_s);
    QCOMPARE(no.value("etag"_L1).toString(), u"\"no\""_s);
    QFile sorry(nothing);
    QVERIFY(sorry.open(QIODevice::ReadOnly));
    QCOMPARE(sorry.readAll(), QByteArray("sorry"));
    m_server.serve("/cut", {.status = 404, .body = "sorry", .toldLength = 50});
    const ProgramRun cut = run({u"fetch"_s, m_server.url(u"/cut"_s).toString(), u"--json"_s});
    QVERIFY(!cut.json().object().value("error"_L1).toString().isEmpty());
    m_server.serve("/forbidden", {.status = 403, .body = "never"});
    const ProgramRun forbidden
            = run({u"fetch"_s, m_server.url(u"/forbidden"_s).toString(), u"--json"_s});
    QCOMPARE(forbidden.json().object().value("status"_L1).toInt(), 403);
    const ProgramRun missing
            = run({u"fetch"_s, m_server.url(u"/missing"_s).toString(), u"--json"_s});
    QCOMPARE(missing.json().object().value("status"_L1).toInt(), 404);
    const ProgramRun dead = run({u"fetch"_s, u"http://127.0.0.1:9/"_s, u"--json"_s});
    QVERIFY(dead.json().object().value("status"_L1).isNull());
    QVERIFY(!dead.json().object().value("error"_L1).toString().isEmpty());
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

void TestCli::addTakesADirectorysPage_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("asked");
    QTest::newRow("Apple") << u"https://podcasts.apple.com/us/podcast/pod/id123"_s
                           << u"/itunes/lookup"_s;
    QTest::newRow("fyyd") << u"https://fyyd.de/podcast/pod/0"_s << u"/fyyd/podcast"_s;
    QTest::newRow("page") << m_server.url(u"/page"_s).toString() << u"/itunes/lookup"_s;
}

void TestCli::addTakesADirectorysPage()
{
    QFETCH(QString, typed);
    QFETCH(QString, asked);
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(QDir().mkpath(m_profile));
    QSettings settings(m_profile + u"/settings.ini"_s, QSettings::IniFormat);
    settings.setValue(u"directories/itunesUrl"_s, m_server.url(u"/itunes"_s).toString());
    settings.setValue(u"directories/fyydUrl"_s, m_server.url(u"/fyyd"_s).toString());
    settings.sync();
    const QString feed = address("/pod", 2);
    m_server.serve("/page",
                   {.body = "<html><a "
                            "href=\"https://podcasts.apple.com/us/podcast/pod/id123\">"});
    const ListedPodcasts known{{u"Pod"_s, QUrl(feed)}};
    serveDirectories(m_server, known, known);
    m_server.clearRequests();

    const ProgramRun added = run({u"add"_s, typed, u"--json"_s});

    QCOMPARE(added.exitCode, 0);
    const QJsonObject outcome = added.json().array().first().toObject();
    QCOMPARE(outcome.value("url"_L1).toString(), feed);
    QCOMPARE(outcome.value("new"_L1).toInt(), 2);
    const auto &requests = m_server.requests();
    QVERIFY(std::any_of(requests.begin(), requests.end(), [&asked](const auto &request) {
        return QString::fromLatin1(request.path).startsWith(asked);
    }));
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
