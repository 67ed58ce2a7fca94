// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadrulewords.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDownloadRuleWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void unknownWordsAreNone();
    void everyWordIsReadAsItIsWritten();
    void whatMakesNoSenseIsAsTheProgramCame();
    void whatMakesNoSenseIsNotSaid();
    void theLimitsThemselvesMakeSense();
};

void TestDownloadRuleWords::unknownWordsAreNone()
{
    for (const QString &word : {u""_s, u"None"_s, u"newest "_s, u"1"_s})
        QVERIFY2(!automaticDownloadOf(word) && !deletePlayedOf(word), qPrintable(word));
}

void TestDownloadRuleWords::everyWordIsReadAsItIsWritten()
{
    for (const auto fetch :
         {AutomaticDownload::None, AutomaticDownload::Newest, AutomaticDownload::AllNew})
        QCOMPARE(automaticDownloadOf(downloadWord(fetch)), fetch);
    for (const auto rule : {DeletePlayed::Never, DeletePlayed::Now, DeletePlayed::AfterDays})
        QCOMPARE(deletePlayedOf(downloadWord(rule)), rule);
    QCOMPARE(downloadWord(AutomaticDownload::AllNew), u"all"_s);
    QCOMPARE(downloadWord(DeletePlayed::AfterDays), u"days"_s);
}

void TestDownloadRuleWords::whatMakesNoSenseIsAsTheProgramCame()
{
    const DownloadSettings odd{.newest = 0,
                               .include = {u" "_s, u"..."_s},
                               .exclude = {u" rerun"_s, u"RERUN"_s},
                               .shortest = -1s,
                               .days = 0};
    QCOMPARE(tidied(odd), (DownloadSettings{.exclude = {u"rerun"_s}}));
    QCOMPARE(tidied(DownloadSettings{.newest = 201, .shortest = 24h + 1s, .days = 3'651}),
             DownloadSettings());
}

void TestDownloadRuleWords::whatMakesNoSenseIsNotSaid()
{
    const PodcastDownloads odd{
            .newest = 0, .exclude = QStringList{u"..."_s}, .shortest = -1s, .days = 0};
    QCOMPARE(tidied(odd), (PodcastDownloads{.exclude = QStringList()})); // no word is a word
}

void TestDownloadRuleWords::theLimitsThemselvesMakeSense()
{
    const DownloadSettings most{.newest = 200, .shortest = 24h, .days = 3'650};
    const DownloadSettings least{.newest = 1, .shortest = 0s, .days = 1};
    QCOMPARE(tidied(most), most);
    QCOMPARE(tidied(least), least);
}

QTEST_GUILESS_MAIN(TestDownloadRuleWords)
#include "tst_downloadrulewords.moc"
