// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/episode.h"
#include "core/podcast.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class DirectoryService;
class HttpClient;
struct HttpRequest;
struct HttpResponse;
struct PreparedEpisode;

/// A podcast as its feed shows it, before it is in the library. Its ids are invalid.
struct FeedPreview
{
    Podcast podcast; ///< url: the feed's, to subscribe to.
    QString descriptionHtml; ///< Sanitised (feed/notes.h), without pictures.
    int count = 0; ///< Episodes in the feed.
    QList<Episode>
            episodes; ///< In the feed's order (of a serial show: from its first); at most 300.
};

/// An episode without an id, of a podcast that is in no library.
Episode previewEpisode(const Podcast &podcast, const PreparedEpisode &prepared);

/// Reads a feed to look at it, and keeps nothing.
class PreviewService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PreviewService)

public:
    enum class Named : quint8 {
        ByListener, ///< Typed, pasted: goes wherever it says.
        ByDirectory, ///< Out of an answer: never to the listener's own network.
    };

    PreviewService(HttpClient &http, DirectoryService &directories, Clock clock,
                   QObject *parent = nullptr);

    /// address: a feed's, or a page's that names its feed or links to one podcast in a directory.
    /// isGuess: core/addresspolicy.h, TypedAddress.
    QFuture<Result<FeedPreview>> open(const QUrl &address, Named named, bool isGuess = false);

private:
    struct Looked; ///< A document, and what it names when it is no feed itself.

    QFuture<Result<Looked>> look(const HttpRequest &request);
    QFuture<Result<FeedPreview>> followed(const Looked &page, const QString &ownHost);

    HttpClient &m_http;
    DirectoryService &m_directories;
    Clock m_clock;
};

} // namespace Earmark
