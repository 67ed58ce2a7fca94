// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmdevice.h"

#include <QDataStream>

#include <algorithm>
#include <chrono>

namespace Earmark {

namespace {

constexpr std::chrono::hours Promised{48}; // the longest episode seen in the field lasts 12
constexpr quint32 See64 = 0xffffffff; // "the size is in ds64"
constexpr quint16 FloatSamples = 3; // WAVE_FORMAT_IEEE_FLOAT
constexpr qint64 SampleBytes = sizeof(float);

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
        << rate * frame << static_cast<quint16>(frame * PcmPipe::Packet)
        << static_cast<quint16>(SampleBytes * 8);
    tag("data");
    out << See64;
    return header;
}

PcmDevice::PcmDevice(std::shared_ptr<PcmPipe> pipe, QObject *parent)
    : QIODevice(parent), m_pipe(std::move(pipe))
{
    const PcmFormat format = m_pipe->state().format;
    Q_ASSERT(format.sampleRate > 0);
    const qint64 second = format.sampleRate * frameBytes(format);
    m_dataSize = std::chrono::seconds(Promised).count() * second;
    m_leadIn = std::chrono::milliseconds(PcmPipe::Grid * 1'000 / format.sampleRate);
    m_leadInSize = PcmPipe::Grid * frameBytes(format);
    m_header = rf64Header(format, m_dataSize);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool PcmDevice::atEnd() const
{
    return pos() >= size() || (pos() >= soundBegin() && m_pipe->isEnd(pipeByte()));
}

qint64 PcmDevice::pipeByte() const
{
    return pos() - soundBegin();
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
    if (pos() < soundBegin()) {
        const qint64 count = std::min(wanted, soundBegin() - pos());
        std::fill_n(data, count, '\0');
        return count;
    }
    return static_cast<qint64>(m_pipe->read(pipeByte(), {data, static_cast<std::size_t>(wanted)}));
}

} // namespace Earmark
