// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/playerbar.h"

#include "core/timeleft.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/player/backpill.h"
#include "ui_playerbar.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int BarHeight = 92;
constexpr int CoverSide = 52;
constexpr int RoomForVolume = 1100; ///< Narrower windows keep the mute button only.
constexpr int RoomForBothTimes = 1000; ///< Narrower ones tell only how long it takes to hear.
constexpr int LeastAbout = 190;
constexpr int NarrowAbout = 220; ///< Where the buttons beside it leave room for no more.
constexpr int RoomForCover = 760;
constexpr int RoomForAir = 1000; ///< Narrower ones leave more of it to titles.
} // namespace

PlayerBar::PlayerBar(QWidget *parent) : QWidget(parent), m_ui(std::make_unique<Ui::PlayerBar>())
{
    m_ui->setupUi(this);
    m_backPill = new BackPill(m_ui->seekBar, this);
    setTabOrder(m_ui->seekBar, m_backPill);
    setObjectName(u"playerBar"_s);
    updateGround();
    dress();
    connectWishes();
    showPlayer({});
    setVolume(1);
}

PlayerBar::~PlayerBar() = default;

OutputButton &PlayerBar::outputButton() const
{
    return *m_ui->output;
}

SeekBar &PlayerBar::seekBar() const
{
    return *m_ui->seekBar;
}

SleepButton &PlayerBar::sleepButton() const
{
    return *m_ui->sleep;
}

SoundButton &PlayerBar::soundButton() const
{
    return *m_ui->sound;
}

QToolButton &PlayerBar::videoButton() const
{
    return *m_ui->video;
}

void PlayerBar::dress()
{
    setFixedHeight(BarHeight);
    m_ui->nothing->setText(tr("Nothing playing"));
    m_ui->nothing->setAlignment(Qt::AlignHCenter);
    m_ui->nothing->setLook(TextSize::Body, QFont::Normal, TextLabel::Tone::Second);
    m_ui->cover->setSide(CoverSide, Radius::Card);
    m_ui->title->setLook(TextSize::Body, QFont::DemiBold);
    m_ui->about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_ui->seekBar->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *row = static_cast<QHBoxLayout *>(layout());
    m_ui->about->setMaximumWidth(420);
    row->setStretchFactor(m_ui->about, 3);
    row->setStretchFactor(m_ui->seekBar, 6);
    for (TextLabel *time : {m_ui->elapsed, m_ui->remaining}) {
        time->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
        time->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    m_ui->elapsed->setAlignment(Qt::AlignRight);
    const auto icon = [](QToolButton *button, const QString &name, int side) {
        button->setAutoRaise(true);
        button->setIcon(themedIcon(name));
        button->setIconSize({side, side});
    };
    icon(m_ui->previousChapter, u"previous"_s, 22);
    icon(m_ui->nextChapter, u"next"_s, 22);
    icon(m_ui->back, u"back"_s, 22);
    icon(m_ui->forward, u"forward"_s, 22);
    icon(m_ui->link, u"link"_s, 20);
    icon(m_ui->mute, u"volume"_s, 20);
    icon(m_ui->video, u"video"_s, 20);
    m_ui->video->setPopupMode(QToolButton::InstantPopup);
    m_ui->video->hide();
    for (QToolButton *button : {m_ui->back, m_ui->forward}) {
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setFixedSize(38, 46);
    }
    m_ui->controlsRow->insertSpacing(2, Space::Xs);
    m_ui->controlsRow->insertSpacing(4, Space::Xs);
    m_ui->volume->setFixedWidth(84);
}

void PlayerBar::connectWishes()
{
    connect(m_ui->playPause, &PlayButton::clicked, this, &PlayerBar::playPauseWished);
    connect(m_ui->about, &AboutButton::clicked, this, &PlayerBar::episodeWished);
    connect(m_ui->back, &QToolButton::clicked, this, &PlayerBar::backWished);
    connect(m_ui->forward, &QToolButton::clicked, this, &PlayerBar::forwardWished);
    connect(m_ui->previousChapter, &QToolButton::clicked, this, &PlayerBar::previousChapterWished);
    connect(m_ui->nextChapter, &QToolButton::clicked, this, &PlayerBar::nextChapterWished);
    connect(m_ui->link, &QToolButton::clicked, this, [this] { Q_EMIT linkWished(m_view.link); });
    connect(m_ui->mute, &QToolButton::clicked, this, &PlayerBar::toggleMute);
    connect(m_ui->seekBar, &SeekBar::seekWished, this, &PlayerBar::seekWished);
    connect(m_ui->seekBar, &SeekBar::previewed, this, [this](std::optional<milliseconds> at) {
        m_preview = at;
        updateTimes(at.value_or(m_position));
    });
    connect(m_ui->volume, &QSlider::valueChanged, this, [this](int value) {
        setVolume(value / 100.0);
        Q_EMIT volumeWished(m_volume);
    });
}

void PlayerBar::setCovers(CoverSource *covers)
{
    m_ui->cover->setCovers(covers);
}

void PlayerBar::showPlayer(const PlayerView &view)
{
    using State = PlayerView::State;
    m_view = view;
    const bool nothing = view.state == State::Nothing;
    m_ui->nothing->setVisible(nothing);
    const std::initializer_list<QWidget *> parts{m_ui->about,   m_ui->controls,  m_ui->elapsed,
                                                 m_ui->seekBar, m_ui->remaining, m_ui->sound,
                                                 m_ui->sleep,   m_ui->loudness};
    for (QWidget *part : parts)
        part->setVisible(!nothing);
    m_ui->volume->setVisible(!nothing && width() >= RoomForVolume);
    m_ui->cover->setCover({view.podcast, QList<QUrl>{view.image} + view.otherImages});
    m_ui->title->setText(view.title);
    m_ui->about->setAccessibleName(tr("Show the episode: %1").arg(view.title));
    const bool waiting = view.state == State::Loading || view.state == State::Buffering;
    const bool plays = view.state == State::Playing;
    m_ui->playPause->setShows(waiting         ? PlayButton::Shows::Waiting
                                      : plays ? PlayButton::Shows::Pause
                                              : PlayButton::Shows::Play);
    const bool hasChapters = view.chapters.size() > 1;
    m_ui->previousChapter->setVisible(hasChapters);
    m_ui->nextChapter->setVisible(hasChapters);
    m_ui->link->setVisible(!nothing && !view.link.isEmpty());
    m_ui->link->setToolTip(tr("Open %1").arg(view.link.toDisplayString(QUrl::RemoveUserInfo)));
    m_ui->seekBar->setDuration(view.duration);
    m_ui->seekBar->setChapters(view.chapters);
    updateTimes(m_preview.value_or(m_position));
    updateLine();
}

void PlayerBar::setPosition(milliseconds position)
{
    m_position = position;
    m_ui->seekBar->setPosition(position);
    if (!m_preview)
        updateTimes(position);
    updateLine();
}

/// "-22:11 · 14:47": of the episode, and until it was heard; one of them where both are the same.
QString PlayerBar::timeLeft(milliseconds position) const
{
    const QString media = formatTimecode(m_view.duration - position);
    const QString heard
            = formatTimecode(listeningTime(position, m_view.duration, m_speed, m_skips));
    if (heard == media)
        return u'-' + media;
    return width() < RoomForBothTimes ? u'-' + heard : QString(u'-' % media % u" · "_s % heard);
}

/// As wide as the longest text can get, so that nothing moves from second to second.
void PlayerBar::fitTimes(milliseconds longest)
{
    const auto shape = [](QString text) {
        for (QChar &letter : text)
            letter = letter.isDigit() ? u'0' : letter;
        return text;
    };
    const QFont small = scaledFont(font(), TextSize::Meta);
    const QString elapsed = shape(formatTimecode(longest));
    const QString remaining = shape(timeLeft(0ms));
    const QString shapes = elapsed % u' ' % remaining % u' ' % small.key();
    if (shapes == m_timesShape)
        return;
    m_timesShape = shapes;
    const QFontMetrics metrics(small);
    m_ui->elapsed->setFixedWidth(metrics.horizontalAdvance(elapsed) + Space::S);
    m_ui->remaining->setFixedWidth(metrics.horizontalAdvance(remaining) + Space::S);
}

void PlayerBar::updateTimes(milliseconds position)
{
    fitTimes(std::max(m_view.duration, position));
    m_ui->elapsed->setText(formatTimecode(position));
    m_ui->remaining->setText(m_view.duration > 0ms ? timeLeft(position) : QString());
    m_ui->remaining->setToolTip(m_ui->remaining->text().contains(u'·')
                                        ? tr("Left of the episode, and until you have heard it")
                                        : tr("Left until you have heard it"));
}

void PlayerBar::updateLine()
{
    using State = PlayerView::State;
    using Tone = TextLabel::Tone;
    if (m_view.state == State::Failed) {
        m_ui->line->setLook(TextSize::Meta, QFont::Normal, Tone::Warning);
        m_ui->line->setMaximumLines(2);
        m_ui->line->setText(m_view.failure);
        return;
    }
    m_ui->line->setMaximumLines(1);
    if (m_view.state == State::Buffering) {
        m_ui->line->setLook(TextSize::Body, QFont::Normal, Tone::Second);
        m_ui->line->setText(tr("Waiting for the server…"));
        return;
    }
    if (!m_view.chapter || *m_view.chapter >= m_view.chapters.size()) {
        m_ui->line->setLook(TextSize::Body, QFont::Normal, Tone::Second);
        m_ui->line->setText(m_view.podcast);
        return;
    }
    const Chapter &chapter = m_view.chapters.at(*m_view.chapter);
    const milliseconds end = chapter.end.value_or(m_view.duration);
    m_ui->line->setLook(TextSize::Body, QFont::Normal, Tone::Accent);
    const milliseconds left = listeningTime(m_position, end, m_speed, m_skips);
    m_ui->line->setText(chapter.title,
                        left > 0ms ? tr(" · %1 left").arg(formatTimecode(left)) : QString());
}

void PlayerBar::setSpeed(double speed)
{
    m_speed = speed;
    updateTimes(m_preview.value_or(m_position));
    updateLine();
}

void PlayerBar::setSkips(const MediaRanges &skips)
{
    if (skips == m_skips)
        return;
    m_skips = skips;
    m_ui->seekBar->setSkips(skips);
    updateTimes(m_preview.value_or(m_position));
    updateLine();
}

void PlayerBar::setVolume(double volume)
{
    m_volume = std::clamp(volume, 0.0, 1.0);
    const QSignalBlocker blocker(m_ui->volume);
    m_ui->volume->setValue(int(std::lround(m_volume * 100)));
    const bool muted = m_volume <= 0;
    m_ui->mute->setIcon(themedIcon(muted ? u"muted"_s : u"volume"_s));
    m_ui->mute->setToolTip(muted ? tr("Unmute") : tr("Mute"));
    m_ui->mute->setAccessibleName(muted ? tr("Unmute") : tr("Mute"));
}

void PlayerBar::toggleMute()
{
    if (m_volume > 0)
        m_volumeBeforeMute = m_volume;
    setVolume(m_volume > 0 ? 0 : m_volumeBeforeMute);
    Q_EMIT volumeWished(m_volume);
}

void PlayerBar::resizeEvent(QResizeEvent *)
{
    const bool isAiry = width() >= RoomForAir;
    QMargins margins = m_ui->row->contentsMargins();
    margins.setRight(isAiry ? Space::Xl : Space::M); // the left one is the sidebar's
    m_ui->row->setContentsMargins(margins);
    m_ui->row->setSpacing(isAiry ? Space::M : Space::S);
    m_ui->about->setMinimumWidth(isAiry || width() < RoomForCover ? LeastAbout : NarrowAbout);
    updateTimes(m_preview.value_or(m_position));
    m_ui->volume->setVisible(m_view.state != PlayerView::State::Nothing
                             && width() >= RoomForVolume);
    m_ui->cover->setVisible(width() >= RoomForCover);
}

void PlayerBar::updateGround()
{
    setGround(this, colorsOf(palette()).side);
}

void PlayerBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateGround();
}

void PlayerBar::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.side);
    painter.fillRect(QRect(0, 0, width(), 1), colors.hairline);
}

} // namespace Earmark
