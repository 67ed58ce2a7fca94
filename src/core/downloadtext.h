// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadqueue.h"

#include <QString>

#include <optional>

namespace Earmark {

/// What a download does, and why it does not run, as a listener reads it: one line, never empty.
/// "Waiting: another file of cdn.example is on its way." hold: DownloadSchedule::holds' word on it.
QString downloadText(const DownloadItem &item, const std::optional<DownloadHold> &hold,
                     const QDateTime &now);

} // namespace Earmark
