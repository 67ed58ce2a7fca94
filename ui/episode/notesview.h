// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"

#include <QPointer>
#include <QSet>
#include <QTextBrowser>
#include <QTimer>

#include <chrono>

namespace Earmark {

/// Show notes that were sanitised already (services/episodeservice.h, notesHtml()). Loads nothing
/// by itself, whatever the document names, and follows no link: both are wishes.
class NotesView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit NotesView(QWidget *parent = nullptr);

    /// allowImages: by the listener's word for this podcast. Pictures come through covers then.
    void setNotes(const QString &html, bool allowImages);
    void setCovers(CoverSource *covers);

    QVariant loadResource(int type, const QUrl &name) override;

Q_SIGNALS:
    /// A time in the notes, `earmark:seek?t=750`.
    void seekWished(std::chrono::milliseconds position);
    void linkWished(const QUrl &url);
    /// A picture lies on the listener's own network, and he has not allowed it.
    void pictureRefused(const QUrl &picture);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void doSetSource(const QUrl &name, QTextDocument::ResourceType type) override;

private:
    void follow(const QUrl &url);
    QString shownPart() const;
    int pictureRoom() const;
    void render();

    QPointer<CoverSource> m_covers;
    QString m_html;
    QTimer m_rendering; ///< Many pictures that arrive together are one new layout.
    QSet<QUrl> m_pictures; ///< What the notes show, here or still to come.
    int m_pictureSide = 0; ///< Device independent pixels.
    bool m_allowImages = false;
    bool m_showsAll = false; ///< By the reader's wish; very long notes take their time.
};

} // namespace Earmark
