// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/rangemap.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryFile>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Earmark {

/// Where the readers of a remote file and the network thread meet: the bytes that came, in a
/// temporary file without a name, a map of them, and what readers wait for.
///
/// Why a mutex: readers are decoders, which must wait in their own thread and be woken at once by
/// bytes, a stop or a failure; an event loop there is not ours to have. m_mutex guards everything
/// below it. Bytes are written before their range is put into the map and never change after, so
/// the file itself is read (pread) without the lock. The network side is poked through m_poke,
/// called under the lock and therefore never after detach(); it must only post an event.
class RemoteStore
{
public:
    explicit RemoteStore(QString folder);
    RemoteStore(const RemoteStore &) = delete;
    RemoteStore &operator=(const RemoteStore &) = delete;
    ~RemoteStore();

    // Readers, any thread.
    ByteSource::Read read(std::int64_t offset, std::span<char> into, const std::stop_token &stop);
    std::optional<std::int64_t> size() const;
    std::string failure() const;
    ByteSource::Refusal refusal() const;
    bool isThere(std::int64_t from, std::int64_t to) const;
    void abandon(); ///< Nobody reads any more.

    // The network thread.
    struct Wishes
    {
        RangeMap present;
        std::optional<std::int64_t> size;
        std::vector<std::int64_t> waiting;
        std::optional<std::int64_t> ahead; ///< Told once.
        std::int64_t furthest = 0; ///< The largest offset a reader was at.
        bool isAbandoned = false;
    };
    void attach(std::function<void()> poke); ///< Pokes at once when somebody waits already.
    void detach();
    std::int64_t furthest() const;
    Wishes wishes(); ///< A poke comes only for what is wished after this.
    /// Bytes that are there already are compared, not written: other ones are a failure.
    Result<> write(std::int64_t offset, const QByteArray &bytes);
    void setSize(std::int64_t size);
    /// Those who wait for a byte of [from, to) get Failed; the next read tries again.
    void failReads(std::int64_t from, std::int64_t to, const Error &error);
    /// Every read of what is not there fails from now on. Any thread.
    void close(std::string sentence);

private:
    struct Wait
    {
        std::int64_t offset = 0;
        bool failed = false;
    };

    bool openFile();
    bool isSame(std::int64_t offset, const QByteArray &bytes) const;
    void pokeLocked();
    bool isDecided(const Wait &wait) const;
    void noteProgress(std::int64_t offset);

    const QString m_folder;
    QTemporaryFile m_file; ///< Opened and written by the network thread.

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::function<void()> m_poke;
    bool m_poked = false;
    int m_descriptor = -1; ///< Of m_file, valid until the destructor.
    RangeMap m_present;
    std::optional<std::int64_t> m_size;
    std::vector<Wait *> m_waits; ///< On the stacks of the readers.
    std::optional<std::int64_t> m_ahead;
    std::int64_t m_furthest = 0;
    std::string m_failure;
    ByteSource::Refusal m_refusal = ByteSource::Refusal::None;
    bool m_closed = false;
    bool m_abandoned = false;
};

} // namespace Earmark
