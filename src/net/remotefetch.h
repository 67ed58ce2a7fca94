// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"
#include "net/readplan.h"
#include "net/remotestore.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <limits>
#include <memory>
#include <vector>

namespace Earmark {

/// The network side of one RemoteBytes: turns what readers wait for into ranged requests, and
/// checks that every answer is a part of the same file. Network thread; a child of the Transport;
/// deletes itself when nobody reads any more.
class RemoteFetch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteFetch)

public:
    RemoteFetch(Transport &transport, MediaRequest media, std::shared_ptr<RemoteStore> store);
    ~RemoteFetch() override;

private:
    static constexpr std::int64_t Unknown = std::numeric_limits<std::int64_t>::max();
    struct Part
    {
        Exchange *exchange = nullptr; ///< A child of ours.
        std::int64_t at = 0; ///< Where the next byte belongs.
        std::int64_t to = 0; ///< Behind the last byte wanted; Unknown: to the end.
        std::int64_t answerEnd = Unknown; ///< Behind the last byte the server will send.
        std::optional<std::int64_t> retriedAt; ///< How far it was when it was last asked again.
        bool pinned = false; ///< Asked where the last redirect led, not at the feed's address.
        bool answered = false;
    };

    void plan();
    void planWhole(const RemoteStore::Wishes &wishes);
    void begin(const FetchWindow &window);
    void send(Part &part);
    void readHead(Part &part);
    void take(Part &part);
    void finish(Part &part, const std::optional<Error> &error);
    void retryOrFail(Part &part, const Error &error);
    void failPart(Part &part, const Error &error);
    void rangeRefused(Part &part, const Error &error);
    void drop(const Part &part);
    std::optional<Error> checkPart(Part &part);
    std::optional<Error> checkWhole(Part &part);
    std::optional<Error> checkSame(const Exchange &exchange, std::optional<std::int64_t> size);
    void know(std::int64_t size);

    Transport &m_transport;
    const MediaRequest m_media;
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
};

} // namespace Earmark
