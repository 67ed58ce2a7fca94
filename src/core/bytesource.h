// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace Earmark {

/// The bytes of one media file, wherever they are: on disk, in the program, on a server. The only
/// thing that decoders, chapter readers and QMediaPlayer's device ever see; none of them sees an
/// address. Qt-free, so that what reads it can be tested under ThreadSanitizer.
class ByteSource
{
public:
    enum class Status : std::uint8_t {
        Ok, ///< count > 0 bytes were read.
        End, ///< offset is at or past the end.
        Cancelled, ///< stop was requested.
        Failed, ///< failure() says why; a later read may succeed (a server that came back).
    };
    struct Read
    {
        Status status = Status::Failed;
        std::size_t count = 0;
    };

    /// What the listener could lift by a word.
    enum class Refusal : std::uint8_t {
        None,
        Login, ///< The server wants a name and password.
        OwnNetwork, ///< It lies on the listener's own network, and he was not asked.
    };

    ByteSource() = default;
    ByteSource(const ByteSource &) = delete;
    ByteSource &operator=(const ByteSource &) = delete;
    virtual ~ByteSource() = default;

    /// All bytes; nothing while unknown (before the first answer of a server) or never told.
    virtual std::optional<std::int64_t> size() const = 0;

    /// Reads at most into.size() bytes at offset, at least one. May wait for a network: never
    /// call it on the GUI, network or storage thread. Any number of threads may read at once.
    virtual Read readAt(std::int64_t offset, std::span<char> into, std::stop_token stop) = 0;

    /// A sentence for the listener (UTF-8) about the last failure; empty if there was none.
    virtual std::string failure() const = 0;

    /// Why the last failure was one.
    virtual Refusal refusal() const { return Refusal::None; }

    /// Whether reading all of it costs next to nothing (a disk, memory), so that a sound file that
    /// does not tell its length may be walked through for it.
    virtual bool isLocal() const { return false; }

    /// Whether all of [from, to) can be read now without waiting for a network. Any thread.
    virtual bool isThere(std::int64_t from, std::int64_t to) const
    {
        return isLocal() && from >= 0 && to >= from;
    }
    /// The same of the whole file.
    bool isWhole() const
    {
        const auto bytes = size();
        return bytes && *bytes > 0 && isThere(0, *bytes);
    }
};

} // namespace Earmark
