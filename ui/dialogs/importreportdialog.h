// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

#include <memory>

class QStandardItemModel;

namespace Earmark {

namespace Ui {
class ImportReportDialog;
}

/// One podcast that was added but could not be read.
struct ImportFailure
{
    QString title;
    QString address;
    QString sentence;

    bool operator==(const ImportFailure &) const = default;
};

/// How far an import is, and afterwards a line for each podcast that could not be read. Does not
/// hold the window up.
class ImportReportDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportReportDialog)

public:
    explicit ImportReportDialog(QWidget *parent = nullptr);
    ~ImportReportDialog() override;

    void showProgress(int done, int total, const QString &current);
    void showReport(int added, int known, const QList<ImportFailure> &failures);
    void showFailure(const QString &sentence);

Q_SIGNALS:
    void cancelWished();

private:
    void finish();

    std::unique_ptr<Ui::ImportReportDialog> m_ui;
    QStandardItemModel *m_lines;
};

} // namespace Earmark
