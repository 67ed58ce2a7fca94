// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

namespace Earmark {

/// What is believed of a file at most. The longest real lists have some hundred chapters; a title
/// or picture beyond these is an attack or a mistake, and costs memory for every open episode.
namespace ChapterLimits {
inline constexpr qsizetype Chapters = 10'000;
inline constexpr std::chrono::hours Latest{1000}; ///< Start or end; as in feeds.
inline constexpr qsizetype TitleLength = 1'000; ///< UTF-16 units.
inline constexpr qsizetype LinkLength = 4'000; ///< UTF-16 units.
inline constexpr qsizetype ImageBytes = 2LL * 1024 * 1024; ///< One chapter's picture.
inline constexpr qsizetype CoverBytes = 10LL * 1024 * 1024;
inline constexpr qint64 ReadBytes = 64LL * 1024 * 1024; ///< Of one file, all containers.
} // namespace ChapterLimits

/// One line without control characters, at most TitleLength long; otherwise as it was written.
QString tidyTitle(const QString &text);

/// The address if it is http or https with a host, else empty.
QUrl tidyLink(const QString &text);

/// The bytes if they are no more than `limit`, else nothing: half a picture is none.
QByteArray tidyImage(QByteArray bytes, qsizetype limit = ChapterLimits::ImageBytes);

/// Sorted by start (chapters of one start keep their order), no start below zero or behind
/// ChapterLimits::Latest, no end at or before its start, at most ChapterLimits::Chapters.
Chapters tidyChapters(Chapters chapters);

} // namespace Earmark
