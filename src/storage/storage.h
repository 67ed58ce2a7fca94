// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/result.h"
#include "storage/database.h"

#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace Earmark {

/// The library file and the two threads that touch it: a writer and a reader, a connection each, so
/// that a list never waits for an import. Made, asked and destroyed on one thread (the GUI's),
/// which it never holds up. Work runs in the order it was asked for, on either thread.
///
///     storage.read([](Database &db) { return EpisodeRepository(db).counts(); })
///     storage.write([id, state](Database &db) {
///         return EpisodeRepository(db).savePosition(id, state);
///     })
///
/// The repositories (podcastrepository.h, episoderepository.h) are made inside such a function, and
/// only there. A future that is never delivered does not exist: each gets one result.
class Storage
{
    Q_DISABLE_COPY_MOVE(Storage)

public:
    Storage();
    /// Waits for what was asked for (milliseconds: imports stop at the end of their slice, with
    /// ErrorKind::Cancelled), then closes both connections where they were opened.
    ~Storage();

    /// Once. The answer is the writer's: why the library cannot be used, or nothing. read() and
    /// write() may be called at once, without waiting for it: reads of a file that is up to date do
    /// not wait for the writer, of any other they run when it was made or migrated.
    QFuture<Result<>> open(const QString &path);

    /// Once, instead of open(): for who only looks, beside an owner that may be writing. Nothing is
    /// made or migrated; write() answers with an error.
    QFuture<Result<>> openReadOnly(const QString &path);

    /// f: (Database &) -> Result<T>, on the writer's thread.
    template<typename F>
    auto write(F f) -> QFuture<std::invoke_result_t<F, Database &>>
    {
        using R = std::invoke_result_t<F, Database &>;
        return runOnPool(
                [this, f = std::move(f)]() mutable -> R {
                    return m_writer ? f(*m_writer) : R(m_writerError);
                },
                &m_writePool);
    }

    /// f: (Database &) -> Result<T>, on the reader's thread. It must not write. All that it reads
    /// is one state of the library, whatever is written meanwhile.
    template<typename F>
    auto read(F f) -> QFuture<std::invoke_result_t<F, Database &>>
    {
        using R = std::invoke_result_t<F, Database &>;
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        QFuture<R> future = promise->future();
        enqueueRead([this, promise = std::move(promise), f = std::move(f)]() mutable {
            promise->addResult(m_reader ? inSnapshot(*m_reader, f) : R(m_readerError));
            promise->finish();
        });
        return future;
    }

    /// Long work in short transactions: step: (Database &) -> Result<std::optional<T>> is called on
    /// the writer's thread again and again until it answers a value or an error. Every write() that
    /// was asked for meanwhile runs between two steps: this is how a play position gets through an
    /// import. Two of these take turns.
    template<typename F>
    auto writeInSlices(F step)
    {
        using Step = std::invoke_result_t<F, Database &>;
        using R = Result<typename Step::value_type::value_type>;
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        QFuture<R> future = promise->future();
        enqueueSlice(std::make_shared<F>(std::move(step)), std::move(promise));
        return future;
    }

private:
    template<typename F>
    static auto inSnapshot(Database &database, F &f) -> std::invoke_result_t<F, Database &>
    {
        const Snapshot snapshot(database);
        if (!snapshot.taken())
            return snapshot.taken().error();
        return f(database);
    }

    enum Priority { Closing = -2, Slice = -1, Work = 0, Detour = 1, Opening = 2 };

    template<typename F, typename R>
    void enqueueSlice(std::shared_ptr<F> step, std::shared_ptr<QPromise<R>> promise)
    {
        m_writePool.start(
                [this, step = std::move(step), promise = std::move(promise)]() mutable {
                    if (const std::optional<R> done = runSlice<R>(*step)) {
                        promise->addResult(*done);
                        promise->finish();
                    } else {
                        enqueueSlice(std::move(step), std::move(promise));
                    }
                },
                Slice);
    }

    template<typename R, typename F>
    std::optional<R> runSlice(F &step)
    {
        if (m_isClosing)
            return R(closing());
        if (!m_writer)
            return R(m_writerError);
        auto answer = step(*m_writer);
        if (!answer)
            return R(answer.error());
        if (!answer->has_value())
            return std::nullopt;
        return R(std::move(**answer));
    }

    static Error closing();
    void enqueueRead(std::function<void()> job);
    void openReader(const QString &path);
    Result<> openWriter(const QString &path);

    QThreadPool m_writePool;
    QThreadPool m_readPool;
    std::atomic<bool> m_isClosing = false;
    std::unique_ptr<Database> m_writer; // these two on the writer's thread only
    Error m_writerError;
    std::unique_ptr<Database> m_reader; // these three on the reader's thread only
    Error m_readerError;
    bool m_readerIsSettled = false; // open, or it never will be
};

} // namespace Earmark
