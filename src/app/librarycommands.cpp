// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/librarycommands.h"

#include "app/answers.h"
#include "app/downloadcommands.h"
#include "app/downloadrulecommands.h"
#include "app/filecommands.h"
#include "app/listeninganswers.h"
#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/findinput.h"
#include "core/ownnetwork.h"
#include "core/privateaddress.h"
#include "services/chapterservice.h"
#include "services/directoryservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/previewservice.h"

#include <QDir>
#include <QSaveFile>

#include <limits>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 MaxOpml = qint64(10) * 1024 * 1024;

QString statusName(RefreshOutcome::Status status)
{
    switch (status) {
    case RefreshOutcome::Status::Updated:
        return u"updated"_s;
    case RefreshOutcome::Status::NotModified:
        return u"not modified"_s;
    case RefreshOutcome::Status::Unchanged:
        return u"unchanged"_s;
    case RefreshOutcome::Status::Failed:
        return u"failed"_s;
    case RefreshOutcome::Status::Ended:
        return u"ended"_s;
    case RefreshOutcome::Status::Offline:
        return u"offline"_s;
    case RefreshOutcome::Status::Postponed:
        return u"postponed"_s;
    case RefreshOutcome::Status::NotFetched:
        return u"not fetched"_s;
    case RefreshOutcome::Status::Cancelled:
        return u"cancelled"_s;
    }
    return {};
}

QJsonObject outcomeJson(const RefreshOutcome &outcome)
{
    return {{u"url"_s, orNull(outcome.url)},
            {u"status"_s, statusName(outcome.status)},
            {u"new"_s, outcome.inserted},
            {u"changed"_s, outcome.updated},
            {u"error"_s, orNull(outcome.error)}};
}

QString outcomeText(const RefreshOutcome &outcome)
{
    const QString name = outcome.title.isEmpty() ? displayAddress(outcome.url) : outcome.title;
    if (!outcome.error.isEmpty())
        return u"%1: %2\n"_s.arg(name, outcome.error);
    return u"%1: %2, %3 new, %4 changed\n"_s.arg(name, statusName(outcome.status))
            .arg(outcome.inserted)
            .arg(outcome.updated);
}

/// The command has failed only when nothing at all went well.
CommandAnswer outcomesAnswer(const RefreshOutcomes &outcomes, bool json)
{
    QJsonArray array;
    QString text;
    bool isAllFailed = !outcomes.isEmpty();
    QByteArray errors;
    for (const RefreshOutcome &outcome : outcomes) {
        array.append(outcomeJson(outcome));
        text += outcomeText(outcome);
        isAllFailed = isAllFailed && !outcome.error.isEmpty();
        if (!outcome.error.isEmpty())
            errors += outcome.error.toUtf8() + '\n';
    }
    CommandAnswer answer = json ? jsonAnswer(array) : textAnswer(text);
    if (isAllFailed) {
        answer.exitCode = 1;
        answer.errors = errors;
    }
    return answer;
}

CommandAnswer addedAnswer(const Subscription &added, bool json)
{
    CommandAnswer answer = outcomesAnswer({added.outcome}, json);
    if (!added.isNew && !json)
        answer = textAnswer(
                u"%1: you are subscribed already.\n"_s.arg(displayAddress(added.outcome.url)));
    if (!added.notice.isEmpty())
        answer.errors += added.notice.toUtf8() + '\n';
    return answer;
}

CommandAnswer notAddedAnswer(Error error, const QUrl &address, bool json)
{
    if (!json) {
        if (error.kind == ErrorKind::HttpStatus && error.code == 401)
            error.sentence += u" Say who you are by --login NAME."_s;
        return failure(error);
    }
    RefreshOutcome outcome;
    outcome.url = address;
    outcome.status = RefreshOutcome::Status::Failed;
    outcome.error = error.sentence;
    return outcomesAnswer({outcome}, true);
}

QString stateName(PlayState state)
{
    switch (state) {
    case PlayState::New:
        return u"new"_s;
    case PlayState::InProgress:
        return u"in progress"_s;
    case PlayState::Played:
        return u"played"_s;
    }
    return {};
}

QJsonObject episodeJson(const Episode &episode)
{
    const EpisodeRow &row = episode.row;
    const auto duration = row.duration;
    return {{u"id"_s, row.id.value()},
            {u"podcast_id"_s, row.podcastId.value()},
            {u"guid"_s, orNull(episode.guid)},
            {u"title"_s, row.title},
            {u"published"_s, orNull(row.published)},
            {u"duration"_s, duration.count() > 0 ? QJsonValue(seconds(duration)) : QJsonValue()},
            {u"url"_s, orNull(episode.enclosure.url)},
            {u"state"_s, stateName(row.state.play)},
            {u"position"_s, seconds(row.state.position)},
            {u"downloaded"_s, row.media == MediaPresence::Whole || isLocalEpisode(episode)},
            {u"time_saved_ms"_s, timeSavedJson(episode.saved)}};
}

CommandAnswer chaptersAnswer(const Episode &episode, bool json)
{
    const ShownChapters shown = ChapterService::shown(episode);
    QJsonArray array;
    QString text;
    for (const Chapter &chapter : shown.chapters) {
        QJsonObject object = chapterJson(chapter);
        object.insert(u"episode_id"_s, episode.row.id.value());
        object.insert(u"source"_s,
                      shown.source ? QJsonValue(sourceName(*shown.source)) : QJsonValue());
        array.append(object);
        text += u"%1\t%2\n"_s.arg(seconds(chapter.start)).arg(chapter.title);
    }
    return json ? jsonAnswer(array) : textAnswer(text);
}

CommandAnswer exportAnswer(const OpmlExport &exported, const CommandLine &line)
{
    CommandAnswer answer;
    if (exported.leftOut > 0) {
        answer.errors += u"Left out because their addresses are private: %1. Export them with"
                         " --with-private.\n"_s.arg(exported.leftOut)
                                 .toUtf8();
    }
    if (exported.folders > 0) {
        answer.errors += u"Left out because they are folders on this computer: %1.\n"_s
                                 .arg(exported.folders)
                                 .toUtf8();
    }
    const QByteArray &document = exported.document;
    if (line.arguments.isEmpty()) {
        answer.output = document;
        return answer;
    }
    QSaveFile file(line.arguments.first());
    if (!file.open(QIODevice::WriteOnly) || file.write(document) != document.size()
        || !file.commit()) {
        return failure(fail(ErrorKind::FileSystem,
                            u"The file %1 cannot be written."_s.arg(line.arguments.first()),
                            file.errorString()));
    }
    return answer;
}

} // namespace

LibraryCommands::LibraryCommands(const Needs &needs, QObject *parent)
    : QObject(parent), m_library(needs.library), m_episodes(needs.episodes),
      m_chapters(needs.chapters), m_directories(needs.directories), m_previews(needs.previews),
      m_skipRules(needs.skipRules), m_downloads(needs.downloads),
      m_rules(new DownloadRuleCommands(needs.rules, this))
{
}

QFuture<CommandAnswer> LibraryCommands::run(const CommandLine &line)
{
    if (DownloadCommands::knows(line.command))
        return m_downloads.run(line);
    if (DownloadRuleCommands::knows(line.command))
        return rules(line);
    using Method = QFuture<CommandAnswer> (LibraryCommands::*)(const CommandLine &);
    static const QHash<QString, Method> methods{
            {u"add"_s, &LibraryCommands::add},
            {u"import"_s, &LibraryCommands::import},
            {u"refresh"_s, &LibraryCommands::refresh},
            {u"remove"_s, &LibraryCommands::remove},
            {u"forget login"_s, &LibraryCommands::forgetLogin},
            {u"export"_s, &LibraryCommands::exportOpml},
            {u"list podcasts"_s, &LibraryCommands::listPodcasts},
            {u"list episodes"_s, &LibraryCommands::listEpisodes},
            {u"list chapters"_s, &LibraryCommands::listChapters},
            {u"skips"_s, &LibraryCommands::skips},
            {u"stats"_s, &LibraryCommands::stats},
    };
    const auto method = methods.constFind(line.command);
    if (method == methods.constEnd())
        return readyFuture(failure(fail(ErrorKind::Usage, u"There is no such command."_s)));
    return (this->*(*method))(line);
}

QFuture<CommandAnswer> LibraryCommands::add(const CommandLine &line)
{
    const QString &typed = line.arguments.first();
    if (isNamedFolder(typed) || !pathFromInput(typed).isEmpty())
        return addFolder(line);
    const FindInput input = findInput(typed);
    const bool isLink = input.kind == FindKind::ApplePodcast || input.kind == FindKind::PodcastIndex
            || input.kind == FindKind::Fyyd;
    const TypedAddress meant = typedAddress(typed);
    const QUrl address = isLink ? input.address : meant.url;
    if (!address.isValid()) {
        return readyFuture(failure(
                fail(ErrorKind::Usage, u"\"%1\" is no address of a podcast."_s.arg(typed))));
    }
    SubscribeWish wish{.fetch = line.fetch, .isGuess = !isLink && meant.isGuess};
    if (!line.login.isEmpty())
        wish.login = HttpCredentials{.name = line.login, .password = line.password};
    if (isLink && wish.login) {
        return readyFuture(failure(fail(ErrorKind::Usage,
                                        u"A name and password are sent to no "
                                        u"address that a directory gives. Name the "
                                        "feed's own address."_s)));
    }
    const auto added = isLink
            ? then(m_directories.feedOf(input), this,
                   [this, wish](const Result<QUrl> &feed) { return subscribeTo(feed, {}, wish); })
            : subscribe(address, wish);
    return then(added, this, [line, address](const Result<Subscription> &done) {
        return done ? addedAnswer(*done, line.json)
                    : notAddedAnswer(done.error(), address, line.json);
    });
}

QFuture<CommandAnswer> LibraryCommands::addFolder(const CommandLine &line)
{
    const QString path = localPath(line.arguments.first());
    return then(m_library.subscribeFolder(path), this,
                [line, path](const Result<Subscription> &done) {
                    return done ? addedAnswer(*done, line.json)
                                : notAddedAnswer(done.error(), localAddress(path), line.json);
                });
}

/// As the window does: a page that names no feed may link to the podcast in a directory.
QFuture<Result<Subscription>> LibraryCommands::subscribe(const QUrl &address,
                                                         const SubscribeWish &wish)
{
    return then(m_library.subscribe(address, wish), this,
                [this, address, wish](const Result<Subscription> &done) {
                    if (done || done.error().kind != ErrorKind::Parse)
                        return readyFuture(done);
                    const auto page = m_previews.open(address, PreviewService::Named::ByListener,
                                                      wish.isGuess);
                    return then(page, this,
                                [this, address, wish, done](const Result<FeedPreview> &found) {
                                    if (!found || found->podcast.url == address)
                                        return readyFuture(done);
                                    SubscribeWish theirs = wish;
                                    theirs.login.reset(); // typed for the page's server
                                    theirs.isGuess = false;
                                    return subscribeTo(found->podcast.url, address, theirs);
                                });
                });
}

/// What a directory said, or a page: to the own network only where that is itself.
QFuture<Result<Subscription>>
LibraryCommands::subscribeTo(const Result<QUrl> &feed, const QUrl &page, const SubscribeWish &wish)
{
    if (!feed)
        return readyFuture(Result<Subscription>(feed.error()));
    SubscribeWish asked = wish;
    asked.isOwnNetworkAllowed = isSameHost(feed->host(), m_directories.ownHost())
            || isSameHost(feed->host(), page.host());
    return m_library.subscribe(*feed, asked);
}

QFuture<CommandAnswer> LibraryCommands::import(const CommandLine &line)
{
    const auto document = readNamedFile(line.arguments.first(), MaxOpml);
    if (!document)
        return readyFuture(failure(document.error()));
    return then(m_library.importOpml(*document, {.fetch = line.fetch}), this,
                [line](const Result<ImportReport> &report) {
                    if (!report)
                        return failure(report.error());
                    CommandAnswer answer = outcomesAnswer(report->outcomes, line.json);
                    answer.exitCode = 0; // the podcasts are in the library, fetched or not
                    return answer;
                });
}

QFuture<CommandAnswer> LibraryCommands::refresh(const CommandLine &line)
{
    const auto answer = [line](const RefreshOutcomes &outcomes) {
        return outcomesAnswer(outcomes, line.json);
    };
    if (line.arguments.isEmpty())
        return then(m_library.refresh(), this, answer);
    return then(findPodcast(line.arguments.first()), this,
                [this, answer](const Result<Podcast> &podcast) {
                    if (!podcast)
                        return readyFuture(failure(podcast.error()));
                    return then(m_library.refresh({podcast->id}), this, answer);
                });
}

QFuture<CommandAnswer> LibraryCommands::remove(const CommandLine &line)
{
    return then(findPodcast(line.arguments.first()), this, [this](const Result<Podcast> &podcast) {
        if (!podcast)
            return readyFuture(failure(podcast.error()));
        return then(m_library.unsubscribe(podcast->id), this,
                    [title = podcast->title](const Result<> &done) {
                        return done ? textAnswer(u"Unsubscribed from %1.\n"_s.arg(title))
                                    : failure(done.error());
                    });
    });
}

QFuture<CommandAnswer> LibraryCommands::forgetLogin(const CommandLine &line)
{
    return then(findPodcast(line.arguments.first()), this, [this](const Result<Podcast> &podcast) {
        if (!podcast)
            return readyFuture(failure(podcast.error()));
        if (podcast->loginName.isEmpty()) {
            return readyFuture(textAnswer(u"%1 has no name and password.\n"_s.arg(podcast->title)));
        }
        return then(m_library.forgetLogin(podcast->id), this,
                    [title = podcast->title](const Result<> &done) {
                        return done ? textAnswer(u"Forgot the login of %1.\n"_s.arg(title))
                                    : failure(done.error());
                    });
    });
}

QFuture<CommandAnswer> LibraryCommands::exportOpml(const CommandLine &line)
{
    return then(m_library.exportOpml(line.withPrivate), this,
                [line](const Result<OpmlExport> &exported) {
                    return exported ? exportAnswer(*exported, line) : failure(exported.error());
                });
}

QFuture<CommandAnswer> LibraryCommands::listPodcasts(const CommandLine &line)
{
    return then(m_library.podcasts(), this, [line](const Result<PodcastList> &podcasts) {
        if (!podcasts)
            return failure(podcasts.error());
        QJsonArray array;
        QString text;
        for (const Podcast &podcast : *podcasts) {
            array.append(QJsonObject{{u"id"_s, podcast.id.value()},
                                     {u"title"_s, orNull(podcast.title)},
                                     {u"url"_s, orNull(podcast.url)},
                                     {u"site"_s, orNull(podcast.site)},
                                     {u"folder"_s, QJsonArray::fromStringList(podcast.folder)},
                                     {u"episodes"_s, podcast.episodes},
                                     {u"unplayed"_s, podcast.unplayed},
                                     {u"error"_s, orNull(podcast.error)}});
            text += u"%1\t%2\t%3\n"_s.arg(podcast.id.value())
                            .arg(podcast.title,
                                 isPrivate(podcast) ? shownAddress(podcast.url, true)
                                                    : displayAddress(podcast.url));
        }
        return line.json ? jsonAnswer(array) : textAnswer(text);
    });
}

QFuture<CommandAnswer> LibraryCommands::listEpisodes(const CommandLine &line)
{
    const int limit = line.limit.value_or(std::numeric_limits<int>::max());
    return then(m_episodes.newest(PodcastId(line.podcast.value_or(0)), limit), this,
                [line](const Result<QList<Episode>> &episodes) {
                    if (!episodes)
                        return failure(episodes.error());
                    QJsonArray array;
                    QString text;
                    for (const Episode &episode : *episodes) {
                        array.append(episodeJson(episode));
                        text += u"%1\t%2\n"_s.arg(episode.row.id.value()).arg(episode.row.title);
                    }
                    return line.json ? jsonAnswer(array) : textAnswer(text);
                });
}

QFuture<CommandAnswer> LibraryCommands::listChapters(const CommandLine &line)
{
    return then(m_episodes.episode(EpisodeId(*line.episode)), this,
                [this, line](const Result<Episode> &episode) {
                    if (!episode)
                        return readyFuture(failure(episode.error()));
                    if (!line.fetch)
                        return readyFuture(chaptersAnswer(*episode, line.json));
                    return then(m_chapters.withSources(*episode), this,
                                [line](const Episode &whole) {
                                    return chaptersAnswer(whole, line.json);
                                });
                });
}

QFuture<Result<Podcast>> LibraryCommands::findPodcast(const QString &name)
{
    return then(m_library.podcasts(), this, [name](const Result<PodcastList> &podcasts) {
        if (!podcasts)
            return Result<Podcast>(podcasts.error());
        bool isNumber = false;
        const qint64 number = name.toLongLong(&isNumber);
        const TypedAddress typed = typedAddress(name);
        QUrl byHttp = typed.url;
        byHttp.setScheme(u"http"_s);
        const QUrl folder = localAddress(QFileInfo(localPath(name)).canonicalFilePath());
        for (const Podcast &podcast : *podcasts) {
            if ((isNumber && podcast.id.value() == number) || podcast.url == typed.url
                || podcast.url == folder || (typed.isGuess && podcast.url == byHttp))
                return Result<Podcast>(podcast);
        }
        return Result<Podcast>(
                fail(ErrorKind::NotFound, u"You are not subscribed to %1."_s.arg(name)));
    });
}

} // namespace Earmark
