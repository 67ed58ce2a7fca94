// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QSpinBox;

namespace Earmark {

/// Asks after how many minutes to pause.
class SleepDialog : public QDialog
{
    Q_OBJECT

public:
    static constexpr int Longest = 600; ///< Minutes: a night.

    explicit SleepDialog(int minutes, QWidget *parent = nullptr);

Q_SIGNALS:
    void minutesWished(int minutes);

private:
    QSpinBox *m_minutes;
};

} // namespace Earmark
