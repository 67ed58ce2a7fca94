// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QStringView>

namespace Earmark {

/// A date as feeds write them: RFC 822 and ISO 8601 with all that people do to them, American and
/// German figures, seconds since 1970. UTC; without a zone it is taken for UTC. Invalid when it is
/// no date.
QDateTime parseDate(QStringView text);

} // namespace Earmark
