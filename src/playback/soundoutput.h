// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QAudioDevice>
#include <QList>

namespace Earmark {

/// The default output, or the first that can be heard, or a null device. PulseAudio and PipeWire
/// show a sink `auto_null` ("Dummy Output", their module-always-sink) while there is none: that one
/// plays to nobody and counts as nothing.
QAudioDevice audibleOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard);

/// By id: Qt's == also compares which one is the default, and that changes.
bool isAmong(const QList<QAudioDevice> &outputs, const QAudioDevice &device);

/// For the listener: there is nothing to play on, or what played is gone and `next` is left.
Error noOutput();
Error outputVanished(const QAudioDevice &next);

} // namespace Earmark
