// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace Earmark {

/// One word of plain notes, as promotion is compared by.
struct NoteWord
{
    enum class Kind : quint8 { Word, Link, Time };

    quint64 hash = 0; ///< Of the lower-case word without outer punctuation; one for all links.
    int begin = 0; ///< With its punctuation.
    int end = 0;
    Kind kind = Kind::Word;
    bool startsUnit = false; ///< First of a line or sentence, or behind a link.
    bool endsUnit = false; ///< Last of a line or sentence, or a link.
    bool besideTime = false; ///< Right behind the time of a chapter.
};

/// At most maxCharacters of the text are looked at.
QList<NoteWord> noteWords(QStringView text, qsizetype maxCharacters);

/// Does a bare address begin here: "https://…", "www.…", "acast.com/privacy"?
bool isLinkWord(QStringView word);

} // namespace Earmark
