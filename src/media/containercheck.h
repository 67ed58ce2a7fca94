// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"

#include <QString>

#include <chrono>
#include <memory>
#include <stop_token>

namespace Earmark {

/// What was found in a file, whatever its name and its server say.
struct ContainerFacts
{
    QString container; ///< libavformat's name.
    bool hasPictures = false; ///< Moving ones; a cover is none.
    std::chrono::milliseconds duration{0}; ///< 0: it does not tell.
};

enum class CheckDepth : std::uint8_t {
    /// Some hundred kilobytes are read, wherever they lie. A cut is seen in MP4, MOV (the tables
    /// name every sample), WAV, RF64, W64, AIFF, CAF, Matroska, WebM (they tell their size) and Ogg
    /// (its last page; not when the cut is exactly between two pages).
    Headers,
    /// All of it is read. A cut is also seen in MP3 with a Xing, Info or VBRI header and in FLAC
    /// whose STREAMINFO counts samples.
    ///
    /// Nothing can be told of MP3 without such a header, of ADTS, and where an encoder that wrote
    /// into a pipe left sizes open.
    ToTheEnd,
};

/// Error::code of a file whose end is missing: to fetch it again may help.
constexpr int FileIsCutOff = 1;

/// Whether this is sound that can be decoded, and all of it as far as its container can tell. A
/// whole file is never refused for what a sloppy encoder wrote about it: where tables, headers and
/// bytes contradict each other, it passes. The source's size must be known.
///
/// Errors: Media (no sound, and what it is instead; FileIsCutOff), Network, Cancelled.
Result<ContainerFacts> checkContainer(const std::shared_ptr<ByteSource> &source, CheckDepth depth,
                                      const std::stop_token &stop);

} // namespace Earmark
