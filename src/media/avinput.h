// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "media/chapterwatch.h"

#include <memory>
#include <optional>
#include <stop_token>

struct AVFormatContext;
struct AVIOContext;

namespace Earmark {

/// libavformat over a ByteSource, and over nothing else. Bytes in feeds are hostile: a "file.mp3"
/// may be an HLS playlist that names another file or server. So libavformat gets our own I/O, no
/// protocol at all, a list of named sound and video containers, and a refusal for every other file
/// a demuxer asks for; sizes and counts are capped.
///
/// One thread at a time. Every call that reads may wait for the ByteSource: not for the GUI thread.
class AvInput
{
public:
    enum class Tags : std::uint8_t {
        Read, ///< metadata, chapters and attached pictures as libavformat gives them.
        Skip, ///< Of an MP3 the sound alone: no ID3v2 (megabytes of pictures), no look at its end.
        Only, ///< As Read, but no packet is read to learn more of the streams than headers tell.
    };

    /// Opens and finds the streams. Fails with ErrorKind::Media for what is no sound, Cancelled
    /// when stop was requested, Network when the source failed; the sentence is for the listener.
    static Result<std::unique_ptr<AvInput>> open(std::shared_ptr<ByteSource> source,
                                                 std::stop_token stop, Tags tags = Tags::Read);

    AvInput(const AvInput &) = delete;
    AvInput &operator=(const AvInput &) = delete;
    ~AvInput();

    /// Never null; owned here.
    AVFormatContext *context() const { return m_context; }

    /// Whose wish to stop the reads that follow obey; clears what an earlier stop or failure left
    /// behind, so that reading and seeking can go on.
    void obey(std::stop_token stop);

    /// What an AVERROR that a libav call on context() returned means to the listener.
    Error error(int averror) const;

    /// Whether the bytes did not come since obey() (libavformat often calls that an end).
    bool sourceFailed() const { return m_sourceFailed; }

    /// Where the bytes that libavformat sees begin in the source (behind skipped tags).
    std::int64_t base() const { return m_base; }
    ByteSource &source() const { return *m_source; }

private:
    AvInput(std::shared_ptr<ByteSource> source, std::stop_token stop);
    Result<> openContext(Tags tags);
    bool isTail() const;
    static int readPacket(void *self, std::uint8_t *into, int size);
    static std::int64_t seek(void *self, std::int64_t offset, int whence);
    static int interrupted(void *self);

    std::shared_ptr<ByteSource> m_source;
    std::stop_token m_stop;
    AVIOContext *m_io = nullptr;
    AVFormatContext *m_context = nullptr;
    std::int64_t m_base = 0;
    std::int64_t m_offset = 0; ///< As libavformat counts: from m_base.
    bool m_sourceFailed = false;
    bool m_hideTail = false;
    std::optional<double> m_cpuLimit; ///< While headers are read.
    std::optional<ChapterWatch> m_chapterWatch; ///< While headers of Matroska are read.
    bool m_isTooMuch = false;
};

} // namespace Earmark
