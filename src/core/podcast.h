// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/soundsettings.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Earmark {

struct Person
{
    QString name;
    QString role; ///< Lower case, e.g. "host"; the feed's word.
    QString group;
    QUrl image;
    QUrl link;

    bool operator==(const Person &) const = default;
};

struct Funding
{
    QUrl url;
    QString text;

    bool operator==(const Funding &) const = default;
};

/// What the server told us last time, sent back to it in a conditional request.
struct HttpValidators
{
    QByteArray etag;
    QByteArray lastModified;

    bool operator==(const HttpValidators &) const = default;
};

/// How often a podcast publishes, as far as its document tells; core/refreshplan.h makes it.
struct PodcastRhythm
{
    std::chrono::seconds period{0}; ///< Between two episodes; 0: unknown.
    QDateTime newest{}; ///< UTC; of the newest episode.
    std::chrono::seconds ttl{0}; ///< The publisher asks for no more than one request in it.
    bool isComplete = false; ///< The publisher says that nothing more will come.

    bool operator==(const PodcastRhythm &) const = default;
};

/// One try to fetch a podcast's feed: a row of its log.
struct FetchAttempt
{
    enum class Result : quint8 { Updated = 0, NotModified = 1, Unchanged = 2, Failed = 3 };

    QDateTime at{}; ///< UTC; when it began.
    Result result = Result::Failed;
    int status = 0; ///< HTTP; 0: no answer came.
    std::chrono::milliseconds took{0};
    qint64 bytes = 0; ///< Of the document, decompressed.
    int inserted = 0; ///< Episodes that were new.
    int updated = 0;
    QStringList repairs{}; ///< What had to be mended to read it, a sentence each.
    QString error{}; ///< A sentence; empty when it went well.

    bool operator==(const FetchAttempt &) const = default;
};

/// One subscription as the library knows it. "Feed" is only its document.
struct Podcast
{
    PodcastId id;
    QUrl url; ///< The feed's address: the identity a listener knows it by.
    QString title;
    QString ownTitle; ///< The listener's, which title then is; empty: title is the feed's.
    QString author;
    QString description; ///< HTML or text as in the feed; never shown unsanitised.
    QUrl site;
    QUrl image;
    QString language;
    bool serial = false; ///< itunes:type serial: oldest first.
    QStringList folder; ///< Outermost first; empty: top level.
    QList<Funding> funding;
    QList<Person> persons;
    QStringList promotions; ///< Text that recurs in many of its episodes' notes (feed/promotion.h).
    HttpValidators validators;
    QDateTime lastRefreshed; ///< UTC; invalid: never fetched.
    QString error; ///< The sentence of the last refresh, empty when it went well.
    bool imagesAllowed = false; ///< Remote images in its notes and chapters, by the user's word.
    QDateTime nextDue; ///< UTC; when a refresh is due by itself; invalid: at the next opportunity.
    PodcastRhythm rhythm;
    QString guid; ///< podcast:guid, the same wherever the feed moves; most have none.
    int failures = 0; ///< Refreshes that failed in a row.
    bool isEnded = false; ///< The server said it is gone for good (410).
    QUrl nextPage; ///< Older episodes of a paged feed (RFC 5005), where the listener stopped.
    QByteArray bodyDigest; ///< Of the document read last: the same bytes are not read again.
    std::optional<SoundSettings> sound{}; ///< Its own; nothing: as all podcasts sound.
    std::optional<bool> privateByUser; ///< Unset: core/privateaddress.h decides.
    QString loginName; ///< Empty: needs no login. The password is in the keyring, never here.
    /// The listener said yes: its host may lie on his own network (core/ownnetwork.h).
    bool ownNetworkAllowed = false;
    bool ownMediaAllowed = false; ///< So may its sound and its pictures, wherever they are.
    bool unwrapTracking = true; ///< Media without the tracking prefixes before it.
    int episodes = 0;
    int unplayed = 0; ///< Neither played nor archived.

    /// For requests that this podcast's feed causes (net/httpclient.h); empty: none is allowed.
    QString ownHost() const { return ownNetworkAllowed ? url.host() : QString(); }
    /// Refreshing it does not work, and there is hope that it will again.
    bool isFailing() const { return failures > 0 && !isEnded; }

    bool operator==(const Podcast &) const = default;
};
using PodcastList = QList<Podcast>;

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::Podcast)
