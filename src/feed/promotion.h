// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace Earmark {

struct NoteWord;

/// So much of all notes together is looked at: some 600 episodes, which are more than almost any
/// podcast has. Characters.
constexpr qsizetype PromotionText = qsizetype(3) * 512 * 1024;

/// What recurs in many episodes' notes of one podcast: sentences, lines, and in running text the
/// phrases that end in a link ("My course https://…"); most frequent first, at most 100. Notes are
/// plain text (feed/plaintext.h), the newest first, of which PromotionText is looked at; equal
/// notes count once. Chapter times and titles are left alone.
/// Deterministic; linear but for one sort.
QStringList findPromotions(const QStringList &plainNotesOfEpisodes);

/// The notes without them, and without the links that follow them.
QString withoutPromotions(const QString &plainNotes, const QStringList &promotions);

/// Finds known promotions in notes; made once for many notes of the same podcast. Upper and lower
/// case, white space and punctuation do not matter, and any link stands for any other.
class PromotionFinder
{
public:
    struct Span
    {
        qsizetype begin = 0;
        qsizetype end = 0;
    };

    explicit PromotionFinder(const QStringList &promotions);

    /// In text order, not overlapping.
    QList<Span> find(QStringView text) const;
    /// The text without what was found, trimmed.
    QString without(QStringView text) const;
    /// The same of the text's beginning, at least so many characters of it if it has them: what
    /// comes behind these may be cut anywhere. For excerpts.
    QString beginningWithout(QStringView text, qsizetype atLeast) const;
    bool isEmpty() const { return m_phrases.isEmpty(); }

private:
    struct Found
    {
        QList<Span> spans;
        bool isDecided = true; ///< Nothing more of the text would change it.
    };
    Found find(QStringView text, bool isWhole) const;
    qsizetype lengthOfPhrase(const QList<NoteWord> &words, qsizetype at, bool isCutOff,
                             qsizetype &budget) const;
    bool mayGoOn(const QList<NoteWord> &words, qsizetype at) const;
    qsizetype endOfPromotion(QStringView text, const NoteWord &last) const;

    struct Phrase
    {
        QList<quint64> words; ///< Hashes.
        bool hasLink = false;
    };
    QList<Phrase> m_phrases;
    QHash<quint64, QList<qsizetype>> m_byFirstWord; ///< Longest phrase first.
    QStringList
            m_links; ///< Addresses without a path, to which a lost line end may have glued a word.
};

} // namespace Earmark
