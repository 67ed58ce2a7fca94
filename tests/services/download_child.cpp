// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "core/freespace.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/logins.h"
#include "services/mediastore.h"
#include "services/podcastaccess.h"
#include "services/refreshschedule.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/fakesecrets.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Nothing is waited for in real time but the servers.
constexpr HttpLimits Short{.connect = 5s, .idle = 300ms, .whole = 5s};
constexpr auto Step = 20ms;
constexpr auto StepOfClock = 3min;

/// No file of this process may become longer; as on a disk that is full.
void limitFiles(rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

qint64 bytesIn(const QString &folder)
{
    qint64 bytes = 0;
    for (QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

/// A small disk with so much room beside what must stay free; -1: a real one.
DownloadService::DiskFacts diskWith(qint64 room, const QString &folder)
{
    if (room < 0)
        return DownloadService::systemDisk;
    DiskSpace disk{.total = 10'000'000'000};
    disk.free = reservedSpace(disk) + room + bytesIn(folder);
    return [disk](const QString &where) {
        return DiskSpace{.free = disk.free - bytesIn(where), .total = disk.total};
    };
}

class Child
{
public:
    Child(const QString &folder, qint64 room)
        : m_http(folder + u"/stream"_s, Short), m_settings(folder + u"/settings.ini"_s),
          m_store({.storage = m_storage,
                   .http = m_http,
                   .folder = folder + u"/downloads"_s,
                   .clock = [this] { return now(); }}),
          m_downloads({.store = m_store,
                       .episodes = m_episodes,
                       .access = m_access,
                       .settings = m_settings,
                       .clock = [this] { return now(); },
                       .chance = [] { return 0.5; },
                       .disk = diskWith(room, folder + u"/downloads"_s)})
    {
        onResult(m_storage.open(folder + u"/library.db"_s), &m_downloads,
                 [this](const Result<> &opened) {
                     if (opened)
                         begin();
                     else
                         end(2, opened.error());
                 });
        m_steps.setInterval(Step);
        QObject::connect(&m_steps, &QTimer::timeout, &m_downloads, [this] {
            m_ahead += StepOfClock;
            m_downloads.setFacts({});
        });
        QObject::connect(&m_downloads, &DownloadService::failed, &m_downloads,
                         [this](const Error &error) { end(3, error); });
    }

private:
    QDateTime now() const
    {
        return QDateTime::currentDateTimeUtc().addMSecs(std::chrono::milliseconds(m_ahead).count());
    }

    static void end(int code, const Error &error)
    {
        std::fprintf(stderr, "%s (%s)\n", qPrintable(error.sentence), qPrintable(error.detail));
        QCoreApplication::exit(code);
    }

    /// As the program begins.
    void begin()
    {
        m_downloads.start();
        onResult(m_store.check(), &m_downloads, [this](const MediaFindings &) {
            onResult(m_episodes.firstRows(EpisodeQuery{}, 1'000), &m_downloads,
                     [this](const Result<EpisodeRows> &rows) {
                         if (rows)
                             downloadAll(*rows);
                         else
                             end(2, rows.error());
                     });
        });
    }

    void downloadAll(const EpisodeRows &rows)
    {
        QList<EpisodeId> all;
        for (const EpisodeRow &row : rows)
            all.append(row.id);
        m_downloads.download(all);
        m_steps.start();
        m_settled = m_downloads.settled(all);
        m_settled.then(&m_downloads, [] { QCoreApplication::exit(0); });
    }

    std::chrono::minutes m_ahead{0};
    Storage m_storage;
    UndoStack m_undo;
    EpisodeService m_episodes{m_storage, m_undo};
    Logins m_logins{std::make_unique<FakeSecrets>()};
    AccessService m_access{m_storage, m_logins};
    HttpClient m_http;
    SettingsService m_settings;
    MediaStore m_store;
    DownloadService m_downloads;
    QTimer m_steps;
    QFuture<void> m_settled;
};

} // namespace

/// A program that downloads every episode of a library, to be killed by tst_downloadfaults:
/// download_child FOLDER LARGEST-FILE ROOM (0, -1: no limit). Ends with 0 when none is on its way,
/// whole or not; 3 with a sentence when the disk is full.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 4)
        return 2;
    if (const auto bytes = words.at(2).toULongLong(); bytes > 0)
        limitFiles(bytes);
    const Child child(words.at(1), words.at(3).toLongLong());
    return QCoreApplication::exec();
}
