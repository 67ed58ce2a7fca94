// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/logdialog.h"

#include "ui/common/emptystate.h"
#include "ui/common/textlabel.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

LogDialog::LogDialog(QAbstractItemModel *log, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"logDialog"_s);
    setWindowTitle(tr("Log"));
    resize(560, 400);
    auto *title = new TextLabel(this);
    title->setText(tr("What went wrong lately"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    auto *list = new QListView(this);
    list->setObjectName(u"logList"_s);
    list->setAccessibleName(tr("Log"));
    list->setModel(log);
    list->setWordWrap(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setSpacing(Space::Xs);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->viewport()->setBackgroundRole(QPalette::Window);
    auto *empty = new EmptyState(this);
    empty->tell(u"check"_s, tr("Nothing so far"), tr("Errors of this session are listed here."));
    const bool some = log->rowCount() > 0;
    list->setVisible(some);
    empty->setVisible(!some);
    auto *copyAll = new QPushButton(tr("Copy"), this);
    copyAll->setEnabled(some);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(copyAll);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addWidget(title);
    column->addWidget(list, 1);
    column->addWidget(empty, 1);
    column->addLayout(buttons);
    connect(copyAll, &QPushButton::clicked, this, [this, log] { copy(*log); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

void LogDialog::copy(const QAbstractItemModel &log) const
{
    QStringList lines;
    for (int row = 0; row < log.rowCount(); ++row) {
        const QModelIndex index = log.index(row, 0);
        lines += index.data().toString() % u"  "_s % index.data(Qt::ToolTipRole).toString();
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace Earmark
