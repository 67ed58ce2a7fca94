// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/downloadsettingspage.h"

#include "ui/common/format.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/downloadrulesform.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr double Mega = 1'000'000;
constexpr double Giga = 1'000'000'000;
constexpr double MostMegabytes = 1'000; // a second
constexpr double MostGigabytes = 10'000;
constexpr int MostQueued = 100;

TextLabel *titleOf(const QString &text, QWidget *parent)
{
    auto *label = new TextLabel(parent);
    label->setText(text);
    label->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    return label;
}

QDoubleSpinBox *makeAmount(const QString &name, const QString &accessible, double most,
                           QWidget *parent)
{
    auto *box = new QDoubleSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setRange(0, most);
    box->setDecimals(1);
    box->setSpecialValueText(DownloadSettingsPage::tr("No limit"));
    box->setKeyboardTracking(false);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return box;
}

QSpinBox *makeCount(const QString &name, const QString &accessible, int least, int most,
                    QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setRange(least, most);
    box->setKeyboardTracking(false);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return box;
}

template<typename Box, typename Value>
void showValue(Box *box, Value value)
{
    const QSignalBlocker blocker(box);
    if (!box->hasFocus())
        box->setValue(value);
}

} // namespace

DownloadSettingsPage::DownloadSettingsPage(QWidget *parent)
    : QWidget(parent), m_folder(new TextLabel(this)), m_move(new QPushButton(tr("Move…"), this)),
      m_atOnce(makeCount(u"downloadsAtOnce"_s, tr("Files downloaded at once"), 1,
                         DownloadPreferences::MostAtOnce, this)),
      m_limit(makeAmount(u"downloadLimit"_s, tr("Fastest download, megabytes a second"),
                         MostMegabytes, this)),
      m_metered(new QCheckBox(tr("Download by itself on metered networks too"), this)),
      m_quota(makeAmount(u"downloadQuota"_s, tr("Room for all files, gigabytes"), MostGigabytes,
                         this)),
      m_queued(makeCount(u"downloadQueued"_s, tr("How many of the queue are downloaded"), 0,
                         MostQueued, this)),
      m_rules(new DownloadRulesForm(this))
{
    setObjectName(u"downloadSettings"_s);
    m_folder->setObjectName(u"downloadsFolder"_s);
    m_folder->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_move->setObjectName(u"moveDownloads"_s);
    m_move->setAutoDefault(false);
    m_move->setAccessibleName(tr("Move the downloads to another folder"));
    m_metered->setObjectName(u"downloadMetered"_s);
    m_limit->setSuffix(tr(" MB/s"));
    m_quota->setSuffix(tr(" GB"));
    m_queued->setSpecialValueText(tr("Nothing"));
    m_queued->setPrefix(tr("The next "));
    setCanMove(false);
    showPreferences({});

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::S);
    auto *behaviour = new QFormLayout;
    addBehaviour(behaviour);
    column->addLayout(behaviour);
    column->addSpacing(Space::S);
    column->addWidget(titleOf(tr("For all podcasts without settings of their own"), this));
    column->addWidget(m_rules);
    column->addStretch();

    connect(m_move, &QPushButton::clicked, this, &DownloadSettingsPage::moveWished);
    connect(m_atOnce, &QSpinBox::valueChanged, this, &DownloadSettingsPage::wishPreferences);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, &DownloadSettingsPage::wishPreferences);
    connect(m_metered, &QCheckBox::toggled, this, &DownloadSettingsPage::wishPreferences);
    connect(m_queued, &QSpinBox::valueChanged, this, &DownloadSettingsPage::queuedWished);
    connect(m_quota, &QDoubleSpinBox::valueChanged, this,
            [this](double gigabytes) { Q_EMIT quotaWished(std::llround(gigabytes * Giga)); });
}

void DownloadSettingsPage::addBehaviour(QFormLayout *form)
{
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(Space::L);
    form->setVerticalSpacing(Space::S);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto *folder = new QHBoxLayout;
    folder->setSpacing(Space::S);
    folder->addWidget(m_folder, 1);
    folder->addWidget(m_move);
    form->addRow(tr("Folder"), folder);
    form->addRow(tr("Room for files"), m_quota);
    form->addRow(tr("Files at once"), m_atOnce);
    form->addRow(tr("Speed"), m_limit);
    form->addRow(tr("Of the queue"), m_queued);
    form->addRow(QString(), m_metered);
    // In line with the fields of the rules below.
    const int width = fontMetrics().horizontalAdvance(tr("Only titles with"));
    for (int row = 0; row < form->rowCount() - 1; ++row)
        form->itemAt(row, QFormLayout::LabelRole)->widget()->setMinimumWidth(width);
}

void DownloadSettingsPage::showFolder(const QString &folder)
{
    m_folder->setText(folder);
    m_folder->setToolTip(tipText(folder));
}

void DownloadSettingsPage::setCanMove(bool can)
{
    m_move->setVisible(can);
}

void DownloadSettingsPage::showPreferences(const DownloadPreferences &preferences)
{
    m_preferences = preferences;
    showValue(m_atOnce, preferences.atOnce);
    showValue(m_limit, double(preferences.limit) / Mega);
    const QSignalBlocker blocker(m_metered);
    m_metered->setChecked(preferences.automaticOnMetered);
}

void DownloadSettingsPage::showQueued(int count)
{
    showValue(m_queued, count);
}

void DownloadSettingsPage::showQuota(qint64 bytes)
{
    showValue(m_quota, double(bytes) / Giga);
}

void DownloadSettingsPage::wishPreferences()
{
    // A limit that was set elsewhere, finer than it is shown, stays.
    const double shown = std::round(double(m_preferences.limit) / Mega * 10) / 10;
    const bool isOther = std::abs(m_limit->value() - shown) > 0.01;
    const DownloadPreferences wished{
            .limit = isOther ? qint64(std::llround(m_limit->value() * Mega)) : m_preferences.limit,
            .atOnce = m_atOnce->value(),
            .automaticOnMetered = m_metered->isChecked()};
    if (wished == m_preferences)
        return;
    m_preferences = wished;
    Q_EMIT preferencesWished(wished);
}

} // namespace Earmark
