// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partmedia.h"

#include "core/async.h"
#include "net/remotebytes.h"
#include "net/remotestore.h"

#include <QPromise>

#include <utility>

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds Rest{200};

} // namespace

PartMedia::PartMedia(std::shared_ptr<RemoteStore> store)
    : m_store(std::move(store)), m_source(std::make_shared<RemoteBytes>(m_store))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(Rest);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (std::exchange(m_isBehind, false))
            newsCame();
    });
    m_store->observe([this] {
        QMetaObject::invokeMethod(this, &PartMedia::newsCame, Qt::QueuedConnection);
    });
}

PartMedia::~PartMedia()
{
    m_store->observe(nullptr);
    m_store->setKept(false);
}

void PartMedia::newsCame()
{
    if (m_rest.isActive()) {
        m_isBehind = true;
        return;
    }
    m_rest.start();
    m_store->state(); // More news from now on.
    Q_EMIT changed();
}

void PartMedia::setKept(bool isKept)
{
    m_store->setKept(isKept);
}

void PartMedia::setKeepPaused(bool isPaused)
{
    m_store->setKeepPaused(isPaused);
}

void PartMedia::setKeepLimit(std::int64_t bytesPerSecond)
{
    m_store->setKeepLimit(bytesPerSecond);
}

PartState PartMedia::state() const
{
    return m_store->state();
}

RangeMap PartMedia::present() const
{
    return m_store->present();
}

QFuture<Result<>> PartMedia::finish()
{
    if (!m_store->state().isWhole) {
        return readyFuture(Result<>(
                fail(ErrorKind::Usage, QStringLiteral("This file is not there as a whole yet."))));
    }
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    m_store->finish([promise](const Result<> &result) {
        promise->addResult(result);
        promise->finish();
    });
    return promise->future();
}

} // namespace Earmark
