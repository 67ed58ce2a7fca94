// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/xmltokens.h"

#include <QList>
#include <QString>
#include <QStringView>
#include <QUrl>

#include <array>

class QIODevice;

namespace Earmark {

/// The namespaces a feed is read in, and Rss for none.
enum class Vocabulary : quint8 {
    Rss,
    Atom,
    Itunes,
    GooglePlay,
    Content,
    DublinCore,
    Media,
    Podcast,
    Psc,
    Rdf,
    Xhtml,
    FeedHistory,
    Other,
};

/// XmlTokens with what all vocabularies need: namespaces by address, old address or, where none is
/// declared, by the usual prefix; names in lower case; children one by one; xml:base.
class FeedReader
{
public:
    /// device: what XmlMender made. documentBase: where relative addresses start that no xml:base
    /// governs.
    FeedReader(QIODevice &device, const QUrl &documentBase);

    /// Calls f for every child element of the current one. f may consume its element or leave it.
    template<typename F>
    void children(F f)
    {
        const int depth = m_depth;
        while (nextChild(depth))
            f();
    }

    /// To the document's root; false when there is none.
    bool toRoot();

    Vocabulary vocabulary() const { return m_vocabulary; }
    /// The local name in lower case, valid until the next element. Names longer than any of ours
    /// are empty.
    QStringView name() const { return m_name; }
    int depth() const { return m_depth; }

    /// The current element's text to its end, trimmed. Elements inside come as markup, which makes
    /// the whole HTML. At most FeedLimits::Text characters.
    QString text();
    /// The same as one line of plain text, at most FeedLimits::Line characters.
    QString line();
    /// The element's text as an address; see address().
    QUrl addressText();

    /// Trimmed; by local name in any case. Empty when there is none.
    QString attribute(QStringView name) const;
    bool hasAttribute(QStringView name) const;
    /// The root's xml:lang.
    QString language() const { return m_language; }
    /// Resolved against xml:base and the document's base; empty unless http or https.
    QUrl addressAttribute(QStringView name) const;
    QUrl address(QStringView text) const;

    /// The document ended before its root did.
    bool isBroken() const { return m_xml.isBroken(); }

    /// From now on relative addresses without xml:base start here, unless the document's own
    /// address is known.
    void setFallbackBase(const QUrl &base);

private:
    struct Prefix
    {
        QString prefix;
        Vocabulary vocabulary;
        int depth;
    };
    struct Base
    {
        QUrl url;
        int depth;
    };

    bool nextChild(int parentDepth);
    XmlTokens::Token advance();
    void enter();
    void leave();
    void readDeclarations();
    void addBase(const QUrl &own);
    void resolveName();
    Vocabulary vocabularyOf(QStringView prefix) const;
    void appendCharacters(QString &out, bool isEscaped) const;
    void appendMarkup(QString &out, bool isEnd) const;

    XmlTokens m_xml;
    QList<Prefix> m_prefixes;
    QList<Base> m_bases;
    QUrl m_documentBase;
    QString m_language;
    int m_depth = 0;
    Vocabulary m_vocabulary = Vocabulary::Rss;
    std::array<char16_t, 32> m_nameBuffer{};
    QStringView m_name;
};

} // namespace Earmark
