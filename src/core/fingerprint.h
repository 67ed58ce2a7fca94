// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

namespace Earmark {

/// 128 bits by which a change of content is noticed, at gigabytes a second, the same on every
/// machine. No secret hangs on it: who makes two documents of one fingerprint only keeps their own
/// listeners from seeing the second.
class Fingerprint
{
public:
    /// Two additions are another fingerprint than one of both together.
    void add(QByteArrayView bytes);
    void add(QStringView text);
    void add(qint64 number) { mix(quint64(number)); }

    /// 16 bytes.
    QByteArray result() const;

private:
    void mix(quint64 word);

    quint64 m_first = 0x9e3779b97f4a7c15ULL;
    quint64 m_second = 0xc2b2ae3d27d4eb4fULL;
};

inline QByteArray fingerprintOf(QByteArrayView bytes)
{
    Fingerprint fingerprint;
    fingerprint.add(bytes);
    return fingerprint.result();
}

} // namespace Earmark
