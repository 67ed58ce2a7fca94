// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <cstdio>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

QList<Bench> benches()
{
    return {
            {u"feed.parse_ratio"_s, u"feed"_s, u"ratio"_s, 2.0, false, benchFeedParsing},
            {u"library.start_20k"_s, u"library"_s, u"ms"_s, 150, true, benchLibraryStart},
    };
}

/// The same bench in a process that has a display; its own JSON, or null.
QJsonValue runWithDisplay(const Bench &bench)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EARMARK_BENCH_INSIDE"_s, u"1"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(EARMARK_SOURCE_DIR "/tests/support/launch.sh"),
                  {u"--display"_s, u"--bus"_s, u"--"_s, QCoreApplication::applicationFilePath(),
                   u"--json"_s, bench.name});
    process.waitForFinished(-1);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).array().at(0);
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
                       {u"holds"_s, outcome->value <= bench.limit},
                       {u"reference"_s, outcome->reference},
                       {u"runs"_s, outcome->runs}};
}

void print(const QJsonArray &results, bool asJson)
{
    if (asJson) {
        std::fputs(QJsonDocument(results).toJson().constData(), stdout);
        return;
    }
    for (const auto &result : results) {
        std::printf("%-28s %10.2f %-6s limit %8.2f  %s  (reference %.2f ms, %d runs)\n",
                    qPrintable(result[u"name"].toString()), result[u"value"].toDouble(),
                    qPrintable(result[u"unit"].toString()), result[u"limit"].toDouble(),
                    result[u"holds"].toBool() ? "holds" : "FAILS", result[u"reference"].toDouble(),
                    result[u"runs"].toInt());
    }
}

} // namespace

/// earmark_bench [--label L] [--list] [NAME...] --json. Exits 1 when a bench could not be run; a
/// limit that does not hold is a result.
int main(int argc, char **argv)
{
    if (argc == 2 && qstrcmp(argv[1], "--empty-window") == 0)
        return runEmptyWindow(argc, argv);
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"label"_s, u"Only benches with this label."_s, u"LABEL"_s},
                       {u"list"_s, u"Names the benches and runs none."_s},
                       {u"json"_s, u"Prints a JSON list."_s}});
    parser.addPositionalArgument(u"NAME"_s, u"Only these benches."_s, u"[NAME...]"_s);
    parser.process(app);

    const QStringList names = parser.positionalArguments();
    const bool isInside = qEnvironmentVariableIsSet("EARMARK_BENCH_INSIDE");
    QJsonArray results;
    bool allRan = true;
    qsizetype chosen = 0;
    for (const Bench &bench : benches()) {
        if ((!names.isEmpty() && !names.contains(bench.name))
            || (parser.isSet(u"label"_s) && parser.value(u"label"_s) != bench.label))
            continue;
        ++chosen;
        if (parser.isSet(u"list"_s)) {
            std::printf("%s\n", qPrintable(bench.name));
            continue;
        }
        const auto result
                = bench.needsDisplay && !isInside ? runWithDisplay(bench) : runHere(bench);
        allRan = allRan && result.isObject();
        if (result.isObject())
            results.append(result);
    }
    if (chosen < names.size() || chosen == 0) {
        std::fputs("There is no such bench; --list names them.\n", stderr);
        return 2;
    }
    if (!parser.isSet(u"list"_s))
        print(results, parser.isSet(u"json"_s));
    return allRan ? 0 : 1;
}
