// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QUrl>
#include <QVariantMap>

#include <chrono>
#include <optional>

// What MPRIS tells of the player, and what its wishes mean: pure. MPRIS speaks microseconds of
// media time. Whatever comes from the bus is hostile until one of these functions has seen it.

namespace Earmark::Mpris {

constexpr auto NoTrack = "/org/mpris/MediaPlayer2/TrackList/NoTrack";

/// The episode in the player, as other programs may know it.
struct Track
{
    qint64 id = 0; ///< The library's; 0: of a podcast that is looked at.
    QString guid{}; ///< Only ever shown as a hash.
    QString title{};
    QString podcast{};
    QString author{};
    QDateTime published{};
    std::chrono::milliseconds length{0}; ///< 0: unknown (yet).
    QUrl picture{}; ///< A file of our own making (services/nowplayingpicture.h), or empty.
    QString address{}; ///< `earmark:`, of which anybody may know; or empty.
};

enum class Status : quint8 { Stopped, Paused, Playing };

struct Facts
{
    Status status = Status::Stopped;
    std::optional<Track> track{};
    double speed = 1; ///< Also while it is paused.
    double volume = 1; ///< 0 to 1
    bool isQueueEmpty = true;
    bool hasNextChapter = false;
};

/// A valid object path, one per episode.
QString trackPath(const std::optional<Track> &track);

/// All of org.mpris.MediaPlayer2.Player but Position.
QVariantMap playerProperties(const Facts &facts);

/// What the window's picture does.
struct Screen
{
    bool isFull = false;
    bool canBeFull = false; ///< What plays has a picture.

    bool operator==(const Screen &) const = default;
};

/// All of org.mpris.MediaPlayer2; only the screen's ever change.
QVariantMap rootProperties(const Screen &screen = {});

/// What PropertiesChanged has to say: those of `now` that are other than in `before`.
QVariantMap changes(const QVariantMap &before, const QVariantMap &now);

/// Where Seek(offset) leads; nothing: beyond the end, which is Next by the specification.
std::optional<std::chrono::milliseconds>
seekTarget(std::chrono::milliseconds position, std::chrono::milliseconds length, qint64 offset);

/// Where SetPosition(track, position) leads; nothing: it is to be ignored, as the track is not (no
/// longer) the one that plays, or the position not in it.
std::optional<std::chrono::milliseconds> positionTarget(const std::optional<Track> &current,
                                                        const QString &track, qint64 position);

/// What setting Rate means: 0 pauses. Nothing: nonsense, to be refused.
std::optional<double> wishedSpeed(double rate);

/// What setting Volume means, 0 to 1. Nothing: nonsense, to be refused.
std::optional<double> wishedVolume(double volume);

/// What a client believes of the position: between two words of ours it counts on by itself.
class Belief
{
public:
    /// now: of a steady clock.
    void tell(std::chrono::milliseconds position, double speed, std::chrono::milliseconds now);
    /// It believes in a place that is wrong by more than a second: a jump, a stall of the stream,
    /// or much silence that was skipped.
    bool isWrong(std::chrono::milliseconds position, std::chrono::milliseconds now) const;

private:
    std::chrono::milliseconds m_position{0};
    std::chrono::milliseconds m_at{0};
    double m_speed = 0; ///< 0: it stands.
};

} // namespace Earmark::Mpris
