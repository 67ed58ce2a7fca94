// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/keyring.h"

#include <QPromise>
#include <qt6keychain/keychain.h>
#include <QTimer>

#include <memory>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// A keyring that is locked asks the listener first; he may be away, and a refresh waits.
constexpr std::chrono::milliseconds Patience = std::chrono::seconds(60);

const auto Service = u"earmark"_s;

Error failureOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return fail(ErrorKind::NotFound, u"The keyring holds no such password."_s);
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return fail(ErrorKind::FileSystem,
                    u"The keyring stayed locked, so the password could not be had from it."_s,
                    job.errorString(), job.error());
    default:
        return fail(ErrorKind::FileSystem,
                    u"This desktop has no keyring that could keep the password."_s,
                    job.errorString(), job.error());
    }
}

/// Runs the job; answer(job) makes its result when it went well.
template<typename T, typename Answer>
QFuture<Result<T>> run(QKeychain::Job *job, QObject *context, Answer answer)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const auto finish = [promise](const Result<T> &result) {
        if (promise->future().isFinished())
            return;
        promise->addResult(result);
        promise->finish();
    };
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [finish, answer](QKeychain::Job *done) {
                         const bool isWell = done->error() == QKeychain::NoError;
                         finish(isWell ? answer(*done) : Result<T>(failureOf(*done)));
                     });
    QTimer::singleShot(Patience, context, [finish] {
        finish(fail(ErrorKind::FileSystem, u"The keyring did not answer."_s));
    });
    job->start();
    return promise->future();
}

} // namespace

QFuture<Result<QString>> Keyring::read(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(Service);
    job->setKey(name);
    return run<QString>(job, this, [](QKeychain::Job &done) {
        return Result<QString>(static_cast<QKeychain::ReadPasswordJob &>(done).textData());
    });
}

QFuture<Result<>> Keyring::write(const QString &name, const QString &secret)
{
    auto *job = new QKeychain::WritePasswordJob(Service);
    job->setKey(name);
    job->setTextData(secret);
    return run<void>(job, this, [](QKeychain::Job &) { return Result<>(); });
}

QFuture<Result<>> Keyring::remove(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(Service);
    job->setKey(name);
    return run<void>(job, this, [](QKeychain::Job &) { return Result<>(); });
}

} // namespace Earmark
