// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostqueue.h"
#include "support/failonwarning.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace Earmark;

class TestHostQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void aFullHostHoldsUpNobodyElse();
    void noMoreThanTheWholeMayRun();
    void whatIsUrgentGoesFirstThenWhatIsOldest();
    void playingDoesNotWaitForDocumentsOfTheSameHost();
    void leavingMakesPlaceForTheNext();
    void leavingWhileWaitingForgetsIt();
    void unknownTicketsAreNothing();
    void limitsHoldThroughAnyOrderAndAllGetThrough();
};

void TestHostQueue::aFullHostHoldsUpNobodyElse()
{
    HostQueue queue(2, 16);
    queue.add(1, "a", 0);
    queue.add(2, "a", 0);
    queue.add(3, "a", 0);
    queue.add(4, "b", 0);

    QCOMPARE(queue.takeReady(), (std::vector<HostQueue::Ticket>{1, 2, 4}));
    QCOMPARE(queue.runningAt("a"), 2U);
    QCOMPARE(queue.waiting(), 1U);
}

void TestHostQueue::noMoreThanTheWholeMayRun()
{
    HostQueue queue(2, 3);
    for (HostQueue::Ticket ticket = 0; ticket < 5; ++ticket)
        queue.add(ticket, std::to_string(ticket), 0);

    QCOMPARE(queue.takeReady().size(), 3U);
    QVERIFY(queue.takeReady().empty());
}

void TestHostQueue::whatIsUrgentGoesFirstThenWhatIsOldest()
{
    HostQueue queue(1, 16);
    queue.add(1, "a", 0);
    queue.add(2, "a", 1);
    queue.add(3, "a", 1);

    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{2});
    queue.leave(2);
    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{3});
    queue.leave(3);
    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{1});
}

void TestHostQueue::playingDoesNotWaitForDocumentsOfTheSameHost()
{
    HostQueue queue(2, 16);
    for (const HostQueue::Ticket document : {1U, 2U, 3U})
        queue.add(document, "a", 1);
    QCOMPARE(queue.takeReady().size(), 2U);

    for (const HostQueue::Ticket sound : {4U, 5U, 6U})
        queue.add(sound, "a", HostQueue::PlayingUrgency);
    QCOMPARE(queue.takeReady(), (std::vector<HostQueue::Ticket>{4, 5}));
}

void TestHostQueue::leavingMakesPlaceForTheNext()
{
    HostQueue queue(1, 1);
    queue.add(1, "a", 0);
    queue.add(2, "b", 0);
    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{1});

    queue.leave(1);

    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{2});
    QCOMPARE(queue.runningAt("a"), 0U);
}

void TestHostQueue::leavingWhileWaitingForgetsIt()
{
    HostQueue queue(1, 1);
    queue.add(1, "a", 0);
    queue.add(2, "a", 0);

    queue.leave(1);

    QCOMPARE(queue.takeReady(), std::vector<HostQueue::Ticket>{2});
}

void TestHostQueue::unknownTicketsAreNothing()
{
    HostQueue queue(1, 1);
    queue.add(1, "a", 0);
    queue.takeReady();

    queue.leave(7);

    QCOMPARE(queue.running(), 1U);
}

void TestHostQueue::limitsHoldThroughAnyOrderAndAllGetThrough()
{
    std::mt19937 random(7); // the same order every time is what a test wants
    HostQueue queue(2, 5);
    std::map<HostQueue::Ticket, std::string> hosts;
    std::vector<HostQueue::Ticket> running;
    std::set<HostQueue::Ticket> seen;
    for (HostQueue::Ticket ticket = 1; ticket <= 300 || queue.waiting() > 0; ++ticket) {
        if (ticket <= 300) {
            hosts[ticket] = std::to_string(random() % 4);
            queue.add(ticket, hosts[ticket], int(random() % HostQueue::PlayingUrgency));
        }
        for (const auto ready : queue.takeReady()) {
            running.push_back(ready);
            QVERIFY(seen.insert(ready).second);
        }
        QVERIFY(running.size() <= 5);
        std::map<std::string, int> perHost;
        for (const auto one : running)
            QVERIFY(++perHost[hosts[one]] <= 2);
        if (!running.empty() && (random() % 2 == 0 || ticket > 300)) {
            const auto which = random() % running.size();
            queue.leave(running[which]);
            running.erase(running.begin() + std::ptrdiff_t(which));
        }
    }
    QCOMPARE(seen.size(), 300U);
}

QTEST_GUILESS_MAIN(TestHostQueue)
#include "tst_hostqueue.moc"
