// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/seekbaraccess.h"

#include "ui/player/seekbar.h"

#include <chrono>

namespace Earmark {

namespace {

constexpr int Second = 1'000; // ms

} // namespace

SeekBarAccess::SeekBarAccess(SeekBar *bar) : QAccessibleWidget(bar, QAccessible::Slider) { }

QAccessibleInterface *SeekBarAccess::make(const QString &, QObject *object)
{
    auto *bar = qobject_cast<SeekBar *>(object);
    return bar != nullptr ? new SeekBarAccess(bar) : nullptr;
}

SeekBar *SeekBarAccess::bar() const
{
    return static_cast<SeekBar *>(object());
}

QString SeekBarAccess::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Value ? bar()->spokenText() : QAccessibleWidget::text(kind);
}

void *SeekBarAccess::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QVariant SeekBarAccess::currentValue() const
{
    return bar()->value() / Second;
}

void SeekBarAccess::setCurrentValue(const QVariant &seconds)
{
    bar()->seek(std::chrono::seconds(seconds.toInt()));
}

QVariant SeekBarAccess::maximumValue() const
{
    return bar()->maximum() / Second;
}

QVariant SeekBarAccess::minimumStepSize() const
{
    return bar()->singleStep() / Second;
}

} // namespace Earmark
