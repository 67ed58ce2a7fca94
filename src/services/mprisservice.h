// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "services/mprisobject.h"
#include "services/mprisvalues.h"
#include "services/nowplayingpicture.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace Earmark {

class ArtworkService;
class LibraryService;
class PlaybackService;
class QueueService;

/// Media keys, lock screens and `playerctl`: the player on the session bus.
///
/// As a listener of podcasts means them: Next is the next chapter, and behind the last one the next
/// episode of the queue. Previous is the beginning of this chapter, and in its first seconds the
/// chapter before. Stop is a pause that calls itself "Stopped": the place is kept. A seek beyond
/// the end plays the queue's next, and ends the episode where there is none.
class MprisService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MprisService)

public:
    struct Needs
    {
        PlaybackService &playback;
        QueueService &queue;
        LibraryService &library;
        ArtworkService &artwork;
        QString pictureFolder; ///< For services/nowplayingpicture.h; made when needed.
    };

    MprisService(const Needs &needs, const QDBusConnection &bus, QObject *parent = nullptr);

    QString name() const { return m_object.name(); } ///< Empty until the bus agreed.
    void setScreen(const Mpris::Screen &screen) { m_object.setRoot(Mpris::rootProperties(screen)); }

Q_SIGNALS:
    void raiseWished();
    void quitWished();
    void openWished(const QString &address); ///< A whole and sane `earmark:` address.
    void fullScreenWished(bool yes);

private:
    void followPlayback();
    void followWishes();
    void episodeChanged();
    void readPodcast();
    void update();
    void publish();
    void tellPosition();
    void checkPosition();
    void play();
    void playPause();
    void next();
    void seekBy(qint64 offset);
    void setSpeed(double rate);
    bool hasNextChapter() const;
    bool isQueueEmpty() const;
    bool isPlaying() const;
    std::optional<Mpris::Track> track() const;
    QString address() const;
    QList<QUrl> pictures() const;

    Needs m_needs;
    MprisObject m_object;
    NowPlayingPicture m_picture;
    std::optional<Podcast> m_podcast; ///< Of the episode that plays, once the library told.
    QString m_track;
    bool m_isStopped = false; ///< By Stop, until it plays again.
    bool m_hasJumped = false; ///< To be announced behind the properties.
    Mpris::Belief m_belief;
    QElapsedTimer m_clock;
    QTimer m_update; ///< What changes at once is told at once: one signal.
};

} // namespace Earmark
