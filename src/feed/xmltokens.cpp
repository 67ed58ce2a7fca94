// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/xmltokens.h"

#include <QIODevice>

#include <algorithm>
#include <cstring>
#include <expat.h>

namespace Earmark {
namespace {

constexpr int SmallestChunk = 64 * 1024; // bytes
constexpr int LargestChunk = 8 * 1024 * 1024;

} // namespace

/// Pours what expat finds into the events.
class XmlTokens::Parser
{
    Q_DISABLE_COPY_MOVE(Parser)

public:
    Parser(QIODevice &device, QByteArray &bytes, std::vector<Event> &events)
        : m_device(device), m_bytes(bytes), m_events(events), m_expat(XML_ParserCreate("UTF-8"))
    {
        XML_SetUserData(m_expat, this);
        XML_SetElementHandler(m_expat, &Parser::start, &Parser::end);
        XML_SetCharacterDataHandler(m_expat, &Parser::characters);
        XML_SetCdataSectionHandler(m_expat, &Parser::cDataBegins, &Parser::cDataEnds);
    }
    ~Parser() { XML_ParserFree(m_expat); }

    /// False: there is nothing more.
    bool parseChunk()
    {
        void *const buffer = m_isDone ? nullptr : XML_GetBuffer(m_expat, m_chunk);
        const int count = buffer ? read(static_cast<char *>(buffer)) : 0;
        if (count == 0)
            return finish();
        const std::size_t known = m_events.size();
        if (XML_ParseBuffer(m_expat, count, XML_FALSE) != XML_STATUS_OK)
            m_isDone = true;
        // A tag that is longer than a chunk is read from its beginning with every one that follows.
        m_chunk = m_events.size() > known ? SmallestChunk : std::min(m_chunk * 2, LargestChunk);
        return true;
    }

    /// The last event may grow.
    bool isTextOpen() const { return m_isTextOpen; }

private:
    /// Newer versions of expat keep a cut tag back until its size has doubled, unless they hear
    /// that no more comes.
    bool finish()
    {
        if (m_isDone)
            return false;
        m_isDone = true;
        const std::size_t known = m_events.size();
        XML_Parse(m_expat, nullptr, 0, XML_TRUE); // what is missing then, isBroken() tells
        return m_events.size() > known;
    }

    /// A whole chunk, if there is as much.
    int read(char *buffer)
    {
        int size = 0;
        while (size < m_chunk) {
            const qint64 count = m_device.read(buffer + size, m_chunk - size);
            if (count <= 0)
                break;
            size += int(count);
        }
        return size;
    }

    static Parser &of(void *data) { return *static_cast<Parser *>(data); }

    void add(Token token, const char *name)
    {
        m_isTextOpen = false;
        m_events.push_back({.token = token, .isCData = false, .begin = m_bytes.size(), .size = 0});
        append(name);
    }

    void append(const char *text)
    {
        const auto size = qsizetype(std::strlen(text)) + 1;
        m_bytes.append(text, size);
        m_events.back().size += size;
    }

    static void start(void *data, const char *name, const char **attributes)
    {
        Parser &parser = of(data);
        ++parser.m_depth;
        parser.add(Token::Start, name);
        for (; *attributes; ++attributes)
            parser.append(*attributes);
    }

    static void end(void *data, const char *name)
    {
        Parser &parser = of(data);
        parser.add(Token::End, name);
        if (--parser.m_depth == 0)
            XML_StopParser(parser.m_expat, XML_FALSE);
    }

    static void characters(void *data, const char *text, int size)
    {
        Parser &parser = of(data);
        if (!parser.m_isTextOpen) {
            parser.m_events.push_back({.token = Token::Text,
                                       .isCData = parser.m_isCData,
                                       .begin = parser.m_bytes.size(),
                                       .size = 0});
            parser.m_isTextOpen = true;
        }
        parser.m_bytes.append(text, size);
        parser.m_events.back().size += size;
    }

    static void cDataBegins(void *data)
    {
        of(data).m_isCData = true;
        of(data).m_isTextOpen = false;
    }

    static void cDataEnds(void *data)
    {
        of(data).m_isCData = false;
        of(data).m_isTextOpen = false;
    }

    QIODevice &m_device;
    QByteArray &m_bytes;
    std::vector<Event> &m_events;
    XML_Parser m_expat;
    int m_chunk = SmallestChunk;
    int m_depth = 0;
    bool m_isCData = false;
    bool m_isTextOpen = false;
    bool m_isDone = false;
};

XmlTokens::XmlTokens(QIODevice &device)
    : m_parser(std::make_unique<Parser>(device, m_bytes, m_events))
{
}

XmlTokens::~XmlTokens() = default;

/// More events, behind a text that may have more to it.
bool XmlTokens::fill()
{
    qsizetype kept = 0;
    m_events.erase(m_events.begin(), m_events.begin() + std::ptrdiff_t(m_next));
    m_next = 0;
    if (!m_events.empty()) {
        kept = m_events.front().size;
        m_bytes.remove(0, m_events.front().begin);
        m_events.front().begin = 0;
    }
    m_bytes.resize(kept); // keeps its room
    return m_parser->parseChunk();
}

XmlTokens::Token XmlTokens::next()
{
    m_event = {};
    while (m_events.size() - m_next <= std::size_t(m_parser->isTextOpen() ? 1 : 0)) {
        if (!fill()) {
            m_isAtEnd = true;
            return Token::None;
        }
    }
    m_event = m_events.at(m_next++);
    if (m_event.token == Token::Start) {
        ++m_depth;
        m_hasRoot = true;
        readTag();
    } else if (m_event.token == Token::End) {
        --m_depth;
        setName(bytesOf(m_event).chopped(1));
    }
    return m_event.token;
}

/// XmlMender leaves ASCII alone in names.
void XmlTokens::setName(QByteArrayView name)
{
    m_name.resize(name.size()); // keeps its room
    std::transform(name.begin(), name.end(), m_name.begin(),
                   [](char c) { return QChar::fromLatin1(c); });
}

void XmlTokens::readTag()
{
    QByteArrayView rest = bytesOf(m_event);
    const qsizetype nameSize = rest.indexOf('\0');
    setName(rest.first(nameSize));
    rest = rest.sliced(nameSize + 1);
    m_attributes.clear();
    m_tag.resize(0);
    m_tag.reserve(rest.size()); // never grows: the views stay valid
    const auto next = [this, &rest] {
        const qsizetype size = rest.indexOf('\0');
        const qsizetype from = m_tag.size();
        m_tag += QUtf8StringView(rest.data(), size).toString();
        rest = rest.sliced(size + 1);
        return QStringView(m_tag).sliced(from);
    };
    while (!rest.isEmpty()) {
        const QStringView name = next();
        m_attributes.push_back({name, next()});
    }
}

} // namespace Earmark
