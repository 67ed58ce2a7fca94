// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "net/httpclient.h"
#include "playback/player.h"
#include "services/artworkservice.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/logins.h"
#include "services/mediaopener.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/mediafixtures.h"
#include "support/testhttpserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Earmark {

/// The whole stack below the window: a library of one podcast with three episodes of two minutes on
/// a server, and a player. The newest, ids.at(0), has chapters at 0:00, 0:30 and 1:00.
class PlaybackFixture
{
    Q_DISABLE_COPY_MOVE(PlaybackFixture)

public:
    PlaybackFixture() = default;
    ~PlaybackFixture() = default;

    /// False: something is amiss; QVERIFY it.
    bool build()
    {
        sound = fixtureBytes(QStringLiteral("mp3cbr"));
        makePlayback();
        if (sound.isEmpty() || !resultOf(storage.open(dir.filePath(QStringLiteral("library.db")))))
            return false;
        for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"}) {
            server.serve(
                    path,
                    {.body = sound, .headers = {{"Content-Type", "audio/mpeg"}}, .ranges = true});
        }
        QByteArray feed
                = feedXml(QStringLiteral("Pod"), 3,
                          server.url(QStringLiteral("/")).toString() + QStringLiteral("%1.mp3"));
        feed.replace("Notes 2", "0:00 One&lt;br&gt;0:30 Two&lt;br&gt;1:00 Three");
        server.serve("/feed", {.body = feed, .headers = {}});
        if (!resultOf(library.subscribe(server.url(QStringLiteral("/feed")))))
            return false;
        const auto rows = resultOf(episodes.firstRows(EpisodeQuery{}, 10));
        for (const EpisodeRow &row : *rows)
            ids.append(row.id);
        return ids.size() == 3;
    }

    /// As at the next start of the program.
    void makePlayback()
    {
        playback.reset();
        player = std::make_unique<Player>();
        playback = std::make_unique<PlaybackService>(
                PlaybackService::Needs{.player = *player,
                                       .episodes = episodes,
                                       .queue = queue,
                                       .chapters = chapters,
                                       .media = *opener,
                                       .settings = settings,
                                       .access = access,
                                       .clock = [this] { return now; }});
    }

    Episode stored(EpisodeId id) { return *resultOf(episodes.episode(id)); }
    bool plays() const { return playback->state() == PlaybackService::State::Playing; }

    QTemporaryDir dir;
    QDateTime now{QDate(2026, 11, 22), QTime(12, 0), Qt::UTC}; ///< The service's clock.
    QByteArray sound;
    TestHttpServer server;
    Storage storage;
    HttpClient http{dir.filePath(QStringLiteral("stream"))};
    UndoStack undo;
    SettingsService settings{dir.filePath(QStringLiteral("settings.ini"))};
    EpisodeService episodes{storage, undo};
    QueueService queue{storage, undo};
    LibraryService library{storage, http, undo, systemClock()};
    MediaOpener media{http};
    MediaOpener *opener = &media; ///< The playback's; another one before build().
    Logins logins{std::make_unique<FakeSecrets>()};
    AccessService access{storage, logins};
    ArtworkService artwork{http, dir.filePath(QStringLiteral("artwork"))};
    ChapterService chapters{storage, http, media, artwork, access};
    std::unique_ptr<Player> player;
    std::unique_ptr<PlaybackService> playback;
    QList<EpisodeId> ids; ///< Newest first: guid-2, guid-1, guid-0.
};

} // namespace Earmark
