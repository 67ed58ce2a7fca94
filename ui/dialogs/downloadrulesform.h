// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace Earmark {

/// What is downloaded and deleted by itself, of one podcast or of all. Changes hold at once.
class DownloadRulesForm : public QWidget
{
    Q_OBJECT

public:
    explicit DownloadRulesForm(QWidget *parent = nullptr);

    /// Keeps what is being typed.
    void showSettings(const DownloadSettings &settings);
    const DownloadSettings &settings() const { return m_settings; }

Q_SIGNALS:
    void settingsWished(const Earmark::DownloadSettings &settings);

private:
    QLineEdit *makeWords(const QString &name, const QString &placeholder,
                         const QString &accessible);
    QSpinBox *makeNumber(const QString &name, const QString &accessible, int least, int most);
    void buildLayout();
    void updateNumbers();
    void wish();

    DownloadSettings m_settings;
    QComboBox *m_fetch;
    QSpinBox *m_newest;
    QLineEdit *m_include;
    QLineEdit *m_exclude;
    QSpinBox *m_shortest;
    QComboBox *m_delete;
    QSpinBox *m_days;
};

} // namespace Earmark
