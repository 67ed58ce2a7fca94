// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"
#include "ui/common/theme.h"

#include <QPointer>
#include <QStyledItemDelegate>

namespace Earmark {

struct DirectoryEntry;

/// Paints a podcast that a directory found, with a button to subscribe.
class DiscoverDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setCovers(CoverSource *covers) { m_covers = covers; }
    int rowHeight(const QFont &font) const;
    /// Where the button of a row stands; empty when it has none.
    static QRect buttonRect(const QStyleOptionViewItem &option, const QModelIndex &index);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static int paintStanding(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index);
    static void paintText(QPainter *painter, const QStyleOptionViewItem &option,
                          const DirectoryEntry &entry, const QRect &place);

    QPointer<CoverSource> m_covers;
};

} // namespace Earmark
