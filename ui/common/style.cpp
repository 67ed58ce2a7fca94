// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QListView>
#include <QPainter>
#include <QSlider>
#include <QStyleOption>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int ScrollBarWidth = 12;
constexpr int ScrollHandle = 6;
constexpr int ButtonHeight = 30;

QRectF crisp(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

bool hasKeyboardFocus(const QStyleOption *option)
{
    return (option->state & QStyle::State_HasFocus) != 0
            && (option->state & QStyle::State_KeyboardFocusChange) != 0;
}

int buttonHeight(const QFont &font)
{
    return std::max(ButtonHeight, QFontMetrics(font).height() + Space::M);
}

QSize pushButtonSize(const QStyleOptionButton &option, const QWidget &widget)
{
    QFont font = widget.font();
    if (widget.property("filled").toBool())
        font.setWeight(QFont::DemiBold);
    const bool flat = (option.features & QStyleOptionButton::Flat) != 0;
    int width = 2 * (flat ? Space::S : Space::M + 2);
    width += QFontMetrics(font).horizontalAdvance(option.text);
    if (!option.icon.isNull())
        width += option.iconSize.width() + (option.text.isEmpty() ? 0 : Space::S);
    return {width, buttonHeight(font)};
}

struct Ground
{
    QColor fill;
    QColor border;
    QColor text;
};

/// What a button stands on, by its state.
Ground groundOf(const QStyleOption *option, bool filled, bool framed)
{
    const Colors colors = colorsOf(option->palette);
    const bool enabled = (option->state & QStyle::State_Enabled) != 0;
    const bool hover = enabled && (option->state & QStyle::State_MouseOver) != 0;
    const bool down = (option->state & (QStyle::State_Sunken | QStyle::State_On)) != 0;
    if (filled && enabled) {
        const QColor fill = down ? mixed(colors.accent, colors.text, 0.18)
                : hover          ? mixed(colors.accent, colors.text, 0.09)
                                 : colors.accent;
        return {fill, fill, colors.onAccent};
    }
    if (filled)
        return {colors.accentTint, colors.accentTint, colors.second};
    const QColor rest = framed ? colors.panel : QColor(Qt::transparent);
    const QColor fill = down ? mixed(colors.selection, colors.text, 0.05)
            : hover          ? colors.selection
                             : rest;
    const QColor text = option->palette.color(enabled ? QPalette::Active : QPalette::Disabled,
                                              QPalette::ButtonText);
    return {fill, framed ? colors.hairline : QColor(Qt::transparent), text};
}

void paintGround(QPainter *painter, const QRect &rect, const Ground &ground)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(ground.border);
    painter->setBrush(ground.fill);
    painter->drawRoundedRect(crisp(rect), Radius::Control, Radius::Control);
    painter->restore();
}

void paintPushButton(const QStyleOptionButton *option, QPainter *painter, const QWidget *widget)
{
    const bool filled = widget != nullptr && widget->property("filled").toBool();
    const bool flat = (option->features & QStyleOptionButton::Flat) != 0;
    Ground ground = groundOf(option, filled, !flat);
    if (flat && (option->state & QStyle::State_Enabled) != 0)
        ground.text = colorsOf(option->palette).accent;
    paintGround(painter, option->rect, ground);

    QFont font = painter->font();
    if (filled)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const bool showsIcon = !option->icon.isNull();
    const int textWidth = QFontMetrics(font).horizontalAdvance(option->text);
    const int iconSide = option->iconSize.width();
    const int gap = showsIcon && !option->text.isEmpty() ? Space::S : 0;
    const int width = textWidth + gap + (showsIcon ? iconSide : 0);
    int x = option->rect.x() + (option->rect.width() - width) / 2;
    if (showsIcon) {
        const QRect place(x, option->rect.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        const auto mode
                = (option->state & QStyle::State_Enabled) != 0 ? QIcon::Normal : QIcon::Disabled;
        option->icon.paint(painter, place, Qt::AlignCenter, mode);
        x += iconSide + gap;
    }
    painter->setPen(ground.text);
    painter->drawText(QRect(x, option->rect.y(), textWidth + 2, option->rect.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, option->text);
    if (hasKeyboardFocus(option))
        paintFocusRing(painter, option->rect, Radius::Control,
                       filled ? colorsOf(option->palette).text : colorsOf(option->palette).accent);
}

void paintToolButton(const QStyleOptionToolButton *option, QPainter *painter)
{
    const bool framed = (option->state & QStyle::State_AutoRaise) == 0;
    const Ground ground = groundOf(option, false, framed);
    paintGround(painter, option->rect, ground);
    const bool under = option->toolButtonStyle == Qt::ToolButtonTextUnderIcon;
    const auto mode
            = (option->state & QStyle::State_Enabled) != 0 ? QIcon::Normal : QIcon::Disabled;
    const int side = option->iconSize.width();
    QRect place(0, 0, side, side);
    place.moveCenter(option->rect.center());
    if (under) {
        painter->setFont(scaledFont(option->font, TextSize::Meta));
        const int textHeight = painter->fontMetrics().height() - 2;
        place.moveTop(option->rect.y() + (option->rect.height() - side - textHeight) / 2);
        painter->setPen(colorsOf(option->palette).second);
        painter->drawText(QRect(option->rect.x(), place.bottom(), option->rect.width(), textHeight),
                          Qt::AlignCenter, option->text);
    }
    if (option->toolButtonStyle == Qt::ToolButtonTextOnly) {
        painter->setFont(option->font);
        painter->setPen(ground.text);
        painter->drawText(option->rect, Qt::AlignCenter, option->text);
    } else {
        option->icon.paint(painter, place, Qt::AlignCenter, mode);
    }
    if (hasKeyboardFocus(option))
        paintFocusRing(painter, option->rect, Radius::Control, colorsOf(option->palette).accent);
}

void paintScrollBar(const QStyleOptionSlider *option, QPainter *painter, const QRect &handle)
{
    const Colors colors = colorsOf(option->palette);
    const bool active = (option->state & (QStyle::State_MouseOver | QStyle::State_Sunken)) != 0;
    if (option->minimum >= option->maximum)
        return;
    const bool upright = option->orientation == Qt::Vertical;
    QRectF bar = handle;
    const double inset = (ScrollBarWidth - ScrollHandle) / 2.0;
    bar = upright ? bar.adjusted(inset, 2, -inset, -2) : bar.adjusted(2, inset, -2, -inset);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(active ? mixed(colors.wave, colors.second, 0.6) : colors.wave);
    painter->drawRoundedRect(bar, ScrollHandle / 2.0, ScrollHandle / 2.0);
    painter->restore();
}

void paintSlider(const QStyleOptionSlider *option, QPainter *painter, const QRect &handle)
{
    const Colors colors = colorsOf(option->palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QRectF groove(option->rect.x() + 5, option->rect.center().y() - 1, option->rect.width() - 10,
                  3);
    painter->setBrush(colors.wave);
    painter->drawRoundedRect(groove, 1.5, 1.5);
    groove.setRight(handle.center().x());
    painter->setBrush(colors.second);
    painter->drawRoundedRect(groove, 1.5, 1.5);
    painter->setBrush(colors.text);
    painter->drawEllipse(QPointF(handle.center()) + QPointF(0.5, 0.5), 5, 5);
    painter->restore();
    if (hasKeyboardFocus(option))
        paintFocusRing(painter, option->rect, Radius::Art, colors.accent);
}

void paintMark(const QStyleOption *option, QPainter *painter, bool round)
{
    const Colors colors = colorsOf(option->palette);
    const bool on = (option->state & QStyle::State_On) != 0;
    const QRectF box = crisp(option->rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(on ? colors.accent : colors.second);
    painter->setBrush(on ? colors.accent : colors.panel);
    const qreal radius = round ? box.height() / 2 : Radius::Art - 1;
    painter->drawRoundedRect(box, radius, radius);
    if (on && round) {
        painter->setBrush(colors.onAccent);
        painter->drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    } else if (on) {
        paintIcon(painter, box, u"check"_s, colors.onAccent);
    }
    painter->restore();
    if (hasKeyboardFocus(option))
        paintFocusRing(painter, QRectF(option->rect).adjusted(-2, -2, 2, 2), radius + 2,
                       colors.accent);
}

void paintField(const QStyleOption *option, QPainter *painter)
{
    const Colors colors = colorsOf(option->palette);
    const bool focus = (option->state & QStyle::State_HasFocus) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(focus ? colors.accent : colors.hairline);
    painter->setBrush(colors.panel);
    painter->drawRoundedRect(crisp(option->rect), Radius::Control, Radius::Control);
    painter->restore();
}

void paintProgress(const QStyleOptionProgressBar *option, QPainter *painter)
{
    const Colors colors = colorsOf(option->palette);
    QRectF groove(option->rect.x(), option->rect.center().y() - 1, option->rect.width(), 4);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.wave);
    painter->drawRoundedRect(groove, 2, 2);
    const int span = option->maximum - option->minimum;
    if (span > 0) {
        const double share = double(option->progress - option->minimum) / span;
        groove.setWidth(groove.width() * std::clamp(share, 0.0, 1.0));
        painter->setBrush(colors.accent);
        painter->drawRoundedRect(groove, 2, 2);
    }
    painter->restore();
}

} // namespace

Style::Style() : QProxyStyle(u"Fusion"_s) { }

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame == nullptr || frame->lineWidth > 0)
            paintField(option, painter);
        return;
    }
    case PE_IndicatorCheckBox:
        paintMark(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        paintMark(option, painter, true);
        return;
    case PE_FrameFocusRect: // each control draws its own ring
    case PE_PanelScrollAreaCorner:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            paintPushButton(button, painter, widget);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, colorsOf(option->palette).hairline);
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            paintProgress(bar, painter);
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            QStyleOptionMenuItem copy = *item;
            const Colors colors = colorsOf(option->palette);
            copy.palette.setColor(QPalette::Highlight, colors.selection);
            copy.palette.setColor(QPalette::HighlightedText, colors.text);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                               QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ToolButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            painter->save();
            paintToolButton(button, painter);
            painter->restore();
            return;
        }
    }
    if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
        if (control == CC_ScrollBar) {
            paintScrollBar(slider, painter,
                           subControlRect(control, option, SC_ScrollBarSlider, widget));
            return;
        }
        if (control == CC_Slider && slider->orientation == Qt::Horizontal) {
            paintSlider(slider, painter, subControlRect(control, option, SC_SliderHandle, widget));
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                            SubControl subControl, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || bar == nullptr)
        return QProxyStyle::subControlRect(control, option, subControl, widget);

    // No arrows: the groove is everything.
    const bool upright = bar->orientation == Qt::Vertical;
    const int length = upright ? bar->rect.height() : bar->rect.width();
    const qint64 span = qint64(bar->maximum) - bar->minimum;
    int handle = length;
    if (span > 0) {
        const qint64 whole = span + bar->pageStep;
        handle = int(std::clamp<qint64>(length * qint64(bar->pageStep) / whole, 28, length));
    }
    const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                           length - handle, bar->upsideDown);
    const auto part = [&](int from, int size) {
        const QRect logical = upright ? QRect(0, from, bar->rect.width(), size)
                                      : QRect(from, 0, size, bar->rect.height());
        return visualRect(bar->direction, bar->rect, logical);
    };
    switch (subControl) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return part(at, handle);
    case SC_ScrollBarSubPage:
        return part(0, at);
    case SC_ScrollBarAddPage:
        return part(at + handle, length - at - handle);
    default:
        return {};
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option,
                            const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame != nullptr && frame->lineWidth > 0)
            return rect.adjusted(Space::S, 0, -Space::S, 0);
    }
    return rect;
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (widget == nullptr)
        return base;
    if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        button != nullptr && type == CT_PushButton)
        return pushButtonSize(*button, *widget);
    if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        button != nullptr && button->toolButtonStyle == Qt::ToolButtonIconOnly) {
        const int height = buttonHeight(widget->font());
        const bool framed = (option->state & State_AutoRaise) == 0;
        return {framed ? height + Space::Xs : height, height};
    }
    if (type == CT_LineEdit)
        return {base.width() + 2 * Space::S, std::max(base.height() + Space::S, ButtonHeight + 2)};
    return base;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
        return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_SliderLength:
        return 12;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons: // a click on a slider means "there"
        return qobject_cast<const QSlider *>(widget) != nullptr
                ? int(Qt::LeftButton)
                : QProxyStyle::styleHint(hint, option, widget, data);
    case SH_ItemView_ActivateItemOnSingleClick:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void setGround(QWidget *widget, const QColor &ground)
{
    if (widget->palette().color(QPalette::Window) == ground)
        return;
    QPalette palette;
    palette.setColor(QPalette::Window, ground);
    widget->setPalette(palette);
}

void showAsRows(QListView *list)
{
    list->setUniformItemSizes(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setVerticalScrollMode(QListView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setSelectionMode(QListView::SingleSelection);
    list->setEditTriggers(QListView::NoEditTriggers);
    list->setMouseTracking(true);
    list->viewport()->setAttribute(Qt::WA_Hover);
    list->viewport()->setBackgroundRole(QPalette::Window);
}

void paintFocusRing(QPainter *painter, const QRectF &rect, qreal radius, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1);
    painter->restore();
}

} // namespace Earmark
