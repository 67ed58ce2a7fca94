// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QStyledItemDelegate>

namespace Earmark {

class CoverSource;

/// Paints a row of the side bar: a place, a podcast or a folder.
class SidebarDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Places, Podcasts };

    explicit SidebarDelegate(Kind kind, QObject *parent = nullptr);
    void setCovers(CoverSource *covers) { m_covers = covers; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    /// Where the title begins.
    int paintPicture(QPainter *painter, const QStyleOptionViewItem &option,
                     const QModelIndex &index) const;
    /// Where the title ends.
    int paintCount(QPainter *painter, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;

    Kind m_kind;
    QPointer<CoverSource> m_covers;
};

} // namespace Earmark
