// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <optional>
#include <utility>

namespace Earmark {

/// Tells another episode in the player from the same one with news: by podcast and guid, because
/// previews have no id.
class ShownEpisode
{
public:
    /// True when it is not the one of the call before.
    bool isReplacedBy(const std::optional<Episode> &episode)
    {
        const Key key = episode ? Key(episode->podcastUrl, episode->guid) : Key();
        return std::exchange(m_key, key) != key;
    }

private:
    using Key = std::pair<QUrl, QString>;
    Key m_key;
};

} // namespace Earmark
