// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadbuilders.h"
#include "core/downloadrules.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Fetch = AutomaticDownload;
using Kind = DownloadStep::Kind;
using Presence = MediaPresence;

class TestDownloadRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingIsDoneUnlessARuleSaysSo();
    void whatIsDearIsNeverDeleted_data();
    void whatIsDearIsNeverDeleted();

    void playedOnesAreDeletedAsTheRuleSays_data();
    void playedOnesAreDeletedAsTheRuleSays();
    void ofUnknownTimeTheFilesAgeCounts();
    void anArchivedOneIsDone();
    void aClockSetBackDeletesNothing();

    void theNextOfTheQueueAreKeptThere();
    void theNewestAreKeptThere();
    void newerOnesReplaceWhatTheRuleBrought();
    void whatWasReplacedNeverComesBack();
    void allNewOnesSinceTheRuleWasMade();
    void aSerialShowGoesOnWhereTheListenerIs();
    void aSerialShowNeverHeardBeginsAtItsFirst();
    void whatIsRefusedIsNotFetched();
    void wordsAndLengthChooseWhatAPodcastFetches();
    void aPodcastsOwnWordGoesBeforeTheWordForAll();
};

void TestDownloadRules::nothingIsDoneUnlessARuleSaysSo()
{
    const QList<DownloadFacts> library{episode(1), file(2), queued(episode(3), 0),
                                       played(file(4), 300), partly(episode(5), 5 * MB, 1)};

    QVERIFY(planned(library, deleting(DeletePlayed::Never)).steps.isEmpty());
    QCOMPARE(planned({}, {}), DownloadPlan());
    QCOMPARE(reason(library, deleting(DeletePlayed::Never), 2), u"Kept: not played yet."_s);
    QCOMPARE(reason(library, deleting(DeletePlayed::Never), 4),
             u"Kept: played, and the rule deletes nothing."_s);
}

void TestDownloadRules::whatIsDearIsNeverDeleted_data()
{
    QTest::addColumn<DownloadFacts>("dear");
    QTest::addColumn<QString>("kept");
    const DownloadFacts old = played(file(1, 400), 300);
    DownloadFacts playing = old;
    playing.isPlaying = true;
    DownloadFacts saved = old;
    saved.cause = DownloadCause::Listener;
    QTest::newRow("plays") << playing << u"Kept: it plays now."_s;
    QTest::newRow("favourite") << favourite(old) << u"Kept: a favourite."_s;
    QTest::newRow("saved") << saved << u"Kept: you asked for it."_s;
    QTest::newRow("plays next") << queued(old, 0) << u"Kept: it plays next."_s;
    QTest::newRow("in the queue") << queued(old, 2) << u"Kept: one of the next 3 in the queue."_s;
}

void TestDownloadRules::whatIsDearIsNeverDeleted()
{
    QFETCH(DownloadFacts, dear);
    QFETCH(QString, kept);
    DownloadRules harsh = keepNewest(1);
    harsh.all.deletePlayed = DeletePlayed::Now;
    harsh.queued = 3;
    harsh.quota = 1;

    QCOMPARE(deletions({dear, file(2), file(3)}, harsh), ids({2, 3}));
    QCOMPARE(reason({dear, file(2)}, harsh), kept);
}

void TestDownloadRules::playedOnesAreDeletedAsTheRuleSays_data()
{
    QTest::addColumn<int>("rule");
    QTest::addColumn<int>("days"); // of the rule
    QTest::addColumn<int>("ago");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *what, DeletePlayed rule, int days, int ago, const char *text) {
        QTest::newRow(what) << int(rule) << days << ago << QString::fromLatin1(text);
    };
    row("at once", DeletePlayed::Now, 2, 0, "Deleted: played, and the rule says at once.");
    row("later", DeletePlayed::AfterDays, 2, 3,
        "Deleted: played 3 days ago, and the rule says 2 days.");
    row("one day", DeletePlayed::AfterDays, 1, 1,
        "Deleted: played 1 day ago, and the rule says 1 day.");
    row("not yet", DeletePlayed::AfterDays, 2, 1,
        "Kept: played, and the rule deletes it after 2 days.");
    row("never", DeletePlayed::Never, 2, 900, "Kept: played, and the rule deletes nothing.");
}

void TestDownloadRules::playedOnesAreDeletedAsTheRuleSays()
{
    QFETCH(int, rule);
    QFETCH(int, days);
    QFETCH(int, ago);
    QFETCH(QString, text);

    QCOMPARE(reason({played(file(1, 5), ago)}, deleting(DeletePlayed(rule), days)), text);
}

void TestDownloadRules::ofUnknownTimeTheFilesAgeCounts()
{
    DownloadFacts facts = played(file(1, 5), 0);
    facts.heardAt = {};
    QCOMPARE(reason({facts}, deleting(DeletePlayed::AfterDays)),
             u"Deleted: played, here for 5 days, and the rule says 2 days."_s);
    facts.changedAt = {};
    QCOMPARE(deletions({facts}, deleting(DeletePlayed::AfterDays)), Ids());
}

void TestDownloadRules::anArchivedOneIsDone()
{
    DownloadFacts facts = file(1);
    facts.isArchived = true;
    QCOMPARE(reason({facts}, deleting(DeletePlayed::Now)),
             u"Deleted: archived, and the rule says at once."_s);
    facts.presence = Presence::Absent;
    QCOMPARE(downloads({facts}, keepNewest(3)), Ids());
}

void TestDownloadRules::aClockSetBackDeletesNothing()
{
    QCOMPARE(deletions({played(file(1), -40)}, deleting(DeletePlayed::AfterDays)), Ids());
}

void TestDownloadRules::theNextOfTheQueueAreKeptThere()
{
    const QList<DownloadFacts> library{queued(episode(1), 2), queued(episode(2), 0),
                                       played(queued(episode(3), 1), 50), queued(episode(4), 3)};
    const DownloadRules rules{.queued = 3};

    QCOMPARE(downloads(library, rules), ids({2, 3, 1}));
    QCOMPARE(reason(library, rules, 2), u"Downloaded: it plays next."_s);
    QCOMPARE(reason(library, rules, 1), u"Downloaded: one of the next 3 in the queue."_s);
    QCOMPARE(planned(library, rules).steps.first().cause, DownloadCause::Queue);
    QCOMPARE(planned(library, rules).steps.first().bytes, 10 * MB);
}

void TestDownloadRules::theNewestAreKeptThere()
{
    DownloadFacts undated = episode(9);
    undated.published = {};
    const QList<DownloadFacts> library{undated, episode(1, 30), episode(2, 20), file(3, 10),
                                       episode(4, 1)};

    QCOMPARE(downloads(library, keepNewest(3)), ids({4, 2}));
    QCOMPARE(reason(library, keepNewest(3), 4),
             u"Downloaded: the newest of 3 kept for this podcast."_s);
    QCOMPARE(reason(library, keepNewest(3), 3),
             u"Kept: the 2nd newest of 3 kept for this podcast."_s);
    QCOMPARE(reason(library, keepNewest(1), 4), u"Downloaded: the newest of this podcast."_s);
    QCOMPARE(downloads(library, keepNewest(0)), Ids());
    QCOMPARE(downloads(library, keepNewest(-2)), Ids());
}

void TestDownloadRules::newerOnesReplaceWhatTheRuleBrought()
{
    DownloadFacts begun = file(3, 30);
    begun.play = PlayState::InProgress;
    DownloadFacts listened = file(4, 40);
    listened.cause = DownloadCause::Listening;
    const QList<DownloadFacts> library{episode(1, 1), file(2, 20), begun, listened,
                                       queued(file(5, 50), 9)};

    QCOMPARE(deletions(library, keepNewest(1)), ids({2}));
    QCOMPARE(reason(library, keepNewest(1), 2),
             u"Deleted: a newer one is kept for this podcast."_s);
    QCOMPARE(reason({file(1, 1), file(2, 2), file(3, 3)}, keepNewest(2), 3),
             u"Deleted: 2 newer ones are kept for this podcast."_s);
}

void TestDownloadRules::whatWasReplacedNeverComesBack()
{
    DownloadFacts refused = episode(2, 2);
    refused.isRefused = true;

    QCOMPARE(downloads({played(episode(1, 1), 0), refused, episode(3, 3)}, keepNewest(2)), Ids());
}

void TestDownloadRules::allNewOnesSinceTheRuleWasMade()
{
    DownloadRules rules{.all = {.fetch = Fetch::AllNew, .since = now().addDays(-7)}};
    DownloadFacts undated = episode(4);
    undated.published = {};
    const QList<DownloadFacts> library{episode(1, 8), episode(2, 7), episode(3, 1), undated,
                                       played(episode(5), 0)};

    QCOMPARE(downloads(library, rules), ids({3, 2}));
    QCOMPARE(reason(library, rules, 2),
             u"Downloaded: it is new, and all new ones of this podcast are kept."_s);
    rules.all.since = {};
    QCOMPARE(downloads(library, rules), ids({3, 2, 1, 4}));
}

void TestDownloadRules::aSerialShowGoesOnWhereTheListenerIs()
{
    const QList<DownloadFacts> library{episode(1, 90), played(episode(2, 80), 1),
                                       episode(3, 70), played(episode(4, 60), 60),
                                       episode(5, 50), episode(6, 40)};
    QCOMPARE(downloads(library, serial(2)), ids({3, 5})); // behind the one heard last
    QCOMPARE(reason(library, serial(2), 3),
             u"Downloaded: one of the next 2 in the order of this podcast."_s);

    QList<DownloadFacts> begun = library;
    begun[4].play = PlayState::InProgress;
    begun[4].heardAt = now();
    QCOMPARE(downloads(begun, serial(2)), ids({5, 6}));
    QCOMPARE(deletions({file(1, 90), played(episode(2, 80), 1), episode(3, 70)}, serial(1)), Ids());
}

void TestDownloadRules::aSerialShowNeverHeardBeginsAtItsFirst()
{
    QCOMPARE(downloads({episode(3, 1), episode(2, 5), episode(1, 9)}, serial(2)), ids({1, 2}));
    QCOMPARE(downloads({played(episode(1, 9), 1)}, serial(2)), Ids());
}

void TestDownloadRules::whatIsRefusedIsNotFetched()
{
    DownloadFacts refused = queued(episode(1), 0);
    refused.isRefused = true;
    DownloadRules rules = keepNewest(3);
    rules.queued = 3;

    QVERIFY(planned({refused}, rules).steps.isEmpty());
    refused.presence = Presence::Whole;
    refused.bytes = 10 * MB;
    rules.quota = 1;
    QVERIFY(planned({refused}, rules).steps.isEmpty()); // what is there stays
}

void TestDownloadRules::wordsAndLengthChooseWhatAPodcastFetches()
{
    DownloadRules rules = keepNewest(9);
    rules.all.include = QStringList{u"interview"_s, u"café"_s};
    rules.all.exclude = QStringList{u"trailer"_s};
    rules.all.shortest = 10min;
    rules.queued = 1;
    QList<DownloadFacts> library{episode(1), episode(2), episode(3), episode(4), episode(5)};
    library[0].title = u"An INTERVIEW with her"_s;
    library[1].title = u"Interview (trailer)"_s;
    library[2].title = u"At the Cafe"_s;
    library[2].duration = 5min;
    library[3].title = u"At the Cafe again"_s;
    library[3].duration = 0min;
    QCOMPARE(downloads(library, rules), ids({4, 1}));

    library[4] = queued(library[4], 0);
    QCOMPARE(downloads(library, rules).first(), EpisodeId(5)); // the queue asks for no words
}

void TestDownloadRules::aPodcastsOwnWordGoesBeforeTheWordForAll()
{
    DownloadRules rules = keepNewest(2);
    rules.podcasts.insert(Show, {.fetch = Fetch::None, .deletePlayed = DeletePlayed::Never});
    DownloadFacts other = episode(2);
    other.podcast = PodcastId(8);

    QCOMPARE(downloads({episode(1), other}, rules), ids({2}));
    QCOMPARE(settingsOf(rules, Show).fetch, Fetch::None);
    QCOMPARE(settingsOf(rules, Show).newest, 2);
    QCOMPARE(deletions({played(file(3), 9)}, rules), Ids());
}

QTEST_GUILESS_MAIN(TestDownloadRules)
#include "tst_downloadrules.moc"
