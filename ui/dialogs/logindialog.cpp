// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/logindialog.h"

#include "ui/common/fitheight.h"
#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

LoginDialog::LoginDialog(QWidget *parent)
    : QDialog(parent), m_title(new TextLabel(this)), m_about(new TextLabel(this)),
      m_name(new QLineEdit(this)), m_password(new QLineEdit(this)),
      m_keep(new QCheckBox(tr("Keep the password in the desktop's keyring"), this)),
      m_keeping(new TextLabel(this)), m_failure(new TextLabel(this)),
      m_log(new QPushButton(tr("Log in"), this))
{
    setObjectName(u"loginDialog"_s);
    setWindowTitle(tr("Log in"));
    setMinimumWidth(460);
    m_title->setLook(TextSize::EpisodeTitle, QFont::Bold);
    m_title->setMaximumLines(2);
    m_about->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_about->setMaximumLines(3);
    m_name->setObjectName(u"name"_s);
    m_password->setObjectName(u"password"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_keep->setObjectName(u"keep"_s);
    m_keep->setChecked(true);
    m_keeping->setObjectName(u"keeping"_s);
    m_keeping->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_keeping->setMaximumLines(3);
    m_failure->setObjectName(u"failure"_s);
    m_failure->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Warning);
    m_failure->setMaximumLines(5);
    m_failure->hide();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    m_log->setObjectName(u"login"_s);
    m_log->setProperty("filled", true);
    m_log->setDefault(true);

    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Password"), m_password);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::S);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_log);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xl, Space::Xxl, Space::Xl);
    column->setSpacing(Space::S);
    column->addWidget(m_title);
    column->addWidget(m_about);
    column->addLayout(form);
    column->addWidget(m_keep);
    column->addWidget(m_keeping);
    column->addWidget(m_failure);
    column->addStretch();
    column->addLayout(buttons);

    connect(m_name, &QLineEdit::textChanged, this, &LoginDialog::updateButtons);
    connect(m_password, &QLineEdit::textChanged, this, &LoginDialog::updateButtons);
    connect(m_log, &QPushButton::clicked, this, [this] {
        Q_EMIT loginWished(m_name->text(), m_password->text(), m_keep->isChecked());
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    setHasKeyring(true);
    updateButtons();
}

void LoginDialog::showPodcast(const QString &podcast, const QString &host, const QString &name)
{
    m_podcast = podcast;
    m_title->setText(tr("%1 needs a name and password").arg(podcast));
    m_about->setText(tr("They are sent to %1 and to nobody else.").arg(host));
    m_name->setText(name);
    (name.isEmpty() ? m_name : m_password)->setFocus();
}

void LoginDialog::showAsChange()
{
    m_title->setText(tr("Name and password for %1").arg(m_podcast));
}

void LoginDialog::setHasKeyring(bool has)
{
    if (!has)
        m_keep->setChecked(false);
    m_keep->setEnabled(has);
    m_keeping->setText(has ? tr("Without it, the password is kept until Earmark is closed.")
                           : tr("This desktop has no keyring, so the password is kept until "
                                "Earmark is closed."));
}

void LoginDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    m_log->setText(busy ? tr("Logging in…") : tr("Log in"));
    updateButtons();
}

void LoginDialog::showFailure(const QString &sentence)
{
    m_failure->setText(sentence);
    m_failure->setVisible(!sentence.isEmpty());
    growToFit(*this);
    m_password->selectAll();
    m_password->setFocus();
}

void LoginDialog::updateButtons()
{
    // HTTP's Basic scheme ends the name at its first colon.
    const bool isWhole = !m_name->text().isEmpty() && !m_name->text().contains(u':')
            && !m_password->text().isEmpty();
    m_log->setEnabled(isWhole && !m_isBusy);
    m_name->setReadOnly(m_isBusy);
    m_password->setReadOnly(m_isBusy);
}

} // namespace Earmark
