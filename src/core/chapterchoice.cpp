// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chapterchoice.h"

#include <algorithm>
#include <iterator>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds StartsAgree = 1s;
// "Previous" shortly after a chapter's beginning means the chapter before, as on a CD player.
constexpr std::chrono::milliseconds JustBegun = 3s;
// A seek lands on a frame, up to this much before the chapter that was asked for: "next" must not
// lead to the same place again.
constexpr std::chrono::milliseconds SeekSlack = 200ms;

qsizetype visibleCount(const Chapters &chapters)
{
    return std::count_if(chapters.begin(), chapters.end(),
                         [](const Chapter &chapter) { return !chapter.hidden; });
}

bool hasPicture(const Chapter &chapter)
{
    return !chapter.image.isEmpty() || !chapter.embeddedImage.isEmpty();
}

/// By start, each visible start once, none beyond a believable duration.
Chapters tidied(Chapters chapters, std::chrono::milliseconds duration)
{
    chapters.removeIf([](const Chapter &chapter) { return chapter.start < 0ms; });
    const auto isBeyond = [duration](const Chapter &chapter) { return chapter.start >= duration; };
    const auto beyond = std::count_if(chapters.begin(), chapters.end(), isBeyond);
    if (duration > 0ms && beyond * 2 <= chapters.size())
        chapters.removeIf(isBeyond);
    std::stable_sort(chapters.begin(), chapters.end(),
                     [](const Chapter &a, const Chapter &b) { return a.start < b.start; });
    const auto last
            = std::unique(chapters.begin(), chapters.end(), [](const Chapter &a, const Chapter &b) {
                  return a.start == b.start && a.hidden == b.hidden;
              });
    chapters.erase(last, chapters.end());
    return chapters;
}

/// The chapter of other (by start) that begins where chapter does, nearest first; nullptr if none
/// does. Sought by halves: lists of strangers may have thousands.
const Chapter *counterpart(const Chapter &chapter, const Chapters &other)
{
    const auto firstFrom = [&other](std::chrono::milliseconds start) {
        return std::lower_bound(
                other.begin(), other.end(), start,
                [](const Chapter &one, std::chrono::milliseconds at) { return one.start < at; });
    };
    auto nearest = firstFrom(chapter.start);
    if (nearest != other.begin()) {
        const auto before = firstFrom(std::prev(nearest)->start);
        if (nearest == other.end()
            || chapter.start - before->start <= nearest->start - chapter.start)
            nearest = before;
    }
    const bool agrees = nearest != other.end()
            && std::chrono::abs(nearest->start - chapter.start) <= StartsAgree;
    return agrees ? &*nearest : nullptr;
}

void fill(Chapters &chapters, const Chapters &other)
{
    for (Chapter &chapter : chapters) {
        const Chapter *known = counterpart(chapter, other);
        if (known == nullptr)
            continue;
        if (chapter.title.isEmpty() && !known->hidden)
            chapter.title = known->title;
        if (chapter.link.isEmpty())
            chapter.link = known->link;
        if (!hasPicture(chapter)) {
            chapter.image = known->image;
            chapter.embeddedImage = known->embeddedImage;
        }
    }
}

/// A visible chapter lasts until the next visible one, a hidden one until whatever comes next.
void setEnds(Chapters &chapters, std::chrono::milliseconds duration)
{
    std::optional<std::chrono::milliseconds> nextVisible;
    std::optional<std::chrono::milliseconds> nextAny;
    for (auto it = chapters.rbegin(); it != chapters.rend(); ++it) {
        auto limit = it->hidden ? nextAny : nextVisible;
        if (!limit && duration > it->start)
            limit = duration;
        const bool hasOwnEnd = it->end && *it->end > it->start && (!limit || *it->end <= *limit);
        if (!hasOwnEnd)
            it->end = limit;
        if (nextAny != it->start && (!it->hidden || nextVisible != it->start))
            nextAny = it->start;
        if (!it->hidden)
            nextVisible = it->start;
    }
}

bool covers(const Chapter &chapter, std::chrono::milliseconds position)
{
    return chapter.start <= position && (!chapter.end || position < *chapter.end);
}

QList<ChapterList> tidiedSources(const QList<ChapterList> &sources,
                                 std::chrono::milliseconds duration)
{
    QList<ChapterList> lists;
    for (const ChapterList &source : sources) {
        Chapters chapters = tidied(source.chapters, duration);
        if (!chapters.isEmpty())
            lists.append({source.source, std::move(chapters)});
    }
    std::stable_sort(lists.begin(), lists.end(), [](const ChapterList &a, const ChapterList &b) {
        return a.source < b.source;
    });
    return lists;
}

} // namespace

ShownChapters chooseChapters(const QList<ChapterList> &sources, std::optional<ChapterSource> wanted,
                             std::chrono::milliseconds duration)
{
    const QList<ChapterList> lists = tidiedSources(sources, duration);
    ShownChapters shown;
    const ChapterList *chosen = nullptr;
    for (const ChapterList &list : lists) {
        const qsizetype visible = visibleCount(list.chapters);
        if (visible > 0 && !shown.available.contains(list.source))
            shown.available.append(list.source);
        const bool isWanted = visible > 0 && wanted == list.source;
        const bool replaces = isWanted && (chosen == nullptr || chosen->source != *wanted);
        if (replaces || (chosen == nullptr && visible >= 2))
            chosen = &list;
    }
    if (chosen == nullptr && !lists.isEmpty()) {
        // No list to show, but pictures and links that change while it plays.
        shown.chapters = lists.first().chapters;
        for (Chapter &chapter : shown.chapters)
            chapter.hidden = true;
        setEnds(shown.chapters, duration);
        return shown;
    }
    if (chosen == nullptr)
        return shown;
    shown.source = chosen->source;
    shown.chapters = chosen->chapters;
    for (const ChapterList &list : lists) {
        if (&list != chosen)
            fill(shown.chapters, list.chapters);
    }
    setEnds(shown.chapters, duration);
    return shown;
}

std::optional<qsizetype> chapterAt(const Chapters &chapters, std::chrono::milliseconds position)
{
    for (qsizetype i = chapters.size() - 1; i >= 0; --i) {
        if (!chapters.at(i).hidden && chapters.at(i).start <= position)
            return covers(chapters.at(i), position) ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<qsizetype> pictureAt(const Chapters &chapters, std::chrono::milliseconds position)
{
    for (qsizetype i = chapters.size() - 1; i >= 0; --i) {
        const Chapter &chapter = chapters.at(i);
        const bool saysSomething
                = !chapter.hidden || hasPicture(chapter) || !chapter.link.isEmpty();
        if (saysSomething && covers(chapter, position))
            return i;
    }
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> nextChapterStart(const Chapters &chapters,
                                                          std::chrono::milliseconds position)
{
    for (const Chapter &chapter : chapters) {
        if (!chapter.hidden && chapter.start > position + SeekSlack)
            return chapter.start;
    }
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> previousChapterStart(const Chapters &chapters,
                                                              std::chrono::milliseconds position)
{
    std::optional<std::chrono::milliseconds> before;
    std::optional<std::chrono::milliseconds> current;
    for (const Chapter &chapter : chapters) {
        if (chapter.hidden || chapter.start > position + SeekSlack)
            continue;
        before = current;
        current = chapter.start;
    }
    if (current && before && position - *current < JustBegun)
        return before;
    return current;
}

} // namespace Earmark
