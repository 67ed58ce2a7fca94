// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/episodeanalyser.h"

#include "core/bytesource.h"
#include "media/audiodecoder.h"
#include "media/pausefinder.h"
#include "media/soundlevels.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr std::int64_t LongestSound = std::int64_t(24) * 3'600; // s
constexpr std::size_t BlockFrames = 16'384; // read at once

Error cancelled()
{
    return fail(ErrorKind::Cancelled, u"The analysis was cancelled."_s);
}

} // namespace

Result<EpisodeAnalysis> analyseSound(PcmSource &source, const std::stop_token &stop)
{
    const PcmFormat format = source.format();
    SoundLevels levels(format);
    std::vector<std::int16_t> block(BlockFrames * std::size_t(format.channels));
    std::int64_t frames = 0;
    while (true) {
        if (stop.stop_requested())
            return cancelled();
        const auto read = source.read(block, stop);
        if (read.status == PcmSource::Status::Cancelled)
            return cancelled();
        if (read.status == PcmSource::Status::Failed)
            return fail(ErrorKind::Media, QString::fromStdString(source.failure()));
        if (read.status == PcmSource::Status::End)
            break;
        levels.add(std::span(block).first(read.frames * std::size_t(format.channels)));
        frames += std::int64_t(read.frames);
        if (frames > LongestSound * format.sampleRate)
            return fail(ErrorKind::Media,
                        u"This file holds more than a day of sound, which Earmark does not analyse;"
                        " it can be played."_s);
    }
    levels.finish();
    if (levels.total().empty())
        return fail(ErrorKind::Media, u"There is as good as no sound in this file."_s);
    FoundPauses found = findPauses(levels);
    return EpisodeAnalysis{.length = std::chrono::milliseconds(frames * 1'000 / format.sampleRate),
                           .loudness = levels.loudness(),
                           .noiseFloor = found.noiseFloor,
                           .pauses = std::move(found.pauses),
                           .waveform = drawWaveform(levels)};
}

Result<EpisodeAnalysis> analyseFile(std::shared_ptr<ByteSource> source, const std::stop_token &stop)
{
    const auto decoder = AudioDecoder::open(std::move(source), stop);
    if (!decoder)
        return decoder.error();
    return analyseSound(**decoder, stop);
}

} // namespace Earmark
