// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/partmap.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace Earmark {

/// How often what came is made to outlast a power cut. The work of the last time is what a crash
/// costs, to be fetched again.
struct PartTimes
{
    std::chrono::milliseconds every = std::chrono::seconds(2);
    std::int64_t bytes = std::int64_t(16) * 1024 * 1024; ///< Or sooner, when so many came.
    /// Instead of fdatasync(), which gets a descriptor and returns 0 or -1 with errno. For tests.
    std::function<int(int descriptor)> sync{};
};

/// A file that is partly there (sparse, at path) and its map beside it (at mapPath()), which never
/// claims a byte that is not on the disk: the bytes are synced before the map that claims them is
/// written, synced and renamed into its place.
///
/// Three parties. A thread of the part's own (run(), kept by PartThreads) opens, syncs and writes
/// maps, because each of these may wait for a disk for seconds. The network thread writes bytes.
/// Any thread reads them through descriptor(), which stays good as long as the PartFile lives, also
/// when the file was renamed meanwhile. m_mutex guards the rest; no callback is called under it.
///
/// A lock (flock) lies on the file from its opening to the end of run(): a second opening, of this
/// program or another, fails with a sentence.
class PartFile
{
public:
    PartFile(QString path, QByteArray address, PartTimes times = {});
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;
    ~PartFile();

    static QString mapPath(const QString &path) { return path + QStringLiteral(".map"); }

    /// What is there, and its validators; an empty map where nothing is, or nothing to be believed.
    using Opened = std::function<void(const Result<PartMap> &)>;
    using Done = std::function<void(const Result<> &)>;

    /// The thread: ends when all that came is on the disk after close(), or when the file cannot be
    /// opened. before: an earlier opening of the same path that may still have to end.
    void run(const std::shared_ptr<PartFile> &before, const Opened &opened);

    // The network thread, after opened.
    Result<> write(std::int64_t offset, QByteArrayView bytes);
    /// Which file these bytes are of.
    void describe(const PartMap &file); ///< All but address and ranges.
    /// Throws away map and bytes, the map first. Nothing may be written before done.
    void beginAnew(Done done);
    /// The map goes, the bytes can still be read: the next opening finds nothing. Writing fails
    /// with why from now on.
    void forget(const Error &why);

    // Any thread.
    /// Brings all of a whole file to the disk; its name is the caller's from then on: nothing is
    /// written here any more, not even a map. An error when it is not whole.
    void finish(Done done);
    void close();
    int descriptor() const; ///< -1 before opened.
    const QString &path() const { return m_path; }

private:
    using Lock = std::unique_lock<std::mutex>;

    Result<PartMap> open();
    std::optional<PartMap> readMap() const;
    Result<> checkFile(std::int64_t end) const; ///< Whether it is still ours, and all of it.
    Result<> clear();
    Result<> dropMap() const;
    Result<> writeMap(const PartMap &map) const;
    int syncDescriptor(int descriptor) const;

    bool hasJob() const;
    void work(Lock &lock);
    void sync(Lock &lock);
    Result<> finished() const;
    void touch(std::int64_t bytes);
    void waitForEnd();

    const QString m_path;
    const QByteArray m_address;
    const PartTimes m_times;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_descriptor = -1;
    PartMap m_map;
    std::int64_t m_end = 0; ///< Behind the last byte of m_map: so long the file must be.
    std::optional<Error> m_error; ///< Nothing can be written any more.
    std::chrono::steady_clock::time_point m_touched; ///< Since when m_map is not on the disk.
    std::int64_t m_unsynced = 0; ///< Bytes since then.
    bool m_isTouched = false;
    bool m_isWriting = false; ///< The network thread is in the file.
    bool m_mustForget = false;
    bool m_isFinished = false;
    bool m_isClosing = false;
    bool m_isEnded = false;
    Done m_anew;
    std::vector<Done> m_finish;
};

/// The threads of the parts. Lives on the GUI thread, which waits here only at the end.
class PartThreads
{
public:
    PartThreads() = default;
    PartThreads(const PartThreads &) = delete;
    PartThreads &operator=(const PartThreads &) = delete;
    ~PartThreads(); ///< Closes every part and waits until it is on the disk.

    void start(const std::shared_ptr<PartFile> &part, PartFile::Opened opened);

private:
    struct Running
    {
        std::weak_ptr<PartFile> part;
        std::future<void> end;
    };
    std::vector<Running> m_running;
};

} // namespace Earmark
