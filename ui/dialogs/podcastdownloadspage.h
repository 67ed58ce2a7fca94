// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QWidget>

class QRadioButton;

namespace Earmark {

class DownloadRulesForm;

/// What is downloaded and deleted by itself of one podcast: as of all, or as it says itself.
/// Changes hold at once.
class PodcastDownloadsPage : public QWidget
{
    Q_OBJECT

public:
    explicit PodcastDownloadsPage(QWidget *parent = nullptr);

    /// all: of every podcast without a word of its own. Keeps what is being typed.
    void showSettings(const PodcastDownloads &own, const DownloadSettings &all);

Q_SIGNALS:
    void settingsWished(const Earmark::PodcastDownloads &own);

private:
    void wish(const DownloadSettings &settings);

    PodcastDownloads m_own;
    DownloadSettings m_all;
    QRadioButton *m_asAll;
    QRadioButton *m_itself;
    DownloadRulesForm *m_rules;
};

} // namespace Earmark
