// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace Earmark {

/// Files and questions the listener is asked for. An interface handed in, so that a test answers;
/// nothing waits in a loop of its own, so each answer comes later, or never when it was dismissed.
class Dialogs
{
public:
    using WithPath = std::function<void(const QString &path)>;

    Dialogs() = default;
    Dialogs(const Dialogs &) = delete;
    Dialogs &operator=(const Dialogs &) = delete;
    virtual ~Dialogs() = default;

    /// filter as in QFileDialog: "OPML (*.opml *.xml)".
    virtual void openFile(QWidget *parent, const QString &title, const QString &filter,
                          WithPath chosen)
            = 0;
    virtual void openFolder(QWidget *parent, const QString &title, WithPath chosen) = 0;
    virtual void saveFile(QWidget *parent, const QString &title, const QString &proposal,
                          WithPath chosen)
            = 0;
    /// confirm is the button's text; run only when it was pressed.
    virtual void ask(QWidget *parent, const QString &question, const QString &confirm,
                     std::function<void()> confirmed)
            = 0;
};

/// The desktop's own.
class DesktopDialogs : public Dialogs
{
public:
    void openFile(QWidget *parent, const QString &title, const QString &filter,
                  WithPath chosen) override;
    void openFolder(QWidget *parent, const QString &title, WithPath chosen) override;
    void saveFile(QWidget *parent, const QString &title, const QString &proposal,
                  WithPath chosen) override;
    void ask(QWidget *parent, const QString &question, const QString &confirm,
             std::function<void()> confirmed) override;
};

} // namespace Earmark
