// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

// Which parts of an episode are not played, and why. All times are media time.

namespace Earmark {

/// What the listener never wants to hear of a podcast.
struct SkipSettings
{
    static constexpr std::chrono::seconds Longest{3'600};
    static constexpr qsizetype MaxWords = 50;
    static constexpr qsizetype MaxWordLength = 80;

    std::chrono::milliseconds first{0}; ///< Of every episode.
    std::chrono::milliseconds last{0};
    QStringList words = {}; ///< A chapter whose title has one of these as whole words is skipped.

    bool operator==(const SkipSettings &) const = default;
};

/// Within the limits above; words without a letter or digit, and second mentions, are left out.
SkipSettings tidied(SkipSettings settings);

/// As they are typed: "ad, sponsor, word from our partners"; new lines and ; part them too.
QStringList skipWordsFromText(const QString &text);

/// The first of the words that the title has as whole words; case and accents do not count. Empty:
/// none. Scripts that put no spaces between words have whole words everywhere.
QString skipWordIn(const QString &title, const QStringList &words);

/// The listener's own word on one chapter, which goes before the podcast's words.
struct ChapterTick
{
    std::chrono::milliseconds start{0}; ///< As it was when he said so; it may have moved since.
    QString title;
    bool isPlayed = false;

    bool operator==(const ChapterTick &) const = default;
};
using ChapterTicks = QList<ChapterTick>;

struct SkipRules
{
    SkipSettings podcast = {};
    ChapterTicks ticks = {}; ///< Of one episode.

    bool operator==(const SkipRules &) const = default;
};

/// One reason not to play a part.
struct SkipCause
{
    enum class Kind : quint8 { First, Last, Unticked, Word };

    Kind kind = Kind::First;
    MediaRange part;
    QString chapter = {}; ///< Its title, for Unticked and Word; may be empty.
    QString word = {}; ///< For Word.

    bool operator==(const SkipCause &) const = default;
};

/// A part that is not played: one or more causes, each of which overlaps or touches the next.
struct Skip
{
    MediaRange range;
    QList<SkipCause> causes; ///< By start; never empty.

    bool operator==(const Skip &) const = default;
};

struct SkipPlan
{
    QList<Skip> skips; ///< By start; none touching another.
    /// What was wished for and is not followed here, because nothing would be left to play.
    QList<SkipCause::Kind> leftOut;

    MediaRanges ranges() const;
    bool operator==(const SkipPlan &) const = default;
};

/// For each chapter why its box is not ticked, if it is not. Hidden chapters have no box.
QList<std::optional<SkipCause>> chapterSkips(const SkipRules &rules, const Chapters &chapters);

/// The ticks after the listener ticked the chapter in this row (play), or unticked it. What the
/// podcast's words say anyway needs no word of his. At most 1,000 are kept, the oldest goes first.
ChapterTicks withTick(const SkipRules &rules, const Chapters &chapters, qsizetype row, bool play);

/// duration 0: unknown; then nothing is skipped that reaches an unknown end. Gaps of less than a
/// second between two parts are skipped with them. Where nothing would be left, the seconds at the
/// beginning and end are left out first, then the words, then the listener's own word.
SkipPlan planSkips(const SkipRules &rules, const Chapters &chapters,
                   std::chrono::milliseconds duration);

/// Where the episode ends as it is played: the start of the part that reaches its end, or its end.
std::chrono::milliseconds playedEnd(const MediaRanges &skips, std::chrono::milliseconds duration);

/// Going back from `from` by itself (a rewind after a pause) leads to `to`, but neither into nor
/// over a part that is not played. Who was in one, by a jump, stays in it.
std::chrono::milliseconds backOutsideSkips(const MediaRanges &skips, std::chrono::milliseconds from,
                                           std::chrono::milliseconds to);

/// The chapters that steps from chapter to chapter lead to: not those that are skipped from their
/// start on, unless the position is in one.
Chapters steppedChapters(const Chapters &chapters, const MediaRanges &skips,
                         std::chrono::milliseconds position);

} // namespace Earmark
