// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "ui/downloads/downloadsheader.h"
#include "ui/downloads/downloadsmodel.h"
#include "ui/downloads/downloadwish.h"

#include <QWidget>

#include <optional>

class QStackedWidget;

namespace Earmark {

class CoverSource;
class DownloadsList;
class EmptyState;
class MessageBar;

/// What is on its way, what is there, and what each podcast takes. Asks nobody; every wish is a
/// signal.
class DownloadsPage : public QWidget
{
    Q_OBJECT

public:
    explicit DownloadsPage(QWidget *parent = nullptr);

    void setCovers(CoverSource *covers);
    DownloadsModel &model() { return *m_model; }
    DownloadsHeader *header() const { return m_header; }
    DownloadsList *list() const { return m_list; }
    /// The keyboard goes to the list, as soon as there is one.
    void focusList();

    /// Titles and files, newest first.
    void showFiles(const DownloadRows &rows);
    void showUsage(const QList<PodcastStorage> &usage, const LeftParts &parts);
    /// All downloads, in their order.
    void showDownloads(const QList<DownloadView> &downloads, bool areAllPaused);
    /// New figures of some.
    void updateDownloads(const QList<DownloadView> &downloads);
    void setFree(std::optional<qint64> free); ///< Bytes on the folder's disk.
    void showFailure(const QString &sentence);
    void clearFailure();

Q_SIGNALS:
    void wished(Earmark::DownloadWish wish, Earmark::EpisodeId episode);
    void podcastWished(Earmark::PodcastId podcast);
    void chosen(Earmark::EpisodeId episode);

private:
    void updateState();
    void updateFigures();
    DownloadsHeader::AllWish allWish() const;

    DownloadsModel *m_model;
    DownloadsHeader *m_header;
    MessageBar *m_message;
    QStackedWidget *m_stack;
    DownloadsList *m_list;
    EmptyState *m_empty;
    std::optional<qint64> m_free;
    bool m_areAllPaused = false;
    bool m_isFocusWished = false;
};

} // namespace Earmark
