// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"
#include "core/result.h"

#include <QByteArray>

// The answers of the public directories (facts/field.md 5.10), read as what they are: text from
// strangers. Every type is looked at, every text made one line and cut, only http and https kept,
// at most MaxDirectoryEntries of them. Entries without a title are left out, and so are those that
// lead nowhere (neither a feed nor a number at Apple). Pure; on any thread; linear.
//
// Error (Parse) with a sentence: not JSON, not of this shape, or the directory's own refusal.

namespace Earmark {

constexpr qsizetype MaxDirectoryBytes = qsizetype(4) * 1024 * 1024; ///< 200 results are 300 KB.
constexpr qsizetype MaxDirectoryEntries = 200;

/// Of search and of lookup.
Result<DirectoryEntries> parseItunesResults(const QByteArray &json);
/// A chart names no feeds: look its entries' appleId up.
Result<DirectoryEntries> parseItunesChart(const QByteArray &json);
/// Of search, and of one podcast.
Result<DirectoryEntries> parseFyydResults(const QByteArray &json);
/// Of search, and of one podcast.
Result<DirectoryEntries> parsePodcastIndexResults(const QByteArray &json);

} // namespace Earmark
