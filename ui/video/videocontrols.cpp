// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videocontrols.h"

#include "core/timeleft.h"
#include "ui/common/format.h"
#include "ui/common/textlabel.h"
#include "ui/player/seekbar.h"
#include "ui/player/skipsteps.h"
#include "ui/video/videobutton.h"

#include <QBoxLayout>
#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int FadeAbove = 56; ///< Over the title, from nothing to dark.
constexpr QColor Shade{0, 0, 0, 215};
constexpr QColor NoShade{0, 0, 0, 0};
} // namespace

VideoControls::VideoControls(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(this)), m_line(new TextLabel(this)),
      m_play(new VideoButton(u"controlsPlay"_s, this, false)),
      m_back(new VideoButton(u"controlsBack"_s, this, false)),
      m_forward(new VideoButton(u"controlsForward"_s, this, false)), m_elapsed(new TextLabel(this)),
      m_seekBar(new SeekBar(this)), m_remaining(new TextLabel(this)),
      m_small(new VideoButton(u"controlsSmallWindow"_s, this, false)),
      m_leave(new VideoButton(u"controlsLeave"_s, this, false))
{
    setObjectName(u"videoControls"_s);
    setPalette(paletteOf(darkColors()));
    setCursor(Qt::ArrowCursor);
    m_title->setLook(TextSize::EpisodeTitle, QFont::DemiBold);
    m_line->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_elapsed->setAlignment(Qt::AlignRight);
    for (TextLabel *time : {m_elapsed, m_remaining}) {
        time->setLook(TextSize::Meta);
        time->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    setPlaying(false);
    m_back->setShows(u"back"_s, tr("Back 10 seconds"), tr("Left"));
    m_forward->setShows(u"forward"_s, tr("Forward 30 seconds"), tr("Right"));
    m_back->setCaption(u"10"_s);
    m_forward->setCaption(u"30"_s);
    m_small->setShows(u"smallwindow"_s, tr("Small window that stays on top"), tr("Shift+F11"));
    m_leave->setShows(u"leavefullscreen"_s, tr("Leave full screen"), tr("Esc"));
    makeRows();
    connect(m_play, &VideoButton::clicked, this, &VideoControls::playPauseWished);
    connect(m_back, &VideoButton::clicked, this, [this] { Q_EMIT skipWished(SkipBack); });
    connect(m_forward, &VideoButton::clicked, this, [this] { Q_EMIT skipWished(SkipForward); });
    connect(m_small, &VideoButton::clicked, this, &VideoControls::smallWindowWished);
    connect(m_leave, &VideoButton::clicked, this, &VideoControls::leaveWished);
    connect(m_seekBar, &SeekBar::seekWished, this, &VideoControls::seekWished);
    connect(m_seekBar, &SeekBar::previewed, this, [this](std::optional<milliseconds> at) {
        m_isPreviewing = at.has_value();
        updateTimes(at.value_or(m_position));
    });
}

void VideoControls::makeRows()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::S);
    row->addWidget(m_play);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addSpacing(Space::S);
    row->addWidget(m_elapsed);
    row->addWidget(m_seekBar, 1);
    row->addWidget(m_remaining);
    row->addSpacing(Space::S);
    row->addWidget(m_small);
    row->addWidget(m_leave);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Xxl, FadeAbove, Space::Xxl, Space::L);
    column->setSpacing(Space::Xs);
    column->addWidget(m_title);
    column->addWidget(m_line);
    column->addLayout(row);
}

void VideoControls::setTitle(const QString &title, const QString &line)
{
    m_title->setText(title);
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
}

void VideoControls::setPlaying(bool playing)
{
    m_play->setShows(playing ? u"pause"_s : u"play"_s, playing ? tr("Pause") : tr("Play"),
                     tr("Space"));
}

void VideoControls::setDuration(milliseconds duration)
{
    m_duration = duration;
    m_seekBar->setDuration(duration);
    updateTimes(m_position);
}

void VideoControls::setPosition(milliseconds position)
{
    m_position = position;
    m_seekBar->setPosition(position);
    if (!m_isPreviewing)
        updateTimes(position);
}

void VideoControls::setChapters(const Chapters &listed)
{
    m_seekBar->setChapters(listed);
}

void VideoControls::setPace(double speed, const MediaRanges &skips)
{
    m_speed = speed;
    m_skips = skips;
    m_seekBar->setSkips(skips);
    updateTimes(m_position);
}

void VideoControls::updateTimes(milliseconds position)
{
    // As wide as the longest text can get, so that nothing moves from second to second.
    const QFontMetrics metrics(scaledFont(font(), TextSize::Meta));
    const auto leftAt = [this](milliseconds at) -> QString {
        return u'-' + formatTimecode(listeningTime(at, m_duration, m_speed, m_skips));
    };
    QString widest = u'-' + formatTimecode(std::max(m_duration, position));
    if (const QString slowest = leftAt(0ms); slowest.size() > widest.size())
        widest = slowest;
    std::ranges::replace_if(
            widest, [](QChar letter) { return letter.isDigit(); }, u'0');
    for (TextLabel *time : {m_elapsed, m_remaining})
        time->setFixedWidth(metrics.horizontalAdvance(widest) + Space::S);
    m_elapsed->setText(formatTimecode(position));
    m_remaining->setText(m_duration > 0ms ? leftAt(position) : QString());
}

bool VideoControls::isInUse() const
{
    return m_isPreviewing || (isVisible() && underMouse());
}

bool VideoControls::hasFocusInside() const
{
    const QWidget *focused = window()->focusWidget();
    return focused != nullptr && isAncestorOf(focused);
}

void VideoControls::focusFirst()
{
    m_play->setFocus(Qt::TabFocusReason);
}

/// A click beside the buttons is none on the picture.
void VideoControls::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

void VideoControls::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QLinearGradient shade(0, 0, 0, FadeAbove + Space::Xxl);
    shade.setColorAt(0, NoShade);
    shade.setColorAt(1, Shade);
    painter.fillRect(rect(), shade);
}

} // namespace Earmark
