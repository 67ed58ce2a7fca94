// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/chapterfiles.h"
#include "fuzz/targets.h"

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {

void chapters(const QByteArray &bytes)
{
    constexpr qsizetype Most = 10'000;
    const QUrl base
            = bytes.size() % 2 == 0 ? QUrl(u"https://feeds.example/show/chapters.json"_s) : QUrl();
    // A Podlove file says nothing of where it lies.
    const std::pair<Result<Chapters>, Links> readings[]{
            {parseJsonChapters(bytes, base), base.isEmpty() ? Links::MayBeRelative : Links::AreWeb},
            {parsePodloveChapters(bytes), Links::MayBeRelative}};
    for (const auto &[read, links] : readings) {
        if (!read) {
            require(!read.error().sentence.isEmpty(), "an error is a sentence");
            continue;
        }
        require(read->size() <= Most, "chapters have a limit");
        requireChapters(*read, links);
    }
}

} // namespace Earmark::Fuzz
