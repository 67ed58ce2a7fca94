// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ratelimit.h"
#include "support/failonwarning.h"

#include <QTest>

#include <random>

using namespace Earmark;
using namespace std::chrono_literals;

/// How fast what is kept may come.
class TestRateLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void withoutALimitNothingWaits();
    void aDebtIsWaitedFor();
    void littleIsSavedUp();
    void overALongTimeTheLimitHolds();
    void anotherLimitForgetsTheDebt();
};

void TestRateLimit::withoutALimitNothingWaits()
{
    RateLimit limit;
    limit.took(1'000'000'000, RateLimit::Time(1s));

    QCOMPARE(limit.wait(RateLimit::Time(1s)), 0ms);
}

void TestRateLimit::aDebtIsWaitedFor()
{
    RateLimit limit;
    limit.set(1000, RateLimit::Time(0s));
    limit.took(1250, RateLimit::Time(0s)); // 250 were saved up

    QCOMPARE(limit.wait(RateLimit::Time(0s)), 1001ms);
    QCOMPARE(limit.wait(RateLimit::Time(600ms)), 401ms);
    QCOMPARE(limit.wait(RateLimit::Time(1001ms)), 0ms);
}

void TestRateLimit::littleIsSavedUp()
{
    RateLimit limit;
    limit.set(1000, RateLimit::Time(0s));
    limit.took(1, RateLimit::Time(1h));
    QCOMPARE(limit.wait(RateLimit::Time(1h)), 0ms);
    limit.took(1249, RateLimit::Time(1h));

    QCOMPARE(limit.wait(RateLimit::Time(1h)), 1001ms);
}

void TestRateLimit::overALongTimeTheLimitHolds()
{
    std::mt19937 random(3); // the same every time
    for (const std::int64_t rate : {1000LL, 300'000LL, 50'000'000LL}) {
        RateLimit limit;
        RateLimit::Time now{5s};
        limit.set(rate, now);
        std::int64_t taken = 0;
        const auto begin = now;
        while (taken < 30 * rate) {
            const auto bytes = std::int64_t(random() % 262'144) + 1;
            limit.took(bytes, now);
            taken += bytes;
            now += limit.wait(now);
        }
        const double seconds = std::chrono::duration<double>(now - begin).count();
        const double measured = double(taken) / seconds;
        QVERIFY2(measured > 0.97 * double(rate) && measured < 1.02 * double(rate),
                 qPrintable(QString::number(measured)));
    }
}

void TestRateLimit::anotherLimitForgetsTheDebt()
{
    RateLimit limit;
    limit.set(10, RateLimit::Time(0s));
    limit.took(1'000'000, RateLimit::Time(0s));
    limit.set(10, RateLimit::Time(1s));
    QVERIFY(limit.wait(RateLimit::Time(1s)) > 1h);
    limit.set(1'000'000, RateLimit::Time(1s));
    QCOMPARE(limit.wait(RateLimit::Time(1s)), 0ms);
    limit.set(0, RateLimit::Time(1s));
    QCOMPARE(limit.wait(RateLimit::Time(1s)), 0ms);
}

QTEST_APPLESS_MAIN(TestRateLimit)
#include "tst_ratelimit.moc"
