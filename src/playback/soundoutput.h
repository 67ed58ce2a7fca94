// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QAudioDevice>
#include <QList>

namespace Earmark {

/// Makes Qt's connection for playing in this thread, without playing anything. Qt 6.4 makes it in
/// the first thread that plays; in the backend's, which ends with the sound, nobody would be there
/// to make it anew when the sound server was.
void connectToSound();

/// The default output, or the first that can be heard, or a null device. PulseAudio and PipeWire
/// show a sink `auto_null` ("Dummy Output", their module-always-sink) while there is none: that one
/// plays to nobody and counts as nothing.
QAudioDevice audibleOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard);

/// The one of this id, wherever it can be heard; empty or gone: audibleOutput().
QAudioDevice wantedOutput(const QList<QAudioDevice> &outputs, const QAudioDevice &standard,
                          const QByteArray &id);

/// By id: Qt's == also compares which one is the default, and that changes.
bool isAmong(const QList<QAudioDevice> &outputs, const QAudioDevice &device);

/// For the listener: there is nothing to play on, or what played is gone and `next` is left.
Error noOutput();
Error outputVanished(const QAudioDevice &next);

} // namespace Earmark
