// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "support/program.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestOutputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aWordTooManyIsSaid();
    void theProgramListsThem();
};

void TestOutputs::aWordTooManyIsSaid()
{
    QCOMPARE(runProgram({u"outputs"_s, u"all"_s}).exitCode, 2);
}

void TestOutputs::theProgramListsThem()
{
    const ProgramRun run = runProgram({u"outputs"_s, u"--json"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.errors, QByteArray());
    const QJsonArray outputs = run.json().array();
    QCOMPARE(outputs.size(), 1);
    const QJsonObject output = outputs.first().toObject();
    QCOMPARE(output.value("id"_L1).toString(), u"earmark_test"_s);
    QVERIFY(!output.value("name"_L1).toString().isEmpty());
    QVERIFY(output.value("default"_L1).toBool());
}

QTEST_GUILESS_MAIN(TestOutputs)
#include "tst_outputs.moc"
