// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/rulesfixture.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Never = 24h;

using Reason = std::function<void()>;

} // namespace

Q_DECLARE_METATYPE(Reason)

/// When the rules are looked at, and how what they deleted comes back.
class TestAutomaticLooks : public QObject, RulesFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void beforeTheStartNothingHappensByItself();
    void theStartIsAReason();
    void whatMattersIsAReason_data();
    void whatMattersIsAReason();
    void whereWhatPlaysStandsIsNone();
    void reasonsWithoutEndAreNotWaitedFor();
    void timeAloneIsAReason();
    void aLookByHandAnswersTheReasons();

    void switchingAllNewOnBeginsNow();
    void aPodcastsAllNewBeginsNow();
    void onlyAnotherRuleIsTold();
    void nonsenseIsNotKept();

    void undoBringsTheBytesBackForGood();
    void oneUndoBringsAllFilesOfALookBack();
    void whatIsGoneCannotComeBackAndTheRestDoes();
    void whatCannotBeDeletedIsToldOnce();

private:
    /// One file that the rules delete.
    void haveOnePlayed();
    /// A look that has begun is over after this, as it waits for the same threads.
    void giveItTime();
    bool isLookedAt() const { return !m_followed->isEmpty(); }

    std::unique_ptr<QSignalSpy> m_followed;
};

void TestAutomaticLooks::haveOnePlayed()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    played(u"e0"_s, 3);
}

void TestAutomaticLooks::giveItTime()
{
    for (int i = 0; i < 30; ++i)
        QVERIFY(resultOf(m_rules->plan()));
}

void TestAutomaticLooks::beforeTheStartNothingHappensByItself()
{
    haveOnePlayed();
    run({.quiet = 0ms, .latest = 0ms, .every = 1ms});
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    m_rules->setPlaying(id(u"e1"_s));
    m_rules->setQuota(5'000);
    giveItTime();
    QVERIFY(!isLookedAt() && isThere(u"e0"_s));
    QVERIFY(isThere(u"e0"_s));
}

void TestAutomaticLooks::theStartIsAReason()
{
    haveOnePlayed();
    run({.quiet = 1ms, .latest = Never});
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    m_rules->start();
    QTRY_VERIFY(isLookedAt());
    QVERIFY(!isThere(u"e0"_s));
}

void TestAutomaticLooks::whatMattersIsAReason_data()
{
    QTest::addColumn<Reason>("reason");
    QTest::newRow("a refresh") << Reason(
            [this] { Q_EMIT m_library->episodesChanged({PodcastId(1)}); });
    QTest::newRow("podcasts") << Reason([this] { Q_EMIT m_library->podcastsChanged(); });
    QTest::newRow("the queue") << Reason([this] { m_queue->addLast({id(u"e1"_s)}); });
    QTest::newRow("an episode") << Reason(
            [this] { m_episodes->setFavourite({id(u"e1"_s)}, true); });
    QTest::newRow("what plays") << Reason([this] { m_rules->setPlaying(id(u"e1"_s)); });
    QTest::newRow("a download") << Reason([this] { Q_EMIT m_downloads->finished(id(u"e1"_s)); });
    QTest::newRow("a rule") << Reason([this] { m_rules->setQuota(50'000); });
    QTest::newRow("a podcast's rule")
            << Reason([this] { m_rules->setPodcast(PodcastId(1), {.newest = 4}); });
}

void TestAutomaticLooks::whatMattersIsAReason()
{
    QFETCH(Reason, reason);
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    run({.quiet = 1ms, .latest = Never});
    m_rules->start();
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    QVERIFY(resultOf(m_rules->look())->isEmpty()); // the start's reason with it
    played(u"e0"_s, 3); // behind the services' backs

    reason();

    QTRY_VERIFY(isLookedAt());
}

void TestAutomaticLooks::whereWhatPlaysStandsIsNone()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    run({.quiet = 0ms, .latest = 0ms});
    m_rules->start();
    m_rules->setPlaying(id(u"e1"_s));
    QVERIFY(resultOf(m_rules->look())->isEmpty());
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    played(u"e0"_s, 3);

    VERIFY_RESULT(resultOf(m_episodes->savePosition(id(u"e1"_s), 5s, 60s, PositionCause::Playing)));
    giveItTime();
    QVERIFY(!isLookedAt() && isThere(u"e0"_s));

    m_episodes->setFavourite({id(u"e0"_s)}, false); // another one
    QTRY_VERIFY(isLookedAt());
}

void TestAutomaticLooks::reasonsWithoutEndAreNotWaitedFor()
{
    haveOnePlayed();
    run({.quiet = Never, .latest = 1ms});
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    m_rules->start();
    QTRY_VERIFY(isLookedAt());
}

void TestAutomaticLooks::timeAloneIsAReason()
{
    subscribe(u"e"_s, 1);
    has(u"e0"_s);
    run({.quiet = Never, .latest = Never, .every = 20ms});
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    m_rules->start();
    QVERIFY(resultOf(m_rules->look())->isEmpty());
    played(u"e0"_s, 3);
    QTRY_VERIFY(isLookedAt());
}

void TestAutomaticLooks::aLookByHandAnswersTheReasons()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    run({.quiet = 0ms, .latest = 0ms});
    m_rules->start(); // is a reason
    const auto looked = m_rules->look();
    QVERIFY(resultOf(looked)->isEmpty());
    m_followed = std::make_unique<QSignalSpy>(m_rules.get(), &AutomaticDownloads::followed);
    played(u"e0"_s, 3);
    giveItTime();
    QVERIFY(!isLookedAt() && isThere(u"e0"_s));
}

void TestAutomaticLooks::switchingAllNewOnBeginsNow()
{
    run();
    m_rules->setSettings({.fetch = AutomaticDownload::AllNew});
    const QDateTime first = m_now;
    m_now = m_now.addDays(1);
    DownloadSettings settings = m_rules->settings();
    QCOMPARE(settings.since, first);
    settings.days = 9;
    m_rules->setSettings(settings);
    QCOMPARE(m_rules->settings().since, first);
    m_rules->setSettings({.fetch = AutomaticDownload::AllNew, .days = 9}); // who does not know
    QCOMPARE(m_rules->settings().since, first);
    m_rules->setSettings({.fetch = AutomaticDownload::None});
    m_rules->setSettings({.fetch = AutomaticDownload::AllNew});
    QCOMPARE(m_rules->settings().since, m_now);
}

void TestAutomaticLooks::aPodcastsAllNewBeginsNow()
{
    const PodcastId podcast = subscribe(u"e"_s, 1);
    run();
    const auto since = [this, podcast](const PodcastDownloads &own) {
        const auto set = resultOf(m_rules->setPodcast(podcast, own));
        return set ? resultOf(m_rules->podcast(podcast))->since : std::optional(QDateTime());
    };
    const PodcastDownloads allNew{.fetch = AutomaticDownload::AllNew};
    const QDateTime first = m_now;
    QCOMPARE(since(allNew), first);
    m_now = m_now.addDays(1);
    QCOMPARE(since(allNew), first);
    QCOMPARE(since({.fetch = AutomaticDownload::None}), std::nullopt);
    QCOMPARE(since(allNew), m_now);
}

void TestAutomaticLooks::onlyAnotherRuleIsTold()
{
    run();
    QSignalSpy changed(m_rules.get(), &AutomaticDownloads::rulesChanged);
    m_settings->setDownloads({.atOnce = 5});
    m_rules->setQueued(0);
    QCOMPARE(changed.size(), 0);
    m_rules->setQueued(3);
    QCOMPARE(changed.size(), 1);
    m_settings->setMediaQuota(5); // whoever does it
    QCOMPARE(changed.size(), 2);
}

void TestAutomaticLooks::nonsenseIsNotKept()
{
    run();
    m_rules->setQueued(-1);
    QCOMPARE(m_rules->queued(), 0);
    m_rules->setQueued(100'000);
    QCOMPARE(m_rules->queued(), 200);
    m_rules->setQuota(-5);
    QCOMPARE(m_rules->quota(), 0);
    m_rules->setSettings({.newest = -2, .days = -1});
    QCOMPARE(m_rules->settings(), DownloadSettings());
}

void TestAutomaticLooks::undoBringsTheBytesBackForGood()
{
    haveOnePlayed();
    run();
    QSignalSpy pushed(m_undo.get(), &UndoStack::pushed);
    QSignalSpy undone(m_undo.get(), &UndoStack::undone);
    QCOMPARE(look().size(), 1);
    QVERIFY(!isThere(u"e0"_s));
    QCOMPARE(pushed.size(), 1);
    const auto entry = pushed.first().first().value<UndoEntry>();
    QCOMPARE(entry.kind, UndoKind::DeleteFiles);
    QCOMPARE(entry.subject, u"Title of e0"_s);
    QCOMPARE(entry.count, 1);

    m_undo->undo();

    QTRY_COMPARE(undone.size(), 1);
    QVERIFY(isThere(u"e0"_s));
    QCOMPARE(m_store->media(id(u"e0"_s))->presence, MediaPresence::Whole);
    QCOMPARE(m_store->media(id(u"e0"_s))->cause, DownloadCause::Listener);
    QCOMPARE(look(), QStringList());
    QVERIFY(isThere(u"e0"_s));
    QCOMPARE(reason(u"e0"_s), u"Kept: you asked for it."_s);
}

void TestAutomaticLooks::oneUndoBringsAllFilesOfALookBack()
{
    haveOnePlayed();
    has(u"e1"_s);
    played(u"e1"_s, 4);
    run();
    QSignalSpy pushed(m_undo.get(), &UndoStack::pushed);
    QSignalSpy undone(m_undo.get(), &UndoStack::undone);
    QCOMPARE(look().size(), 2);
    QCOMPARE(pushed.size(), 1);
    QCOMPARE(pushed.first().first().value<UndoEntry>().count, 2);

    m_undo->undo();

    QTRY_COMPARE(undone.size(), 1);
    QVERIFY(isThere(u"e0"_s) && isThere(u"e1"_s));
}

void TestAutomaticLooks::whatIsGoneCannotComeBackAndTheRestDoes()
{
    haveOnePlayed();
    has(u"e1"_s);
    played(u"e1"_s, 4);
    run();
    QSignalSpy failed(m_undo.get(), &UndoStack::failed);
    QCOMPARE(look().size(), 2);
    QVERIFY(resultOf(m_store->restoreFile(id(u"e0"_s)))); // is no more among what was deleted

    m_undo->undo();

    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::NotFound);
    QVERIFY(isThere(u"e1"_s));
}

void TestAutomaticLooks::whatCannotBeDeletedIsToldOnce()
{
    haveOnePlayed();
    QFile inTheWay(folder() + u"/.deleted"_s);
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    run();
    QSignalSpy failed(m_rules.get(), &AutomaticDownloads::failed);

    QCOMPARE(look(), QStringList());
    QCOMPARE(look(), QStringList());

    QCOMPARE(failed.size(), 1);
    QVERIFY(isThere(u"e0"_s));
    QVERIFY(resultOf(m_rules->events(5))->isEmpty());
    QVERIFY(!m_undo->canUndo());
    QVERIFY(inTheWay.remove());
    QCOMPARE(look().size(), 1);
}

QTEST_GUILESS_MAIN(TestAutomaticLooks)
#include "tst_automaticlooks.moc"
