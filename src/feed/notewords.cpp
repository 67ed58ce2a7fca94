// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notewords.h"

#include <algorithm>
#include <iterator>

namespace Earmark {
namespace {

constexpr quint64 LinkHash = 0x6c696e6b6c696e6bULL;

constexpr QStringView BareDomains[]{u"com",  u"org", u"net",  u"fm",  u"io",
                                    u"tv",   u"de",  u"me",   u"ly",  u"gg",
                                    u"link", u"app", u"show", u"win", u"co.uk"};

QStringView withoutPunctuation(QStringView word)
{
    while (!word.isEmpty() && !word.front().isLetterOrNumber())
        word = word.mid(1);
    while (!word.isEmpty() && !word.back().isLetterOrNumber())
        word.chop(1);
    return word;
}

quint64 hashOf(QStringView word)
{
    quint64 hash = 0xcbf29ce484222325ULL; // FNV-1a: the same in every run, unlike qHash
    for (const QChar c : word) {
        const char16_t unit = c.unicode();
        const bool isUpper = unit >= u'A' && unit <= u'Z';
        const char16_t lower = isUpper ? unit + 32 : (unit < 128 ? unit : c.toLower().unicode());
        hash = (hash ^ lower) * 0x100000001b3ULL;
    }
    return hash;
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

class Splitter
{
public:
    explicit Splitter(QStringView text) : m_text(text) { m_words.reserve(text.size() / 6); }

    QList<NoteWord> run()
    {
        qsizetype at = 0;
        while (at < m_text.size()) {
            if (m_text.at(at).isSpace()) {
                if (m_text.at(at) == u'\n')
                    endUnit();
                ++at;
                continue;
            }
            const qsizetype begin = at;
            while (at < m_text.size() && !m_text.at(at).isSpace())
                ++at;
            take(begin, at);
        }
        endUnit();
        return std::move(m_words);
    }

private:
    void endUnit()
    {
        m_startsUnit = true;
        if (!m_words.isEmpty())
            m_words.last().endsUnit = true;
    }

    void take(qsizetype begin, qsizetype end)
    {
        const QStringView raw = m_text.mid(begin, end - begin);
        const QStringView bare = withoutPunctuation(raw);
        if (bare.isEmpty()) {
            if (isSeparator(raw))
                endUnit();
            return;
        }
        NoteWord word{.begin = begin, .end = end};
        word.kind = kindOf(raw, bare);
        const bool isTimeWord = word.kind == NoteWord::Kind::Time;
        if (isTimeWord)
            endUnit();
        const bool isLink = word.kind == NoteWord::Kind::Link;
        word.hash = isLink ? LinkHash : hashOf(bare);
        word.startsUnit = m_startsUnit;
        word.besideTime = m_behindTime;
        word.endsUnit = isLink || isTimeWord || endsSentence(raw);
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
