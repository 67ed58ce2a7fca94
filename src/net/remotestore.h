// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/rangemap.h"
#include "core/result.h"
#include "net/keepplan.h"
#include "net/partfile.h"
#include "net/partstate.h"

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

/// Where the readers of a remote file and the network thread meet: the bytes that came, a map of
/// them, and what readers wait for. The bytes are in a temporary file without a name, which goes
/// with the store, or in a PartFile, which stays, and whose bytes of earlier times are there as
/// soon as its own thread opened it.
///
/// Why a mutex: readers are decoders, which must wait in their own thread and be woken at once by
/// bytes, a stop or a failure; an event loop there is not ours to have. m_mutex guards everything
/// below it. Bytes are written before their range is put into the map and never change after, so
/// the file itself is read (pread) without the lock. The network side is poked through m_poke,
/// called under the lock and therefore never after detach(); it must only post an event. The same
/// goes for m_tell and observe(). The part is called under the lock, and calls back without its
/// own.
class RemoteStore : public std::enable_shared_from_this<RemoteStore>
{
public:
    explicit RemoteStore(QString folder);
    /// Nothing is there before opened().
    explicit RemoteStore(std::shared_ptr<PartFile> part);
    RemoteStore(const RemoteStore &) = delete;
    RemoteStore &operator=(const RemoteStore &) = delete;
    ~RemoteStore();

    // Readers, any thread.
    ByteSource::Read read(std::int64_t offset, std::span<char> into, const std::stop_token &stop);
    std::optional<std::int64_t> size() const;
    std::string failure() const;
    ByteSource::Refusal refusal() const;
    bool isThere(std::int64_t from, std::int64_t to) const;
    void abandon(); ///< Nobody reads any more, or wants the file kept.

    // With a part: whoever wants all of it. Any thread.
    void setKept(bool isKept); ///< True: tries again after a failure.
    void setKeepPaused(bool isPaused);
    void setKeepLimit(std::int64_t bytesPerSecond); ///< Of what no reader waits for; 0: none.
    PartState state();
    RangeMap present() const;
    /// tell is called once when state() may be another, and again only after the next state().
    void observe(std::function<void()> tell);
    void finish(PartFile::Done done);
    /// The part's own thread.
    void opened(const Result<PartMap> &found);

    // The network thread.
    struct Wishes
    {
        RangeMap present;
        std::optional<std::int64_t> size;
        std::vector<std::int64_t> waiting;
        std::optional<std::int64_t> ahead; ///< Told once.
        std::int64_t furthest = 0; ///< The largest offset a reader was at.
        bool isAbandoned = false;
        // With a part:
        bool isOpen = false; ///< Else nothing is to be asked for.
        std::optional<PartMap> found{}; ///< What is there of earlier times. Told once.
        Keeping keeping = Keeping::No;
        std::int64_t keepLimit = 0; ///< Bytes per second; 0: none.
        std::int64_t place = 0; ///< Where a reader read last.
    };
    bool isPart() const { return m_part != nullptr; }
    void attach(std::function<void()> poke); ///< Pokes at once when somebody waits already.
    void detach();
    std::int64_t furthest() const;
    Wishes wishes(); ///< A poke comes only for what is wished after this.
    /// Bytes that are there already are compared, not written: other ones are a failure.
    Result<> write(std::int64_t offset, const QByteArray &bytes);
    void setSize(std::int64_t size, bool isTold);
    void setValidators(const QByteArray &etag, const QByteArray &lastModified);
    /// Another file is there now. False: somebody read of the old one, or it happens too often.
    /// Else all is thrown away, and a poke comes when the disk is ready for the new.
    bool beginAnew();
    void giveUp(const Error &changed); ///< The next opening begins anew.
    void failKeeping(const Error &error);
    /// Those who wait for a byte of [from, to) get Failed; the next read tries again.
    void failReads(std::int64_t from, std::int64_t to, const Error &error);
    /// Every read of what is not there fails from now on. Any thread.
    void close(std::string sentence);
    void refuse(const Error &error); ///< The same.

private:
    struct Wait
    {
        std::int64_t offset = 0;
        bool failed = false;
    };

    bool openFile();
    Result<> put(std::int64_t offset, QByteArrayView bytes);
    void describePart();
    bool isWhole() const;
    void tellLocked();
    bool isSame(std::int64_t offset, const QByteArray &bytes) const;
    void pokeLocked();
    bool isDecided(const Wait &wait) const;
    void noteProgress(std::int64_t offset);

    const QString m_folder;
    const std::shared_ptr<PartFile> m_part;
    QTemporaryFile m_file; ///< Without a part; opened and written by the network thread.

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::function<void()> m_poke;
    bool m_poked = false;
    std::function<void()> m_tell;
    bool m_told = false;
    int m_descriptor = -1; ///< Of the file, valid until the destructor.
    RangeMap m_present;
    std::optional<std::int64_t> m_size;
    std::vector<Wait *> m_waits; ///< On the stacks of the readers.
    std::optional<std::int64_t> m_ahead;
    std::int64_t m_furthest = 0;
    std::string m_failure;
    ByteSource::Refusal m_refusal = ByteSource::Refusal::None;
    bool m_closed = false;
    bool m_abandoned = false;

    // With a part:
    std::optional<PartMap> m_found;
    bool m_isSizeTold = true;
    QByteArray m_etag;
    QByteArray m_lastModified;
    std::optional<Error> m_keepFailure;
    std::int64_t m_keepLimit = 0;
    std::int64_t m_place = 0;
    int m_timesBegunAnew = 0;
    bool m_isOpen = false;
    bool m_isKept = false;
    bool m_isKeepPaused = false;
    bool m_isStale = false;
    bool m_wasRead = false; ///< Somebody has a byte of this file.
};

} // namespace Earmark
