// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/messagebar.h"

#include "ui/common/icons.h"
#include "ui/common/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int IconSide = 18;
constexpr int IconColumn = Space::L + IconSide + Space::S;
} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent), m_sentence(new TextLabel(this)), m_action(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    m_sentence->setMaximumLines(3);
    m_sentence->setObjectName(u"messageSentence"_s);
    m_action->setObjectName(u"messageAction"_s);
    m_action->setFlat(true);
    m_close->setObjectName(u"messageClose"_s);
    m_close->setAutoRaise(true);
    m_close->setIcon(themedIcon(u"close"_s, IconTone::Second));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setToolTip(tr("Close"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(IconColumn, Space::S, Space::S, Space::S);
    row->setSpacing(Space::S);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionWished);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::hide);
    hide();
}

void MessageBar::tell(Kind kind, const QString &sentence, const QString &action)
{
    m_kind = kind;
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setVisible(!sentence.isEmpty());
    update();
}

QString MessageBar::sentence() const
{
    return m_sentence->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    const bool error = m_kind == Kind::Error;
    QPainter painter(this);
    painter.fillRect(rect(), error ? mixed(colors.paper, colors.warning, 0.10) : colors.accentTint);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.hairline);
    paintIcon(&painter, QRectF(Space::L, (height() - IconSide) / 2.0, IconSide, IconSide),
              error ? u"warning"_s : u"image"_s, error ? colors.warning : colors.accent);
}

} // namespace Earmark
