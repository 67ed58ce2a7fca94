// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodeanalysis.h"
#include "core/result.h"

#include <memory>
#include <stop_token>

namespace Earmark {

class ByteSource;
class PcmSource;

/// The generation of measuring. An analysis that another one made is made anew.
constexpr int AnalysisMethod = 1;

/// Listens through everything: an hour of MP3 in some seconds of one core, in about 1 MB of memory
/// an hour. All or nothing: when the sound cannot be read to its end there is an error and no
/// analysis. Errors: ErrorKind::Cancelled; Media (nothing in it can be decoded, it breaks off, or
/// it lasts longer than a day); any of AudioDecoder::open(). On a thread that may wait.
Result<EpisodeAnalysis> analyseSound(PcmSource &source, const std::stop_token &stop);
Result<EpisodeAnalysis> analyseFile(std::shared_ptr<ByteSource> source,
                                    const std::stop_token &stop);

} // namespace Earmark
