// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/addpodcastdialog.h"

#include "ui/common/fitheight.h"
#include "ui_addpodcastdialog.h"

using namespace Qt::StringLiterals;

namespace Earmark {

AddPodcastDialog::AddPodcastDialog(QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::AddPodcastDialog>())
{
    m_ui->setupUi(this);
    setObjectName(u"addPodcastDialog"_s);
    setMinimumWidth(460);
    m_ui->title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_ui->about->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_ui->about->setMaximumLines(2);
    m_ui->failure->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Warning);
    m_ui->failure->setMaximumLines(5);
    m_ui->failure->hide();
    m_ui->add->setProperty("filled", true);
    m_ui->add->setEnabled(false);
    m_ui->address->setFocus();

    connect(m_ui->address, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_ui->add->setEnabled(!text.trimmed().isEmpty());
        showFailure(QString());
    });
    connect(m_ui->add, &QPushButton::clicked, this,
            [this] { Q_EMIT addWished(m_ui->address->text().trimmed()); });
    connect(m_ui->folder, &QPushButton::clicked, this, &AddPodcastDialog::folderWished);
    connect(m_ui->cancel, &QPushButton::clicked, this, &QDialog::reject);
}

AddPodcastDialog::~AddPodcastDialog() = default;

void AddPodcastDialog::setAddress(const QString &address)
{
    m_ui->address->setText(address);
    m_ui->address->selectAll();
}

void AddPodcastDialog::setBusy(bool busy)
{
    m_ui->address->setReadOnly(busy);
    m_ui->folder->setEnabled(!busy);
    m_ui->add->setEnabled(!busy && !m_ui->address->text().trimmed().isEmpty());
    m_ui->add->setText(busy ? tr("Adding…") : tr("Add"));
}

void AddPodcastDialog::showFailure(const QString &sentence)
{
    m_ui->failure->setText(sentence);
    m_ui->failure->setVisible(!sentence.isEmpty());
    growToFit(*this);
}

} // namespace Earmark
