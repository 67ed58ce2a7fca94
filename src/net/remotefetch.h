// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"
#include "net/keepplan.h"
#include "net/ratelimit.h"
#include "net/readplan.h"
#include "net/remotestore.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <limits>
#include <memory>
#include <vector>

namespace Earmark {

/// The network side of one RemoteBytes: turns what readers wait for into ranged requests, and
/// checks that every answer is a part of the same file. Network thread; a child of the Transport;
/// deletes itself when nobody reads any more.
///
/// Where the store has a part (remotekeep.cpp), also what no reader wants may be wanted, requests
/// in a reader's way are held back, not dropped (net/keepplan.h), and what was fetched in earlier
/// times must prove to be of the same file: by its validators, or, where the server sends none, by
/// bytes that are asked for again.
class RemoteFetch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteFetch)

public:
    RemoteFetch(Transport &transport, MediaRequest media, std::shared_ptr<RemoteStore> store);
    ~RemoteFetch() override;

private:
    static constexpr std::int64_t Unknown = std::numeric_limits<std::int64_t>::max();
    /// How far a stream without ranges may run ahead of its readers: an endless one must not fill
    /// the disk.
    static constexpr std::int64_t MostAhead = std::int64_t(8) * 1024 * 1024;
    struct Part
    {
        Exchange *exchange = nullptr; ///< A child of ours.
        std::int64_t at = 0; ///< Where the next byte belongs.
        std::int64_t to = 0; ///< Behind the last byte wanted; Unknown: to the end.
        std::int64_t answerEnd = Unknown; ///< Behind the last byte the server will send.
        std::optional<std::int64_t> retriedAt; ///< How far it was when it was last asked again.
        bool pinned = false; ///< Asked where the last redirect led, not at the feed's address.
        bool answered = false;
        bool isKept = false; ///< No reader asked for it.
        bool isHeld = false;
        bool isNeeded = false; ///< A reader waits for it.
    };

    void plan();
    void planWhole(const RemoteStore::Wishes &wishes);
    void begin(const FetchWindow &window, bool isKept = false);
    void send(Part &part);
    void readHead(Part &part);
    bool take(Part &part); ///< False: the part is gone.
    void finish(Part &part, const std::optional<Error> &error);
    void retryOrFail(Part &part, const Error &error);
    void failPart(Part &part, const Error &error);
    void rangeRefused(Part &part, const Error &error);
    bool tryOtherwise();
    void drop(const Part &part);
    std::optional<Error> checkPart(Part &part);
    std::optional<Error> checkWhole(Part &part);
    std::optional<Error> checkSame(const Exchange &exchange, std::optional<std::int64_t> size);
    void setValidator();
    void know(std::int64_t size, bool isTold = true);

    // With a part:
    void planPart(RemoteStore::Wishes &wishes);
    void planKept(const RemoteStore::Wishes &wishes);
    void adopt(const PartMap &found);
    void beginKept(const KeepPlan::Start &start, const RangeMap &present);
    void apply(const KeepPlan::Running &plan, Part &part);
    void goOn();
    bool mustWait(Part &part, qsizetype bytes);
    void proveSeam(const Part &part);
    void fileChanged(const Error &error);

    Transport &m_transport;
    MediaRequest m_media;
    bool m_isPinTrusted = true; ///< The credentials may be sent to m_pinned.
    QUrl m_pinned; ///< Where redirects led; empty: unknown, or it no longer works.
    const std::shared_ptr<RemoteStore> m_store;
    std::vector<std::unique_ptr<Part>> m_parts;
    QByteArray m_validator; ///< For If-Range: a strong ETag or a date.
    QByteArray m_etag;
    QByteArray m_lastModified;
    std::optional<std::int64_t> m_size;
    bool m_known = false; ///< There was a first answer.
    bool m_wholeOnly = false; ///< The server knows no ranges.
    bool m_answered = false; ///< In this opening.
    Keeping m_keeping = Keeping::No;
    RateLimit m_rate;
    QTimer m_pace; ///< Runs while more was fetched than the limit allows.
    /// Set: nothing proves yet that what was there is of this file; the bytes before it will.
    std::optional<std::int64_t> m_seam;
};

} // namespace Earmark
