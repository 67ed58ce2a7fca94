// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/failingrow.h"

#include "ui/common/format.h"
#include "ui/common/textlabel.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QString sinceOf(const Podcast &podcast, const QDateTime &now)
{
    const QString tries = FailingRow::tr("%n failed attempt(s)", nullptr, podcast.failures);
    if (!podcast.lastRefreshed.isValid())
        return FailingRow::tr("Never read · %1").arg(tries);
    return FailingRow::tr("Last read %1 · %2").arg(formatAgo(podcast.lastRefreshed, now), tries);
}

} // namespace

FailingRow::FailingRow(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(this)), m_sentence(new TextLabel(this)),
      m_since(new TextLabel(this)), m_try(new QPushButton(this)),
      m_edit(new QPushButton(tr("Edit address…"), this)),
      m_unsubscribe(new QPushButton(tr("Unsubscribe"), this))
{
    m_title->setLook(TextSize::Body, QFont::DemiBold);
    m_sentence->setObjectName(u"sentence"_s);
    m_sentence->setMaximumLines(3);
    m_since->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    m_try->setObjectName(u"try"_s);
    m_edit->setObjectName(u"edit"_s);
    m_unsubscribe->setObjectName(u"unsubscribe"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, Space::Xs, 0, 0);
    buttons->setSpacing(Space::S);
    for (QPushButton *button : {m_try, m_edit, m_unsubscribe}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Space::M, 0, Space::M);
    column->setSpacing(Space::Xs);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addWidget(m_since);
    column->addLayout(buttons);
    connect(m_try, &QPushButton::clicked, this, &FailingRow::tryWished);
    connect(m_edit, &QPushButton::clicked, this, &FailingRow::editAddressWished);
    connect(m_unsubscribe, &QPushButton::clicked, this, &FailingRow::unsubscribeWished);
    setTrying(false);
}

void FailingRow::showPodcast(const Podcast &podcast, const QDateTime &now)
{
    m_isEnded = podcast.isEnded;
    m_title->setText(podcast.title.isEmpty() ? podcast.url.host() : podcast.title);
    m_sentence->setText(m_isEnded
                                ? tr("It has ended: its server says that it is gone for good. Its "
                                     "episodes stay.")
                                : podcast.error);
    m_since->setText(sinceOf(podcast, now));
    m_try->setAccessibleName(tr("Try %1 now").arg(m_title->text()));
    m_edit->setAccessibleName(tr("Edit the address of %1").arg(m_title->text()));
    m_unsubscribe->setAccessibleName(tr("Unsubscribe from %1").arg(m_title->text()));
}

void FailingRow::setTrying(bool trying)
{
    m_try->setText(trying ? tr("Trying…") : tr("Try now"));
    m_try->setEnabled(!trying);
}

void FailingRow::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), colorsOf(palette()).hairline);
}

} // namespace Earmark
