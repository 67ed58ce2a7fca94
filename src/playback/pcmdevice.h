// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/pcmpipe.h"

#include <QByteArray>
#include <QIODevice>

#include <chrono>
#include <memory>

namespace Earmark {

/// The pipe as a seekable WAV (RF64: no 4-GiB limit) for QMediaPlayer::setSourceDevice(). Header
/// and end come from memory, sound from the pipe, which waits for nobody while it is held. Made on
/// the GUI thread, then read by the backend's threads, never by two at once.
///
/// The samples are float, as the pipe's, and because libavformat's WAV reader takes 16-bit PCM for
/// what may be DTS in disguise: it then probes the first 32 packets after the first seek, in the
/// thread that seeks, and that is the GUI thread's 38 to 199 ms (measured, Qt 6.4.2 with
/// FFmpeg 5.1).
///
/// One "block" of the file is a packet of PcmPipe::Packet frames: libavformat reads a block at a
/// time, by itself 4 KiB, and QMediaPlayer wakes five threads for each.
///
/// Before the sound lies leadIn() of silence that nobody hears: QMediaPlayer::stop() seeks to 0 and
/// reads there, and an end at that place would stick. libavformat (5.1) seeks by up to 32 KiB by
/// reading on, and never reads on after an end: sound that close behind was never heard.
///
/// The size is a promise nobody keeps: it is longer than any episode, and the end is where the pipe
/// says so, because many files do not know their own length.
class PcmDevice final : public QIODevice
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PcmDevice)
public:
    /// The first frame of the pipe is here in the backend's time.
    std::chrono::milliseconds leadIn() const { return m_leadIn; }

    /// The pipe must be open: its format goes into the header.
    explicit PcmDevice(std::shared_ptr<PcmPipe> pipe, QObject *parent = nullptr);

    PcmPipe &pipe() const { return *m_pipe; }

    /// Where the pipe's first byte lies.
    qint64 soundBegin() const { return m_header.size() + m_leadInSize; }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_header.size() + m_dataSize; }
    bool atEnd() const override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 pipeByte() const;

    const std::shared_ptr<PcmPipe> m_pipe;
    qint64 m_dataSize = 0;
    std::chrono::milliseconds m_leadIn{0};
    qint64 m_leadInSize = 0; ///< Part of m_dataSize.
    QByteArray m_header;
};

/// 80 bytes of RF64: `ds64`, `fmt ` (32-bit float, blocks of a packet) and the head of `data`.
QByteArray rf64Header(PcmFormat format, qint64 dataSize);

} // namespace Earmark
