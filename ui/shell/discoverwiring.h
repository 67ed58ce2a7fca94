// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"
#include "core/episode.h"
#include "core/findinput.h"
#include "core/podcast.h"
#include "core/result.h"

#include <QObject>
#include <QSet>
#include <QUrl>

#include <optional>

namespace Earmark {

class DiscoverPage;
struct FeedPreview;
class LibraryWiring;
class PreviewPanelWiring;
struct Subscription;
struct WindowServices;

/// The page that finds podcasts, over the directories, the preview, the library and the player.
class DiscoverWiring : public QObject
{
    Q_OBJECT

public:
    DiscoverWiring(DiscoverPage &page, const WindowServices &services, LibraryWiring &library,
                   QObject *parent = nullptr);

    /// The subscriptions are others than before.
    void libraryChanged();
    /// What plays belongs to a podcast that is only looked at: shows it again, if it still can.
    bool showPlaying();

Q_SIGNALS:
    void podcastWished(Earmark::PodcastId podcast);
    void settingsWished();
    void linkWished(const QUrl &url);
    void told(const QString &sentence);
    void addressCopied(const QString &address);

private:
    /// What the page's list is about.
    enum class Shown : quint8 { Start, Search, Chart, Hint };

    void connectPage();
    void look(const QString &text, bool isEntered);
    void search(const QString &words);
    void showChart(const QString &country, int genre);
    void showStart();
    void showFound();
    void showNothingFound();

    void openEntry(const DirectoryEntry &entry);
    void openInput(const FindInput &input);
    void readPreview(const QUrl &feed, bool byListener, bool isGuess = false);
    void showFailure(const Error &error);
    void showPreview(quint64 wish, const Result<FeedPreview> &preview);
    void subscribe(const QUrl &feed, const QString &title, bool byListener);
    void subscribed(const QUrl &feed, const QString &title, const Result<Subscription> &done);
    void adoptPlaying(const QUrl &previewed, const QUrl &stored);
    void play(const Episode &episode);
    void showStanding();
    void showCurrent();
    PodcastId known(const QUrl &feed) const;

    DiscoverPage &m_page;
    const WindowServices &m_services;
    LibraryWiring &m_library;
    PreviewPanelWiring *m_panel;
    Shown m_shown = Shown::Start;
    QString m_words; ///< Of the last search, to try it again.
    DirectoryEntries m_chart; ///< Shown again when the field is empty.
    int m_genre = 0;
    QSet<QString> m_subscribing; ///< feedKey()s.

    struct Preview
    {
        QUrl feed; ///< Where it is subscribed to; empty until it is known.
        QString title;
        FindInput input; ///< As it was typed; Nothing for an entry of a directory.
        bool byListener = false;
        bool isQuestion = false; ///< It failed for want of a login, or of the listener's word.
    };
    Preview m_preview;
    quint64 m_wish = 0; ///< Counts previews: an answer to an older one is dropped.
};

} // namespace Earmark
