// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fileidentity.h"
#include "core/result.h"

#include <stop_token>

namespace Earmark {

class ByteSource;

/// How many bytes FileIdentity::head is of: so few that a player has asked for them anyway, so many
/// that the title and the picture of most tags are among them.
constexpr qint64 IdentityHead = qint64(32) * 1024;

/// Reads the head alone; digest stays empty. Errors as identify().
Result<FileIdentity> identifyHead(ByteSource &source, const std::stop_token &stop);

/// Reads the head, the end and eight places between (about 200 KB). May wait for bytes: call it
/// when they are all there. Errors: ErrorKind::Cancelled, Media (the size is not known, nothing can
/// be read).
Result<FileIdentity> identify(ByteSource &source, const std::stop_token &stop);

} // namespace Earmark
