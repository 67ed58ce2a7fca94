// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPixmap>
#include <QUrl>

class QPainter;
class QRectF;

namespace Earmark {

/// Where artwork comes from, scaled already. Answers at once with what is in memory; otherwise with
/// nothing, and says later that it has come.
class CoverSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// side: device pixels of the square it is painted in.
    virtual QPixmap cover(const QUrl &address, int side) = 0;

Q_SIGNALS:
    void coverArrived(const QUrl &address);
};

/// The ground of a cover without a picture, from the title: the same one always.
QColor coverColor(const QString &title);

/// A rounded square: the picture, or the title's initials on the title's colour. Sharp at the
/// painter's pixel ratio. covers may be null.
void paintCover(QPainter *painter, const QRectF &square, int radius, const QString &title,
                const QUrl &address, CoverSource *covers);

} // namespace Earmark
