// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/skiprules.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

using Kind = SkipCause::Kind;
using Causes = QList<SkipCause>;

constexpr qsizetype MaxTitle = 500; ///< Characters of a title that are looked at.
constexpr qsizetype MaxTicks = 1'000;
constexpr milliseconds NoPart = 1s; ///< Shorter is nothing to hear.
// The feed's word on the length errs by this much where advertising is put in (the 20 s).
constexpr milliseconds EndErrs = 20s;
constexpr milliseconds SameStart = 2s; ///< Of chapters without a title.

bool isAccent(QChar letter)
{
    const ushort code = letter.unicode();
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x1AB0 && code <= 0x1AFF)
            || (code >= 0x1DC0 && code <= 0x1DFF);
}

QList<uint> folded(const QString &text)
{
    QString plain = text.left(MaxTitle).normalized(QString::NormalizationForm_KD).toCaseFolded();
    plain.removeIf(isAccent);
    return plain.simplified().toUcs4();
}

bool isLetter(uint code)
{
    return QChar::isLetterOrNumber(code) || QChar::isMark(code);
}

bool hasNoSpaces(uint code)
{
    switch (QChar::script(code)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

/// Between these two letters a word may end.
bool isWordEdge(uint before, uint after)
{
    return !isLetter(before) || !isLetter(after) || hasNoSpaces(before) || hasNoSpaces(after);
}

bool hasWord(const QList<uint> &title, const QList<uint> &word)
{
    for (auto from = title.begin(); !word.isEmpty();) {
        const auto found = std::search(from, title.end(), word.begin(), word.end());
        if (found == title.end())
            return false;
        const auto end = found + word.size();
        const bool begins = found == title.begin() || isWordEdge(*(found - 1), *found);
        const bool ends = end == title.end() || isWordEdge(*(end - 1), *end);
        if (begins && ends)
            return true;
        from = found + 1;
    }
    return false;
}

using FoldedWords = QList<QList<uint>>;

FoldedWords folded(const QStringList &words)
{
    FoldedWords plain;
    for (const QString &word : words)
        plain.append(folded(word));
    return plain;
}

/// The first of the words that is in the title; -1: none.
qsizetype wordIn(const QString &title, const FoldedWords &words)
{
    if (words.isEmpty() || title.isEmpty())
        return -1;
    const QList<uint> plain = folded(title);
    const auto found = std::ranges::find_if(
            words, [&plain](const QList<uint> &word) { return hasWord(plain, word); });
    return found == words.end() ? -1 : found - words.begin();
}

/// The one of the values, which have a start and a title, that is nearest to this place under this
/// title; -1: none.
template<typename List>
qsizetype nearest(const List &values, milliseconds start, const QString &title)
{
    qsizetype best = -1;
    milliseconds distance = title.isEmpty() ? SameStart : milliseconds::max();
    for (qsizetype i = 0; i < values.size(); ++i) {
        const milliseconds away = std::chrono::abs(values.at(i).start - start);
        if (away < distance && values.at(i).title.compare(title, Qt::CaseInsensitive) == 0) {
            distance = away;
            best = i;
        }
    }
    return best;
}

/// The tick that is about this chapter: each is the other's nearest under its title, so that the
/// second "Ad" of an episode does not follow what was said of the first. -1: none.
qsizetype tickOf(const ChapterTicks &ticks, const Chapters &listed, const Chapter &chapter)
{
    const qsizetype tick = nearest(ticks, chapter.start, chapter.title);
    if (tick < 0)
        return -1;
    const qsizetype back = nearest(listed, ticks.at(tick).start, ticks.at(tick).title);
    return back >= 0 && listed.at(back).start == chapter.start ? tick : -1;
}

Chapters visible(Chapters chapters)
{
    chapters.removeIf([](const Chapter &chapter) { return chapter.hidden; });
    return chapters;
}

/// duration 0: the end of the last chapter may stay unknown (max).
milliseconds endOf(const Chapters &listed, qsizetype row, milliseconds duration)
{
    const bool isLast = row + 1 == listed.size();
    const milliseconds open = duration > 0ms ? duration : milliseconds::max();
    if (!isLast)
        return listed.at(row).end.value_or(listed.at(row + 1).start);
    const milliseconds end = listed.at(row).end.value_or(open);
    return duration > 0ms && duration - end < EndErrs ? duration : end;
}

Causes chapterCauses(const SkipRules &rules, const Chapters &chapters, milliseconds duration)
{
    const Chapters listed = visible(chapters);
    const auto why = chapterSkips(rules, listed);
    Causes causes;
    for (qsizetype row = 0; row < listed.size(); ++row) {
        if (!why.at(row))
            continue;
        SkipCause cause = *why.at(row);
        cause.part.end = endOf(listed, row, duration);
        if (duration > 0ms)
            cause.part.end = std::min(cause.part.end, duration);
        if (cause.part.end != milliseconds::max() && cause.part.length() > 0ms)
            causes.append(cause);
    }
    return causes;
}

Causes edgeCauses(const SkipSettings &podcast, milliseconds duration)
{
    Causes causes;
    if (podcast.first > 0ms) {
        const milliseconds end = duration > 0ms ? std::min(podcast.first, duration) : podcast.first;
        causes.append({.kind = Kind::First, .part = {.start = 0ms, .end = end}});
    }
    if (podcast.last > 0ms && duration > 0ms) {
        const milliseconds start = std::max(0ms, duration - podcast.last);
        causes.append({.kind = Kind::Last, .part = {.start = start, .end = duration}});
    }
    return causes;
}

/// duration 0: unknown.
QList<Skip> merged(Causes causes, milliseconds duration)
{
    std::ranges::stable_sort(causes, {}, [](const SkipCause &cause) { return cause.part.start; });
    QList<Skip> skips;
    for (const SkipCause &cause : causes) {
        if (!skips.isEmpty() && cause.part.start - skips.last().range.end < NoPart) {
            Skip &before = skips.last();
            before.range.end = std::max(before.range.end, cause.part.end);
            before.causes.append(cause);
        } else {
            skips.append({.range = cause.part, .causes = {cause}});
        }
    }
    if (!skips.isEmpty() && skips.first().range.start < NoPart)
        skips.first().range.start = 0ms;
    if (!skips.isEmpty() && duration > 0ms && duration - skips.last().range.end < NoPart)
        skips.last().range.end = duration;
    return skips;
}

bool isAnythingLeft(const QList<Skip> &skips, milliseconds duration)
{
    return duration <= 0ms || skips.size() != 1 || skips.first().range.start > 0ms
            || skips.first().range.end < duration;
}

/// What is followed, best first.
struct Choice
{
    bool edges = true;
    bool words = true;
    bool hand = true;

    bool follows(Kind kind) const
    {
        return kind == Kind::Unticked ? hand : kind == Kind::Word ? words : edges;
    }
};
constexpr std::array Choices{
        Choice{},
        Choice{.edges = false},
        Choice{.words = false},
        Choice{.edges = false, .words = false},
        Choice{.words = false, .hand = false},
        Choice{.edges = false, .words = false, .hand = false},
};

} // namespace

SkipSettings tidied(SkipSettings settings)
{
    constexpr milliseconds Longest = SkipSettings::Longest;
    settings.first = std::clamp(settings.first, 0ms, Longest);
    settings.last = std::clamp(settings.last, 0ms, Longest);
    QStringList words;
    QList<QList<uint>> known;
    for (const QString &word : std::as_const(settings.words)) {
        const QString one = word.simplified().left(SkipSettings::MaxWordLength).trimmed();
        const QList<uint> plain = folded(one);
        if (std::ranges::none_of(plain, isLetter) || known.contains(plain))
            continue;
        known.append(plain);
        words.append(one);
        if (words.size() == SkipSettings::MaxWords)
            break;
    }
    settings.words = words;
    return settings;
}

QStringList skipWordsFromText(const QString &text)
{
    constexpr qsizetype MaxText = SkipSettings::MaxWords * (SkipSettings::MaxWordLength + 2);
    QString parted = text.left(MaxText);
    for (const QChar mark : {u';', u'\n', u'、', u'，'})
        parted.replace(mark, u',');
    return tidied({.words = parted.split(u',', Qt::SkipEmptyParts)}).words;
}

QString skipWordIn(const QString &title, const QStringList &words)
{
    const qsizetype found = wordIn(title, folded(words));
    return found < 0 ? QString() : words.at(found);
}

MediaRanges SkipPlan::ranges() const
{
    MediaRanges ranges;
    for (const Skip &skip : skips)
        ranges.push_back(skip.range);
    return ranges;
}

QList<std::optional<SkipCause>> chapterSkips(const SkipRules &rules, const Chapters &chapters)
{
    const Chapters listed = visible(chapters);
    const FoldedWords words = folded(rules.podcast.words);
    QList<std::optional<SkipCause>> skips;
    for (const Chapter &chapter : chapters) {
        skips.append(std::nullopt);
        if (chapter.hidden)
            continue;
        SkipCause cause{.part = {.start = chapter.start, .end = chapter.start},
                        .chapter = chapter.title};
        if (const qsizetype tick = tickOf(rules.ticks, listed, chapter); tick >= 0) {
            cause.kind = Kind::Unticked;
            if (!rules.ticks.at(tick).isPlayed)
                skips.last() = cause;
        } else if (const qsizetype word = wordIn(chapter.title, words); word >= 0) {
            cause.kind = Kind::Word;
            cause.word = rules.podcast.words.at(word);
            skips.last() = cause;
        }
    }
    return skips;
}

ChapterTicks withTick(const SkipRules &rules, const Chapters &chapters, qsizetype row, bool play)
{
    ChapterTicks ticks = rules.ticks;
    const Chapter &chapter = chapters.at(row);
    const qsizetype before = tickOf(ticks, visible(chapters), chapter);
    if (before >= 0)
        ticks.removeAt(before);
    const bool isPlayedAnyway = skipWordIn(chapter.title, rules.podcast.words).isEmpty();
    if (play != isPlayedAnyway)
        ticks.append({.start = chapter.start, .title = chapter.title, .isPlayed = play});
    if (ticks.size() > MaxTicks)
        ticks.removeFirst();
    return ticks;
}

SkipPlan planSkips(const SkipRules &rules, const Chapters &chapters, milliseconds duration)
{
    const Causes all
            = edgeCauses(rules.podcast, duration) + chapterCauses(rules, chapters, duration);
    SkipPlan plan;
    for (const Choice &choice : Choices) {
        Causes followed = all;
        followed.removeIf([&](const SkipCause &cause) { return !choice.follows(cause.kind); });
        plan.skips = merged(followed, duration);
        if (!isAnythingLeft(plan.skips, duration))
            continue;
        for (const SkipCause &cause : all) {
            if (!choice.follows(cause.kind) && !plan.leftOut.contains(cause.kind))
                plan.leftOut.append(cause.kind);
        }
        break;
    }
    return plan;
}

milliseconds playedEnd(const MediaRanges &skips, milliseconds duration)
{
    const bool reaches = !skips.empty() && duration > 0ms && skips.back().end >= duration;
    return reaches ? std::min(skips.back().start, duration) : duration;
}

milliseconds backOutsideSkips(const MediaRanges &skips, milliseconds from, milliseconds to)
{
    for (const MediaRange &skip : skips) {
        if (skip.end <= from)
            to = std::max(to, skip.end);
        else if (skip.contains(from))
            to = std::max(to, skip.start);
    }
    return to;
}

Chapters steppedChapters(const Chapters &chapters, const MediaRanges &skips, milliseconds position)
{
    Chapters stepped = chapters;
    stepped.removeIf([&](const Chapter &chapter) {
        return std::ranges::any_of(skips, [&](const MediaRange &skip) {
            return skip.contains(chapter.start) && !skip.contains(position)
                    && chapter.end.value_or(skip.end) <= skip.end;
        });
    });
    return stepped;
}

} // namespace Earmark
