// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outputdevice.h"

#include <QToolButton>

class QMenu;

namespace Earmark {

/// What the menu shows.
struct OutputView
{
    OutputDevices outputs; ///< Those that are there.
    OutputDevice chosen; ///< Without an id: the system's default.

    bool operator==(const OutputView &) const = default;
};

/// The small arrow beside the volume: on what the sound is played.
class OutputButton : public QToolButton
{
    Q_OBJECT

public:
    explicit OutputButton(QWidget *parent = nullptr);

    /// What the button says of itself, and what an open menu shows from the next time on.
    void showOutputs(const OutputView &view);
    void openMenu();

Q_SIGNALS:
    void viewWished(); ///< Before the menu opens: showOutputs() is wanted.
    void outputWished(const Earmark::OutputDevice &output); ///< Without an id: the default.

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillMenu();
    void describe();

    OutputView m_view;
    QMenu *m_menu;
};

} // namespace Earmark
