// SPDX-License-Identifier: GPL-3.0-or-later
// The program with its window, in a process in which nothing else goes on.
#include "bench/listeningwindow.h"
#include "bench/soundwindow.h"
#include "media/episodeanalyser.h"
#include "services/stallwatch.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTestEventLoop>

#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

using State = PlaybackService::State;

constexpr double KibInMib = 1024;
constexpr int Settle = 3'000; // ms, until the pipe has decoded ahead
constexpr auto LateInTheDay = 11h + 59min;

double processSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

double peakMemory()
{
    QFile file(u"/proc/self/status"_s);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    const QList<QByteArray> lines = isOpen ? file.readAll().split('\n') : QList<QByteArray>();
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').constFirst().toDouble() / KibInMib;
    }
    return 0;
}

/// The event loop sleeps where nothing is to be done, as the program's does (QTest::qWait() wakes
/// up a hundred times a second).
void pass(int milliseconds)
{
    QTestEventLoop().enterLoopMSecs(milliseconds);
}

Result<> play(ListeningWindow &window, const QString &file, std::chrono::milliseconds at)
{
    if (auto opened = window.open({u"http://disk.test/file"_s + file}); !opened)
        return opened;
    window.playback().play(window.episode(0), at);
    const bool plays = SoundStage::waitUntil(
            [&] {
                return window.playback().state() == State::Playing
                        && window.playback().position() > at + 1s;
            },
            60'000);
    return plays ? Result<>() : fail(ErrorKind::Media, u"An episode does not play."_s, file);
}

/// % of a core.
Result<double> cpuOf(const QString &file, double seconds, const SoundSettings &sound)
{
    ListeningWindow window;
    if (const auto plays = play(window, file, 5s); !plays)
        return plays.error();
    window.bench().stack.sound.setSound(sound);
    // Listening through the file is a figure of its own.
    const AnalysisService &analysis = window.bench().stack.analysis;
    if (!SoundStage::waitUntil([&] { return analysis.analysis() && !analysis.isAtWork(); }, 60'000))
        return fail(ErrorKind::Media, u"An episode is not analysed."_s, analysis.failure());
    pass(Settle);
    const double before = processSeconds();
    QElapsedTimer timer;
    timer.start();
    pass(int(seconds * 1'000));
    const double share = (processSeconds() - before) * 1e5 / double(timer.elapsed());
    if (window.playback().state() != State::Playing)
        return fail(ErrorKind::Media, u"An episode stopped."_s, file);
    return share;
}

Result<double> cpuOfBareSink(double seconds)
{
    const BareSink sink;
    pass(Settle);
    const double before = processSeconds();
    pass(int(seconds * 1'000));
    return (processSeconds() - before) / seconds * 100;
}

Result<double> memoryOf(const QString &file)
{
    ListeningWindow window;
    if (const auto plays = play(window, file, LateInTheDay); !plays)
        return plays.error();
    pass(Settle);
    return peakMemory();
}

/// s of the processor, all threads.
Result<double> analysisOf(const QString &file)
{
    const auto bytes = FileBytes::open(file);
    if (!bytes)
        return bytes.error();
    const double before = processSeconds();
    const auto analysis = analyseFile(*bytes, {});
    if (!analysis)
        return analysis.error();
    if (analysis->length < 59min || analysis->length > 61min)
        return fail(ErrorKind::Media, u"An hour was not heard whole."_s, file);
    return processSeconds() - before;
}

/// The longest time the window does not answer while files, silent servers and servers that stall
/// are opened and left.
Result<double> stallWhileOpening()
{
    using Fault = TestHttpServer::Fault;
    ListeningWindow window;
    const QByteArray sound = fixtureBytes(u"m4a"_s);
    window.server().serve("/silent.mp3", {.body = {}, .headers = {}, .fault = Fault::Silent});
    window.server().serve("/stalls.m4a",
                          {.body = sound,
                           .headers = {},
                           .ranges = true,
                           .fault = Fault::StallAfter,
                           .faultAfter = 100'000});
    const auto remote = [&](const QString &path) { return window.server().url(path).toString(); };
    if (const auto opened = window.open({u"http://disk.test/mp3vbr_noxing"_s,
                                         remote(u"/silent.mp3"_s), u"http://disk.test/m4a"_s,
                                         remote(u"/stalls.m4a"_s), u"http://disk.test/opus"_s});
        !opened)
        return opened.error();
    pass(1'000);
    StallWatch watch;
    if (!SoundStage::waitUntil([&] { return watch.longest().count() > 0; }))
        return fail(ErrorKind::Usage, u"Nobody watches the window's thread."_s);
    watch.reset();
    for (int number = 0; number < 5; ++number) {
        window.playback().play(window.episode(number), 60s);
        const bool isRemote = number % 2 == 1;
        if (isRemote)
            pass(1'500);
        else if (!SoundStage::waitUntil(
                         [&] { return window.playback().state() == State::Playing; }))
            return fail(ErrorKind::Media, u"An episode does not play."_s, QString::number(number));
        window.playback().seek(30s);
        pass(700);
    }
    return double(watch.longest().count()) / 1'000;
}

Result<double> work(const QString &name, double seconds, const QString &file)
{
    if (name == u"cpu")
        return cpuOf(file, seconds, {});
    if (name == u"cpuall") {
        return cpuOf(file, seconds,
                     {.speed = 2, .trim = TrimStrength::Normal, .evenLoudness = true});
    }
    if (name == u"bare")
        return cpuOfBareSink(seconds);
    if (name == u"memory")
        return memoryOf(file);
    if (name == u"analysis")
        return analysisOf(file);
    if (name == u"stall")
        return stallWhileOpening();
    return fail(ErrorKind::Usage, u"There is no such work."_s, name);
}

} // namespace

int runSoundChild(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const auto number = work(words.value(2), words.value(3).toDouble(), words.value(4));
    if (!number) {
        std::fprintf(stderr, "%s: %s (%s)\n", qPrintable(words.value(2)),
                     qPrintable(number.error().sentence), qPrintable(number.error().detail));
        return 1;
    }
    std::printf("%f\n", *number);
    return 0;
}

} // namespace Earmark
