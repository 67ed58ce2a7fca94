// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloadcommands.h"

#include "app/answers.h"
#include "core/amounts.h"
#include "core/async.h"
#include "services/downloadlists.h"
#include "services/downloadservice.h"
#include "services/mediamover.h"
#include "services/mediastore.h"
#include "services/settingsservice.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QString stateName(MediaPresence presence, const std::optional<DownloadItem> &item)
{
    if (presence == MediaPresence::Whole)
        return u"whole"_s;
    if (!item)
        return presence == MediaPresence::Partly ? u"partly"_s : u"absent"_s;
    switch (item->state) {
    case DownloadState::Waiting:
        return u"waiting"_s;
    case DownloadState::Running:
        return u"running"_s;
    case DownloadState::Paused:
        return u"paused"_s;
    case DownloadState::Failed:
        return u"failed"_s;
    case DownloadState::Done:
        break;
    }
    return u"whole"_s;
}

QJsonObject rowJson(const DownloadRow &row, const StoredMedia &media)
{
    const QString reason = media.download ? media.download->reason : media.reason;
    return {{u"episode_id"_s, row.episode.value()},
            {u"podcast_id"_s, row.podcast.value()},
            {u"title"_s, row.title},
            {u"podcast"_s, row.podcastTitle},
            {u"state"_s, stateName(media.presence, media.download)},
            {u"bytes"_s, media.bytes},
            {u"size"_s, media.size > 0 ? QJsonValue(media.size) : QJsonValue()},
            {u"path"_s, orNull(media.path)},
            {u"reason"_s, orNull(reason)}};
}

QString rowText(const DownloadRow &row, const StoredMedia &media)
{
    const QString reason = media.download ? media.download->reason : QString();
    return u"%1\t%2\t%3\t%4%5\n"_s.arg(row.episode.value())
            .arg(stateName(media.presence, media.download),
                 sizeInWords(media.presence == MediaPresence::Whole ? media.bytes : media.size),
                 row.title, reason.isEmpty() ? QString() : u"\t"_s + reason);
}

QList<EpisodeId> episodesOf(const QStringList &words, QString &problem)
{
    QList<EpisodeId> episodes;
    for (const QString &word : words) {
        bool isNumber = false;
        const qint64 id = word.toLongLong(&isNumber);
        if (!isNumber || id <= 0) {
            problem = u"\"%1\" is no episode's number; \"earmark list episodes\" tells them."_s.arg(
                    word);
            return {};
        }
        episodes.append(EpisodeId(id));
    }
    return episodes;
}

} // namespace

DownloadCommands::DownloadCommands(const Needs &needs, QObject *parent)
    : QObject(parent), m_needs(needs)
{
}

bool DownloadCommands::knows(const QString &command)
{
    return command == "download"_L1 || command == "downloads"_L1
            || command.startsWith("downloads "_L1);
}

QFuture<CommandAnswer> DownloadCommands::run(const CommandLine &line)
{
    using Method = QFuture<CommandAnswer> (DownloadCommands::*)(const CommandLine &);
    static const QHash<QString, Method> methods{
            {u"download"_s, &DownloadCommands::download},
            {u"downloads"_s, &DownloadCommands::list},
            {u"downloads pause"_s, &DownloadCommands::change},
            {u"downloads resume"_s, &DownloadCommands::change},
            {u"downloads cancel"_s, &DownloadCommands::change},
            {u"downloads delete"_s, &DownloadCommands::remove},
            {u"downloads check"_s, &DownloadCommands::check},
            {u"downloads move"_s, &DownloadCommands::move},
            {u"downloads limit"_s, &DownloadCommands::limit},
    };
    const auto method = methods.constFind(line.command);
    if (method == methods.constEnd())
        return readyFuture(failure(fail(ErrorKind::Usage, u"There is no such command."_s)));
    return then(m_needs.store.load(), this, [this, line, method = *method](const Result<> &loaded) {
        return loaded ? (this->*method)(line) : readyFuture(failure(loaded.error()));
    });
}

QFuture<CommandAnswer> DownloadCommands::list(const CommandLine &line)
{
    return listOf({}, line);
}

/// Of all when it is empty.
QFuture<CommandAnswer> DownloadCommands::listOf(const QList<EpisodeId> &episodes,
                                                const CommandLine &line)
{
    return then(m_needs.lists.all(), this,
                [this, episodes, line](const Result<DownloadLists::Answer> &all) {
                    if (!all)
                        return failure(all.error());
                    QJsonArray array;
                    QString text;
                    for (const DownloadRow &row : all->rows) {
                        const auto media = m_needs.store.media(row.episode);
                        if (!media || (!episodes.isEmpty() && !episodes.contains(row.episode)))
                            continue;
                        array.append(rowJson(row, *media));
                        text += rowText(row, *media);
                    }
                    return line.json ? jsonAnswer(array) : textAnswer(text);
                });
}

QFuture<CommandAnswer> DownloadCommands::download(const CommandLine &line)
{
    QString problem;
    const QList<EpisodeId> episodes = episodesOf(line.arguments, problem);
    if (!problem.isEmpty())
        return readyFuture(failure(fail(ErrorKind::Usage, problem)));
    return then(m_needs.downloads.start(), this, [this, episodes, line](const Result<> &started) {
        if (!started)
            return readyFuture(failure(started.error()));
        m_needs.downloads.download(episodes);
        return settled(episodes, line);
    });
}

QFuture<CommandAnswer> DownloadCommands::settled(const QList<EpisodeId> &episodes,
                                                 const CommandLine &line)
{
    // What an episode that is in no library is answered with.
    auto problems = std::make_shared<QByteArray>();
    const auto telling = connect(
            &m_needs.downloads, &DownloadService::failed, this,
            [problems](const Error &error) { *problems += error.sentence.toUtf8() + '\n'; });
    const auto over
            = line.fetch ? m_needs.downloads.settled(episodes) : m_needs.downloads.settled({});
    auto answered = std::make_shared<QPromise<CommandAnswer>>();
    answered->start();
    auto *watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcherBase::finished, this,
            [this, watcher, telling, problems, answered, episodes, line] {
                watcher->deleteLater();
                disconnect(telling);
                onResult(listOf(episodes, line), this,
                         [this, answered, problems, episodes, line](CommandAnswer answer) {
                             const bool isAllThere = std::all_of(
                                     episodes.cbegin(), episodes.cend(), [this](EpisodeId id) {
                                         const auto media = m_needs.store.media(id);
                                         return media && media->presence == MediaPresence::Whole;
                                     });
                             if (line.fetch && !isAllThere)
                                 answer.exitCode = 1;
                             answer.errors += *problems;
                             answered->addResult(answer);
                             answered->finish();
                         });
            });
    watcher->setFuture(over);
    return answered->future();
}

QFuture<CommandAnswer> DownloadCommands::change(const CommandLine &line)
{
    QString problem;
    const QList<EpisodeId> episodes = episodesOf(line.arguments, problem);
    if (!problem.isEmpty())
        return readyFuture(failure(fail(ErrorKind::Usage, problem)));
    // Without a window nothing is to begin only because the queue was changed.
    if (!m_needs.downloads.isStarted())
        m_needs.downloads.hold(true);
    return then(m_needs.downloads.start(), this, [this, episodes, line](const Result<> &started) {
        if (!started)
            return readyFuture(failure(started.error()));
        apply(line.command, episodes);
        return list(line);
    });
}

/// To all of them when none is named.
void DownloadCommands::apply(const QString &command, const QList<EpisodeId> &episodes)
{
    DownloadService &downloads = m_needs.downloads;
    const bool isAll = episodes.isEmpty();
    if (command == "downloads cancel"_L1) {
        isAll ? downloads.cancelAll() : downloads.cancel(episodes);
    } else if (command == "downloads pause"_L1) {
        isAll ? downloads.setAllPaused(true) : downloads.pause(episodes);
    } else if (isAll) {
        downloads.setAllPaused(false);
    } else {
        downloads.resume(episodes);
    }
}

QFuture<CommandAnswer> DownloadCommands::remove(const CommandLine &line)
{
    QString problem;
    const QList<EpisodeId> episodes = episodesOf(line.arguments, problem);
    if (!problem.isEmpty())
        return readyFuture(failure(fail(ErrorKind::Usage, problem)));
    if (!m_needs.downloads.isStarted())
        m_needs.downloads.hold(true);
    QFuture<Result<>> done
            = then(m_needs.downloads.start(), this, [this, episodes](const Result<> &started) {
                  m_needs.downloads.cancel(episodes);
                  return started;
              });
    for (const EpisodeId id : episodes) {
        done = then(done, this, [this, id](const Result<> &before) {
            return before ? m_needs.store.removeFile(id) : readyFuture(before);
        });
    }
    return then(done, this, [this, line](const Result<> &removed) {
        return removed ? list(line) : readyFuture(failure(removed.error()));
    });
}

QFuture<CommandAnswer> DownloadCommands::check(const CommandLine &line)
{
    return then(m_needs.store.check(), this, [this, line](const MediaFindings &found) {
        if (!found.isFolderThere) {
            return failure(fail(ErrorKind::FileSystem,
                                u"The folder of the downloads is not there: %1."_s.arg(
                                        m_needs.store.folder())));
        }
        QJsonArray missing;
        QString text;
        for (const EpisodeId id : found.missing) {
            missing.append(id.value());
            text += u"missing\t%1\n"_s.arg(id.value());
        }
        for (const QString &path : found.foreign)
            text += u"foreign\t%1\n"_s.arg(path);
        if (text.isEmpty())
            text = u"Every file is where it should be.\n"_s;
        return line.json
                ? jsonAnswer(QJsonObject{{u"folder"_s, m_needs.store.folder()},
                                         {u"missing"_s, missing},
                                         {u"foreign"_s, QJsonArray::fromStringList(found.foreign)}})
                : textAnswer(text);
    });
}

QFuture<CommandAnswer> DownloadCommands::move(const CommandLine &line)
{
    const QString folder = QDir::current().absoluteFilePath(line.arguments.first());
    return then(m_needs.mover.move(folder), this, [folder](const Result<> &moved) {
        return moved ? textAnswer(u"The downloads are in %1 now.\n"_s.arg(folder))
                     : failure(moved.error());
    });
}

/// In kilobytes per second; 0: none.
QFuture<CommandAnswer> DownloadCommands::limit(const CommandLine &line)
{
    DownloadPreferences wished = m_needs.settings.downloads();
    if (!line.arguments.isEmpty()) {
        bool isNumber = false;
        const qint64 kilobytes = line.arguments.first().toLongLong(&isNumber);
        if (!isNumber || kilobytes < 0 || kilobytes > 10'000'000) {
            return readyFuture(
                    failure(fail(ErrorKind::Usage,
                                 u"The limit is a number of kilobytes per second; 0 is none."_s)));
        }
        wished.limit = kilobytes * 1000;
        m_needs.settings.setDownloads(wished);
    }
    const QJsonObject answer{{u"kilobytes_per_second"_s, wished.limit / 1000}};
    return readyFuture(
            line.json ? jsonAnswer(answer)
                      : textAnswer(wished.limit == 0 ? u"There is no limit.\n"_s
                                                     : u"%1/s\n"_s.arg(sizeInWords(wished.limit))));
}

} // namespace Earmark
