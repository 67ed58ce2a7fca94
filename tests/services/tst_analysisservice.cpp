// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/episodeanalyser.h"
#include "media/fileidentifier.h"
#include "playbackfixture.h"
#include "services/analysisservice.h"
#include "services/chapterplaces.h"
#include "storage/analysisrepository.h"
#include "support/failonwarning.h"
#include "support/memorybytes.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A file that arrives as far as a test says. Readers of what is not there wait.
class ArrivingBytes final : public ByteSource
{
public:
    explicit ArrivingBytes(QByteArray bytes) : m_bytes(std::move(bytes)) { }

    void arrive(qint64 until)
    {
        const std::scoped_lock lock(m_mutex);
        m_until = until;
        m_changed.notify_all();
    }
    void arriveWhole() { arrive(m_bytes.size()); }
    /// Everything is said to be there, and yet readers wait.
    void hang() { m_hangs = true; }

    std::optional<std::int64_t> size() const override { return m_bytes.size(); }
    std::string failure() const override { return {}; }
    bool isThere(std::int64_t, std::int64_t to) const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_hangs || to <= m_until;
    }
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) override
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [&] { return offset < m_until || offset >= m_bytes.size(); });
        if (stop.stop_requested())
            return {Status::Cancelled, 0};
        if (offset >= m_bytes.size())
            return {Status::End, 0};
        const auto count = std::min<std::int64_t>(std::int64_t(into.size()), m_until - offset);
        std::copy_n(m_bytes.constData() + offset, count, into.data());
        return {Status::Ok, std::size_t(count)};
    }

private:
    const QByteArray m_bytes;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    qint64 m_until = 0;
    std::atomic<bool> m_hangs = false;
};

/// Opens what the test put there; without it what the feed names.
class ToldOpener : public MediaOpener
{
public:
    using MediaOpener::MediaOpener;
    std::shared_ptr<ByteSource> next;

    Result<std::shared_ptr<ByteSource>> open(const Enclosure &enclosure,
                                             const PodcastAccess &access) override
    {
        return next ? next : MediaOpener::open(enclosure, access);
    }
};

} // namespace

/// What is analysed when, and what becomes of it.
class TestAnalysisService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFileThatIsNoSoundIsASentence();
    void aStreamIsAnalysedWhenAllOfItIsThere();
    void aStreamIsNeverFetchedForIt();
    void whatIsKnownIsShownBeforeItPlays();
    void theHeadOfAKnownFileIsEnough();
    void anotherFileInItsPlaceIsNotTaken();
    void anotherEpisodeEndsIt();
    void anEstimatedLengthIsMended();
    void theEndDoesNotWait();
    void chaptersBeginWhereSpeechBegins();
    void aPreviewsChaptersBeginThereToo();
    void thisChapterBeginsHereIsKeptAndUndone();

private:
    void restart();
    std::shared_ptr<ArrivingBytes> arriving(const QByteArray &bytes);
    void play(int episode = 0);
    std::optional<EpisodeAnalysis> kept(const QByteArray &bytes);
    void keepAPause();

    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<ToldOpener> m_opener;
    std::unique_ptr<AnalysisService> m_analysis;
};

void TestAnalysisService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    m_opener = std::make_unique<ToldOpener>(m_all->http);
    m_all->opener = m_opener.get();
    QVERIFY(m_all->build());
    restart();
}

void TestAnalysisService::cleanup()
{
    m_analysis.reset();
    m_all.reset();
    m_opener.reset();
}

void TestAnalysisService::restart()
{
    m_analysis.reset();
    m_all->makePlayback();
    m_analysis = std::make_unique<AnalysisService>(*m_all->playback, m_all->storage,
                                                   [this] { return m_all->now; });
}

std::shared_ptr<ArrivingBytes> TestAnalysisService::arriving(const QByteArray &bytes)
{
    auto source = std::make_shared<ArrivingBytes>(bytes);
    m_opener->next = source;
    return source;
}

void TestAnalysisService::play(int episode)
{
    QSignalSpy loaded(m_all->playback.get(), &PlaybackService::mediaLoaded);
    m_all->playback->play(m_all->ids.at(episode));
    QTRY_COMPARE(loaded.size(), 1);
}

std::optional<EpisodeAnalysis> TestAnalysisService::kept(const QByteArray &bytes)
{
    MemoryBytes source(bytes);
    return *resultOf(m_all->storage.read([file = *identify(source, {})](Database &database) {
        return AnalysisRepository(database).find(file, AnalysisMethod);
    }));
}

/// In what is known of the sound: where its second chapter is said to begin.
void TestAnalysisService::keepAPause()
{
    EpisodeAnalysis speech = *m_analysis->analysis();
    speech.pauses = {{29'500ms, 31s}};
    MemoryBytes bytes(m_all->sound);
    const FileIdentity file = *identify(bytes, {});
    QVERIFY(resultOf(m_all->storage.write([&](Database &database) {
        return AnalysisRepository(database).keep(file, speech, AnalysisMethod, m_all->now);
    })));
}

void TestAnalysisService::aFileThatIsNoSoundIsASentence()
{
    const QByteArray noise(200'000, 'x');
    arriving(noise)->arriveWhole();
    play();
    QTRY_VERIFY(!m_analysis->failure().isEmpty());
    QVERIFY(m_analysis->failure().endsWith(u'.'));
    QVERIFY(!m_analysis->analysis() && !m_analysis->isAtWork());
    QVERIFY(!kept(noise));
}

void TestAnalysisService::aStreamIsAnalysedWhenAllOfItIsThere()
{
    const auto source = arriving(m_all->sound);
    source->arrive(m_all->sound.size() - 1);
    QSignalSpy work(m_analysis.get(), &AnalysisService::atWorkChanged);
    QSignalSpy written(m_analysis.get(), &AnalysisService::kept);
    play();
    QTRY_VERIFY(m_all->player->position() > 1s); // it has looked more than once by now
    QVERIFY(work.isEmpty() && !m_analysis->analysis());

    source->arriveWhole();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    QVERIFY(!m_analysis->isAtWork());
    QVERIFY(std::chrono::abs(m_analysis->analysis()->length - 120s) < 100ms);
    QTRY_COMPARE(written.size(), 1);
    QCOMPARE(written.first().first().value<EpisodeId>(), m_all->ids.at(0));
    QCOMPARE(kept(m_all->sound), m_analysis->analysis());
}

void TestAnalysisService::aStreamIsNeverFetchedForIt()
{
    QSignalSpy gathered(&m_all->chapters, &ChapterService::gathered);
    play(1);
    QTRY_COMPARE_WITH_TIMEOUT(gathered.size(), 1, 20'000); // which reads by itself
    QTRY_VERIFY_WITH_TIMEOUT(m_all->playback->source()->isWhole(), 20'000);
    const qint64 sent = m_all->server.bodyBytesSent();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    QCOMPARE(m_all->server.bodyBytesSent(), sent);
}

void TestAnalysisService::whatIsKnownIsShownBeforeItPlays()
{
    arriving(m_all->sound)->arriveWhole();
    QSignalSpy written(m_analysis.get(), &AnalysisService::kept);
    play();
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, 20'000);
    const auto known = m_analysis->analysis();

    restart();
    m_all->playback->restoreLast();
    QTRY_VERIFY(m_analysis->analysis());
    QCOMPARE(m_analysis->analysis(), known);
    QVERIFY(!m_all->playback->source());

    QSignalSpy changed(m_analysis.get(), &AnalysisService::analysisChanged);
    QSignalSpy work(m_analysis.get(), &AnalysisService::atWorkChanged);
    m_all->playback->resume();
    QTRY_COMPARE(work.size(), 2); // identified, and no more
    QVERIFY(changed.isEmpty());
}

void TestAnalysisService::theHeadOfAKnownFileIsEnough()
{
    arriving(m_all->sound)->arriveWhole();
    play();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    const auto known = m_analysis->analysis();

    arriving(m_all->sound)->arrive(200'000); // the same file at another address
    play(1);
    QTRY_VERIFY(m_analysis->analysis());
    QCOMPARE(m_analysis->analysis(), known);
    QVERIFY(!m_analysis->isAtWork());
}

void TestAnalysisService::anotherFileInItsPlaceIsNotTaken()
{
    arriving(m_all->sound)->arriveWhole();
    QSignalSpy written(m_analysis.get(), &AnalysisService::kept);
    play();
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, 20'000);

    restart();
    const QByteArray other = fixtureBytes(u"mp3vbr"_s);
    const auto source = arriving(other);
    source->arrive(200'000);
    m_all->playback->restoreLast();
    QTRY_VERIFY(m_analysis->analysis());
    m_all->playback->resume();
    QTRY_VERIFY(!m_analysis->analysis());
    source->arriveWhole();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    QTRY_VERIFY(kept(other));
}

void TestAnalysisService::anotherEpisodeEndsIt()
{
    arriving(m_all->sound)->hang();
    QSignalSpy work(m_analysis.get(), &AnalysisService::atWorkChanged);
    play();
    QTRY_VERIFY(m_analysis->isAtWork());
    arriving(m_all->sound)->arriveWhole();
    play(1);
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    QVERIFY(m_analysis->failure().isEmpty());
}

void TestAnalysisService::anEstimatedLengthIsMended()
{
    const auto source = arriving(fixtureBytes(u"mp3vbr_noxing"_s));
    source->arrive(*source->size() - 1);
    const EpisodeId id = m_all->ids.at(0);
    play();
    QTRY_VERIFY_WITH_TIMEOUT(m_all->player->position() > 1s, 15'000);
    QVERIFY(m_all->player->duration() > 0s && !m_all->player->isDurationExact());
    QCOMPARE(m_all->playback->duration(), m_all->player->duration());
    QCOMPARE(m_all->playback->realLength(), 0s);
    QCOMPARE(m_all->stored(id).row.duration, 0s);

    source->arriveWhole();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    const auto real = m_analysis->analysis()->length;
    QCOMPARE(m_all->playback->realLength(), real);
    QCOMPARE(m_all->playback->duration(), real);
    QTRY_COMPARE(m_all->stored(id).row.duration, real);
    QVERIFY(m_all->stored(id).isLengthReal);
}

void TestAnalysisService::theEndDoesNotWait()
{
    arriving(m_all->sound)->hang();
    play();
    QTRY_VERIFY(m_analysis->isAtWork());
    QElapsedTimer timer;
    timer.start();
    m_analysis.reset();
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
}

void TestAnalysisService::chaptersBeginWhereSpeechBegins()
{
    arriving(m_all->sound)->arriveWhole();
    QSignalSpy written(m_analysis.get(), &AnalysisService::kept);
    play();
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, 20'000);
    keepAPause();
    m_all->chapters.tellMoved(m_all->ids.at(0));
    const auto second = [this] { return m_all->playback->chapters().chapters.value(1).start; };
    QTRY_COMPARE(second(), 30'950ms);
    m_all->episodes.setChaptersAtPauses(false);
    m_all->chapters.tellMoved(m_all->ids.at(0));
    QTRY_COMPARE(second(), 30s);
}

void TestAnalysisService::aPreviewsChaptersBeginThereToo()
{
    arriving(m_all->sound)->arriveWhole();
    play();
    QTRY_VERIFY_WITH_TIMEOUT(m_analysis->analysis(), 20'000);
    keepAPause();
    Episode preview = m_all->stored(m_all->ids.at(0));
    const ChapterPlaces before = preview.places;
    preview.row.id = {};
    preview.row.podcastId = {};
    preview.row.duration = 90s; // says its feed
    preview.isLengthReal = false;
    preview.places = {};
    m_all->playback->playPreview(preview);
    QTRY_COMPARE(m_all->playback->chapters().chapters.value(1).start, 30'950ms);
    QCOMPARE(m_all->playback->episode()->places.declared, 90s);
    QCOMPARE(m_all->playback->episode()->row.duration, m_all->playback->realLength());
    QCOMPARE(m_all->stored(m_all->ids.at(0)).places.declared, before.declared);
    m_all->settings.setChaptersAtPauses(false);
    m_all->playback->playPreview(preview);
    QTRY_COMPARE(m_all->playback->episode()->places.declared, 90s);
    QTRY_VERIFY(m_analysis->analysis() && !m_analysis->isAtWork());
    QCOMPARE(m_all->playback->chapters().chapters.value(1).start, 30s);
}

void TestAnalysisService::thisChapterBeginsHereIsKeptAndUndone()
{
    ChapterPlacesService places(m_all->storage, m_all->chapters, m_all->undo);
    QSignalSpy failed(&places, &ChapterPlacesService::failed);
    const EpisodeId id = m_all->ids.at(0);
    arriving(m_all->sound)->arriveWhole();
    play();
    const auto starts = [this] {
        QList<std::chrono::milliseconds> all;
        for (const Chapter &chapter : m_all->playback->chapters().chapters)
            all.append(chapter.start);
        return all;
    };
    QTRY_COMPARE(starts().size(), 3);
    places.beginHere(EpisodeId(999), m_all->playback->chapters(), 1, 40s);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!m_all->undo.canUndo());

    places.beginHere(id, m_all->playback->chapters(), 1, 40s);
    QTRY_COMPARE(starts(), (QList<std::chrono::milliseconds>{0s, 40s, 70s}));
    QCOMPARE(ChapterService::shown(m_all->stored(id)).chapters.at(1).start, 40s);
    // What the feed says again does not take it back.
    m_all->server.serve(
            "/feed",
            {.body = feedXml(u"Pod"_s, 3, m_all->server.url(u"/"_s).toString() + u"%1.mp3"_s)
                             .replace("Notes 2",
                                      "0:00 One&lt;br&gt;0:30 Second&lt;br&gt;"
                                      "1:00 Three"),
             .headers = {}});
    resultOf(m_all->library.refresh());
    const ShownChapters shown = ChapterService::shown(m_all->stored(id));
    QCOMPARE(shown.chapters.at(1).title, u"Second"_s);
    QCOMPARE(shown.chapters.at(1).start, 40s);

    m_all->undo.undo();
    QTRY_COMPARE(starts(), (QList<std::chrono::milliseconds>{0s, 30s, 60s}));
}

int main(int argc, char *argv[])
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    const QGuiApplication app(argc, argv);
    TestAnalysisService test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_analysisservice.moc"
