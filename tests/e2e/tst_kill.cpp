// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/mediafixtures.h"
#include "support/runningwindow.h"
#include "support/testhttpserver.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// kill -9 of the real program while it plays and imports, again and again on one profile:
/// EARMARK_KILLS times (a hundred in the long run, ten elsewhere).
class TestKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void noSubscriptionAndAtMostFiveSecondsAreLost();

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
    for (int round = 0; round < (kills > 0 ? kills : 10); ++round) {
        killOnce(round);
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
