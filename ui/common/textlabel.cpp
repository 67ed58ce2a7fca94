// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/textlabel.h"

#include "ui/common/elidedtext.h"
#include "ui/common/format.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Earmark {

namespace {
constexpr int WidestHint = 480;
}

TextLabel::TextLabel(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void TextLabel::setText(const QString &text, const QString &tail)
{
    const QString whole = text + tail;
    if (whole == m_text && tail == m_tail)
        return;
    m_text = whole;
    m_tail = tail;
    setAccessibleName(whole);
    if (minimumWidth() != maximumWidth() || m_lines > 1) // no text makes a fixed width another
        updateGeometry();
    resizeEvent(nullptr);
    update();
}

void TextLabel::setLook(TextSize size, QFont::Weight weight, Tone tone)
{
    if (size == m_size && weight == m_weight && tone == m_tone)
        return;
    m_size = size;
    m_weight = weight;
    m_tone = tone;
    updateGeometry();
    update();
}

void TextLabel::setMaximumLines(int lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    // Not Fixed: a layout would hold the label to the height of its widest form.
    QSizePolicy policy(QSizePolicy::Preferred,
                       lines > 1 ? QSizePolicy::Preferred : QSizePolicy::Fixed);
    policy.setHeightForWidth(lines > 1);
    setSizePolicy(policy);
    updateGeometry();
}

void TextLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize TextLabel::sizeHint() const
{
    const QFontMetrics metrics(textFont());
    const int wanted = metrics.horizontalAdvance(m_text) + 2;
    if (m_lines == 1)
        return {wanted, metrics.height()};
    const int width = std::min(wanted, WidestHint);
    return {width, heightForWidth(width)};
}

QSize TextLabel::minimumSizeHint() const
{
    return {QFontMetrics(textFont()).averageCharWidth() * 3, QFontMetrics(textFont()).height()};
}

int TextLabel::heightForWidth(int width) const
{
    const QFontMetrics metrics(textFont());
    const qsizetype lines = elidedLines(m_text, textFont(), width, m_lines).size();
    return int(std::max<qsizetype>(1, lines) - 1) * metrics.lineSpacing() + metrics.height();
}

QColor TextLabel::color() const
{
    const Colors colors = colorsOf(palette());
    switch (m_tone) {
    case Tone::Text:
        return colors.text;
    case Tone::Second:
        return colors.second;
    case Tone::Accent:
        return colors.accent;
    case Tone::Warning:
        return colors.warning;
    }
    return colors.text;
}

QStringList TextLabel::shownLines() const
{
    if (m_lines > 1 || m_tail.isEmpty())
        return elidedLines(m_text, textFont(), width(), m_lines);
    const QFontMetrics metrics(textFont());
    const QString head = m_text.chopped(m_tail.size());
    const int room = width() - metrics.horizontalAdvance(m_tail);
    return {elidedLine(head, metrics, room) + m_tail};
}

void TextLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(textFont());
    painter.setPen(color());
    const QFontMetrics metrics = painter.fontMetrics();
    const QStringList lines = shownLines();
    const int used = int(std::max<qsizetype>(1, lines.size()) - 1) * metrics.lineSpacing()
            + metrics.height();
    int y = std::max(0, (height() - used) / 2);
    for (const QString &line : lines) {
        painter.drawText(QRect(0, y, width(), metrics.height()),
                         int(m_alignment | Qt::AlignVCenter) | Qt::TextSingleLine, line);
        y += metrics.lineSpacing();
    }
}

void TextLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

void TextLabel::resizeEvent(QResizeEvent *)
{
    const QStringList lines = shownLines();
    const bool cut = !lines.isEmpty() && isElided(lines.last().chopped(m_tail.size()));
    setToolTip(cut ? tipText(m_text) : QString());
}

} // namespace Earmark
