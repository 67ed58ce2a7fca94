// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videoview.h"

#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/video/videobutton.h"
#include "ui/video/videoshape.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QPainter>
#include <QStyleHints>
#include <QWheelEvent>
#include <QWindow>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {

constexpr milliseconds IdleAfter = 2500ms;
constexpr milliseconds FadeTime = 130ms;
constexpr milliseconds ToldTime = 1200ms;
/// A second click later than this is still a double click, and takes back what the first one did.
constexpr milliseconds ClickPatience = 220ms;
constexpr milliseconds WheelStep = 10s; ///< As on the seek bar.
constexpr int ButtonMargin = Space::S;
constexpr int ButtonGap = 6;
constexpr QColor Words{235, 235, 235};
constexpr QColor ToldGround{0, 0, 0, 170};

} // namespace

VideoView::VideoView(Buttons buttons, QWidget *parent) : QWidget(parent)
{
    setObjectName(u"videoView"_s);
    setAttribute(Qt::WA_OpaquePaintEvent); // or each frame would begin with the window's ground
    setMouseTracking(true);
    setFocusPolicy(buttons == Buttons::None ? Qt::NoFocus : Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    makeButtons(buttons);
    setPlaying(false);
    setTitle({});
    for (QTimer *timer : {&m_idleTimer, &m_toldTimer, &m_clickTimer})
        timer->setSingleShot(true);
    m_idleTimer.setInterval(IdleAfter);
    m_toldTimer.setInterval(ToldTime);
    connect(&m_idleTimer, &QTimer::timeout, this, &VideoView::hideIdleButtons);
    connect(&m_toldTimer, &QTimer::timeout, this, [this] { tell({}); });
    connect(&m_clickTimer, &QTimer::timeout, this, [this] {
        m_hasClicked = true;
        Q_EMIT playPauseWished();
    });
    m_fade.setDuration(int(FadeTime.count()));
    m_fade.setStartValue(0.0);
    m_fade.setEndValue(1.0);
    const auto buttonsOf = [this] { return findChildren<VideoButton *>(); };
    connect(&m_fade, &QVariantAnimation::valueChanged, this, [buttonsOf](const QVariant &value) {
        for (VideoButton *button : buttonsOf())
            button->setOpacity(value.toDouble());
    });
    connect(&m_fade, &QVariantAnimation::finished, this, [this, buttonsOf] {
        for (VideoButton *button : buttonsOf())
            button->setVisible(m_areButtonsWished);
    });
}

VideoButton *VideoView::addButton(const QString &name, const QString &icon, const QString &text,
                                  const QString &key, void (VideoView::*wish)())
{
    auto *button = new VideoButton(name, this);
    button->setShows(icon, text, key);
    button->installEventFilter(this);
    button->hide();
    connect(button, &VideoButton::clicked, this, wish);
    return button;
}

void VideoView::makeButtons(Buttons buttons)
{
    if (buttons == Buttons::None)
        return;
    const bool isSmall = buttons == Buttons::OfSmallWindow;
    // In the order Tab goes.
    m_play = addButton(u"videoPlay"_s, u"play"_s, tr("Play"), tr("Space"),
                       &VideoView::playPauseWished);
    if (!isSmall)
        m_bottomRight += addButton(u"videoSmallWindow"_s, u"smallwindow"_s,
                                   tr("Small window that stays on top"), tr("Shift+F11"),
                                   &VideoView::smallWindowWished);
    m_bottomRight += addButton(u"videoFullScreen"_s, u"fullscreen"_s, tr("Full screen"), tr("F11"),
                               &VideoView::fullScreenWished);
    if (isSmall) {
        m_topLeft = addButton(u"videoIntoWindow"_s, u"intowindow"_s, tr("Back into the window"), {},
                              &VideoView::windowWished);
        m_topRight = addButton(u"videoClose"_s, u"close"_s, tr("Close the small window"), tr("Esc"),
                               &VideoView::closeWished);
    }
}

void VideoView::setFrame(const QImage &frame)
{
    const QRect before = pictureRect();
    const bool isOther = frame.isNull() != m_frame.isNull() || frame.size() != m_frame.size();
    m_frame = frame;
    update(isOther ? rect() : before);
}

void VideoView::setNaturalSize(const QSize &size)
{
    if (size == m_naturalSize)
        return;
    m_naturalSize = size;
    update();
    Q_EMIT naturalSizeChanged();
}

void VideoView::setFailure(const QString &sentence)
{
    if (sentence == m_failure)
        return;
    m_failure = sentence;
    setToolTip(sentence);
    setAccessibleDescription(sentence);
    update();
}

void VideoView::setPlaying(bool playing)
{
    m_isPlaying = playing;
    if (m_play != nullptr)
        m_play->setShows(playing ? u"pause"_s : u"play"_s, playing ? tr("Pause") : tr("Play"),
                         tr("Space"));
}

void VideoView::setTitle(const QString &title)
{
    setAccessibleName(title.isEmpty() ? tr("Video") : tr("Video: %1").arg(title));
}

void VideoView::tell(const QString &text)
{
    m_told = text;
    if (!text.isEmpty())
        m_toldTimer.start();
    update();
}

QSize VideoView::deviceSize() const
{
    return (QSizeF(size()) * devicePixelRatioF()).toSize();
}

void VideoView::tellViewport()
{
    const QWindow *handle = window()->windowHandle();
    const bool isSeen
            = isVisible() && !window()->isMinimized() && handle != nullptr && handle->isExposed();
    const QSize now = isSeen ? deviceSize() : QSize();
    if (std::exchange(m_viewport, now) != now)
        Q_EMIT viewportChanged();
}

/// The room beside a frame that was made for exactly this view, in device pixels.
std::optional<QSize> VideoView::roomBesideFrame() const
{
    const QSize room = deviceSize() - m_frame.size();
    const bool fits
            = room.width() >= 0 && room.height() >= 0 && std::min(room.width(), room.height()) <= 1;
    return fits && !m_frame.isNull() ? std::optional(room) : std::nullopt;
}

QRect VideoView::pictureRect() const
{
    const auto room = roomBesideFrame();
    if (!room)
        return fitted(m_frame.isNull() ? m_naturalSize : m_frame.size(), rect());
    const double ratio = devicePixelRatioF();
    const QPoint corner(room->width() / 2, room->height() / 2);
    return QRectF(QPointF(corner) / ratio, QSizeF(m_frame.size()) / ratio).toAlignedRect();
}

/// Minimised or covered by its desktop, a window's widgets are as visible as before.
void VideoView::followWindow()
{
    if (m_watchedWindow != window()) {
        if (m_watchedWindow)
            m_watchedWindow->removeEventFilter(this);
        m_watchedWindow = window();
        if (window() != this)
            window()->installEventFilter(this);
    }
    QWindow *handle = window()->windowHandle();
    if (handle != nullptr && m_watchedHandle != handle) {
        if (m_watchedHandle)
            m_watchedHandle->removeEventFilter(this);
        m_watchedHandle = handle;
        handle->installEventFilter(this);
    }
}

bool VideoView::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    switch (event->type()) {
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::ParentChange:
    case QEvent::WindowStateChange:
        followWindow();
        tellViewport();
        break;
    case QEvent::Enter:
    case QEvent::FocusIn:
        wishButtons();
        break;
    case QEvent::Leave:
    case QEvent::FocusOut:
        hideIdleButtons();
        break;
    default:
        break;
    }
    return done;
}

bool VideoView::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::WindowStateChange:
    case QEvent::Show:
    case QEvent::Expose:
    case QEvent::ScreenChangeInternal:
        if (watched == m_watchedWindow || watched == m_watchedHandle) {
            // Behind whoever else has to hear of it: the window is not yet what it will be.
            QMetaObject::invokeMethod(
                    this,
                    [this] {
                        followWindow();
                        tellViewport();
                    },
                    Qt::QueuedConnection);
        }
        break;
    case QEvent::FocusIn:
    case QEvent::MouseMove:
        if (qobject_cast<VideoButton *>(watched) != nullptr)
            wishButtons();
        break;
    case QEvent::FocusOut:
        if (qobject_cast<VideoButton *>(watched) != nullptr)
            hideIdleButtons();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void VideoView::wishButtons()
{
    m_idleTimer.start();
    if (m_areButtonsWished)
        return;
    m_areButtonsWished = true;
    for (VideoButton *button : findChildren<VideoButton *>())
        button->show();
    m_fade.setDirection(QAbstractAnimation::Forward);
    m_fade.start();
}

/// Not while somebody is about to use them.
void VideoView::hideIdleButtons()
{
    const auto buttons = findChildren<VideoButton *>();
    const bool isFocused = hasFocus()
            || std::ranges::any_of(buttons, [](const VideoButton *b) { return b->hasFocus(); });
    const bool isReached = std::ranges::any_of(
            buttons, [](const VideoButton *b) { return b->underMouse() || b->isDown(); });
    const bool isMouseFresh = underMouse() && m_idleTimer.isActive();
    if (!m_areButtonsWished || isFocused || isReached || isMouseFresh)
        return;
    m_areButtonsWished = false;
    m_fade.setDirection(QAbstractAnimation::Backward);
    m_fade.start();
}

void VideoView::resizeEvent(QResizeEvent *)
{
    placeButtons();
    tellViewport();
}

void VideoView::placeButtons()
{
    const int bottom = height() - ButtonMargin;
    int right = width() - ButtonMargin;
    for (auto button = m_bottomRight.rbegin(); button != m_bottomRight.rend(); ++button) {
        right -= (*button)->width();
        (*button)->move(right, bottom - (*button)->height());
        right -= ButtonGap;
    }
    if (m_play != nullptr)
        m_play->move(ButtonMargin, bottom - m_play->height());
    if (m_topLeft != nullptr)
        m_topLeft->move(ButtonMargin, ButtonMargin);
    if (m_topRight != nullptr)
        m_topRight->move(width() - ButtonMargin - m_topRight->width(), ButtonMargin);
}

void VideoView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_isPressed = true;
    m_pressedAt = event->globalPosition().toPoint();
}

void VideoView::mouseMoveEvent(QMouseEvent *event)
{
    wishButtons();
    const QPoint moved = event->globalPosition().toPoint() - m_pressedAt;
    if (!m_isPressed || moved.manhattanLength() < QApplication::startDragDistance())
        return;
    m_isPressed = false;
    Q_EMIT draggingBegan(m_pressedAt);
}

void VideoView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_isPressed)
        return;
    m_isPressed = false;
    if (!rect().contains(event->pos()))
        return;
    m_hasClicked = false;
    m_clickTimer.start(
            std::min(ClickPatience,
                     milliseconds(QGuiApplication::styleHints()->mouseDoubleClickInterval())));
}

void VideoView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_clickTimer.stop();
    if (std::exchange(m_hasClicked, false))
        Q_EMIT playPauseWished(); // the first click was none
    Q_EMIT fullScreenWished();
}

/// Up is forward, as on the seek bar.
void VideoView::wheelEvent(QWheelEvent *event)
{
    const int steps = m_wheel.take(*event);
    event->accept();
    if (steps != 0)
        Q_EMIT skipWished(steps * WheelStep);
}

void VideoView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT fullScreenWished();
    else
        QWidget::keyPressEvent(event); // Space and the arrows are the player's
}

void VideoView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuWished(byKey ? mapToGlobal(rect().center()) : event->globalPos());
}

void VideoView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const bool hasPicture = !m_frame.isNull() && m_failure.isEmpty();
    const QRegion around = hasPicture ? event->region().subtracted(pictureRect()) : event->region();
    for (const QRect &part : around)
        painter.fillRect(part, Qt::black);
    if (hasPicture)
        paintFrame(painter);
    if (!m_failure.isEmpty())
        paintFailure(painter);
    if (!m_told.isEmpty())
        paintTold(painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setRenderHint(QPainter::Antialiasing);
        paintFocusRing(&painter, rect(), 0, Qt::white);
    }
}

void VideoView::paintFrame(QPainter &painter) const
{
    painter.save();
    if (const auto room = roomBesideFrame()) { // pixel by pixel
        const double ratio = devicePixelRatioF();
        if (ratio > 1)
            painter.fillRect(pictureRect(), Qt::black); // whose edges may lie between pixels
        painter.scale(1 / ratio, 1 / ratio);
        painter.drawImage(QPoint(room->width() / 2, room->height() / 2), m_frame);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(pictureRect(), m_frame);
    }
    painter.restore();
}

void VideoView::paintFailure(QPainter &painter) const
{
    const QFont font = scaledFont(this->font(), TextSize::Body);
    const QRect area = rect().adjusted(Space::Xl, Space::S, -Space::Xl, -Space::S);
    constexpr int IconSide = 24;
    const QFontMetrics metrics(font);
    constexpr int Flags = Qt::AlignCenter | Qt::TextWordWrap;
    QRect words = metrics.boundingRect(area, Flags, m_failure);
    const bool hasRoomForIcon = words.height() + IconSide + Space::S <= area.height();
    if (hasRoomForIcon) {
        words.translate(0, (IconSide + Space::S) / 2);
        const QRect icon((width() - IconSide) / 2, words.top() - Space::S - IconSide, IconSide,
                         IconSide);
        paintIcon(&painter, icon, u"warning"_s, Words);
    }
    painter.setFont(font);
    painter.setPen(Words);
    painter.drawText(words.intersected(area), Flags, m_failure);
}

void VideoView::paintTold(QPainter &painter) const
{
    const QFont font = scaledFont(this->font(), TextSize::EpisodeTitle, QFont::DemiBold);
    const QFontMetrics metrics(font);
    QRect pill(0, 0, metrics.horizontalAdvance(m_told) + 2 * Space::L, metrics.height() + Space::M);
    pill.moveCenter({width() / 2, pictureRect().top() + Space::Xxl + pill.height() / 2});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ToldGround);
    painter.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
    painter.setFont(font);
    painter.setPen(Words);
    painter.drawText(pill, Qt::AlignCenter, m_told);
}

} // namespace Earmark
