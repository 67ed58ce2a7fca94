// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/program.h"
#include "support/testhttpserver.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// Which addresses the command line takes, and what goes where: the real binary, a profile for each
/// test, a bus without a keyring.
class TestCliAddresses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void anAddressWithoutAWayIsFound_data();
    void anAddressWithoutAWayIsFound();
    void aSecretWithoutAWayStaysHere();
    void aLoginIsForgotten();

private:
    ProgramRun run(const QStringList &words)
    {
        return runProgram(QStringList{u"--profile"_s, m_dir->path()} + words);
    }
    QString host() const { return u"127.0.0.1:%1"_s.arg(m_server->url({}).port()); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
};

void TestCliAddresses::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_server->refuseTls();
    m_server->serve("/feed.xml", {.body = feedXml(u"One"_s, 2)});
}

void TestCliAddresses::anAddressWithoutAWayIsFound_data()
{
    QTest::addColumn<QString>("begin");
    for (const QString &begin : {u""_s, u"feed://"_s, u"feed:"_s, u"itpc://"_s, u"pcast://"_s,
                                 u"podcast://"_s, u"feed:http://"_s})
        QTest::newRow(qPrintable(u"begins with \"%1\""_s.arg(begin))) << begin;
}

void TestCliAddresses::anAddressWithoutAWayIsFound()
{
    QFETCH(QString, begin);
    const QString typed = begin + host() + u"/feed.xml"_s;

    const ProgramRun added = run({u"add"_s, typed, u"--json"_s});

    QCOMPARE(added.exitCode, 0);
    const QJsonObject outcome = added.json().array().first().toObject();
    QCOMPARE(outcome.value("url"_L1).toString(), m_server->url(u"/feed.xml"_s).toString());
    QCOMPARE(outcome.value("new"_L1).toInt(), 2);
    QCOMPARE(run({u"remove"_s, typed}).exitCode, 0);
}

void TestCliAddresses::aSecretWithoutAWayStaysHere()
{
    const ProgramRun added = run({u"add"_s, host() + u"/feed.xml?token=abcdef"_s});

    QCOMPARE(added.exitCode, 1);
    QVERIFY2(added.errors.contains("http://"), added.errors.constData());
    QVERIFY(!added.errors.contains("abcdef"));
    QVERIFY(m_server->requests().isEmpty());
}

void TestCliAddresses::aLoginIsForgotten()
{
    const QString address = u"http://me:sesame@"_s + host() + u"/feed.xml"_s;
    QCOMPARE(run({u"add"_s, address}).exitCode, 0);
    QCOMPARE(run({u"forget"_s, u"login"_s}).exitCode, 2);
    QCOMPARE(run({u"forget"_s, u"login"_s, u"4711"_s}).exitCode, 1);

    const ProgramRun forgotten = run({u"forget"_s, u"login"_s, u"1"_s});

    QCOMPARE(forgotten.exitCode, 0);
    QCOMPARE(forgotten.output, "Forgot the login of One.\n");
    QCOMPARE(run({u"forget"_s, u"login"_s, m_server->url(u"/feed.xml"_s).toString()}).output,
             "One has no name and password.\n");
}

QTEST_GUILESS_MAIN(TestCliAddresses)
#include "tst_cliaddresses.moc"
