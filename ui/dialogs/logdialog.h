// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAbstractItemModel;

namespace Earmark {

/// What went wrong lately, to read and to copy into a report.
class LogDialog : public QDialog
{
    Q_OBJECT

public:
    explicit LogDialog(QAbstractItemModel *log, QWidget *parent = nullptr);

private:
    void copy(const QAbstractItemModel &log) const;
};

} // namespace Earmark
