// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/soundshaper.h"

#include <algorithm>

namespace Earmark {

namespace {

constexpr float FullScale = 32'768;
constexpr std::int64_t FadesPerSecond = 200; // of 5 ms, so that a skip does not click

} // namespace

SoundShaper::SoundShaper(PcmFormat format)
    : m_format(format), m_stretcher(format.sampleRate, format.channels),
      m_leveler(format.sampleRate, format.channels)
{
}

void SoundShaper::restart(std::int64_t media, const SoundSettings &settings)
{
    if (settings.trim == TrimStrength::Off)
        m_trimmer.reset();
    else if (!m_trimmer || settings.trim != m_settings.trim)
        m_trimmer.emplace(m_format.sampleRate, m_format.channels, settings.trim);
    else
        m_trimmer->reset();
    m_begin = m_media = media;
    m_skipped = 0;
    m_fadesIn = false;
    m_settings = settings;
    if (m_trimmer && m_noiseFloor)
        m_trimmer->setNoiseFloor(*m_noiseFloor);
    m_stretcher.restart(settings.speed);
    m_leveler.reset();
}

void SoundShaper::setNoiseFloor(double dBFS)
{
    m_noiseFloor = dBFS;
    if (m_trimmer)
        m_trimmer->setNoiseFloor(dBFS);
}

void SoundShaper::push(std::span<const std::int16_t> samples, Shaped &shaped, bool skipFollows)
{
    m_floats.resize(samples.size());
    std::transform(samples.begin(), samples.end(), m_floats.begin(),
                   [](std::int16_t sample) { return static_cast<float>(sample) / FullScale; });
    const auto frames = static_cast<std::int64_t>(samples.size()) / m_format.channels;
    if (m_fadesIn)
        fade(true);
    m_fadesIn = false;
    if (skipFollows)
        fade(false);
    if (m_trimmer) {
        m_trimmer->push(m_floats, m_trimmed);
        takePieces(shaped);
    } else {
        addPiece(shaped, m_media, frames);
        shape(m_floats, shaped);
    }
    m_media += frames;
}

void SoundShaper::skipTo(std::int64_t media, Shaped &shaped)
{
    if (m_trimmer) {
        m_trimmer->finish(m_trimmed);
        takePieces(shaped);
    }
    m_skipped += media - m_media;
    m_begin = m_media = media;
    m_fadesIn = true;
}

void SoundShaper::finish(Shaped &shaped)
{
    if (m_trimmer) {
        m_trimmer->finish(m_trimmed);
        takePieces(shaped);
    }
    m_stretched.clear();
    m_stretcher.finish(m_stretched);
    if (m_settings.evenLoudness) {
        m_leveler.push(m_stretched, shaped.samples);
        m_leveler.finish(shaped.samples);
    } else {
        shaped.samples.insert(shaped.samples.end(), m_stretched.begin(), m_stretched.end());
    }
}

void SoundShaper::takePieces(Shaped &shaped)
{
    for (const SilenceTrimmer::Piece &piece : m_trimmed.pieces)
        addPiece(shaped, m_begin + piece.from, piece.frames);
    shape(m_trimmed.samples, shaped);
    m_trimmed.pieces.clear();
    m_trimmed.samples.clear();
}

void SoundShaper::addPiece(Shaped &shaped, std::int64_t media, std::int64_t frames)
{
    shaped.pieces.push_back({media, frames, m_settings.speed, m_skipped});
    m_skipped = 0;
}

/// The first or the last of m_floats.
void SoundShaper::fade(bool in)
{
    const auto channels = static_cast<std::size_t>(m_format.channels);
    const std::size_t all = m_floats.size() / channels;
    const auto longest = static_cast<std::size_t>(m_format.sampleRate / FadesPerSecond);
    const std::size_t frames = std::min(all, longest);
    for (std::size_t i = 0; i < frames; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(frames);
        const std::size_t frame = in ? i : all - 1 - i;
        for (std::size_t channel = 0; channel < channels; ++channel)
            m_floats[frame * channels + channel] *= gain;
    }
}

void SoundShaper::shape(std::span<const float> samples, Shaped &shaped)
{
    if (!m_settings.evenLoudness) {
        m_stretcher.push(samples, shaped.samples);
        return;
    }
    m_stretched.clear();
    m_stretcher.push(samples, m_stretched);
    m_leveler.push(m_stretched, shaped.samples);
}

} // namespace Earmark
