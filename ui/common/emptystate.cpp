// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/emptystate.h"

#include "ui/common/icons.h"
#include "ui/common/textlabel.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int IconSide = 36;
constexpr int TextWidth = 360;
} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_iconPlace(new QWidget(this)), m_title(new TextLabel(this)),
      m_sentence(new TextLabel(this)), m_action(new QPushButton(this))
{
    m_title->setLook(TextSize::EpisodeTitle, QFont::DemiBold);
    m_title->setAlignment(Qt::AlignHCenter);
    m_title->setObjectName(u"emptyTitle"_s);
    m_title->setMaximumWidth(TextWidth);
    m_title->setMaximumLines(2);
    m_sentence->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setMaximumLines(6);
    m_sentence->setMaximumWidth(TextWidth);
    m_sentence->setObjectName(u"emptySentence"_s);
    m_action->setObjectName(u"emptyAction"_s);
    m_iconPlace->setFixedSize(IconSide, IconSide);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, Space::Xxl, Space::Xxl, Space::Xxl);
    column->setSpacing(Space::S);
    column->addStretch(2);
    column->addWidget(m_iconPlace, 0, Qt::AlignHCenter);
    for (TextLabel *label : {m_title, m_sentence}) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label, 20);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addSpacing(Space::S);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionWished);
}

void EmptyState::tell(const QString &icon, const QString &title, const QString &sentence,
                      const QString &action)
{
    m_icon = icon;
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    update();
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(&painter, m_iconPlace->geometry(), m_icon, colorsOf(palette()).second);
}

} // namespace Earmark
