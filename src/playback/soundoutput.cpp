// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/soundoutput.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

bool isAudible(const QAudioDevice &device)
{
    return !device.isNull() && device.id() != "auto_null"_ba;
}

} // namespace

bool isAmong(const QList<QAudioDevice> &outputs, const QAudioDevice &device)
{
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const QAudioDevice &output) { return output.id() == device.id(); });
}

QAudioDevice audibleOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard)
{
    if (isAudible(standard) && isAmong(outputs, standard))
        return standard;
    const auto found = std::find_if(outputs.begin(), outputs.end(), isAudible);
    return found == outputs.end() ? QAudioDevice() : *found;
}

Error noOutput()
{
    return fail(ErrorKind::Media,
                u"This computer has no sound output at the moment. Connect a loudspeaker or "
                u"headphones, then press play; the position is kept."_s,
                u"QMediaDevices shows no output, or auto_null alone."_s);
}

Error outputVanished(const QAudioDevice &next)
{
    return fail(ErrorKind::Media,
                u"The sound output that was playing is gone. Press play to go on with %1; the "
                u"position is kept."_s.arg(next.description()),
                QString::fromUtf8(next.id()));
}

} // namespace Earmark
