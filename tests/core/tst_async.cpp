// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "core/result.h"
#include "support/failonwarning.h"

#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestAsync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void nothingIsDeliveredToTheDead();
    void aChainDiesWithItsContext();
    void aReadyFutureIsDeliveredOnce();
    void poolWorkComesBackOnThisThread();
    void stepsFollowEachOther();
};

void TestAsync::nothingIsDeliveredToTheDead()
{
    QPromise<int> promise;
    promise.start();
    bool delivered = false;
    auto context = std::make_unique<QObject>();
    onResult(promise.future(), context.get(), [&delivered](int) { delivered = true; });
    context.reset();
    promise.addResult(1);
    promise.finish();
    QCoreApplication::sendPostedEvents();
    QVERIFY(!delivered);
}

void TestAsync::aChainDiesWithItsContext()
{
    QPromise<int> promise;
    promise.start();
    auto context = std::make_unique<QObject>();
    const QFuture<int> next
            = then(promise.future(), context.get(), [](int value) { return value + 1; });
    context.reset();
    promise.addResult(1);
    promise.finish();
    QTRY_VERIFY(next.isFinished());
    QVERIFY(next.isCanceled());
    QCOMPARE(next.resultCount(), 0);
}

void TestAsync::aReadyFutureIsDeliveredOnce()
{
    int calls = 0;
    onResult(readyFuture(Result<int>(7)), this,
             [&calls](const Result<int> &result) { calls += *result; });
    QTRY_COMPARE(calls, 7);
}

void TestAsync::poolWorkComesBackOnThisThread()
{
    QThread *worker = nullptr;
    QThread *receiver = nullptr;
    onResult(runOnPool([] { return QThread::currentThread(); }), this,
             [&worker, &receiver](QThread *thread) {
                 worker = thread;
                 receiver = QThread::currentThread();
             });
    QTRY_VERIFY(worker != nullptr);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(receiver, QThread::currentThread());
}

void TestAsync::stepsFollowEachOther()
{
    const QFuture<int> first = then(readyFuture(1), this, [](int value) {
        return runOnPool([value] { return value + 1; });
    });
    const QFuture<QString> second
            = then(first, this, [](int value) { return QString::number(value * 10); });
    QTRY_VERIFY(second.isFinished());
    QCOMPARE(second.result(), u"20"_s);
}

QTEST_GUILESS_MAIN(TestAsync)
#include "tst_async.moc"
