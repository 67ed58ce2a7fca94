// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmdevice.h"

#include <QDataStream>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <span>

namespace Earmark {

namespace {

constexpr std::chrono::hours Promised{48}; // the longest episode seen in the field lasts 12
constexpr quint32 See64 = 0xffffffff; // "the size is in ds64"
constexpr quint16 FloatSamples = 3; // WAVE_FORMAT_IEEE_FLOAT
constexpr qint64 SampleBytes = sizeof(float);
constexpr qint64 MostSamples = 8'192; // per read: 32 KiB, what libavformat's buffer asks for

constexpr float FullScale = 32'768;

qint64 frameBytes(PcmFormat format)
{
    return format.channels * SampleBytes;
}

} // namespace

QByteArray rf64Header(PcmFormat format, qint64 dataSize)
{
    const auto frame = static_cast<quint16>(frameBytes(format));
    const auto rate = static_cast<quint32>(format.sampleRate);
    QByteArray header;
    QDataStream out(&header, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    const auto tag = [&out](const char *name) { out.writeRawData(name, 4); };
    tag("RF64");
    out << See64;
    tag("WAVE");
    tag("ds64");
    constexpr qint64 HeaderAfterRiff = 72;
    out << quint32{28} << HeaderAfterRiff + dataSize << dataSize << dataSize / frame << quint32{0};
    tag("fmt ");
    out << quint32{16} << FloatSamples << static_cast<quint16>(format.channels) << rate
        << rate * frame << frame << static_cast<quint16>(SampleBytes * 8);
    tag("data");
    out << See64;
    return header;
}

PcmDevice::PcmDevice(std::shared_ptr<PcmPipe> pipe, QObject *parent)
    : QIODevice(parent), m_pipe(std::move(pipe))
{
    const PcmFormat format = m_pipe->state().format;
    Q_ASSERT(format.sampleRate > 0);
    m_dataSize = std::chrono::seconds(Promised).count() * format.sampleRate * frameBytes(format);
    m_header = rf64Header(format, m_dataSize);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool PcmDevice::atEnd() const
{
    return pos() >= size() || (pos() >= m_header.size() && m_pipe->isEnd(pipeByte()));
}

/// The sample at pos(), as the pipe counts.
qint64 PcmDevice::pipeByte() const
{
    return (pos() - m_header.size()) / SampleBytes * static_cast<qint64>(sizeof(std::int16_t));
}

qint64 PcmDevice::readData(char *data, qint64 maxSize)
{
    const qint64 wanted = std::min(maxSize, size() - pos());
    if (wanted <= 0)
        return 0; // an end; -1 would stick in the backend as an error
    if (pos() < m_header.size()) {
        const qint64 count = std::min(wanted, m_header.size() - pos());
        std::copy_n(m_header.constData() + pos(), count, data);
        return count;
    }
    const qint64 skip = (pos() - m_header.size()) % SampleBytes;
    if (skip == 0 && wanted >= SampleBytes)
        return readSamples(data, wanted / SampleBytes) * SampleBytes;
    std::array<char, SampleBytes> sample{};
    if (readSamples(sample.data(), 1) == 0)
        return 0;
    const qint64 count = std::min(wanted, SampleBytes - skip);
    std::copy_n(sample.data() + skip, count, data);
    return count;
}

qint64 PcmDevice::readSamples(char *data, qint64 count)
{
    std::array<std::int16_t, MostSamples> samples; // NOLINT(*-member-init): the pipe fills it
    const auto most = static_cast<std::size_t>(std::min(count, MostSamples));
    const auto bytes = m_pipe->read(
            pipeByte(), {reinterpret_cast<char *>(samples.data()), most * sizeof(std::int16_t)});
    const std::span got = std::span(samples).first(bytes / sizeof(std::int16_t));
    for (const std::int16_t sample : got) {
        const float value = static_cast<float>(sample) / FullScale;
        std::memcpy(data, &value, sizeof value);
        data += sizeof value;
    }
    return static_cast<qint64>(got.size());
}

} // namespace Earmark
