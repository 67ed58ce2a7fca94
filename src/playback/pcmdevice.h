// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/pcmpipe.h"

#include <QByteArray>
#include <QIODevice>

#include <memory>

namespace Earmark {

/// The pipe as a seekable WAV (RF64: no 4-GiB limit) for QMediaPlayer::setSourceDevice(). Header
/// and end come from memory, sound from the pipe, which waits for nobody while it is held. Made on
/// the GUI thread, then read by the backend's threads, never by two at once.
///
/// The samples are float, because libavformat's WAV reader takes 16-bit PCM for what may be DTS in
/// disguise: it then probes the first 32 packets after the first seek, in the thread that seeks,
/// and that is the GUI thread's 38 to 199 ms (measured, Qt 6.4.2 with FFmpeg 5.1).
///
/// The size is a promise nobody keeps: it is longer than any episode, and the end is where the pipe
/// says so, because many files do not know their own length.
class PcmDevice final : public QIODevice
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PcmDevice)
public:
    /// The pipe must be open: its format goes into the header.
    explicit PcmDevice(std::shared_ptr<PcmPipe> pipe, QObject *parent = nullptr);

    PcmPipe &pipe() const { return *m_pipe; }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_header.size() + m_dataSize; }
    bool atEnd() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 pipeByte() const;
    qint64 readSamples(char *data, qint64 count);

    const std::shared_ptr<PcmPipe> m_pipe;
    qint64 m_dataSize = 0;
    QByteArray m_header;
};

/// 80 bytes of RF64: `ds64`, `fmt ` (32-bit float) and the head of `data`.
QByteArray rf64Header(PcmFormat format, qint64 dataSize);

} // namespace Earmark
