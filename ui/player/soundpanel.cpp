// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/soundpanel.h"

#include "ui/common/textlabel.h"
#include "ui/common/theme.h"
#include "ui/player/savedtext.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScreen>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int Width = 320;
constexpr int SettleTime = 150; // ms
constexpr int Gap = 6; ///< Between the panel and its button.
constexpr int ScreenEdge = 4;
constexpr int StepsPerOne = 20; ///< 1 / SoundSettings::SpeedStep
constexpr std::array Presets{1.0, 1.2, 1.5, 1.8, 2.0, 2.5};
constexpr std::array Strengths{TrimStrength::Off, TrimStrength::Gentle, TrimStrength::Normal,
                               TrimStrength::Strong};
constexpr int TitleLength = 34;

int toSteps(double speed)
{
    return int(std::lround(speed * StepsPerOne));
}

QToolButton *choice(const QString &name, const QString &text, const QString &accessible)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(accessible);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

TextLabel *heading(const QString &text)
{
    auto *label = new TextLabel;
    label->setText(text);
    label->setLook(TextSize::Meta, QFont::DemiBold, TextLabel::Tone::Second);
    return label;
}

TextLabel *savedLabel(const QString &name)
{
    auto *label = new TextLabel;
    label->setObjectName(name);
    label->setLook(TextSize::Meta, QFont::Normal, TextLabel::Tone::Second);
    label->setMaximumLines(2);
    return label;
}

} // namespace

QString formatSpeed(double speed)
{
    QString number = QString::number(speed, 'f', 2);
    while (number.endsWith(u'0'))
        number.chop(1);
    if (number.endsWith(u'.'))
        number.chop(1);
    return number % u'×';
}

SoundPanel::SoundPanel(QWidget *parent)
    : QFrame(parent, Qt::Popup), m_speed(new TextLabel), m_slider(new QSlider(Qt::Horizontal)),
      m_presets(new QButtonGroup(this)), m_strengths(new QButtonGroup(this)),
      m_even(new QCheckBox(tr("Even loudness"))), m_own(new QCheckBox),
      m_savedOnEpisode(savedLabel(u"savedOnEpisode"_s)), m_savedInAll(savedLabel(u"savedInAll"_s))
{
    setObjectName(u"soundPanel"_s);
    setAccessibleName(tr("Sound"));
    setFixedWidth(Width);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::L, Space::L, Space::L, Space::L);
    column->setSpacing(Space::S);
    auto *top = new QHBoxLayout;
    top->addWidget(heading(tr("Speed")), 1);
    m_speed->setLook(TextSize::Body, QFont::DemiBold);
    m_speed->setAlignment(Qt::AlignRight);
    top->addWidget(m_speed, 1);
    column->addLayout(top);
    column->addLayout(makeSpeedRow());
    column->addLayout(makePresets());
    column->addSpacing(Space::S);
    column->addWidget(heading(tr("Shorten silences")));
    column->addLayout(makeStrengths());
    column->addSpacing(Space::S);
    m_even->setObjectName(u"evenLoudness"_s);
    m_even->setToolTip(tr("Every podcast as loud as the others"));
    column->addWidget(m_even);
    m_own->setObjectName(u"ownSound"_s);
    column->addWidget(m_own);
    column->addWidget(m_savedOnEpisode);
    column->addWidget(m_savedInAll);
    showSaved({}, {});
    connect(m_even, &QCheckBox::clicked, this, [this](bool even) {
        SoundSettings sound = m_view.sound;
        sound.evenLoudness = even;
        wish(sound);
    });
    connect(m_own, &QCheckBox::clicked, this, &SoundPanel::ownWished);
    m_settle.setSingleShot(true);
    m_settle.setInterval(SettleTime);
    connect(&m_settle, &QTimer::timeout, this,
            [this] { wishSpeed(double(m_slider->value()) / StepsPerOne); });
    showSound({});
}

QLayout *SoundPanel::makeSpeedRow()
{
    m_slider->setObjectName(u"speed"_s);
    m_slider->setAccessibleName(tr("Speed"));
    m_slider->setRange(toSteps(SoundSettings::SlowestSpeed), toSteps(SoundSettings::FastestSpeed));
    m_slider->setPageStep(StepsPerOne / 4);
    connect(m_slider, &QSlider::valueChanged, this, [this](int steps) {
        m_speed->setText(formatSpeed(double(steps) / StepsPerOne));
        m_settle.start();
    });
    auto *row = new QHBoxLayout;
    row->addWidget(m_slider);
    return row;
}

QLayout *SoundPanel::makePresets()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::Xs);
    m_presets->setExclusive(false); // none may be the one
    for (const double speed : Presets) {
        QToolButton *button = choice(u"speed%1"_s.arg(toSteps(speed)), formatSpeed(speed),
                                     tr("Speed %1").arg(formatSpeed(speed)));
        m_presets->addButton(button, toSteps(speed));
        row->addWidget(button);
    }
    connect(m_presets, &QButtonGroup::idClicked, this,
            [this](int steps) { wishSpeed(double(steps) / StepsPerOne); });
    return row;
}

QLayout *SoundPanel::makeStrengths()
{
    const std::array names{tr("Off"), tr("Gentle"), tr("Normal"), tr("Strong")};
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::Xs);
    for (std::size_t i = 0; i < Strengths.size(); ++i) {
        QToolButton *button = choice(u"trim%1"_s.arg(i), names.at(i),
                                     tr("Shorten silences: %1").arg(names.at(i)));
        m_strengths->addButton(button, int(Strengths.at(i)));
        row->addWidget(button);
    }
    connect(m_strengths, &QButtonGroup::idClicked, this, [this](int strength) {
        SoundSettings sound = m_view.sound;
        sound.trim = TrimStrength(strength);
        wish(sound);
    });
    return row;
}

void SoundPanel::showSound(const SoundView &view)
{
    m_view = view;
    const int steps = toSteps(view.sound.speed);
    if (!m_slider->isSliderDown() && !m_settle.isActive()) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(steps);
        m_speed->setText(formatSpeed(view.sound.speed));
    }
    for (QAbstractButton *button : m_presets->buttons())
        button->setChecked(m_presets->id(button) == steps);
    if (QAbstractButton *button = m_strengths->button(int(view.sound.trim)))
        button->setChecked(true);
    m_even->setChecked(view.sound.evenLoudness);
    QString podcast = view.podcast;
    if (podcast.size() > TitleLength)
        podcast = podcast.left(TitleLength - 1).trimmed() + u'…';
    m_own->setText(tr("Only for %1").arg(podcast.replace(u'&', u"&&"_s)));
    m_own->setVisible(!podcast.isEmpty());
    m_own->setChecked(view.isOwn);
    if (isVisible())
        adjustSize();
}

void SoundPanel::showSaved(const std::optional<TimeSaved> &onEpisode, const TimeSaved &inAll)
{
    const QString episode = onEpisode ? savedOnEpisodeText(*onEpisode) : QString();
    const QString all = savedInAllText(inAll);
    const bool isAsBefore = m_savedOnEpisode->text() == episode && m_savedInAll->text() == all;
    m_savedOnEpisode->setText(episode);
    m_savedOnEpisode->setVisible(!episode.isEmpty());
    m_savedInAll->setText(all);
    m_savedInAll->setVisible(!all.isEmpty());
    if (!isVisible() || isAsBefore)
        return;
    const int before = height();
    adjustSize();
    move(x(), y() + before - height()); // its lower edge stays at the button
}

void SoundPanel::wishSpeed(double speed)
{
    m_settle.stop();
    SoundSettings sound = m_view.sound;
    sound.speed = steppedSpeed(speed);
    wish(sound);
}

/// What was wished shows at once, also where nothing changes (a preset that was pressed again).
void SoundPanel::wish(const SoundSettings &sound)
{
    SoundView view = m_view;
    view.sound = sound;
    showSound(view);
    Q_EMIT soundWished(sound);
}

void SoundPanel::openAbove(const QWidget *widget)
{
    adjustSize();
    const QPoint corner = widget->mapToGlobal(QPoint(widget->width(), 0));
    QPoint at(corner.x() - width(), corner.y() - height() - Gap);
    if (const QScreen *screen = widget->screen()) {
        const QRect room = screen->availableGeometry();
        at.setX(std::clamp(
                at.x(), room.left() + ScreenEdge,
                std::max(room.left() + ScreenEdge, room.right() - width() - ScreenEdge)));
        at.setY(std::max(at.y(), room.top() + ScreenEdge));
    }
    move(at);
    show();
    m_slider->setFocus(Qt::PopupFocusReason);
}

void SoundPanel::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    Q_EMIT opened();
}

void SoundPanel::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    painter.setPen(colors.hairline);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace Earmark
