// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace Earmark {

namespace Ui {
class AddPodcastDialog;
}

/// Asks for a podcast's address. Stays open while the address is looked at, and with the sentence
/// when it led to nothing; whoever listens closes it with accept().
class AddPodcastDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddPodcastDialog)

public:
    explicit AddPodcastDialog(QWidget *parent = nullptr);
    ~AddPodcastDialog() override;

    void setAddress(const QString &address);
    void setBusy(bool busy);
    void showFailure(const QString &sentence);

Q_SIGNALS:
    void addWished(const QString &address);
    void folderWished();

private:
    std::unique_ptr<Ui::AddPodcastDialog> m_ui;
};

} // namespace Earmark
