// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
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
    /// The whole picture, no side of it longer than `side` device pixels, never enlarged.
    virtual QPixmap picture(const QUrl &address, int side) = 0;
    /// It lies on the listener's own network, and he has not allowed it.
    virtual bool isRefused(const QUrl &) const { return false; }

Q_SIGNALS:
    void coverArrived(const QUrl &address);
    void coverRefused(const QUrl &address);
};

/// What a cover is of.
struct Cover
{
    QString title;
    QList<QUrl> pictures; ///< The first that can be had is shown; empty addresses
                          ///< are none.

    bool operator==(const Cover &) const = default;
};

/// The ground of a cover without a picture, from the title: the same one always, on any machine.
/// White on it can be read, and it can be told from light paper and dark.
QColor coverColor(const QString &title);

/// A cover without a picture, square and with sharp corners: the title's initials
/// (ui/common/initials.h) on its colour, or the sign of a podcast where it has none.
void paintGeneratedCover(QPainter *painter, const QRectF &square, const QString &title);
/// The same as an image of `side` pixels, for those who want a file (desktop's players).
QImage generatedCover(const QString &title, int side);

/// A rounded square: the picture, or until there is one the generated cover.
/// Sharp at the painter's pixel ratio. covers may be null.
void paintCover(QPainter *painter, const QRectF &square, int radius, const Cover &cover,
                CoverSource *covers);

} // namespace Earmark
