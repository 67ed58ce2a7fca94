// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/skiprulesservice.h"

#include "core/async.h"
#include "services/undostack.h"
#include "storage/skiprepository.h"
#include "storage/storage.h"

namespace Earmark {

namespace {

UndoEntry entryOf(const Chapter &chapter, bool play)
{
    return {.kind = play ? UndoKind::TickChapter : UndoKind::UntickChapter,
            .subject = chapter.title};
}

} // namespace

SkipRulesService::SkipRulesService(Storage &storage, UndoStack &undo, QObject *parent)
    : QObject(parent), m_storage(storage), m_undo(undo)
{
}

QFuture<Result<SkipSettings>> SkipRulesService::settings(PodcastId podcast)
{
    return m_storage.read(
            [podcast](Database &database) { return SkipRepository(database).settings(podcast); });
}

QFuture<Result<>> SkipRulesService::setSettings(PodcastId podcast, const SkipSettings &settings)
{
    const auto written = m_storage.write([podcast, settings](Database &database) {
        return SkipRepository(database).setSettings(podcast, settings);
    });
    return then(written, this, [this](const Result<> &done) {
        if (done)
            Q_EMIT changed();
        return done;
    });
}

QFuture<Result<SkipRules>> SkipRulesService::rules(const Episode &episode)
{
    if (!episode.row.id.isValid()) {
        const PreviewKey key(episode.podcastUrl, episode.guid);
        return readyFuture(Result<SkipRules>(SkipRules{.ticks = m_previews.value(key)}));
    }
    return m_storage.read([id = episode.row.id](Database &database) {
        return SkipRepository(database).rules(id);
    });
}

void SkipRulesService::setTicked(const Episode &episode, const Chapters &shown, qsizetype row,
                                 bool play)
{
    if (row < 0 || row >= shown.size())
        return;
    const EpisodeId id = episode.row.id;
    if (!id.isValid()) {
        tickPreview(episode, shown, row, play);
        return;
    }
    const auto written
            = m_storage.write([id, shown, row, play](Database &database) -> Result<ChapterTicks> {
                  SkipRepository repository(database);
                  const auto rules = repository.rules(id);
                  if (!rules)
                      return rules.error();
                  const auto done = repository.setTicks(id, withTick(*rules, shown, row, play));
                  return done ? Result<ChapterTicks>(rules->ticks) : done.error();
              });
    onResult(written, this,
             [this, id, chapter = shown.at(row), play](const Result<ChapterTicks> &before) {
                 if (!before) {
                     Q_EMIT failed(before.error());
                     return;
                 }
                 Q_EMIT changed();
                 m_undo.push(entryOf(chapter, play),
                             [this, id, ticks = *before] { return putBack(id, ticks); });
             });
}

void SkipRulesService::tickPreview(const Episode &episode, const Chapters &shown, qsizetype row,
                                   bool play)
{
    const PreviewKey key(episode.podcastUrl, episode.guid);
    const ChapterTicks before = m_previews.value(key);
    m_previews.insert(key, withTick({.ticks = before}, shown, row, play));
    Q_EMIT changed();
    m_undo.push(entryOf(shown.at(row), play), [this, key, before] {
        m_previews.insert(key, before);
        Q_EMIT changed();
        return readyFuture(Result<>());
    });
}

QFuture<Result<>> SkipRulesService::putBack(EpisodeId episode, const ChapterTicks &ticks)
{
    const auto written = m_storage.write([episode, ticks](Database &database) {
        return SkipRepository(database).setTicks(episode, ticks);
    });
    return then(written, this, [this](const Result<> &done) {
        Q_EMIT changed();
        return done;
    });
}

} // namespace Earmark
