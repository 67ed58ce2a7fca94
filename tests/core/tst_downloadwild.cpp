// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadqueue.h"
#include "core/downloadtext.h"
#include "support/failonwarning.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Cause = DownloadHold::Cause;
using Priority = DownloadPriority;
using State = DownloadState;
using Items = QList<DownloadItem>;

namespace {

using Random = std::mt19937;

template<typename Enum>
Enum any(Random &random, int count)
{
    return Enum(random() % unsigned(count));
}

DownloadItem anyItem(Random &random, qint64 id, const QDateTime &now)
{
    DownloadItem item{.episode = EpisodeId(id),
                      .host = u"host%1"_s.arg(random() % 4),
                      .priority = any<Priority>(random, random() % 4 == 0 ? 3 : 2),
                      .order = qint64(random() % 100),
                      .state = any<State>(random, 5),
                      .canResume = random() % 5 > 0};
    if (item.state == State::Paused)
        item.pause = random() % 2 == 0 ? PauseCause::Disk : PauseCause::Listener;
    if (item.state == State::Waiting && random() % 3 == 0) {
        item.tries = int(random() % 5);
        item.reason = u"It broke."_s;
        item.nextTry = now.addSecs(qint64(random() % 4'000) - 2'000);
        item.isHostsWish = random() % 2 == 0;
    }
    return item;
}

Items anyItems(Random &random, const QDateTime &now)
{
    Items items;
    const auto count = random() % 14;
    for (unsigned i = 0; i < count; ++i)
        items.append(anyItem(random, i + 1, now));
    return items;
}

DownloadConditions anyConditions(Random &random)
{
    return {.isOnline = random() % 5 > 0,
            .isMetered = random() % 5 == 0,
            .isAutomaticMetered = random() % 2 == 0,
            .areAllPaused = random() % 12 == 0,
            .atOnce = 1 + int(random() % 3),
            .perHost = 1 + int(random() % 2)};
}

/// A try that ended in one way or another.
DownloadItem ended(DownloadItem item, Random &random, const QDateTime &time)
{
    if (random() % 3 == 0) {
        item.state = State::Done;
        return item;
    }
    Error error = fail(random() % 9 == 0 ? ErrorKind::Media : ErrorKind::Network, u"It broke."_s);
    error.retryAfter = std::chrono::seconds(random() % 2 == 0 ? 0 : 100'000);
    return afterFailedTry(item, error, {.at = time, .chance = double(random() % 100) / 100});
}

bool isRunning(const DownloadItem &item)
{
    return item.state == State::Running;
}

bool plays(const DownloadItem &item)
{
    return item.priority == Priority::Playing;
}

} // namespace

/// The rules of core/downloadqueue.h under whatever may come.
class TestDownloadWild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void theLimitsHoldAndNoPlaceStaysEmpty();
    void nobodyWaitsBehindOneLessUrgent();
    void aScheduleThatWasFollowedChangesNothing();
    void allThatWaitSayWhy();
    void everyDownloadComesToAnEnd();

private:
    static QDateTime now() { return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC); }
};

void TestDownloadWild::theLimitsHoldAndNoPlaceStaysEmpty()
{
    Random random(21);
    for (int round = 0; round < 4'000; ++round) {
        const Items items = anyItems(random, now());
        const DownloadConditions conditions = anyConditions(random);
        const DownloadSchedule schedule = scheduleDownloads(items, conditions, now());
        int places = 0;
        int stuck = 0;
        QHash<QString, int> hosts;
        for (const DownloadItem &item : followed(items, schedule)) {
            if (!isRunning(item) || plays(item))
                continue;
            places += item.canResume ? 1 : 0;
            stuck += item.canResume ? 0 : 1;
            hosts[item.host] += item.canResume ? 1 : 0;
        }
        QVERIFY(places <= conditions.atOnce);
        for (const int count : std::as_const(hosts))
            QVERIFY(count <= conditions.perHost);
        const bool isAnyHeldByTurn = std::ranges::any_of(
                schedule.holds, [](const DownloadHold &hold) { return hold.cause == Cause::Turn; });
        QVERIFY(!isAnyHeldByTurn || places + stuck >= conditions.atOnce);
    }
}

void TestDownloadWild::nobodyWaitsBehindOneLessUrgent()
{
    Random random(22);
    for (int round = 0; round < 4'000; ++round) {
        const Items items = anyItems(random, now());
        const DownloadSchedule schedule = scheduleDownloads(items, anyConditions(random), now());
        const Items after = followed(items, schedule);
        for (const DownloadItem &waiting : after) {
            const DownloadHold hold = schedule.holds.value(waiting.episode);
            if (waiting.state != State::Waiting
                || (hold.cause != Cause::Turn && hold.cause != Cause::Host))
                continue;
            QVERIFY(!plays(waiting));
            for (const DownloadItem &running : after) {
                const bool isRival = isRunning(running)
                        && (hold.cause == Cause::Turn || running.host == waiting.host);
                if (isRival && (running.canResume || schedule.start.contains(running.episode)))
                    QVERIFY(running.priority >= waiting.priority);
            }
        }
    }
}

void TestDownloadWild::aScheduleThatWasFollowedChangesNothing()
{
    Random random(23);
    for (int round = 0; round < 4'000; ++round) {
        Items items = anyItems(random, now());
        const DownloadConditions conditions = anyConditions(random);
        items = followed(items, scheduleDownloads(items, conditions, now()));

        const DownloadSchedule again = scheduleDownloads(items, conditions, now());
        std::ranges::shuffle(items, random);

        QCOMPARE(again.start, QList<EpisodeId>());
        QCOMPARE(again.giveWay, QList<EpisodeId>());
        QCOMPARE(scheduleDownloads(items, conditions, now()), again);
    }
}

void TestDownloadWild::allThatWaitSayWhy()
{
    Random random(24);
    for (int round = 0; round < 2'000; ++round) {
        const Items items = anyItems(random, now());
        const DownloadSchedule schedule = scheduleDownloads(items, anyConditions(random), now());
        qsizetype waiting = 0;
        for (const DownloadItem &item : followed(items, schedule)) {
            const auto hold = schedule.holds.constFind(item.episode);
            const bool isHeld = hold != schedule.holds.cend();
            QCOMPARE(isHeld, item.state == State::Waiting);
            waiting += isHeld ? 1 : 0;
            const QString text
                    = downloadText(item, isHeld ? std::optional(*hold) : std::nullopt, now());
            QVERIFY2(text.endsWith(u'.') && !text.contains(u"..") && !text.contains(u'%'),
                     qPrintable(text));
        }
        QCOMPARE(schedule.holds.size(), waiting);
    }
}

void TestDownloadWild::everyDownloadComesToAnEnd()
{
    Random random(25);
    for (int round = 0; round < 200; ++round) {
        QDateTime time = now();
        Items items = anyItems(random, time);
        std::ranges::transform(items, items.begin(), resumed);
        int turns = 0;
        for (; turns < 5'000; ++turns) {
            const DownloadSchedule schedule = scheduleDownloads(items, {}, time);
            items = followed(items, schedule);
            const auto running = std::ranges::find_if(items, isRunning);
            if (running == items.end() && !schedule.wakeAt.isValid())
                break;
            if (running == items.end()) {
                time = schedule.wakeAt;
            } else {
                *running = ended(*running, random, time);
            }
        }
        QVERIFY(turns < 5'000);
        for (const DownloadItem &item : std::as_const(items))
            QVERIFY(item.state == State::Done || item.state == State::Failed);
    }
}

QTEST_GUILESS_MAIN(TestDownloadWild)
#include "tst_downloadwild.moc"
