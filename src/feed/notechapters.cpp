// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notechapters.h"

#include "feed/notelists.h"
#include "feed/plaintext.h"
#include "feed/promotion.h"
#include "feed/timestamps.h"

#include <algorithm>
#include <vector>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

using Entries = QList<NoteEntry>;
using Duration = std::optional<std::chrono::milliseconds>;

constexpr qsizetype MaxNotes = qsizetype(512) * 1024;
// "Two stamps are a list only if one is at <= 0:10": an introduction begins at the beginning.
constexpr std::chrono::milliseconds Beginning = 10s;
// So many times so close together are a transcript.
constexpr qsizetype TranscriptEntries = 60;
constexpr std::chrono::milliseconds TranscriptGap = 25s;
// A timetable begins in the morning, not at minute seven.
constexpr std::chrono::milliseconds EarliestAppointment = 7min;

/// The first of several lists (the same again, another language), or the one that is the longest
/// by far. A list begins anew where a time falls back to the first one or to the beginning; other
/// falls are left to ascending().
Entries firstOfSeveral(const Entries &entries)
{
    QList<Entries> lists{{}};
    for (const NoteEntry &entry : entries) {
        const Entries &current = lists.last();
        const bool isRepeat = !current.isEmpty() && entry.at == current.first().at;
        const bool isBeginning
                = !current.isEmpty() && entry.at <= Beginning && entry.at < current.last().at;
        const bool beginsAnew = current.size() >= 2 && (isRepeat || isBeginning);
        if (beginsAnew)
            lists.append(Entries());
        lists.last().append(entry);
    }
    qsizetype chosen = 0;
    for (qsizetype i = 1; i < lists.size(); ++i) {
        if (lists.at(i).size() >= 2 * lists.at(chosen).size() && lists.at(i).size() >= 3)
            chosen = i;
    }
    return lists.at(chosen);
}

/// For each entry the length of the longest strictly ascending choice that begins with it.
std::vector<qsizetype> ascendingLengths(const Entries &entries)
{
    std::vector<qsizetype> lengths(std::size_t(entries.size()));
    std::vector<std::chrono::milliseconds> heads; // by length, falling: the latest possible begin
    for (qsizetype i = entries.size() - 1; i >= 0; --i) {
        const auto at = entries.at(i).at;
        const auto place = std::partition_point(heads.begin(), heads.end(),
                                                [at](auto head) { return head > at; });
        lengths[std::size_t(i)] = place - heads.begin() + 1;
        if (place == heads.end())
            heads.push_back(at);
        else
            *place = at;
    }
    return lengths;
}

/// Without those that fall back; of two equally good choices the earlier entries.
Entries ascending(const Entries &entries)
{
    const std::vector<qsizetype> lengths = ascendingLengths(entries);
    qsizetype wanted = lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
    Entries kept;
    for (qsizetype i = 0; i < entries.size() && wanted > 0; ++i) {
        const bool follows = kept.isEmpty() || entries.at(i).at > kept.last().at;
        if (lengths[std::size_t(i)] != wanted || !follows)
            continue;
        kept.append(entries.at(i));
        --wanted;
    }
    return kept;
}

/// The same start twice in a row is one chapter; the one with a title holds.
Entries withoutRepeats(const Entries &entries)
{
    Entries kept;
    for (const NoteEntry &entry : entries) {
        if (kept.isEmpty() || kept.last().at != entry.at)
            kept.append(entry);
        else if (kept.last().title.isEmpty())
            kept.last() = entry;
    }
    return kept;
}

/// One single time in a long tidy list that is far too late, see the header.
bool isOnlyTooLate(const Entries &entries, const Entries &kept)
{
    if (kept.size() + 1 != entries.size() || entries.size() < 6)
        return false;
    for (qsizetype i = 0; i < kept.size(); ++i) {
        if (entries.at(i).at != kept.at(i).at)
            return entries.at(i).at > kept.at(i).at;
    }
    return false;
}

/// Doubtful times ("Sunday 12:30") are believed only where a good list has room for them.
Entries withoutMisfits(const Entries &entries)
{
    const auto sure = std::count_if(entries.begin(), entries.end(),
                                    [](const NoteEntry &entry) { return !entry.doubtful; });
    const bool isGoodList = sure >= 3 || (sure >= 2 && entries.first().at <= Beginning);
    Entries kept;
    std::chrono::milliseconds last = -1ms;
    auto next = entries.begin(); // the first sure one behind the doubtful one that is looked at
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const NoteEntry &entry = entries.at(i);
        if (!entry.doubtful) {
            kept.append(entry);
            last = entry.at;
            continue;
        }
        next = std::find_if(std::max(next, entries.begin() + i), entries.end(),
                            [](const NoteEntry &later) { return !later.doubtful; });
        const bool fits = entry.at > last && (next == entries.end() || entry.at < next->at);
        if (isGoodList && fits && !entry.title.isEmpty()) {
            kept.append(entry);
            last = entry.at;
        }
    }
    return kept;
}

/// "09:00 Registration, 10:00 Keynote, 12:00 Lunch"
bool isTimetable(const Entries &entries, Duration duration)
{
    if (entries.first().at < EarliestAppointment || entries.last().at >= 24min
        || (duration && *duration > entries.last().at))
        return false;
    constexpr QStringView Appointments[]{
            u"registration", u"doors",  u"lunch",    u"breakfast", u"dinner",      u"keynote",
            u"check-in",     u"mass",   u"workshop", u"einlass",   u"anmeldung",   u"mittag",
            u"frühstück",    u"prayer", u"closing",  u"coffee",    u"gottesdienst"};
    bool isNamed = false;
    for (const NoteEntry &entry : entries) {
        if (entry.at % 15s != 0ms)
            return false;
        isNamed = isNamed
                || std::any_of(std::begin(Appointments), std::end(Appointments),
                               [&entry](QStringView word) {
                                   return entry.title.contains(word, Qt::CaseInsensitive);
                               });
    }
    return isNamed;
}

bool isTranscript(const Entries &entries)
{
    return entries.size() > TranscriptEntries
            && (entries.last().at - entries.first().at) / entries.size() < TranscriptGap;
}

/// Do these look like titles, not like the middle of sentences?
bool haveTitles(const Entries &entries)
{
    const auto good = std::count_if(entries.begin(), entries.end(), [](const NoteEntry &entry) {
        return !entry.title.isEmpty() && !entry.title.front().isLower() && !entry.afterPreposition;
    });
    return good * 3 >= entries.size() * 2;
}

/// "At 0:05 we say hello, at 12:30 we talk of fish and at 30:10 we leave."
bool isProse(const Entries &entries)
{
    const auto inSentences
            = std::count_if(entries.begin(), entries.end(),
                            [](const NoteEntry &entry) { return entry.afterPreposition; });
    return inSentences * 2 > entries.size();
}

bool isList(const Entries &entries, bool ownLines, Duration duration)
{
    if (entries.size() < 2)
        return false;
    const bool hasTitle = std::any_of(entries.begin(), entries.end(), [](const NoteEntry &entry) {
        return !entry.title.isEmpty();
    });
    if (!hasTitle || isTranscript(entries) || isTimetable(entries, duration)
        || (!ownLines && isProse(entries)))
        return false;
    if (entries.first().at <= Beginning)
        return true;
    if (ownLines)
        return entries.size() > 2 || !entries.first().afterPreposition;
    return entries.size() > 2 && haveTitles(entries);
}

/// What is to be believed of a list: nothing, all or a part of it.
Entries judged(const NoteList &list, Duration duration)
{
    Entries entries = list.entries;
    if (list.ownLines)
        entries.removeIf([](const NoteEntry &entry) { return entry.afterPreposition; });
    const bool isKnown = duration && *duration > 0ms;
    if (isKnown) {
        const qsizetype all = entries.size();
        entries.removeIf([&duration](const NoteEntry &entry) { return entry.at >= *duration; });
        if (entries.size() * 2 < all)
            return {};
    }
    if (entries.isEmpty())
        return {};
    entries = withoutRepeats(withoutMisfits(firstOfSeveral(entries)));
    const Entries kept = ascending(entries);
    if (kept.size() * 5 < entries.size() * 3 || kept.isEmpty()
        || !isList(kept, list.ownLines, duration))
        return {};
    return list.ownLines && !isKnown && isOnlyTooLate(entries, kept) ? entries : kept;
}

} // namespace

Chapters chaptersFromPlainNotes(const QString &plainNotes,
                                std::optional<std::chrono::milliseconds> duration,
                                const PromotionFinder &promotions)
{
    const QStringView text = QStringView(plainNotes).left(MaxNotes);
    const QList<Timestamp> stamps = findTimestampCandidates(text);
    if (stamps.size() < 2)
        return {};
    const Entries leading = judged(leadingList(text, stamps, promotions), duration);
    const Entries trailing = judged(trailingList(text, stamps, promotions), duration);
    // Lines that begin with a time are the surest sign; times inside such lines are then mentions.
    const Entries &lines = trailing.size() > leading.size() ? trailing : leading;
    const auto areMost = [&lines](qsizetype all) { return lines.size() * 5 >= all * 3; };
    Entries running; // of most notes not needed
    if (!areMost(stamps.size()))
        running = judged(runningList(text, stamps, promotions), duration);
    const Entries &best = areMost(running.size()) ? lines : running;
    Chapters chapters;
    chapters.reserve(best.size());
    for (const NoteEntry &entry : best) {
        Chapter chapter;
        chapter.start = entry.at;
        chapter.title = entry.title;
        chapter.link = entry.link;
        chapters.append(chapter);
    }
    return chapters;
}

Chapters chaptersFromNotes(const QString &notes, std::optional<std::chrono::milliseconds> duration,
                           const QStringList &promotions)
{
    return chaptersFromPlainNotes(plainText(QStringView(notes).left(MaxNotes)), duration,
                                  PromotionFinder(promotions));
}

} // namespace Earmark
