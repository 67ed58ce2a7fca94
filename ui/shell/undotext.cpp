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
    }
    return {};
}

} // namespace Earmark
