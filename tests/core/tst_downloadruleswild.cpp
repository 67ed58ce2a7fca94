// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadrules.h"
#include "support/failonwarning.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = DownloadStep::Kind;
using Library = QList<DownloadFacts>;
using Presence = MediaPresence;

namespace {

using Random = std::mt19937;

constexpr qint64 MB = 1'000'000;

QDateTime now()
{
    return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC);
}

bool chance(Random &random, unsigned oneIn)
{
    return random() % oneIn == 0;
}

template<typename Enum>
Enum any(Random &random, unsigned count)
{
    return Enum(random() % count);
}

/// In the last 40 days, or unknown.
QDateTime someTime(Random &random)
{
    return chance(random, 9) ? QDateTime() : now().addSecs(-qint64(random() % 3'456'000));
}

DownloadFacts anyFacts(Random &random, qint64 id)
{
    DownloadFacts facts{.episode = EpisodeId(id),
                        .podcast = PodcastId(1 + qint64(random() % 4)),
                        .title = chance(random, 3) ? u"Trailer"_s : u"Interview"_s,
                        .published = someTime(random),
                        .duration = std::chrono::minutes(random() % 60),
                        .play = any<PlayState>(random, 3),
                        .heardAt = someTime(random),
                        .isFavourite = chance(random, 9),
                        .isArchived = chance(random, 9),
                        .presence = any<Presence>(random, 3),
                        .size = chance(random, 6) ? 0 : qint64(1 + random() % 50) * MB,
                        .changedAt = someTime(random),
                        .cause = any<DownloadCause>(random, chance(random, 4) ? 4 : 3),
                        .isRefused = chance(random, 9)};
    if (facts.cause == DownloadCause::Listener && !chance(random, 3))
        facts.cause = DownloadCause::Podcast;
    if (facts.presence == Presence::Whole)
        facts.bytes = expectedSize(facts);
    else if (facts.presence == Presence::Partly)
        facts.bytes = qint64(random()) % expectedSize(facts);
    facts.isComing = facts.presence != Presence::Whole && !facts.isRefused && chance(random, 4);
    return facts;
}

Library anyLibrary(Random &random)
{
    Library library;
    const auto count = random() % 40;
    for (unsigned i = 0; i < count; ++i)
        library.append(anyFacts(random, i + 1));
    std::ranges::shuffle(library, random);
    const auto queued = std::min<std::size_t>(random() % 8, std::size_t(library.size()));
    for (std::size_t place = 0; place < queued; ++place)
        library[qsizetype(place)].queuePlace = int(place);
    if (!library.isEmpty() && chance(random, 2))
        library.last().isPlaying = library.last().queuePlace < 0;
    return library;
}

DownloadRules anyRules(Random &random)
{
    DownloadRules rules{.all = {.fetch = any<AutomaticDownload>(random, 3),
                                .newest = int(random() % 6),
                                .since = someTime(random),
                                .deletePlayed = any<DeletePlayed>(random, 3),
                                .days = int(random() % 5)},
                        .queued = int(random() % 6),
                        .quota = chance(random, 3) ? 0 : qint64(random() % 500) * MB};
    if (chance(random, 2))
        rules.all.exclude = QStringList{u"trailer"_s};
    if (chance(random, 2))
        rules.all.shortest = 15min;
    for (qint64 podcast = 1; podcast <= 4; ++podcast) {
        if (chance(random, 2))
            rules.podcasts.insert(PodcastId(podcast),
                                  {.serial = chance(random, 2),
                                   .fetch = any<AutomaticDownload>(random, 3),
                                   .newest = int(random() % 4)});
    }
    return rules;
}

DownloadFacts &factsOf(Library &library, EpisodeId episode)
{
    return *std::ranges::find(library, episode, &DownloadFacts::episode);
}

/// The library after the plan was followed; downloads have come whole, or are still on their way.
Library followed(Library library, const DownloadPlan &plan, bool areWhole)
{
    for (const DownloadStep &step : plan.steps) {
        DownloadFacts &facts = factsOf(library, step.episode);
        facts.isComing = step.kind == Kind::Download && !areWhole;
        if (step.kind == Kind::Download) {
            facts.cause = step.cause;
        } else if (step.kind == Kind::Delete) {
            facts.presence = Presence::Absent;
            facts.bytes = 0;
        }
        if (step.kind == Kind::Download && areWhole) {
            facts.bytes = std::max(expectedSize(facts), facts.bytes);
            facts.size = facts.bytes;
            facts.presence = Presence::Whole;
            facts.changedAt = now();
        }
    }
    return library;
}

qint64 totalOf(const Library &library)
{
    qint64 total = 0;
    for (const DownloadFacts &facts : library)
        total += facts.bytes;
    return total;
}

bool isDear(const DownloadFacts &facts, const DownloadRules &rules)
{
    return facts.isPlaying || facts.isFavourite || facts.cause == DownloadCause::Listener
            || (facts.queuePlace >= 0 && facts.queuePlace < rules.queued);
}

} // namespace

/// The rules of core/downloadrules.h over libraries and settings nobody would think of.
class TestDownloadRulesWild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsDearIsNeverDeleted();
    void aPlanThatWasFollowedLeavesNothingToDo_data();
    void aPlanThatWasFollowedLeavesNothingToDo();
    void theQuotaHolds();
    void nothingIsDeletedThatWouldFit();
    void eachEpisodeHasOneWordAndItIsASentence();
    void theOrderOfTheInputIsNothing();
    void timeAloneFetchesNothingTwice();
    void aLargeLibrarysCandidatesAreQuicklyDecided();
};

void TestDownloadRulesWild::whatIsDearIsNeverDeleted()
{
    Random random(41);
    for (int round = 0; round < 3'000; ++round) {
        Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        for (const DownloadStep &step : planAutomaticDownloads(library, rules, now()).steps) {
            const DownloadFacts &facts = factsOf(library, step.episode);
            QVERIFY(step.kind != Kind::Delete || !isDear(facts, rules));
            QVERIFY(step.kind != Kind::Delete || facts.presence != Presence::Absent);
            QVERIFY(step.kind != Kind::Stop || facts.isComing);
            QVERIFY(step.kind != Kind::Download
                    || (facts.presence != Presence::Whole && !facts.isComing && !facts.isRefused));
        }
    }
}

void TestDownloadRulesWild::aPlanThatWasFollowedLeavesNothingToDo_data()
{
    QTest::addColumn<bool>("areWhole");
    QTest::newRow("downloads on their way") << false;
    QTest::newRow("downloads whole") << true;
}

void TestDownloadRulesWild::aPlanThatWasFollowedLeavesNothingToDo()
{
    QFETCH(bool, areWhole);
    Random random(42);
    int steps = 0;
    for (int round = 0; round < 4'000; ++round) {
        const Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        const DownloadPlan plan = planAutomaticDownloads(library, rules, now());

        const DownloadPlan again
                = planAutomaticDownloads(followed(library, plan, areWhole), rules, now());

        QVERIFY2(again.steps.isEmpty(),
                 qPrintable(u"round %1: "_s.arg(round) + again.steps.value(0).reason));
        steps += int(plan.steps.size());
    }
    QVERIFY(steps > 10'000); // The plans were about something.
}

void TestDownloadRulesWild::theQuotaHolds()
{
    Random random(43);
    for (int round = 0; round < 3'000; ++round) {
        const Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        const DownloadPlan plan = planAutomaticDownloads(library, rules, now());
        if (rules.quota > 0)
            QVERIFY(totalOf(followed(library, plan, true)) <= rules.quota + plan.overQuota);
        else
            QCOMPARE(plan.overQuota, 0);
    }
}

void TestDownloadRulesWild::nothingIsDeletedThatWouldFit()
{
    Random random(44);
    for (int round = 0; round < 3'000; ++round) {
        Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        const DownloadPlan plan = planAutomaticDownloads(library, rules, now());
        const DownloadRules wide{
                .all = rules.all, .podcasts = rules.podcasts, .queued = rules.queued};
        QSet<EpisodeId> due;
        for (const DownloadStep &step : planAutomaticDownloads(library, wide, now()).steps) {
            if (step.kind == Kind::Delete)
                due.insert(step.episode);
        }
        // What is on its way by the listener's word keeps its room, too.
        qint64 taken = totalOf(followed(library, plan, true));
        for (const DownloadFacts &facts : std::as_const(library)) {
            if (facts.isComing)
                taken += expectedSize(facts);
        }
        for (const DownloadStep &step : plan.steps) {
            if (step.kind == Kind::Delete && !due.contains(step.episode))
                QVERIFY(taken + factsOf(library, step.episode).bytes > rules.quota);
        }
    }
}

void TestDownloadRulesWild::eachEpisodeHasOneWordAndItIsASentence()
{
    Random random(45);
    for (int round = 0; round < 2'000; ++round) {
        const Library library = anyLibrary(random);
        const DownloadPlan plan = planAutomaticDownloads(library, anyRules(random), now());
        QSet<EpisodeId> said;
        for (const DownloadStep &step : plan.steps + plan.rest) {
            QVERIFY(!said.contains(step.episode));
            said.insert(step.episode);
            QVERIFY2(step.reason.endsWith(u'.') && step.reason.contains(u": "_s)
                             && !step.reason.contains(u'%') && !step.reason.contains(u".."_s),
                     qPrintable(step.reason));
        }
        for (const DownloadFacts &facts : library)
            QVERIFY(said.contains(facts.episode)
                    || (facts.presence == Presence::Absent && !facts.isComing));
    }
}

void TestDownloadRulesWild::theOrderOfTheInputIsNothing()
{
    Random random(46);
    for (int round = 0; round < 1'000; ++round) {
        Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        const DownloadPlan plan = planAutomaticDownloads(library, rules, now());
        std::ranges::shuffle(library, random);

        QCOMPARE(planAutomaticDownloads(library, rules, now()), plan);
    }
}

void TestDownloadRulesWild::timeAloneFetchesNothingTwice()
{
    Random random(47);
    for (int round = 0; round < 300; ++round) {
        Library library = anyLibrary(random);
        const DownloadRules rules = anyRules(random);
        QSet<EpisodeId> fetched;
        QSet<EpisodeId> deleted;
        for (int day = 0; day < 60; ++day) {
            const DownloadPlan plan = planAutomaticDownloads(library, rules, now().addDays(day));
            for (const DownloadStep &step : plan.steps) {
                QSet<EpisodeId> &once = step.kind == Kind::Delete ? deleted : fetched;
                QVERIFY(step.kind == Kind::Stop || !once.contains(step.episode));
                QVERIFY(step.kind != Kind::Delete || !fetched.contains(step.episode));
                if (step.kind != Kind::Stop)
                    once.insert(step.episode);
            }
            library = followed(library, plan, true);
        }
    }
}

void TestDownloadRulesWild::aLargeLibrarysCandidatesAreQuicklyDecided()
{
    Random random(48);
    Library library;
    for (int i = 0; i < 20'000; ++i) {
        library.append(anyFacts(random, i + 1));
        library.last().podcast = PodcastId(1 + i / 200);
    }
    DownloadRules rules{.all = {.fetch = AutomaticDownload::Newest, .newest = 200}, .quota = MB};
    rules.all.include = QStringList{u"interview"_s, u"nothing of the kind"_s};

    QBENCHMARK_ONCE
    {
        QVERIFY(!planAutomaticDownloads(library, rules, now()).steps.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestDownloadRulesWild)
#include "tst_downloadruleswild.moc"
