// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>

namespace Earmark {

class SeekBar;

/// The seek bar as it is spoken: "7:30 of 30:00, SSD Cache" instead of milliseconds. Where only a
/// number is asked for (AT-SPI, Qt 6.4) it is seconds; the text is the description there.
class SeekBarAccess : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit SeekBarAccess(SeekBar *bar);

    /// For QAccessible::installFactory(): answers for seek bars alone.
    static QAccessibleInterface *make(const QString &key, QObject *object);

    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QVariant currentValue() const override;
    void setCurrentValue(const QVariant &seconds) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override;

private:
    SeekBar *bar() const;
};

} // namespace Earmark
