// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/settingsservice.h"

#include <QDialog>

#include <memory>

namespace Earmark {

namespace Ui {
class SettingsDialog;
}

/// What can be set. Each change holds at once.
class SettingsDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsDialog)

public:
    SettingsDialog(ColourScheme scheme, bool systemAccent, QWidget *parent = nullptr);
    ~SettingsDialog() override;

    /// Under the others; the dialog owns it.
    void addSection(QWidget *section);
    void addTitle(const QString &text); ///< Of what is added next.
    /// Beside the general one; the dialog owns it.
    void addPage(const QString &title, QWidget *page);
    void showPage(int page); ///< 0: the general one.

Q_SIGNALS:
    void schemeWished(Earmark::ColourScheme scheme);
    void systemAccentWished(bool yes);

private:
    std::unique_ptr<Ui::SettingsDialog> m_ui;
};

} // namespace Earmark
