// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;

namespace {
const EpisodeId A{1};
const EpisodeId B{2};
const EpisodeId C{3};
} // namespace

class TestQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void unknownEpisodesChangeNothing();
    void anEpisodeStandsInItOnce();
    void moving_data();
    void moving();
    void whatIsPutBackLeavesLaterChangesAlone();
    void theNextIsNeverTheOneThatEnded();
};

void TestQueue::unknownEpisodesChangeNothing()
{
    QCOMPARE(withoutEpisode({A}, B), PlayQueue{A});
    QCOMPARE(movedTo({A}, B, 0), PlayQueue{A});
    QCOMPARE(nextInQueue({}, A), std::nullopt);
}

void TestQueue::anEpisodeStandsInItOnce()
{
    QCOMPARE(queuedNext({A, B}, B), (PlayQueue{B, A}));
    QCOMPARE(queuedLast({A, B}, A), (PlayQueue{B, A}));
    QCOMPARE(queuedLast({}, A), PlayQueue{A});
}

void TestQueue::moving_data()
{
    QTest::addColumn<qlonglong>("id");
    QTest::addColumn<int>("before");
    QTest::addColumn<QList<qlonglong>>("expected");
    QTest::newRow("up") << 3LL << 0 << QList<qlonglong>{3, 1, 2};
    QTest::newRow("down") << 1LL << 2 << QList<qlonglong>{2, 1, 3};
    QTest::newRow("to the end") << 1LL << 3 << QList<qlonglong>{2, 3, 1};
    QTest::newRow("in place") << 2LL << 1 << QList<qlonglong>{1, 2, 3};
    QTest::newRow("behind itself") << 2LL << 2 << QList<qlonglong>{1, 2, 3};
    QTest::newRow("too far") << 1LL << 99 << QList<qlonglong>{2, 3, 1};
    QTest::newRow("negative") << 3LL << -4 << QList<qlonglong>{3, 1, 2};
}

void TestQueue::moving()
{
    QFETCH(qlonglong, id);
    QFETCH(int, before);
    QFETCH(QList<qlonglong>, expected);
    QList<qlonglong> ids;
    for (const EpisodeId episode : movedTo({A, B, C}, EpisodeId(id), before))
        ids.append(episode.value());
    QCOMPARE(ids, expected);
}

void TestQueue::whatIsPutBackLeavesLaterChangesAlone()
{
    const EpisodeId D{4};
    QCOMPARE(putBack({C}, {A, B, C}, {A, B}), (PlayQueue{A, B, C}));
    QCOMPARE(putBack({A, C, D}, {A, B, C}, {B}), (PlayQueue{A, B, C, D}));
    QCOMPARE(putBack({D}, {A, B, C}, {B}), (PlayQueue{B, D}));
    QCOMPARE(putBack({C, A, B, D}, {A, B, C}, {C}), (PlayQueue{A, B, C, D}));
    QCOMPARE(putBack({A, D}, {A, B, C}, {EpisodeId(9)}), (PlayQueue{A, D}));
    QCOMPARE(putBack({}, {}, {A}), PlayQueue());
}

void TestQueue::theNextIsNeverTheOneThatEnded()
{
    QCOMPARE(nextInQueue({A, B}, A), std::optional(B));
    QCOMPARE(nextInQueue({A, B}, C), std::optional(A));
    QCOMPARE(nextInQueue({A}, A), std::nullopt);
}

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_queue.moc"
