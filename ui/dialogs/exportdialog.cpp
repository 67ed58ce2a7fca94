// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/exportdialog.h"

#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

ExportDialog::ExportDialog(int podcasts, int privateOnes, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export podcasts"));
    setMinimumWidth(460);
    auto *title = new TextLabel(this);
    title->setText(tr("Export podcasts"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    auto *about = new TextLabel(this);
    about->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    about->setMaximumLines(4);
    about->setText(tr("%1 of your %2 podcasts are private. Whoever has the address of a private "
                      "podcast can listen in your name.")
                           .arg(privateOnes)
                           .arg(podcasts));
    auto *tick = new QCheckBox(tr("Export the &private ones too"), this);
    tick->setObjectName(u"withPrivate"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto *go = new QPushButton(tr("Export…"), this);
    go->setObjectName(u"export"_s);
    go->setProperty("filled", true);
    go->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::S);
    column->addWidget(title);
    column->addWidget(about);
    column->addWidget(tick);
    column->addStretch();
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, [this, tick] {
        accept();
        Q_EMIT exportWished(tick->isChecked());
    });
}

} // namespace Earmark
