// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/soundfigures.h"
#include "support/soundruler.h"

#include <QLoggingCategory>

#include <optional>

namespace Earmark {

/// QT_LOGGING_RULES=earmark.bench.sound.debug=true: each single measure.
Q_DECLARE_LOGGING_CATEGORY(soundBench)

struct SoundFigures::Measured
{
    std::optional<SoundRuler> ruler;
    QList<double> positionErrors; ///< ms
    QList<double> changeGaps; ///< ms
    QList<double> changesHeard; ///< ms
    QList<double> trimErrors; ///< %
    QList<double> onsetLosses; ///< dB
    QList<double> loudnesses; ///< LUFS, of this run.
    QList<double> spreads; ///< LU
    QList<double> peaks; ///< dBTP
};

/// By its absolute value; 0 of nothing.
double largest(const QList<double> &values);

inline Outcome outcome(const QList<double> &values, const QList<double> &references = {})
{
    return {median(values), median(references), int(values.size())};
}

} // namespace Earmark
