// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"
#include "core/timemap.h"
#include "media/pcmsource.h"
#include "playback/leveler.h"
#include "playback/silencetrimmer.h"
#include "playback/stretcher.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// Decoded sound on its way to the listener: silences shortened, stretched, evened out, in this
/// order (so the limiter of the true peak has the last word). What comes out is interleaved float,
/// and the stretches of media it is. Qt-free; the decoder's thread alone.
class SoundShaper
{
public:
    /// Media [media, media + frames) at this speed: TimeMap::append()'s.
    struct Piece
    {
        std::int64_t media = 0;
        std::int64_t frames = 0;
        double speed = 1;
        std::int64_t skipped = 0; ///< Frames before it that skipTo() left out.
    };

    /// The pieces are what the samples will be in the end: some of them may be held back yet.
    struct Shaped
    {
        std::vector<float> samples;
        std::vector<Piece> pieces;
    };

    explicit SoundShaper(PcmFormat format);

    /// Sound of the same episode from this media frame on follows, to be played like this. What was
    /// learnt of its noise and its loudness stays.
    void restart(std::int64_t media, const SoundSettings &settings);

    /// Of the analysis of the whole file. LUFS (no number: it is silent), dBFS.
    void setLoudness(double integratedLufs) { m_leveler.setLoudness(integratedLufs); }
    void setNoiseFloor(double dBFS);

    /// Appends to shaped. What comes before a skip fades out.
    void push(std::span<const std::int16_t> samples, Shaped &shaped, bool skipFollows = false);
    /// What is pushed next is from this media frame on and fades in.
    void skipTo(std::int64_t media, Shaped &shaped);
    void finish(Shaped &shaped); ///< The end: what is held back comes too.

private:
    void shape(std::span<const float> samples, Shaped &shaped);
    void takePieces(Shaped &shaped);
    void addPiece(Shaped &shaped, std::int64_t media, std::int64_t frames);
    void fade(bool in);

    const PcmFormat m_format;
    SoundSettings m_settings;
    std::optional<SilenceTrimmer> m_trimmer; ///< While silences are shortened.
    Stretcher m_stretcher;
    Leveler m_leveler;
    std::vector<float> m_floats;
    SilenceTrimmer::Output m_trimmed;
    std::vector<float> m_stretched;
    std::int64_t m_begin = 0; ///< Media frame of restart().
    std::int64_t m_media = 0; ///< Of the next frame.
    std::int64_t m_skipped = 0; ///< Frames before the next piece.
    bool m_fadesIn = false;
    std::optional<double> m_noiseFloor;
};

} // namespace Earmark
