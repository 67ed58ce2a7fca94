// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QStringList>

namespace Earmark {

/// Makes well-formed XML of what feeds call XML, in one pass and in chunks. In: something like
/// UTF-8. Out: elements, text and CDATA alone; XML declaration, DTD, comments and instructions are
/// left out. Of the entities a DTD declares only short ones of plain text are known, and they bring
/// no more than 64 KiB in all: nothing can be made to explode. Mended: bytes that are no UTF-8,
/// control characters, bare & and <, HTML's named entities, broken attributes, end tags that do not
/// fit, junk before the root and after it. What is not closed at the end stays open: the reader
/// sees the break.
class XmlMender
{
public:
    XmlMender();

    /// Appends to out what can be said so far; isLast: nothing follows bytes.
    void add(QByteArrayView bytes, bool isLast, QByteArray &out);

    /// One sentence for each kind of thing that was mended.
    QStringList repairs() const;
    /// The DTD declares text that would unfold, were it believed, to more than any feed has.
    bool isTrap() const { return m_isTrap; }

private:
    enum class State : quint8 { Start, Text, CData, Skipping, Doctype, Done };
    enum Repair : quint16 {
        BadBytes = 1,
        Controls = 2,
        Ampersands = 4,
        StrayMarkup = 8,
        Attributes = 16,
        EndTags = 32,
        JunkBefore = 64,
        TooLong = 128,
        TooDeep = 256,
    };

    bool step();
    bool start();
    bool text();
    bool cdata();
    qsizetype forgottenEnd(qsizetype run) const;
    bool closeCData(qsizetype end);
    bool endCData();
    bool skipping();
    bool doctype();
    void readEntities(QByteArrayView subset);
    void measureEntity(QByteArrayView name, QByteArrayView value);
    bool declaredEntity(QByteArrayView name);
    bool markup();
    bool instruction();
    bool declaration();
    bool startTag();
    bool endTag();
    bool special(bool inAttribute);
    bool reference();
    bool character();
    bool skipUntil(QByteArrayView mark);
    void stray();
    void emitTag(QByteArrayView tag);
    void closeForgotten(QByteArrayView name);
    void emitAttributes(QByteArrayView attributes);
    void emitValue(QByteArrayView value);
    void open(QByteArrayView name);
    void closeTo(qsizetype depth);
    void take(qsizetype count);
    void drop(qsizetype count);
    void note(Repair repair) { m_repairs |= repair; }
    QByteArrayView rest() const;
    QByteArrayView openName(qsizetype depth) const;

    QByteArray m_in;
    qsizetype m_at = 0;
    bool m_isLast = false;
    QByteArray *m_out = nullptr;
    State m_state = State::Start;
    QByteArray m_until;
    QHash<QByteArray, QByteArray> m_entities;
    QHash<QByteArray, qint64> m_unfolded; ///< bytes, of the entities declared so far
    qsizetype m_expanded = 0; ///< bytes that m_entities brought
    qsizetype m_run = 0; ///< bytes of the text that is being read
    QByteArray m_names; ///< of the open elements, one behind the other
    QList<qsizetype> m_nameEnds;
    qsizetype m_tagReach; ///< bytes in which a tag's end is looked for
    bool m_isTrap = false;
    bool m_isSubsetBroken = false; ///< A DTD's; others are not looked for.
    bool m_isLeafOpen = false; ///< The innermost open element holds nothing but text.
    int m_guesses = 0; ///< at what an end tag was meant for
    int m_tooDeep = 0; ///< open elements below FeedLimits::Depth
    quint16 m_repairs = 0;
};

} // namespace Earmark
