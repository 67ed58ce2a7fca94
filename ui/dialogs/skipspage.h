// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/skiprules.h"

#include <QWidget>

class QLineEdit;
class QSpinBox;

namespace Earmark {

/// Which parts of a podcast's episodes are not played. Changes hold at once.
class SkipsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SkipsPage(QWidget *parent = nullptr);

    /// Keeps what is being typed.
    void showSettings(const SkipSettings &settings);

Q_SIGNALS:
    void settingsWished(const Earmark::SkipSettings &settings);

private:
    QSpinBox *makeSeconds(const QString &name, const QString &accessible);
    void wish();

    SkipSettings m_settings;
    QSpinBox *m_first;
    QSpinBox *m_last;
    QLineEdit *m_words;
};

} // namespace Earmark
