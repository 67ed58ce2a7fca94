// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/directoryservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/directorymerge.h"
#include "core/ownnetwork.h"
#include "core/privateaddress.h"
#include "feed/directoryanswers.h"
#include "net/httpclient.h"
#include "services/settingsservice.h"

#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr Directory AllDirectories[]{Directory::Itunes, Directory::Fyyd, Directory::PodcastIndex};

Directory directoryOf(FindKind kind)
{
    if (kind == FindKind::ApplePodcast)
        return Directory::Itunes;
    return kind == FindKind::Fyyd ? Directory::Fyyd : Directory::PodcastIndex;
}

Error switchedOff(const DirectorySettings &settings, Directory directory)
{
    if (directory == Directory::PodcastIndex && settings.podcastIndex) {
        return fail(ErrorKind::Usage,
                    u"Podcast Index answers only with a key. Enter yours in the settings, or paste "
                    "the address of the podcast's own page."_s);
    }
    return fail(ErrorKind::Usage,
                u"%1 is switched off in the settings. Switch it on, or paste the address of the "
                "podcast's own page."_s.arg(DirectoryService::nameOf(directory)));
}

/// A secret from a private feed's address never reaches a directory, not even pasted alone.
bool mayBeAsked(const QString &words)
{
    const QStringList tokens = words.simplified().split(u' ');
    return std::none_of(tokens.begin(), tokens.end(), [](const QString &token) {
        const QUrl url = feedAddressFromInput(token);
        return isRandom(token) || (url.isValid() && looksPrivate(url));
    });
}

Result<QUrl> onlyFeed(const Result<DirectoryEntries> &entries, Directory directory)
{
    if (!entries)
        return entries.error();
    const auto withFeed
            = std::find_if(entries->begin(), entries->end(),
                           [](const DirectoryEntry &entry) { return entry.canSubscribe(); });
    if (withFeed != entries->end())
        return withFeed->feed;
    if (directory == Directory::Itunes && !entries->isEmpty()) {
        return fail(ErrorKind::NotFound,
                    u"This podcast can be heard in Apple's own program only: it has no address to "
                    "subscribe to."_s);
    }
    return fail(ErrorKind::NotFound,
                u"%1 knows no such podcast. Check the address, or look for the podcast by its "
                "name."_s.arg(DirectoryService::nameOf(directory)));
}

} // namespace

DirectoryService::DirectoryService(HttpClient &http, SettingsService &settings, Clock clock,
                                   QObject *parent)
    : QObject(parent), m_http(http), m_settings(settings), m_clock(std::move(clock))
{
}

DirectoryService::~DirectoryService() = default;

QString DirectoryService::nameOf(Directory directory)
{
    switch (directory) {
    case Directory::Itunes:
        return u"Apple Podcasts"_s;
    case Directory::Fyyd:
        return u"fyyd"_s;
    case Directory::PodcastIndex:
        return u"Podcast Index"_s;
    }
    return {};
}

bool DirectoryService::isOn(Directory directory) const
{
    const DirectorySettings settings = m_settings.directories();
    switch (directory) {
    case Directory::Itunes:
        return settings.itunes;
    case Directory::Fyyd:
        return settings.fyyd;
    case Directory::PodcastIndex:
        return settings.hasPodcastIndex();
    }
    return false;
}

QString DirectoryService::ownHost() const
{
    const DirectorySettings settings = m_settings.directories();
    for (const QUrl &url : {settings.itunesUrl, settings.fyydUrl, settings.podcastIndexUrl}) {
        if (isOwnNetwork(url.host()))
            return url.host();
    }
    return {};
}

bool DirectoryService::isAsking() const
{
    return std::any_of(m_progress.begin(), m_progress.end(), [](Progress one) {
        return one == Progress::Asking || one == Progress::Waiting;
    });
}

QStringList DirectoryService::troubles() const
{
    QStringList sentences;
    for (const Directory directory : AllDirectories) {
        const QString sentence = m_troubles.value(directory);
        if (!sentence.isEmpty())
            sentences.append(u"%1: %2"_s.arg(nameOf(directory), sentence));
    }
    return sentences;
}

/// A new question: what runs for the last one ends.
void DirectoryService::begin()
{
    ++m_wish;
    for (auto &request : std::exchange(m_requests, {}))
        request.cancel();
    m_answers.clear();
    m_troubles.clear();
    m_entries.clear();
    for (const Directory directory : AllDirectories)
        m_progress.insert(directory, isOn(directory) ? Progress::Idle : Progress::Off);
}

void DirectoryService::stop()
{
    begin();
    Q_EMIT changed();
}

void DirectoryService::search(const QString &words)
{
    begin();
    const QString asked = mayBeAsked(words) ? findInput(words).words : QString();
    const DirectorySettings settings = m_settings.directories();
    if (!asked.isEmpty()) {
        ask({Directory::Itunes, itunesSearchUrl(settings.itunesUrl, asked, settings.country),
             parseItunesResults});
        ask({Directory::Fyyd, fyydSearchUrl(settings.fyydUrl, asked), parseFyydResults});
        askIndex({Directory::PodcastIndex, podcastIndexSearchUrl(settings.podcastIndexUrl, asked),
                  parsePodcastIndexResults});
    }
    Q_EMIT changed();
}

void DirectoryService::ask(const Question &question)
{
    if (!isOn(question.directory))
        return;
    m_progress.insert(question.directory, Progress::Asking);
    onResult(fetch(question, true), this,
             [this, wish = m_wish,
              directory = question.directory](const Result<DirectoryEntries> &answer) {
                 if (wish == m_wish)
                     keep(directory, answer);
             });
}

QFuture<Result<>> DirectoryService::loadSecret()
{
    return m_loadSecret ? m_loadSecret() : readyFuture(Result<>());
}

/// Its secret is looked for when it is first needed, which may take the
/// listener's unlocking the keyring.
void DirectoryService::askIndex(const Question &question)
{
    const DirectorySettings settings = m_settings.directories();
    if (!settings.podcastIndex || settings.podcastIndexKey.isEmpty())
        return;
    const auto loaded = loadSecret();
    if (settings.hasPodcastIndex()) {
        ask(question);
        return;
    }
    onResult(loaded, this, [this, wish = m_wish, question](const Result<> &) {
        if (wish != m_wish)
            return;
        ask(question);
        Q_EMIT changed();
    });
}

void DirectoryService::keep(Directory directory, const Result<DirectoryEntries> &answer)
{
    m_progress.insert(directory, answer ? Progress::Answered : Progress::Failed);
    if (answer) {
        m_troubles.remove(directory);
        m_answers.insert(directory, *answer);
    } else {
        m_troubles.insert(directory, answer.error().sentence);
    }
    QList<DirectoryEntries> answers;
    for (const Directory one : AllDirectories) // the same order whoever was first
        answers.append(m_answers.value(one));
    m_entries = mergedEntries(answers);
    Q_EMIT changed();
}

void DirectoryService::showChart(const Chart &chart)
{
    begin();
    const Directory apple = Directory::Itunes;
    if (!isOn(apple)) {
        keep(apple,
             fail(ErrorKind::Usage,
                  u"Charts are Apple's, and it is switched off in the settings."_s));
        return;
    }
    m_progress.insert(apple, Progress::Asking);
    const QUrl base = m_settings.directories().itunesUrl;
    const Question question{apple, itunesChartUrl(base, chart.country, chart.genre),
                            parseItunesChart};
    const auto found = then(
            fetch(question, true), this,
            [this, wish = m_wish, base, chart](const Result<DirectoryEntries> &entries) {
                if (!entries || entries->isEmpty() || wish != m_wish)
                    return readyFuture(entries);
                QList<qint64> ids;
                for (const DirectoryEntry &entry : *entries)
                    ids.append(entry.appleId);
                const Question lookup{Directory::Itunes, itunesLookupUrl(base, ids, chart.country),
                                      parseItunesResults};
                return then(fetch(lookup, true), this,
                            [entries](const Result<DirectoryEntries> &known) {
                                return known
                                        ? Result<DirectoryEntries>(withLookup(*entries, *known))
                                        : known;
                            });
            });
    onResult(found, this, [this, apple, wish = m_wish](const Result<DirectoryEntries> &entries) {
        if (wish == m_wish)
            keep(apple, entries);
    });
    Q_EMIT changed();
}

QFuture<Result<QUrl>> DirectoryService::feedOf(const FindInput &link)
{
    const bool needsSecret = link.kind == FindKind::PodcastIndex
            && m_settings.directories().podcastIndex && !isOn(Directory::PodcastIndex);
    if (!needsSecret)
        return lookUp(link);
    return then(loadSecret(), this, [this, link](const Result<> &) { return lookUp(link); });
}

QFuture<Result<QUrl>> DirectoryService::lookUp(const FindInput &link)
{
    const DirectorySettings settings = m_settings.directories();
    const Directory directory = directoryOf(link.kind);
    if (link.id.isEmpty()) {
        return readyFuture(
                Result<QUrl>(fail(ErrorKind::Usage, u"This is no address of a podcast's page."_s)));
    }
    if (!isOn(directory))
        return readyFuture(Result<QUrl>(switchedOff(settings, directory)));
    Question question{directory, {}, parsePodcastIndexResults};
    if (directory == Directory::Itunes) {
        question.url
                = itunesLookupUrl(settings.itunesUrl, {link.id.toLongLong()}, settings.country);
        question.parse = parseItunesResults;
    } else if (directory == Directory::Fyyd) {
        question.url = fyydPodcastUrl(settings.fyydUrl, link.id);
        question.parse = parseFyydResults;
    } else {
        question.url = podcastIndexPodcastUrl(settings.podcastIndexUrl, link.id);
    }
    return then(fetch(question, false), this, [directory](const Result<DirectoryEntries> &entries) {
        return onlyFeed(entries, directory);
    });
}

/// When it is its turn. isForList: a newer question of the list makes it pointless.
QFuture<Result<DirectoryEntries>> DirectoryService::fetch(const Question &question, bool isForList)
{
    const auto wait = question.directory == Directory::Itunes
            ? waitBefore(m_sentToItunes, m_clock())
            : std::chrono::milliseconds(0);
    if (wait <= std::chrono::milliseconds(0))
        return send(question, isForList);
    if (isForList) {
        m_progress.insert(question.directory, Progress::Waiting);
        m_troubles.insert(
                question.directory,
                u"wants no more questions this minute; it is asked as soon as it may be."_s);
    }
    const auto turn = std::make_shared<QPromise<Result<>>>();
    turn->start();
    QTimer::singleShot(wait, this, [turn] {
        turn->addResult(Result<>());
        turn->finish();
    });
    return then(turn->future(), this, [this, question, isForList, wish = m_wish](const Result<> &) {
        if (isForList && wish != m_wish) {
            return readyFuture(Result<DirectoryEntries>(fail(ErrorKind::Cancelled, QString())));
        }
        return fetch(question, isForList);
    });
}

QFuture<Result<DirectoryEntries>> DirectoryService::send(const Question &question, bool isForList)
{
    HttpRequest request;
    request.url = question.url;
    request.maxBody = MaxDirectoryBytes;
    request.priority = HttpRequest::Priority::Wanted;
    if (question.directory == Directory::Itunes) {
        const QDateTime now = m_clock();
        m_sentToItunes.append(now);
        const RequestPace pace;
        while (m_sentToItunes.size() > pace.most)
            m_sentToItunes.removeFirst();
    } else if (question.directory == Directory::PodcastIndex) {
        const DirectorySettings settings = m_settings.directories();
        request.originHeaders = podcastIndexHeaders(settings.podcastIndexKey,
                                                    settings.podcastIndexSecret, m_clock());
    }
    const auto answer = m_http.get(request);
    if (isForList) {
        m_requests.removeIf([](const auto &one) { return one.isFinished(); });
        m_requests.append(answer);
        m_progress.insert(question.directory, Progress::Asking);
    }
    using Entries = Result<DirectoryEntries>;
    return then(orCancelled(answer, this), this,
                [this, parse = question.parse](const Result<HttpResponse> &response) {
                    if (!response)
                        return readyFuture(Entries(response.error()));
                    const auto read
                            = runOnPool([body = response->body, parse] { return parse(body); });
                    return then(read, this, [this](const Entries &entries) {
                        return entries ? Entries(allowed(*entries)) : entries;
                    });
                });
}

DirectoryEntries DirectoryService::allowed(DirectoryEntries entries) const
{
    const QString own = ownHost();
    entries.removeIf([&own](const DirectoryEntry &entry) {
        const QString host = entry.feed.host();
        return entry.canSubscribe() && isOwnNetwork(host) && !isSameHost(host, own);
    });
    return entries;
}

} // namespace Earmark
