// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace Earmark {

class ByteSource;

/// What a sound or video file says of itself. All of it is a stranger's word: texts are capped and
/// free of control characters, numbers within sane bounds.
struct MediaTags
{
    QString title; ///< One line.
    QString album; ///< One line.
    QString artist; ///< Of the album where it names one, else of the title; one line.
    QString date; ///< As written: "2010", "2023-05-25".
    QString notes; ///< Plain or HTML, with its line ends; of several texts the longest.
    int disc = 0; ///< 0: not told.
    int track = 0; ///< 0: not told.
    std::optional<std::chrono::milliseconds> duration; ///< As headers tell or let guess.
    bool hasPicture = false;

    bool operator==(const MediaTags &) const = default;
};

/// Opens the file as a player would (media/avinput.h) and reads what its headers say. Fails for
/// what is no sound that can be played. Waits for bytes: not on the GUI thread.
Result<MediaTags> readMediaTags(const std::shared_ptr<ByteSource> &source,
                                const std::stop_token &stop);

/// The picture in it, as it stands (JPEG, PNG ...), at most 10 MiB; empty when it has none.
Result<QByteArray> readMediaPicture(const std::shared_ptr<ByteSource> &source,
                                    const std::stop_token &stop);

} // namespace Earmark
