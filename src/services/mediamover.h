// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "services/mediacarry.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>

#include <memory>
#include <stop_token>

namespace Earmark {

class DownloadService;
class MediaStore;
class SettingsService;

/// Moves the downloads to another folder (services/mediacarry.h): whole files while everything goes
/// on, then, for a moment in which downloads rest and readers of parts wait, the parts. GUI thread.
class MediaMover : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MediaMover)

public:
    struct Needs
    {
        MediaStore &store;
        DownloadService &downloads;
        SettingsService &settings;
    };

    explicit MediaMover(const Needs &needs, QObject *parent = nullptr);
    ~MediaMover() override; ///< What is on its way is taken back.

    bool isMoving() const { return m_carry != nullptr; }
    /// One result. Nothing has changed where it is an error; Cancelled after cancel().
    QFuture<Result<>> move(const QString &folder);
    void cancel();

Q_SIGNALS:
    void movingChanged(bool isMoving);
    void progressed(const Earmark::CarryProgress &progress);

private:
    QFuture<Result<>> bring(const QStringList &paths);
    QStringList paths(bool withParts) const;
    QFuture<Result<>> over(const QString &folder, const Result<> &brought);

    Needs m_needs;
    std::shared_ptr<MediaCarry> m_carry;
    std::stop_source m_stop;
    bool m_isSuspended = false;
    QThreadPool m_thread; ///< One.
};

} // namespace Earmark
