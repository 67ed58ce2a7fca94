// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"

#include <QString>

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace Earmark {

/// What libavformat is spared. Its demuxers believe counts in headers, and insert chapters and tags
/// into lists in quadratic time without a look at the interrupt callback: some hundred kilobytes
/// keep it busy for minutes, six hundred bytes make it take two gigabytes (measured, FFmpeg 5.1).
namespace ContainerLimits {
inline constexpr std::int64_t ChapterBytes = 256LL * 1024; ///< Matroska; 0.2 s for the worst.
inline constexpr std::int64_t TagBytes = 128LL * 1024; ///< Matroska; 0.4 s for the worst.
inline constexpr std::int64_t TableBytes = 4LL * 1024 * 1024; ///< Other Matroska elements in all.
inline constexpr std::int64_t AttachmentBytes = 8LL * 1024 * 1024; ///< Matroska: covers, fonts.
inline constexpr std::int64_t Samples = 5'000'000; ///< MP4, all tracks: 29 h of AAC at 48 kHz.
inline constexpr std::int64_t MovieBytes = 64LL * 1024 * 1024; ///< MP4: `moov`, `moof`.
inline constexpr int Tracks = 16; ///< MP4; cover pictures come on top.
inline constexpr int FragmentedTracks = 4; ///< MP4; their tables grow while they are played.
inline constexpr std::int64_t Comments = 2'000; ///< FLAC, Ogg: tags of one stream.
inline constexpr std::int64_t Block = 128LL * 1024 * 1024; ///< One allocation of libav.
} // namespace ContainerLimits

/// Walks the structure of a container of this libavformat name, from `begin` on, and fails with
/// ErrorKind::Media where libavformat would hang or bloat. Reads only what libavformat reads, a few
/// windows of it; what cannot be read passes, as libavformat will meet the same end.
Result<> guardContainer(ByteSource &source, std::int64_t begin, std::string_view format,
                        const std::stop_token &stop);

/// What guardContainer() says of such a file.
Error tooMuchToOpen(const QString &detail);

} // namespace Earmark
