// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mp3frames.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace Earmark {

namespace {

constexpr std::size_t Block = 256UL * 1024;
constexpr std::int64_t FrameHeader = 4;
constexpr std::int64_t Slack = 128; // bytes by which a header's word may be wrong
constexpr std::int64_t SlackFrames = 2; // some count the one that counts, some do not

/// Bytes read front to back, in blocks.
class Blocks
{
public:
    Blocks(ByteSource &source, std::stop_token stop, std::size_t block = Block)
        : m_source(source), m_stop(std::move(stop)), m_block(block)
    {
    }

    ByteSource::Status status() const { return m_status; }

    /// Nothing: there are not so many, or they cannot be read.
    std::span<const char> at(std::int64_t offset, std::size_t count)
    {
        const auto skipped = static_cast<std::size_t>(offset - m_begin);
        if (offset < m_begin || skipped + count > m_count)
            fill(offset, count);
        const auto from = static_cast<std::size_t>(offset - m_begin);
        return from + count <= m_count ? std::span(m_block).subspan(from, count)
                                       : std::span<const char>();
    }

private:
    void fill(std::int64_t offset, std::size_t count)
    {
        m_begin = offset;
        m_count = 0;
        m_status = ByteSource::Status::Ok;
        while (m_count < count && m_status == ByteSource::Status::Ok) {
            const auto read = m_source.readAt(offset + static_cast<std::int64_t>(m_count),
                                              std::span(m_block).subspan(m_count), m_stop);
            m_status = read.status;
            m_count += read.status == ByteSource::Status::Ok ? read.count : 0;
        }
    }

    ByteSource &m_source;
    std::stop_token m_stop;
    std::vector<char> m_block;
    std::int64_t m_begin = 0;
    std::size_t m_count = 0;
    ByteSource::Status m_status = ByteSource::Status::Ok;
};

std::uint8_t octet(std::span<const char> bytes, std::size_t at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

std::int64_t number(std::span<const char> bytes, std::size_t at)
{
    std::int64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | octet(bytes, at + i);
    return value;
}

struct Frame
{
    std::int64_t length = 0;
    int kbits = 0;
    std::size_t sideInfo = 0; ///< Where the tag of a first frame would stand.
};

/// Of a frame of layer III.
std::optional<Frame> frameOf(std::span<const char> header)
{
    constexpr std::array Rates1{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    constexpr std::array Rates2{8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    constexpr std::array Samples{44'100, 48'000, 32'000};
    if (header.size() < FrameHeader || octet(header, 0) != 0xFF)
        return {};
    const unsigned second = octet(header, 1);
    const unsigned third = octet(header, 2);
    const unsigned version = second >> 3U & 3U; // 0: MPEG 2.5, 2: MPEG 2, 3: MPEG 1
    const std::size_t rate = third >> 4U;
    const std::size_t samples = third >> 2U & 3U;
    const bool isLayer3 = (second >> 1U & 3U) == 1;
    if (second < 0xE0 || version == 1 || !isLayer3 || rate == 0 || rate == 15 || samples == 3)
        return {};
    const bool isFirst = version == 3;
    const int hertz = Samples.at(samples) / (isFirst ? 1 : version == 2 ? 2 : 4);
    const int kbits = isFirst ? Rates1.at(rate - 1) : Rates2.at(rate - 1);
    const std::int64_t padding = third >> 1U & 1U;
    const bool isMono = octet(header, 3) >> 6U == 3;
    const std::size_t side = isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17);
    return Frame{(isFirst ? 144'000LL : 72'000LL) * kbits / hertz + padding, kbits,
                 FrameHeader + side};
}

bool isAt(std::span<const char> bytes, std::size_t at, std::string_view word)
{
    return at + word.size() <= bytes.size()
            && std::equal(word.begin(), word.end(),
                          bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Whether the first frame holds a promise instead of sound.
bool takePromise(std::span<const char> frame, std::size_t sideInfo, Mp3Frames &found)
{
    constexpr std::size_t Vbri = 36;
    if (isAt(frame, Vbri, "VBRI") && frame.size() >= Vbri + 18) {
        found.promisedBytes = number(frame, Vbri + 10);
        found.promisedFrames = number(frame, Vbri + 14);
        return true;
    }
    if (!isAt(frame, sideInfo, "Xing") && !isAt(frame, sideInfo, "Info"))
        return false;
    std::size_t at = sideInfo + 4;
    const std::int64_t flags = at + 12 <= frame.size() ? number(frame, at) : 0;
    at += 4;
    if ((flags & 1) != 0) {
        found.promisedFrames = number(frame, at);
        at += 4;
    }
    if ((flags & 2) != 0)
        found.promisedBytes = number(frame, at);
    return true;
}

bool hasEndTag(Blocks &blocks, std::int64_t size)
{
    constexpr std::int64_t Id3v1 = 128;
    constexpr std::int64_t Ape = 32;
    return (size >= Id3v1 && isAt(blocks.at(size - Id3v1, 3), 0, "TAG"))
            || (size >= Ape && isAt(blocks.at(size - Ape, 8), 0, "APETAGEX"));
}

} // namespace

bool Mp3Frames::isCutOff() const
{
    return promisedFrames > frames + SlackFrames
            && (promisedBytes == 0 || promisedBytes > bytes + Slack) && endsWithinFrame
            && !hasEndTag;
}

bool hasConstantBitRate(ByteSource &source, std::int64_t begin, const std::stop_token &stop)
{
    constexpr std::int64_t Looked = 64LL * 1024; // as libavformat's probe has read anyway
    constexpr int LowestRate = 40; // kbit/s; a changing rate says silence with 32, or 8
    constexpr int FewestFrames = 40;
    Blocks blocks(source, stop, Looked);
    int rate = 0;
    int frames = 0;
    for (std::int64_t at = begin; at + FrameHeader < begin + Looked; ++frames) {
        const std::optional<Frame> frame = frameOf(blocks.at(at, FrameHeader));
        if (!frame)
            return false;
        if (frames == 0) {
            Mp3Frames found;
            const auto first = blocks.at(at, static_cast<std::size_t>(frame->length));
            if (takePromise(first, frame->sideInfo, found))
                return isAt(first, frame->sideInfo, "Info");
            rate = frame->kbits;
        }
        if (frame->kbits != rate)
            return false;
        at += frame->length;
    }
    return frames >= FewestFrames && rate >= LowestRate;
}

Mp3Walked walkMp3(ByteSource &source, std::int64_t begin, std::int64_t size,
                  const std::stop_token &stop)
{
    Blocks blocks(source, stop);
    Mp3Walked walked;
    Mp3Frames &found = walked.found;
    found.hasEndTag = hasEndTag(blocks, size);
    bool isFirst = true;
    for (std::int64_t at = begin; at + FrameHeader <= size;) {
        const std::span<const char> header = blocks.at(at, FrameHeader);
        if (header.empty()) { // shorter than it was, or not to be read
            walked.status = blocks.status();
            return walked;
        }
        const std::optional<Frame> frame = frameOf(header);
        if (!frame) {
            ++at; // damaged, or a tag in between
            found.endsWithinFrame = false;
            continue;
        }
        if (isFirst)
            found.bytes = size - at;
        const auto there = static_cast<std::size_t>(std::min(frame->length, size - at));
        const bool isPromise = isFirst && takePromise(blocks.at(at, there), frame->sideInfo, found);
        found.frames += isPromise ? 0 : 1;
        isFirst = false;
        at += frame->length;
        found.endsWithinFrame = at > size;
    }
    return walked;
}

} // namespace Earmark
