// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/rangemap.h"
#include "core/result.h"
#include "net/httpclient.h"
#include "net/partmedia.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace Earmark {

class StoredBytes;

/// An episode's file that is being listened to, fetched, or both: one PartMedia, shared by all who
/// read, opened anew when it must be without their noticing. GUI thread.
class OpenMedia : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenMedia)

public:
    /// path: of the whole file one day; it is fetched into partPath().
    OpenMedia(HttpClient &http, MediaRequest request, QString path);
    ~OpenMedia() override; ///< Who still reads has what is there, and no more.

    static QString partPath(const QString &path) { return path + QStringLiteral(".part"); }
    static QString mapPath(const QString &path);

    const QString &path() const { return m_path; }
    const MediaRequest &request() const { return m_request; }

    /// Once the disk was asked what is there; why it cannot be kept.
    QFuture<Result<>> opened();
    /// For one reader. Told by readersGone() when the last one is over.
    std::shared_ptr<ByteSource> reader();
    bool isRead() const;

    void setKept(bool isKept);
    bool isKept() const { return m_isKept; }
    void setLimit(qint64 bytesPerSecond); ///< 0: none.
    PartState state() const { return m_part ? m_part->state() : PartState(); }
    RangeMap present() const { return m_part ? m_part->present() : RangeMap(); }
    QFuture<Result<>> finish() { return m_part->finish(); }

    /// Whether nothing can be fetched through it any more but by reopen().
    bool isDead() const;
    /// What is there of it is heard no more and reads wait, until reopen().
    void suspend();
    /// By this request, at this place. The publisher's file may be another one by now: then readers
    /// of the old one get an error instead.
    void reopen(const MediaRequest &request, const QString &path);

Q_SIGNALS:
    void changed(); ///< state() or present().
    void readersGone();

private:
    struct Link;

    void open();
    void partChanged();
    void answer(const Result<> &opened);

    HttpClient &m_http;
    MediaRequest m_request;
    QString m_path;
    std::unique_ptr<PartMedia> m_part;
    std::shared_ptr<Link> m_link; ///< By which readers find back from their threads.
    std::vector<std::weak_ptr<StoredBytes>> m_readers;
    std::vector<std::shared_ptr<QPromise<Result<>>>> m_waiting;
    qint64 m_limit = 0;
    bool m_isKept = false;
};

} // namespace Earmark
