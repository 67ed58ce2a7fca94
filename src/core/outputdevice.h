// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace Earmark {

/// Something that sound can be played on, as the system names it.
struct OutputDevice
{
    QByteArray id; ///< Empty: whatever the system's default is, as it changes.
    QString name; ///< For people.
    bool isDefault = false; ///< The system's, now.

    bool operator==(const OutputDevice &) const = default;
};
using OutputDevices = QList<OutputDevice>;

/// Which of these the listener means who once chose `chosen`: by its id, or, because a system may
/// give another id to what it finds again, the only one of its name. Null: it is not there.
const OutputDevice *meantOutput(const OutputDevices &outputs, const OutputDevice &chosen);

} // namespace Earmark
