// SPDX-License-Identifier: GPL-3.0-or-later

// MediaStore: files that come whole, go, come back, and are looked for.

#include "core/async.h"
#include "services/mediastore.h"
#include "services/openmedia.h"
#include "storage/mediarepository.h"
#include "storage/storage.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Earmark {

/// Synced, checked, named, written down: whatever ends the program on the way, check() goes on.
void MediaStore::finish(EpisodeId id)
{
    Entry &entry = m_open[id];
    entry.isFinishing = true;
    const PartState state = entry.media->state();
    entry.check.size = state.total.value_or(0);
    entry.check.isSizeTold = state.isTotalTold;
    StoredMedia &media = at(id);
    media.size = entry.check.size;
    media.presence = MediaPresence::Partly;
    const auto written = write(id);
    const auto synced = then(entry.media->finish(), this, [written](const Result<> &done) {
        return done ? written : readyFuture(done);
    });
    const auto result = then(synced, this, [this, id](const Result<> &done) {
        const auto now = m_open.constFind(id);
        if (!done || now == m_open.constEnd()) {
            return readyFuture(
                    Result<CheckedMedia>(done ? fail(ErrorKind::Cancelled, {}) : done.error()));
        }
        return runOnPool(
                [folder = folder(), path = m_media.value(id).path, check = now->check,
                 stop = m_stop.get_token()] { return checkMedia(folder, path, check, stop); },
                &m_disk);
    });
    onResult(result, this, [this, id](const Result<CheckedMedia> &facts) { checked(id, facts); });
}

void MediaStore::checked(EpisodeId id, const Result<CheckedMedia> &result)
{
    const auto entry = m_open.find(id);
    if (entry == m_open.end())
        return; // removed meanwhile
    if (!result) {
        refused(id, result.error());
        return;
    }
    MediaNaming naming = entry->naming;
    naming.container = result->container;
    naming.hasPictures = result->hasPictures;
    const auto done = runOnPool(
            [folder = folder(), path = m_media.value(id).path, naming, taken = m_taken] {
                // An address may lie about what it is; the name that was made first stays else.
                const bool isRight = QFileInfo(path).suffix() == mediaExtension(naming);
                Result<QString> to = path;
                if (!isRight)
                    to = newMediaPath(folder, naming, taken);
                if (!to)
                    return to;
                const auto named = nameMedia(folder, path, *to);
                return named ? to : Result<QString>(named.error());
            },
            &m_disk);
    onResult(done, this,
             [this, id, facts = *result](const Result<QString> &path) { named(id, facts, path); });
}

void MediaStore::named(EpisodeId id, const CheckedMedia &facts, const Result<QString> &path)
{
    if (!path) {
        refused(id, path.error());
        return;
    }
    close(id);
    StoredMedia &media = at(id);
    setPath(media, *path);
    media.presence = MediaPresence::Whole;
    media.bytes = media.size = facts.bytes;
    media.changedAt = m_needs.clock();
    media.download.reset();
    onResult(write(id), this, [this, id](const Result<> &) {
        Q_EMIT changed({id});
        Q_EMIT whole(id);
    });
    suspendIfSettled();
}

/// What is no sound file goes, so that the next try begins anew; else the disk failed, and what is
/// there stays.
void MediaStore::refused(EpisodeId id, const Error &error)
{
    if (error.kind != ErrorKind::Media) {
        const auto entry = m_open.find(id);
        if (entry != m_open.end()) {
            entry->isFinishing = false;
            entry->isUnnamed = true;
            entry->isFailureTold = true;
            entry->media->setKept(false);
        }
        if (error.kind != ErrorKind::Cancelled)
            Q_EMIT fetchFailed(id, error);
        closeIfIdle(id);
        suspendIfSettled();
        return;
    }
    onResult(removeFile(id), this,
             [this, id, error](const Result<> &) { Q_EMIT fetchFailed(id, error); });
}

QFuture<Result<>> MediaStore::suspend()
{
    m_isSuspended = true;
    forgetLookedAt(0);
    m_suspending = std::make_shared<QPromise<Result<>>>();
    m_suspending->start();
    auto future = m_suspending->future();
    suspendIfSettled();
    return future;
}

void MediaStore::suspendIfSettled()
{
    const auto isBusy = [](const Entry &entry) { return entry.isFinishing || entry.openings > 0; };
    if (!m_suspending || !m_placing.isEmpty()
        || std::any_of(m_open.cbegin(), m_open.cend(), isBusy))
        return;
    for (auto entry = m_open.cbegin(); entry != m_open.cend(); ++entry) {
        told(entry.key(), entry->media->state());
        entry->media->suspend();
    }
    const auto suspending = std::exchange(m_suspending, nullptr);
    suspending->addResult(Result<>());
    suspending->finish();
}

void MediaStore::resume(const QString &folder)
{
    m_needs.folder = folder;
    m_isSuspended = false;
    for (auto entry = m_open.cbegin(); entry != m_open.cend(); ++entry) {
        const QString path = folder + u'/' + m_media.value(entry.key()).path;
        entry->media->reopen(entry->media->request(), path);
    }
    for (const auto &waiting : std::exchange(m_gate, {})) {
        waiting->addResult(Result<>());
        waiting->finish();
    }
}

QFuture<Result<>> MediaStore::ready()
{
    if (!m_isSuspended)
        return load();
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    m_gate.push_back(promise);
    return promise->future();
}

QFuture<Result<>> MediaStore::keep(const StoredMedia &media)
{
    StoredMedia &known = at(media.episode);
    known.cause = media.cause;
    known.reason = media.reason;
    known.changedAt = media.changedAt;
    known.isRefused = media.isRefused;
    known.download = media.download;
    auto written = write(media.episode);
    Q_EMIT changed({media.episode});
    return written;
}

QFuture<Result<>> MediaStore::removeFile(EpisodeId episode)
{
    StoredMedia &media = at(episode);
    const bool isWhole = media.presence == MediaPresence::Whole;
    const QString path = media.path;
    const QString name = QString::number(episode.value()) + u'-' + QFileInfo(path).fileName();
    close(episode);
    suspendIfSettled();
    const auto removed = runOnPool(
            [folder = folder(), path, name, isWhole]() -> Result<> {
                if (path.isEmpty())
                    return {};
                if (!isWhole)
                    return eraseMedia(folder, path);
                emptyMediaTrash(folder, {name});
                return trashMedia(folder, path, name);
            },
            &m_disk);
    return then(removed, this, [this, episode, path, name, isWhole](const Result<> &done) {
        if (!done)
            return readyFuture(done);
        StoredMedia &gone = at(episode);
        if (isWhole) {
            m_trash.insert(episode, {.name = name, .path = path, .bytes = gone.bytes});
            m_trashTimer.start();
        }
        setPath(gone, {});
        gone.presence = MediaPresence::Absent;
        gone.bytes = 0;
        auto written = write(episode);
        Q_EMIT changed({episode});
        return written;
    });
}

QFuture<Result<>> MediaStore::restoreFile(EpisodeId episode)
{
    if (!m_trash.contains(episode) || m_media.value(episode).presence == MediaPresence::Whole) {
        return readyFuture(Result<>(
                fail(ErrorKind::NotFound,
                     u"The deleted file is gone from the disk; download the episode again."_s)));
    }
    const Trashed file = m_trash.take(episode);
    close(episode); // what was begun anew meanwhile gives way
    const QString begun = m_media.value(episode).path;
    const auto restored = runOnPool(
            [folder = folder(), file, begun] {
                const bool isInTheWay = !begun.isEmpty() && begun != file.path;
                if (auto erased = isInTheWay ? eraseMedia(folder, begun) : Result<>(); !erased)
                    return erased;
                return untrashMedia(folder, file.name, file.path);
            },
            &m_disk);
    return then(restored, this, [this, episode, file](const Result<> &done) {
        if (!done)
            return readyFuture(done);
        StoredMedia &media = at(episode);
        setPath(media, file.path);
        media.presence = MediaPresence::Whole;
        media.bytes = media.size = file.bytes;
        media.download.reset();
        auto written = write(episode);
        Q_EMIT changed({episode});
        return written;
    });
}

void MediaStore::emptyTrash()
{
    emptyTrash(this, [] {});
}

void MediaStore::emptyTrash(QObject *context, std::function<void()> then)
{
    QStringList names;
    for (const Trashed &file : std::as_const(m_trash))
        names.append(file.name);
    m_trash.clear();
    const auto emptied = runOnPool(
            [folder = folder(), names] {
                emptyMediaTrash(folder, names);
                return true;
            },
            &m_disk);
    onResult(emptied, context, [then = std::move(then)](bool) { then(); });
}

void MediaStore::lost(EpisodeId id)
{
    StoredMedia &media = at(id);
    media.presence = MediaPresence::Absent;
    media.bytes = 0;
    setPath(media, {});
    write(id);
    Q_EMIT changed({id});
    Q_EMIT found({.missing = {id}});
}

QFuture<MediaFindings> MediaStore::check()
{
    const auto looked = then(load(), this, [this](const Result<> &loaded) {
        if (!loaded)
            return readyFuture(MediaFindings{.isFolderThere = false});
        return runOnPool(
                [folder = folder(), known = all()] {
                    emptyMediaTrash(folder);
                    return lookAtMedia(folder, known);
                },
                &m_disk);
    });
    return then(looked, this, [this](const MediaFindings &findings) {
        apply(findings);
        Q_EMIT found(findings);
        return findings;
    });
}

void MediaStore::apply(const MediaFindings &findings)
{
    QList<EpisodeId> touched;
    const auto change = [this, &touched](EpisodeId id, MediaPresence presence, qint64 bytes) {
        StoredMedia &media = at(id);
        if (m_open.contains(id) || (media.presence == presence && media.bytes == bytes))
            return; // what is open knows better
        media.presence = presence;
        media.bytes = bytes;
        if (presence == MediaPresence::Absent)
            setPath(media, {});
        if (presence == MediaPresence::Whole)
            media.download.reset();
        write(id);
        touched.append(id);
    };
    for (const EpisodeId id : findings.missing)
        change(id, MediaPresence::Absent, 0);
    for (const EpisodeId id : findings.arrived)
        change(id, MediaPresence::Whole, at(id).size);
    for (const auto &[id, bytes] : findings.parts)
        change(id, bytes > 0 ? MediaPresence::Partly : MediaPresence::Absent, bytes);
    if (!touched.isEmpty())
        Q_EMIT changed(touched);
}

QFuture<Result<>> MediaStore::removeLost()
{
    const auto lost = m_needs.storage.read(
            [](Database &database) { return MediaRepository(database).lostFiles(); });
    const auto erased = then(lost, this, [this](const Result<QStringList> &paths) {
        if (!paths)
            return readyFuture(Result<QStringList>(paths.error()));
        return runOnPool(
                [folder = folder(), paths = *paths]() -> Result<QStringList> {
                    QStringList gone;
                    for (const QString &path : paths) {
                        if (eraseMedia(folder, path))
                            gone.append(path);
                    }
                    return gone;
                },
                &m_disk);
    });
    return then(erased, this, [this](const Result<QStringList> &gone) {
        if (!gone)
            return readyFuture(Result<>(gone.error()));
        for (const QString &path : *gone)
            m_taken.remove(mediaPathKey(path));
        return m_needs.storage.write([gone = *gone](Database &database) -> Result<> {
            for (const QString &path : gone) {
                if (auto done = MediaRepository(database).forgetLostFile(path); !done)
                    return done;
            }
            return {};
        });
    });
}

} // namespace Earmark
