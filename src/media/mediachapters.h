// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <vector>

namespace Earmark {

/// What a media file says about itself. All of it is hostile and capped (chaptertidy.h).
struct MediaChapters
{
    Chapters chapters; ///< Sorted; empty if the file has none.
    std::optional<std::chrono::milliseconds> duration; ///< If the container tells it.
    QByteArray cover; ///< Embedded artwork, as it stands (JPEG, PNG ...).
    QString title;
};

/// A chapter with the number its container knows it by.
struct NumberedChapter
{
    qint64 number = 0;
    Chapter chapter;
};

} // namespace Earmark
