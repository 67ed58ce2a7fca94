// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QListView;

namespace Earmark {

/// Fusion with calmer buttons, fields, sliders and scroll bars, painted from the palette alone.
///
/// A QPushButton with the property "filled" is the one button of a page that stands out; a
/// QToolButton that is not autoRaise() has a frame.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                         SubControl subControl, const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
};

/// What a part of the window stands on: its palette's Window. To be called at each change of the
/// palette, which it does not begin anew.
void setGround(QWidget *widget, const QColor &ground);

/// A list of rows that paint themselves: one at a time chosen, no frame, on the window's ground.
void showAsRows(QListView *list);

/// The ring around what has the keyboard's focus, inside rect.
void paintFocusRing(QPainter *painter, const QRectF &rect, qreal radius, const QColor &color);

} // namespace Earmark
