// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/htmltags.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestName = 32;
constexpr qsizetype LongestValue = 16LL * 1024;

bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isSpace(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\t' || c == u'\r' || c == u'\f';
}

QChar lower(QChar c)
{
    return c >= u'A' && c <= u'Z' ? QChar(c.unicode() | 0x20) : c;
}

/// Lower case; empty when other signs stand in it, or too many.
QString plainName(QStringView name)
{
    if (name.size() > LongestName)
        return {};
    QString plain;
    plain.reserve(name.size());
    for (const QChar c : name) {
        if (!isLetter(c) && !(c >= u'0' && c <= u'9') && c != u'-' && c != u':')
            return {};
        plain += lower(c);
    }
    return plain == "image"_L1 ? u"img"_s : plain; // as browsers have it
}

/// Asked of every attribute before anything is copied.
bool isRead(QStringView name)
{
    constexpr QLatin1StringView Read[]
            = {"href"_L1,  "src"_L1,  "alt"_L1,    "width"_L1, "height"_L1,  "style"_L1,
               "title"_L1, "type"_L1, "hidden"_L1, "rel"_L1,   "colspan"_L1, "datetime"_L1};
    return std::any_of(std::begin(Read), std::end(Read), [name](QLatin1StringView read) {
        return name.size() == read.size() && name.compare(read, Qt::CaseInsensitive) == 0;
    });
}

qsizetype commentLength(QStringView text)
{
    for (qsizetype at = text.indexOf(u"--", 4); at >= 0; at = text.indexOf(u"--", at + 1)) {
        const QStringView rest = text.mid(at + 2, 2);
        if (rest.startsWith(u'>'))
            return at + 3;
        if (rest == u"!>")
            return at + 4;
    }
    return text.size();
}

/// Walks over one tag.
class TagReader
{
public:
    explicit TagReader(QStringView text) : m_text(text) { }

    HtmlTag read()
    {
        HtmlTag tag;
        tag.isEnd = m_text.size() > 1 && m_text.at(1) == u'/';
        m_at = tag.isEnd ? 2 : 1;
        if (m_at >= m_text.size() || !isLetter(m_text.at(m_at)))
            return tag;
        const qsizetype begin = m_at;
        while (!isOver() && !isSpace(now()) && now() != u'/' && now() != u'>')
            ++m_at;
        tag.name = plainName(m_text.mid(begin, m_at - begin));
        readAttributes(tag);
        if (isOver()) { // a quote was left open: browsers drop the rest, readers of notes want it
            tag.attributes.clear();
            tag.isOpenQuote = true;
            m_at = m_text.indexOf(u'>');
        }
        tag.length = m_at < 0 ? -1 : m_at + 1;
        return tag;
    }

private:
    bool isOver() const { return m_at >= m_text.size(); }
    QChar now() const { return m_text.at(m_at); }

    void skipSpace()
    {
        while (!isOver() && isSpace(now()))
            ++m_at;
    }

    /// Stops at the tag's '>'.
    void readAttributes(HtmlTag &tag)
    {
        while (!isOver() && now() != u'>') {
            if (now() == u'/') {
                tag.isSelfClosing = m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'>';
                ++m_at;
            } else if (isSpace(now())) {
                ++m_at;
            } else {
                readAttribute(tag);
            }
        }
    }

    void readAttribute(HtmlTag &tag)
    {
        const qsizetype begin = m_at++; // whatever it is: a leading '=' belongs to the name
        while (!isOver() && !isSpace(now()) && now() != u'/' && now() != u'>' && now() != u'=')
            ++m_at;
        const QStringView name = m_text.mid(begin, m_at - begin);
        skipSpace();
        QStringView value;
        if (!isOver() && now() == u'=') {
            ++m_at;
            skipSpace();
            value = readValue();
        }
        if (!tag.isEnd && value.size() <= LongestValue && isRead(name))
            keep(tag, plainName(name), value);
    }

    QStringView readValue()
    {
        if (isOver() || now() == u'>')
            return {};
        const QChar quote = now();
        const bool isQuoted = quote == u'"' || quote == u'\'';
        const qsizetype begin = isQuoted ? ++m_at : m_at;
        if (isQuoted) {
            const qsizetype end = m_text.indexOf(quote, begin);
            m_at = end < 0 ? m_text.size() : end + 1;
            return m_text.mid(begin, (end < 0 ? m_text.size() : end) - begin);
        }
        while (!isOver() && !isSpace(now()) && now() != u'>')
            ++m_at;
        return m_text.mid(begin, m_at - begin);
    }

    static void keep(HtmlTag &tag, const QString &name, QStringView value)
    {
        const bool isKnown
                = std::any_of(tag.attributes.cbegin(), tag.attributes.cend(),
                              [&name](const auto &attribute) { return attribute.first == name; });
        if (isKnown || name.isEmpty())
            return;
        QString clean;
        clean.reserve(value.size());
        for (const QChar c : value) {
            if (c == u'\n' && name != "href"_L1 && name != "src"_L1)
                clean += u' ';
            else if (c.unicode() >= 0x20)
                clean += c;
        }
        tag.attributes.append({name, clean});
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace

QString HtmlTag::text() const
{
    QString out = u'<' + name;
    for (const auto &[key, value] : attributes) {
        QString safe = value;
        safe.replace(u'"', "&quot;"_L1).replace(u'<', "&lt;"_L1).replace(u'>', "&gt;"_L1);
        out += u' ' + key + "=\""_L1 + safe + u'"';
    }
    return out + u'>';
}

HtmlTag htmlTag(QStringView text)
{
    return TagReader(text).read();
}

qsizetype notTagLength(QStringView text)
{
    if (text.size() < 2)
        return 0;
    const auto behind = [text](QStringView mark, qsizetype from) {
        const qsizetype at = text.indexOf(mark, from);
        return at < 0 ? text.size() : at + mark.size();
    };
    if (text.startsWith(u"<!-->") || text.startsWith(u"<!--->"))
        return behind(u">", 4);
    if (text.startsWith(u"<!--"))
        return commentLength(text);
    const QChar second = text.at(1);
    const bool isOddEnd = second == u'/' && text.size() > 2 && !isLetter(text.at(2));
    return second == u'!' || second == u'?' || isOddEnd ? behind(u">", 2) : 0;
}

qsizetype htmlEndTag(QStringView text, qsizetype from, QStringView name)
{
    while (true) {
        const qsizetype at = text.indexOf(u"</", from);
        if (at < 0)
            return -1;
        const QStringView rest = text.mid(at + 2);
        const bool isNamed = rest.size() > name.size()
                && rest.left(name.size()).compare(name, Qt::CaseInsensitive) == 0;
        if (isNamed && !isLetter(rest.at(name.size())) && !rest.at(name.size()).isDigit())
            return at;
        from = at + 2;
    }
}

} // namespace Earmark
