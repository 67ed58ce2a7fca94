// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "core/result.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

namespace Earmark {

class AddPodcastDialog;
class Dialogs;
class ImportReportDialog;
class Sidebar;
struct RefreshProgress;
struct WindowServices;

/// Subscriptions: side bar, adding, removing, refreshing, OPML in and out.
class LibraryWiring : public QObject
{
    Q_OBJECT

public:
    LibraryWiring(Sidebar &sidebar, const WindowServices &services, Dialogs &dialogs,
                  QWidget *window);

    const PodcastList &podcasts() const { return m_podcasts; }
    /// A podcast of that id, or one without an id.
    Podcast podcast(PodcastId id) const;
    int unplayed() const; ///< Of all podcasts.
    int episodes() const;
    bool isKnown() const { return m_isKnown; } ///< The library answered.

    /// Opens the dialog, with an address to begin with.
    void askForAddress(const QString &address = {});
    /// At once, for the welcome page; added() or addFailed() follows.
    void add(const QString &address);
    void addDemo();
    void importOpml();
    void importFile(const QString &path);
    void exportOpml();
    void refreshAll();
    void refresh(PodcastId podcast);
    void unsubscribe(PodcastId podcast);
    void setImagesAllowed(PodcastId podcast, bool allowed);

Q_SIGNALS:
    /// The list of podcasts, or their numbers, are new.
    void changed();
    void added(Earmark::PodcastId podcast);
    void addFailed(const QString &sentence);
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    void read();
    void readCounts();
    void showRefreshed();
    void showProgress(const RefreshProgress &progress);
    void import(const QByteArray &document);
    void write(const QString &path, const QByteArray &document);

    Sidebar &m_sidebar;
    const WindowServices &m_services;
    Dialogs &m_dialogs;
    QWidget *m_window;
    PodcastList m_podcasts;
    bool m_isKnown = false;
    QTimer m_read; ///< Many changes make one reading.
    QTimer m_minute; ///< "Refreshed 4 min ago" grows old.
    QPointer<AddPodcastDialog> m_addDialog;
    QPointer<ImportReportDialog> m_report;
};

} // namespace Earmark
