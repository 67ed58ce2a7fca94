// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediastore.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "media/filebytes.h"
#include "services/openmedia.h"
#include "storage/mediarepository.h"
#include "storage/storage.h"

#include <QFileInfo>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(mediaLog, "earmark.media")

namespace Earmark {
namespace {

MediaNaming namingOf(const Episode &episode)
{
    return {.podcast = episode.row.podcastTitle,
            .title = episode.row.title,
            .published = episode.row.published,
            .address = episode.enclosure.url,
            .type = episode.enclosure.type};
}

Error folderGone(const QString &folder)
{
    return fail(ErrorKind::FileSystem,
                u"The folder of the downloads is not there: %1. Connect its disk, or choose another"
                " folder in the settings."_s.arg(folder));
}

struct Known
{
    StoredMediaList media;
    QStringList taken;
};

Result<Known> readKnown(Database &database)
{
    const MediaRepository repository(database);
    auto media = repository.all();
    if (!media)
        return media.error();
    auto taken = repository.takenKeys();
    if (!taken)
        return taken.error();
    return Known{std::move(*media), std::move(*taken)};
}

} // namespace

MediaStore::MediaStore(const Needs &needs, QObject *parent)
    : QObject(parent), MediaOpener(needs.http), m_needs(needs)
{
    m_disk.setMaxThreadCount(1);
    m_trashTimer.setSingleShot(true);
    m_trashTimer.setInterval(TrashKept);
    connect(&m_trashTimer, &QTimer::timeout, this, [this] { emptyTrash(); });
}

MediaStore::~MediaStore()
{
    m_stop.request_stop();
    forgetLookedAt(0);
    const QList<EpisodeId> open = m_open.keys();
    for (const EpisodeId id : open) {
        const bool isUnwanted = isOnlyLookedAt(m_open.value(id), id);
        close(id);
        if (isUnwanted)
            discard(id);
    }
    if (!m_trash.isEmpty())
        emptyTrash();
    m_disk.waitForDone();
}

QFuture<Result<>> MediaStore::load()
{
    if (m_loading)
        return *m_loading;
    m_loading = then(m_needs.storage.read(readKnown), this, [this](const Result<Known> &known) {
        if (!known)
            return Result<>(known.error());
        for (const StoredMedia &media : known->media)
            m_media.insert(media.episode, media);
        m_taken = QSet<QString>(known->taken.cbegin(), known->taken.cend());
        m_isLoaded = true;
        return Result<>();
    });
    return *m_loading;
}

std::optional<StoredMedia> MediaStore::media(EpisodeId episode) const
{
    const auto known = m_media.constFind(episode);
    return known == m_media.constEnd() ? std::nullopt : std::optional(*known);
}

QString MediaStore::pathOf(EpisodeId episode) const
{
    const auto known = media(episode);
    return known && known->presence == MediaPresence::Whole && isSafeMediaPath(known->path)
            ? folder() + u'/' + known->path
            : QString();
}

bool MediaStore::isRead(EpisodeId episode) const
{
    const Entry entry = m_open.value(episode);
    return entry.media != nullptr && (entry.openings > 0 || entry.media->isRead());
}

RangeMap MediaStore::present(EpisodeId episode) const
{
    const Entry entry = m_open.value(episode);
    return entry.media != nullptr ? entry.media->present() : RangeMap();
}

std::optional<PartState> MediaStore::fetchState(EpisodeId episode) const
{
    const Entry entry = m_open.value(episode);
    return entry.media != nullptr ? std::optional(entry.media->state()) : std::nullopt;
}

QFuture<Result<MediaOpener::Source>>
MediaStore::openEpisode(const Episode &episode, const PodcastAccess &access, Purpose purpose)
{
    if (!episode.row.id.isValid() || !isFetchable(episode.enclosure.url))
        return MediaOpener::openEpisode(episode, access, purpose);
    return then(ready(), this, [this, episode, access, purpose](const Result<> &loaded) {
        if (!loaded)
            return MediaOpener::openEpisode(episode, access, purpose);
        const EpisodeId id = episode.row.id;
        if (m_media.value(id).presence != MediaPresence::Whole)
            return openPartly(episode, access, purpose);
        return then(openWhole(id), this,
                    [this, episode, access, purpose](const Result<Source> &source) {
                        if (source)
                            return readyFuture(source);
                        if (source.error().kind == ErrorKind::NotFound)
                            lost(episode.row.id);
                        return openPartly(episode, access, purpose);
                    });
    });
}

QFuture<Result<MediaOpener::Source>> MediaStore::openWhole(EpisodeId episode)
{
    return runOnPool(
            [folder = folder(), path = pathOf(episode), bytes = m_media.value(episode).bytes] {
                if (!QFileInfo(folder).isDir())
                    return Result<Source>(folderGone(folder));
                auto source = FileBytes::open(path);
                if (source && (*source)->size() != bytes) {
                    source = fail(ErrorKind::NotFound,
                                  u"The downloaded file is another one than it was."_s, path);
                } else if (!source) {
                    source = fail(ErrorKind::NotFound, source.error().sentence, path);
                }
                return source;
            });
}

QFuture<Result<MediaOpener::Source>>
MediaStore::openPartly(const Episode &episode, const PodcastAccess &access, Purpose purpose)
{
    return then(opened(episode, access, purpose), this,
                [this, episode, access, purpose](const Result<> &open) {
                    const EpisodeId id = episode.row.id;
                    const auto entry = m_open.find(id);
                    if (!open || entry == m_open.end()) {
                        const bool isWhole = m_media.value(id).presence == MediaPresence::Whole;
                        if (!open && open.error().kind == ErrorKind::Cancelled && isWhole)
                            return openWhole(id); // it became so meanwhile
                        qCInfo(mediaLog) << (open ? QString() : open.error().sentence);
                        return MediaOpener::openEpisode(episode, access, purpose);
                    }
                    const Source reader = entry->media->reader();
                    taken(id);
                    return readyFuture(Result<Source>(reader));
                });
}

/// Whoever gets a yes has to call taken() once he is a reader, or keeps it.
QFuture<Result<>> MediaStore::opened(const Episode &episode, const PodcastAccess &access,
                                     Purpose purpose)
{
    const EpisodeId id = episode.row.id;
    const MediaRequest request = requestOf(episode.enclosure.url, access);
    return then(
            placed(episode), this, [this, episode, request, id, purpose](const Result<> &place) {
                if (!place)
                    return readyFuture(Result<>(place.error()));
                if (m_media.value(id).presence == MediaPresence::Whole) // it became so meanwhile
                    return readyFuture(Result<>(fail(ErrorKind::Cancelled, {})));
                openHere(episode, request);
                Entry &entry = m_open[id];
                ++entry.openings;
                entry.isHeard = entry.isHeard || purpose == Purpose::Listening;
                m_lookedAt.removeAll(id);
                return then(entry.media->opened(), this, [this, id](const Result<> &open) {
                    if (!open)
                        taken(id);
                    return open;
                });
            });
}

void MediaStore::taken(EpisodeId id)
{
    if (const auto entry = m_open.find(id); entry != m_open.end())
        --entry->openings;
    closeIfIdle(id);
    suspendIfSettled();
}

/// Its name, and the folder of it. Once at a time for each.
QFuture<Result<>> MediaStore::placed(const Episode &episode)
{
    const EpisodeId id = episode.row.id;
    if (const auto placing = m_placing.constFind(id); placing != m_placing.constEnd())
        return *placing;
    const StoredMedia known = m_media.value(id);
    const auto made = runOnPool(
            [folder = folder(), known, naming = namingOf(episode), taken = m_taken] {
                // Made when it was never there; else it may be on a disk that is not connected.
                if (!taken.isEmpty() && !QFileInfo(folder).isDir())
                    return Result<QString>(folderGone(folder));
                if (known.path.isEmpty())
                    return newMediaPath(folder, naming, taken);
                const auto there = makeMediaFolder(folder, known.path);
                return there ? Result<QString>(known.path) : there.error();
            },
            &m_disk);
    auto done = then(made, this,
                     [this, id, url = episode.enclosure.url,
                      length = episode.enclosure.length](const Result<QString> &path) {
                         m_placing.remove(id);
                         QMetaObject::invokeMethod(this, &MediaStore::suspendIfSettled,
                                                   Qt::QueuedConnection);
                         if (!path)
                             return readyFuture(Result<>(path.error()));
                         StoredMedia &media = at(id);
                         const bool isNew = media.path != *path || media.address != url;
                         if (media.path != *path && m_taken.contains(mediaPathKey(*path)))
                             return readyFuture(Result<>(
                                     fail(ErrorKind::Cancelled, {}))); // two at once, one name
                         setPath(media, *path);
                         media.address = url;
                         if (media.size == 0)
                             media.size = length;
                         return isNew ? write(id) : readyFuture(Result<>());
                     });
    m_placing.insert(id, done);
    return done;
}

void MediaStore::openHere(const Episode &episode, const MediaRequest &request)
{
    const EpisodeId id = episode.row.id;
    const QString path = folder() + u'/' + m_media.value(id).path;
    Entry &entry = m_open[id];
    entry.check.integrity = episode.enclosure.integrity;
    entry.naming = namingOf(episode);
    if (entry.media != nullptr) {
        if (!entry.isFinishing && (entry.media->isDead() || entry.media->request() != request))
            entry.media->reopen(request, path);
        entry.isFailureTold = false;
        return;
    }
    entry.media = new OpenMedia(m_needs.http, request, path);
    entry.media->setParent(this);
    entry.media->setLimit(m_limit);
    connect(entry.media, &OpenMedia::changed, this, [this, id] { partChanged(id); });
    connect(entry.media, &OpenMedia::readersGone, this, [this, id] { closeIfIdle(id); });
}

QFuture<Result<>> MediaStore::fetch(const Episode &episode, const PodcastAccess &access)
{
    const EpisodeId id = episode.row.id;
    return then(ready(), this, [this, id, episode, access](const Result<> &loaded) {
        if (!loaded)
            return readyFuture(loaded);
        if (m_media.value(id).presence == MediaPresence::Whole)
            return readyFuture(Result<>());
        const Entry entry = m_open.value(id);
        if (entry.media != nullptr && entry.media->state().isStale && entry.media->isRead())
            return readyFuture(Result<>(*entry.media->state().failure));
        return then(opened(episode, access, Purpose::Listening), this,
                    [this, id](const Result<> &open) {
                        const auto now = m_open.find(id);
                        if (open && now != m_open.end()) {
                            now->isFailureTold = false;
                            now->isUnnamed = false;
                            now->media->setKept(true);
                            taken(id);
                            partChanged(id);
                        }
                        const bool isWhole = m_media.value(id).presence == MediaPresence::Whole;
                        return isWhole ? Result<>() : open;
                    });
    });
}

void MediaStore::rest(EpisodeId episode)
{
    const auto entry = m_open.find(episode);
    if (entry == m_open.end())
        return;
    entry->media->setKept(false);
    closeIfIdle(episode);
}

QString MediaStore::hostOf(const QUrl &address)
{
    return requestOf(address, {}).url.host().toLower();
}

void MediaStore::setLimit(qint64 bytesPerSecond)
{
    m_limit = bytesPerSecond;
    for (const Entry &entry : std::as_const(m_open))
        entry.media->setLimit(bytesPerSecond);
}

void MediaStore::partChanged(EpisodeId id)
{
    const auto entry = m_open.find(id);
    if (entry == m_open.end() || entry->isFinishing)
        return;
    const PartState state = entry->media->state();
    told(id, state);
    react(id, state);
    Q_EMIT changed({id});
}

void MediaStore::react(EpisodeId id, const PartState &state)
{
    Entry &entry = m_open[id];
    if (state.isWhole && !entry.isUnnamed) {
        finish(id);
        return;
    }
    if (!state.failure || !entry.media->isKept() || std::exchange(entry.isFailureTold, true))
        return;
    entry.media->setKept(false);
    Q_EMIT fetchFailed(id, *state.failure);
}

/// Into what is known of it; written down when it begins to be there, and when it is closed.
void MediaStore::told(EpisodeId id, const PartState &state)
{
    StoredMedia &media = at(id);
    const auto entry = m_open.constFind(id);
    if (!state.isOpen || (entry != m_open.constEnd() && isOnlyLookedAt(*entry, id)))
        return;
    if (media.bytes != state.present)
        media.changedAt = m_needs.clock();
    media.bytes = state.present;
    if (state.total && state.isTotalTold)
        media.size = *state.total;
    const auto presence = state.present > 0 ? MediaPresence::Partly : MediaPresence::Absent;
    if (std::exchange(media.presence, presence) != presence)
        write(id);
}

void MediaStore::closeIfIdle(EpisodeId id)
{
    const auto entry = m_open.constFind(id);
    if (entry == m_open.constEnd() || entry->openings > 0 || entry->isFinishing
        || entry->media->isKept() || entry->media->isRead())
        return;
    if (isOnlyLookedAt(*entry, id) && !m_isSuspended) {
        m_lookedAt.removeAll(id);
        m_lookedAt.append(id);
        forgetLookedAt(MostLookedAt);
        return;
    }
    const PartState state = entry->media->state();
    told(id, state);
    close(id);
    if (state.isOpen && state.present == 0)
        discard(id);
    write(id);
    Q_EMIT changed({id});
}

void MediaStore::close(EpisodeId id)
{
    m_lookedAt.removeAll(id);
    const Entry entry = m_open.take(id);
    if (entry.media == nullptr)
        return;
    entry.media->disconnect(this);
    entry.media->deleteLater(); // who calls may be a signal of its
}

bool MediaStore::isOnlyLookedAt(const Entry &entry, EpisodeId id) const
{
    return !entry.isHeard && m_media.value(id).presence == MediaPresence::Absent;
}

void MediaStore::forgetLookedAt(qsizetype most)
{
    while (m_lookedAt.size() > most) {
        const EpisodeId id = m_lookedAt.takeFirst();
        close(id);
        discard(id);
        write(id);
    }
}

/// Nothing came, or nobody wants it: no file stays.
void MediaStore::discard(EpisodeId id)
{
    StoredMedia &media = at(id);
    runOnPool([folder = folder(), path = media.path] { return eraseMedia(folder, path); }, &m_disk);
    setPath(media, {});
}

StoredMedia &MediaStore::at(EpisodeId id)
{
    StoredMedia &media = m_media[id];
    media.episode = id;
    return media;
}

void MediaStore::setPath(StoredMedia &media, const QString &path)
{
    if (media.path == path)
        return;
    if (!media.path.isEmpty())
        m_taken.remove(mediaPathKey(media.path));
    media.path = path;
    if (!path.isEmpty())
        m_taken.insert(mediaPathKey(path));
}

QFuture<Result<>> MediaStore::write(EpisodeId id)
{
    auto written = m_needs.storage.write(
            [media = at(id)](Database &database) { return MediaRepository(database).keep(media); });
    onResult(written, this, [](const Result<> &done) {
        if (!done && done.error().kind != ErrorKind::NotFound) // unsubscribed meanwhile
            qCWarning(mediaLog) << done.error().sentence << done.error().detail;
    });
    return written;
}

} // namespace Earmark
