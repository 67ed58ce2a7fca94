// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/openmedia.h"

#include "core/async.h"
#include "services/storedbytes.h"

#include <QPromise>

#include <mutex>

namespace Earmark {
namespace {

/// Of a file that is another one by now.
class NoBytes final : public ByteSource
{
public:
    explicit NoBytes(std::string failure) : m_failure(std::move(failure)) { }

    std::optional<std::int64_t> size() const override { return std::nullopt; }
    Read readAt(std::int64_t, std::span<char>, std::stop_token) override { return {}; }
    std::string failure() const override { return m_failure; }

private:
    const std::string m_failure;
};

} // namespace

struct OpenMedia::Link
{
    std::mutex mutex;
    OpenMedia *media = nullptr;
};

OpenMedia::OpenMedia(HttpClient &http, MediaRequest request, QString path)
    : m_http(http), m_request(std::move(request)), m_path(std::move(path)),
      m_link(std::make_shared<Link>())
{
    m_link->media = this;
    open();
}

OpenMedia::~OpenMedia()
{
    answer(fail(ErrorKind::Cancelled, {}));
    const std::lock_guard lock(m_link->mutex);
    m_link->media = nullptr;
}

void OpenMedia::answer(const Result<> &opened)
{
    for (const auto &waiting : std::exchange(m_waiting, {})) {
        waiting->addResult(opened);
        waiting->finish();
    }
}

QString OpenMedia::mapPath(const QString &path)
{
    return PartFile::mapPath(partPath(path));
}

void OpenMedia::open()
{
    m_part = m_http.openPart({.media = m_request, .path = partPath(m_path)});
    connect(m_part.get(), &PartMedia::changed, this, &OpenMedia::partChanged);
    m_part->setKeepLimit(m_limit);
    m_part->setKept(m_isKept);
}

QFuture<Result<>> OpenMedia::opened()
{
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    m_waiting.push_back(promise);
    QMetaObject::invokeMethod(this, &OpenMedia::partChanged, Qt::QueuedConnection);
    return promise->future();
}

void OpenMedia::partChanged()
{
    const PartState state = this->state();
    if (m_part && state.isOpen)
        answer({});
    else if (m_part && state.failure)
        answer(*state.failure);
    Q_EMIT changed();
}

std::shared_ptr<ByteSource> OpenMedia::reader()
{
    const auto over = [link = m_link] {
        const std::lock_guard lock(link->mutex);
        if (link->media == nullptr)
            return;
        QMetaObject::invokeMethod(
                link->media,
                [media = link->media] {
                    if (!media->isRead())
                        Q_EMIT media->readersGone();
                },
                Qt::QueuedConnection);
    };
    auto bytes = std::make_shared<StoredBytes>(over);
    if (m_part)
        bytes->set(m_part->source());
    std::erase_if(m_readers, [](const auto &reader) { return reader.expired(); });
    m_readers.push_back(bytes);
    return bytes;
}

bool OpenMedia::isRead() const
{
    return std::any_of(m_readers.begin(), m_readers.end(),
                       [](const auto &reader) { return !reader.expired(); });
}

void OpenMedia::setKept(bool isKept)
{
    m_isKept = isKept;
    if (m_part)
        m_part->setKept(isKept);
}

void OpenMedia::setLimit(qint64 bytesPerSecond)
{
    m_limit = bytesPerSecond;
    if (m_part)
        m_part->setKeepLimit(bytesPerSecond);
}

bool OpenMedia::isDead() const
{
    const PartState state = this->state();
    return !m_part || state.isStale || (state.failure && !state.isOpen);
}

void OpenMedia::suspend()
{
    for (const auto &reader : m_readers) {
        if (const auto bytes = reader.lock())
            bytes->set(nullptr);
    }
    m_part.reset();
}

void OpenMedia::reopen(const MediaRequest &request, const QString &path)
{
    const bool isOther = m_part && m_part->state().isStale;
    const auto failure = isOther ? m_part->state().failure : std::nullopt;
    suspend();
    m_request = request;
    m_path = path;
    open();
    const std::vector<std::weak_ptr<StoredBytes>> readers = std::exchange(m_readers, {});
    for (const auto &reader : readers) {
        const auto bytes = reader.lock();
        if (!bytes)
            continue;
        if (isOther) {
            bytes->set(std::make_shared<NoBytes>(failure ? failure->sentence.toStdString()
                                                         : std::string()));
        } else {
            bytes->set(m_part->source());
            m_readers.push_back(bytes);
        }
    }
}

} // namespace Earmark
