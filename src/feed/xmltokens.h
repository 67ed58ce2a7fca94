// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <memory>
#include <vector>

class QIODevice;

namespace Earmark {

/// The tokens of what XmlMender says (feed/xmlmender.h), one by one, as expat reads them: in a
/// third of the time that QXmlStreamReader takes.
class XmlTokens
{
    Q_DISABLE_COPY_MOVE(XmlTokens)

public:
    enum class Token : quint8 { None, Start, End, Text };
    struct Attribute
    {
        QStringView name; ///< With its prefix.
        QStringView value;
    };

    /// device: open, and outlives this.
    explicit XmlTokens(QIODevice &device);
    ~XmlTokens();

    /// None: nothing follows. An empty element is a start and an end.
    Token next();
    bool atEnd() const { return m_isAtEnd; }
    /// The document ended before its root did, was no XML from some place on, or has no root. A
    /// text at such an end is no token.
    bool isBroken() const { return m_isAtEnd && (m_depth > 0 || !m_hasRoot); }

    /// Of the element that starts or ends, with its prefix. Valid until the next token.
    QStringView name() const { return m_name; }
    /// Of the element that started last; valid until the next one starts.
    const std::vector<Attribute> &attributes() const { return m_attributes; }
    /// The Text token, references decoded, line ends as \n. Valid until the next token.
    QString text() const { return QString::fromUtf8(bytesOf(m_event)); }
    bool isCData() const { return m_event.isCData; }

private:
    struct Event
    {
        Token token = Token::None;
        bool isCData = false;
        qsizetype begin = 0; ///< Of m_bytes: a text, or a name and the attributes, each with a \0.
        qsizetype size = 0;
    };
    class Parser;

    QByteArrayView bytesOf(const Event &event) const
    {
        return QByteArrayView(m_bytes).sliced(event.begin, event.size);
    }
    bool fill();
    void setName(QByteArrayView name);
    void readTag();

    std::unique_ptr<Parser> m_parser;
    QByteArray m_bytes; ///< UTF-8, of m_events.
    std::vector<Event> m_events; ///< Read, the first m_next of them told.
    std::size_t m_next = 0;
    Event m_event; ///< Told last.
    QString m_name;
    QString m_tag; ///< Holds what m_attributes points to.
    std::vector<Attribute> m_attributes;
    int m_depth = 0;
    bool m_hasRoot = false;
    bool m_isAtEnd = false;
};

} // namespace Earmark
