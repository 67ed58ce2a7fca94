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

/// What the command line does and tells about listening: the real binary, a profile for each test.
class TestCliListening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void skipsAreSetAndTold();
    void savedTimeIsTold();

private:
    ProgramRun run(const QStringList &words)
    {
        return runProgram(QStringList{u"--profile"_s, m_profile} + words);
    }

    QTemporaryDir m_dir;
    QString m_profile;
    QString m_podcast; ///< Its address.
    TestHttpServer m_server;
};

void TestCliListening::init()
{
    failOnAnyWarning();
    m_profile = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    m_server.serve("/one",
                   {.body = feedXml(u"One"_s, 1, u"http://127.0.0.1:9/%1.mp3"_s), .headers = {}});
    m_podcast = m_server.url(u"/one"_s).toString();
}

void TestCliListening::skipsAreSetAndTold()
{
    run({u"add"_s, m_podcast});
    QCOMPARE(run({u"skips"_s, u"4711"_s}).exitCode, 1);
    QCOMPARE(run({u"skips"_s, m_podcast, u"--first"_s, u"x"_s}).exitCode, 2);

    const QJsonObject before = run({u"skips"_s, m_podcast, u"--json"_s}).json().object();
    QCOMPARE(before.value("first"_L1).toDouble(), 0.0);
    QVERIFY(before.value("words"_L1).toArray().isEmpty());
    const QJsonObject set = run({u"skips"_s, m_podcast, u"--first"_s, u"30"_s, u"--words"_s,
                                 u"ad, Sponsor,AD"_s, u"--json"_s})
                                    .json()
                                    .object();
    QCOMPARE(set.value("words"_L1).toArray(), (QJsonArray{u"ad"_s, u"Sponsor"_s}));
    run({u"skips"_s, m_podcast, u"--last"_s, u"99999"_s});
    QCOMPARE(run({u"skips"_s, m_podcast}).output,
             QByteArray("first\t30 s\nlast\t3600 s\nwords\tad, Sponsor\n"));
}

void TestCliListening::savedTimeIsTold()
{
    const ProgramRun empty = run({u"stats"_s, u"--json"_s});
    QCOMPARE(empty.exitCode, 0);
    QVERIFY2(!QFile::exists(m_profile), "looking must not make a profile");
    const QJsonObject all = empty.json().object();
    QCOMPARE(all.value("time_saved_ms"_L1).toObject(),
             (QJsonObject{{u"speed"_s, 0}, {u"silences"_s, 0}, {u"skips"_s, 0}, {u"total"_s, 0}}));
    QVERIFY(all.value("episode"_L1).isNull());
    QCOMPARE(run({u"stats"_s, u"--episode"_s, u"5"_s}).exitCode, 1);
    run({u"add"_s, m_podcast});
    const QJsonObject one = run({u"stats"_s, u"--episode"_s, u"1"_s, u"--json"_s}).json().object();
    QCOMPARE(one.value("episode"_L1).toObject().value("id"_L1).toInt(), 1);
    QCOMPARE(run({u"list"_s, u"episodes"_s, u"--json"_s})
                     .json()
                     .array()
                     .first()
                     .toObject()
                     .value("time_saved_ms"_L1)
                     .toObject(),
             all.value("time_saved_ms"_L1).toObject());
    QVERIFY(run({u"stats"_s}).output.startsWith("In all, saved\t0:00\n"));
}

QTEST_GUILESS_MAIN(TestCliListening)
#include "tst_clilistening.moc"
