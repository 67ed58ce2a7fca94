// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What its thread has computed that gives way to all others (AnalysisService), in clock ticks.
qint64 analysed(qint64 process)
{
    qint64 ticks = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(task + u"/stat"_s));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray stat = file.readAll();
        // Behind the name, which may hold anything: state is field 3, utime 14, nice 19.
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (fields.value(16).toInt() == 19)
            ticks += fields.value(11).toLongLong();
    }
    return ticks;
}

/// The first cell of what the library of a profile answers.
QVariant answer(const QString &profile, const QString &sql)
{
    QVariant cell;
    {
        QSqlDatabase library = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
        library.setDatabaseName(profile + u"/library.db"_s);
        library.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        QSqlQuery query(library);
        if (library.open() && (query = QSqlQuery(library)).exec(sql) && query.next())
            cell = query.value(0);
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return cell;
}

} // namespace

/// kill -9 of the real program while it plays and imports, again and again on one profile:
/// EARMARK_KILLS times (a hundred in the long run, five elsewhere).
class TestKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void noSubscriptionAndAtMostFiveSecondsAreLost();
    void anAnalysisIsMadeAnew();

private:
    void killOnce(int round);
    QString opmlFile(int round);

    QTemporaryDir m_dir;
    TestHttpServer m_server;
    QRandomGenerator m_random{20240131};
    int m_imported = 0;
};

/// Five new podcasts a round.
QString TestKill::opmlFile(int round)
{
    QByteArray opml = "<opml version='2.0'><body>";
    for (int i = 0; i < 5; ++i) {
        const QByteArray path = "/pod-" + QByteArray::number(round) + '-' + QByteArray::number(i);
        m_server.serve(path, {.body = feedXml(QString::fromLatin1(path), 20), .headers = {}});
        opml += "<outline type='rss' xmlUrl='" + m_server.url(QString::fromLatin1(path)).toEncoded()
                + "'/>";
    }
    QFile file(m_dir.filePath(u"round-%1.opml"_s.arg(round)));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write(opml + "</body></opml>");
    return file.fileName();
}

void TestKill::killOnce(int round)
{
    const QString guid = u"guid-0"_s;
    RunningWindow window(m_dir.filePath(u"profile"_s));
    const QString address = toText({.feed = m_server.url(u"/feed"_s),
                                    .guid = guid,
                                    .at = std::chrono::seconds(5 + m_random.bounded(20))});
    const double before = window.storedPosition(guid);
    QVERIFY(window.start({address}));
    // Somebody saw it playing; from here on the position grows a second a second.
    QTRY_VERIFY_WITH_TIMEOUT(
            window.storedPosition(guid) > 5 && window.storedPosition(guid) != before, 30000);
    const double seen = window.storedPosition(guid);
    QElapsedTimer since;
    since.start();

    // The import is under way (round even) or acknowledged (odd) when the power goes.
    const QString file = opmlFile(round);
    const bool isAcknowledged = round % 2 == 1;
    QProcess import;
    import.start(QStringLiteral(EARMARK_BINARY),
                 {u"--profile"_s, m_dir.filePath(u"profile"_s), u"import"_s, file});
    const int wait = 200 + m_random.bounded(3000);
    QTRY_VERIFY_WITH_TIMEOUT(since.hasExpired(wait)
                                     && (!isAcknowledged || import.state() == QProcess::NotRunning),
                             30000);
    const double lower = seen + double(since.elapsed()) / 1000;
    window.kill();
    QTRY_VERIFY_WITH_TIMEOUT(import.state() == QProcess::NotRunning, 30000);

    if (isAcknowledged)
        m_imported += 5;
    const auto podcasts = window.list(u"podcasts"_s).size();
    QVERIFY2(podcasts >= m_imported + 1, qPrintable(u"round %1: %2"_s.arg(round).arg(podcasts)));
    m_imported = int(podcasts) - 1; // an import under way may have come whole
    const double kept = window.storedPosition(guid);
    QVERIFY2(kept >= lower - 5.0,
             qPrintable(u"round %1: %2 of %3"_s.arg(round).arg(kept).arg(lower)));
}

void TestKill::noSubscriptionAndAtMostFiveSecondsAreLost()
{
    m_server.serve("/0.mp3",
                   {.body = fixtureBytes(u"mp3cbr"_s),
                    .headers = {{"Content-Type", "audio/mpeg"}},
                    .ranges = true});
    m_server.serve("/feed",
                   {.body = feedXml(u"Tone"_s, 1, m_server.url(u"/"_s).toString() + u"%1.mp3"_s),
                    .headers = {}});
    RunningWindow window(m_dir.filePath(u"profile"_s));
    QCOMPARE(window.command({u"add"_s, m_server.url(u"/feed"_s).toString()}).exitCode, 0);

    const int kills = qEnvironmentVariableIntValue("EARMARK_KILLS");
    for (int round = 0; round < (kills > 0 ? kills : 5); ++round) {
        killOnce(round);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestKill::anAnalysisIsMadeAnew()
{
    // An hour in less than three megabytes, from a server that knows no ranges: soon all is there.
    const QString sound
            = makeFixture(u"long.opus"_s, mediaFixture(u"mp3cbr"_s),
                          {u"-af"_s, u"aloop=loop=29:size=5289000"_s, u"-c:a"_s, u"libopus"_s,
                           u"-b:a"_s, u"6k"_s, u"-compression_level"_s, u"0"_s});
    QFile file(sound);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_server.serve("/0.opus", {.body = file.readAll(), .headers = {{"Content-Type", "audio/ogg"}}});
    m_server.serve("/long",
                   {.body = feedXml(u"Long"_s, 1, m_server.url(u"/"_s).toString() + u"%1.opus"_s),
                    .headers = {}});
    const QString profile = m_dir.filePath(u"analysing"_s);
    const QString count = u"SELECT count(*) FROM analysis"_s;
    const QString address
            = toText({.feed = m_server.url(u"/long"_s), .guid = u"guid-0"_s, .at = 5s});
    RunningWindow window(profile);
    QCOMPARE(window.command({u"add"_s, m_server.url(u"/long"_s).toString()}).exitCode, 0);
    for (int kill = 0; kill < 3; ++kill) {
        QVERIFY(window.start({address}));
        QTRY_VERIFY_WITH_TIMEOUT(analysed(window.processId()) > qint64(10) * (kill + 1), 60000);
        window.kill();
        QCOMPARE(answer(profile, count), 0); // in the middle of it
        QCOMPARE(answer(profile, u"PRAGMA integrity_check"_s), u"ok"_s);
        QVERIFY(!answer(profile, u"PRAGMA foreign_key_check"_s).isValid());
    }

    QVERIFY(window.start({address}));
    QTRY_COMPARE_WITH_TIMEOUT(answer(profile, count), 1, 120000);
    const double length = answer(profile, u"SELECT length FROM analysis"_s).toDouble() / 1000;
    QVERIFY2(std::abs(length - 30 * FixtureSeconds) < 5, qPrintable(QString::number(length)));
    QTRY_COMPARE(answer(profile, u"SELECT count(*) FROM analysis_of WHERE episode_id = 1"_s), 1);
    QCOMPARE(window.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
