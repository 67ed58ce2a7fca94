// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Earmark::FeedLimits {

// Well above the largest feeds in the wild (40 MB, 20,000 episodes); what is beyond is left out.
constexpr qint64 Document = 256LL * 1024 * 1024; ///< bytes
constexpr qint64 JsonDocument = 64LL * 1024 * 1024; ///< bytes; held whole, unlike XML
constexpr qsizetype Text = 4LL * 1024 * 1024; ///< bytes of one run of text
constexpr qsizetype Tag = 256LL * 1024; ///< bytes of one tag with its attributes
constexpr int Depth = 128; ///< elements within each other
constexpr int Episodes = 100'000;
constexpr int Values = 1'000; ///< of anything that can stand in an episode or feed many times
constexpr int Chapters = 5'000;
constexpr qsizetype Prefixes = 64; ///< declared; each name is compared with them
constexpr qsizetype Line = 4'096; ///< characters of a title, name, address's text ...
constexpr qsizetype Address = 8'192; ///< characters

} // namespace Earmark::FeedLimits
