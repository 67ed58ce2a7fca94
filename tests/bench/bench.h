// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

#include <functional>

namespace Earmark {

/// What one bench found. Value and reference come from the same run of the program, alternating.
struct Outcome
{
    double value = 0; ///< Median, in the bench's unit.
    double reference = 0; ///< Median of what it is held against; in ms when the unit is a ratio.
    int runs = 0; ///< Of each.
};

/// What tests/support/launch.sh has to start around a bench.
enum class BenchNeeds : quint8 { Nothing, Display, DisplayAndSound };

/// A figure with a limit of its issue. To add one: a function, and its line in benches().
struct Bench
{
    QString name;
    QString label;
    QString unit;
    double limit = 0; ///< Holds while value <= limit.
    BenchNeeds needs = BenchNeeds::Nothing;
    std::function<Result<Outcome>()> run;
    bool isAtLeast = false; ///< Holds while value >= limit instead.

    bool holds(double value) const { return isAtLeast ? value >= limit : value <= limit; }
};

constexpr int BenchRuns = 7;

double median(QList<double> values);
/// Since 1970: the one clock that two processes share.
qint64 microsecondsNow();
double millisecondsOf(const std::function<void()> &work);
/// About `bytes` characters of prose, the same for the same seed.
QString prose(quint32 seed, qsizetype bytes);
/// Lengths of show notes: 0.3 to 8 KB, median 2 KB.
qsizetype notesLength(quint32 seed);

Result<Outcome> benchFeedParsing();
Result<Outcome> benchLibraryStart();

/// The reference of library.start_20k: an empty QMainWindow; prints when it was first painted, in
/// µs since 1970, and ends.
int runEmptyWindow(int argc, char **argv);

} // namespace Earmark
