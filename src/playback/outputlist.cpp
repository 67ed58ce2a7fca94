// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/outputlist.h"

#include "playback/soundoutput.h"

#include <QMediaDevices>

namespace Earmark {

OutputDevices soundOutputs()
{
    const QList<QAudioDevice> all = QMediaDevices::audioOutputs();
    const QAudioDevice standard = audibleOutput(all, QMediaDevices::defaultAudioOutput());
    OutputDevices outputs;
    for (const QAudioDevice &device : all) {
        // Alone it is what would be chosen, unless it cannot be heard.
        if (!audibleOutput({device}, device).isNull())
            outputs.append({device.id(), device.description(), device.id() == standard.id()});
    }
    return outputs;
}

} // namespace Earmark
