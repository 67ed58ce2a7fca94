// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/episode.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <stop_token>

namespace Earmark {

class AccessService;
class EpisodeService;
class MediaOpener;
struct PodcastAccess;

/// The episode that follows, made ready while the one before it still plays: known from the
/// library, its bytes opened, the first of them fetched. What cannot be made ready is no failure
/// here: whoever plays it will hear of it.
class NextUp : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NextUp)

public:
    struct Needs
    {
        EpisodeService &episodes;
        AccessService &access;
        MediaOpener &media;
    };
    struct Ready
    {
        Episode episode;
        std::shared_ptr<ByteSource> source;
    };

    explicit NextUp(const Needs &needs, QObject *parent = nullptr);
    ~NextUp() override; ///< Waits for the source to obey its stop token.

    /// Again the same: nothing is done. An id that is none: forgets what was prepared.
    void prepare(EpisodeId id);
    /// Once; nothing when another or none is ready.
    std::optional<Ready> take(EpisodeId id);

private:
    void forget();
    void open(const Episode &episode, const PodcastAccess &access);

    Needs m_needs;
    EpisodeId m_id;
    quint64 m_wish = 0; ///< Counts prepare(): an answer to an older one is dropped.
    std::optional<Ready> m_ready;
    std::stop_source m_stop; ///< Of the reading ahead.
    QThreadPool m_reader; ///< It waits for bytes: not the pool of pure work.
};

} // namespace Earmark
