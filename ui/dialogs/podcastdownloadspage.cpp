// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/podcastdownloadspage.h"

#include "ui/common/theme.h"
#include "ui/dialogs/downloadrulesform.h"

#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

bool hasOwn(const PodcastDownloads &own)
{
    return own != PodcastDownloads{.serial = own.serial};
}

} // namespace

PodcastDownloadsPage::PodcastDownloadsPage(QWidget *parent)
    : QWidget(parent), m_asAll(new QRadioButton(tr("As for all podcasts"), this)),
      m_itself(new QRadioButton(tr("Settings of its own"), this)),
      m_rules(new DownloadRulesForm(this))
{
    m_asAll->setObjectName(u"downloadsAsAll"_s);
    m_itself->setObjectName(u"downloadsOwn"_s);
    m_asAll->setChecked(true);
    m_rules->setEnabled(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Space::M, 0, 0);
    column->setSpacing(Space::S);
    column->addWidget(m_asAll);
    column->addWidget(m_itself);
    column->addSpacing(Space::S);
    column->addWidget(m_rules);
    column->addStretch();

    connect(m_rules, &DownloadRulesForm::settingsWished, this, &PodcastDownloadsPage::wish);
    connect(m_itself, &QRadioButton::clicked, this, [this] {
        m_rules->setEnabled(true);
        wish(m_rules->settings());
    });
    connect(m_asAll, &QRadioButton::clicked, this, [this] {
        showSettings({.serial = m_own.serial}, m_all);
        Q_EMIT settingsWished(m_own);
    });
}

void PodcastDownloadsPage::showSettings(const PodcastDownloads &own, const DownloadSettings &all)
{
    m_own = own;
    m_all = all;
    const bool isOwn = hasOwn(own);
    (isOwn ? m_itself : m_asAll)->setChecked(true);
    m_rules->setEnabled(isOwn);
    const PodcastId any(1);
    DownloadRules rules{.all = all};
    rules.podcasts.insert(any, own);
    m_rules->showSettings(settingsOf(rules, any));
}

void PodcastDownloadsPage::wish(const DownloadSettings &settings)
{
    m_own.fetch = settings.fetch;
    m_own.newest = settings.newest;
    m_own.include = settings.include;
    m_own.exclude = settings.exclude;
    m_own.shortest = settings.shortest;
    m_own.deletePlayed = settings.deletePlayed;
    m_own.days = settings.days;
    Q_EMIT settingsWished(m_own);
}

} // namespace Earmark
