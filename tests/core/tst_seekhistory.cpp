// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/seekhistory.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class TestSeekHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutAJumpThereIsNoWayBack();
    void eachStepLeadsBeforeTheJumpBefore();
    void jumpsWithinTwoSecondsAreOne();
    void aJumpThatLeadsNowhereIsNone();
    void goingBackKeepsAWayForward();
    void theNextJumpForgetsTheWayForward();
    void goingBackEndsARowOfJumps();
    void oldJumpsAreForgotten();
    void farIsMoreThanHalfAMinute();

private:
    SeekHistory m_history;
};

void TestSeekHistory::init()
{
    failOnAnyWarning();
    m_history.clear();
}

void TestSeekHistory::withoutAJumpThereIsNoWayBack()
{
    QVERIFY(!m_history.back(10s));
    QVERIFY(!m_history.forward(10s));
}

void TestSeekHistory::eachStepLeadsBeforeTheJumpBefore()
{
    QCOMPARE(m_history.jumped({.from = 10s, .to = 100s}, 0s), (Jump{.from = 10s, .to = 100s}));
    m_history.jumped({.from = 105s, .to = 700s}, 5s);
    QCOMPARE(m_history.back(720s), milliseconds(105s));
    QCOMPARE(m_history.back(106s), milliseconds(10s));
    QVERIFY(!m_history.back(11s));
}

void TestSeekHistory::jumpsWithinTwoSecondsAreOne()
{
    m_history.jumped({.from = 10s, .to = 40s}, 0ms);
    m_history.jumped({.from = 40s, .to = 70s}, 2000ms);
    const auto whole = m_history.jumped({.from = 71s, .to = 101s}, 4000ms);
    QCOMPARE(whole, (Jump{.from = 10s, .to = 101s}));
    m_history.jumped({.from = 103s, .to = 133s}, 6001ms);
    QCOMPARE(m_history.back(134s), milliseconds(103s));
    QCOMPARE(m_history.back(103s), milliseconds(10s));
    QVERIFY(!m_history.back(10s));
}

void TestSeekHistory::aJumpThatLeadsNowhereIsNone()
{
    QVERIFY(!m_history.jumped({.from = 10s, .to = 10'999ms}, 0s));
    QVERIFY(!m_history.back(10s));
    // There and back again.
    m_history.jumped({.from = 10s, .to = 40s}, 10s);
    QVERIFY(!m_history.jumped({.from = 40s, .to = 10s}, 11s));
    QVERIFY(!m_history.back(10s));
    // And what comes then is a jump of its own.
    QCOMPARE(m_history.jumped({.from = 10s, .to = 50s}, 12s), (Jump{.from = 10s, .to = 50s}));
}

void TestSeekHistory::goingBackKeepsAWayForward()
{
    m_history.jumped({.from = 10s, .to = 100s}, 0s);
    m_history.jumped({.from = 101s, .to = 200s}, 10s);
    QCOMPARE(m_history.back(222s), milliseconds(101s));
    QCOMPARE(m_history.back(102s), milliseconds(10s));
    QCOMPARE(m_history.forward(11s), milliseconds(102s));
    QCOMPARE(m_history.forward(103s), milliseconds(222s));
    QVERIFY(!m_history.forward(223s));
    QCOMPARE(m_history.back(224s), milliseconds(103s));
    QCOMPARE(m_history.back(104s), milliseconds(11s));
}

void TestSeekHistory::theNextJumpForgetsTheWayForward()
{
    m_history.jumped({.from = 10s, .to = 100s}, 0s);
    m_history.back(110s);
    m_history.jumped({.from = 12s, .to = 50s}, 10s);
    QVERIFY(!m_history.forward(51s));
    QCOMPARE(m_history.back(51s), milliseconds(12s));
}

void TestSeekHistory::goingBackEndsARowOfJumps()
{
    m_history.jumped({.from = 10s, .to = 100s}, 0s);
    m_history.jumped({.from = 103s, .to = 200s}, 4s);
    m_history.back(200s);
    m_history.jumped({.from = 103s, .to = 300s}, 5s);
    QCOMPARE(m_history.back(300s), milliseconds(103s));
    QCOMPARE(m_history.back(103s), milliseconds(10s));
}

void TestSeekHistory::oldJumpsAreForgotten()
{
    for (int i = 0; i < SeekHistory::Depth + 5; ++i)
        m_history.jumped({.from = i * 100s, .to = (i + 1) * 100s}, i * 10s);
    for (int i = SeekHistory::Depth + 4; i >= 5; --i)
        QCOMPARE(m_history.back(1s), milliseconds(i * 100s));
    QVERIFY(!m_history.back(1s));
}

void TestSeekHistory::farIsMoreThanHalfAMinute()
{
    QVERIFY(!(Jump{.from = 10s, .to = 40s}).isFar()); // one press of "forward 30 s"
    QVERIFY((Jump{.from = 10s, .to = 40'001ms}).isFar());
    QVERIFY((Jump{.from = 100s, .to = 60s}).isFar());
}

QTEST_GUILESS_MAIN(TestSeekHistory)
#include "tst_seekhistory.moc"
