// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/undotext.h"

#include "services/undostack.h"

#include <QCoreApplication>

namespace Earmark {

namespace {

struct UndoText
{
    Q_DECLARE_TR_FUNCTIONS(UndoText)
};

} // namespace

QString undoText(const UndoEntry &entry)
{
    using T = UndoText;
    switch (entry.kind) {
    case UndoKind::Unsubscribe:
        return T::tr("Unsubscribed from %1").arg(entry.subject);
    case UndoKind::MarkPlayed:
        return T::tr("%n episode(s) marked as played", nullptr, entry.count);
    case UndoKind::MarkUnplayed:
        return T::tr("%n episode(s) marked as unplayed", nullptr, entry.count);
    case UndoKind::Archive:
        return T::tr("%n episode(s) archived", nullptr, entry.count);
    case UndoKind::Unarchive:
        return T::tr("%n episode(s) brought back from the archive", nullptr, entry.count);
    case UndoKind::RemoveFromQueue:
        return T::tr("%n episode(s) removed from the queue", nullptr, entry.count);
    case UndoKind::MoveInQueue:
        return T::tr("Queue changed");
    case UndoKind::UntickChapter:
        return entry.subject.isEmpty() ? T::tr("This chapter will be skipped")
                                       : T::tr("\"%1\" will be skipped").arg(entry.subject);
    case UndoKind::TickChapter:
        return entry.subject.isEmpty() ? T::tr("This chapter will be played")
                                       : T::tr("\"%1\" will be played").arg(entry.subject);
    case UndoKind::MoveChapters:
        return entry.subject.isEmpty() ? T::tr("Chapters moved")
                                       : T::tr("\"%1\" and what follows moved").arg(entry.subject);
    case UndoKind::DeleteFiles:
        return entry.subject.isEmpty() ? T::tr("%n file(s) deleted", nullptr, entry.count)
                                       : T::tr("The file of \"%1\" was deleted").arg(entry.subject);
    }
    return {};
}

} // namespace Earmark
