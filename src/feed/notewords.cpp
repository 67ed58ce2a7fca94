// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notewords.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace Earmark {
namespace {

constexpr quint64 LinkHash = 0x6c696e6b6c696e6bULL;

constexpr QStringView BareDomains[]{u"com",  u"org", u"net",  u"fm",  u"io",
                                    u"tv",   u"de",  u"me",   u"ly",  u"gg",
                                    u"link", u"app", u"show", u"win", u"co.uk"};

constexpr quint64 FirstHash = 0xcbf29ce484222325ULL; // FNV-1a: the same in every run, unlike qHash

/// With one more of the word's characters, in lower case.
quint64 hashed(quint64 hash, QChar lower)
{
    return (hash ^ lower.unicode()) * 0x100000001b3ULL;
}

bool isTime(QStringView word)
{
    return word.size() >= 4 && word.front().isDigit() && word.contains(u':')
            && std::all_of(word.begin(), word.end(), [](QChar c) {
                   return c.isDigit() || c == u':' || c == u'-' || c == u'–' || c == u'.';
               });
}

bool isBareDomain(QStringView word)
{
    const qsizetype dot = word.lastIndexOf(u'.');
    if (dot < 2 || word.contains(u'@'))
        return false;
    const QStringView ending = word.mid(dot + 1);
    return std::any_of(std::begin(BareDomains), std::end(BareDomains),
                       [ending](QStringView known) { return ending == known; });
}

bool endsSentence(QStringView raw)
{
    while (!raw.isEmpty() && QStringView(u"\"'”’»)]").contains(raw.back()))
        raw.chop(1);
    return !raw.isEmpty() && QStringView(u".!?…:;。！？").contains(raw.back());
}

bool isSeparator(QStringView raw)
{
    return std::all_of(raw.begin(), raw.end(),
                       [](QChar c) { return QStringView(u"-–—|•·*►▶→=_~#").contains(c); });
}

/// What letters and digits are hashed as, 0 for all else.
constexpr std::array<char, 128> Folded = [] {
    std::array<char, 128> folded{};
    constexpr std::size_t CaseStep = 'a' - 'A';
    for (std::size_t c = 'a'; c <= 'z'; ++c)
        folded[c] = folded[c - CaseStep] = char(c);
    for (std::size_t c = '0'; c <= '9'; ++c)
        folded[c] = char(c);
    return folded;
}();

bool isAscii(QChar c)
{
    return c.unicode() < Folded.size();
}

bool isOfWord(QChar c)
{
    return isAscii(c) ? Folded[c.unicode()] != 0 : c.isLetterOrNumber();
}

/// In one pass over the text: of a large feed all notes are split.
class Splitter
{
public:
    explicit Splitter(QStringView text) : m_text(text), m_at(text.begin())
    {
        m_words.reserve(text.size() / 5 + 1);
    }

    QList<NoteWord> run()
    {
        while (m_at != m_text.end()) {
            if (!m_at->isSpace()) {
                takeWord();
                continue;
            }
            if (*m_at == u'\n')
                endUnit();
            ++m_at;
        }
        endUnit();
        return std::move(m_words);
    }

private:
    /// A word as it stands, and without the punctuation around it.
    struct Found
    {
        QStringView raw;
        QStringView bare;
        quint64 hash = FirstHash; ///< Of bare.
        bool isPlain = true; ///< Without the signs of which one is in every link and every time.
    };

    void takeWord()
    {
        const QChar *const begin = m_at;
        const QChar *bare = nullptr;
        const QChar *bareEnd = begin;
        Found found;
        quint64 hash = FirstHash;
        while (m_at != m_text.end() && !m_at->isSpace()) {
            if (isOfWord(*m_at)) {
                bare = bare ? bare : m_at;
                hash = takeLetters(hash);
                bareEnd = m_at;
                found.hash = hash;
                continue;
            }
            const QChar c = *m_at++;
            found.isPlain = found.isPlain && c != u'.' && c != u'/' && c != u':';
            if (bare)
                hash = hashed(hash, c.toLower());
        }
        found.raw = QStringView(begin, m_at);
        if (bare)
            found.bare = QStringView(bare, bareEnd);
        take(begin - m_text.begin(), found);
    }

    /// Letters and digits from m_at on; most of every text.
    quint64 takeLetters(quint64 hash)
    {
        const QChar *at = m_at;
        const QChar *const end = m_text.end();
        for (; at != end; ++at) {
            if (isAscii(*at)) {
                const char folded = Folded[at->unicode()];
                if (folded == 0)
                    break;
                hash = hashed(hash, QLatin1Char(folded));
            } else if (at->isLetterOrNumber()) {
                hash = hashed(hash, at->toLower());
            } else {
                break;
            }
        }
        m_at = at;
        return hash;
    }

    void endUnit()
    {
        m_startsUnit = true;
        if (!m_words.isEmpty())
            m_words.last().endsUnit = true;
    }

    void take(qsizetype begin, const Found &found)
    {
        if (found.bare.isEmpty()) {
            if (isSeparator(found.raw))
                endUnit();
            return;
        }
        NoteWord word{.begin = int(begin), .end = int(begin + found.raw.size())};
        word.kind = found.isPlain ? NoteWord::Kind::Word : kindOf(found.raw, found.bare);
        const bool isTimeWord = word.kind == NoteWord::Kind::Time;
        if (isTimeWord)
            endUnit();
        const bool isLink = word.kind == NoteWord::Kind::Link;
        word.hash = isLink ? LinkHash : found.hash;
        word.startsUnit = m_startsUnit;
        word.besideTime = m_behindTime;
        word.endsUnit = isLink || isTimeWord
                || (found.raw.size() > found.bare.size() && endsSentence(found.raw));
        m_behindTime = isTimeWord;
        m_startsUnit = word.endsUnit;
        m_words.append(word);
    }

    static NoteWord::Kind kindOf(QStringView raw, QStringView bare)
    {
        if (isTime(bare))
            return NoteWord::Kind::Time;
        return isLinkWord(raw) || isBareDomain(bare) ? NoteWord::Kind::Link : NoteWord::Kind::Word;
    }

    QStringView m_text;
    const QChar *m_at;
    QList<NoteWord> m_words;
    bool m_startsUnit = true;
    bool m_behindTime = false;
};

} // namespace

bool isLinkWord(QStringView word)
{
    while (!word.isEmpty() && !word.front().isLetterOrNumber())
        word = word.mid(1);
    if (word.startsWith(u"http://", Qt::CaseInsensitive)
        || word.startsWith(u"https://", Qt::CaseInsensitive)
        || word.startsWith(u"www.", Qt::CaseInsensitive))
        return true;
    const qsizetype slash = word.indexOf(u'/');
    const qsizetype dot = slash < 0 ? -1 : word.left(slash).lastIndexOf(u'.');
    if (dot < 1 || slash - dot < 3 || slash + 1 >= word.size())
        return false;
    const QStringView ending = word.mid(dot + 1, slash - dot - 1);
    return std::all_of(ending.begin(), ending.end(), [](QChar c) { return c.isLower(); })
            && word.at(dot - 1).isLetterOrNumber();
}

QList<NoteWord> noteWords(QStringView text, qsizetype maxCharacters)
{
    return Splitter(text.left(maxCharacters)).run();
}

} // namespace Earmark
