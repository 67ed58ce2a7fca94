// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/wheelsteps.h"

#include <QImage>
#include <QPointer>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

#include <chrono>
#include <optional>

namespace Earmark {

class VideoButton;

/// One place where the moving picture is seen: black around it, in device pixels, with buttons that
/// come with the mouse or the keyboard's focus. Shows what it is given and emits wishes; needs no
/// service.
class VideoView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VideoView)

public:
    enum class Buttons : quint8 {
        OfPanel, ///< play, small window, full screen
        OfSmallWindow, ///< play, full screen, back into the window, close
        None, ///< They are elsewhere.
    };

    explicit VideoView(QWidget *parent = nullptr) : VideoView(Buttons::OfPanel, parent) { }
    explicit VideoView(Buttons buttons, QWidget *parent);

    /// Null: black. One that does not fit (the view has a new size) is scaled until the next.
    void setFrame(const QImage &frame);
    const QImage &frame() const { return m_frame; }
    void setNaturalSize(const QSize &size); ///< Empty: not known.
    QSize naturalSize() const { return m_naturalSize; }
    void setFailure(const QString &sentence); ///< Shown instead of a picture; empty: none.
    void setPlaying(bool playing);
    void setTitle(const QString &title); ///< Of what plays, for who does not see it.
    /// A word over the picture, for a moment: "1.25×".
    void tell(const QString &text);

    /// Device pixels while somebody can see it; else empty.
    QSize viewport() const { return m_viewport; }
    /// Where the picture is, in the widget's own coordinates.
    QRect pictureRect() const;
    bool areButtonsShown() const { return m_areButtonsWished; }

Q_SIGNALS:
    void viewportChanged();
    void naturalSizeChanged();
    void playPauseWished();
    void fullScreenWished();
    void smallWindowWished();
    void windowWished(); ///< Back to where the episode is shown.
    void closeWished();
    void skipWished(std::chrono::milliseconds by);
    void menuWished(const QPoint &globalPosition);
    /// The pressed mouse moves: no click comes of it.
    void draggingBegan(const QPoint &globalPressed);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    VideoButton *addButton(const QString &name, const QString &icon, const QString &text,
                           const QString &key, void (VideoView::*wish)());
    void makeButtons(Buttons buttons);
    void placeButtons();
    void wishButtons();
    void hideIdleButtons();
    void followWindow();
    void tellViewport();
    QSize deviceSize() const;
    std::optional<QSize> roomBesideFrame() const;
    void paintFrame(QPainter &painter) const;
    void paintFailure(QPainter &painter) const;
    void paintTold(QPainter &painter) const;

    QImage m_frame;
    QSize m_naturalSize;
    QString m_failure;
    QString m_told;
    QTimer m_toldTimer;
    QSize m_viewport;

    VideoButton *m_play = nullptr;
    QList<VideoButton *> m_bottomRight;
    VideoButton *m_topLeft = nullptr;
    VideoButton *m_topRight = nullptr;
    QVariantAnimation m_fade;
    QTimer m_idleTimer;
    bool m_areButtonsWished = false;
    bool m_isPlaying = false;

    QPointer<QWidget> m_watchedWindow;
    QPointer<QObject> m_watchedHandle;

    QTimer m_clickTimer; ///< Between a click and the second one of a double click.
    bool m_hasClicked = false; ///< The click was taken for a single one.
    bool m_isPressed = false;
    QPoint m_pressedAt; ///< Global.
    WheelSteps m_wheel;
};

} // namespace Earmark
