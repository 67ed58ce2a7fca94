// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containerguard.h"
#include "media/containerwalks.h"

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr std::uint32_t cc(const char (&name)[5])
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(name[i]);
    return value;
}

// The containers that libavformat looks into for tables. Full boxes and the like that hold others
// (meta, stsd) are left out: what hides there meets ContainerLimits::Block.
constexpr std::array Containers
        = {cc("moov"), cc("trak"), cc("mdia"), cc("minf"), cc("stbl"), cc("mvex"), cc("moof"),
           cc("traf"), cc("udta"), cc("edts"), cc("dinf"), cc("tref"), cc("ilst")};
constexpr int Deepest = 10;
constexpr int MostTopBoxes = 4'096;
constexpr int MostBoxes = 200'000; // in `moov` and the `moof`s before the sound
constexpr std::int64_t BoxHeader = 8;
constexpr std::int64_t LongBoxHeader = 16;
// Sound of one sample per duration is indexed by chunks of at least so many samples.
constexpr std::int64_t PcmSamples = 1'024;

struct Box
{
    std::uint32_t name = 0; ///< 0: there is none.
    std::int64_t body = 0;
    std::int64_t end = 0;
};

Box boxAt(WindowReader &reader, std::int64_t at, std::int64_t limit)
{
    if (limit - at < BoxHeader)
        return {};
    std::uint64_t size = reader.bigEndian(at, 4);
    Box box{static_cast<std::uint32_t>(reader.bigEndian(at + 4, 4)), at + BoxHeader, limit};
    if (size == 1) {
        size = reader.bigEndian(at + BoxHeader, 8);
        box.body = at + LongBoxHeader;
    }
    if (reader.failed() || (size != 0 && static_cast<std::int64_t>(size) < box.body - at))
        return {};
    // libavformat cuts what reaches beyond its parent, too.
    if (size != 0 && static_cast<std::int64_t>(size) < limit - at)
        box.end = at + static_cast<std::int64_t>(size);
    return box;
}

class Walk
{
public:
    explicit Walk(WindowReader &reader) : m_reader(reader) { }

    QString run(std::int64_t begin)
    {
        bool hasMovie = false;
        std::int64_t at = begin;
        for (int i = 0; i < MostTopBoxes; ++i) {
            const Box box = boxAt(m_reader, at, std::numeric_limits<std::int64_t>::max() / 2);
            if (m_reader.failed() || box.name == 0)
                return {};
            if (box.name == cc("mdat") && hasMovie)
                return {};
            hasMovie = hasMovie || box.name == cc("moov");
            QString why = takeTop(box);
            if (!why.isEmpty())
                return why;
            at = box.end;
        }
        return u"Too many boxes before the sound."_s;
    }

private:
    QString takeTop(const Box &box)
    {
        const bool isTable = isContainer(box) || box.name == cc("meta") || box.name == cc("cmov");
        if (isTable && box.end - box.body > ContainerLimits::MovieBytes)
            return u"A box of %1 bytes."_s.arg(box.end - box.body);
        return take(box, 0);
    }

    static bool isContainer(const Box &box)
    {
        return std::find(Containers.begin(), Containers.end(), box.name) != Containers.end();
    }

    QString walk(const Box &parent, int depth)
    {
        if (depth > Deepest)
            return u"Boxes are nested too deep."_s;
        m_oneByOne = parent.name == cc("stbl") ? false : m_oneByOne;
        for (std::int64_t at = parent.body; at < parent.end;) {
            const Box box = boxAt(m_reader, at, parent.end);
            if (m_reader.failed() || box.name == 0)
                return {};
            if (++m_boxes > MostBoxes)
                return u"Too many boxes."_s;
            QString why = take(box, depth + 1);
            if (!why.isEmpty())
                return why;
            at = box.end;
        }
        return {};
    }

    QString take(const Box &box, int depth)
    {
        if (box.name == cc("cmov"))
            return u"The movie box is compressed."_s;
        if (box.name == cc("hdlr")) // version and flags, 0, kind
            m_isSound = m_reader.name(box.body + 8) == cc("soun");
        m_tracks += box.name == cc("trak") ? 1 : 0;
        m_fragmented += box.name == cc("trex") ? 1 : 0;
        if (m_tracks > ContainerLimits::Tracks || m_fragmented > ContainerLimits::FragmentedTracks)
            return u"Too many tracks."_s;
        m_samples += samplesOf(box);
        if (m_samples > ContainerLimits::Samples)
            return u"The tables name %1 samples."_s.arg(m_samples);
        return isContainer(box) ? walk(box, depth) : QString();
    }

    std::int64_t samplesOf(const Box &box)
    {
        const auto at = [&](std::int64_t offset) {
            return static_cast<std::int64_t>(m_reader.bigEndian(box.body + offset, 4));
        };
        if (box.name == cc("stts")) // version and flags, count, {samples, duration}
            m_oneByOne = m_isSound && at(4) == 1 && at(12) == 1;
        if (box.name == cc("stsz") || box.name == cc("stz2")) // version, size of all, count
            return at(8) / (m_oneByOne ? PcmSamples : 1);
        if (box.name == cc("trun"))
            return at(4);
        if (box.name == cc("stsc") && m_oneByOne)
            return chunkedSamples(box);
        return 0;
    }

    /// Chunks of one-by-one samples: what stsz claims is not asked, every chunk is believed.
    std::int64_t chunkedSamples(const Box &box)
    {
        const auto count = static_cast<std::int64_t>(m_reader.bigEndian(box.body + 4, 4));
        constexpr std::int64_t Entry = 12; // first chunk, samples per chunk, description
        std::int64_t most = 0;
        for (std::int64_t i = 0; i < count && box.body + 8 + (i + 1) * Entry <= box.end; ++i) {
            const auto samples = static_cast<std::int64_t>(
                    m_reader.bigEndian(box.body + 8 + i * Entry + 4, 4));
            most = std::max(most, samples);
            if (m_reader.failed())
                return 0;
        }
        return most / PcmSamples; // A chunk; the many chunks meet ContainerLimits::Block.
    }

    WindowReader &m_reader;
    std::int64_t m_samples = 0;
    int m_boxes = 0;
    int m_tracks = 0;
    int m_fragmented = 0;
    bool m_isSound = false;
    bool m_oneByOne = false; ///< Of the sample table that is being walked, by its stts.
};

} // namespace

QString walkMp4(WindowReader &reader, std::int64_t begin)
{
    return Walk(reader).run(begin);
}

} // namespace Earmark
