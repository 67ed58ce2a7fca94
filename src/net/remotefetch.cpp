// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotefetch.h"

#include "net/contentrange.h"
#include "net/httpfailure.h"
#include "net/transport.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 ReadAtOnce = qint64(256) * 1024;
/// A retry that brought less than this was none: a server must not keep us asking for ever.
constexpr std::int64_t RetryMustBring = std::int64_t(16) * 1024;

Error changedFailure(const QUrl &url, const QString &detail)
{
    return fail(ErrorKind::Network,
                u"The file on %1 changed while it was being read; play it again."_s.arg(url.host()),
                addressForLog(url) + u": "_s + detail, MediaChanged);
}

Error wrongPartFailure(const QUrl &url, const QByteArray &header)
{
    return fail(ErrorKind::Network,
                u"%1 sent another part of the file than was asked for."_s.arg(url.host()),
                addressForLog(url) + u": Content-Range "_s + QString::fromLatin1(header));
}

bool isDeadAddress(const Error &error)
{
    return error.kind == ErrorKind::HttpStatus
            && (error.code == 401 || error.code == 403 || error.code == 404 || error.code == 410);
}

} // namespace

RemoteFetch::RemoteFetch(Transport &transport, MediaRequest media,
                         std::shared_ptr<RemoteStore> store)
    : QObject(&transport), m_transport(transport), m_media(std::move(media)),
      m_store(std::move(store))
{
    m_store->attach(
            [this] { QMetaObject::invokeMethod(this, &RemoteFetch::plan, Qt::QueuedConnection); });
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &RemoteFetch::plan);
}

RemoteFetch::~RemoteFetch()
{
    m_store->detach();
    m_store->close("Earmark was closed before the sound came.");
}

void RemoteFetch::plan()
{
    RemoteStore::Wishes wishes = m_store->wishes();
    if (wishes.isAbandoned) {
        deleteLater();
        return;
    }
    if (m_store->isPart()) {
        planPart(wishes);
        return;
    }
    if (m_wholeOnly) {
        planWhole(wishes);
        return;
    }
    ReadSituation situation{
            .present = wishes.present,
            .running = {},
            .waiting = wishes.waiting,
            .ahead = wishes.ahead,
            .size = wishes.size,
            .mostRunning = m_known ? std::size_t(2) : std::size_t(1),
    };
    for (const auto &part : m_parts)
        situation.running.push_back({part->at, part->to});
    const ReadPlan plan = planReads(situation);
    for (auto it = plan.drop.rbegin(); it != plan.drop.rend(); ++it)
        drop(*m_parts[*it]);
    for (const FetchWindow &window : plan.start)
        begin(window);
}

void RemoteFetch::begin(const FetchWindow &window, bool isKept)
{
    auto part = std::make_unique<Part>();
    part->isKept = isKept;
    part->at = window.from;
    part->to = window.to;
    m_parts.push_back(std::move(part));
    send(*m_parts.back());
}

void RemoteFetch::send(Part &part)
{
    part.answered = false;
    part.answerEnd = Unknown;
    part.pinned = !m_pinned.isEmpty();
    Exchange::Ask ask{.url = part.pinned ? m_pinned : m_media.url,
                      .headers = {},
                      .priority = part.isKept ? HttpRequest::Priority::Wanted
                                              : HttpRequest::Priority::Playing,
                      .media = true,
                      .credentials = {},
                      .reach = m_media.reach,
                      .ownHost = m_media.ownHost};
    if (!part.pinned || m_isPinTrusted)
        ask.credentials = m_media.credentials;
    if (m_wholeOnly) {
        part.at = 0;
    } else {
        ask.headers.emplaceBack("Range",
                                "bytes=" + QByteArray::number(qint64(part.at)) + '-'
                                        + QByteArray::number(qint64(part.to - 1)));
        if (!m_validator.isEmpty())
            ask.headers.emplaceBack("If-Range", m_validator);
    }
    part.exchange = new Exchange(m_transport, ask, this);
    connect(part.exchange, &Exchange::headCame, this, [this, &part] { readHead(part); });
    connect(part.exchange, &Exchange::bytesCame, this, [this, &part] { take(part); });
    connect(part.exchange, &Exchange::finished, this,
            [this, &part](const std::optional<Error> &error) { finish(part, error); });
    part.exchange->start();
}

void RemoteFetch::readHead(Part &part)
{
    const std::optional<Error> error
            = part.exchange->status() == 206 ? checkPart(part) : checkWhole(part);
    if (error) {
        failPart(part, *error);
        return;
    }
    part.answered = true;
    m_answered = true;
    if (part.exchange->finalUrl() != m_media.url) {
        m_pinned = part.exchange->finalUrl();
        m_isPinTrusted = part.exchange->isTrusted() && (!part.pinned || m_isPinTrusted);
    }
    if (part.isHeld)
        part.exchange->pause();
    else
        take(part);
}

std::optional<Error> RemoteFetch::checkPart(Part &part)
{
    const Exchange &exchange = *part.exchange;
    const QByteArray header = exchange.header("Content-Range");
    const auto range = parseContentRange(header);
    if (!range || range->from != part.at || range->to <= range->from || m_wholeOnly)
        return wrongPartFailure(exchange.finalUrl(), header);
    if (auto error = checkSame(exchange, range->size))
        return error;
    if (range->size && range->to > *range->size)
        return wrongPartFailure(exchange.finalUrl(), header);
    part.answerEnd = range->to;
    part.to = std::min(part.to, range->to);
    return std::nullopt;
}

std::optional<Error> RemoteFetch::checkWhole(Part &part)
{
    const Exchange &exchange = *part.exchange;
    const QByteArray encoding = exchange.header("Content-Encoding").trimmed().toLower();
    if (exchange.status() != 200 || (!encoding.isEmpty() && encoding != "identity")) {
        return networkFailure(QNetworkReply::UnknownContentError, exchange.finalUrl(),
                              u"status %1, encoding %2"_s.arg(exchange.status())
                                      .arg(QString::fromLatin1(encoding)),
                              true);
    }
    bool isNumber = false;
    const std::int64_t told = exchange.header("Content-Length").toLongLong(&isNumber);
    const auto size = isNumber ? std::optional(told) : std::nullopt;
    if (auto error = checkSame(exchange, size))
        return error;
    if (m_seam && !m_store->isThere(0, 1)) // Its bytes would be read before anything proved them.
        return changedFailure(exchange.finalUrl(), u"no ranges, no validators"_s);
    m_wholeOnly = true;
    part.isHeld = false; // All that is waited for comes with it.
    part.at = 0;
    part.to = size.value_or(Unknown);
    part.answerEnd = part.to;
    std::vector<const Part *> others;
    for (const auto &other : m_parts) {
        if (other.get() != &part)
            others.push_back(other.get());
    }
    for (const Part *other : others)
        drop(*other);
    return std::nullopt;
}

std::optional<Error> RemoteFetch::checkSame(const Exchange &exchange,
                                            std::optional<std::int64_t> size)
{
    const QByteArray etag = exchange.header("ETag");
    const QByteArray lastModified = exchange.header("Last-Modified");
    if (!std::exchange(m_known, true)) {
        m_etag = etag;
        m_lastModified = lastModified;
        setValidator();
        m_store->setValidators(etag, lastModified);
    }
    if (m_etag != etag || m_lastModified != lastModified || (m_size && size && *m_size != *size)) {
        return changedFailure(exchange.finalUrl(),
                              u"ETag %1, then %2; size %3, then %4"_s
                                      .arg(QString::fromLatin1(m_etag), QString::fromLatin1(etag))
                                      .arg(m_size.value_or(-1))
                                      .arg(size.value_or(-1)));
    }
    if (size)
        know(*size);
    return std::nullopt;
}

void RemoteFetch::setValidator()
{
    const bool isStrong = !m_etag.isEmpty() && !m_etag.startsWith("W/");
    m_validator = isStrong ? m_etag : m_lastModified;
}

void RemoteFetch::know(std::int64_t size, bool isTold)
{
    if (m_size == size)
        return;
    m_size = size;
    m_store->setSize(size, isTold);
}

bool RemoteFetch::take(Part &part)
{
    if (!part.answered)
        return true;
    while (part.at < part.to) {
        const QByteArray bytes
                = part.exchange->read(std::min(ReadAtOnce, qint64(part.to - part.at)));
        if (bytes.isEmpty())
            break;
        if (const auto written = m_store->write(part.at, bytes); !written) {
            failPart(part, written.error());
            return false;
        }
        part.at += bytes.size();
        proveSeam(part);
        if (mustWait(part, bytes.size()) && !part.exchange->isFinished()) {
            part.exchange->pause();
            return true;
        }
    }
    // A server that sends on behind what was asked is cut off; another is let finish, so that its
    // connection can be used again.
    if (part.at >= part.to && part.answerEnd > part.to) {
        drop(part);
        plan();
        return false;
    }
    return true;
}

void RemoteFetch::finish(Part &part, const std::optional<Error> &error)
{
    if (error) {
        if (m_store->isPart() && part.answered && part.exchange->isPaused()) {
            // It was held back for longer than the server waits; what is missing is planned anew.
            drop(part);
            plan();
        } else if (error->kind == ErrorKind::HttpStatus && error->code == 416) {
            rangeRefused(part, *error);
        } else if (part.pinned && isDeadAddress(*error)) {
            m_pinned.clear(); // An address of a redirect may be good for an hour only.
            drop(part);
            plan();
        } else if (error->kind == ErrorKind::Network
                   && (part.answered || error->code == QNetworkReply::RemoteHostClosedError)) {
            retryOrFail(part, *error);
        } else {
            failPart(part, *error);
        }
        return;
    }
    part.exchange->resume();
    if (!take(part))
        return;
    if (part.at < part.to && part.to != Unknown) {
        retryOrFail(part, incompleteFailure(part.exchange->finalUrl(), u"short answer"_s));
        return;
    }
    if (part.to == Unknown)
        know(part.at, false);
    drop(part);
    plan();
}

void RemoteFetch::rangeRefused(Part &part, const Error &error)
{
    const auto range = parseContentRange(part.exchange->header("Content-Range"));
    if (!range && m_known && !m_answered) {
        failPart(part, changedFailure(part.exchange->finalUrl(), u"416"_s));
        return;
    }
    if (!range || !range->size || *range->size > part.at) {
        failPart(part, error);
        return;
    }
    if (const auto changed = checkSame(*part.exchange, range->size)) {
        failPart(part, *changed);
        return;
    }
    drop(part);
    plan();
}

void RemoteFetch::retryOrFail(Part &part, const Error &error)
{
    if (part.retriedAt && part.at - *part.retriedAt < RetryMustBring) {
        failPart(part, error);
        return;
    }
    part.retriedAt = part.at;
    part.exchange->disconnect(this);
    part.exchange->deleteLater();
    send(part);
}

void RemoteFetch::failPart(Part &part, const Error &error)
{
    if (m_store->isPart()) {
        if (error.kind == ErrorKind::Network && error.code == MediaChanged) {
            fileChanged(error);
            return;
        }
    }
    if (error.kind != ErrorKind::FileSystem && tryOtherwise())
        return;
    if (m_store->isPart() && (part.isKept || error.kind == ErrorKind::FileSystem))
        m_store->failKeeping(error);
    const bool everybody = m_wholeOnly || m_seam || part.to == Unknown;
    m_store->failReads(everybody ? 0 : part.at, everybody ? Unknown : part.to, error);
    drop(part);
    plan();
}

/// What never gave an answer of any use is asked for by another way.
bool RemoteFetch::tryOtherwise()
{
    if (m_answered || m_media.otherwise.empty())
        return false;
    std::vector<MediaRequest> others = std::move(m_media.otherwise);
    m_media = std::move(others.front());
    others.erase(others.begin());
    m_media.otherwise = std::move(others);
    m_pinned.clear();
    while (!m_parts.empty())
        drop(*m_parts.back());
    plan();
    return true;
}

void RemoteFetch::drop(const Part &part)
{
    part.exchange->disconnect(this);
    part.exchange->deleteLater();
    std::erase_if(m_parts, [&](const auto &candidate) { return candidate.get() == &part; });
}

} // namespace Earmark
