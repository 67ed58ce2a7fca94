// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/seekbar.h"

#include "ui/common/format.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/player/seekbaraccess.h"
#include "ui/player/skipsteps.h"

#include <QKeyEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int Side = 8; ///< Room for the knob and the focus ring at both ends.
constexpr auto WheelStep = 10s; // both ways: what was turned too far is turned back
constexpr auto BeforeEnd = 10s; // End leads here: to the very end would be the next episode
constexpr int KnobRoom = 10; ///< To both sides of the knob's middle, with its ring.
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
    QAccessible::installFactory(SeekBarAccess::make); // again the same: nothing happens
    describe();
    // Assistive technology moves the slider by actions and values.
    connect(this, &QAbstractSlider::actionTriggered, this, [this](int action) {
        if (action != SliderMove && action != SliderNoAction)
            seek(milliseconds(sliderPosition()));
    });
}

void SeekBar::setDuration(milliseconds duration)
{
    const auto longest = qint64(std::numeric_limits<int>::max());
    const int last = int(std::clamp<qint64>(duration.count(), 0, longest));
    if (last == maximum() && isEnabled() == (last > 0))
        return;
    setRange(0, last);
    setSingleStep(int(-SkipBack.count()));
    setPageStep(int(milliseconds(60s).count()));
    setEnabled(maximum() > 0);
    describe();
    redraw();
}

void SeekBar::setPosition(milliseconds position)
{
    if (isSliderDown())
        return;
    m_position = std::clamp(position, 0ms, milliseconds(maximum()));
    if (m_position / 1s != milliseconds(value()) / 1s)
        setValue(int(m_position.count()));
    moveKnob();
}

void SeekBar::setChapters(const Chapters &chapters)
{
    if (chapters == m_chapters)
        return;
    m_chapters = chapters;
    describe();
    redraw();
}

void SeekBar::setSkips(const MediaRanges &skips)
{
    if (skips == m_skips)
        return;
    m_skips = skips;
    redraw();
}

void SeekBar::setWaveform(const QByteArray &waveform, milliseconds length)
{
    if (waveform == m_waveform && length == m_waveformLength)
        return;
    m_waveform = waveform;
    m_waveformLength = length;
    redraw();
}

void SeekBar::setPresent(const RangeMap &present, qint64 size)
{
    const bool isShown = size > 0 && !present.contains(0, size);
    const qint64 shownSize = isShown ? size : 0;
    if (shownSize == m_size && (!isShown || present == m_present))
        return;
    const QString before = presentText();
    m_present = isShown ? present : RangeMap();
    m_size = shownSize;
    if (presentText() != before)
        describe();
    update(presentRect());
}

QString SeekBar::presentText() const
{
    if (m_size <= 0)
        return {};
    return tr("%1 % is on this computer").arg(int(m_present.covered(0, m_size) * 100));
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
    QString text = chapter && !chapter->title.isEmpty()
            ? QString(chapter->title % u" · "_s % formatTimecode(time))
            : formatTimecode(time);
    if (std::ranges::any_of(m_skips,
                            [time](const MediaRange &skip) { return skip.contains(time); }))
        text += u" · "_s % tr("skipped");
    return text;
}

QString SeekBar::spokenText() const
{
    const QString time = tr("%1 of %2")
                                 .arg(formatTimecode(milliseconds(value())),
                                      formatTimecode(milliseconds(maximum())));
    const auto chapter = chapterAt(milliseconds(value()));
    return chapter && !chapter->title.isEmpty() ? QString(time % u", "_s % chapter->title) : time;
}

QRectF SeekBar::track() const
{
    return {double(Side), 0, double(width() - 2 * Side), double(height())};
}

milliseconds SeekBar::place() const
{
    return isSliderDown() ? milliseconds(sliderPosition()) : m_position;
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

void SeekBar::redraw()
{
    m_unplayed = {};
    m_played = {};
    m_knobX = knobX();
    update();
}

/// The knob is elsewhere: what lies between changes its colour, and nothing else is painted.
void SeekBar::moveKnob()
{
    const int x = knobX();
    if (x == m_knobX)
        return;
    const int left = std::min(x, m_knobX);
    const int right = std::max(x, m_knobX);
    m_knobX = x;
    update(left - KnobRoom, 0, right - left + 2 * KnobRoom, height());
}

/// The chapter under the pointer.
QRect SeekBar::hoverRect() const
{
    if (!m_hoverX || !isEnabled() || m_chapters.size() < 2)
        return {};
    const milliseconds time = timeAt(*m_hoverX);
    const auto after = std::ranges::upper_bound(m_chapters, time, {}, &Chapter::start);
    const int left = after == m_chapters.begin() ? Side : xOf(std::prev(after)->start);
    const int right = after == m_chapters.end() ? width() - Side : xOf(after->start);
    return {left, 0, std::max(1, right - left), height()};
}

void SeekBar::hover(std::optional<int> x)
{
    if (x == m_hoverX)
        return;
    const auto line = [this] { return m_hoverX ? QRect(*m_hoverX - 1, 0, 3, height()) : QRect(); };
    const QRect oldChapter = hoverRect();
    update(line());
    m_hoverX = x;
    update(line());
    if (hoverRect() != oldChapter)
        update(oldChapter | hoverRect());
}

void SeekBar::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setSliderPosition(int(timeAt(event->pos().x()).count()));
    moveKnob();
    Q_EMIT previewed(milliseconds(sliderPosition()));
}

void SeekBar::mouseMoveEvent(QMouseEvent *event)
{
    hover(std::clamp(event->pos().x(), Side, std::max(Side, width() - Side)));
    const milliseconds time = timeAt(event->pos().x());
    if (isSliderDown()) {
        setSliderPosition(int(time.count()));
        moveKnob();
        Q_EMIT previewed(time);
    }
    if (isEnabled()) {
        const QPoint at(event->pos().x() + Space::S, -2 * Space::Xxl - Space::Xs);
        QToolTip::showText(mapToGlobal(at), tipText(textAt(time)), this);
    }
}

void SeekBar::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !isSliderDown())
        return;
    const milliseconds wanted(sliderPosition());
    setSliderDown(false);
    Q_EMIT previewed(std::nullopt);
    seek(wanted);
}

void SeekBar::leaveEvent(QEvent *)
{
    hover(std::nullopt);
}

void SeekBar::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers().testFlag(Qt::ShiftModifier)) { // chapters: the window's keys
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        seek(m_position + SkipBack);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        seek(m_position + SkipForward);
        break;
    case Qt::Key_PageDown:
        seek(m_position - milliseconds(pageStep()));
        break;
    case Qt::Key_PageUp:
        seek(m_position + milliseconds(pageStep()));
        break;
    case Qt::Key_Home:
        seek(0ms);
        break;
    case Qt::Key_End:
        seek(std::max(m_position, milliseconds(maximum()) - BeforeEnd));
        break;
    default:
        event->ignore();
    }
}

/// Up is forward, as it makes a slider's value greater.
void SeekBar::wheelEvent(QWheelEvent *event)
{
    const int steps = m_wheel.take(*event);
    event->accept();
    if (steps != 0 && !isSliderDown())
        seek(m_position + steps * milliseconds(WheelStep));
}

void SeekBar::seek(milliseconds position)
{
    if (!isEnabled())
        return;
    // Shown at once, so that a second key press starts from here.
    m_position = std::clamp(position, 0ms, milliseconds(maximum()));
    setValue(int(m_position.count()));
    moveKnob();
    Q_EMIT seekWished(m_position);
}

void SeekBar::changeEvent(QEvent *event)
{
    QAbstractSlider::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange
        || event->type() == QEvent::StyleChange)
        redraw();
}

void SeekBar::resizeEvent(QResizeEvent *event)
{
    QAbstractSlider::resizeEvent(event);
    redraw();
}

/// Without the base class where the value changes: it paints everything anew.
void SeekBar::sliderChange(SliderChange change)
{
    if (change != SliderValueChange)
        QAbstractSlider::sliderChange(change);
    else
        describe();
}

void SeekBar::describe()
{
    setAccessibleName(tr("Position"));
    const QString present = presentText();
    setAccessibleDescription(present.isEmpty() ? spokenText()
                                               : QString(spokenText() % u", "_s % present));
}

} // namespace Earmark
