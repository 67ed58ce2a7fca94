// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/seekbar.h"

#include "ui/common/format.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int Side = 8; ///< Room for the knob and the focus ring at both ends.
constexpr double TrackHeight = 6;
constexpr double Gap = 2; ///< Between two chapters.
constexpr double Knob = 6.5;
constexpr auto StepBack = 10s; // as the buttons beside it
constexpr auto StepForward = 30s;
} // namespace

SeekBar::SeekBar(QWidget *parent) : QAbstractSlider(parent)
{
    setObjectName(u"seekBar"_s);
    setOrientation(Qt::Horizontal);
    setRange(0, 0);
    setTracking(false);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setEnabled(false);
    describe();
    // Assistive technology moves the slider by actions and values.
    connect(this, &QAbstractSlider::actionTriggered, this, [this](int action) {
        if (action != SliderMove && action != SliderNoAction)
            wish(milliseconds(sliderPosition()));
    });
}

void SeekBar::setDuration(milliseconds duration)
{
    const auto longest = qint64(std::numeric_limits<int>::max());
    setRange(0, int(std::clamp<qint64>(duration.count(), 0, longest)));
    setSingleStep(int(milliseconds(StepBack).count()));
    setPageStep(int(milliseconds(60s).count()));
    setEnabled(maximum() > 0);
    describe();
    update();
}

void SeekBar::setPosition(milliseconds position)
{
    if (isSliderDown())
        return;
    setValue(int(std::clamp<qint64>(position.count(), 0, maximum())));
}

void SeekBar::setChapters(const Chapters &chapters)
{
    m_chapters = chapters;
    update();
}

std::optional<Chapter> SeekBar::chapterAt(milliseconds time) const
{
    const auto after = std::ranges::upper_bound(m_chapters, time, {}, &Chapter::start);
    if (after == m_chapters.begin())
        return {};
    return *std::prev(after);
}

QString SeekBar::textAt(milliseconds time) const
{
    const auto chapter = chapterAt(time);
    return chapter && !chapter->title.isEmpty()
            ? QString(chapter->title % u" · "_s % formatTimecode(time))
            : formatTimecode(time);
}

QRectF SeekBar::track() const
{
    return {double(Side), (height() - TrackHeight) / 2.0, double(width() - 2 * Side), TrackHeight};
}

milliseconds SeekBar::timeAt(int x) const
{
    const double share = std::clamp((x - track().x()) / std::max(1.0, track().width()), 0.0, 1.0);
    return milliseconds(std::llround(share * maximum()));
}

int SeekBar::xOf(milliseconds time) const
{
    if (maximum() <= 0)
        return Side;
    const double share = double(time.count()) / maximum();
    return int(std::lround(track().x() + std::clamp(share, 0.0, 1.0) * track().width()));
}

void SeekBar::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double played = xOf(milliseconds(sliderPosition()));

    // One piece per chapter; too narrow ones grow together, or a bar of many would be all gaps.
    QList<double> edges{track().left()};
    for (const Chapter &chapter : m_chapters) {
        const double x = xOf(chapter.start);
        if (x - edges.last() > 3 * Gap && track().right() - x > 2 * Gap)
            edges += x;
    }
    edges += track().right();
    for (qsizetype i = 0; i + 1 < edges.size(); ++i) {
        const double left = edges.at(i) + (i > 0 ? Gap / 2 : 0);
        const double right = edges.at(i + 1) - (i + 2 < edges.size() ? Gap / 2 : 0);
        const bool hovered = m_hoverX && isEnabled() && *m_hoverX >= edges.at(i)
                && *m_hoverX < edges.at(i + 1);
        QRectF piece(left, track().y(), right - left, TrackHeight);
        if (hovered)
            piece.adjust(0, -1.5, 0, 1.5);
        const double radius = edges.size() == 2 ? TrackHeight / 2 : 2;
        painter.setBrush(colors.wave);
        painter.drawRoundedRect(piece, radius, radius);
        if (isEnabled() && played > left) {
            painter.setBrush(colors.accent);
            painter.save();
            painter.setClipRect(QRectF(left, 0, played - left, height()));
            painter.drawRoundedRect(piece, radius, radius);
            painter.restore();
        }
    }
    if (!isEnabled())
        return;
    painter.setBrush(colors.side);
    painter.drawEllipse(QPointF(played, height() / 2.0), Knob + 2, Knob + 2);
    painter.setBrush(colors.accent);
    painter.drawEllipse(QPointF(played, height() / 2.0), Knob, Knob);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), Radius::Control, colors.accent);
}

void SeekBar::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setSliderPosition(int(timeAt(event->pos().x()).count()));
    Q_EMIT previewed(milliseconds(sliderPosition()));
    update();
}

void SeekBar::mouseMoveEvent(QMouseEvent *event)
{
    m_hoverX = event->pos().x();
    const milliseconds time = timeAt(event->pos().x());
    if (isSliderDown()) {
        setSliderPosition(int(time.count()));
        Q_EMIT previewed(time);
    }
    if (isEnabled()) {
        const QPoint at(event->pos().x() + Space::S, -Space::Xxl - Space::M);
        QToolTip::showText(mapToGlobal(at), textAt(time), this);
    }
    update();
}

void SeekBar::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !isSliderDown())
        return;
    const milliseconds wanted(sliderPosition());
    setSliderDown(false);
    Q_EMIT previewed(std::nullopt);
    wish(wanted);
}

void SeekBar::leaveEvent(QEvent *)
{
    m_hoverX.reset();
    update();
}

void SeekBar::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers().testFlag(Qt::ShiftModifier)) { // chapters: the window's keys
        event->ignore();
        return;
    }
    const milliseconds now(sliderPosition());
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        wish(now - StepBack);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        wish(now + StepForward);
        break;
    case Qt::Key_PageDown:
        wish(now - milliseconds(pageStep()));
        break;
    case Qt::Key_PageUp:
        wish(now + milliseconds(pageStep()));
        break;
    case Qt::Key_Home:
        wish(0ms);
        break;
    default:
        event->ignore();
    }
}

void SeekBar::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // too easily turned by chance
}

void SeekBar::wish(milliseconds position)
{
    if (!isEnabled())
        return;
    position = std::clamp(position, 0ms, milliseconds(maximum()));
    // Shown at once, so that a second key press starts from here.
    setValue(int(position.count()));
    Q_EMIT seekWished(position);
}

void SeekBar::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change == SliderValueChange)
        describe();
}

void SeekBar::describe()
{
    setAccessibleName(tr("Position"));
    setAccessibleDescription(tr("%1 of %2")
                                     .arg(formatTimecode(milliseconds(value())),
                                          formatTimecode(milliseconds(maximum()))));
}

} // namespace Earmark
