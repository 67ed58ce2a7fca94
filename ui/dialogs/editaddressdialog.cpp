// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/editaddressdialog.h"

#include "ui/common/fitheight.h"
#include "ui/common/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

EditAddressDialog::EditAddressDialog(QWidget *parent)
    : QDialog(parent), m_about(new TextLabel(this)), m_address(new QLineEdit(this)),
      m_failure(new TextLabel(this)), m_insist(new QPushButton(tr("Use it all the same"), this)),
      m_save(new QPushButton(this))
{
    setObjectName(u"editAddressDialog"_s);
    setWindowTitle(tr("Edit address"));
    setMinimumWidth(480);
    auto *title = new TextLabel(this);
    title->setText(tr("Edit the podcast's address"));
    title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_about->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_about->setMaximumLines(3);
    m_address->setObjectName(u"address"_s);
    m_address->setAccessibleName(tr("Podcast address"));
    m_address->setPlaceholderText(u"https://example.org/podcast"_s);
    m_address->setClearButtonEnabled(true);
    m_failure->setObjectName(u"failure"_s);
    m_failure->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Warning);
    m_failure->setMaximumLines(5);
    m_failure->hide();
    m_insist->setObjectName(u"insist"_s);
    m_insist->setAutoDefault(false);
    m_insist->hide();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    m_save->setObjectName(u"save"_s);
    m_save->setProperty("filled", true);
    m_save->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addWidget(m_insist);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::S);
    column->addWidget(title);
    column->addWidget(m_about);
    column->addWidget(m_address);
    column->addWidget(m_failure);
    column->addStretch();
    column->addLayout(buttons);
    connect(m_address, &QLineEdit::textChanged, this, [this] { showFailure({}, false); });
    connect(m_save, &QPushButton::clicked, this, [this] { wish(false); });
    connect(m_insist, &QPushButton::clicked, this, [this] { wish(true); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    updateButtons();
}

void EditAddressDialog::showPodcast(const QString &title, const QString &address)
{
    m_about->setText(tr("%1 keeps its episodes and what you did with them. The new address is read "
                        "before it is used.")
                             .arg(title));
    m_before = address;
    m_address->setText(address);
    m_address->selectAll();
    m_address->setFocus();
    updateButtons();
}

void EditAddressDialog::wish(bool insists)
{
    Q_EMIT addressWished(m_address->text().trimmed(), insists);
}

void EditAddressDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    updateButtons();
}

void EditAddressDialog::showFailure(const QString &sentence, bool canInsist)
{
    m_failure->setText(sentence);
    m_failure->setVisible(!sentence.isEmpty());
    m_insist->setVisible(canInsist);
    growToFit(*this);
    updateButtons();
}

void EditAddressDialog::updateButtons()
{
    const QString text = m_address->text().trimmed();
    m_address->setReadOnly(m_isBusy);
    m_insist->setEnabled(!m_isBusy);
    m_save->setEnabled(!m_isBusy && !text.isEmpty() && text != m_before);
    m_save->setText(m_isBusy ? tr("Reading…") : tr("Use this address"));
}

} // namespace Earmark
