// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commandprocess.h"
#include "support/failonwarning.h"

#include <QJsonArray>
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
    void aFileOpensTheWindowThere_data();
    void aFileOpensTheWindowThere();
    void optionsStandAnywhere();
    void onlyChangingCommandsNeedTheOwner_data();
    void onlyChangingCommandsNeedTheOwner();
    void numbersMustBeNumbers_data();
    void numbersMustBeNumbers();
    void aRequestIsTheCommandAgain();
    void skipsTravelWhole();
    void twoDashesEndTheOptions();
    void aLoginTravelsWithItsPasswordButNotAmongTheWords();
    void privatePodcastsAreExportedByWordOnly();
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

void TestCommandLine::aFileOpensTheWindowThere_data()
{
    QTest::addColumn<QString>("word");
    QTest::newRow("path") << u"/music/talk"_s;
    QTest::newRow("relative path") << u"music/talk"_s;
    QTest::newRow("address") << u"file:///music/a%20talk.mp3"_s;
    QTest::newRow("name of sound") << u"talk.MP3"_s;
    QTest::newRow("name of a command") << u"./list"_s;
}

void TestCommandLine::aFileOpensTheWindowThere()
{
    QFETCH(QString, word);
    const CommandLine line = parseCommandLine({word});
    QCOMPARE(line.mode, CommandLine::Mode::Window);
    QCOMPARE(line.file, word);
    QCOMPARE(parseCommandLine({word, word}).mode, CommandLine::Mode::Usage);
    QCOMPARE(parseCommandLine({u"talk"_s}).mode, CommandLine::Mode::Usage);
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
    QTest::newRow("forget login") << QStringList{u"forget"_s, u"login"_s, u"1"_s} << true;
    QTest::newRow("export") << QStringList{u"export"_s} << false;
    QTest::newRow("list") << QStringList{u"list"_s, u"podcasts"_s} << false;
    QTest::newRow("feed") << QStringList{u"feed"_s, u"f"_s} << false;
    QTest::newRow("stats") << QStringList{u"stats"_s} << false;
    QTest::newRow("skips, to look at") << QStringList{u"skips"_s, u"1"_s} << false;
    QTest::newRow("skips") << QStringList{u"skips"_s, u"1"_s, u"--words"_s, QString()} << true;
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

void TestCommandLine::skipsTravelWhole()
{
    const CommandLine line = parseCommandLine({u"skips"_s, u"3"_s, u"--first"_s, u"12.5"_s,
                                               u"--last"_s, u"0"_s, u"--words"_s, QString()});
    const CommandLine again = commandFromRequest(requestFor(line));
    QCOMPARE(again.command, u"skips"_s);
    QCOMPARE(again.arguments, QStringList{u"3"_s});
    QCOMPARE(again.first, 12.5);
    QCOMPARE(again.last, 0.0);
    QCOMPARE(again.words, QString());
}

void TestCommandLine::twoDashesEndTheOptions()
{
    const auto line = parseCommandLine({u"feed"_s, u"--"_s, u"--json"_s});
    QCOMPARE(line.arguments, QStringList{u"--json"_s});
    QVERIFY(!line.json);
}

void TestCommandLine::aLoginTravelsWithItsPasswordButNotAmongTheWords()
{
    CommandLine line = parseCommandLine({u"add"_s, u"a.org"_s, u"--login"_s, u"me"_s});
    QCOMPARE(line.login, u"me"_s);
    QVERIFY(line.password.isEmpty());
    line.password = u"swordfish"_s;

    const QJsonObject request = requestFor(line);
    const CommandLine again = commandFromRequest(request);

    QVERIFY(!request.value("words"_L1).toArray().contains(line.password));
    QCOMPARE(again.login, u"me"_s);
    QCOMPARE(again.password, u"swordfish"_s);
    QCOMPARE(parseCommandLine({u"add"_s, u"a.org"_s, u"--login"_s, u"a:b"_s}).mode,
             CommandLine::Mode::Usage);
}

void TestCommandLine::privatePodcastsAreExportedByWordOnly()
{
    QVERIFY(!parseCommandLine({u"export"_s}).withPrivate);
    QVERIFY(parseCommandLine({u"export"_s, u"--with-private"_s}).withPrivate);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
