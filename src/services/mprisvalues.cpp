// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mprisvalues.h"

#include "core/soundsettings.h"

#include <QCryptographicHash>
#include <QDBusObjectPath>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark::Mpris {
namespace {

constexpr qsizetype MaxText = 1000; ///< A feed's title may be any length, a lock screen has a line.
constexpr qint64 MicrosecondsPerMillisecond = 1000;
constexpr milliseconds Tolerance = 1s;
constexpr int HashCharacters = 32;

/// D-Bus takes no NUL, and would end the connection for one.
QString text(const QString &untrusted)
{
    QString safe = untrusted.left(MaxText);
    safe.remove(QChar(u'\0'));
    return safe;
}

QString statusText(Status status)
{
    switch (status) {
    case Status::Playing:
        return u"Playing"_s;
    case Status::Paused:
        return u"Paused"_s;
    case Status::Stopped:
        break;
    }
    return u"Stopped"_s;
}

QVariantMap metadataOf(const std::optional<Track> &track)
{
    QVariantMap map{{u"mpris:trackid"_s, QVariant::fromValue(QDBusObjectPath(trackPath(track)))}};
    if (!track)
        return map;
    map.insert(u"xesam:title"_s, text(track->title));
    map.insert(u"xesam:album"_s, text(track->podcast));
    // Desktops show this line below the title: never empty.
    const QString author = text(track->author.isEmpty() ? track->podcast : track->author);
    map.insert(u"xesam:artist"_s, QStringList{author});
    if (track->length > 0ms)
        map.insert(u"mpris:length"_s,
                   qlonglong(track->length.count() * MicrosecondsPerMillisecond));
    if (track->published.isValid())
        map.insert(u"xesam:contentCreated"_s, track->published.toUTC().toString(Qt::ISODate));
    if (track->picture.isLocalFile())
        map.insert(u"mpris:artUrl"_s, QString::fromLatin1(track->picture.toEncoded()));
    if (!track->address.isEmpty())
        map.insert(u"xesam:url"_s, text(track->address));
    return map;
}

} // namespace

QString trackPath(const std::optional<Track> &track)
{
    if (!track)
        return QString::fromLatin1(NoTrack);
    if (track->id > 0)
        return u"/org/earmark/episode/"_s + QString::number(track->id);
    // Whatever a feed wrote becomes letters a path may have, and tells nothing.
    const QByteArray hash = QCryptographicHash::hash(
            (track->podcast + u'\n' + track->guid).toUtf8(), QCryptographicHash::Sha256);
    return u"/org/earmark/preview/"_s + QString::fromLatin1(hash.toHex().left(HashCharacters));
}

QVariantMap playerProperties(const Facts &facts)
{
    const bool hasTrack = facts.track.has_value();
    return {
            {u"PlaybackStatus"_s, statusText(hasTrack ? facts.status : Status::Stopped)},
            {u"Rate"_s, facts.speed},
            {u"MinimumRate"_s, SoundSettings::SlowestSpeed},
            {u"MaximumRate"_s, SoundSettings::FastestSpeed},
            {u"Volume"_s, facts.volume},
            {u"Metadata"_s, metadataOf(facts.track)},
            {u"CanGoNext"_s, facts.hasNextChapter || !facts.isQueueEmpty},
            {u"CanGoPrevious"_s, hasTrack},
            {u"CanPlay"_s, hasTrack || !facts.isQueueEmpty},
            {u"CanPause"_s, hasTrack},
            {u"CanSeek"_s, hasTrack},
            {u"CanControl"_s, true},
    };
}

QVariantMap rootProperties(const Screen &screen)
{
    return {
            {u"CanQuit"_s, true},
            {u"Fullscreen"_s, screen.isFull},
            {u"CanSetFullscreen"_s, screen.canBeFull},
            {u"CanRaise"_s, true},
            {u"HasTrackList"_s, false},
            {u"Identity"_s, u"Earmark"_s},
            {u"DesktopEntry"_s, u"earmark"_s},
            {u"SupportedUriSchemes"_s, QStringList{u"earmark"_s}},
            {u"SupportedMimeTypes"_s, QStringList()},
    };
}

QVariantMap changes(const QVariantMap &before, const QVariantMap &now)
{
    QVariantMap changed;
    for (auto property = now.cbegin(); property != now.cend(); ++property) {
        const auto old = before.constFind(property.key());
        if (old == before.cend() || *old != property.value())
            changed.insert(property.key(), property.value());
    }
    return changed;
}

std::optional<milliseconds> seekTarget(milliseconds position, milliseconds length, qint64 offset)
{
    // Divided first: no sum of these can overflow.
    const milliseconds target = position + milliseconds(offset / MicrosecondsPerMillisecond);
    if (length > 0ms && target > length)
        return std::nullopt;
    return std::max(target, 0ms);
}

std::optional<milliseconds> positionTarget(const std::optional<Track> &current,
                                           const QString &track, qint64 position)
{
    if (!current || position < 0 || track != trackPath(current))
        return std::nullopt;
    const milliseconds target(position / MicrosecondsPerMillisecond);
    if (current->length > 0ms && target > current->length)
        return std::nullopt;
    return target;
}

std::optional<double> wishedSpeed(double rate)
{
    if (!std::isfinite(rate) || rate < 0)
        return std::nullopt;
    return rate == 0 ? 0 : steppedSpeed(std::min(rate, SoundSettings::FastestSpeed));
}

std::optional<double> wishedVolume(double volume)
{
    if (!std::isfinite(volume))
        return std::nullopt;
    return std::clamp(volume, 0.0, 1.0);
}

void Belief::tell(milliseconds position, double speed, milliseconds now)
{
    m_position = position;
    m_speed = speed;
    m_at = now;
}

bool Belief::isWrong(milliseconds position, milliseconds now) const
{
    const double believed = double(m_position.count()) + m_speed * double((now - m_at).count());
    return std::abs(believed - double(position.count())) > double(Tolerance.count());
}

} // namespace Earmark::Mpris
