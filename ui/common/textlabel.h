// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace Earmark {

/// Plain text in one of the scale's sizes, cut with an ellipsis after so many lines; the whole text
/// is the tool tip then. Follows font and palette.
class TextLabel : public QWidget
{
    Q_OBJECT
    Q_PROPERTY(QString text READ text WRITE setText)

public:
    enum class Tone : quint8 { Text, Second, Accent, Warning };

    explicit TextLabel(QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text) { setText(text, {}); }
    /// tail: the end of the text, which is not cut while the label has one line.
    void setText(const QString &text, const QString &tail);
    void setLook(TextSize size, QFont::Weight weight = QFont::Normal, Tone tone = Tone::Text);
    void setMaximumLines(int lines);
    void setAlignment(Qt::Alignment alignment);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return m_lines > 1; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QFont textFont() const { return scaledFont(font(), m_size, m_weight); }
    QColor color() const;
    QStringList shownLines() const;

    QString m_text; ///< With m_tail.
    QString m_tail;
    TextSize m_size = TextSize::Body;
    QFont::Weight m_weight = QFont::Normal;
    Tone m_tone = Tone::Text;
    Qt::Alignment m_alignment = Qt::AlignLeft;
    int m_lines = 1;
};

} // namespace Earmark
