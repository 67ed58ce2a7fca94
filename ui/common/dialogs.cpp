// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/dialogs.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

void openLater(QFileDialog *dialog, Dialogs::WithPath chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [chosen = std::move(chosen)](const QString &path) { chosen(path); });
    dialog->open();
}

} // namespace

void DesktopDialogs::openFile(QWidget *parent, const QString &title, const QString &filter,
                              WithPath chosen)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    openLater(dialog, std::move(chosen));
}

void DesktopDialogs::openFolder(QWidget *parent, const QString &title, WithPath chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    openLater(dialog, std::move(chosen));
}

void DesktopDialogs::saveFile(QWidget *parent, const QString &title, const QString &proposal,
                              WithPath chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(proposal);
    openLater(dialog, std::move(chosen));
}

void DesktopDialogs::ask(QWidget *parent, const QString &question, const QString &confirm,
                         std::function<void()> confirmed)
{
    auto *box = new QMessageBox(QMessageBox::Question, u"Earmark"_s, question, QMessageBox::Cancel,
                                parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // an address in it comes from anywhere
    QPushButton *yes = box->addButton(confirm, QMessageBox::AcceptRole);
    QObject::connect(yes, &QPushButton::clicked, box,
                     [confirmed = std::move(confirmed)] { confirmed(); });
    box->open();
}

} // namespace Earmark
