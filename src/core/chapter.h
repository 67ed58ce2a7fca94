// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Earmark {

/// Where a chapter list came from, in the order of trust (the file that plays knows best: with
/// dynamic advertising the feed's times are those of another file).
enum class ChapterSource : quint8 { File, Json, Podlove, Notes };

/// One chapter, in media time.
struct Chapter
{
    std::chrono::milliseconds start{0};
    std::optional<std::chrono::milliseconds> end; ///< Nothing: until the next one, or the end.
    QString title;
    QUrl link; ///< http, https or empty.
    QUrl image; ///< http or https, or `earmark-image:<sha256>` once an embedded one was kept.
    QByteArray embeddedImage; ///< As it stood in the file (JPEG, PNG ...); never stored as such.
    bool hidden = false; ///< Changes picture and link while it plays; not listed (toc:false).
    /// Where its source says it begins, when that is not start (core/chapterplacement.h).
    std::optional<std::chrono::milliseconds> told{};

    bool operator==(const Chapter &) const = default;
};
using Chapters = QList<Chapter>;

/// What one source said, or what was made of several. Sorted by start.
struct ChapterList
{
    ChapterSource source = ChapterSource::Notes;
    Chapters chapters;

    bool operator==(const ChapterList &) const = default;
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::ChapterList)
