// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QSize>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

namespace Earmark {

class PlaybackService;
class Player;
struct VideoFrame;
class VideoTrack;

/// The moving picture of what plays, where its file has one. It follows what is heard, so speed,
/// trimming and skips hold for it too, and it never disturbs the sound: what goes wrong with it is
/// failure(). GUI thread; decoding is done elsewhere, and only while somebody looks.
class VideoService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VideoService)
public:
    VideoService(Player &player, PlaybackService &playback, QObject *parent = nullptr);
    ~VideoService() override; ///< Waits for the decoder, so for the source to obey its stop token.

    /// Whether what is loaded has a moving picture (a cover that is stored as a stream is none).
    bool hasVideo() const { return m_hasVideo; }

    /// Somebody looks, at a picture that fits into this many device pixels; empty: nobody.
    void setViewport(const QSize &size);

    /// The picture that belongs to what is heard; null until there is one, and while nobody looks.
    /// Fits into the viewport with its shape kept, and is never larger than naturalSize().
    const QImage &frame() const { return m_frame; }
    /// Width and height as it is to be shown, in its own pixels; empty until known.
    QSize naturalSize() const { return m_naturalSize; }
    /// Why there is no picture although there should be one: a sentence; else empty.
    QString failure() const { return m_failure; }

Q_SIGNALS:
    void hasVideoChanged(bool hasVideo);
    void frameChanged();
    void naturalSizeChanged();
    void failureChanged();

private:
    void reset();
    void makeTrack();
    void retire();
    void ping();
    void tryAgain();
    void look();
    void show(const VideoFrame &frame);
    void setFrame(const QImage &frame);
    void setNaturalSize(const QSize &size);
    void setFailure(const QString &failure);

    Player &m_player;
    PlaybackService &m_playback;
    std::unique_ptr<VideoTrack> m_track; ///< From the first look at what is loaded on.
    std::vector<std::unique_ptr<VideoTrack>> m_retired; ///< Until their threads are done.
    std::shared_ptr<std::atomic<bool>> m_pinged; ///< A look() is on its way.
    QTimer m_next; ///< To the moment in which the next picture is due.
    std::int64_t m_until = 0; ///< m_frame holds so long (media time, us).

    bool m_hasVideo = false;
    QSize m_viewport;
    QImage m_frame;
    QSize m_naturalSize;
    QString m_failure;
};

} // namespace Earmark
