// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/soundstage.h"

namespace Earmark {

/// Every figure of label `sound`, in the order of the issue. All scales name the same ones.
QList<Bench> soundBenches(SoundScale scale);

} // namespace Earmark
