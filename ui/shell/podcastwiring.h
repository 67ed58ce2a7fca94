// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "core/result.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QUrl>

class QMenu;

namespace Earmark {

class CoverSource;
class EditAddressDialog;
class FailingDialog;
class LibraryWiring;
class PodcastDetailsDialog;
struct WindowServices;

/// One podcast's details and address, and the podcasts that fail.
class PodcastWiring : public QObject
{
    Q_OBJECT

public:
    PodcastWiring(LibraryWiring &library, const WindowServices &services, QWidget *window);

    void setCovers(CoverSource *covers) { m_covers = covers; }
    void openDetails(PodcastId podcast);
    void editAddress(PodcastId podcast);
    void loadOlder(PodcastId podcast);
    void openFailing();

Q_SIGNALS:
    void linkWished(const QUrl &url);
    /// Older episodes of these podcasts are on their way.
    void loadingOlder(const QSet<Earmark::PodcastId> &podcasts);
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    void connectDetails();
    void refreshDetails();
    void readAttempts();
    void readDescription();
    void readSkips();
    void changeAddress(PodcastId podcast, const QString &address, bool insists);
    void tryNow(const QList<PodcastId> &podcasts);
    void reportFailure(const Result<> &done);
    void update();

    LibraryWiring &m_library;
    const WindowServices &m_services;
    QWidget *m_window;
    CoverSource *m_covers = nullptr;
    QPointer<PodcastDetailsDialog> m_details;
    PodcastId m_shown; ///< In the details.
    QPointer<EditAddressDialog> m_edit;
    QPointer<FailingDialog> m_failing;
    QSet<PodcastId> m_trying;
    QSet<PodcastId> m_loadingOlder;
};

} // namespace Earmark
