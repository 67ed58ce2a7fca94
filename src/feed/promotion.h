// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace Earmark {

struct NoteWord;

/// What recurs in many episodes' notes of one podcast: sentences, lines, and in running text the
/// phrases that end in a link ("My course https://…"); most frequent first, at most 100. Notes are
/// plain text (feed/plaintext.h); equal notes count once. Chapter times and titles are left alone.
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
    bool isEmpty() const { return m_phrases.isEmpty(); }

private:
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
