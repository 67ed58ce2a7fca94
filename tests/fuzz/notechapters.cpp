// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notechapters.h"

#include "feed/plaintext.h"
#include "feed/promotion.h"
#include "feed/timestamps.h"
#include "fuzz/targets.h"

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {
namespace {

using std::chrono::milliseconds;

void requireSpans(const QList<PromotionFinder::Span> &spans, qsizetype size)
{
    qsizetype at = 0;
    for (const PromotionFinder::Span &span : spans) {
        require(span.begin >= at && span.end >= span.begin && span.end <= size,
                "promotions are in text order and do not overlap");
        at = span.end;
    }
}

void requireTimestamps(const QList<Timestamp> &times, qsizetype size)
{
    qsizetype at = 0;
    for (const Timestamp &time : times) {
        require(time.begin >= at && time.length > 0 && time.begin + time.length <= size,
                "times are in text order and inside it");
        require(time.outerBegin <= time.begin && time.outerEnd >= time.begin + time.length
                        && time.outerEnd <= size,
                "a time's brackets are around it");
        require(time.at >= milliseconds(0), "no time is before zero");
        at = time.begin + time.length;
    }
}

void requireFound(const QString &plain, const PromotionFinder &finder)
{
    const std::chrono::minutes length(90);
    const Chapters bounded = chaptersFromPlainNotes(plain, length, finder);
    requireChapters(bounded);
    for (qsizetype i = 0; i < bounded.size(); ++i) {
        require(bounded.at(i).start <= length, "no chapter starts behind the end");
        require(i == 0 || bounded.at(i - 1).start < bounded.at(i).start, "every start is once");
        require(!bounded.at(i).title.contains(u'\n'), "a title is one line");
    }
    requireNoteChapters(chaptersFromPlainNotes(plain, std::nullopt, finder));
}

} // namespace

/// Notes of one podcast's episodes, parted by form feeds.
void noteChapters(const QByteArray &bytes)
{
    constexpr qsizetype MostPromotions = 100;
    const QStringList notes = QString::fromUtf8(bytes).split(u'\f');
    QStringList plain;
    for (const QString &text : notes)
        plain.append(plainText(text));
    const QStringList promotions = findPromotions(plain);
    require(promotions.size() <= MostPromotions, "promotions have a limit");
    const PromotionFinder finder(promotions);
    for (const QString &text : std::as_const(plain)) {
        requireSpans(finder.find(text), text.size());
        require(finder.without(text).size() <= text.size(), "less is not more");
        require(finder.beginningWithout(text, 480).size() <= text.size(), "less is not more");
        requireTimestamps(findTimestamps(text), text.size());
        requireTimestamps(findTimestampCandidates(text), text.size());
        requireFound(text, finder);
    }
    requireNoteChapters(chaptersFromNotes(notes.constFirst(), std::nullopt, promotions));
}

} // namespace Earmark::Fuzz
