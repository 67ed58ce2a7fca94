// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fingerprint.h"

#include <QtEndian>

#include <bit>

namespace Earmark {
namespace {

// Odd, with as many ones as zeros: the usual choice for a multiplicative hash.
constexpr quint64 FirstFactor = 0xff51afd7ed558ccdULL;
constexpr quint64 SecondFactor = 0xc4ceb9fe1a85ec53ULL;

quint64 finished(quint64 hash)
{
    hash ^= hash >> 33;
    hash *= FirstFactor;
    hash ^= hash >> 33;
    hash *= SecondFactor;
    return hash ^ (hash >> 33);
}

} // namespace

void Fingerprint::mix(quint64 word)
{
    m_first = std::rotl(m_first ^ word, 29) * FirstFactor;
    m_second = std::rotl(m_second + word, 37) * SecondFactor ^ word;
}

void Fingerprint::add(QByteArrayView bytes)
{
    constexpr qsizetype Word = sizeof(quint64);
    const qsizetype whole = bytes.size() - bytes.size() % Word;
    for (qsizetype at = 0; at < whole; at += Word)
        mix(qFromLittleEndian<quint64>(bytes.data() + at));
    quint64 rest = 0;
    for (const char byte : bytes.sliced(whole))
        rest = rest << 8 | uchar(byte);
    mix(rest);
    mix(quint64(bytes.size()));
}

void Fingerprint::add(QStringView text)
{
    constexpr qsizetype Word = sizeof(quint64) / sizeof(char16_t);
    const qsizetype whole = text.size() - text.size() % Word;
    for (qsizetype at = 0; at < whole; at += Word) {
        const char16_t *const units = text.utf16() + at; // compilers make one load of it
        mix(quint64(units[0]) | quint64(units[1]) << 16 | quint64(units[2]) << 32
            | quint64(units[3]) << 48);
    }
    quint64 rest = 0;
    for (const QChar c : text.sliced(whole))
        rest = rest << 16 | c.unicode();
    mix(rest);
    mix(quint64(text.size()));
}

QByteArray Fingerprint::result() const
{
    const quint64 words[]{qToLittleEndian(finished(m_first ^ std::rotl(m_second, 17))),
                          qToLittleEndian(finished(m_second))};
    return QByteArray(reinterpret_cast<const char *>(words), sizeof words);
}

} // namespace Earmark
