// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/localfolders.h"

#include "core/async.h"
#include "services/feedpreparation.h"
#include "services/folderreader.h"
#include "services/localfolder.h"
#include "services/previewservice.h"
#include "storage/feedrow.h"

#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

/// What was read of folders since the program began, so that one new file among thousands costs one
/// file.
struct LocalFolders::Memory
{
    using Sounds = QHash<QString, SoundFacts>; ///< By their paths below the folder.
    QHash<QString, Sounds> folders; ///< By path.
};

namespace {

using Keep = LocalFolders::KeepPicture;

constexpr int MostRemarks = 50; // sentences, in a log that somebody reads
constexpr qsizetype RememberedNotes = 4'000; // characters; longer ones are read anew
constexpr qsizetype GuidsKept = 50; // as FeedFetcher's

struct ReadSounds
{
    QList<SoundFacts> facts;
    QStringList remarks;
};

Error cancelled()
{
    return fail(ErrorKind::Cancelled, {});
}

Result<ReadSounds> readSounds(const FolderListing &listing, QHash<QString, SoundFacts> &known,
                              const std::stop_token &stop)
{
    ReadSounds read;
    QHash<QString, SoundFacts> remembered;
    int bad = 0;
    for (const SoundFile &sound : soundFilesOf(listing)) {
        const auto before = known.constFind(sound.file.path);
        const bool isSame = before != known.cend() && before->sound == sound;
        const auto facts
                = isSame ? Result<SoundFacts>(*before) : readSound(listing.folder, sound, stop);
        if (stop.stop_requested())
            return cancelled();
        if (!facts) {
            if (++bad <= MostRemarks)
                read.remarks.append(u"%1: %2"_s.arg(titleOfName(sound.file.path + u'.'),
                                                    facts.error().sentence));
            continue;
        }
        read.facts.append(*facts);
        if (facts->notesHtml.size() + facts->tags.notes.size() <= RememberedNotes)
            remembered.insert(sound.file.path, *facts);
    }
    if (bad > MostRemarks)
        read.remarks.append(u"Files like these that are not listed: %1."_s.arg(bad - MostRemarks));
    known = std::move(remembered);
    return read;
}

QUrl keptPicture(const Keep &keep, const QByteArray &picture)
{
    return keep && !picture.isEmpty() ? keep(picture) : QUrl();
}

FetchedFeed fetchedOf(FeedDocument document)
{
    FetchedFeed fetched;
    QStringList guids;
    for (const FeedEpisode &episode : std::as_const(document.episodes)) {
        fetched.bytes += episode.enclosure.length;
        if (guids.size() < GuidsKept)
            guids.append(episode.guid);
    }
    fetched.read = std::make_shared<ReadFeed>(readDocument(std::move(document), pack));
    fetched.read->guids = guids;
    fetched.document = fetched.read->document;
    return fetched;
}

Result<FetchedFeed> readFolder(const FeedRequest &request, QHash<QString, SoundFacts> &known,
                               const Keep &keep, const std::stop_token &stop)
{
    const auto listing = listFolder(request.url.toLocalFile(), stop);
    if (!listing)
        return listing.error();
    const QByteArray digest = fingerprintOf(*listing);
    if (digest == request.bodyDigest) {
        FetchedFeed same;
        same.address = request.url;
        same.digest = digest;
        same.kind = FetchedFeed::Kind::SameBytes;
        return same;
    }
    const auto sounds = readSounds(*listing, known, stop);
    if (!sounds)
        return sounds.error();
    const QUrl image = keptPicture(keep, readFolderPicture(*listing, sounds->facts, stop));
    FetchedFeed fetched = fetchedOf(folderDocument(listing->folder, sounds->facts, image,
                                                   listing->remarks + sounds->remarks));
    fetched.address = request.url;
    fetched.digest = digest;
    return fetched;
}

Result<FolderGlance> lookAt(const QUrl &folder, const std::stop_token &stop)
{
    return listFolder(folder.toLocalFile(), stop).transform([](const FolderListing &listing) {
        return FolderGlance{.fingerprint = fingerprintOf(listing), .folders = listing.folders};
    });
}

Result<QUrl> folderAddress(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return folderIsGone(path);
    if (!info.isDir()) {
        return fail(ErrorKind::Usage,
                    u"%1 is no folder. Only a folder can be a podcast."_s.arg(path));
    }
    return localAddress(info.canonicalFilePath());
}

Result<Episode> episodeAt(const QString &path, const Keep &keep, const std::stop_token &stop)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const auto sound = soundFileAt(canonical.isEmpty() ? path : canonical);
    if (!sound)
        return sound.error();
    const QString folder = QFileInfo(canonical).path();
    const auto facts = readSound(folder, *sound, stop);
    if (!facts)
        return facts.error();
    FolderListing alone;
    alone.folder = folder;
    const QUrl image = keptPicture(keep, readFolderPicture(alone, {*facts}, stop));
    Podcast podcast;
    podcast.url = localAddress(folder);
    const PreparedFeed prepared = prepareFeed(podcast, folderDocument(folder, {*facts}, image));
    return previewEpisode(prepared.podcast, prepared.episodes.constFirst());
}

} // namespace

LocalFolders::LocalFolders(KeepPicture keep, QObject *parent)
    : QObject(parent), m_keep(std::move(keep)), m_memory(std::make_shared<Memory>())
{
    m_reading.setMaxThreadCount(1);
    m_quick.setMaxThreadCount(1);
}

LocalFolders::~LocalFolders()
{
    m_stop.request_stop();
    m_reading.waitForDone();
    m_quick.waitForDone();
}

QFuture<Result<QUrl>> LocalFolders::addressOf(const QString &path)
{
    return runOnPool([path] { return folderAddress(path); }, &m_quick);
}

QFuture<Result<FetchedFeed>> LocalFolders::read(const FeedRequest &request)
{
    return runOnPool(
            [request, memory = m_memory, keep = m_keep, stop = m_stop.get_token()] {
                return readFolder(request, memory->folders[request.url.path()], keep, stop);
            },
            &m_reading);
}

QFuture<Result<FolderGlance>> LocalFolders::look(const QUrl &folder)
{
    return runOnPool([folder, stop = m_stop.get_token()] { return lookAt(folder, stop); },
                     &m_quick);
}

QFuture<Result<Episode>> LocalFolders::file(const QString &path)
{
    return runOnPool([path, keep = m_keep,
                      stop = m_stop.get_token()] { return episodeAt(path, keep, stop); },
                     &m_quick);
}

} // namespace Earmark
