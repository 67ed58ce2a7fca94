// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/streamstage.h"

#include "support/feedbuilder.h"
#include "support/mediafixtures.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Earmark {

Q_LOGGING_CATEGORY(streamBench, "earmark.bench.streaming", QtInfoMsg)

namespace {

constexpr int Timeout = 30'000; // ms

Error noRoom(const QString &path)
{
    return fail(ErrorKind::FileSystem, u"There is no room for a bench's sound file."_s, path);
}

Result<> ffmpeg(const QStringList &arguments)
{
    return QProcess::execute(u"ffmpeg"_s,
                             QStringList{u"-nostdin"_s, u"-loglevel"_s, u"error"_s} + arguments)
                    == 0
            ? Result<>()
            : fail(ErrorKind::Media, u"ffmpeg cannot make an MP3 file."_s);
}

/// The time tone over and over, with one header that tells the length of all.
Result<double> writeEpisode(const QString &path, qint64 bytes)
{
    const QString bare
            = makeFixture(u"bare128.mp3"_s, mediaFixture(u"wav"_s),
                          {u"-ac"_s, u"2"_s, u"-c:a"_s, u"libmp3lame"_s, u"-b:a"_s, u"128k"_s,
                           u"-write_xing"_s, u"0"_s, u"-id3v2_version"_s, u"0"_s});
    const QString frames = path + u".frames.mp3"_s;
    QFile one(bare);
    QFile all(frames);
    if (!one.open(QIODevice::ReadOnly) || !all.open(QIODevice::WriteOnly))
        return noRoom(frames);
    const QByteArray sound = one.readAll();
    while (all.size() < bytes) {
        if (all.write(sound) != sound.size())
            return noRoom(frames);
    }
    all.close();
    const auto made = ffmpeg({u"-i"_s, frames, u"-c"_s, u"copy"_s, path});
    QFile::remove(frames);
    if (!made)
        return made.error();
    constexpr double BytesPerSecond = 16'000;
    return double(sound.size()) / BytesPerSecond;
}

} // namespace

StreamStage::~StreamStage()
{
    m_server.closeWriteChannel();
    if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5'000))
        m_server.kill();
}

Result<> StreamStage::setUp(qint64 bytes)
{
    if (m_port != 0)
        return {};
    if (!m_folder.isValid() || !QDir(m_folder.path()).mkdir(u"files"_s))
        return fail(ErrorKind::FileSystem, u"There is no room for a temporary folder."_s);
    const auto written = writeEpisode(episodeFile(), bytes);
    if (!written)
        return written.error();
    m_repetition = *written;
    m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_server.start(QCoreApplication::applicationFilePath(),
                   {u"--media-server"_s, filePath(u"files"_s)});
    while (!m_server.canReadLine() && m_server.waitForReadyRead(Timeout)) { }
    m_port = m_server.readLine().trimmed().toUShort();
    return m_port != 0 ? Result<>()
                       : fail(ErrorKind::Network, u"The bench's server did not start."_s);
}

Result<> StreamStage::setLine(const StreamLine &line)
{
    return command(u"line %1 %2\n"_s.arg(line.bytesPerSecond).arg(line.latency).toLatin1());
}

Result<> StreamStage::command(const QByteArray &line)
{
    take(0);
    m_isReady = false;
    m_server.write(line);
    QElapsedTimer timer;
    timer.start();
    while (!m_isReady && !timer.hasExpired(Timeout))
        take(100);
    return m_isReady ? Result<>()
                     : fail(ErrorKind::Network, u"The bench's server does not answer."_s);
}

QUrl StreamStage::episode(const QString &run) const
{
    return QUrl(u"http://127.0.0.1:%1/%2/episode.mp3"_s.arg(m_port).arg(run));
}

Result<QUrl> StreamStage::feed(int episodes)
{
    QFile file(filePath(u"files/feed.xml"_s));
    const QString media
            = u"http://127.0.0.1:%1/%2/episode.mp3"_s.arg(QString::number(m_port), u"%1"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write(feedXml(u"Stream"_s, episodes, media)) < 0)
        return fail(ErrorKind::FileSystem, u"The bench's feed cannot be written."_s);
    return QUrl(u"http://127.0.0.1:%1/feed.xml"_s.arg(m_port));
}

void StreamStage::take(int wait)
{
    if (!m_server.canReadLine())
        m_server.waitForReadyRead(wait);
    while (m_server.canReadLine()) {
        const QByteArray line = m_server.readLine().trimmed();
        const QList<QByteArray> words = line.split(' ');
        m_isReady = m_isReady || line == "ok";
        qCDebug(streamBench, "%s", line.constData());
        if (words.size() == 5)
            m_answers.append({.from = words.at(2).toLongLong(),
                              .bytes = words.at(3).toLongLong(),
                              .path = words.at(4)});
    }
}

Result<StreamedBytes> StreamStage::streamed(const QString &run)
{
    if (const auto told = command("sofar\n"); !told)
        return told.error();
    StreamedBytes streamed;
    RangeMap once;
    const QByteArray folder = '/' + run.toLatin1() + '/';
    for (const Answer &answer : m_answers) {
        if (!answer.path.startsWith(folder))
            continue;
        once.add(answer.from, answer.from + answer.bytes);
        streamed.bytes += answer.bytes;
        ++streamed.answers;
    }
    streamed.twice = streamed.bytes - once.total();
    return streamed;
}

} // namespace Earmark
