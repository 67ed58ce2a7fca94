// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/sleepdialog.h"

#include "ui/common/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace Earmark {

SleepDialog::SleepDialog(int minutes, QWidget *parent)
    : QDialog(parent), m_minutes(new QSpinBox(this))
{
    setObjectName(u"sleepDialog"_s);
    setWindowTitle(tr("Sleep timer"));
    setMinimumWidth(320);
    auto *title = new TextLabel(this);
    title->setText(tr("Sleep timer"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    auto *about = new TextLabel(this);
    about->setText(tr("Pause after so many minutes of listening:"));
    about->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_minutes->setObjectName(u"minutes"_s);
    m_minutes->setAccessibleName(tr("Minutes"));
    m_minutes->setRange(1, Longest);
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setValue(minutes);
    m_minutes->selectAll();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancel"_s);
    cancel->setAutoDefault(false);
    auto *start = new QPushButton(tr("Start"), this);
    start->setObjectName(u"start"_s);
    start->setProperty("filled", true);
    start->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(start);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::M);
    column->addWidget(title);
    column->addWidget(about);
    column->addWidget(m_minutes);
    column->addStretch();
    column->addLayout(buttons);
    m_minutes->setFocus();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(start, &QPushButton::clicked, this, [this] {
        Q_EMIT minutesWished(m_minutes->value());
        accept();
    });
}

} // namespace Earmark
