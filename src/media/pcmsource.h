// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace Earmark {

/// Interleaved signed 16 bit, one or two channels.
struct PcmFormat
{
    int sampleRate = 0;
    int channels = 0;

    std::size_t bytesPerFrame() const { return static_cast<std::size_t>(channels) * 2; }
    bool operator==(const PcmFormat &) const = default;
};

/// A length in frames (one sample per channel); 0 when nothing is known.
struct PcmLength
{
    std::int64_t frames = 0;
    bool exact = false; ///< False: an estimate, from bytes and bit rate.

    bool operator==(const PcmLength &) const = default;
};

/// Sound as numbers, in media time counted in frames from the first sample that sounds. The seam
/// between what makes sound (a decoder; later what trims, levels and stretches) and the pipe that
/// plays it. Qt-free. One thread at a time; seek and read may wait for bytes and obey their token.
class PcmSource
{
public:
    enum class Status : std::uint8_t {
        Ok,
        End, ///< Nothing behind this.
        Cancelled, ///< Stop was requested; the next call goes on where this one should have.
        Failed, ///< failure() says why; the next call tries again.
    };
    struct Read
    {
        Status status = Status::Failed;
        std::size_t frames = 0; ///< > 0 exactly when status is Ok.
    };

    PcmSource() = default;
    PcmSource(const PcmSource &) = delete;
    PcmSource &operator=(const PcmSource &) = delete;
    virtual ~PcmSource() = default;

    virtual PcmFormat format() const = 0;

    /// May become exact while reading (at the end) or after measure().
    virtual PcmLength length() const = 0;

    /// Whether there is a moving picture beside the sound (a cover is none), and what its own clock
    /// shows at frame 0 of the sound (us). Known from the beginning.
    virtual std::optional<std::int64_t> pictureZero() const { return {}; }

    /// The next read begins exactly at this frame. Ok past the end too: the next read says End.
    virtual Status seek(std::int64_t frame, std::stop_token stop) = 0;

    /// into holds whole frames: a multiple of format().channels samples.
    virtual Read read(std::span<std::int16_t> into, std::stop_token stop) = 0;

    /// Finds the exact length by walking through everything, where that is cheap and needed.
    virtual Status measure(std::stop_token stop) = 0;

    /// A sentence for the listener (UTF-8) about the last failure.
    virtual std::string failure() const = 0;
};

} // namespace Earmark
