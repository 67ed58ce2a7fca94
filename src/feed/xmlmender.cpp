// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/xmlmender.h"

#include "feed/encoding.h"
#include "feed/entities.h"
#include "feed/feedlimits.h"
#include "feed/xmlbytes.h"

#include <QString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestReference = 12; ///< "&thetasym;", "&#x10FFFF;"
constexpr qsizetype LongestEntity = 512;
constexpr qsizetype MostEntities = 64;
constexpr qsizetype LargestExpansion = 64LL * 1024;
constexpr qint64 LargestUnfolded = 16LL * 1024 * 1024; ///< More than that is meant to harm.
constexpr qsizetype LongestDoctype = 256LL * 1024;
constexpr qsizetype PrologReach = 60LL * 1024; ///< How far the root is looked for behind junk.
constexpr QByteArrayView CDataBegin = "<![CDATA[";

bool isFeedRoot(QByteArrayView name)
{
    const qsizetype colon = name.indexOf(':');
    const QByteArrayView local = colon < 0 ? name : name.sliced(colon + 1);
    constexpr QByteArrayView Roots[] = {"rss", "feed", "rdf", "channel", "html", "opml", "entry"};
    return std::any_of(std::begin(Roots), std::end(Roots),
                       [local](QByteArrayView root) { return equalsIgnoringCase(local, root); });
}

/// Where the document begins behind what a server put before it.
qsizetype documentStart(QByteArrayView bytes)
{
    const qsizetype first = bytes.indexOf('<');
    if (first < 0)
        return -1;
    const QByteArrayView begin = bytes.sliced(first);
    if (begin.startsWith("<?") || begin.startsWith("<!") || isFeedRoot(nameAt(begin.sliced(1))))
        return first;
    qsizetype best = -1;
    for (const QByteArrayView mark : {"<?xml", "<rss", "<feed", "<rdf:RDF"}) {
        const qsizetype at = bytes.indexOf(mark);
        best = at >= 0 && (best < 0 || at < best) ? at : best;
    }
    return best < 0 ? first : best;
}

} // namespace

XmlMender::XmlMender() : m_tagReach(FeedLimits::Tag) { }

void XmlMender::add(QByteArrayView bytes, bool isLast, QByteArray &out)
{
    m_in.remove(0, m_at);
    m_at = 0;
    m_in.append(bytes);
    m_isLast = isLast;
    m_out = &out;
    while (m_at < m_in.size() && step()) { }
    m_out = nullptr;
}

QByteArrayView XmlMender::rest() const
{
    return QByteArrayView(m_in).sliced(m_at);
}

/// False: more bytes are needed.
bool XmlMender::step()
{
    switch (m_state) {
    case State::Start:
        return start();
    case State::Text:
        return text();
    case State::CData:
        return cdata();
    case State::Skipping:
        return skipping();
    case State::Doctype:
        return doctype();
    case State::Done:
        m_at = m_in.size();
        return true;
    }
    Q_UNREACHABLE();
}

bool XmlMender::start()
{
    if (m_in.size() < PrologReach && !m_isLast)
        return false;
    const qsizetype begin = documentStart(m_in);
    const QByteArrayView junk = begin < 0 ? rest() : rest().first(begin);
    if (!junk.trimmed().isEmpty())
        note(JunkBefore);
    m_at = begin < 0 ? m_in.size() : begin;
    m_state = State::Text;
    return true;
}

void XmlMender::take(qsizetype count)
{
    const bool isOutside = m_nameEnds.isEmpty();
    m_run += count;
    if (m_run > FeedLimits::Text)
        note(TooLong);
    else if (!isOutside)
        m_out->append(m_in.constData() + m_at, count);
    m_at += count;
}

/// What no XML may hold. "]" and "]>" must not become the end of CDATA by it.
void XmlMender::drop(qsizetype count)
{
    note(Controls);
    const bool isBehindBracket = m_at > 0 && m_in.at(m_at - 1) == ']';
    if (m_state == State::CData && isBehindBracket && !m_nameEnds.isEmpty())
        m_out->append(' ');
    m_at += count;
}

bool XmlMender::text()
{
    if (const qsizetype run = copyableRun(rest(), false); run > 0) {
        take(run);
        return true;
    }
    if (m_in.at(m_at) == '<')
        return markup();
    return special(false);
}

/// One character that cannot be copied as it is, of text or of an attribute's value.
bool XmlMender::special(bool inAttribute)
{
    const char c = m_in.at(m_at);
    if (c == '&')
        return reference();
    if (c != '>' && !(inAttribute && c == '<'))
        return character();
    if (!m_nameEnds.isEmpty() || inAttribute)
        m_out->append(c == '>' ? "&gt;" : "&lt;");
    ++m_at;
    return true;
}

/// A control character or one beyond ASCII.
bool XmlMender::character()
{
    const char c = m_in.at(m_at);
    if (static_cast<uchar>(c) < 0x80) {
        drop(1);
        return true;
    }
    const qsizetype length = utf8Sequence(rest());
    if (length < 0 && !m_isLast)
        return false;
    if (length <= 0) {
        note(BadBytes);
        if (!m_nameEnds.isEmpty())
            appendWindows1252(c, *m_out);
        ++m_at;
        return true;
    }
    if (rest().startsWith("\xEF\xBF\xBE") || rest().startsWith("\xEF\xBF\xBF")) {
        drop(length);
        return true;
    }
    take(length);
    return true;
}

bool XmlMender::reference()
{
    const QByteArrayView window = rest().first(std::min(rest().size(), LongestReference));
    const qsizetype semicolon = window.indexOf(';');
    if (semicolon < 0 && window.size() < LongestReference && !m_isLast)
        return false;
    const QByteArrayView whole = window.first(semicolon + 1);
    if (const qsizetype known = knownReference(window); known > 0) {
        take(known);
        return true;
    }
    if (!m_entities.isEmpty() && whole.size() > 2
        && declaredEntity(whole.sliced(1, whole.size() - 2))) {
        m_at += whole.size();
        return true;
    }
    QString decoded;
    const QString text = QString::fromLatin1(whole);
    const qsizetype used = semicolon < 2 ? 0 : decodeReference(text, decoded);
    if (used != text.size() || used == 0) {
        note(Ampersands);
        if (!m_nameEnds.isEmpty())
            m_out->append("&amp;");
        ++m_at;
        return true;
    }
    if (!whole.startsWith("&#"))
        note(Ampersands);
    if (!m_nameEnds.isEmpty() && decoded != QChar(0xFFFE) && decoded != QChar(0xFFFF))
        m_out->append(decoded.toHtmlEscaped().toUtf8());
    m_at += whole.size();
    return true;
}

bool XmlMender::cdata()
{
    qsizetype run = copyableRun(rest(), true);
    if (const qsizetype end = forgottenEnd(run); end >= 0)
        return closeCData(end);
    if (run == rest().size() && !m_isLast) {
        // A closing mark may be cut in two.
        for (int i = 0; i < 2 && run > 0 && rest().at(run - 1) == ']'; ++i)
            --run;
        take(run);
        return false;
    }
    if (run > 0) {
        take(run);
        return true;
    }
    const char c = m_in.at(m_at);
    if (c == '>' && m_at >= 2 && QByteArrayView(m_in).sliced(m_at - 2).startsWith("]]>"))
        return endCData();
    if (c != '<' && c != '>' && c != '&')
        return character();
    take(1);
    return true;
}

/// Where "]]</title>" stands in the next run bytes, or perhaps will stand when more come: the last
/// sign of CDATA's end was forgotten. -1: nowhere.
qsizetype XmlMender::forgottenEnd(qsizetype run) const
{
    if (m_nameEnds.isEmpty())
        return -1;
    const QByteArrayView text = rest().first(run);
    for (qsizetype at = text.indexOf(']'); at >= 0; at = text.indexOf(']', at + 1)) {
        const QByteArrayView there = rest().sliced(at);
        if (there.size() > 2 && !there.startsWith("]]<"))
            continue;
        const QByteArray wanted = "]]</" + openName(m_nameEnds.size() - 1).toByteArray() + '>';
        const qsizetype size = std::min(there.size(), wanted.size());
        if (equalsIgnoringCase(there.first(size), QByteArrayView(wanted).first(size))
            && (size == wanted.size() || !m_isLast))
            return at;
    }
    return -1;
}

/// False: more bytes must tell whether it is the end.
bool XmlMender::closeCData(qsizetype end)
{
    take(end);
    if (rest().size() < 2 || rest().indexOf('>') < 0)
        return false;
    note(StrayMarkup);
    m_out->append("]]>");
    m_at += 2;
    m_run = 0;
    m_state = State::Text;
    return true;
}

bool XmlMender::endCData()
{
    if (!m_nameEnds.isEmpty()) {
        // The brackets may have fallen to the cap.
        if (!m_out->endsWith("]]"))
            m_out->append("]]");
        m_out->append('>');
    }
    ++m_at;
    m_state = State::Text;
    return true;
}

bool XmlMender::skipUntil(QByteArrayView mark)
{
    m_until = mark.toByteArray();
    m_state = State::Skipping;
    return true;
}

bool XmlMender::skipping()
{
    const qsizetype end = rest().indexOf(m_until);
    if (end >= 0) {
        m_at += end + m_until.size();
        m_state = State::Text;
        return true;
    }
    m_at = std::max(m_at, m_in.size() - m_until.size() + 1);
    return false;
}

bool XmlMender::doctype()
{
    const QByteArrayView all = rest();
    const qsizetype end = all.indexOf('>');
    const qsizetype subset = m_isSubsetBroken ? -1 : all.indexOf('[');
    if (end >= 0 && (subset < 0 || end < subset)) {
        m_at += end + 1;
        m_state = State::Text;
        return true;
    }
    qsizetype close = subset < 0 ? -1 : all.indexOf(']', subset);
    while (close >= 0) {
        qsizetype behind = close + 1;
        while (behind < all.size() && isSpace(all.at(behind)))
            ++behind;
        if (behind < all.size() && all.at(behind) == '>') {
            readEntities(all.sliced(subset, close - subset));
            m_at += behind + 1;
            m_state = State::Text;
            return true;
        }
        close = all.indexOf(']', close + 1);
    }
    if (!m_isLast && all.size() < LongestDoctype)
        return false;
    m_isSubsetBroken = true; // One long search is enough.
    m_at += end < 0 ? all.size() : end + 1;
    m_state = State::Text;
    return true;
}

/// <!ENTITY name "text">, without references in the text.
void XmlMender::readEntities(QByteArrayView subset)
{
    constexpr QByteArrayView Key = "<!ENTITY";
    for (qsizetype at = subset.indexOf(Key); at >= 0; at = subset.indexOf(Key, at)) {
        at += Key.size();
        const QByteArrayView behindKey = subset.sliced(at);
        const QByteArrayView entity
                = behindKey.first(std::min(behindKey.size(), LongestEntity)).trimmed();
        const QByteArrayView name = nameAt(entity);
        const QByteArrayView quoted = entity.sliced(name.size()).trimmed();
        if (name.isEmpty() || quoted.isEmpty() || (quoted.front() != '"' && quoted.front() != '\''))
            continue;
        const qsizetype close = quoted.indexOf(quoted.front(), 1);
        const QByteArrayView value = quoted.sliced(1, std::max<qsizetype>(close, 1) - 1);
        measureEntity(name, value);
        const bool isPlain = close > 0 && !value.contains('&') && !value.contains('%');
        if (isPlain && m_entities.size() < MostEntities)
            m_entities.insert(name.toByteArray(), value.toByteArray());
    }
}

/// Entities that are made of entities, each of several: what they would come to.
void XmlMender::measureEntity(QByteArrayView name, QByteArrayView value)
{
    qint64 unfolded = value.size();
    for (qsizetype at = value.indexOf('&'); at >= 0; at = value.indexOf('&', at + 1)) {
        const QByteArrayView inner = nameAt(value.sliced(at + 1));
        unfolded += m_unfolded.value(inner.toByteArray(), 0);
    }
    m_isTrap = m_isTrap || unfolded > LargestUnfolded;
    m_unfolded.insert(name.toByteArray(), std::min(unfolded, LargestUnfolded + 1));
}

bool XmlMender::declaredEntity(QByteArrayView name)
{
    const auto found = m_entities.constFind(name.toByteArray());
    if (found == m_entities.constEnd() || m_expanded > LargestExpansion)
        return false;
    m_expanded += found->size();
    QString value = QString::fromUtf8(*found);
    value.removeIf([](QChar c) {
        const bool isControl = c.unicode() < 0x20 && c != u'\t' && c != u'\n' && c != u'\r';
        return isControl || c.unicode() >= 0xFFFE;
    });
    if (!m_nameEnds.isEmpty())
        m_out->append(value.toHtmlEscaped().toUtf8());
    return true;
}

bool XmlMender::markup()
{
    if (rest().size() < CDataBegin.size() && !m_isLast)
        return false;
    const char next = rest().size() > 1 ? rest().at(1) : ' ';
    if (next == '!')
        return declaration();
    if (next == '?')
        return instruction();
    if (next == '/')
        return endTag();
    if (isNameStart(next))
        return startTag();
    stray();
    return true;
}

/// The XML declaration has no '>' inside; some forget the '?' before its end.
bool XmlMender::instruction()
{
    constexpr QByteArrayView Begin = "<?xml ";
    if (rest().size() < Begin.size() && !m_isLast)
        return false;
    return skipUntil(rest().startsWith(Begin) ? ">" : "?>");
}

bool XmlMender::declaration()
{
    if (rest().startsWith("<!--"))
        return skipUntil("-->");
    if (equalsIgnoringCase(rest().first(std::min(rest().size(), CDataBegin.size())), CDataBegin)) {
        if (!m_nameEnds.isEmpty())
            m_out->append(CDataBegin);
        m_at += CDataBegin.size();
        m_run = 0;
        m_state = State::CData;
        return true;
    }
    m_at += 2;
    m_state = State::Doctype;
    return true;
}

/// A '<' that begins nothing.
void XmlMender::stray()
{
    note(StrayMarkup);
    if (!m_nameEnds.isEmpty() && m_run <= FeedLimits::Text)
        m_out->append("&lt;");
    ++m_at;
}

} // namespace Earmark
