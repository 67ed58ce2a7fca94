// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/downloadrulesform.h"

#include "core/skiprules.h"
#include "ui/common/textlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

constexpr int MostNewest = 100;
constexpr int MostDays = 365;
constexpr int MostMinutes = 600;
constexpr int MinutesStep = 5;

void showNumber(QSpinBox *box, int number)
{
    const QSignalBlocker blocker(box);
    if (!box->hasFocus())
        box->setValue(number);
}

void showWords(QLineEdit *field, const QStringList &words)
{
    if (!field->isModified())
        field->setText(words.join(u", "_s));
}

/// second comes and goes, and the row stays as high.
QHBoxLayout *rowOf(QWidget *first, QWidget *second)
{
    QSizePolicy policy = second->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    second->setSizePolicy(policy);
    first->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::S);
    row->addWidget(first);
    row->addWidget(second);
    row->addStretch();
    return row;
}

} // namespace

DownloadRulesForm::DownloadRulesForm(QWidget *parent)
    : QWidget(parent), m_fetch(new QComboBox(this)),
      m_newest(makeNumber(u"downloadNewest"_s, tr("How many of the newest episodes"), 1,
                          MostNewest)),
      m_include(makeWords(u"downloadInclude"_s, tr("Every title"),
                          tr("Words of which a title must have one"))),
      m_exclude(makeWords(u"downloadExclude"_s, tr("trailer, bonus, rerun"),
                          tr("Words of which a title may have none"))),
      m_shortest(makeNumber(u"downloadShortest"_s, tr("Minutes an episode must last"), 0,
                            MostMinutes)),
      m_delete(new QComboBox(this)),
      m_days(makeNumber(u"downloadDays"_s, tr("Days a played episode's file is kept"), 1, MostDays))
{
    m_fetch->setObjectName(u"downloadFetch"_s);
    m_fetch->setAccessibleName(tr("Which new episodes are downloaded"));
    // In the order of AutomaticDownload and DeletePlayed.
    m_fetch->addItems({tr("None"), tr("The newest"), tr("All new ones")});
    m_delete->setObjectName(u"downloadDelete"_s);
    m_delete->setAccessibleName(tr("When a played episode's file is deleted"));
    m_delete->addItems(
            {tr("Keep the file"), tr("Delete the file at once"), tr("Delete the file after")});
    m_shortest->setSingleStep(MinutesStep);
    m_shortest->setSuffix(tr(" min"));
    m_shortest->setSpecialValueText(tr("Any length"));
    buildLayout();
    showSettings({});
    connect(m_fetch, &QComboBox::activated, this, &DownloadRulesForm::wish);
    connect(m_delete, &QComboBox::activated, this, &DownloadRulesForm::wish);
}

QSpinBox *DownloadRulesForm::makeNumber(const QString &name, const QString &accessible, int least,
                                        int most)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setRange(least, most);
    box->setKeyboardTracking(false);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(box, &QSpinBox::valueChanged, this, &DownloadRulesForm::wish);
    return box;
}

QLineEdit *DownloadRulesForm::makeWords(const QString &name, const QString &placeholder,
                                        const QString &accessible)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(name);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(accessible);
    field->setClearButtonEnabled(true);
    connect(field, &QLineEdit::editingFinished, this, [this, field] {
        if (!field->isModified())
            return;
        field->setModified(false);
        wish();
    });
    return field;
}

void DownloadRulesForm::buildLayout()
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(Space::L);
    form->setVerticalSpacing(Space::S);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Download"), rowOf(m_fetch, m_newest));
    form->addRow(tr("Only titles with"), m_include);
    form->addRow(tr("No titles with"), m_exclude);
    form->addRow(tr("At least"), m_shortest);
    form->addRow(tr("When played"), rowOf(m_delete, m_days));
    auto *about = new TextLabel(this);
    about->setText(tr("Whole words, parted by commas. Favourites, and what you downloaded "
                      "yourself, are never deleted."));
    about->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    about->setMaximumLines(2);
    form->addRow(QString(), about);
}

void DownloadRulesForm::updateNumbers()
{
    m_newest->setVisible(m_settings.fetch == AutomaticDownload::Newest);
    m_newest->setSuffix(m_settings.newest == 1 ? tr(" episode") : tr(" episodes"));
    m_days->setVisible(m_settings.deletePlayed == DeletePlayed::AfterDays);
    m_days->setSuffix(m_settings.days == 1 ? tr(" day") : tr(" days"));
    const bool isFetching = m_settings.fetch != AutomaticDownload::None;
    for (QWidget *field : std::initializer_list<QWidget *>{m_include, m_exclude, m_shortest})
        field->setEnabled(isFetching);
}

void DownloadRulesForm::showSettings(const DownloadSettings &settings)
{
    m_settings = settings;
    m_fetch->setCurrentIndex(int(settings.fetch));
    showNumber(m_newest, settings.newest);
    showWords(m_include, settings.include);
    showWords(m_exclude, settings.exclude);
    showNumber(m_shortest, int(settings.shortest / 1min));
    m_delete->setCurrentIndex(int(settings.deletePlayed));
    showNumber(m_days, settings.days);
    updateNumbers();
}

void DownloadRulesForm::wish()
{
    DownloadSettings wished = m_settings;
    wished.fetch = static_cast<AutomaticDownload>(m_fetch->currentIndex());
    wished.newest = m_newest->value();
    wished.include = skipWordsFromText(m_include->text());
    wished.exclude = skipWordsFromText(m_exclude->text());
    wished.shortest = std::chrono::minutes(m_shortest->value());
    wished.deletePlayed = static_cast<DeletePlayed>(m_delete->currentIndex());
    wished.days = m_days->value();
    if (wished == m_settings)
        return;
    m_settings = wished;
    updateNumbers();
    Q_EMIT settingsWished(wished);
}

} // namespace Earmark
