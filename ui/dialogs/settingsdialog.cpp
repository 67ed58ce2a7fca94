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
    setMinimumWidth(420); // the height is what the pages need
    m_ui->title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    for (TextLabel *label : {m_ui->schemeTitle, m_ui->accentTitle}) {
        label->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
        label->setContentsMargins(0, Space::S, 0, 0);
    }
    m_ui->column->insertSpacing(4, Space::S);
    m_ui->tabs->addTab(tr("General"));
    m_ui->tabs->setAccessibleName(tr("Pages of the settings"));
    m_ui->tabs->hide();
    connect(m_ui->tabs, &QTabBar::currentChanged, m_ui->pages, &QStackedWidget::setCurrentIndex);
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
    m_ui->column->insertSpacing(m_ui->column->count() - 1, Space::S);
    addSection(label);
}

void SettingsDialog::addSection(QWidget *section)
{
    m_ui->column->insertWidget(m_ui->column->count() - 1, section); // over the stretch
}

void SettingsDialog::addPage(const QString &title, QWidget *page)
{
    m_ui->pages->addWidget(page);
    m_ui->tabs->addTab(title);
    m_ui->tabs->show();
}

void SettingsDialog::showPage(int page)
{
    m_ui->tabs->setCurrentIndex(page);
}

} // namespace Earmark
