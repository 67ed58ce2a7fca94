// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"
#include "storage/database.h"
#include "storage/podcastrepository.h"

#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QMainWindow>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace Earmark {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr quint32 Podcasts = 200;
constexpr quint32 EpisodesOfEach = 100;
constexpr int StartTimeout = 30'000; // ms

PreparedEpisode episode(quint32 podcast, quint32 number)
{
    const quint32 seed = podcast * EpisodesOfEach + number;
    PreparedEpisode made;
    made.feed.guid = u"%1-%2"_s.arg(podcast).arg(number);
    made.feed.title = u"Episode %1: "_s.arg(number) + prose(seed, 40);
    made.feed.published = QDateTime(QDate(2026, 1, 1), QTime(8, 0), Qt::UTC)
                                  .addSecs(-qint64(number) * 7 * 24 * 3600 - qint64(podcast) * 60);
    made.feed.enclosure.url = QUrl(u"https://podcast.example/%1.mp3"_s.arg(made.feed.guid));
    made.feed.enclosure.type = u"audio/mpeg"_s;
    made.feed.enclosures = {made.feed.enclosure};
    made.feed.durationSeconds = 1800 + seed % 3600;
    made.feed.descriptionHtml = u"<p>"_s + prose(seed, notesLength(seed)) + u"</p>"_s;
    made.shownTitle = made.feed.title;
    made.excerpt = prose(seed, 200);
    return made;
}

Result<> fill(const QString &file)
{
    const auto database = Database::open(file);
    if (!database)
        return database.error();
    PodcastRepository podcasts(**database);
    for (quint32 number = 0; number < Podcasts; ++number) {
        PreparedFeed feed;
        feed.podcast.url = QUrl(u"https://podcast.example/%1.xml"_s.arg(number));
        feed.podcast.title = u"Podcast %1"_s.arg(number);
        feed.podcast.lastRefreshed = QDateTime::currentDateTimeUtc();
        const auto added = podcasts.add({feed.podcast.url, feed.podcast.title, {}, {}});
        if (!added)
            return added.error();
        feed.podcast.id = added->id;
        for (quint32 i = 0; i < EpisodesOfEach; ++i)
            feed.episodes.append(episode(number, i));
        const auto merged = podcasts.applyFeed(feed);
        if (!merged)
            return merged.error();
    }
    return {};
}

Error startFailed(const QString &what, const QProcess &process)
{
    return fail(ErrorKind::FileSystem, what + u" did not tell when it was painted."_s,
                process.program() + u": "_s + process.errorString());
}

/// From the spawn to the first paint, in ms. `told` reads the µs since 1970 after it ended.
Result<double> startOnce(QProcess &process, const std::function<QByteArray()> &told)
{
    process.setStandardErrorFile(QProcess::nullDevice());
    const qint64 began = microsecondsNow();
    process.start();
    if (!process.waitForFinished(StartTimeout))
        process.kill();
    const qint64 painted = told().toLongLong();
    if (process.exitStatus() != QProcess::NormalExit || painted <= began)
        return startFailed(process.program(), process);
    return double(painted - began) / 1000;
}

Result<double> startEarmark(const QString &folder)
{
    const QString trace = folder + u"/trace"_s;
    QFile::remove(trace);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EARMARK_START_TRACE"_s, trace);
    environment.insert(u"EARMARK_QUIT_AFTER_PAINT"_s, u"1"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProgram(QCoreApplication::applicationDirPath() + u"/earmark"_s);
    process.setArguments({u"--profile"_s, folder + u"/profile"_s});
    return startOnce(process, [&trace] {
        QFile file(trace);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n').constLast()
                                              : QByteArray();
    });
}

Result<double> startEmptyWindow()
{
    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    process.setArguments({u"--empty-window"_s});
    return startOnce(process, [&process] { return process.readAllStandardOutput().trimmed(); });
}

class EmptyWindow : public QMainWindow
{
public:
    bool event(QEvent *event) override
    {
        const bool handled = QMainWindow::event(event);
        if (event->type() == QEvent::Paint && !m_isOver) {
            m_isOver = true;
            std::printf("%lld\n", static_cast<long long>(microsecondsNow()));
            QTimer::singleShot(0ms, qApp, &QCoreApplication::quit);
        }
        return handled;
    }

private:
    bool m_isOver = false;
};

} // namespace

Result<Outcome> benchLibraryStart()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"profile"_s);
    if (!folder.isValid() || !QDir().mkpath(data))
        return fail(ErrorKind::FileSystem, u"There is no room for a temporary folder."_s, data);
    if (const auto filled = fill(data + u"/library.db"_s); !filled)
        return filled.error();

    QList<double> empty;
    QList<double> whole;
    for (int run = -1; run < BenchRuns; ++run) { // the first warms up and does not count
        const auto reference = startEmptyWindow();
        if (!reference)
            return reference.error();
        const auto start = startEarmark(folder.path());
        if (!start)
            return start.error();
        if (run >= 0) {
            empty.append(*reference);
            whole.append(*start);
        }
    }
    return Outcome{median(whole), median(empty), BenchRuns};
}

int runEmptyWindow(int argc, char **argv)
{
    QApplication app(argc, argv);
    EmptyWindow window;
    window.resize(1200, 800);
    window.show();
    return QApplication::exec();
}

} // namespace Earmark
