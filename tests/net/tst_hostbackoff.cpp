// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostbackoff.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Host = u"a.example:443"_s;

Error busy(std::chrono::seconds retryAfter = 0s)
{
    Error error = fail(ErrorKind::HttpStatus, u"a.example is busy."_s, u"x"_s, 503);
    error.retryAfter = retryAfter;
    return error;
}

} // namespace

class TestHostBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void aHostThatFailedIsLeftAloneAndOnlyThat();
    void everyFailureDoublesThePauseUpToHalfAnHour();
    void failuresAtTheSameTimeCountOnce();
    void aServersWishIsNeverCutShort();
    void chanceAddsUpToAQuarter();
    void anAnswerEndsIt();
    void whatIsLongOverIsForgotten();
    void noFirstPauseMeansNone();

private:
    const HostBackoff::Time m_start{100h};
};

void TestHostBackoff::aHostThatFailedIsLeftAloneAndOnlyThat()
{
    HostBackoff backoff(30s);
    backoff.failed(Host, busy(), m_start, 0);

    const auto refusal = backoff.refusal(Host, m_start + 10s);

    QVERIFY(refusal);
    QCOMPARE(refusal->sentence, busy().sentence);
    QCOMPARE(refusal->code, 503);
    QCOMPARE(refusal->retryAfter, 20s);
    QVERIFY(refusal->detail.contains("not asked again"_L1));
    QVERIFY(!backoff.refusal(Host, m_start + 30s));
    QVERIFY(!backoff.refusal(u"b.example:443"_s, m_start));
}

void TestHostBackoff::everyFailureDoublesThePauseUpToHalfAnHour()
{
    HostBackoff backoff(30s);
    HostBackoff::Time now = m_start;
    QList<std::chrono::seconds> pauses;
    for (int i = 0; i < 9; ++i) {
        backoff.failed(Host, busy(), now, 0);
        pauses.append(backoff.refusal(Host, now)->retryAfter);
        now += pauses.last();
    }

    QCOMPARE(pauses,
             (QList<std::chrono::seconds>{30s, 60s, 120s, 240s, 480s, 960s, 1800s, 1800s, 1800s}));
}

void TestHostBackoff::failuresAtTheSameTimeCountOnce()
{
    HostBackoff backoff(30s);
    for (int i = 0; i < 5; ++i)
        backoff.failed(Host, busy(), m_start + std::chrono::seconds(i), 0);

    QVERIFY(!backoff.refusal(Host, m_start + 34s));
}

void TestHostBackoff::aServersWishIsNeverCutShort()
{
    HostBackoff backoff(30s);
    backoff.failed(Host, busy(2h), m_start, 0);
    backoff.failed(Host, busy(), m_start + 1s, 0);

    QCOMPARE(backoff.refusal(Host, m_start)->retryAfter, 2h);
}

void TestHostBackoff::chanceAddsUpToAQuarter()
{
    for (const auto &[chance, pause] :
         {std::pair(0.5, 90s), std::pair(1.0, 100s), std::pair(7.0, 100s), std::pair(-1.0, 80s)}) {
        HostBackoff backoff(80s);
        backoff.failed(Host, busy(), m_start, chance);
        QCOMPARE(backoff.refusal(Host, m_start)->retryAfter, pause);
    }
}

void TestHostBackoff::anAnswerEndsIt()
{
    HostBackoff backoff(30s);
    backoff.failed(Host, busy(1h), m_start, 0);

    backoff.answered(Host);

    QVERIFY(!backoff.refusal(Host, m_start));
    backoff.failed(Host, busy(), m_start, 0);
    QCOMPARE(backoff.refusal(Host, m_start)->retryAfter, 30s);
}

void TestHostBackoff::whatIsLongOverIsForgotten()
{
    HostBackoff backoff(30s);
    for (int i = 0; i < 100; ++i)
        backoff.failed(QString::number(i), busy(), m_start, 0);

    backoff.failed(Host, busy(), m_start + 24h, 0);

    QCOMPARE(backoff.size(), 1);
}

void TestHostBackoff::noFirstPauseMeansNone()
{
    HostBackoff backoff(0s);
    backoff.failed(Host, busy(1h), m_start, 0);

    QVERIFY(!backoff.refusal(Host, m_start));
}

QTEST_GUILESS_MAIN(TestHostBackoff)
#include "tst_hostbackoff.moc"
