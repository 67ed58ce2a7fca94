// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"
#include "ui/common/theme.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPersistentModelIndex>
#include <QStringList>
#include <QStyledItemDelegate>

#include <chrono>
#include <optional>

class QMenu;

namespace Earmark {

/// The listed chapters of one episode.
class ChapterModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        ChapterRole = Qt::UserRole, ///< Chapter
        LengthRole, ///< std::chrono::milliseconds; 0: unknown
        CurrentRole, ///< bool
        LeftRole, ///< std::chrono::milliseconds; until the current one was heard
        SkippedRole, ///< Why it is not played, a sentence; empty: it is played.
    };

    using QAbstractListModel::QAbstractListModel;

    void setChapters(const Chapters &chapters, std::chrono::milliseconds duration);
    const Chapters &chapters() const { return m_chapters; }
    /// By row: SkippedRole. Fewer than there are chapters: those without one are played.
    void setSkipped(const QStringList &skipped);
    /// position: where the player stands in this episode; nothing while it plays another one.
    void setPosition(std::optional<qsizetype> current, std::chrono::milliseconds position);
    /// How quickly it is heard, and what is not: from the next setPosition() on.
    void setPace(double speed, const MediaRanges &skips)
    {
        m_speed = speed;
        m_skips = skips;
    }
    std::optional<qsizetype> current() const { return m_current; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Qt::CheckStateRole: a wish, see tickWished().
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    /// This chapter is to be played, or not. It looks so when setSkipped() says it.
    void tickWished(int row, bool play);

private:
    std::chrono::milliseconds endOf(qsizetype row) const;

    Chapters m_chapters;
    QStringList m_skipped;
    std::chrono::milliseconds m_duration{0};
    double m_speed = 1;
    MediaRanges m_skips;
    std::optional<qsizetype> m_current;
    std::chrono::milliseconds m_left{0};
};

class ChapterDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// The longest time in the list: the column is as wide.
    void setLongest(std::chrono::milliseconds longest) { m_longest = longest; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The view knows where the boxes are.
    bool editorEvent(QEvent *, QAbstractItemModel *, const QStyleOptionViewItem &,
                     const QModelIndex &) override
    {
        return false;
    }
    /// Of the tick box's column in a row; all of it takes clicks.
    static QRect boxColumn(const QRect &row);

private:
    static void paintBox(QPainter *painter, const QRect &row, const Colors &colors, bool ticked);

    std::chrono::milliseconds m_longest{0};
};

/// A click or Enter plays from the chapter on, a click on its box or X says whether it is played
/// when its turn comes.
class ChapterListView : public QListView
{
    Q_OBJECT

public:
    explicit ChapterListView(QWidget *parent = nullptr);

    void setChapters(const Chapters &chapters, std::chrono::milliseconds duration);
    void setPosition(std::optional<qsizetype> current, std::chrono::milliseconds position);
    void setSkipped(const QStringList &skipped) { m_model->setSkipped(skipped); }
    /// canShift: "This chapter begins here" can be said of these; isShifted: it was.
    void setShifting(bool canShift, bool isShifted)
    {
        m_canShift = canShift;
        m_isShifted = isShifted;
    }
    /// The player stands in this episode, at a place that a chapter can begin at.
    void setHere(bool here) { m_isHere = here; }
    ChapterModel *chapterModel() const { return m_model; }

Q_SIGNALS:
    void playWished(std::chrono::milliseconds start);
    void copyAddressWished(std::chrono::milliseconds start);
    void linkWished(const QUrl &url);
    void tickWished(int row, bool play);
    void beginHereWished(int row);
    void unshiftWished();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QModelIndex boxAt(const QPoint &position) const;
    void toggle(const QModelIndex &index);
    void addShifts(QMenu *menu, const QModelIndex &index);

    ChapterModel *m_model;
    ChapterDelegate *m_delegate;
    QPersistentModelIndex m_pressedBox;
    bool m_canShift = false;
    bool m_isShifted = false;
    bool m_isHere = false;
};

} // namespace Earmark
