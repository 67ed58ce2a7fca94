// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/skipspage.h"

#include "ui/common/textlabel.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

constexpr int SecondsStep = 5;

TextLabel *second(const QString &text, QWidget *parent)
{
    auto *label = new TextLabel(parent);
    label->setText(text);
    label->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    label->setMaximumLines(3);
    return label;
}

void showSeconds(QSpinBox *box, std::chrono::milliseconds time)
{
    const QSignalBlocker blocker(box);
    if (!box->hasFocus())
        box->setValue(int(time / 1s));
}

} // namespace

SkipsPage::SkipsPage(QWidget *parent)
    : QWidget(parent), m_first(makeSeconds(u"skipFirst"_s, tr("Seconds skipped at the beginning"))),
      m_last(makeSeconds(u"skipLast"_s, tr("Seconds skipped at the end"))),
      m_words(new QLineEdit(this))
{
    m_words->setObjectName(u"skipWords"_s);
    m_words->setAccessibleName(tr("Words in the titles of chapters that are skipped"));
    m_words->setPlaceholderText(tr("ad, sponsor, word from our partners"));
    m_words->setClearButtonEnabled(true);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, Space::M, 0, 0);
    form->setHorizontalSpacing(Space::L);
    form->setVerticalSpacing(Space::M);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(second(tr("What is skipped is told when it happens, with a button to hear it. "
                           "Single chapters are skipped by their boxes in the list."),
                        this));
    form->addRow(tr("At the beginning"), m_first);
    form->addRow(tr("At the end"), m_last);
    form->addRow(tr("Chapters with"), m_words);
    form->addRow(QString(),
                 second(tr("Whole words in their titles, parted by commas. A chapter "
                           "that you tick yourself is played all the same."),
                        this));
    connect(m_words, &QLineEdit::editingFinished, this, [this] {
        if (!m_words->isModified())
            return;
        m_words->setModified(false);
        wish();
    });
}

QSpinBox *SkipsPage::makeSeconds(const QString &name, const QString &accessible)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setRange(0, int(SkipSettings::Longest.count()));
    box->setSingleStep(SecondsStep);
    box->setSuffix(tr(" s"));
    box->setSpecialValueText(tr("Nothing"));
    box->setKeyboardTracking(false);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(box, &QSpinBox::valueChanged, this, &SkipsPage::wish);
    return box;
}

void SkipsPage::showSettings(const SkipSettings &settings)
{
    m_settings = settings;
    showSeconds(m_first, settings.first);
    showSeconds(m_last, settings.last);
    if (!m_words->isModified())
        m_words->setText(settings.words.join(u", "_s));
}

void SkipsPage::wish()
{
    const SkipSettings wished = tidied({.first = std::chrono::seconds(m_first->value()),
                                        .last = std::chrono::seconds(m_last->value()),
                                        .words = skipWordsFromText(m_words->text())});
    if (wished == m_settings)
        return;
    m_settings = wished;
    Q_EMIT settingsWished(wished);
}

} // namespace Earmark
