// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "core/result.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

namespace Earmark {

struct FindInput;
class AccessWiring;
class AddPodcastDialog;
class Dialogs;
class ImportReportDialog;
class Sidebar;
struct ImportReport;
struct OpmlExport;
struct Subscription;
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

    /// What asks the listener before something is done.
    AccessWiring &access() { return *m_access; }

    /// Opens the dialog, with an address to begin with.
    void askForAddress(const QString &address = {});
    bool isAsking() const; ///< The dialog is open, and shows what failed.
    /// At once: an address, a directory's page, or words. added(), addFailed() or searchWished()
    /// follows.
    void add(const QString &text);
    void addInput(const FindInput &input);
    /// As add(), of what a directory, a document or another program named: to his own network it
    /// leads only by the listener's word.
    void addNamed(const QUrl &address);
    void addDemo();
    /// A folder on this computer: asked for, or named.
    void chooseFolder();
    void addFolder(const QString &path);
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
    /// What was typed are words, to be looked up.
    void searchWished(const QString &words);
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    void addAddress(const FindInput &input, bool isOwnWord);
    void addedOrNot(const Result<Subscription> &subscription);
    void addFound(const QUrl &feed, const QUrl &page);
    void addFromPage(const FindInput &page, const Error &error);
    void read();
    void readCounts();
    void showRefreshed();
    void showProgress(const RefreshProgress &progress);
    void import(const QByteArray &document);
    void showReport(const ImportReport &result);
    void exportSome(bool withPrivate);
    void write(const QString &path, const OpmlExport &exported);

    Sidebar &m_sidebar;
    const WindowServices &m_services;
    Dialogs &m_dialogs;
    QWidget *m_window;
    AccessWiring *m_access;
    PodcastList m_podcasts;
    bool m_isKnown = false;
    QTimer m_read; ///< Many changes make one reading.
    QTimer m_minute; ///< "Refreshed 4 min ago" grows old.
    QPointer<AddPodcastDialog> m_addDialog;
    QPointer<ImportReportDialog> m_report;
};

} // namespace Earmark
