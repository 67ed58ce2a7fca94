// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "services/pictures.h"

#include <QByteArray>
#include <QCache>
#include <QDateTime>
#include <QImage>
#include <QMutex>
#include <QString>
#include <QUrl>

#include <optional>

namespace Earmark {

/// Pictures in a folder that may be deleted, filled up or written to by anybody at any time: what
/// cannot be read is as if it had never been kept, what cannot be written is held in memory while
/// there is room.
///
/// Three kinds of files: `<sha256 of the bytes>.picture`; `<the same>-<shape>.small`, a PNG of a
/// size that is shown; `<sha256 of an address>.address`, which picture stands there. On any thread
/// that may wait, several at once.
class ArtworkCache
{
    Q_DISABLE_COPY_MOVE(ArtworkCache)

public:
    /// What was learned of an address the last time.
    struct Entry
    {
        QString content; ///< sha256 of the bytes, hexadecimal.
        HttpValidators validators;
        QDateTime checked; ///< UTC.
    };

    /// budget: bytes on disk.
    ArtworkCache(QString folder, qint64 budget);

    std::optional<Entry> entry(const QUrl &address) const;
    void setEntry(const QUrl &address, const Entry &entry) const;

    /// Answers the content's name, whether or not it could be written.
    QString keep(const QByteArray &picture);
    bool has(const QString &content) const;
    /// In the wanted shape; null when it is gone or broken.
    QImage read(const QString &content, const PictureShape &shape);

    /// Removes what is over the budget, and what a crash left behind.
    void tidy(const QDateTime &now);

private:
    QString path(const QString &name) const { return m_folder + u'/' + name; }
    bool write(const QString &name, const QByteArray &bytes) const;
    QByteArray bytesOf(const QString &name) const;
    QByteArray picture(const QString &content);

    QString m_folder;
    qint64 m_budget;
    mutable QMutex m_mutex;
    QCache<QString, QByteArray> m_unwritten; ///< By content; cost in bytes. Under m_mutex.
};

} // namespace Earmark
