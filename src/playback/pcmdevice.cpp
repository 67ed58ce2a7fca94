// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmdevice.h"

#include <QDataStream>

#include <algorithm>
#include <chrono>

namespace Earmark {

namespace {

constexpr std::chrono::hours Promised{48}; // the longest episode seen in the field lasts 12
constexpr int BitsPerSample = 16;
constexpr quint32 See64 = 0xffffffff; // "the size is in ds64"

} // namespace

QByteArray rf64Header(PcmFormat format, qint64 dataSize)
{
    const auto frame = static_cast<quint16>(format.bytesPerFrame());
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
    out << quint32{16} << quint16{1} << static_cast<quint16>(format.channels) << rate
        << rate * frame << frame << quint16{BitsPerSample};
    tag("data");
    out << See64;
    return header;
}

PcmDevice::PcmDevice(std::shared_ptr<PcmPipe> pipe, QObject *parent)
    : QIODevice(parent), m_pipe(std::move(pipe))
{
    const PcmFormat format = m_pipe->state().format;
    Q_ASSERT(format.sampleRate > 0);
    m_dataSize = std::chrono::seconds(Promised).count() * format.sampleRate
            * static_cast<qint64>(format.bytesPerFrame());
    m_header = rf64Header(format, m_dataSize);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool PcmDevice::atEnd() const
{
    return pos() >= size() || (pos() >= m_header.size() && m_pipe->isEnd(pos() - m_header.size()));
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
    return static_cast<qint64>(m_pipe->read(pos() - m_header.size(),
                                            std::span(data, static_cast<std::size_t>(wanted))));
}

} // namespace Earmark
