// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/soundservice.h"

#include "core/async.h"
#include "services/playbackservice.h"
#include "services/settingsservice.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

#include <QScopedValueRollback>

namespace Earmark {

SoundService::SoundService(PlaybackService &playback, SettingsService &settings, Storage &storage,
                           QObject *parent)
    : QObject(parent), m_playback(playback), m_settings(settings), m_storage(storage)
{
    connect(&playback, &PlaybackService::episodeChanged, this, &SoundService::episodeChanged);
    connect(&playback, &PlaybackService::soundChanged, this, &SoundService::keep);
    apply(settings.sound());
}

const SoundSettings &SoundService::sound() const
{
    return m_playback.sound();
}

void SoundService::setSound(const SoundSettings &sound)
{
    m_playback.setSound(sound); // keep() follows
}

void SoundService::changeSpeed(int steps)
{
    SoundSettings changed = sound();
    changed.speed = steppedSpeed(changed.speed + steps * SoundSettings::SpeedStep);
    setSound(changed);
}

void SoundService::setOwn(bool own)
{
    if (!canBeOwn() || own == m_isOwn)
        return;
    m_isOwn = own;
    writeOwn();
    if (!own)
        apply(m_settings.sound());
    Q_EMIT changed();
}

void SoundService::episodeChanged()
{
    const auto &episode = m_playback.episode();
    const PodcastId podcast
            = episode && !m_playback.isPreview() ? episode->row.podcastId : PodcastId();
    if (podcast == m_podcast)
        return;
    m_podcast = podcast;
    m_isOwn = false;
    if (!podcast.isValid()) {
        apply(m_settings.sound());
        Q_EMIT changed();
        return;
    }
    const auto read = m_storage.read(
            [podcast](Database &database) { return PodcastRepository(database).podcast(podcast); });
    onResult(read, this, [this, podcast](const Result<Podcast> &found) {
        if (podcast != m_podcast)
            return;
        m_isOwn = found && found->sound;
        apply(m_isOwn ? *found->sound : m_settings.sound());
        Q_EMIT changed();
    });
}

void SoundService::apply(const SoundSettings &sound)
{
    const QScopedValueRollback applying(m_isApplying, true);
    m_playback.setSound(sound);
}

void SoundService::keep()
{
    if (!m_isApplying) {
        if (m_isOwn)
            writeOwn();
        else
            m_settings.setSound(sound());
    }
    Q_EMIT changed();
}

void SoundService::writeOwn()
{
    const auto own = m_isOwn ? std::optional(sound()) : std::nullopt;
    m_storage.write([podcast = m_podcast, own](Database &database) {
        return PodcastRepository(database).setSound(podcast, own);
    });
}

} // namespace Earmark
