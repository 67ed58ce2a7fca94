// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/feedstage.h"

#include "bench/bench.h"
#include "storage/database.h"
#include "storage/sql.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <chrono>
#include <memory>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int Timeout = 180'000; // ms
constexpr int PollInterval = 5; // ms

double milliseconds(const timeval &time)
{
    return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000;
}

/// Of all children that ended.
double childrensCpu()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

qint64 episodesIn(const Database &database)
{
    auto counted = Sql::exec(database.handle(), u"SELECT sum(episodes) FROM podcast_counter"_s);
    return counted && counted->next() ? counted->value(0).toLongLong() : -1;
}

} // namespace

FeedStage::FeedStage(FeedScale scale) : m_scale(scale) { }

FeedStage::~FeedStage()
{
    m_server.closeWriteChannel();
    if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5000))
        m_server.kill();
}

Result<> FeedStage::setUp()
{
    const QString feeds = m_folder.filePath(u"feeds"_s);
    if (!m_folder.isValid() || !QDir().mkpath(feeds))
        return fail(ErrorKind::FileSystem, u"There is no room for a temporary folder."_s);
    if (auto written = writeFeeds(feeds, m_scale); !written)
        return written;
    m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_server.start(QCoreApplication::applicationFilePath(), {u"--feed-server"_s, feeds});
    while (!m_server.canReadLine() && m_server.waitForReadyRead(Timeout)) { }
    m_port = m_server.readLine().trimmed().toUShort();
    if (m_port == 0)
        return fail(ErrorKind::Network, u"The bench's server did not start."_s);
    QFile file(opml());
    if (!file.open(QIODevice::WriteOnly) || file.write(subscriptions(m_scale, m_port)) < 0)
        return fail(ErrorKind::FileSystem, u"The list of subscriptions cannot be written."_s);
    return {};
}

void FeedStage::clearProfile() const
{
    QDir(profile()).removeRecursively();
}

QString FeedStage::earmarkProgram()
{
    return QCoreApplication::applicationDirPath() + u"/earmark"_s;
}

Result<ProgramRun> FeedStage::earmark(const QStringList &arguments,
                                      const std::function<bool()> &isThere) const
{
    return run(earmarkProgram(), QStringList{u"--profile"_s, profile()} + arguments, isThere);
}

Result<ProgramRun> FeedStage::run(const QString &program, const QStringList &arguments,
                                  const std::function<bool()> &isThere)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    const double before = childrensCpu();
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    ProgramRun result;
    const auto mark = [&] {
        result.wall = double(timer.nsecsElapsed()) / 1e6;
        result.reached = microsecondsNow();
    };
    bool isReached = false;
    while (isThere && !isReached && !process.waitForFinished(PollInterval)
           && process.state() != QProcess::NotRunning && !timer.hasExpired(Timeout)) {
        isReached = isThere();
        if (isReached)
            mark();
    }
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(Timeout))
        process.kill();
    if (!isReached)
        mark();
    result.cpu = childrensCpu() - before;
    const bool isWell = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!isWell || (isThere && !isReached && !isThere())) {
        return fail(ErrorKind::Usage, u"A program under test did not do its work."_s,
                    program + u' ' + arguments.join(u' '));
    }
    return result;
}

std::function<bool()> FeedStage::hasEpisodes(qint64 count) const
{
    const QString path = profile() + u"/library.db"_s;
    return [path, count, database = std::shared_ptr<Database>()]() mutable {
        if (!database) {
            auto opened = Database::openReadOnly(path);
            if (!opened)
                return false;
            database = std::move(*opened);
        }
        return episodesIn(*database) >= count;
    };
}

QList<ServedAnswer> FeedStage::answers()
{
    m_server.waitForReadyRead(50);
    QList<ServedAnswer> answers;
    while (m_server.canReadLine()) {
        const QList<QByteArray> words = m_server.readLine().trimmed().split(' ');
        if (words.size() == 4) {
            answers.append({.at = words.at(0).toLongLong(),
                            .status = words.at(1).toInt(),
                            .bytes = words.at(2).toLongLong(),
                            .name = words.at(3)});
        }
    }
    return answers;
}

} // namespace Earmark
