// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <chrono>
#include <optional>

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
        LeftRole, ///< std::chrono::milliseconds; of the current one
    };

    using QAbstractListModel::QAbstractListModel;

    void setChapters(const Chapters &chapters, std::chrono::milliseconds duration);
    const Chapters &chapters() const { return m_chapters; }
    /// position: where the player stands in this episode; nothing while it plays another one.
    void setPosition(std::optional<qsizetype> current, std::chrono::milliseconds position);
    std::optional<qsizetype> current() const { return m_current; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::chrono::milliseconds endOf(qsizetype row) const;

    Chapters m_chapters;
    std::chrono::milliseconds m_duration{0};
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

private:
    std::chrono::milliseconds m_longest{0};
};

/// A click or Enter plays from the chapter on.
class ChapterListView : public QListView
{
    Q_OBJECT

public:
    explicit ChapterListView(QWidget *parent = nullptr);

    void setChapters(const Chapters &chapters, std::chrono::milliseconds duration);
    void setPosition(std::optional<qsizetype> current, std::chrono::milliseconds position);
    ChapterModel *chapterModel() const { return m_model; }

Q_SIGNALS:
    void playWished(std::chrono::milliseconds start);
    void copyAddressWished(std::chrono::milliseconds start);
    void linkWished(const QUrl &url);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    ChapterModel *m_model;
    ChapterDelegate *m_delegate;
};

} // namespace Earmark
