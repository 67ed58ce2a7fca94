// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace Earmark {

/// Asks whether an export holds the private podcasts too; opened only when there are any.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// Both at least 1.
    ExportDialog(int podcasts, int privateOnes, QWidget *parent = nullptr);

Q_SIGNALS:
    void exportWished(bool withPrivate);
};

} // namespace Earmark
