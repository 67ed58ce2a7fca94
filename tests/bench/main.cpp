// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"
#include "bench/feedfigures.h"
#include "bench/feedserver.h"
#include "bench/mediaserver.h"
#include "bench/soundbench.h"
#include "bench/soundwindow.h"
#include "bench/streamfigures.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

/// Is this the process that launch.sh started for benches that need something?
bool isInside()
{
    return qEnvironmentVariableIsSet("EARMARK_BENCH_INSIDE");
}

QList<Bench> benches(bool isShort)
{
    const auto feeds
            = std::make_shared<FeedFigures>(isShort ? FeedScale::shortened() : FeedScale());
    const auto figure = [feeds](Result<Outcome> (FeedFigures::*measure)()) {
        return [feeds, measure] { return (feeds.get()->*measure)(); };
    };
    const QString feed = u"feed"_s;
    const QString ms = u"ms"_s;
    using Figures = FeedFigures;
    QList<Bench> all{
            {u"feed.parse_ratio"_s, feed, u"ratio"_s, 1.6, BenchNeeds::Nothing, benchFeedParsing},
            {u"feed.import200_wall"_s, feed, ms, 5000, BenchNeeds::Nothing,
             figure(&Figures::importWall)},
            {u"feed.import200_cpu"_s, feed, ms, 5000, BenchNeeds::Nothing,
             figure(&Figures::importCpu)},
            {u"feed.refresh_unchanged_wall"_s, feed, ms, 2500, BenchNeeds::Nothing,
             figure(&Figures::refreshWall)},
            {u"feed.refresh_unchanged_bytes"_s, feed, u"bytes"_s, 0, BenchNeeds::Nothing,
             figure(&Figures::refreshBytes)},
            {u"feed.refresh_unchanged_cpu"_s, feed, ms, 500, BenchNeeds::Nothing,
             figure(&Figures::refreshCpu)},
            {u"feed.huge_wall"_s, feed, ms, 1000, BenchNeeds::Nothing, figure(&Figures::hugeWall)},
            {u"feed.huge_again_wall"_s, feed, ms, 500, BenchNeeds::Nothing,
             figure(&Figures::hugeAgainWall)},
            {u"feed.stall_max"_s, feed, ms, 50, BenchNeeds::Display,
             figure(&Figures::longestStall)},
            {u"feed.peak_mib"_s, feed, u"MiB"_s, 160, BenchNeeds::Display,
             figure(&Figures::peakMemory)},
            {u"library.start_20k"_s, u"library"_s, u"ms"_s, 150, BenchNeeds::Display,
             benchLibraryStart},
    };
    all += soundBenches(isShort ? SoundScale::shortened() : SoundScale());
    all += streamBenches(isShort ? StreamScale::shortened() : StreamScale());
    return all;
}

/// The same benches in a process that has what they need; what could be run, as JSON.
QJsonArray runInside(BenchNeeds needs, const QStringList &names, bool isShort)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EARMARK_BENCH_INSIDE"_s, u"1"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"QT_MEDIA_BACKEND"_s, u"ffmpeg"_s);
    process.setProcessEnvironment(environment);
    QStringList arguments{u"--display"_s, u"--bus"_s};
    if (needs == BenchNeeds::DisplayAndSound)
        arguments.append(u"--sound"_s);
    arguments << u"--"_s << QCoreApplication::applicationFilePath() << u"--json"_s << names;
    if (isShort)
        arguments.append(u"--short"_s);
    process.start(QStringLiteral(EARMARK_SOURCE_DIR "/tests/support/launch.sh"), arguments);
    process.waitForFinished(-1);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).array();
}

QJsonValue runHere(const Bench &bench)
{
    const auto outcome = bench.run();
    if (!outcome) {
        std::fprintf(stderr, "%s: %s (%s)\n", qPrintable(bench.name),
                     qPrintable(outcome.error().sentence), qPrintable(outcome.error().detail));
        return QJsonValue::Null;
    }
    return QJsonObject{{u"name"_s, bench.name},
                       {u"label"_s, bench.label},
                       {u"value"_s, outcome->value},
                       {u"unit"_s, bench.unit},
                       {u"limit"_s, bench.limit},
                       {u"holds"_s, bench.holds(outcome->value)},
                       {u"reference"_s, outcome->reference},
                       {u"runs"_s, outcome->runs}};
}

/// What could be run. All that needs sound runs in one process: it listens to one sound server.
QJsonArray runAll(const QList<Bench> &benches, bool isShort)
{
    QJsonArray results;
    QStringList heard;
    for (const Bench &bench : benches) {
        if (bench.needs == BenchNeeds::Nothing || isInside()) {
            const auto result = runHere(bench);
            if (result.isObject())
                results.append(result);
        } else if (bench.needs == BenchNeeds::Display) {
            const auto shown = runInside(bench.needs, {bench.name}, isShort);
            if (!shown.isEmpty())
                results.append(shown.first());
        } else {
            heard.append(bench.name);
        }
    }
    // Twice what was not heard at first: a busy machine loses sound.
    for (int attempt = 0; attempt < 2 && !heard.isEmpty(); ++attempt) {
        const auto sounds = runInside(BenchNeeds::DisplayAndSound, heard, isShort);
        for (const auto &result : sounds) {
            results.append(result);
            heard.removeAll(result[u"name"].toString());
        }
    }
    return results;
}

void print(const QJsonArray &results, bool asJson)
{
    if (asJson) {
        std::fputs(QJsonDocument(results).toJson().constData(), stdout);
        return;
    }
    for (const auto &result : results) {
        const QString unit = result[u"unit"].toString();
        std::printf("%-34s %10.2f %-6s limit %8.2f  %s  (reference %.2f %s, %d runs)\n",
                    qPrintable(result[u"name"].toString()), result[u"value"].toDouble(),
                    qPrintable(unit), result[u"limit"].toDouble(),
                    result[u"holds"].toBool() ? "holds" : "FAILS", result[u"reference"].toDouble(),
                    qPrintable(unit == u"ratio" ? u"ms"_s : unit), result[u"runs"].toInt());
    }
}

} // namespace

/// earmark_bench [--label L] [--list] [--short] [--check] [--json] [NAME...]. Exits 1 when a bench
/// could not be run; a limit that does not hold is a result, but with --check exits 3.
int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--feed-server") == 0)
        return runFeedServer(QString::fromLocal8Bit(argv[2]));
    if (argc == 3 && qstrcmp(argv[1], "--media-server") == 0)
        return runMediaServer(QString::fromLocal8Bit(argv[2]));
    if (argc == 2 && qstrcmp(argv[1], "--empty-window") == 0)
        return runEmptyWindow(argc, argv);
    if (argc > 2 && qstrcmp(argv[1], "--sound-child") == 0)
        return runSoundChild(argc, argv);
    const std::unique_ptr<QCoreApplication> app(isInside() ? new QApplication(argc, argv)
                                                           : new QCoreApplication(argc, argv));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"label"_s, u"Only benches with this label."_s, u"LABEL"_s},
                       {u"list"_s, u"Names the benches and runs none."_s},
                       {u"short"_s, u"A little of each, once; shows that all runs."_s},
                       {u"check"_s, u"Exits 3 when a limit does not hold."_s},
                       {u"json"_s, u"Prints a JSON list."_s}});
    parser.addPositionalArgument(u"NAME"_s, u"Only these benches."_s, u"[NAME...]"_s);
    parser.process(*app);

    const bool isShort = parser.isSet(u"short"_s);
    const QStringList names = parser.positionalArguments();
    QList<Bench> chosen = benches(isShort);
    chosen.removeIf([&](const Bench &bench) {
        return (!names.isEmpty() && !names.contains(bench.name))
                || (parser.isSet(u"label"_s) && parser.value(u"label"_s) != bench.label);
    });
    if (chosen.size() < names.size() || chosen.isEmpty()) {
        std::fputs("There is no such bench; --list names them.\n", stderr);
        return 2;
    }
    if (parser.isSet(u"list"_s)) {
        for (const Bench &bench : std::as_const(chosen))
            std::printf("%s\n", qPrintable(bench.name));
        return 0;
    }
    const QJsonArray results = runAll(chosen, isShort);
    print(results, parser.isSet(u"json"_s));
    if (isInside())
        return 0; // launch.sh would try it again, and the one that asked sees what is missing
    if (results.size() < chosen.size())
        return 1;
    const bool allHold = std::all_of(results.begin(), results.end(),
                                     [](const auto &result) { return result[u"holds"].toBool(); });
    return parser.isSet(u"check"_s) && !allHold ? 3 : 0;
}
