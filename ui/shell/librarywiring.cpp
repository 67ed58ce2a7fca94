// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/librarywiring.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/findinput.h"
#include "core/ownnetwork.h"
#include "core/privateaddress.h"
#include "services/directoryservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/previewservice.h"
#include "services/queueservice.h"
#include "ui/common/dialogs.h"
#include "ui/dialogs/addpodcastdialog.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/failingdialog.h"
#include "ui/dialogs/importreportdialog.h"
#include "ui/shell/accesswiring.h"
#include "ui/shell/windowservices.h"
#include "ui/sidebar/sidebar.h"

#include <QDateTime>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int ReadAfter = 120; ///< ms; a refresh of many podcasts announces each
constexpr int Minute = 60000; ///< ms
constexpr qint64 LargestOpml = 32LL * 1024 * 1024; ///< Thousands of podcasts take a few MB.

QString noAddress()
{
    return LibraryWiring::tr("This is neither words nor an address that Earmark can open. Paste "
                             "one that begins with https://, from the podcast's own page.");
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::FileSystem,
                    LibraryWiring::tr("The file could not be opened. Check that you may read it."),
                    path % u": "_s % file.errorString());
    if (file.size() > LargestOpml)
        return fail(ErrorKind::FileSystem,
                    LibraryWiring::tr("The file is far larger than a list of podcasts. Choose the "
                                      "OPML file that your other player exported."),
                    path);
    return file.readAll();
}

} // namespace

LibraryWiring::LibraryWiring(Sidebar &sidebar, const WindowServices &services, Dialogs &dialogs,
                             QWidget *window)
    : QObject(window), m_sidebar(sidebar), m_services(services), m_dialogs(dialogs),
      m_window(window),
      m_access(new AccessWiring(
              services, dialogs, [this]() -> const PodcastList & { return m_podcasts; }, window))
{
    connect(m_access, &AccessWiring::told, this, &LibraryWiring::told);
    connect(m_access, &AccessWiring::failed, this, &LibraryWiring::failed);
    m_read.setSingleShot(true);
    m_read.setInterval(ReadAfter);
    m_minute.setInterval(Minute);
    m_minute.start();
    connect(&m_read, &QTimer::timeout, this, &LibraryWiring::read);
    connect(&m_minute, &QTimer::timeout, this, &LibraryWiring::showRefreshed);
    const auto later = [this] { m_read.start(); };
    connect(&services.library, &LibraryService::podcastsChanged, this, later);
    connect(&services.library, &LibraryService::episodesChanged, this, later);
    connect(&services.episodes, &EpisodeService::episodesChanged, this, later);
    connect(&services.queue, &QueueService::stored, this, &LibraryWiring::readCounts);
    connect(&services.library, &LibraryService::refreshProgress, this,
            &LibraryWiring::showProgress);
    connect(&sidebar, &Sidebar::addWished, this, [this] { askForAddress(); });
    connect(&sidebar, &Sidebar::cancelRefreshWished, &services.library,
            &LibraryService::cancelRefresh);
    read();
}

Podcast LibraryWiring::podcast(PodcastId id) const
{
    const auto it = std::ranges::find(m_podcasts, id, &Podcast::id);
    return it == m_podcasts.end() ? Podcast() : *it;
}

int LibraryWiring::unplayed() const
{
    return std::accumulate(m_podcasts.begin(), m_podcasts.end(), 0,
                           [](int sum, const Podcast &one) { return sum + one.unplayed; });
}

int LibraryWiring::episodes() const
{
    return std::accumulate(m_podcasts.begin(), m_podcasts.end(), 0,
                           [](int sum, const Podcast &one) { return sum + one.episodes; });
}

void LibraryWiring::read()
{
    onResult(m_services.library.podcasts(), this, [this](const Result<PodcastList> &podcasts) {
        if (!podcasts) {
            Q_EMIT failed(podcasts.error());
            return;
        }
        m_podcasts = *podcasts;
        m_isKnown = true;
        m_sidebar.setPodcasts(*podcasts);
        m_sidebar.showFailing(FailingDialog::count(*podcasts));
        showRefreshed();
        Q_EMIT changed();
    });
    readCounts();
}

void LibraryWiring::readCounts()
{
    onResult(m_services.episodes.counts(), this, [this](const Result<PlaceCounts> &counts) {
        if (!counts)
            return; // the lists will say what is wrong
        m_sidebar.setCount(Place::Episodes, counts->unplayed);
        m_sidebar.setCount(Place::Queue, counts->queue);
        m_sidebar.setCount(Place::InProgress, counts->inProgress);
    });
}

void LibraryWiring::showRefreshed()
{
    QDateTime last;
    for (const Podcast &podcast : std::as_const(m_podcasts)) {
        if (podcast.lastRefreshed.isValid() && (!last.isValid() || podcast.lastRefreshed > last))
            last = podcast.lastRefreshed;
    }
    m_sidebar.showRefreshed(last, QDateTime::currentDateTimeUtc());
}

void LibraryWiring::showProgress(const RefreshProgress &progress)
{
    m_sidebar.showProgress(progress.done, progress.total);
    if (m_report)
        m_report->showProgress(progress.done, progress.total, progress.current);
}

void LibraryWiring::askForAddress(const QString &address)
{
    if (!m_addDialog) {
        m_addDialog = new AddPodcastDialog(m_window);
        m_addDialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_addDialog, &AddPodcastDialog::addWished, this, &LibraryWiring::add);
        connect(m_addDialog, &AddPodcastDialog::folderWished, this, &LibraryWiring::chooseFolder);
        connect(this, &LibraryWiring::added, m_addDialog, &QDialog::accept);
        connect(this, &LibraryWiring::searchWished, m_addDialog, &QDialog::accept);
        connect(this, &LibraryWiring::addFailed, m_addDialog, [this](const QString &sentence) {
            m_addDialog->setBusy(false);
            m_addDialog->showFailure(sentence);
        });
    }
    m_addDialog->setAddress(address);
    m_addDialog->open();
    m_addDialog->raise();
}

bool LibraryWiring::isAsking() const
{
    return m_addDialog != nullptr;
}

void LibraryWiring::add(const QString &text)
{
    if (const QString path = pathFromInput(text); !path.isEmpty())
        addFolder(path);
    else
        addInput(findInput(text));
}

void LibraryWiring::chooseFolder()
{
    QWidget *front = m_addDialog ? m_addDialog : m_window;
    m_dialogs.openFolder(front, tr("Choose a folder with sound files"),
                         [this](const QString &path) { addFolder(path); });
}

void LibraryWiring::addFolder(const QString &path)
{
    if (m_addDialog)
        m_addDialog->setBusy(true);
    onResult(m_services.library.subscribeFolder(path), this,
             [this](const Result<Subscription> &subscription) { addedOrNot(subscription); });
}

void LibraryWiring::addedOrNot(const Result<Subscription> &subscription)
{
    if (!subscription) {
        Q_EMIT addFailed(subscription.error().sentence);
        return;
    }
    if (!subscription->isNew)
        Q_EMIT told(tr("You are subscribed to this podcast already."));
    Q_EMIT added(subscription->id);
}

void LibraryWiring::addInput(const FindInput &input)
{
    if (input.kind == FindKind::Nothing) {
        Q_EMIT addFailed(noAddress());
        return;
    }
    if (input.kind == FindKind::Words) {
        Q_EMIT searchWished(input.words);
        return;
    }
    if (m_addDialog)
        m_addDialog->setBusy(true);
    if (input.kind == FindKind::Address) {
        addAddress(input, true);
        return;
    }
    onResult(m_services.directories.feedOf(input), this, [this](const Result<QUrl> &feed) {
        if (feed)
            addFound(*feed, {});
        else
            Q_EMIT addFailed(feed.error().sentence);
    });
}

void LibraryWiring::addNamed(const QUrl &address)
{
    addAddress({.kind = FindKind::Address, .words = {}, .address = address, .id = {}}, false);
}

/// What a directory, or a page that the listener named, says.
void LibraryWiring::addFound(const QUrl &feed, const QUrl &page)
{
    const bool isHere = isSameHost(feed.host(), m_services.directories.ownHost())
            || isSameHost(feed.host(), page.host());
    addAddress({.kind = FindKind::Address, .words = {}, .address = feed, .id = {}}, isHere);
}

/// Its words are looked up when nothing is there ("node.js"). isOwnWord: the listener named this
/// host himself, his own network's or not.
void LibraryWiring::addAddress(const FindInput &input, bool isOwnWord)
{
    using Named = AccessWiring::Named;
    const auto named = isOwnWord ? Named::ByListener : Named::Elsewhere;
    m_access->subscribe({.url = input.address, .isGuess = input.isGuess}, named,
                        [this, input](const Result<Subscription> &subscription) {
                            const bool isAsked = !subscription
                                    && AccessWiring::isQuestion(subscription.error());
                            if (!subscription && !input.words.isEmpty() && !isAsked) {
                                Q_EMIT searchWished(input.words);
                                return;
                            }
                            if (!subscription && subscription.error().kind == ErrorKind::Parse) {
                                addFromPage(input, subscription.error());
                                return;
                            }
                            addedOrNot(subscription);
                        });
}

/// A web page that names no feed may link to the podcast in a directory.
void LibraryWiring::addFromPage(const FindInput &page, const Error &error)
{
    const auto preview = m_services.previews.open(page.address, PreviewService::Named::ByListener,
                                                  page.isGuess);
    onResult(preview, this, [this, page, error](const Result<FeedPreview> &found) {
        if (found && found->podcast.url != page.address)
            addFound(found->podcast.url, page.address);
        else
            Q_EMIT addFailed(error.sentence);
    });
}

void LibraryWiring::addDemo()
{
    onResult(m_services.library.subscribeDemo(), this,
             [this](const Result<Subscription> &subscription) { addedOrNot(subscription); });
}

void LibraryWiring::importOpml()
{
    m_dialogs.openFile(m_window, tr("Import OPML"),
                       tr("Podcast lists (*.opml *.xml);;All files (*)"),
                       [this](const QString &path) { importFile(path); });
}

void LibraryWiring::importFile(const QString &path)
{
    onResult(runOnPool([path] { return readFile(path); }), this,
             [this](const Result<QByteArray> &document) {
                 if (document)
                     import(*document);
                 else
                     Q_EMIT failed(document.error());
             });
}

void LibraryWiring::import(const QByteArray &document)
{
    if (m_report)
        m_report->close();
    m_report = new ImportReportDialog(m_window);
    m_report->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_report, &ImportReportDialog::cancelWished, &m_services.library,
            &LibraryService::cancelRefresh);
    m_report->show();
    const QPointer<ImportReportDialog> report = m_report;
    onResult(m_services.library.importOpml(document, {.isOwnNetworkAllowed = false}), this,
             [this, report](const Result<ImportReport> &result) {
                 if (report && !result)
                     report->showFailure(result.error().sentence);
                 else if (result)
                     showReport(*result);
             });
}

/// Its dialog may be closed by now; the badges in the side bar tell then.
void LibraryWiring::showReport(const ImportReport &result)
{
    QList<ImportFailure> failures;
    QList<PodcastId> onOwnNetwork;
    for (const RefreshOutcome &outcome : result.outcomes) {
        if (outcome.isOnOwnNetwork)
            onOwnNetwork += outcome.id;
        if (outcome.status == RefreshOutcome::Status::Failed
            || outcome.status == RefreshOutcome::Status::Ended)
            failures += {outcome.title, displayAddress(outcome.url), outcome.error};
    }
    if (m_report)
        m_report->showReport(result.added, result.known, failures);
    m_access->askAboutOwnNetwork(onOwnNetwork);
}

void LibraryWiring::exportOpml()
{
    const auto privateOnes = std::ranges::count_if(m_podcasts, isPrivate);
    if (privateOnes == 0) {
        exportSome(false);
        return;
    }
    auto *dialog = new ExportDialog(int(m_podcasts.size()), int(privateOnes), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exportWished, this, &LibraryWiring::exportSome);
    dialog->open();
}

void LibraryWiring::exportSome(bool withPrivate)
{
    m_dialogs.saveFile(m_window, tr("Export podcasts"), u"podcasts.opml"_s,
                       [this, withPrivate](const QString &path) {
                           onResult(m_services.library.exportOpml(withPrivate), this,
                                    [this, path](const Result<OpmlExport> &exported) {
                                        if (exported)
                                            write(path, *exported);
                                        else
                                            Q_EMIT failed(exported.error());
                                    });
                       });
}

void LibraryWiring::write(const QString &path, const OpmlExport &exported)
{
    const auto written = runOnPool([path, document = exported.document]() -> Result<> {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(document) == document.size()
            && file.commit())
            return {};
        return fail(ErrorKind::FileSystem,
                    tr("The file could not be written. Choose another folder, or make room."),
                    path % u": "_s % file.errorString());
    });
    const int leftOut = exported.leftOut;
    onResult(written, this, [this, leftOut, folders = exported.folders](const Result<> &done) {
        if (done && leftOut > 0)
            Q_EMIT told(tr("Podcasts exported; private ones left out: %1.").arg(leftOut));
        else if (done && folders > 0)
            Q_EMIT told(
                    tr("Podcasts exported; folders on this computer left out: %1.").arg(folders));
        else if (done)
            Q_EMIT told(tr("Podcasts exported."));
        else
            Q_EMIT failed(done.error());
    });
}

void LibraryWiring::refreshAll()
{
    m_services.library.refresh();
}

void LibraryWiring::refresh(PodcastId podcast)
{
    if (podcast.isValid())
        m_access->refresh(podcast);
}

void LibraryWiring::unsubscribe(PodcastId podcast)
{
    onResult(m_services.library.unsubscribe(podcast), this, [this](const Result<> &done) {
        if (!done)
            Q_EMIT failed(done.error());
    });
}

void LibraryWiring::setImagesAllowed(PodcastId podcast, bool allowed)
{
    onResult(m_services.library.setImagesAllowed(podcast, allowed), this,
             [this](const Result<> &done) {
                 if (!done)
                     Q_EMIT failed(done.error());
                 m_read.start();
             });
}

} // namespace Earmark
