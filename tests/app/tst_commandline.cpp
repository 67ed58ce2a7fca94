// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commandprocess.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void noWordsOpenTheWindow();
    void anAddressOpensTheWindowThere();
    void optionsStandAnywhere();
    void onlyChangingCommandsNeedTheOwner_data();
    void onlyChangingCommandsNeedTheOwner();
    void numbersMustBeNumbers_data();
    void numbersMustBeNumbers();
    void aRequestIsTheCommandAgain();
    void twoDashesEndTheOptions();
};

void TestCommandLine::noWordsOpenTheWindow()
{
    const CommandLine line = parseCommandLine({});
    QCOMPARE(line.mode, CommandLine::Mode::Window);
    QVERIFY(line.fetch);
}

void TestCommandLine::anAddressOpensTheWindowThere()
{
    const auto line = parseCommandLine({u"--profile"_s, u"/p"_s, u"earmark:play?feed=a&guid=b"_s});
    QCOMPARE(line.mode, CommandLine::Mode::Window);
    QCOMPARE(line.address, u"earmark:play?feed=a&guid=b"_s);
    QCOMPARE(line.profile, u"/p"_s);
}

void TestCommandLine::optionsStandAnywhere()
{
    const auto line = parseCommandLine(
            {u"--json"_s, u"list"_s, u"--limit"_s, u"3"_s, u"episodes"_s, u"--podcast"_s, u"7"_s});
    QCOMPARE(line.command, u"list episodes"_s);
    QVERIFY(line.json);
    QCOMPARE(line.limit, 3);
    QCOMPARE(line.podcast, 7);
}

void TestCommandLine::onlyChangingCommandsNeedTheOwner_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<bool>("writes");
    QTest::newRow("add") << QStringList{u"add"_s, u"a.org"_s} << true;
    QTest::newRow("import") << QStringList{u"import"_s, u"f"_s} << true;
    QTest::newRow("refresh") << QStringList{u"refresh"_s} << true;
    QTest::newRow("remove") << QStringList{u"remove"_s, u"1"_s} << true;
    QTest::newRow("export") << QStringList{u"export"_s} << false;
    QTest::newRow("list") << QStringList{u"list"_s, u"podcasts"_s} << false;
    QTest::newRow("feed") << QStringList{u"feed"_s, u"f"_s} << false;
}

void TestCommandLine::onlyChangingCommandsNeedTheOwner()
{
    QFETCH(QStringList, words);
    QFETCH(bool, writes);
    const CommandLine line = parseCommandLine(words);
    QCOMPARE(line.mode, CommandLine::Mode::Command);
    QCOMPARE(line.writes(), writes);
}

void TestCommandLine::numbersMustBeNumbers_data()
{
    QTest::addColumn<QString>("word");
    for (const auto &word : {u"-1"_s, u"x"_s, u"nan"_s, u"1e99"_s, u""_s})
        QTest::newRow(qPrintable(word)) << word;
}

void TestCommandLine::numbersMustBeNumbers()
{
    QFETCH(QString, word);
    const auto line = parseCommandLine({u"list"_s, u"episodes"_s, u"--limit"_s, word});
    QCOMPARE(line.mode, CommandLine::Mode::Usage);
    QVERIFY(!line.problem.isEmpty());
}

void TestCommandLine::aRequestIsTheCommandAgain()
{
    const auto line
            = parseCommandLine({u"add"_s, u"https://a.example/f"_s, u"--json"_s, u"--no-fetch"_s});
    const CommandLine again = commandFromRequest(requestFor(line));
    QCOMPARE(again.command, line.command);
    QCOMPARE(again.arguments, line.arguments);
    QCOMPARE(again.json, true);
    QCOMPARE(again.fetch, false);

    const auto import = requestFor(parseCommandLine({u"import"_s, u"subs.opml"_s}));
    QVERIFY(commandFromRequest(import).arguments.first().startsWith(u'/'));
}

void TestCommandLine::twoDashesEndTheOptions()
{
    const auto line = parseCommandLine({u"feed"_s, u"--"_s, u"--json"_s});
    QCOMPARE(line.arguments, QStringList{u"--json"_s});
    QVERIFY(!line.json);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
