// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"
#include "ui/common/theme.h"
#include "ui/downloads/downloadsmodel.h"
#include "ui/downloads/downloadwish.h"

#include <QPointer>
#include <QStyledItemDelegate>

#include <optional>

namespace Earmark {

/// Paints the rows of the Downloads page, with their buttons.
class DownloadsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit DownloadsDelegate(QObject *parent = nullptr);

    void setCovers(CoverSource *covers) { m_covers = covers; }
    /// Of the view: heights are known by it, as thousands of rows are asked for theirs.
    void setFont(const QFont &font);

    /// The button of a row under a point; nothing: there is none.
    static std::optional<DownloadWish> wishAt(const QStyleOptionViewItem &option,
                                              const QModelIndex &index, const QPoint &at);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    struct Frame; ///< One row being painted.

    static void paintGround(const Frame &frame);
    static void paintHeading(const Frame &frame);
    static void paintNote(const Frame &frame);
    void paintEpisode(const Frame &whole) const;
    void paintPodcast(const Frame &frame) const;
    static int paintButtons(const Frame &frame);
    static int paintRight(const Frame &frame, const QString &text);
    static void paintLine(const Frame &frame, int y, int right, const QFont &font,
                          const QList<std::pair<QString, QColor>> &parts);
    static bool paintLongSentence(const Frame &frame, const DownloadView &view, int y);
    static QColor sentenceColor(const Frame &frame, const DownloadView &view);
    static void paintProgress(const Frame &frame, const DownloadView &view, int y);
    static void paintBar(const Frame &frame, const QRectF &groove, double share,
                         const QColor &color);

    QPointer<CoverSource> m_covers;
    int m_heading = 0;
    int m_download = 0;
    int m_file = 0;
    int m_podcast = 0;
    int m_note = 0;
};

} // namespace Earmark
