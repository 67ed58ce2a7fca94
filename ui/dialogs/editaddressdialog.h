// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace Earmark {

class TextLabel;

/// Asks for a podcast's new address. Stays open while it is looked at, and with the sentence when
/// it led to nothing; whoever listens closes it with accept().
class EditAddressDialog : public QDialog
{
    Q_OBJECT

public:
    explicit EditAddressDialog(QWidget *parent = nullptr);

    /// address: to begin with; empty for one that must not be shown.
    void showPodcast(const QString &title, const QString &address);
    void setBusy(bool busy);
    /// canInsist: the listener may use the address all the same.
    void showFailure(const QString &sentence, bool canInsist);

Q_SIGNALS:
    void addressWished(const QString &address, bool insists);

private:
    void wish(bool insists);
    void updateButtons();

    TextLabel *m_about;
    QLineEdit *m_address;
    TextLabel *m_failure;
    QPushButton *m_insist;
    QPushButton *m_save;
    QString m_before;
    bool m_isBusy = false;
};

} // namespace Earmark
