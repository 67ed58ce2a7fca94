// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chapterchoice.h"
#include "fuzz/targets.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {
namespace {

bool startsEarlier(const Chapter &one, const Chapter &other)
{
    return one.start < other.start;
}

} // namespace

void require(bool holds, const char *promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "A promise was broken: %s\n", promise);
    std::abort();
}

void requireWeb(const QUrl &url, const char *promise)
{
    require(url.isEmpty() || url.scheme() == "http"_L1 || url.scheme() == "https"_L1, promise);
}

void requireNoteChapters(const Chapters &chapters)
{
    using std::chrono::milliseconds;
    for (const Chapter &chapter : chapters) {
        require(chapter.start >= milliseconds(0), "no chapter starts before zero");
        requireWeb(chapter.link, "a chapter's link is http or https");
    }
    const ShownChapters shown
            = chooseChapters({{ChapterSource::Notes, chapters}}, std::nullopt, milliseconds(0));
    require(std::is_sorted(shown.chapters.cbegin(), shown.chapters.cend(), startsEarlier),
            "chapters are shown by start");
    for (const Chapter &chapter : shown.chapters)
        require(!chapter.end || *chapter.end >= chapter.start, "no chapter ends before its start");
}

void requireChapters(const Chapters &chapters, Links links)
{
    require(std::is_sorted(chapters.cbegin(), chapters.cend(), startsEarlier),
            "chapters are sorted by start");
    Chapters web = chapters;
    for (Chapter &chapter : web) {
        if (links == Links::MayBeRelative && chapter.link.isRelative())
            chapter.link.clear();
        if (links == Links::AreWeb || !chapter.image.isRelative())
            requireWeb(chapter.image, "a chapter's picture is http or https");
    }
    requireNoteChapters(web);
}

} // namespace Earmark::Fuzz
