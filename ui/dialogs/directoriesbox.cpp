// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/directoriesbox.h"

#include "services/directoryservice.h"
#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace Earmark {

DirectoriesBox::DirectoriesBox(const DirectorySettings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings),
      m_itunes(new QCheckBox(DirectoryService::nameOf(Directory::Itunes), this)),
      m_fyyd(new QCheckBox(DirectoryService::nameOf(Directory::Fyyd), this)),
      m_index(new QCheckBox(tr("Podcast Index, with a key of your own"), this)),
      m_key(new QLineEdit(settings.podcastIndexKey, this)),
      m_secret(new QLineEdit(settings.podcastIndexSecret, this)), m_keeping(new TextLabel(this))
{
    setObjectName(u"directoriesBox"_s);
    auto *title = new TextLabel(this);
    title->setText(tr("Directories asked for words"));
    title->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    m_itunes->setObjectName(u"askItunes"_s);
    m_itunes->setChecked(settings.itunes);
    m_fyyd->setObjectName(u"askFyyd"_s);
    m_fyyd->setChecked(settings.fyyd);
    m_index->setObjectName(u"askPodcastIndex"_s);
    m_index->setChecked(settings.podcastIndex);
    m_key->setObjectName(u"podcastIndexKey"_s);
    m_key->setPlaceholderText(tr("Key"));
    m_key->setAccessibleName(tr("Key for Podcast Index"));
    m_secret->setObjectName(u"podcastIndexSecret"_s);
    m_secret->setPlaceholderText(tr("Secret"));
    m_secret->setAccessibleName(tr("Secret for Podcast Index"));
    m_secret->setEchoMode(QLineEdit::PasswordEchoOnEdit);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, Space::S, 0, 0);
    grid->setSpacing(Space::S);
    grid->addWidget(title, 0, 0, 1, 2);
    grid->addWidget(m_itunes, 1, 0, 1, 2);
    grid->addWidget(m_fyyd, 2, 0, 1, 2);
    grid->addWidget(m_index, 3, 0, 1, 2);
    grid->addWidget(m_key, 4, 0);
    grid->addWidget(m_secret, 4, 1);
    grid->addWidget(m_keeping, 5, 0, 1, 2);
    m_keeping->setObjectName(u"secretKeeping"_s);
    m_keeping->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_keeping->setMaximumLines(2);
    setHasKeyring(true);
    for (QLineEdit *field : {m_key, m_secret}) {
        field->setEnabled(settings.podcastIndex);
        connect(field, &QLineEdit::editingFinished, this, &DirectoriesBox::tell);
    }
    for (QCheckBox *box : {m_itunes, m_fyyd, m_index})
        connect(box, &QCheckBox::toggled, this, &DirectoriesBox::tell);
}

void DirectoriesBox::waitForSecret()
{
    m_isWaiting = true;
    m_secret->setEnabled(false);
}

void DirectoriesBox::showSecret(const QString &secret)
{
    m_isWaiting = false;
    m_settings.podcastIndexSecret = secret;
    m_secret->setText(secret);
    m_secret->setEnabled(m_settings.podcastIndex);
}

void DirectoriesBox::setHasKeyring(bool has)
{
    m_keeping->setText(has ? tr("The secret is kept in the desktop's keyring.")
                           : tr("This desktop has no keyring, so the secret is kept until "
                                "Earmark is closed."));
}

void DirectoriesBox::tell()
{
    const DirectorySettings before = m_settings;
    m_settings.itunes = m_itunes->isChecked();
    m_settings.fyyd = m_fyyd->isChecked();
    m_settings.podcastIndex = m_index->isChecked();
    m_settings.podcastIndexKey = m_key->text().trimmed();
    if (!m_isWaiting)
        m_settings.podcastIndexSecret = m_secret->text().trimmed();
    m_key->setEnabled(m_settings.podcastIndex);
    m_secret->setEnabled(m_settings.podcastIndex && !m_isWaiting);
    if (m_settings != before)
        Q_EMIT changed(m_settings);
}

} // namespace Earmark
