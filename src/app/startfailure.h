// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QObject;

namespace Earmark {

struct Error;

/// True when somebody sees what is written to the descriptor: at the terminal whose foreground this
/// process is, or behind a pipe. A file and a session's log are read by nobody who waits.
bool isSeen(int descriptor);

/// A box that says why Earmark does not start; `closed` is called once when it is closed, unless
/// `context` is gone by then. Needs a QApplication; does not wait.
void showStartFailure(const Error &error, QObject *context, std::function<void()> closed);

} // namespace Earmark
