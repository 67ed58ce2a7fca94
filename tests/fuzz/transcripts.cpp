// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/transcripts.h"

#include "fuzz/targets.h"

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {

void transcripts(const QByteArray &bytes)
{
    constexpr qsizetype Most = 100'000;
    constexpr qsizetype Longest = 16'384;
    const QStringList types{{}, u"text/vtt"_s, u"application/json"_s, u"text/html"_s};
    const Result<Cues> cues = readTranscript(bytes, types.at(bytes.size() % types.size()));
    if (!cues) {
        require(!cues.error().sentence.isEmpty(), "an error is a sentence");
        return;
    }
    require(cues->size() <= Most, "cues have a limit");
    for (const Cue &cue : *cues) {
        require(cue.start.count() >= 0 && cue.end.count() >= 0, "no cue is before zero");
        require(cue.text.size() <= Longest, "a cue's text has a limit");
    }
}

} // namespace Earmark::Fuzz
