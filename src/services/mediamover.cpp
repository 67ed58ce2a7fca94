// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediamover.h"

#include "core/async.h"
#include "core/medianame.h"
#include "services/downloadservice.h"
#include "services/mediastore.h"
#include "services/openmedia.h"
#include "services/settingsservice.h"

#include <QDir>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace Earmark {

MediaMover::MediaMover(const Needs &needs, QObject *parent) : QObject(parent), m_needs(needs)
{
    m_thread.setMaxThreadCount(1);
}

MediaMover::~MediaMover()
{
    m_stop.request_stop();
    m_thread.waitForDone();
    if (m_carry)
        m_carry->undo();
}

void MediaMover::cancel()
{
    m_stop.request_stop();
}

QFuture<Result<>> MediaMover::move(const QString &folder)
{
    if (isMoving()) {
        return readyFuture(
                Result<>(fail(ErrorKind::Usage, u"The downloads are being moved already."_s)));
    }
    const QString to = QDir::cleanPath(folder);
    m_carry = std::make_shared<MediaCarry>(m_needs.store.folder(), to);
    m_stop = {};
    Q_EMIT movingChanged(true);
    const auto prepared = then(m_needs.store.load(), this, [this](const Result<> &loaded) {
        qint64 bytes = 0;
        for (const StoredMedia &media : m_needs.store.all())
            bytes += media.bytes;
        return loaded
                ? runOnPool([carry = m_carry, bytes] { return carry->prepare(bytes); }, &m_thread)
                : readyFuture(loaded);
    });
    const auto whole = then(prepared, this, [this](const Result<> &can) {
        return can ? bring(paths(false)) : readyFuture(can);
    });
    const auto all = then(whole, this, [this](const Result<> &done) {
        if (!done)
            return readyFuture(done);
        m_needs.downloads.hold(true);
        m_isSuspended = true;
        return then(m_needs.store.suspend(), this,
                    [this](const Result<> &) { return bring(paths(true)); });
    });
    return then(all, this, [this, to](const Result<> &done) { return over(to, done); });
}

QStringList MediaMover::paths(bool withParts) const
{
    QStringList paths;
    const StoredMediaList all = m_needs.store.all();
    for (const StoredMedia &media : all) {
        if (media.path.isEmpty() || !isSafeMediaPath(media.path))
            continue;
        if (media.presence == MediaPresence::Whole)
            paths.append(media.path);
        else if (withParts)
            paths += {OpenMedia::partPath(media.path), OpenMedia::mapPath(media.path)};
    }
    return paths;
}

QFuture<Result<>> MediaMover::bring(const QStringList &paths)
{
    const auto told = [mover = QPointer<MediaMover>(this)](const CarryProgress &progress) {
        QMetaObject::invokeMethod(
                mover.data(), [mover, progress] { Q_EMIT mover->progressed(progress); },
                Qt::QueuedConnection);
    };
    return runOnPool([carry = m_carry, paths, told,
                      stop = m_stop.get_token()] { return carry->bring(paths, told, stop); },
                     &m_thread);
}

QFuture<Result<>> MediaMover::over(const QString &folder, const Result<> &brought)
{
    if (brought)
        m_needs.settings.setDownloadsFolder(folder);
    if (std::exchange(m_isSuspended, false)) {
        m_needs.store.resume(brought ? folder : m_needs.store.folder());
        m_needs.downloads.hold(false);
    }
    const auto cleared = runOnPool(
            [carry = m_carry, isKept = brought.has_value()] {
                if (isKept)
                    carry->keep();
                else
                    carry->undo();
                return true;
            },
            &m_thread);
    return then(cleared, this, [this, brought](bool) {
        m_carry.reset();
        Q_EMIT movingChanged(false);
        return brought;
    });
}

} // namespace Earmark
