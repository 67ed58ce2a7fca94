// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace Earmark {

class TextLabel;

/// A section of the settings: which directories are asked. Each change holds at
/// once; key and secret when their field is left.
class DirectoriesBox : public QWidget
{
    Q_OBJECT

public:
    explicit DirectoriesBox(const DirectorySettings &settings, QWidget *parent = nullptr);

    /// The secret comes from the keyring, later: its field waits for it.
    void waitForSecret();
    void showSecret(const QString &secret);
    /// Without a keyring the secret is kept for this run alone, and the box says so.
    void setHasKeyring(bool has);

Q_SIGNALS:
    void changed(const Earmark::DirectorySettings &settings);

private:
    void tell();

    DirectorySettings m_settings;
    QCheckBox *m_itunes;
    QCheckBox *m_fyyd;
    QCheckBox *m_index;
    QLineEdit *m_key;
    QLineEdit *m_secret;
    TextLabel *m_keeping;
    bool m_isWaiting = false;
};

} // namespace Earmark
