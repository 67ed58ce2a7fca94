// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/pulseprobe.h"

#include <QObject>

namespace Earmark {

/// Keeps the program alive when the sound server (PulseAudio, PipeWire) dies or is started anew
/// while sound plays. Qt 6.4 does not survive that, in two ways (measured):
/// - QPulseAudioSink::write() returns with the main loop's lock held once libpulse refuses a write,
///   and whoever wants that lock next, the GUI thread too, waits for ever;
/// - when Qt learns that the connection failed, the sink deletes the device that the backend's
///   thread still writes to.
/// So four functions of libpulse stand here in front of the real ones. No write is refused (what
/// nobody takes is dropped), and Qt hears of the failure only when everybody who plays has let go
/// of his output, and when a server answers again: three seconds after it heard of it Qt connects,
/// once, and never again if that fails: then, and when there was no server at all when it began, it
/// is told to as soon as one answers. GUI thread.
class PulseGuard : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PulseGuard)

public:
    explicit PulseGuard(QObject *parent = nullptr);
    ~PulseGuard() override; ///< Lets go.

    /// Not from lost() on until there is a new connection; QMediaDevices still lists the outputs of
    /// the old one. Always true where sound goes another way.
    static bool isConnected();

    /// The output is let go of (after lost()).
    void letGo();

Q_SIGNALS:
    void lost();

private:
    PulseProbe m_probe;
    void awaitServer();

    bool m_isAsked = false; ///< lost() was said, and Qt does not know of the end yet.
    bool m_hasLetGo = false; ///< letGo() was said, likewise.
    friend class PulseConnections;
};

} // namespace Earmark
