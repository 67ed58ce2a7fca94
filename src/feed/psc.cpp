// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/durations.h"
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

#include <cmath>

// Podlove Simple Chapters inside an item.

namespace Earmark {
namespace {

void readChapter(FeedReader &xml, Chapters &chapters)
{
    const auto start = parseDuration(xml.attribute(u"start"));
    if (!start || chapters.size() >= FeedLimits::Chapters)
        return;
    Chapter chapter;
    chapter.start = std::chrono::milliseconds(std::llround(*start * 1000));
    chapter.title = xml.attribute(u"title").left(FeedLimits::Line);
    chapter.link = xml.addressAttribute(u"href");
    chapter.image = xml.addressAttribute(u"image");
    chapters.append(chapter);
}

} // namespace

void readPscEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    Chapters &chapters = draft.episode.podloveChapters;
    // Some write chapters with no list around them. Of several lists the first holds.
    if (xml.name() == u"chapter")
        readChapter(xml, chapters);
    if (xml.name() != u"chapters" || !chapters.isEmpty())
        return;
    xml.children([&] {
        if (xml.name() == u"chapter")
            readChapter(xml, chapters);
    });
}

} // namespace Earmark
