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

/// What core/downloadrules.h does about the room that downloads take.
class TestDownloadRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void leastNeededGoesFirstWhenTheQuotaIsFull();
    void whatDoesNotFitIsNotFetched();
    void whatIsNeededSoonerTakesThePlaceOfThePlayed();
    void ofEachPodcastTheFirstGoesBeforeTheSecondOfAny();
    void whatIsComingCountsAsThere();
    void whatMayNotBeDeletedIsToldWhenItIsTooMuch();
    void aDownloadNoRuleWantsAnyMoreIsStopped();
    void partsThatNothingNeedsGoAfterAWeek();
    void unknownSizesAreGuessedFromTheLength();
};

void TestDownloadRoom::leastNeededGoesFirstWhenTheQuotaIsFull()
{
    DownloadFacts begun = file(3);
    begun.play = PlayState::InProgress;
    const QList<DownloadFacts> library{played(file(1), 20), played(file(2), 40), begun, file(4, 10),
                                       file(5, 90),         queued(file(6), 4)};
    DownloadRules rules = deleting(DeletePlayed::Never);
    QList<Ids> gone;
    for (const qint64 quota : {60, 50, 40, 30, 20, 10, 9}) {
        rules.quota = quota * MB;
        gone.append(deletions(library, rules));
    }

    QCOMPARE(gone,
             (QList<Ids>{{},
                         ids({2}),
                         ids({1, 2}),
                         ids({5, 1, 2}),
                         ids({4, 5, 1, 2}),
                         ids({3, 4, 5, 1, 2}),
                         ids({6, 3, 4, 5, 1, 2})}));
    rules.quota = 50 * MB;
    QCOMPARE(reason(library, rules, 2),
             u"Deleted: downloads may take 50 MB, and others are needed more."_s);
}

void TestDownloadRoom::whatDoesNotFitIsNotFetched()
{
    DownloadRules rules = keepNewest(3);
    rules.quota = 25 * MB;
    const QList<DownloadFacts> library{episode(1, 1), episode(2, 2), episode(3, 3)};

    QCOMPARE(downloads(library, rules), ids({1, 2}));
    QCOMPARE(reason(library, rules, 3),
             u"Not downloaded: downloads may take 25 MB, and others are needed sooner."_s);
    rules.quota = 9 * MB;
    QCOMPARE(reason(library, rules, 1),
             u"Not downloaded: it takes 10 MB, and all downloads may take 9 MB."_s);
}

void TestDownloadRoom::whatIsNeededSoonerTakesThePlaceOfThePlayed()
{
    DownloadRules rules{.queued = 1, .quota = 20 * MB};
    const QList<DownloadFacts> library{played(file(1), 1), file(2), queued(episode(3), 0)};

    const DownloadPlan plan = planned(library, rules);

    QCOMPARE(of(Kind::Delete, plan.steps), ids({1}));
    QCOMPARE(of(Kind::Download, plan.steps), ids({3}));
    QCOMPARE(plan.steps.first().kind, Kind::Delete); // before what needs its room
}

void TestDownloadRoom::ofEachPodcastTheFirstGoesBeforeTheSecondOfAny()
{
    DownloadFacts other = episode(3, 300);
    other.podcast = PodcastId(8);

    QCOMPARE(downloads({episode(1, 1), episode(2, 2), other}, keepNewest(2)), ids({1, 3, 2}));
}

void TestDownloadRoom::whatIsComingCountsAsThere()
{
    DownloadRules rules = keepNewest(3);
    rules.quota = 25 * MB;
    const QList<DownloadFacts> library{
            coming(episode(1, 1)), coming(episode(9, 400), DownloadCause::Listener), episode(2, 2)};

    QVERIFY(planned(library, rules).steps.isEmpty());
    QCOMPARE(reason(library, rules, 1), u"On its way: the newest of 3 kept for this podcast."_s);
    QCOMPARE(reason(library, rules, 9), u"On its way: you asked for it."_s);
}

void TestDownloadRoom::whatMayNotBeDeletedIsToldWhenItIsTooMuch()
{
    DownloadRules rules{.quota = 15 * MB};

    QCOMPARE(planned({favourite(file(1)), favourite(file(2)), file(3)}, rules).overQuota, 5 * MB);
    QCOMPARE(planned({favourite(file(1)), file(3)}, rules).overQuota, 0);
}

void TestDownloadRoom::aDownloadNoRuleWantsAnyMoreIsStopped()
{
    DownloadFacts playing = coming(partly(episode(3), 4 * MB, 0), DownloadCause::Listening);
    playing.isPlaying = true;
    const QList<DownloadFacts> library{coming(episode(1)), coming(partly(episode(2), 4 * MB, 0)),
                                       playing};

    const DownloadPlan plan = planned(library, {});

    QCOMPARE(of(Kind::Stop, plan.steps), ids({1, 2}));
    QCOMPARE(plan.steps.size(), 2);
    QCOMPARE(reason(library, {}), u"Stopped: no rule asks for it any more."_s);
}

void TestDownloadRoom::partsThatNothingNeedsGoAfterAWeek()
{
    QCOMPARE(reason({partly(episode(1), 4 * MB, 8)}, {}),
             u"Deleted: a part that was left from listening 8 days ago."_s);
    QCOMPARE(reason({partly(episode(1), 4 * MB, 6)}, {}), u"Kept: a part, left from listening."_s);
    QCOMPARE(deletions({queued(partly(episode(1), 4 * MB, 8), 5)}, {}), Ids());
    QCOMPARE(deletions({favourite(partly(episode(1), 4 * MB, 8))}, {}), Ids());
    QCOMPARE(downloads({partly(episode(1), 4 * MB, 8)}, keepNewest(1)), ids({1}));
    QCOMPARE(planned({partly(episode(1), 4 * MB, 8)}, keepNewest(1)).steps.first().bytes, 6 * MB);

    DownloadRules tight = keepNewest(1);
    tight.quota = 9 * MB;
    QVERIFY(planned({partly(episode(1), 4 * MB, 8)}, tight).steps.isEmpty()); // still wanted
}

void TestDownloadRoom::unknownSizesAreGuessedFromTheLength()
{
    DownloadFacts facts = episode(1);
    QCOMPARE(expectedSize(facts), 10 * MB);
    facts.size = 0;
    QCOMPARE(expectedSize(facts), 1'800LL * 16'000);
    facts.duration = 0min;
    QCOMPARE(expectedSize(facts), 3'600LL * 16'000);
}

QTEST_GUILESS_MAIN(TestDownloadRoom)
#include "tst_downloadroom.moc"
