// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/episode.h"
#include "core/rangemap.h"
#include "core/result.h"
#include "core/storedmedia.h"
#include "net/partstate.h"
#include "services/mediafiles.h"
#include "services/mediaopener.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QPromise>
#include <QSet>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Earmark {

class HttpClient;
class OpenMedia;
class Storage;

/// The one store of media: an episode's sound may be absent, partly there or whole on this disk,
/// and whoever opens it reads what is there and waits for the rest, which stays. What was fetched
/// while listening is the download. A file that came whole is checked and gets its name.
/// GUI thread; the disk is touched on threads of its own.
class MediaStore : public QObject, public MediaOpener
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MediaStore)

public:
    /// A deleted file's bytes can be brought back for so long, unless room is needed sooner.
    static constexpr std::chrono::minutes TrashKept{10};
    /// What was only looked at is there for whoever listens next, and then gone: of so many.
    static constexpr qsizetype MostLookedAt = 4;

    struct Needs
    {
        Storage &storage;
        HttpClient &http;
        QString folder{}; ///< Made when the first file needs it.
        Clock clock = systemClock();
    };

    explicit MediaStore(const Needs &needs, QObject *parent = nullptr);
    ~MediaStore() override; ///< Waits for the disk.

    const QString &folder() const { return m_needs.folder; }
    QString pathOf(EpisodeId episode) const; ///< Absolute; empty: there is no whole file.
    /// What the library knows of the files. Asked once; every call has the same answer.
    QFuture<Result<>> load();
    bool isLoaded() const { return m_isLoaded; }

    /// Of an episode of the library its file, else as open(). What cannot be kept is heard all the
    /// same.
    QFuture<Result<Source>> openEpisode(const Episode &episode, const PodcastAccess &access,
                                        Purpose purpose) override;
    using MediaOpener::openEpisode;

    /// All of it is fetched, until rest(). Done when that is on its way, or it is whole already.
    QFuture<Result<>> fetch(const Episode &episode, const PodcastAccess &access);
    void rest(EpisodeId episode);
    /// Which host an address is fetched from, lower case.
    QString hostOf(const QUrl &address);
    void setLimit(qint64 bytesPerSecond); ///< Of each file; 0: none. Never of what is heard.
    /// Of a file that is open.
    std::optional<PartState> fetchState(EpisodeId episode) const;

    /// Nothing: no word was ever said of it. Cheap, as all these.
    std::optional<StoredMedia> media(EpisodeId episode) const;
    StoredMediaList all() const { return m_media.values(); }
    bool isRead(EpisodeId episode) const; ///< Somebody listens to it and it is not whole.
    RangeMap present(EpisodeId episode) const; ///< Empty where it is not open, or whole.

    /// Writes it down; path, presence, bytes and size stay as they are.
    QFuture<Result<>> keep(const StoredMedia &media);
    /// Of a whole file the bytes can be brought back for a while; a part is gone.
    QFuture<Result<>> removeFile(EpisodeId episode);
    QFuture<Result<>> restoreFile(EpisodeId episode); ///< NotFound: too late.
    void emptyTrash();
    /// The same; then is called when the room is there, unless context dies first.
    void emptyTrash(QObject *context, std::function<void()> then);

    /// Compares folder and library; what is missing is absent from now on. Told by found(), too.
    QFuture<MediaFindings> check();
    /// Files of episodes that are gone for good.
    QFuture<Result<>> removeLost();

    /// No file is open any more, nothing is opened, and who reads waits, until resume(). Done when
    /// that is so.
    QFuture<Result<>> suspend();
    /// The folder that all files are in from now on.
    void resume(const QString &folder);

Q_SIGNALS:
    /// What is there of these episodes, or what is known of it.
    void changed(const QList<Earmark::EpisodeId> &episodes);
    /// Checked, named and written down.
    void whole(Earmark::EpisodeId episode);
    /// What fetch() began failed; the bytes that came are still there, unless it is of kind Media.
    void fetchFailed(Earmark::EpisodeId episode, const Earmark::Error &error);
    void found(const Earmark::MediaFindings &findings);

private:
    struct Entry
    {
        OpenMedia *media = nullptr;
        MediaCheck check{};
        MediaNaming naming{};
        bool isHeard = false; ///< By somebody, or wanted; else it was only looked at.
        int openings = 0; ///< Asked for, and not handed out yet.
        bool isFinishing = false; ///< Whole, and on its way to its name.
        bool isFailureTold = false;
        bool isUnnamed = false; ///< Whole, and its name was refused; until fetch() tries again.
    };
    QFuture<Result<>> ready();
    void suspendIfSettled();
    QFuture<Result<Source>> openWhole(EpisodeId episode);
    QFuture<Result<Source>> openPartly(const Episode &episode, const PodcastAccess &access,
                                       Purpose purpose);
    QFuture<Result<>> opened(const Episode &episode, const PodcastAccess &access, Purpose purpose);
    void taken(EpisodeId id);
    QFuture<Result<>> placed(const Episode &episode);
    void openHere(const Episode &episode, const MediaRequest &request);
    void partChanged(EpisodeId id);
    void react(EpisodeId id, const PartState &state);
    void told(EpisodeId id, const PartState &state);
    void close(EpisodeId id);
    void closeIfIdle(EpisodeId id);
    bool isOnlyLookedAt(const Entry &entry, EpisodeId id) const;
    void forgetLookedAt(qsizetype most);
    void discard(EpisodeId id);
    void finish(EpisodeId id);
    void checked(EpisodeId id, const Result<CheckedMedia> &result);
    void named(EpisodeId id, const CheckedMedia &facts, const Result<QString> &path);
    void refused(EpisodeId id, const Error &error);
    void lost(EpisodeId id);
    void setPath(StoredMedia &media, const QString &path);
    QFuture<Result<>> write(EpisodeId id);
    void apply(const MediaFindings &findings);
    StoredMedia &at(EpisodeId id);

    Needs m_needs;
    std::optional<QFuture<Result<>>> m_loading;
    bool m_isLoaded = false;
    QHash<EpisodeId, StoredMedia> m_media;
    QSet<QString> m_taken; ///< Keys of names that are in use.
    QHash<EpisodeId, Entry> m_open;
    QList<EpisodeId> m_lookedAt; ///< Of m_open, and idle; the oldest first.
    QHash<EpisodeId, QFuture<Result<>>> m_placing;
    struct Trashed
    {
        QString name;
        QString path;
        qint64 bytes = 0;
    };
    QHash<EpisodeId, Trashed> m_trash;
    QTimer m_trashTimer;
    qint64 m_limit = 0;
    bool m_isSuspended = false;
    std::shared_ptr<QPromise<Result<>>> m_suspending; ///< Files get their names first.
    std::vector<std::shared_ptr<QPromise<Result<>>>> m_gate; ///< Who waits for resume().
    std::stop_source m_stop;
    QThreadPool m_disk; ///< One.
};

} // namespace Earmark
