// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadpreferences.h"
#include "core/downloadrules.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QPushButton;
class QSpinBox;

namespace Earmark {

class DownloadRulesForm;
class TextLabel;

/// How downloads behave, where they lie, and what is downloaded of every podcast. Changes hold at
/// once.
class DownloadSettingsPage : public QWidget
{
    Q_OBJECT

public:
    explicit DownloadSettingsPage(QWidget *parent = nullptr);

    void showFolder(const QString &folder);
    void setCanMove(bool can); ///< The folder, by somebody who hears moveWished().
    // Keep what is being typed.
    void showPreferences(const DownloadPreferences &preferences);
    void showQueued(int count);
    void showQuota(qint64 bytes);
    DownloadRulesForm &rules() const { return *m_rules; }

Q_SIGNALS:
    void moveWished();
    void preferencesWished(const Earmark::DownloadPreferences &preferences);
    void queuedWished(int count);
    void quotaWished(qint64 bytes);

private:
    void addBehaviour(QFormLayout *form);
    void wishPreferences();

    DownloadPreferences m_preferences;
    TextLabel *m_folder;
    QPushButton *m_move;
    QSpinBox *m_atOnce;
    QDoubleSpinBox *m_limit; ///< MB/s
    QCheckBox *m_metered;
    QDoubleSpinBox *m_quota; ///< GB
    QSpinBox *m_queued;
    DownloadRulesForm *m_rules;
};

} // namespace Earmark
