// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/jsonmender.h"

#include "feed/encoding.h"

#include <QJsonObject>
#include <QStringView>

namespace Earmark {
namespace {

// The root's own values, and the elements of its lists: a cut behind one of them loses only what
// had not come whole.
constexpr qsizetype DepthOfElements = 2;

/// Closes what is open and leaves out what cannot be.
class Closer
{
public:
    QByteArray run(QByteArrayView json)
    {
        m_out.reserve(json.size() + 2);
        for (const char c : json) {
            if (m_isString)
                string(c);
            else
                structure(c);
            if (m_isOver)
                break;
        }
        if (!m_open.isEmpty()) {
            m_out.truncate(m_safe);
            m_open = m_safeOpen;
            while (!m_open.isEmpty())
                closeLast();
        }
        return std::move(m_out);
    }

private:
    void string(char c)
    {
        const bool isControl = static_cast<uchar>(c) < 0x20;
        if (isControl && c != '\n' && c != '\t') {
            m_isEscaped = false;
            return;
        }
        m_out += isControl ? (c == '\n' ? "\\n" : "\\t") : QByteArray(1, c);
        if (c == '"' && !m_isEscaped)
            m_isString = false;
        m_isEscaped = c == '\\' && !m_isEscaped;
    }

    void structure(char c)
    {
        switch (c) {
        case '"':
            m_isString = true;
            m_out += c;
            return;
        case '{':
        case '[':
            m_open += c;
            m_out += c;
            return;
        case '}':
        case ']':
            close(c);
            return;
        default:
            m_out += c;
            if (c == 'N' || c == 'y')
                replaceNonNumber();
        }
    }

    /// What Python writes for numbers that are none.
    void replaceNonNumber()
    {
        for (const QByteArrayView written : {"-Infinity", "Infinity", "NaN"}) {
            if (m_out.endsWith(written)) {
                m_out.chop(written.size());
                m_out += "null";
                return;
            }
        }
    }

    void close(char c)
    {
        const char opening = c == '}' ? '{' : '[';
        if (m_open.isEmpty() || m_open.back() != opening)
            return;
        closeLast();
        m_isOver = m_open.isEmpty();
        if (m_open.size() <= DepthOfElements) {
            m_safe = m_out.size();
            m_safeOpen = m_open;
        }
    }

    void closeLast()
    {
        qsizetype end = m_out.size();
        while (end > 0 && QByteArrayView(" \t\r\n,").contains(m_out.at(end - 1)))
            --end;
        m_out.truncate(end);
        m_out += m_open.back() == '{' ? '}' : ']';
        m_open.chop(1);
    }

    QByteArray m_out;
    QByteArray m_open; ///< The brackets that are open.
    QByteArray m_safeOpen;
    qsizetype m_safe = 0;
    bool m_isString = false;
    bool m_isEscaped = false;
    bool m_isOver = false; ///< Behind the document's end: what follows is junk.
};

} // namespace

JsonReading readJson(const QByteArray &bytes, const QByteArray &httpCharset)
{
    const QByteArray json = decodedText(bytes, httpCharset).trimmed().toUtf8();
    JsonReading reading;
    QJsonParseError error;
    reading.document = QJsonDocument::fromJson(json, &error);
    if (!reading.document.isNull())
        return reading;
    reading.problem = error.errorString();
    if (error.error == QJsonParseError::DeepNesting)
        return reading;
    const QByteArray closed = Closer().run(json);
    reading.document = QJsonDocument::fromJson(closed);
    reading.isMended = !reading.document.isNull();
    return reading;
}

QJsonValue firstOf(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        QJsonValue value = object.value(name);
        if (!value.isUndefined() && !value.isNull())
            return value;
    }
    return {};
}

bool looksLikeJson(QStringView text)
{
    text = text.trimmed();
    return text.startsWith(u'{') || text.startsWith(u'[');
}

} // namespace Earmark
