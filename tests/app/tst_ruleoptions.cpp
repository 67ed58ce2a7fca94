// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commandprocess.h"
#include "app/ruleoptions.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRuleOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatMakesNoSenseIsRefused_data();
    void whatMakesNoSenseIsRefused();
    void otherCommandsHaveNoSuchOptions();
    void ofAllIsSaidOfAll();
    void onlyOptionsChange();
    void aRequestIsTheCommandAgain();
    void sizesAreReadAsTheyAreTold_data();
    void sizesAreReadAsTheyAreTold();

    void everyOptionChangesItsRule();
    void aPodcastSaysOnlyWhatWasSaid();
    void defaultTakesAWordBack();
};

void TestRuleOptions::whatMakesNoSenseIsRefused_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("keep") << u"--keep"_s << QStringList{u"some"_s, u""_s, u"Newest"_s};
    QTest::newRow("newest") << u"--newest"_s << QStringList{u"0"_s, u"201"_s, u"x"_s, u"1.5"_s};
    QTest::newRow("shortest") << u"--shortest"_s << QStringList{u"-1"_s, u"1441"_s, u"5m"_s};
    QTest::newRow("delete") << u"--delete"_s << QStringList{u"0"_s, u"days"_s, u"3651"_s, u"-1"_s};
    QTest::newRow("queue") << u"--queue"_s << QStringList{u"-1"_s, u"201"_s, u"all"_s};
    QTest::newRow("quota") << u"--quota"_s << QStringList{u"-1"_s, u"1 PB"_s, u"nan"_s, u"GB"_s};
}

void TestRuleOptions::whatMakesNoSenseIsRefused()
{
    QFETCH(QString, option);
    QFETCH(QStringList, words);
    for (const QString &word : words) {
        const CommandLine line = parseCommandLine({u"rules"_s, option, word});
        QVERIFY2(line.mode == CommandLine::Mode::Usage, qPrintable(word));
        QVERIFY2(line.problem.contains(option), qPrintable(line.problem));
    }
    QCOMPARE(parseCommandLine({u"rules"_s, option}).problem,
             u"The option %1 needs a value."_s.arg(option));
}

void TestRuleOptions::otherCommandsHaveNoSuchOptions()
{
    const CommandLine line = parseCommandLine({u"skips"_s, u"1"_s, u"--keep"_s, u"all"_s});
    QCOMPARE(line.mode, CommandLine::Mode::Usage);
    QCOMPARE(parseCommandLine({u"rules"_s, u"log"_s, u"--keep"_s, u"all"_s}).mode,
             CommandLine::Mode::Usage);
}

void TestRuleOptions::ofAllIsSaidOfAll()
{
    for (const QString &option : {u"--queue"_s, u"--quota"_s}) {
        QCOMPARE(parseCommandLine({u"rules"_s, option, u"5"_s}).mode, CommandLine::Mode::Command);
        QCOMPARE(parseCommandLine({u"rules"_s, u"3"_s, option, u"5"_s}).mode,
                 CommandLine::Mode::Usage);
    }
}

void TestRuleOptions::onlyOptionsChange()
{
    QVERIFY(!parseCommandLine({u"rules"_s}).writes());
    QVERIFY(!parseCommandLine({u"rules"_s, u"3"_s, u"--json"_s}).writes());
    QVERIFY(parseCommandLine({u"rules"_s, u"3"_s, u"--include"_s, QString()}).writes());
    const CommandLine log = parseCommandLine({u"rules"_s, u"log"_s, u"--limit"_s, u"3"_s});
    QCOMPARE(log.command, u"rules log"_s);
    QCOMPARE(log.limit, 3);
    QVERIFY(!log.writes() && log.needsLibrary());
}

void TestRuleOptions::aRequestIsTheCommandAgain()
{
    const CommandLine line
            = parseCommandLine({u"rules"_s, u"3"_s, u"--keep"_s, u"newest"_s, u"--include"_s,
                                u"a, b"_s, u"--exclude"_s, QString(), u"--json"_s});
    const CommandLine again = commandFromRequest(requestFor(line));
    QCOMPARE(again.mode, CommandLine::Mode::Command);
    QCOMPARE(again.command, line.command);
    QCOMPARE(again.arguments, QStringList{u"3"_s});
    QCOMPARE(again.rules, line.rules);
    QCOMPARE(again.rules.size(), 3);
}

void TestRuleOptions::sizesAreReadAsTheyAreTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("none") << u"0"_s << qint64(0);
    QTest::newRow("bytes") << u"1234"_s << qint64(1'234);
    QTest::newRow("kB") << u"640 kB"_s << qint64(640'000);
    QTest::newRow("MB") << u"80MB"_s << qint64(80'000'000);
    QTest::newRow("GB") << u" 1.2 GB "_s << qint64(1'200'000'000);
    QTest::newRow("TB") << u"2tb"_s << qint64(2'000'000'000'000);
}

void TestRuleOptions::sizesAreReadAsTheyAreTold()
{
    QFETCH(QString, text);
    QFETCH(qint64, bytes);
    QCOMPARE(bytesFromText(text), bytes);
}

void TestRuleOptions::everyOptionChangesItsRule()
{
    const RuleOptions options{{u"--keep"_s, u"newest"_s},     {u"--newest"_s, u"5"_s},
                              {u"--include"_s, u"a, b; a"_s}, {u"--exclude"_s, u"c"_s},
                              {u"--shortest"_s, u"10"_s},     {u"--delete"_s, u"7"_s},
                              {u"--queue"_s, u"4"_s},         {u"--quota"_s, u"20 GB"_s}};
    const DownloadRules rules = changedRules(DownloadRules(), options);
    QCOMPARE(rules.all,
             (DownloadSettings{.fetch = AutomaticDownload::Newest,
                               .newest = 5,
                               .include = {u"a"_s, u"b"_s},
                               .exclude = {u"c"_s},
                               .shortest = 10min,
                               .deletePlayed = DeletePlayed::AfterDays,
                               .days = 7}));
    QCOMPARE(rules.queued, 4);
    QCOMPARE(rules.quota, 20'000'000'000);
    QCOMPARE(changedRules(rules, RuleOptions()), rules);
    const DownloadRules now = changedRules(rules, RuleOptions{{u"--delete"_s, u"now"_s}});
    QCOMPARE(now.all.deletePlayed, DeletePlayed::Now);
    QCOMPARE(now.all.days, 7);
}

void TestRuleOptions::aPodcastSaysOnlyWhatWasSaid()
{
    QCOMPARE(changedRules(PodcastDownloads(), {{u"--newest"_s, u"5"_s}}),
             (PodcastDownloads{.newest = 5}));
    QCOMPARE(changedRules(PodcastDownloads(), {{u"--include"_s, QString()}}),
             (PodcastDownloads{.include = QStringList()}));
    QCOMPARE(changedRules(PodcastDownloads(), {{u"--delete"_s, u"never"_s}}),
             (PodcastDownloads{.deletePlayed = DeletePlayed::Never}));
}

void TestRuleOptions::defaultTakesAWordBack()
{
    RuleOptions options;
    for (const QString &name : ruleOptionNames()) {
        QVERIFY(isRuleOptionGood(name, u"default"_s));
        options.insert(name, u"default"_s);
    }
    DownloadRules rules;
    rules.all = {.fetch = AutomaticDownload::AllNew,
                 .newest = 9,
                 .include = {u"a"_s},
                 .exclude = {u"b"_s},
                 .shortest = 60s,
                 .deletePlayed = DeletePlayed::Now,
                 .days = 9};
    rules.queued = 9;
    rules.quota = 9;
    QCOMPARE(changedRules(rules, options), DownloadRules());
    const PodcastDownloads own{.serial = true,
                               .fetch = AutomaticDownload::AllNew,
                               .newest = 9,
                               .include = QStringList(),
                               .exclude = QStringList(),
                               .shortest = 0s,
                               .deletePlayed = DeletePlayed::Now,
                               .days = 9};
    QCOMPARE(changedRules(own, options), (PodcastDownloads{.serial = true}));
}

QTEST_GUILESS_MAIN(TestRuleOptions)
#include "tst_ruleoptions.moc"
