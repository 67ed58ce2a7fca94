// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Earmark {

class PlayerBar;
struct SkippedPart;
class UndoBar;
struct WindowServices;

/// What goes on while something plays: sleep, sound, what is skipped.
class ListeningWiring : public QObject
{
    Q_OBJECT

public:
    ListeningWiring(const WindowServices &services, PlayerBar &bar, UndoBar &undoBar,
                    QObject *parent);

private:
    void tellSkipped(const SkippedPart &part);

    const WindowServices &m_services;
    UndoBar &m_undoBar;
};

} // namespace Earmark
