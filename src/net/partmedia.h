// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "net/httpclient.h"
#include "net/partfile.h"
#include "net/partstate.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace Earmark {

class RemoteStore;

/// A media file that stays on the disk, whole or in part.
struct PartRequest
{
    MediaRequest media{};
    /// Of the partly fetched file, whose folder must be there; its map lies beside it
    /// (PartFile::mapPath()). One path is one address: another one finds nothing there.
    QString path{};
    PartTimes times{};
};

/// One media file that is being listened to, downloaded, or both: whoever has a share reads the
/// same bytes, and no byte is fetched for each. Lives on the thread that opened it (the GUI's) and
/// never blocks it; source() may be shared with any thread.
///
/// It is open as long as this or a share of source() lives. Then what came is brought to the disk,
/// by the part's own thread, and the same path may be opened again at once.
class PartMedia : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PartMedia)

public:
    explicit PartMedia(std::shared_ptr<RemoteStore> store);
    ~PartMedia() override; ///< Nothing is kept any more; readers go on.

    /// Waits for what is missing; what is there is read without any network.
    std::shared_ptr<ByteSource> source() const { return m_source; }

    /// All of it is wanted, behind whoever reads. True again after a failure: tries once more.
    void setKept(bool isKept);
    void setKeepPaused(bool isPaused);
    /// Bytes per second; 0: as fast as they come. What a reader waits for is never held back.
    void setKeepLimit(std::int64_t bytesPerSecond);

    PartState state() const;
    RangeMap present() const;

    /// When state().isWhole: everything is on the disk, and the file may be renamed and its map be
    /// removed; readers go on. Nothing touches the path after that.
    QFuture<Result<>> finish();

Q_SIGNALS:
    void changed(); ///< state() or present(); five times a second at most.

private:
    void newsCame();

    const std::shared_ptr<RemoteStore> m_store;
    const std::shared_ptr<ByteSource> m_source;
    QTimer m_rest; ///< Runs for a while after each changed().
    bool m_isBehind = false; ///< Something changed during the rest.
};

} // namespace Earmark
