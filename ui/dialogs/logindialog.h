// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace Earmark {

class TextLabel;

/// Asks for the name and password of one podcast. Stays open while they are tried, and with the
/// sentence when they were no good; whoever listens closes it with accept().
class LoginDialog : public QDialog
{
    Q_OBJECT

public:
    explicit LoginDialog(QWidget *parent = nullptr);

    /// podcast: its title, or its host while it has none.
    void showPodcast(const QString &podcast, const QString &host, const QString &name);
    /// Nobody demanded them: the listener wants others.
    void showAsChange();
    /// Without a keyring the password can be kept for this run alone, and the dialog says so.
    void setHasKeyring(bool has);
    void setBusy(bool busy);
    void showFailure(const QString &sentence);

Q_SIGNALS:
    void loginWished(const QString &name, const QString &password, bool inKeyring);

private:
    void updateButtons();

    TextLabel *m_title;
    TextLabel *m_about;
    QLineEdit *m_name;
    QLineEdit *m_password;
    QCheckBox *m_keep;
    TextLabel *m_keeping;
    TextLabel *m_failure;
    QPushButton *m_log;
    QString m_podcast;
    bool m_isBusy = false;
};

} // namespace Earmark
