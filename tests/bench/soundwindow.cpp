// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/soundwindow.h"

#include "bench/listeningwindow.h"
#include "bench/soundmeasured.h"
#include "support/mediafixtures.h"
#include "support/soundmeasure.h"
#include "support/speechlike.h"
#include "support/wavbytes.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

QStringList episodesOnDisk(qsizetype count)
{
    return QStringList(count, u"http://disk.test/mp3cbr"_s);
}

Result<> written(const QString &path, const QByteArray &bytes, int times = 1)
{
    QFile file(path);
    bool isWell = file.open(QIODevice::WriteOnly);
    for (int i = 0; i < times && isWell; ++i)
        isWell = file.write(bytes) == bytes.size();
    return isWell && file.flush()
            ? Result<>()
            : fail(ErrorKind::FileSystem, u"There is no room for a bench's sound file."_s, path);
}

} // namespace

SoundWindow::SoundWindow(SoundScale scale, std::shared_ptr<SoundStage> stage)
    : m_scale(scale), m_stage(std::move(stage))
{
}

SoundWindow::~SoundWindow() = default;

Result<Outcome> SoundWindow::clickToSound()
{
    ListeningWindow window;
    if (const auto ready = m_stage->setUp(false); !ready)
        return ready.error();
    if (const auto opened = window.open(episodesOnDisk(m_scale.runs + 1)); !opened)
        return opened.error();
    SoundRecorder &recorder = m_stage->recorder();
    QList<double> clicks;
    QList<double> bare;
    for (int run = 0; run <= m_scale.runs; ++run) {
        const auto reference = m_stage->bareSink();
        if (!reference)
            return reference.error();
        if (const auto chosen = window.choose(run); !chosen)
            return chosen.error();
        if (!m_stage->waitForSilence())
            return unheard(u"silence before a click"_s);
        const double since = recorder.secondNow();
        window.pressReturn();
        std::optional<double> heard;
        if (!m_stage->waitUntil(
                    [&] { return (heard = Heard::onset(recorder, since)).has_value(); }))
            return unheard(u"an episode that was clicked"_s);
        window.playback().pause();
        qCDebug(soundBench, "click to sound: %.0f ms, bare sink %.0f ms", (*heard - since) * 1'000,
                *reference);
        if (run == 0 && m_scale.runs > 1) // the sound engine is made: once in a program's life
            continue;
        clicks.append((*heard - since) * 1'000);
        bare.append(*reference);
    }
    return Outcome{median(clicks) - median(bare), median(bare), int(clicks.size())};
}

Result<Outcome> SoundWindow::seekToSound()
{
    ListeningWindow window;
    if (const auto ready = m_stage->setUp(false); !ready)
        return ready.error();
    if (const auto opened = window.open(episodesOnDisk(1)); !opened)
        return opened.error();
    SoundRecorder &recorder = m_stage->recorder();
    QList<double> seeks;
    QList<double> bare;
    for (int run = 0; run < m_scale.runs; ++run) {
        const auto reference = m_stage->bareSink();
        if (!reference)
            return reference.error();
        double since = recorder.secondNow();
        window.playback().play(window.episode(0), 10s);
        if (!m_stage->waitUntil([&] { return Heard::onset(recorder, since).has_value(); }))
            return unheard(u"an episode before a seek"_s);
        for (const auto place : {70s, 40s, 71s, 100s, 20s}) {
            m_stage->listen(0.5);
            since = recorder.secondNow();
            window.playback().seek(place);
            m_stage->listen(1.5); // looked at afterwards: that takes time of the window's thread
            const auto heard
                    = Heard::arrival(recorder, recorder.momentsIn(since - 0.1, recorder.now()),
                                     double(place.count()), 1);
            if (!heard)
                return unheard(u"a seek"_s);
            seeks.append((heard->at - since) * 1'000);
            qCDebug(soundBench, "seek to sound: %.0f ms, bare sink %.0f ms", seeks.last(),
                    *reference);
        }
        bare.append(*reference);
        window.playback().pause();
    }
    return Outcome{median(seeks) - median(bare), median(bare), int(seeks.size())};
}

Result<Outcome> SoundWindow::nextGap()
{
    ListeningWindow window;
    if (const auto ready = m_stage->setUp(false); !ready)
        return ready.error();
    if (const auto opened = window.open(episodesOnDisk(2 * qsizetype(m_scale.runs))); !opened)
        return opened.error();
    SoundRecorder &recorder = m_stage->recorder();
    PlaybackService &playback = window.playback();
    QList<double> gaps;
    for (int run = 0; run < m_scale.runs; ++run) {
        const EpisodeId next = window.episode(2 * run + 1);
        if (!m_stage->waitForSilence())
            return unheard(u"silence before an episode"_s);
        const double since = recorder.now();
        playback.play(window.episode(2 * run), 117s);
        window.bench().services.queue().addNext({next});
        const bool follows = m_stage->waitUntil(
                [&] {
                    return playback.episode() && playback.episode()->row.id == next
                            && playback.state() == PlaybackService::State::Playing;
                },
                15'000);
        m_stage->listen(1);
        const auto begun = Heard::onset(recorder, since);
        if (!follows || !begun)
            return unheard(u"the next of the queue"_s);
        gaps.append(Heard::longestSilence(recorder, *begun).length * 1'000);
        qCDebug(soundBench, "between two episodes: %.0f ms", gaps.last());
        playback.pause();
    }
    return outcome(gaps);
}

Result<Outcome> SoundWindow::inChild(const QString &work, const QString &file,
                                     const QString &reference)
{
    const auto told = [&](const QString &wanted) -> Result<double> {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {u"--sound-child"_s, wanted, QString::number(m_scale.steady), file});
        const bool ended = m_stage->waitUntil(
                [&child] { return child.state() == QProcess::NotRunning; }, 180'000);
        bool isNumber = false;
        const double number = child.readAllStandardOutput().trimmed().toDouble(&isNumber);
        if (!ended || !isNumber || child.exitCode() != 0) {
            child.kill();
            child.waitForFinished();
            return fail(ErrorKind::Usage, u"A program under test did not do its work."_s, wanted);
        }
        qCDebug(soundBench, "%s: %.2f", qPrintable(wanted), number);
        return number;
    };
    QList<double> values;
    QList<double> references;
    const bool isLong = work.startsWith(u"cpu"_s);
    for (int run = 0; run < (isLong ? std::min(m_scale.runs, 3) : m_scale.runs); ++run) {
        const auto value = told(work);
        if (!value)
            return value.error();
        values.append(*value);
        if (reference.isEmpty() || m_scale.isShort)
            continue;
        const auto bare = told(reference);
        if (!bare)
            return bare.error();
        references.append(*bare);
    }
    return outcome(values, references);
}

Result<Outcome> SoundWindow::longestStall()
{
    return inChild(u"stall"_s, {});
}

Result<Outcome> SoundWindow::cpuPlain()
{
    const auto file = hourFile();
    return file ? inChild(u"cpu"_s, *file, u"bare"_s) : file.error();
}

Result<Outcome> SoundWindow::cpuWithAll()
{
    const auto file = hourFile();
    return file ? inChild(u"cpuall"_s, *file) : file.error();
}

Result<Outcome> SoundWindow::memoryAtTheEndOfTwelveHours()
{
    const auto file = twelveHourFile();
    return file ? inChild(u"memory"_s, *file) : file.error();
}

/// Two minutes of speech as podcasts come: MP3, 128 kbit/s, 44.1 kHz, stereo.
Result<QString> SoundWindow::speechFile()
{
    constexpr int Rate = 44'100;
    const QString wav = m_folder.filePath(u"speech.wav"_s);
    const QString mp3 = m_folder.filePath(u"speech.mp3"_s);
    if (QFile::exists(mp3))
        return mp3;
    const auto speech = makeSpeech({.sampleRate = Rate,
                                    .channels = 2,
                                    .seconds = 120,
                                    .noise = SpeechPlan::Noise::Hiss,
                                    .breaths = true});
    if (const auto done = written(wav, wavOf(speech.samples, Rate, 2)); !done)
        return done.error();
    if (QProcess::execute(u"ffmpeg"_s,
                          {u"-nostdin"_s, u"-loglevel"_s, u"error"_s, u"-i"_s, wav, u"-b:a"_s,
                           u"128k"_s, u"-write_xing"_s, u"0"_s, u"-id3v2_version"_s, u"0"_s, mp3})
        != 0)
        return fail(ErrorKind::Media, u"ffmpeg cannot make an MP3 file."_s);
    return mp3;
}

/// The same speech over and over.
Result<QString> SoundWindow::hourFile()
{
    constexpr int Times = 3600 / FixtureSeconds;
    QString path = m_folder.filePath(u"hour.mp3"_s);
    const auto speech = speechFile();
    if (!speech || QFile::exists(path))
        return speech ? Result<QString>(path) : speech;
    QFile file(*speech);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::FileSystem, u"The speech cannot be read."_s, *speech);
    if (const auto done = written(path, file.readAll(), Times); !done)
        return done.error();
    return path;
}

Result<Outcome> SoundWindow::analysisOfAnHour()
{
    const auto file = hourFile();
    return file ? inChild(u"analysis"_s, *file) : file.error();
}

/// An MP3 file with changing bit rate and without a table: the worst of all to be late in. What it
/// repeats has no header of its own, so that it is one sound to any reader.
Result<QString> SoundWindow::twelveHourFile()
{
    constexpr int Times = 12 * 3600 / FixtureSeconds + 1;
    QString path = m_folder.filePath(u"twelvehours.mp3"_s);
    if (QFile::exists(path))
        return path;
    QByteArray sound = fixtureBytes(u"mp3vbr_noxing"_s);
    const qsizetype frames = sound.indexOf("\xff\xfb");
    if (frames < 0)
        return fail(ErrorKind::Media, u"There is no MP3 file to repeat."_s);
    sound.remove(0, frames);
    if (const auto done = written(path, sound, Times); !done)
        return done.error();
    return path;
}

} // namespace Earmark
