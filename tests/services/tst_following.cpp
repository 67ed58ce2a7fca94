// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "support/failonwarning.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What plays when an episode cannot, or has ended, through the whole stack below the window.
class TestFollowing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_all.reset(); }

    void whatFailsByItselfIsSkippedAndKept();
    void whatHasNoSoundIsSkipped();
    void whatTheListenerChoseStays();
    void whatTheListenerTookInHandStays();
    void allThatFailsEndsWithASentence();
    void whatIsGoneFromTheLibraryIsPassedOver();
    void theNextIsOpenedAhead();
    void anotherNextIsOpenedToo();

private:
    void breakSound(int episode)
    {
        m_all->server.serve("/" + QByteArray::number(episode) + ".mp3",
                            {.status = 404, .body = "no", .headers = {}, .ranges = true});
    }
    bool playsNow(int row) const
    {
        return m_all->playback->episode()
                && m_all->playback->episode()->row.id == m_all->ids.at(row) && m_all->plays();
    }
    qsizetype requestsFor(const QByteArray &path) const
    {
        const auto &requests = m_all->server.requests();
        return std::count_if(requests.begin(), requests.end(),
                             [&](const auto &request) { return request.path == path; });
    }

    std::unique_ptr<PlaybackFixture> m_all;
};

void TestFollowing::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
}

// The feed's guid-N has the sound N.mp3, and ids are newest first: ids.at(row) has (2 - row).mp3.

void TestFollowing::whatFailsByItselfIsSkippedAndKept()
{
    breakSound(2); // ids.at(0)
    QSignalSpy told(m_all->playback.get(), &PlaybackService::passedOver);
    QSignalSpy failed(m_all->playback.get(), &PlaybackService::failed);
    m_all->queue.addLast({m_all->ids.at(0), m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 118s);

    QTRY_VERIFY_WITH_TIMEOUT(playsNow(2), 30000);

    QCOMPARE(told.size(), 1);
    const QString sentence = told.first().first().value<Error>().sentence;
    QVERIFY2(sentence.contains(m_all->stored(m_all->ids.at(0)).row.title), qPrintable(sentence));
    QVERIFY2(sentence.contains(m_all->stored(m_all->ids.at(2)).row.title), qPrintable(sentence));
    QVERIFY(failed.isEmpty());
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(0)});
    QCOMPARE(m_all->stored(m_all->ids.at(0)).row.state.play, PlayState::New);
    QCOMPARE(m_all->stored(m_all->ids.at(1)).row.state.play, PlayState::Played);
}

void TestFollowing::whatHasNoSoundIsSkipped()
{
    /// As a feed item without an enclosure.
    class Soundless : public MediaOpener
    {
    public:
        using MediaOpener::MediaOpener;
        Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure,
                                                 const PodcastAccess &access) override
        {
            return enclosure.url.path() == "/2.mp3"_L1 ? MediaOpener::open({}, access)
                                                       : MediaOpener::open(enclosure, access);
        }
    } opener(m_all->http);
    m_all->opener = &opener;
    m_all->makePlayback();
    QSignalSpy told(m_all->playback.get(), &PlaybackService::passedOver);
    m_all->queue.addLast({m_all->ids.at(0), m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 118s);

    QTRY_VERIFY_WITH_TIMEOUT(playsNow(2), 30000);
    QCOMPARE(told.size(), 1);
    m_all->playback.reset();
}

void TestFollowing::whatTheListenerChoseStays()
{
    breakSound(1);
    QSignalSpy told(m_all->playback.get(), &PlaybackService::passedOver);
    m_all->queue.addLast({m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1));
    QTRY_COMPARE_WITH_TIMEOUT(m_all->playback->state(), PlaybackService::State::Failed, 20000);
    QVERIFY(told.isEmpty());
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(2)});
    QCOMPARE(m_all->playback->episode()->row.id, m_all->ids.at(1));
}

void TestFollowing::whatTheListenerTookInHandStays()
{
    m_all->server.serve("/2.mp3",
                        {.body = m_all->sound.left(m_all->sound.size() / 2),
                         .headers = {{"Content-Type", "audio/mpeg"}},
                         .ranges = true});
    m_all->queue.addLast({m_all->ids.at(0), m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 118s);
    QTRY_VERIFY_WITH_TIMEOUT(playsNow(0), 30000);
    m_all->playback->pause();
    QSignalSpy told(m_all->playback.get(), &PlaybackService::passedOver);

    Q_EMIT m_all->player->failed(fail(ErrorKind::Network, u"The server stopped."_s));

    QCOMPARE(m_all->playback->state(), PlaybackService::State::Failed);
    QVERIFY(told.isEmpty());
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(2)});
}

void TestFollowing::allThatFailsEndsWithASentence()
{
    breakSound(0);
    breakSound(2);
    QSignalSpy told(m_all->playback.get(), &PlaybackService::passedOver);
    QSignalSpy failed(m_all->playback.get(), &PlaybackService::failed);
    m_all->queue.addLast({m_all->ids.at(0), m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 118s);

    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30000);

    QCOMPARE(told.size(), 2);
    QVERIFY(told.last().first().value<Error>().sentence.startsWith(u"2 episodes in a row"_s));
    QCOMPARE(m_all->playback->state(), PlaybackService::State::Failed);
    QCOMPARE(m_all->playback->episode()->row.id, m_all->ids.at(2));
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(0)});
}

void TestFollowing::whatIsGoneFromTheLibraryIsPassedOver()
{
    QSignalSpy failed(m_all->playback.get(), &PlaybackService::failed);
    m_all->playback->play(m_all->ids.at(1), 117s);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
    m_all->queue.addLast({EpisodeId(4711), m_all->ids.at(2)});
    QTRY_VERIFY_WITH_TIMEOUT(playsNow(2), 30000);
    QVERIFY(failed.isEmpty());
    QVERIFY(m_all->queue.queue().isEmpty());
}

void TestFollowing::theNextIsOpenedAhead()
{
    m_all->queue.addLast({m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 80s);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && m_all->playback->position() > 81s, 15000);
    QCOMPARE(requestsFor("/0.mp3"), 0);
    m_all->playback->seek(105s);
    QTRY_VERIFY_WITH_TIMEOUT(requestsFor("/0.mp3") > 0, 15000);
    QVERIFY(m_all->playback->episode()->row.id == m_all->ids.at(1));
}

void TestFollowing::anotherNextIsOpenedToo()
{
    m_all->queue.addLast({m_all->ids.at(2)});
    m_all->playback->play(m_all->ids.at(1), 105s);
    QTRY_VERIFY_WITH_TIMEOUT(requestsFor("/0.mp3") > 0, 15000);
    m_all->queue.addNext({m_all->ids.at(0)});
    QTRY_VERIFY_WITH_TIMEOUT(requestsFor("/2.mp3") > 0, 15000);
    m_all->playback->seek(118s);
    QTRY_VERIFY_WITH_TIMEOUT(playsNow(0), 15000);
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(2)});
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestFollowing test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_following.moc"
