// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "support/serverthread.h"
#include "support/windowbench.h"

#include <QList>

#include <memory>

class QAbstractItemView;

namespace Earmark {

/// The whole program in this process, with a podcast whose episodes are on disk (or wherever their
/// addresses say), shown as the list of its episodes. Needs a QApplication and a display.
class ListeningWindow
{
public:
    /// Where sound comes from: files that stand for it (support/windowbench.h), or as in the
    /// program.
    enum class Media : quint8 { OnDisk, Stored };
    explicit ListeningWindow(Media media = Media::OnDisk) : m_media(media) { }

    /// An episode for each address, in this order.
    Result<> open(const QStringList &media);

    WindowBench &bench() { return *m_bench; }
    PlaybackService &playback() { return m_bench->playback; }
    ServerThread &server() { return m_server; }
    EpisodeId episode(qsizetype number) const { return m_episodes.at(number); }

    /// Makes it the current row, and waits until the window is at rest.
    Result<> choose(qsizetype number);
    void pressReturn();

private:
    const Media m_media;
    ServerThread m_server;
    std::unique_ptr<WindowBench> m_bench;
    QAbstractItemView *m_list = nullptr;
    QList<EpisodeId> m_episodes;
};

} // namespace Earmark
