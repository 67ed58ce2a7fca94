// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/error.h"
#include "ui/downloads/downloadsheader.h"
#include "ui/downloads/downloadwish.h"
#include "ui/episodes/episodeactions.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace Earmark {

class DownloadsPage;
struct WindowServices;

/// The Downloads page over the services. Titles and files are read when they changed, which no
/// progress does, and nothing is asked while nobody looks.
class DownloadsWiring : public QObject
{
    Q_OBJECT

public:
    DownloadsWiring(DownloadsPage &page, const WindowServices &services, QObject *parent = nullptr);

Q_SIGNALS:
    /// Another one of the window's does it.
    void wished(Earmark::EpisodeWish wish, Earmark::EpisodeId episode);
    /// Something was done, and this takes it back.
    void undoOffered(const QString &sentence, const std::function<void()> &undo);
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectServices();
    void connectPage();
    void refresh();
    void showDownloads();
    void figuresChanged(const QList<EpisodeId> &episodes);
    void filesChanged(const QList<EpisodeId> &episodes);
    void readSoon();
    void readWithin(std::chrono::milliseconds wait);
    void read();
    void lookAtDisk();
    void fulfil(DownloadWish wish, EpisodeId episode);
    void fulfilAll(DownloadsHeader::AllWish wish);
    QList<EpisodeId> inState(DownloadState state) const;
    void cancelAll();
    void openFolder();
    void showEvents();

    DownloadsPage &m_page;
    const WindowServices &m_services;
    QTimer m_soon; ///< Many changes make one reading.
    QTimer m_disk;
    bool m_isReading = false;
    bool m_isAskedAgain = false; ///< Something changed while it was read.
};

} // namespace Earmark
