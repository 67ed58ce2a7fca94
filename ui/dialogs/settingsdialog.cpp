// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/settingsdialog.h"

#include "ui_settingsdialog.h"

using namespace Qt::StringLiterals;

namespace Earmark {

SettingsDialog::SettingsDialog(ColourScheme scheme, bool systemAccent, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::SettingsDialog>())
{
    m_ui->setupUi(this);
    setObjectName(u"settingsDialog"_s);
    setMinimumSize(380, 320);
    m_ui->title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    for (TextLabel *label : {m_ui->schemeTitle, m_ui->accentTitle}) {
        label->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
        label->setContentsMargins(0, Space::S, 0, 0);
    }
    m_ui->column->insertSpacing(1, Space::S);
    m_ui->column->insertSpacing(6, Space::S);
    const std::pair<QRadioButton *, ColourScheme> choices[]{{m_ui->system, ColourScheme::System},
                                                            {m_ui->light, ColourScheme::Light},
                                                            {m_ui->dark, ColourScheme::Dark}};
    for (const auto &[button, choice] : choices) {
        button->setChecked(choice == scheme);
        connect(button, &QRadioButton::toggled, this, [this, wanted = choice](bool checked) {
            if (checked)
                Q_EMIT schemeWished(wanted);
        });
    }
    m_ui->systemAccent->setChecked(systemAccent);
    connect(m_ui->systemAccent, &QCheckBox::toggled, this, &SettingsDialog::systemAccentWished);
    connect(m_ui->close, &QPushButton::clicked, this, &QDialog::accept);
}

SettingsDialog::~SettingsDialog() = default;

void SettingsDialog::addTitle(const QString &text)
{
    auto *label = new TextLabel(this);
    label->setText(text);
    label->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    label->setContentsMargins(0, Space::S, 0, 0);
    m_ui->column->insertSpacing(m_ui->column->count() - 2, Space::S);
    addSection(label);
}

void SettingsDialog::addSection(QWidget *section)
{
    m_ui->column->insertWidget(m_ui->column->count() - 2, section); // over the stretch and buttons
}

} // namespace Earmark
