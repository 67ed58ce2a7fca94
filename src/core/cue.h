// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include <chrono>

namespace Earmark {

/// One piece of a transcript, in media time, as its file has it: cues may overlap and need not be
/// sorted.
struct Cue
{
    std::chrono::milliseconds start{0};
    std::chrono::milliseconds end{0}; ///< <= start: the file does not say, or is broken.
    QString speaker; ///< Empty: the file names none.
    QString text; ///< Plain text, its lines parted by '\n'.

    bool operator==(const Cue &) const = default;
};
using Cues = QList<Cue>;

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::Cues)
