// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThread>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

// Futures in this program: every one gets exactly one result, and failure travels inside it, in
// Result<T>. QFuture::then(context, f) is not used: in Qt 6.4 it asserts when the context is gone
// before the future is done, which is every program that is closed in the middle of something.

namespace Earmark {

namespace Detail {
template<typename T>
struct Unwrapped
{
    using type = T;
    static constexpr bool IsFuture = false;
};
template<typename T>
struct Unwrapped<QFuture<T>>
{
    using type = T;
    static constexpr bool IsFuture = true;
};
} // namespace Detail

template<typename R>
QFuture<R> readyFuture(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// Runs f on the pool.
template<typename F>
auto runOnPool(F f, QThreadPool *pool = QThreadPool::globalInstance(), int priority = 0)
        -> QFuture<std::invoke_result_t<F>>
{
    using R = std::invoke_result_t<F>;
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    QFuture<R> future = promise->future();
    pool->start(
            [promise = std::move(promise), f = std::move(f)]() mutable {
                promise->addResult(f());
                promise->finish();
            },
            priority);
    return future;
}

/// Calls handler(result) on context's thread, once, unless context dies first.
template<typename T, typename F>
void onResult(const QFuture<T> &future, QObject *context, F handler)
{
    Q_ASSERT(context->thread() == QThread::currentThread());
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             handler(watcher->result());
                     });
    watcher->setFuture(future);
}

/// The next step of a chain: f takes the result and returns a value or another future. When
/// context dies the returned future is cancelled, and so is all that was chained to it.
template<typename T, typename F>
auto then(const QFuture<T> &future, QObject *context, F f)
{
    using Returned = std::invoke_result_t<F, const T &>;
    using R = typename Detail::Unwrapped<Returned>::type;

    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    QFuture<R> next = promise->future();
    const auto deliver = [promise](const R &result) {
        promise->addResult(result);
        promise->finish();
    };
    onResult(future, context, [context, deliver, f = std::move(f)](const T &result) mutable {
        if constexpr (Detail::Unwrapped<Returned>::IsFuture)
            onResult(f(result), context, deliver);
        else
            deliver(f(result));
    });
    return next;
}

/// The same, but always with its one result: a future that was cancelled before it had one gives an
/// Error of kind Cancelled.
template<typename T>
QFuture<Result<T>> orCancelled(const QFuture<Result<T>> &future, QObject *context)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QFuture<Result<T>> settled = promise->future();
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, promise] {
        watcher->deleteLater();
        promise->addResult(watcher->future().resultCount() > 0
                                   ? watcher->result()
                                   : Result<T>(fail(ErrorKind::Cancelled, QString())));
        promise->finish();
    });
    watcher->setFuture(future);
    return settled;
}

} // namespace Earmark
