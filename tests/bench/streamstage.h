// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rangemap.h"
#include "core/result.h"

#include <QList>
#include <QLoggingCategory>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace Earmark {

/// QT_LOGGING_RULES=earmark.bench.streaming.debug=true: each single measure, and each answer.
Q_DECLARE_LOGGING_CATEGORY(streamBench)

/// What the server's line is like.
struct StreamLine
{
    qint64 bytesPerSecond = 0; ///< 0: no limit.
    int latency = 0; ///< ms

    static constexpr StreamLine loopback() { return {}; }
    /// 20 Mbit/s to a server far away.
    static constexpr StreamLine faraway() { return {20'000'000 / 8, 150}; }
};

/// What the server handed over of one address.
struct StreamedBytes
{
    qint64 bytes = 0;
    qint64 twice = 0; ///< Of these, such as it had handed over before.
    int answers = 0;
};

/// A media server in a process of its own, with a folder of files.
class StreamStage
{
    Q_DISABLE_COPY_MOVE(StreamStage)

public:
    StreamStage() = default;
    ~StreamStage();

    /// Once. A file of the time tone, 128 kbit/s CBR, repeated to `bytes`, as "/RUN/episode.mp3".
    Result<> setUp(qint64 bytes);

    Result<> setLine(const StreamLine &line);
    QUrl episode(const QString &run) const;
    /// Of a feed with so many episodes: episode("0") and so on, the last one the newest.
    Result<QUrl> feed(int episodes);
    QString episodeFile() const { return m_folder.filePath(QStringLiteral("files/episode.mp3")); }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }

    /// Of this address, so far.
    Result<StreamedBytes> streamed(const QString &run);
    /// What the tone of the file repeats itself after.
    double repetition() const { return m_repetition; } // s

private:
    struct Answer
    {
        qint64 from = 0;
        qint64 bytes = 0;
        QByteArray path;
    };
    void take(int wait);
    Result<> command(const QByteArray &line);

    QTemporaryDir m_folder;
    QProcess m_server;
    QList<Answer> m_answers;
    bool m_isReady = false; ///< The last command was answered.
    quint16 m_port = 0;
    double m_repetition = 0;
};

} // namespace Earmark
