// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/repair.h"

#include "feed/encoding.h"
#include "feed/feedlimits.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {
constexpr qint64 ChunkSize = 64LL * 1024;
}

RepairingDevice::RepairingDevice(QIODevice &source, QByteArray httpCharset)
    : m_source(source), m_httpCharset(std::move(httpCharset))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool RepairingDevice::atEnd() const
{
    return m_sourceEnded && m_taken >= m_ready.size();
}

QStringList RepairingDevice::repairs() const
{
    QStringList all = m_mender.repairs();
    if (m_tooLong)
        all.append(u"The feed is larger than 256 MB; the rest of it was left out."_s);
    return all;
}

qint64 RepairingDevice::readData(char *data, qint64 maxSize)
{
    while (m_taken >= m_ready.size() && !m_sourceEnded)
        fill();
    const qint64 count = std::min<qint64>(maxSize, m_ready.size() - m_taken);
    if (count <= 0)
        return -1;
    std::memcpy(data, m_ready.constData() + m_taken, static_cast<size_t>(count));
    m_taken += count;
    return count;
}

qint64 RepairingDevice::writeData(const char *, qint64)
{
    return -1;
}

QByteArray RepairingDevice::readChunk()
{
    QByteArray chunk = m_source.read(ChunkSize);
    // A short first read (a socket's) must not decide over the encoding.
    while (m_encoding.isEmpty() && !chunk.isEmpty() && chunk.size() < ChunkSize) {
        const QByteArray more = m_source.read(ChunkSize - chunk.size());
        if (more.isEmpty())
            break;
        chunk += more;
    }
    m_read += chunk.size();
    m_tooLong = m_read > FeedLimits::Document;
    m_sourceEnded = chunk.isEmpty() || m_tooLong;
    return chunk;
}

void RepairingDevice::findEncoding(QByteArray &head)
{
    m_encoding = documentEncoding(head, m_httpCharset);
    if (m_encoding != "utf-8")
        m_decoder.emplace(m_encoding.constData(), QStringConverter::Flag::Default);
    head.remove(0, byteOrderMark(head));
}

QByteArray RepairingDevice::decoded(const QByteArray &chunk)
{
    if (!m_decoder)
        return chunk;
    const QString text = m_decoder->decode(chunk);
    return text.toUtf8();
}

void RepairingDevice::fill()
{
    QByteArray chunk = readChunk();
    if (m_encoding.isEmpty())
        findEncoding(chunk);
    m_ready.resize(0);
    m_taken = 0;
    m_mender.add(decoded(chunk), m_sourceEnded, m_ready);
}

} // namespace Earmark
