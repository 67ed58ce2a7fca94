// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wavbytes.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <cmath>
#include <vector>

namespace Earmark {

QByteArray wavOf(std::span<const std::int16_t> samples, int sampleRate, int channels)
{
    const auto frameBytes = static_cast<quint16>(channels * 2);
    const auto dataBytes = static_cast<quint32>(samples.size_bytes());
    QByteArray wav;
    wav.reserve(static_cast<qsizetype>(dataBytes) + 44);
    QDataStream out(&wav, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    out.writeRawData("RIFF", 4);
    out << dataBytes + 36;
    out.writeRawData("WAVEfmt ", 8);
    out << quint32{16} << quint16{1} << static_cast<quint16>(channels)
        << static_cast<quint32>(sampleRate) << static_cast<quint32>(sampleRate) * frameBytes
        << frameBytes << quint16{16};
    out.writeRawData("data", 4);
    out << dataBytes;
    for (const std::int16_t sample : samples)
        out << qint16{sample};
    return wav;
}

QByteArray wavOf(std::span<const float> samples, int sampleRate, int channels)
{
    constexpr float FullScale = 32'767;
    std::vector<std::int16_t> rounded(samples.size());
    std::transform(samples.begin(), samples.end(), rounded.begin(), [](float sample) {
        return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * FullScale));
    });
    return wavOf(rounded, sampleRate, channels);
}

} // namespace Earmark
