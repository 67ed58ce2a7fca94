// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/chapterplaces.h"

#include "core/async.h"
#include "services/chapterservice.h"
#include "services/undostack.h"
#include "storage/placesrepository.h"
#include "storage/storage.h"

namespace Earmark {

ChapterPlacesService::ChapterPlacesService(Storage &storage, ChapterService &chapters,
                                           UndoStack &undo, QObject *parent)
    : QObject(parent), m_storage(storage), m_chapters(chapters), m_undo(undo)
{
}

void ChapterPlacesService::beginHere(EpisodeId episode, const ShownChapters &shown, qsizetype row,
                                     std::chrono::milliseconds position)
{
    if (row < 0 || row >= shown.chapters.size())
        return;
    change(episode, shown.chapters.at(row).title,
           [shown, row, position](const ChapterShifts &shifts) {
               return shiftedTo(shifts, shown, row, position);
           });
}

void ChapterPlacesService::forgetShifts(EpisodeId episode)
{
    change(episode, {}, [](const ChapterShifts &shifts) {
        return shifts.empty() ? std::nullopt : std::optional(ChapterShifts());
    });
}

void ChapterPlacesService::change(EpisodeId episode, const QString &subject, Change changed)
{
    using Before = std::optional<ChapterShifts>; // nothing: nothing was changed
    const auto written = m_storage.write(
            [episode, changed = std::move(changed)](Database &database) -> Result<Before> {
                PlacesRepository repository(database);
                const auto before = repository.shifts(episode);
                if (!before)
                    return before.error();
                const auto after = changed(*before);
                if (!after)
                    return Before();
                const auto done = repository.setShifts(episode, *after);
                return done ? Result<Before>(*before) : done.error();
            });
    onResult(written, this, [this, episode, subject](const Result<Before> &before) {
        if (!before) {
            Q_EMIT failed(before.error());
            return;
        }
        if (!*before)
            return;
        m_chapters.tellMoved(episode);
        m_undo.push({.kind = UndoKind::MoveChapters, .subject = subject},
                    [this, episode, shifts = **before] { return write(episode, shifts); });
    });
}

QFuture<Result<>> ChapterPlacesService::write(EpisodeId episode, const ChapterShifts &shifts)
{
    const auto written = m_storage.write([episode, shifts](Database &database) {
        return PlacesRepository(database).setShifts(episode, shifts);
    });
    return then(written, this, [this, episode](const Result<> &done) {
        m_chapters.tellMoved(episode);
        return done;
    });
}

} // namespace Earmark
