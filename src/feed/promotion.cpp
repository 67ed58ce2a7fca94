// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/promotion.h"

#include "feed/notewords.h"

#include <QSet>

#include <algorithm>
#include <iterator>
#include <vector>

namespace Earmark {
namespace {

// Four words in a row seldom recur by chance.
constexpr qsizetype RunLength = 4;
constexpr qsizetype MaxPromotions = 100;
constexpr qsizetype MaxPhrase = 600;
constexpr qsizetype ComparedPerWord = 128; ///< Words, on average; in real notes some 5.
// Promotion stands at the beginning or the end; longer notes are transcripts.
constexpr qsizetype MaxNote = qsizetype(32) * 1024;
constexpr qsizetype MinWords = 3; ///< Beside the link, if there is one.
constexpr qsizetype MaxSpellings = 4; ///< Of one phrase, with different links.

struct Note
{
    QStringView text;
    QList<NoteWord> words;
    std::vector<quint64> runs; ///< Hash of the run that begins at each word; 0: none does.
};

/// A phrase that may be promotion: as written, and in how many notes.
struct Found
{
    QString text;
    quint64 words = 0;
    qsizetype length = 0;
    int notes = 0;
};

quint64 mixed(quint64 seed, quint64 value)
{
    seed ^= value + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2);
    return seed * 0xff51afd7ed558ccdULL;
}

quint64 hashOfWords(const QList<NoteWord> &words, qsizetype begin, qsizetype end)
{
    quint64 hash = quint64(end - begin);
    for (qsizetype i = begin; i < end; ++i)
        hash = mixed(hash, words.at(i).hash);
    return hash == 0 ? 1 : hash;
}

/// A run is four words, or a whole shorter line or sentence.
void setRuns(Note &note)
{
    const auto &words = note.words;
    note.runs.assign(std::size_t(words.size()), 0);
    for (qsizetype i = 0; i < words.size(); ++i) {
        qsizetype end = i;
        bool isWhole = false;
        while (end < words.size() && end - i < RunLength && !isWhole
               && words.at(end).kind != NoteWord::Kind::Time) {
            isWhole = words.at(i).startsUnit && words.at(end).endsUnit;
            ++end;
        }
        if (end - i == RunLength || (isWhole && end - i >= 2))
            note.runs[std::size_t(i)] = hashOfWords(words, i, end);
        // A line may go on: the whole short line and the four words from here are two runs; the
        // longer one is found from the word before or covers this one anyway.
    }
}

/// Tells quickly of almost every run that it is not frequent: runs share small counters, so that
/// a counter may be too high, but never too low.
class Sieve
{
public:
    Sieve(const std::vector<Note> &notes, int required) : m_required(required)
    {
        std::size_t runs = 0;
        for (const Note &note : notes)
            runs += note.runs.size();
        while ((std::size_t(1) << m_bits) < runs * 2)
            ++m_bits;
        m_counters.assign(std::size_t(1) << m_bits, 0);
        for (const Note &note : notes) {
            for (const quint64 run : note.runs) {
                quint8 &counter = m_counters[place(run)];
                counter = quint8(std::min(counter + 1, required));
            }
        }
    }

    bool holds(quint64 run) const { return run != 0 && m_counters[place(run)] >= m_required; }

private:
    std::size_t place(quint64 run) const { return std::size_t(run >> (64 - m_bits)); }

    int m_required;
    int m_bits = 10;
    std::vector<quint8> m_counters;
};

/// The runs that stand in so many notes, and in how many.
QHash<quint64, int> frequentRuns(const std::vector<Note> &notes, int required)
{
    const Sieve sieve(notes, required);
    QHash<quint64, int> counts;
    std::vector<quint64> own;
    for (const Note &note : notes) {
        own.clear();
        std::copy_if(note.runs.begin(), note.runs.end(), std::back_inserter(own),
                     [&sieve](quint64 run) { return sieve.holds(run); });
        std::sort(own.begin(), own.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
        for (const quint64 run : own)
            ++counts[run];
    }
    counts.removeIf([required](auto it) { return it.value() < required; });
    return counts;
}

qsizetype runEnd(const Note &note, qsizetype begin)
{
    qsizetype end = begin;
    while (end < note.words.size() && end - begin < RunLength) {
        ++end;
        if (note.words.at(begin).startsUnit && note.words.at(end - 1).endsUnit
            && hashOfWords(note.words, begin, end) == note.runs[std::size_t(begin)])
            return end;
    }
    return end;
}

class Collector
{
public:
    Collector(const QHash<quint64, int> &counts, int required)
        : m_counts(counts), m_required(required)
    {
    }

    void take(const Note &note)
    {
        m_inThisNote.clear();
        qsizetype i = 0;
        while (i < note.words.size()) {
            if (!m_counts.contains(note.runs[std::size_t(i)])) {
                ++i;
                continue;
            }
            qsizetype end = runEnd(note, i);
            for (qsizetype next = i + 1; next <= end && next < note.words.size(); ++next) {
                if (m_counts.contains(note.runs[std::size_t(next)]))
                    end = std::max(end, runEnd(note, next));
            }
            // The same words before ever another link.
            if (end < note.words.size() && note.words.at(end).kind == NoteWord::Kind::Link)
                ++end;
            takeStretch(note, i, end);
            i = std::max(end, i + 1);
        }
    }

    QStringList result() const
    {
        QList<Found> found = m_found.values();
        std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) {
            if (a.notes != b.notes)
                return a.notes > b.notes;
            return a.length != b.length ? a.length > b.length : a.text < b.text;
        });
        QStringList phrases;
        QHash<quint64, int> spellings;
        for (const Found &phrase : std::as_const(found)) {
            int &spelling = spellings[phrase.words];
            const bool isKnown = spelling > 0 && (phrase.notes < 2 || spelling >= MaxSpellings);
            if (isKnown || phrases.size() >= MaxPromotions)
                continue;
            ++spelling;
            phrases.append(phrase.text);
        }
        return phrases;
    }

private:
    int countAt(const Note &note, qsizetype i) const
    {
        return m_counts.value(note.runs[std::size_t(i)]);
    }

    static bool hasLinkWithin(const Note &note, qsizetype begin, qsizetype end)
    {
        return std::any_of(note.words.begin() + begin, note.words.begin() + end,
                           [](const NoteWord &word) { return word.kind == NoteWord::Kind::Link; });
    }

    /// Splits a stretch of recurring words into whole lines, sentences and phrases with a link;
    /// what is too short for one goes with the next.
    void takeStretch(const Note &note, qsizetype begin, qsizetype end)
    {
        qsizetype from = begin;
        for (qsizetype i = begin; i < end; ++i) {
            if (!note.words.at(i).endsUnit || (i + 1 - from < MinWords && i + 1 < end))
                continue;
            takePhrase(note, from, i + 1);
            from = i + 1;
        }
    }

    void takePhrase(const Note &note, qsizetype begin, qsizetype end)
    {
        const bool hasLink = hasLinkWithin(note, begin, end);
        const bool startsInside = !note.words.at(begin).startsUnit;
        // The end of what stood before it may recur too ("... Summary Fundamentals of ...").
        for (int i = 0; startsInside && i < 3 && end - begin > RunLength; ++i) {
            if (countAt(note, begin) * 4 >= countAt(note, begin + 1) * 3)
                break;
            ++begin;
        }
        if (begin < end && note.words.at(begin).besideTime)
            return;
        if ((startsInside && !hasLink) || end - begin < MinWords)
            return;
        const bool beforeTime
                = end < note.words.size() && note.words.at(end).kind == NoteWord::Kind::Time;
        if (beforeTime && !hasLink)
            return;
        if (!hasLink && !recursWhole(note, begin, end))
            return;
        add(note, begin, end);
    }

    /// Without a link every part must be frequent, the last words too.
    bool recursWhole(const Note &note, qsizetype begin, qsizetype end) const
    {
        const qsizetype last = std::max(begin, end - RunLength);
        for (qsizetype i = begin; i <= last; ++i) {
            if (countAt(note, i) < m_required)
                return false;
        }
        return true;
    }

    void add(const Note &note, qsizetype begin, qsizetype end)
    {
        const qsizetype from = note.words.at(begin).begin;
        const QString text
                = note.text.mid(from, note.words.at(end - 1).end - from).toString().simplified();
        if (text.size() > MaxPhrase)
            return;
        Found &found = m_found[text];
        if (found.notes == 0)
            found = {text, hashOfWords(note.words, begin, end), end - begin, 0};
        if (!m_inThisNote.contains(text)) {
            m_inThisNote.insert(text);
            ++found.notes;
        }
    }

    const QHash<quint64, int> &m_counts;
    int m_required;
    QHash<QString, Found> m_found;
    QSet<QString> m_inThisNote;
};

/// "https://oscourse.win" with nothing behind the host.
bool isHostOnly(QStringView link)
{
    const qsizetype scheme = link.indexOf(u"://");
    return scheme > 0 && !link.mid(scheme + 3).contains(u'/') && !link.contains(u'?');
}

QStringView trimmedLink(QStringView raw)
{
    while (!raw.isEmpty() && !raw.front().isLetterOrNumber())
        raw = raw.mid(1);
    while (!raw.isEmpty() && !raw.back().isLetterOrNumber() && raw.back() != u'/')
        raw.chop(1);
    return raw;
}

} // namespace

QStringList findPromotions(const QStringList &plainNotesOfEpisodes)
{
    std::vector<Note> notes;
    QSet<QStringView> seen;
    qsizetype total = 0;
    for (const QString &text : plainNotesOfEpisodes) {
        if (text.isEmpty() || total > PromotionText || seen.contains(text))
            continue;
        seen.insert(text);
        total += std::min(text.size(), MaxNote);
        Note note{text, noteWords(text, MaxNote), {}};
        setRuns(note);
        notes.push_back(std::move(note));
    }
    if (notes.size() < 3)
        return {};
    // Three times is no accident; in a long-lived podcast a promotion of one summer is still one.
    const int required = std::clamp(int(notes.size() / 25), 3, 10);
    const QHash<quint64, int> counts = frequentRuns(notes, required);
    if (counts.isEmpty())
        return {};
    Collector collector(counts, required);
    for (const Note &note : notes)
        collector.take(note);
    return collector.result();
}

PromotionFinder::PromotionFinder(const QStringList &promotions)
{
    for (const QString &promotion : promotions) {
        Phrase phrase;
        for (const NoteWord &word : noteWords(promotion, MaxPhrase)) {
            phrase.words.append(word.hash);
            phrase.hasLink = phrase.hasLink || word.kind == NoteWord::Kind::Link;
            const QStringView link
                    = trimmedLink(QStringView(promotion).mid(word.begin, word.end - word.begin));
            if (word.kind == NoteWord::Kind::Link && isHostOnly(link) && !m_links.contains(link))
                m_links.append(link.toString());
        }
        if (!phrase.words.isEmpty())
            m_phrases.append(phrase);
    }
    for (qsizetype i = 0; i < m_phrases.size(); ++i)
        m_byFirstWord[m_phrases.at(i).words.first()].append(i);
    for (QList<qsizetype> &phrases : m_byFirstWord) {
        std::stable_sort(phrases.begin(), phrases.end(), [this](qsizetype a, qsizetype b) {
            return m_phrases.at(a).words.size() > m_phrases.at(b).words.size();
        });
    }
    // The shortest first: a glued word makes an address longer, never shorter.
    std::stable_sort(m_links.begin(), m_links.end(),
                     [](const QString &a, const QString &b) { return a.size() < b.size(); });
}

namespace {

bool endsWithEllipsis(QStringView text)
{
    text = text.trimmed();
    return text.endsWith(u"...") || text.endsWith(u"…");
}

/// How many words from `at` on are the phrase's: all of it, or all that an ellipsis left of it.
/// budget: words that may still be compared.
qsizetype matchLength(const QList<NoteWord> &words, qsizetype at, const QList<quint64> &phrase,
                      bool isCutOff, qsizetype &budget)
{
    const qsizetype available = std::min(phrase.size(), words.size() - at);
    qsizetype matched = 0;
    while (matched < available && words.at(at + matched).hash == phrase.at(matched))
        ++matched;
    budget -= matched + 1;
    if (matched == phrase.size())
        return matched;
    const bool isLastWord = at + matched + 1 >= words.size();
    if (isCutOff && isLastWord && matched >= MinWords)
        return words.size() - at;
    return 0;
}

} // namespace

QList<PromotionFinder::Span> PromotionFinder::find(QStringView text) const
{
    return find(text, true).spans;
}

/// isWhole: nothing follows the text. Else its last word may be cut, and is not looked at.
PromotionFinder::Found PromotionFinder::find(QStringView text, bool isWhole) const
{
    Found found;
    if (m_phrases.isEmpty())
        return found;
    QList<NoteWord> words = noteWords(text, qsizetype(1024) * 1024);
    if (!isWhole && !words.isEmpty())
        words.removeLast();
    const bool isCutOff = isWhole && endsWithEllipsis(text);
    // Notes of "a a a" and promotions of as many: every word begins each of these.
    qsizetype budget = ComparedPerWord * words.size();
    for (qsizetype i = 0; i < words.size() && budget > 0;) {
        const qsizetype length = lengthOfPhrase(words, i, isCutOff, budget);
        if (length == 0) {
            found.isDecided = found.isDecided && (isWhole || !mayGoOn(words, i));
            ++i;
            continue;
        }
        const qsizetype first = i;
        i += length;
        while (i < words.size() && words.at(i).kind == NoteWord::Kind::Link)
            ++i;
        found.isDecided = found.isDecided && (isWhole || i < words.size());
        found.spans.append({words.at(first).begin, endOfPromotion(text, words.at(i - 1))});
    }
    return found;
}

/// Of the longest phrase that begins at a word; 0: none does.
qsizetype PromotionFinder::lengthOfPhrase(const QList<NoteWord> &words, qsizetype at, bool isCutOff,
                                          qsizetype &budget) const
{
    const auto known = m_byFirstWord.constFind(words.at(at).hash);
    if (known == m_byFirstWord.cend())
        return 0;
    for (const qsizetype index : *known) {
        const Phrase &phrase = m_phrases.at(index);
        const qsizetype length = matchLength(words, at, phrase.words, isCutOff, budget);
        const bool isWhole
                = length > 0 && words.at(at).startsUnit && words.at(at + length - 1).endsUnit;
        if (length > 0 && (isWhole || phrase.hasLink || length >= RunLength))
            return length;
    }
    return 0;
}

/// Do the words end in the middle of a phrase that begins at one of them?
bool PromotionFinder::mayGoOn(const QList<NoteWord> &words, qsizetype at) const
{
    const auto known = m_byFirstWord.constFind(words.at(at).hash);
    return known != m_byFirstWord.cend()
            && std::any_of(known->begin(), known->end(), [this, &words, at](qsizetype index) {
                   const QList<quint64> &phrase = m_phrases.at(index).words;
                   return words.size() - at < phrase.size()
                           && std::equal(words.begin() + at, words.end(), phrase.begin(),
                                         [](const NoteWord &word, quint64 hash) {
                                             return word.hash == hash;
                                         });
               });
}

/// Behind a link, or inside it where a word was glued to it ("https://oscourse.winktls is ...").
qsizetype PromotionFinder::endOfPromotion(QStringView text, const NoteWord &last) const
{
    if (last.kind != NoteWord::Kind::Link)
        return last.end;
    const QStringView link = trimmedLink(text.mid(last.begin, last.end - last.begin));
    if (m_links.contains(link))
        return last.end;
    for (const QString &known : m_links) {
        if (link.size() > known.size() && link.startsWith(known)
            && link.at(known.size()).isLetter())
            return (link.data() - text.data()) + known.size();
    }
    return last.end;
}

namespace {

QString withoutSpans(QStringView text, const QList<PromotionFinder::Span> &spans)
{
    QString rest;
    qsizetype from = 0;
    for (const PromotionFinder::Span &span : spans) {
        rest += text.mid(from, span.begin - from);
        from = span.end;
    }
    rest += text.mid(from);
    return std::move(rest).trimmed();
}

} // namespace

QString PromotionFinder::without(QStringView text) const
{
    return withoutSpans(text, find(text));
}

QString PromotionFinder::beginningWithout(QStringView text, qsizetype atLeast) const
{
    constexpr qsizetype Word = 64; // the last may be cut, and the beginning of a promotion
    for (qsizetype length = atLeast + 2 * Word; length < text.size(); length *= 2) {
        const QStringView beginning = text.left(length);
        const Found found = find(beginning, false);
        QString rest = withoutSpans(beginning, found.spans);
        if (found.isDecided && rest.size() >= atLeast + Word)
            return rest;
    }
    return without(text);
}

QString withoutPromotions(const QString &plainNotes, const QStringList &promotions)
{
    return PromotionFinder(promotions).without(plainNotes);
}

} // namespace Earmark
