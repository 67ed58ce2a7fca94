// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/episodeservice.h"

#include "core/async.h"
#include "feed/notes.h"
#include "services/undostack.h"
#include "storage/episoderepository.h"
#include "storage/settingsrepository.h"
#include "storage/storage.h"
#include "storage/timesavedrepository.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto CurrentEpisode = u"player.episode"_s;

/// The state with what `kind` had changed as it was before; what came since stays.
ListeningState takenBack(ListeningState now, const ListeningState &before, UndoKind kind)
{
    if (kind == UndoKind::Archive || kind == UndoKind::Unarchive) {
        now.archived = before.archived;
    } else {
        now.play = before.play;
        now.position = before.position;
    }
    return now;
}

} // namespace

EpisodeService::EpisodeService(Storage &storage, UndoStack &undo, QObject *parent)
    : QObject(parent), m_storage(storage), m_undo(undo)
{
}

QFuture<Result<EpisodeFences>> EpisodeService::fences(const EpisodeQuery &query)
{
    return m_storage.read(
            [query](Database &database) { return EpisodeRepository(database).fences(query); });
}

QFuture<Result<EpisodeRows>> EpisodeService::rows(const EpisodeQuery &query, const EpisodeKey &from,
                                                  int limit)
{
    return m_storage.read([query, from, limit](Database &database) {
        return EpisodeRepository(database).rows(query, from, limit);
    });
}

QFuture<Result<EpisodeRows>> EpisodeService::firstRows(const EpisodeQuery &query, int limit)
{
    return m_storage.read([query, limit](Database &database) {
        return EpisodeRepository(database).firstRows(query, limit);
    });
}

QFuture<Result<EpisodeRows>> EpisodeService::rowsById(const QList<EpisodeId> &episodes)
{
    return m_storage.read([episodes](Database &database) {
        return EpisodeRepository(database).rowsByIds(episodes);
    });
}

QFuture<Result<Episode>> EpisodeService::episode(EpisodeId id)
{
    return m_storage.read([id, atPauses = m_chaptersAtPauses](Database &database) {
        auto episode = EpisodeRepository(database).episode(id);
        if (episode && !atPauses)
            episode->places.pauses.clear();
        return episode;
    });
}

QFuture<Result<QList<Episode>>> EpisodeService::newest(PodcastId podcast, int limit)
{
    return m_storage.read([podcast, limit](Database &database) {
        return EpisodeRepository(database).newest(podcast, limit);
    });
}

QFuture<Result<EpisodeId>> EpisodeService::find(const QUrl &podcast, const QString &guid)
{
    return m_storage.read([podcast, guid](Database &database) -> Result<EpisodeId> {
        const auto found = EpisodeRepository(database).find(podcast, guid);
        if (!found)
            return found.error();
        if (!*found) {
            return fail(ErrorKind::NotFound,
                        u"Your library has no such episode; it may be gone from its podcast."_s);
        }
        return **found;
    });
}

QFuture<Result<PlaceCounts>> EpisodeService::counts()
{
    return m_storage.read([](Database &database) { return EpisodeRepository(database).counts(); });
}

QFuture<QString> EpisodeService::notesHtml(const Episode &episode, bool allowImages)
{
    const NotesOptions options{.allowImages = allowImages, .baseUrl = episode.link};
    return runOnPool([html = episode.notesHtml, options] { return safeNotesHtml(html, options); });
}

void EpisodeService::setPlayed(const QList<EpisodeId> &episodes, bool played)
{
    change(
            episodes, [played](ListeningState state) { return markedPlayed(state, played); },
            played ? UndoKind::MarkPlayed : UndoKind::MarkUnplayed);
}

void EpisodeService::setArchived(const QList<EpisodeId> &episodes, bool archived)
{
    change(
            episodes,
            [archived](ListeningState state) { return Earmark::archived(state, archived); },
            archived ? UndoKind::Archive : UndoKind::Unarchive);
}

void EpisodeService::setFavourite(const QList<EpisodeId> &episodes, bool favourite)
{
    change(
            episodes,
            [favourite](ListeningState state) {
                state.favourite = favourite;
                return state;
            },
            std::nullopt);
}

void EpisodeService::change(const QList<EpisodeId> &episodes, const Change &change,
                            std::optional<UndoKind> undo)
{
    using States = QList<EpisodeState>;
    const auto written = m_storage.write([episodes, change](Database &database) -> Result<States> {
        EpisodeRepository repository(database);
        const auto before = repository.states(episodes);
        if (!before)
            return before.error();
        States after = *before;
        for (EpisodeState &episode : after)
            episode.state = change(episode.state);
        const auto done = repository.setStates(after);
        return done ? *before : Result<States>(done.error());
    });
    onResult(written, this, [this, episodes, undo](const Result<States> &before) {
        if (!before) {
            Q_EMIT failed(before.error());
            return;
        }
        Q_EMIT episodesChanged(episodes);
        if (undo) {
            m_undo.push({.kind = *undo, .subject = {}, .count = int(before->size())},
                        [this, states = *before, kind = *undo] { return restore(states, kind); });
        }
    });
}

QFuture<Result<>> EpisodeService::restore(const QList<EpisodeState> &before, UndoKind kind)
{
    QList<EpisodeId> ids;
    QHash<EpisodeId, ListeningState> states;
    for (const EpisodeState &episode : before) {
        ids.append(episode.id);
        states.insert(episode.id, episode.state);
    }
    const auto written = m_storage.write([ids, states, kind](Database &database) -> Result<> {
        EpisodeRepository repository(database);
        auto now = repository.states(ids);
        if (!now)
            return now.error();
        for (EpisodeState &episode : *now)
            episode.state = takenBack(episode.state, states.value(episode.id), kind);
        return repository.setStates(*now);
    });
    return then(written, this, [this, ids](const Result<> &done) {
        Q_EMIT episodesChanged(ids);
        return done;
    });
}

QFuture<Result<>> EpisodeService::savePosition(EpisodeId id, std::chrono::milliseconds position,
                                               std::chrono::milliseconds duration,
                                               PositionCause cause, const QDateTime &heardAt,
                                               const TimeSaved &saved)
{
    const auto written = m_storage.write([=](Database &database) -> Result<> {
        EpisodeRepository repository(database);
        const auto before = repository.states({id});
        if (!before)
            return before.error();
        if (before->isEmpty())
            return TimeSavedRepository(database).add(id, saved); // unsubscribed while it played
        return repository.savePosition(
                id, afterPosition(before->first().state, position, duration, cause), heardAt,
                saved);
    });
    return then(written, this, [this, id](const Result<> &done) {
        if (done)
            Q_EMIT episodesChanged({id});
        else
            Q_EMIT failed(done.error());
        return done;
    });
}

QFuture<Result<>> EpisodeService::saveTimeSaved(EpisodeId id, const TimeSaved &saved)
{
    if (saved == TimeSaved())
        return readyFuture(Result<>());
    return m_storage.write([id, saved](Database &database) {
        return TimeSavedRepository(database).add(id, saved);
    });
}

QFuture<Result<TimeSaved>> EpisodeService::timeSaved(EpisodeId id)
{
    return m_storage.read(
            [id](Database &database) { return TimeSavedRepository(database).of(id); });
}

QFuture<Result<TimeSaved>> EpisodeService::timeSavedInAll()
{
    return m_storage.read([](Database &database) { return TimeSavedRepository(database).total(); });
}

QFuture<Result<>> EpisodeService::saveDuration(EpisodeId id, std::chrono::milliseconds duration)
{
    const auto written = m_storage.write([id, duration](Database &database) {
        return EpisodeRepository(database).setDuration(id, duration);
    });
    return then(written, this, [this, id](const Result<> &done) {
        if (done) // or it was unsubscribed while it played
            Q_EMIT episodesChanged({id});
        return done;
    });
}

QFuture<Result<>> EpisodeService::setCurrent(EpisodeId id)
{
    return m_storage.write([id](Database &database) {
        return SettingsRepository(database).setValue(CurrentEpisode, QString::number(id.value()));
    });
}

QFuture<Result<EpisodeId>> EpisodeService::current()
{
    return m_storage.read([](Database &database) -> Result<EpisodeId> {
        const auto value = SettingsRepository(database).value(CurrentEpisode);
        if (!value)
            return value.error();
        return EpisodeId(value->value_or(QString()).toLongLong());
    });
}

} // namespace Earmark
