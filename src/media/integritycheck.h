// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"

#include <QString>

#include <stop_token>

namespace Earmark {

/// Error::code of a file that is whole and not the announced one.
constexpr int FileIsAnother = 2;

/// Whether the bytes are what the feed says they are (Enclosure::integrity, core/integrity.h);
/// reads all of them, and nothing where it says nothing.
///
/// Errors: Media (FileIsAnother), Network, Cancelled.
Result<> checkIntegrity(ByteSource &source, const QString &integrity, const std::stop_token &stop);

} // namespace Earmark
