// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of streaming that need nobody to listen.
#include "app/services.h"
#include "bench/feedstage.h"
#include "bench/streamfigures.h"
#include "bench/streamstage.h"
#include "support/futures.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int Patience = 180'000; // ms

/// A program's profile with the feed in it.
class Library
{
public:
    Result<> open(const QUrl &feed)
    {
        if (auto opened = resultOf(m_services.open()); !opened)
            return opened;
        const auto added = resultOf(m_services.library().subscribe(feed));
        if (!added)
            return added.error();
        const auto rows = resultOf(m_services.episodes().firstRows(EpisodeQuery{}, 100));
        if (!rows)
            return rows.error();
        for (const EpisodeRow &row : *rows) // newest first
            m_episodes.prepend(row.id);
        return {};
    }

    /// ms until an episode is whole, checked and on the disk.
    Result<double> download(qsizetype number)
    {
        DownloadService &downloads = m_services.downloads();
        downloads.start();
        const EpisodeId episode = m_episodes.value(number);
        bool isWhole = false;
        const auto connection
                = QObject::connect(&downloads, &DownloadService::finished, &downloads,
                                   [&](EpisodeId done) { isWhole = isWhole || done == episode; });
        QElapsedTimer timer;
        timer.start();
        downloads.download({episode});
        const bool isDone = QTest::qWaitFor([&] { return isWhole; }, Patience);
        const double wall = double(timer.nsecsElapsed()) / 1e6;
        QObject::disconnect(connection);
        const auto view = downloads.view(episode);
        return isDone ? Result<double>(wall)
                      : fail(ErrorKind::Network, u"An episode was not downloaded."_s,
                             view ? view->text : QString());
    }

private:
    QTemporaryDir m_folder;
    Services m_services{{.data = m_folder.path(), .cache = m_folder.filePath(u"cache"_s)},
                        systemClock()};
    QList<EpisodeId> m_episodes;
};

/// ms until curl is over and its file on the disk.
Result<double> curl(const QUrl &url, const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    const auto ran = FeedStage::run(
            u"curl"_s, {u"--silent"_s, u"--fail"_s, u"--output"_s, path, url.toString()});
    if (!ran)
        return ran.error();
    const int fd = ::open(qPrintable(path), O_RDONLY);
    ::fdatasync(fd);
    ::close(fd);
    const double wall = double(timer.nsecsElapsed()) / 1e6;
    QFile::remove(path);
    return wall;
}

} // namespace

Result<Outcome> StreamFigures::throughputOf(StreamStage &stage, const StreamLine &line)
{
    if (const auto set = stage.setLine(StreamLine::loopback()); !set)
        return set.error();
    const auto feed = stage.feed(m_scale.runs + 1);
    if (!feed)
        return feed.error();
    Library library;
    if (const auto opened = library.open(*feed); !opened)
        return opened.error();
    if (const auto set = stage.setLine(line); !set)
        return set.error();
    QList<double> ours;
    QList<double> curls;
    for (int run = 0; run <= m_scale.runs; ++run) {
        const auto own = library.download(run);
        if (!own)
            return own.error();
        const auto reference
                = curl(stage.episode(QString::number(run)), stage.filePath(u"curled"_s));
        if (!reference)
            return reference.error();
        if (run == 0 && m_scale.runs > 1) // threads and files are made
            continue;
        ours.append(*own);
        curls.append(*reference);
    }
    return Outcome{median(curls) / median(ours), median(curls), int(ours.size())};
}

Result<Outcome> StreamFigures::throughput()
{
    const auto there = bulkStage();
    return there ? throughputOf(**there, StreamLine::loopback()) : there.error();
}

Result<Outcome> StreamFigures::throughputFaraway()
{
    const auto there = bulkStage();
    return there ? throughputOf(**there, {0, StreamLine::faraway().latency}) : there.error();
}

Result<Outcome> StreamFigures::cpu()
{
    const auto there = stage();
    if (!there)
        return there.error();
    const auto feed = (*there)->feed(m_scale.runs);
    if (!feed)
        return feed.error();
    const QTemporaryDir folder;
    const QStringList profile{u"--profile"_s, folder.filePath(u"profile"_s)};
    const QString earmark = FeedStage::earmarkProgram();
    if (const auto added
        = FeedStage::run(earmark, profile + QStringList{u"add"_s, feed->toString()});
        !added)
        return added.error();
    constexpr qint64 HundredMbit = 100'000'000 / 8;
    if (const auto set = (*there)->setLine({HundredMbit, StreamLine::faraway().latency}); !set)
        return set.error();
    QList<double> shares;
    for (int run = 0; run < m_scale.runs; ++run) {
        // Numbers of a new library begin at 1.
        const auto ran = FeedStage::run(
                earmark, profile + QStringList{u"download"_s, QString::number(run + 1)});
        if (!ran)
            return ran.error();
        shares.append(ran->cpu / ran->wall * 100);
    }
    return Outcome{median(shares), 0, int(shares.size())};
}

Result<Outcome> StreamFigures::longestStall()
{
    const auto there = stage();
    if (!there)
        return there.error();
    const auto feed = (*there)->feed(4);
    if (!feed)
        return feed.error();
    QList<double> stalls;
    for (int run = 0; run < m_scale.runs; ++run) {
        const QTemporaryDir folder;
        const QStringList profile{u"--profile"_s, folder.filePath(u"profile"_s)};
        const QString watchdog = folder.filePath(u"watchdog"_s);
        QProcess window;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"EARMARK_WATCHDOG"_s, watchdog);
        window.setProcessEnvironment(environment);
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(FeedStage::earmarkProgram(), profile);
        const QString socket = profile.last() + u"/socket"_s;
        while (!QFile::exists(socket) && !window.waitForFinished(20)
               && window.state() != QProcess::NotRunning) { }
        const auto address = [&feed](int number, int second) {
            return u"earmark:play?feed=%1&guid=guid-%2&t=%3"_s.arg(
                    QString::fromLatin1(QUrl::toPercentEncoding(feed->toString())),
                    QString::number(number), QString::number(second));
        };
        const QList<QStringList> commands{{u"add"_s, feed->toString()},
                                          {address(0, 0)},
                                          {u"download"_s, u"2"_s},
                                          {address(0, 1'500)},
                                          {address(1, 600)},
                                          {u"download"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s}};
        for (const QStringList &command : commands) {
            if (const auto done = FeedStage::run(FeedStage::earmarkProgram(), profile + command);
                !done)
                return done.error();
        }
        window.terminate();
        window.waitForFinished(-1);
        QFile file(watchdog);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorKind::Usage, u"The window did not do its work."_s);
        stalls.append(file.readAll().trimmed().toDouble());
    }
    return Outcome{*std::max_element(stalls.cbegin(), stalls.cend()), median(stalls),
                   int(stalls.size())};
}

QList<Bench> streamBenches(StreamScale scale)
{
    const auto figures = std::make_shared<StreamFigures>(scale, std::make_shared<SoundStage>());
    QList<Bench> benches;
    const auto add = [&](const char *name, const char *unit, double limit, BenchNeeds needs,
                         Result<Outcome> (StreamFigures::*measure)()) {
        benches.append({.name = u"streaming."_s + QString::fromLatin1(name),
                        .label = u"streaming"_s,
                        .unit = QString::fromLatin1(unit),
                        .limit = limit,
                        .needs = needs,
                        .run = [figures, measure] { return (figures.get()->*measure)(); }});
    };
    constexpr auto Heard = BenchNeeds::DisplayAndSound;
    constexpr auto Unheard = BenchNeeds::Nothing;
    add("click_to_sound", "ms", 800, Heard, &StreamFigures::clickToSound);
    add("seek_to_sound", "ms", 600, Heard, &StreamFigures::seekToSound);
    add("bytes_jump", "MB", 3, Heard, &StreamFigures::bytesOfAJump);
    add("bytes_twice", "bytes", 0, Heard, &StreamFigures::bytesTwice);
    add("stall_max", "ms", 50, Heard, &StreamFigures::longestStall);
    add("cpu_100mbs", "%", 40, Unheard, &StreamFigures::cpu);
    add("throughput_ratio", "ratio", 0.8, Unheard, &StreamFigures::throughput);
    benches.last().isAtLeast = true;
    add("throughput_ratio_150ms", "ratio", 0.8, Unheard, &StreamFigures::throughputFaraway);
    benches.last().isAtLeast = true;
    return benches;
}

} // namespace Earmark
