// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedreader.h"

#include "core/addresspolicy.h"
#include "feed/feedlimits.h"
#include "feed/plaintext.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct Address
{
    QLatin1StringView address; ///< Lower case, without scheme, "www." and closing slash.
    Vocabulary vocabulary;
};

constexpr Address Addresses[] = {
        {"itunes.com/dtds/podcast-1.0.dtd"_L1, Vocabulary::Itunes},
        {"itunes.com/dtd/podcast-1.0.dtd"_L1, Vocabulary::Itunes},
        {"example.com/dtds/podcast-1.0.dtd"_L1, Vocabulary::Itunes},
        {"google.com/schemas/play-podcasts/1.0"_L1, Vocabulary::GooglePlay},
        {"google.com/schemas/play-podcasts/1.0/play-podcasts.xsd"_L1, Vocabulary::GooglePlay},
        {"purl.org/rss/1.0/modules/content"_L1, Vocabulary::Content},
        {"purl.org/dc/elements/1.1"_L1, Vocabulary::DublinCore},
        {"purl.org/dc/elements/1.0"_L1, Vocabulary::DublinCore},
        {"purl.org/dc/terms"_L1, Vocabulary::DublinCore},
        {"search.yahoo.com/mrss"_L1, Vocabulary::Media},
        {"search.yahoo.com/rss"_L1, Vocabulary::Media},
        {"video.search.yahoo.com/mrss"_L1, Vocabulary::Media},
        {"podcastindex.org/namespace/1.0"_L1, Vocabulary::Podcast},
        {"github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"_L1,
         Vocabulary::Podcast},
        {"raw.githubusercontent.com/podcastindex-org/podcast-namespace/main/docs/1.0.md"_L1,
         Vocabulary::Podcast},
        {"podlove.org/simple-chapters"_L1, Vocabulary::Psc},
        {"w3.org/2005/atom"_L1, Vocabulary::Atom},
        {"purl.org/atom/ns#"_L1, Vocabulary::Atom},
        {"purl.org/net/rss1.1#"_L1, Vocabulary::Rss},
        {"purl.org/rss/1.0"_L1, Vocabulary::Rss},
        {"purl.oclc.org/net/rss_2.0/enc#"_L1, Vocabulary::Rss},
        {"my.netscape.com/rdf/simple/0.9"_L1, Vocabulary::Rss},
        {"channel.netscape.com/rdf/simple/0.9"_L1, Vocabulary::Rss},
        {"backend.userland.com/rss2"_L1, Vocabulary::Rss},
        {"blogs.law.harvard.edu/tech/rss"_L1, Vocabulary::Rss},
        {"w3.org/1999/02/22-rdf-syntax-ns#"_L1, Vocabulary::Rdf},
        {"w3.org/1999/xhtml"_L1, Vocabulary::Xhtml},
        {"purl.org/syndication/history/1.0"_L1, Vocabulary::FeedHistory},
};

struct UsualPrefix
{
    QStringView prefix;
    Vocabulary vocabulary;
};

constexpr UsualPrefix UsualPrefixes[] = {
        {u"itunes", Vocabulary::Itunes},   {u"content", Vocabulary::Content},
        {u"podcast", Vocabulary::Podcast}, {u"atom", Vocabulary::Atom},
        {u"dc", Vocabulary::DublinCore},   {u"dcterms", Vocabulary::DublinCore},
        {u"media", Vocabulary::Media},     {u"psc", Vocabulary::Psc},
        {u"sc", Vocabulary::Psc},          {u"googleplay", Vocabulary::GooglePlay},
        {u"rdf", Vocabulary::Rdf},         {u"fh", Vocabulary::FeedHistory},
        {u"atom10", Vocabulary::Atom},     {u"xhtml", Vocabulary::Xhtml},
};

Vocabulary vocabularyAt(QStringView address)
{
    QString key = address.trimmed().toString().toLower();
    for (const QLatin1StringView scheme : {"http://"_L1, "https://"_L1}) {
        if (key.startsWith(scheme))
            key.remove(0, scheme.size());
    }
    if (key.startsWith("www."_L1))
        key.remove(0, 4);
    while (key.endsWith(u'/'))
        key.chop(1);
    if (key.isEmpty() || key.startsWith("purl.org/rss/2"_L1)
        || key.startsWith("backend.userland.com/rss"_L1))
        return Vocabulary::Rss;
    for (const Address &known : Addresses) {
        if (key == known.address)
            return known.vocabulary;
    }
    return Vocabulary::Other;
}

/// Elements of HTML that have no end tag (html.spec.whatwg.org, 13.1.2).
bool isVoid(QStringView name)
{
    constexpr QStringView Names[]{u"area",  u"base", u"br",   u"col",    u"embed", u"hr", u"img",
                                  u"input", u"link", u"meta", u"source", u"track", u"wbr"};
    return std::any_of(std::begin(Names), std::end(Names), [name](QStringView known) {
        return known.compare(name, Qt::CaseInsensitive) == 0;
    });
}

QStringView localName(QStringView qualified)
{
    const qsizetype colon = qualified.indexOf(u':');
    return colon < 0 ? qualified : qualified.mid(colon + 1);
}

bool beginsWeb(QStringView text)
{
    return text.startsWith(u"http://", Qt::CaseInsensitive)
            || text.startsWith(u"https://", Qt::CaseInsensitive);
}

/// "https:/a.example", "https:///a.example", "https://https://a.example" and
/// "https%3A%2F%2Fa.example" as they were meant.
QString webAddress(const QString &text)
{
    if (!text.startsWith("http"_L1, Qt::CaseInsensitive))
        return text;
    const bool isPacked = text.startsWith("http%3A"_L1, Qt::CaseInsensitive)
            || text.startsWith("https%3A"_L1, Qt::CaseInsensitive);
    QString address = isPacked ? QUrl::fromPercentEncoding(text.toUtf8()) : text;
    const qsizetype colon = address.indexOf(u':');
    if (colon != 4 && colon != 5)
        return address;
    qsizetype behind = colon + 1;
    while (behind < address.size() && address.at(behind) == u'/')
        ++behind;
    if (beginsWeb(QStringView(address).mid(behind)))
        return address.mid(behind);
    if (behind > colon + 1 && behind != colon + 3)
        address.replace(colon + 1, behind - colon - 1, "//"_L1);
    return address;
}

/// "a.example/x.mp3" on a page of a.example, and "www.a.example/x" anywhere: only its beginning was
/// left out.
bool namesHost(QStringView address, const QString &host)
{
    constexpr QStringView Www = u"www.";
    const QStringView first = address.left(address.indexOf(u'/'));
    if (!address.contains(u'/') || first.isEmpty())
        return false;
    return first.startsWith(Www, Qt::CaseInsensitive)
            || (!host.isEmpty() && first.compare(host, Qt::CaseInsensitive) == 0);
}

} // namespace

FeedReader::FeedReader(QIODevice &device, const QUrl &documentBase)
    : m_xml(device), m_documentBase(documentBase)
{
}

bool FeedReader::toRoot()
{
    while (!m_xml.atEnd()) {
        if (advance() == XmlTokens::Token::Start)
            return true;
    }
    return false;
}

XmlTokens::Token FeedReader::advance()
{
    const XmlTokens::Token token = m_xml.next();
    if (token == XmlTokens::Token::Start)
        enter();
    else if (token == XmlTokens::Token::End)
        leave();
    return token;
}

void FeedReader::enter()
{
    ++m_depth;
    if (!m_xml.attributes().empty())
        readDeclarations();
    // RSS has no namespace, whatever some declare as the default of all.
    if (m_depth == 1 && m_xml.name().compare(u"rss", Qt::CaseInsensitive) == 0) {
        for (Prefix &prefix : m_prefixes) {
            if (prefix.prefix.isEmpty())
                prefix.vocabulary = Vocabulary::Rss;
        }
    }
    resolveName();
}

void FeedReader::leave()
{
    --m_depth;
    while (!m_prefixes.isEmpty() && m_prefixes.constLast().depth > m_depth)
        m_prefixes.removeLast();
    while (!m_bases.isEmpty() && m_bases.constLast().depth > m_depth)
        m_bases.removeLast();
}

void FeedReader::readDeclarations()
{
    for (const XmlTokens::Attribute &attribute : m_xml.attributes()) {
        const QStringView name = attribute.name;
        if (name.startsWith(u"xmlns") && m_prefixes.size() < FeedLimits::Prefixes) {
            if (name.size() == 5)
                m_prefixes.append({QString(), vocabularyAt(attribute.value), m_depth});
            else if (name.at(5) == u':')
                m_prefixes.append({name.mid(6).toString(), vocabularyAt(attribute.value), m_depth});
        } else if (name == u"xml:lang" && m_depth <= 2 && m_language.isEmpty()) {
            m_language = attribute.value.trimmed().left(32).toString();
        } else if (name == u"xml:base" && attribute.value.size() <= FeedLimits::Address) {
            addBase(QUrl(attribute.value.trimmed().toString()));
        }
    }
}

void FeedReader::addBase(const QUrl &own)
{
    const QUrl &outer = m_bases.isEmpty() ? m_documentBase : m_bases.constLast().url;
    const QUrl base = outer.isValid() ? outer.resolved(own) : own;
    // Bases within each other grow without an end.
    if (base.path().size() <= FeedLimits::Address)
        m_bases.append({base, m_depth});
}

Vocabulary FeedReader::vocabularyOf(QStringView prefix) const
{
    for (auto it = m_prefixes.crbegin(); it != m_prefixes.crend(); ++it) {
        if (it->prefix == prefix) {
            if (it->vocabulary != Vocabulary::Other)
                return it->vocabulary;
            break;
        }
    }
    if (prefix.isEmpty())
        return m_prefixes.isEmpty() || m_prefixes.constFirst().prefix != prefix ? Vocabulary::Rss
                                                                                : Vocabulary::Other;
    // An unknown address behind a usual prefix is mostly a slip of the pen.
    for (const UsualPrefix &usual : UsualPrefixes) {
        if (usual.prefix.compare(prefix, Qt::CaseInsensitive) == 0)
            return usual.vocabulary;
    }
    return Vocabulary::Other;
}

void FeedReader::resolveName()
{
    const QStringView qualified = m_xml.name();
    const qsizetype colon = qualified.indexOf(u':');
    m_vocabulary = vocabularyOf(colon < 0 ? QStringView() : qualified.left(colon));
    const QStringView local = qualified.mid(colon + 1);
    if (local.size() > qsizetype(m_nameBuffer.size())) {
        m_name = {};
        return;
    }
    auto *out = m_nameBuffer.begin();
    for (const QChar c : local) {
        const char16_t unit = c.unicode();
        *out++ = unit >= u'A' && unit <= u'Z' ? char16_t(unit | 0x20) : unit;
    }
    m_name = QStringView(m_nameBuffer.data(), local.size());
}

bool FeedReader::nextChild(int parentDepth)
{
    while (m_depth >= parentDepth && !m_xml.atEnd()) {
        const XmlTokens::Token token = advance();
        if (token == XmlTokens::Token::Start && m_depth == parentDepth + 1)
            return true;
        if (token == XmlTokens::Token::End && m_depth < parentDepth)
            return false;
    }
    return false;
}

void FeedReader::appendMarkup(QString &out, bool isEnd) const
{
    // HTML takes "</br>" for another one; what stays open behind the limit is closed by gumbo.
    if (out.size() >= FeedLimits::Text || (isEnd && isVoid(localName(m_xml.name()))))
        return;
    out += isEnd ? "</"_L1 : "<"_L1;
    out += localName(m_xml.name());
    if (!isEnd) {
        for (const XmlTokens::Attribute &attribute : m_xml.attributes()) {
            if (attribute.name.startsWith(u"xmlns"))
                continue;
            out += u' ' + attribute.name + "=\""_L1 + attribute.value.toString().toHtmlEscaped()
                    + u'"';
        }
    }
    out += u'>';
}

void FeedReader::appendCharacters(QString &out, bool isEscaped) const
{
    if (isEscaped)
        out += m_xml.text().toHtmlEscaped();
    else if (out.isEmpty()) // most texts are one token: no room is left behind it
        out = m_xml.text();
    else
        out += m_xml.text();
}

QString FeedReader::text()
{
    const int depth = m_depth;
    QString out;
    bool isMarkup = false;
    while (!m_xml.atEnd()) {
        const XmlTokens::Token token = m_xml.next();
        if (token == XmlTokens::Token::Text) {
            if (out.size() < FeedLimits::Text)
                appendCharacters(out, isMarkup && !m_xml.isCData());
        } else if (token == XmlTokens::Token::Start) {
            if (!isMarkup && !hasTags(out))
                out = out.toHtmlEscaped();
            isMarkup = true;
            enter();
            appendMarkup(out, false);
        } else if (token == XmlTokens::Token::End) {
            leave();
            if (m_depth < depth)
                break;
            appendMarkup(out, true);
        }
    }
    return std::move(out).trimmed();
}

QString FeedReader::line()
{
    QString whole = text();
    const bool isPlain = std::none_of(whole.cbegin(), whole.cend(), [](QChar c) {
        return c == u'<' || c == u'&' || c == u'\n' || c == u'\t' || c == u'\r' || c == QChar(0xA0);
    });
    if (!isPlain)
        whole = plainLine(whole);
    whole.truncate(FeedLimits::Line);
    return whole;
}

QUrl FeedReader::addressText()
{
    return address(line());
}

QString FeedReader::attribute(QStringView name) const
{
    for (const XmlTokens::Attribute &attribute : m_xml.attributes()) {
        if (localName(attribute.name).compare(name, Qt::CaseInsensitive) == 0)
            return attribute.value.trimmed().left(FeedLimits::Address).toString();
    }
    return {};
}

bool FeedReader::hasAttribute(QStringView name) const
{
    const auto &attributes = m_xml.attributes();
    return std::any_of(attributes.begin(), attributes.end(), [name](const auto &attribute) {
        return localName(attribute.name).compare(name, Qt::CaseInsensitive) == 0;
    });
}

QUrl FeedReader::addressAttribute(QStringView name) const
{
    return address(attribute(name));
}

void FeedReader::setFallbackBase(const QUrl &base)
{
    if (m_documentBase.isEmpty())
        m_documentBase = base;
}

QUrl FeedReader::address(QStringView text) const
{
    text = text.trimmed();
    if (text.isEmpty() || text.size() > FeedLimits::Address)
        return {};
    QString clean = text.toString();
    // Editors break long addresses; a line end is never part of one.
    clean.remove(u'\n').remove(u'\r').remove(u'\t');
    clean = webAddress(clean);
    QUrl url(clean, QUrl::TolerantMode);
    if (url.isRelative()) {
        const QUrl &base = m_bases.isEmpty() ? m_documentBase : m_bases.constLast().url;
        if (namesHost(clean, base.host()))
            url = QUrl((base.scheme() == "http"_L1 ? "http://"_L1 : "https://"_L1) + clean);
        else
            url = base.resolved(url);
    }
    // The demo's feed, which comes out of the program itself, names its own kind.
    const bool isDemo
            = url.scheme() == "earmark-demo"_L1 && m_documentBase.scheme() == url.scheme();
    return isFetchable(url) || isDemo ? url : QUrl();
}

} // namespace Earmark
