// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credentials.h"
#include "core/ids.h"
#include "core/podcast.h"
#include "core/result.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QUrl>

#include <optional>

namespace Earmark {

class Database;
struct HttpRequest;
class Logins;
struct MediaRequest;
class Storage;

/// What the requests that a podcast's feed causes (sound, chapters, pictures) may do. As it is
/// made: those of a stranger.
struct PodcastAccess
{
    QUrl feed{};
    std::optional<HttpCredentials> login{}; ///< For the feed's origin and no other.
    QString ownHost{}; ///< net/httpclient.h, HttpRequest.
    bool isAnywhere = false; ///< By the listener's word also to his own network.
    bool unwrapsTracking = true;
    bool isPrivate = false; ///< No address of it in a log.

    /// For an address that the listener named himself.
    static PodcastAccess ofListener();

    bool operator==(const PodcastAccess &) const = default;
};

PodcastAccess accessOf(const Podcast &podcast, const std::optional<HttpCredentials> &login);
HttpRequest requestFor(const QUrl &url, const PodcastAccess &access);
MediaRequest mediaRequestFor(const QUrl &url, const PodcastAccess &access);

/// Knows for an episode, and for a picture, what its podcast's requests may do.
class AccessService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccessService)

public:
    AccessService(Storage &storage, Logins &logins, QObject *parent = nullptr);

    /// Of an id that is in no library: a stranger's.
    QFuture<PodcastAccess> of(PodcastId podcast);
    /// Of the podcast that names this picture, if it is one that needs a login or lies on the own
    /// network, or whose notes are shown. Every other picture is a stranger's.
    QFuture<PodcastAccess> ofPicture(const QUrl &picture);
    /// The pictures in the notes that are shown now, which no feed's other parts name.
    void setNotesShown(PodcastId podcast, const QSet<QUrl> &pictures);
    /// Podcasts or their episodes changed: pictures are looked up again.
    void forgetPictures();

    QFuture<Result<>> setOwnMediaAllowed(PodcastId podcast, bool allowed);

Q_SIGNALS:
    /// What requests for podcasts may do changed.
    void changed();

private:
    using Pictures = QHash<QUrl, PodcastId>;

    QFuture<PodcastAccess> withLogin(const Podcast &podcast);
    static Result<Pictures> picturesOfKnown(Database &database); ///< On the reader's thread.

    Storage &m_storage;
    Logins &m_logins;
    std::optional<QFuture<Result<Pictures>>> m_pictures; ///< Of podcasts that are no strangers.
    PodcastId m_shown; ///< Whose notes are shown.
    QSet<QUrl> m_shownPictures; ///< In them.
};

} // namespace Earmark
