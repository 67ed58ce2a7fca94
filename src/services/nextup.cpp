// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/nextup.h"

#include "core/async.h"
#include "services/episodeservice.h"
#include "services/mediaopener.h"
#include "services/podcastaccess.h"

#include <utility>
#include <vector>

namespace Earmark {

namespace {

constexpr std::int64_t ReadAhead = 262'144; // bytes: 16 s at 128 kbit/s, or tags and a cover
constexpr std::size_t Portion = 32'768; // bytes

void readBeginning(ByteSource &source, const std::stop_token &stop)
{
    std::vector<char> buffer(Portion);
    for (std::int64_t at = 0; at < ReadAhead;) {
        const ByteSource::Read read = source.readAt(at, buffer, stop);
        if (read.status != ByteSource::Status::Ok)
            return;
        at += static_cast<std::int64_t>(read.count);
    }
}

} // namespace

NextUp::NextUp(const Needs &needs, QObject *parent) : QObject(parent), m_needs(needs)
{
    m_reader.setMaxThreadCount(1);
    // Both make what was read here a thing of the past.
    connect(&needs.episodes, &EpisodeService::episodesChanged, this,
            [this](const QList<EpisodeId> &ids) {
                if (ids.contains(m_id))
                    forget();
            });
    connect(&needs.access, &AccessService::changed, this, &NextUp::forget);
}

NextUp::~NextUp()
{
    m_stop.request_stop();
    m_reader.waitForDone();
}

void NextUp::forget()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_wish;
    m_id = {};
    m_ready.reset();
}

void NextUp::prepare(EpisodeId id)
{
    if (id == m_id)
        return;
    forget();
    m_id = id;
    if (!id.isValid())
        return;
    onResult(m_needs.episodes.episode(id), this,
             [this, wish = m_wish](const Result<Episode> &episode) {
                 if (!episode || wish != m_wish)
                     return;
                 onResult(m_needs.access.of(episode->row.podcastId), this,
                          [this, wish, episode = *episode](const PodcastAccess &access) {
                              if (wish == m_wish)
                                  open(episode, access);
                          });
             });
}

void NextUp::open(const Episode &episode, const PodcastAccess &access)
{
    onResult(m_needs.media.openEpisode(episode, access), this,
             [this, wish = m_wish, episode](const Result<MediaOpener::Source> &source) {
                 if (!source || wish != m_wish)
                     return;
                 m_ready = Ready{episode, *source};
                 m_reader.start([source = *source, stop = m_stop.get_token()] {
                     readBeginning(*source, stop);
                 });
             });
}

std::optional<NextUp::Ready> NextUp::take(EpisodeId id)
{
    if (!id.isValid() || id != m_id)
        return std::nullopt;
    m_id = {}; // the reading ahead goes on: it is what the player waits for
    ++m_wish;
    return std::exchange(m_ready, std::nullopt);
}

} // namespace Earmark
