// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/undobar.h"

#include "ui/common/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

UndoBar::UndoBar(QWidget *parent)
    : QWidget(parent), m_sentence(new TextLabel(this)), m_undo(new QPushButton(tr("Undo"), this))
{
    setObjectName(u"undoBar"_s);
    m_sentence->setObjectName(u"undoSentence"_s);
    m_undo->setObjectName(u"undoButton"_s);
    m_undo->setFlat(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::L, Space::S, Space::S, Space::S);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_undo);
    m_timer.setSingleShot(true);
    m_timer.setInterval(Stays);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::hide);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        hide();
        if (const auto wish = std::exchange(m_wish, {}))
            wish();
        else
            Q_EMIT undoWished();
    });
    parent->installEventFilter(this);
    dress();
    hide();
}

void UndoBar::offer(const QString &sentence)
{
    m_wish = {};
    m_undo->setToolTip(tr("Undo (Ctrl+Z)"));
    appear(sentence, tr("Undo"));
}

void UndoBar::offer(const QString &sentence, const QString &action, std::function<void()> wish)
{
    m_wish = std::move(wish);
    m_undo->setToolTip(QString());
    appear(sentence, action);
}

void UndoBar::tell(const QString &sentence)
{
    m_wish = {};
    appear(sentence, QString());
}

QString UndoBar::sentence() const
{
    return m_sentence->text();
}

void UndoBar::appear(const QString &sentence, const QString &action)
{
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_undo->setText(action);
    m_undo->setVisible(!action.isEmpty());
    place();
    show();
    raise();
    m_timer.start();
    QAccessibleEvent said(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void UndoBar::place()
{
    constexpr int Widest = 560;
    const QSize room = parentWidget()->size();
    const int width
            = std::min({sizeHint().width() + Space::Xxl, Widest, room.width() - 2 * Space::L});
    const int height = sizeHint().height();
    setGeometry((room.width() - width) / 2, room.height() - height - Space::L, width, height);
}

/// The other scheme's colours: the bar stands out of the page, and its texts keep their contrast.
void UndoBar::dress()
{
    const QPalette window = parentWidget()->palette();
    const Colors other = isDark(window) ? lightColors() : darkColors();
    setPalette(paletteOf(other));
}

bool UndoBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == parentWidget() && event->type() == QEvent::PaletteChange)
        dress();
    return QWidget::eventFilter(watched, event);
}

void UndoBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && isVisible())
        place();
}

void UndoBar::enterEvent(QEnterEvent *)
{
    m_timer.stop(); // being read, or reached for
}

void UndoBar::leaveEvent(QEvent *)
{
    m_timer.start();
}

void UndoBar::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.side);
    painter.drawRoundedRect(rect(), Radius::Card, Radius::Card);
}

} // namespace Earmark
