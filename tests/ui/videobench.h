// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/smallvideowindow.h"
#include "ui/video/videobutton.h"
#include "ui/video/videocontrols.h"
#include "ui/video/videofullscreen.h"
#include "ui/video/videostage.h"

#include <QApplication>
#include <QBoxLayout>
#include <QPushButton>
#include <QScreen>
#include <QTest>

#include <algorithm>
#include <memory>

namespace Earmark {

/// Red on the left, blue on the right, as large as a decoder would make it for that room.
inline QImage frameFor(const QSize &room, const QSize &shape = {16, 9})
{
    QImage frame(shape.scaled(room, Qt::KeepAspectRatio), QImage::Format_RGB32);
    frame.fill(Qt::red);
    for (int y = 0; y < frame.height(); ++y)
        std::fill_n(reinterpret_cast<QRgb *>(frame.scanLine(y)) + frame.width() / 2,
                    frame.width() - frame.width() / 2, qRgb(0, 0, 255));
    return frame;
}

/// A point in the left half of the picture, beside all buttons.
inline QPoint left(const VideoView &view)
{
    return {view.pictureRect().left() + view.pictureRect().width() / 4, view.height() / 2};
}

/// The moving picture in a window with something else that can have the keyboard; who uses it
/// paints the frames.
class VideoBench
{
public:
    VideoBench()
    {
        QCursor::setPos(QGuiApplication::primaryScreen()->geometry().topRight());
        auto *column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        view = new VideoView(&window);
        list = new QPushButton(QStringLiteral("List"), &window);
        column->addWidget(view, 1);
        column->addWidget(list);
        restart();
        window.resize(400, 300);
        window.move(100, 100);
        list->setFocus();
        window.show();
        window.activateWindow();
    }

    /// Another start of the program.
    void restart()
    {
        stage.reset();
        stage = std::make_unique<VideoStage>(*view, window);
        stage->setNaturalSize({1280, 720});
        stage->setInPanel(true);
        stage->setHasVideo(true);
    }

    bool isReady()
    {
        return QTest::qWaitForWindowActive(&window)
                && QTest::qWaitFor([this] { return !stage->viewport().isEmpty(); });
    }

    template<typename T>
    static T *topLevel()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = dynamic_cast<T *>(widget))
                return found;
        }
        return nullptr;
    }
    static VideoFullScreen *fullScreen() { return topLevel<VideoFullScreen>(); }
    static SmallVideoWindow *smallWindow() { return topLevel<SmallVideoWindow>(); }

    QWidget window;
    QPushButton *list = nullptr;
    VideoView *view = nullptr;
    std::unique_ptr<VideoStage> stage;
};

} // namespace Earmark
