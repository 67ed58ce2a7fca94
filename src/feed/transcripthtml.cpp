// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/durations.h"
#include "feed/shallowhtml.h"
#include "feed/transcriptformats.h"

#include <algorithm>
#include <gumbo.h>
#include <iterator>
#include <memory>

using namespace Qt::StringLiterals;

// HTML transcripts: <cite>Name:</cite> <time>0:53</time> <p>What they said</p>, in any order and
// nesting.

namespace Earmark {
namespace {

constexpr qsizetype MaxHtml = qsizetype(4) * 1024 * 1024; ///< characters

constexpr GumboTag Left[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_HEAD, GUMBO_TAG_TITLE,
                             GUMBO_TAG_NAV,    GUMBO_TAG_FOOTER, GUMBO_TAG_H1,   GUMBO_TAG_H2,
                             GUMBO_TAG_H3,     GUMBO_TAG_H4,     GUMBO_TAG_H5,   GUMBO_TAG_H6};
constexpr GumboTag Blocks[] = {
        GUMBO_TAG_P,  GUMBO_TAG_DIV,     GUMBO_TAG_LI,      GUMBO_TAG_DD,   GUMBO_TAG_DT,
        GUMBO_TAG_TR, GUMBO_TAG_ARTICLE, GUMBO_TAG_SECTION, GUMBO_TAG_BODY, GUMBO_TAG_BLOCKQUOTE};

template<std::size_t N>
bool isOneOf(GumboTag tag, const GumboTag (&tags)[N])
{
    return std::find(std::begin(tags), std::end(tags), tag) != std::end(tags);
}

QString textOf(const GumboNode &node)
{
    QString text;
    QList<const GumboNode *> waiting{&node};
    while (!waiting.isEmpty()) {
        const GumboNode *next = waiting.takeLast();
        if (next->type == GUMBO_NODE_TEXT || next->type == GUMBO_NODE_WHITESPACE)
            text += QString::fromUtf8(next->v.text.text);
        if (next->type != GUMBO_NODE_ELEMENT)
            continue;
        const GumboVector &children = next->v.element.children;
        for (unsigned i = children.length; i > 0; --i)
            waiting.append(static_cast<const GumboNode *>(children.data[i - 1]));
    }
    return text.simplified();
}

class HtmlTranscript
{
public:
    /// The tree is not deep (feed/shallowhtml.h).
    void read(const GumboNode &node)
    {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) {
            m_text += QString::fromUtf8(node.v.text.text);
            return;
        }
        if (node.type != GUMBO_NODE_ELEMENT || isOneOf(node.v.element.tag, Left))
            return;
        const GumboElement &element = node.v.element;
        if (element.tag == GUMBO_TAG_CITE)
            speaker(textOf(node));
        else if (element.tag == GUMBO_TAG_TIME)
            time(node);
        else
            children(element);
    }

    Cues take()
    {
        flush();
        // A page's own words, before the transcript begins.
        if (m_isTimed)
            m_cues.remove(0, std::min(m_before, m_cues.size()));
        completeEnds(m_cues);
        return std::move(m_cues);
    }

private:
    void children(const GumboElement &element)
    {
        const bool isBlock = isOneOf(element.tag, Blocks);
        if (isBlock)
            flush();
        if (element.tag == GUMBO_TAG_BR)
            m_text += u' ';
        for (unsigned i = 0; i < element.children.length; ++i)
            read(*static_cast<const GumboNode *>(element.children.data[i]));
        if (isBlock)
            flush();
    }

    void begin()
    {
        flush();
        if (!m_isTimed)
            m_before = m_cues.size();
        m_isTimed = true;
    }

    void speaker(QString name)
    {
        begin();
        while (name.endsWith(u':') || name.endsWith(u' '))
            name.chop(1);
        m_speaker = name.left(MaxSpeaker);
    }

    void time(const GumboNode &node)
    {
        begin();
        QString text = textOf(node);
        text.remove(u'[').remove(u']').remove(u'(').remove(u')');
        auto start = cueTime(text);
        const GumboAttribute *attribute
                = gumbo_get_attribute(&node.v.element.attributes, "datetime");
        if (!start && attribute) {
            const QString said = QString::fromUtf8(attribute->value);
            start = cueTime(said);
            if (const auto seconds = start ? std::nullopt : parseDuration(said))
                start = std::chrono::milliseconds(qRound64(*seconds * 1000));
        }
        m_start = start.value_or(m_start);
    }

    /// "[0:53] …" or "(1:02:03) …", where no <time> tells it.
    void takeTimeOf(QString &text)
    {
        const bool isBracket = text.startsWith(u'[') || text.startsWith(u'(');
        const qsizetype close = isBracket ? text.indexOf(text.front() == u'[' ? u']' : u')') : -1;
        if (close < 0 || close > 16 || !text.left(close).contains(u':'))
            return;
        if (const auto start = cueTime(QStringView(text).mid(1, close - 1))) {
            m_start = *start;
            text = text.mid(close + 1).trimmed();
        }
    }

    void flush()
    {
        QString text = std::exchange(m_text, {}).simplified();
        if (!m_isTimed)
            takeTimeOf(text);
        if (text.isEmpty() || m_cues.size() >= MaxCues)
            return;
        m_cues.append({m_start, m_start, m_speaker, text.left(MaxCueText)});
    }

    Cues m_cues;
    QString m_text;
    QString m_speaker;
    std::chrono::milliseconds m_start{0};
    bool m_isTimed = false; ///< A <cite> or <time> was seen.
    qsizetype m_before = 0; ///< Cues before the first of them.
};

} // namespace

Cues readTranscriptHtml(const QString &html)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const auto free = [&options](GumboOutput *output) { gumbo_destroy_output(&options, output); };
    const QByteArray bytes = shallowHtml(html.left(MaxHtml)).toUtf8();
    const std::unique_ptr<GumboOutput, decltype(free)> output(
            gumbo_parse_with_options(&options, bytes.constData(), size_t(bytes.size())), free);
    HtmlTranscript transcript;
    if (output)
        transcript.read(*output->root);
    return transcript.take();
}

} // namespace Earmark
