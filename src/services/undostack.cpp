// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/undostack.h"

#include "core/async.h"

namespace Earmark {

UndoStack::UndoStack(QObject *parent) : QObject(parent) { }

void UndoStack::push(const UndoEntry &entry, Undo undo)
{
    if (m_actions.size() == MaxActions)
        m_actions.removeFirst();
    m_actions.append({entry, std::move(undo)});
    Q_EMIT pushed(entry);
}

void UndoStack::undo()
{
    if (m_actions.isEmpty())
        return;
    const auto [entry, action] = m_actions.takeLast();
    onResult(action(), this, [this, entry = entry](const Result<> &done) {
        if (done)
            Q_EMIT undone(entry);
        else
            Q_EMIT failed(done.error());
    });
}

} // namespace Earmark
