// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatfollows.h"
#include "support/failonwarning.h"

#include <QTest>

#include <algorithm>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {
const EpisodeId A{1};
const EpisodeId B{2};
const EpisodeId C{3};
const EpisodeId D{4};
using Kind = AfterFailure::Kind;

AfterFailure skips(EpisodeId next)
{
    return {.kind = Kind::Skips, .next = next};
}
} // namespace

class TestWhatFollows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatTheListenerChoseIsNotSkipped();
    void withoutAnyOtherItStays();
    void theFirstOtherFollows();
    void whatFailedInThisRowIsNotTriedAgain();
    void threeInARowAreEnough();
    void aQueueThatFailsWholeEnds();
    void theSentenceSaysWhichWhyAndWhatNext();
    void enoughIsSaidWithItsNumber();
};

void TestWhatFollows::whatTheListenerChoseIsNotSkipped()
{
    const FailedEpisode failed{.episode = A, .cameByItself = false, .before = {}};
    QCOMPARE(afterFailure({B, C}, failed).kind, Kind::Stays);
}

void TestWhatFollows::withoutAnyOtherItStays()
{
    const FailedEpisode failed{.episode = A, .cameByItself = true, .before = {}};
    QCOMPARE(afterFailure({}, failed).kind, Kind::Stays);
    QCOMPARE(afterFailure({A}, failed).kind, Kind::Stays);
}

void TestWhatFollows::theFirstOtherFollows()
{
    const FailedEpisode failed{.episode = A, .cameByItself = true, .before = {}};
    QCOMPARE(afterFailure({B, C}, failed), skips(B));
    QCOMPARE(afterFailure({A, B}, failed), skips(B)); // it was queued again meanwhile
}

void TestWhatFollows::whatFailedInThisRowIsNotTriedAgain()
{
    const FailedEpisode failed{.episode = B, .cameByItself = true, .before = {A}};
    QCOMPARE(afterFailure({A, C}, failed), skips(C));
    QCOMPARE(afterFailure({A}, failed).kind, Kind::Stops);
}

void TestWhatFollows::threeInARowAreEnough()
{
    const FailedEpisode failed{.episode = C, .cameByItself = true, .before = {A, B}};
    QCOMPARE(afterFailure({D, A, B}, failed).kind, Kind::Stops);
}

void TestWhatFollows::aQueueThatFailsWholeEnds()
{
    for (const PlayQueue &whole : {PlayQueue{A}, PlayQueue{A, B}, PlayQueue{A, B, C, D}}) {
        PlayQueue queue = whole;
        FailedEpisode failed{.episode = queue.takeFirst(), .cameByItself = true, .before = {}};
        AfterFailure after = afterFailure(queue, failed);
        while (after.kind == Kind::Skips) {
            queue = queuedLast(withoutEpisode(queue, after.next), failed.episode);
            failed.before += failed.episode;
            failed.episode = after.next;
            QVERIFY(failed.before.size() < whole.size());
            after = afterFailure(queue, failed);
        }
        PlayQueue left = queue;
        left += failed.episode;
        std::sort(left.begin(), left.end());
        QCOMPARE(left, whole);
    }
}

void TestWhatFollows::theSentenceSaysWhichWhyAndWhatNext()
{
    Error why = fail(ErrorKind::HttpStatus, u"The server has no such file."_s, u"404"_s);
    why.code = 404;
    const Error told = skippedError(u"One\n two"_s, why, QString(100, u'x'));
    QCOMPARE(told.sentence,
             u"“One two” was skipped and waits at the end of the queue. The server has no such "
             "file. Now playing: “%1…”."_s.arg(QString(59, u'x')));
    QCOMPARE(told.kind, ErrorKind::HttpStatus);
    QCOMPARE(told.code, 404);
    QCOMPARE(told.detail, u"404"_s);
}

void TestWhatFollows::enoughIsSaidWithItsNumber()
{
    const Error told
            = stoppedError(u"Three %2"_s, fail(ErrorKind::Network, u"No bytes come."_s), 3);
    QVERIFY(told.sentence.startsWith(u"3 episodes in a row could not be played"_s));
    QVERIFY(told.sentence.contains(u"“Three %2”. No bytes come."_s));
}

QTEST_GUILESS_MAIN(TestWhatFollows)
#include "tst_whatfollows.moc"
