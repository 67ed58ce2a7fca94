// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

class QColor;
class QPainter;
class QRectF;

namespace Earmark {

enum class IconTone : quint8 { Text, Second, Accent, OnAccent };

/// An icon of our set by its file's name, coloured from the application's palette each time it is
/// painted, at the screen's pixel ratio.
QIcon themedIcon(const QString &name, IconTone tone = IconTone::Text);

/// Paints the icon as big as rect, in color.
void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color);

/// size is in device independent pixels; empty when there is no such icon.
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace Earmark
