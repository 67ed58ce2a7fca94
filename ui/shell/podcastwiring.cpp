// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/podcastwiring.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/privateaddress.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/skiprulesservice.h"
#include "ui/dialogs/editaddressdialog.h"
#include "ui/dialogs/failingdialog.h"
#include "ui/dialogs/podcastdetailsdialog.h"
#include "ui/dialogs/skipspage.h"
#include "ui/shell/accesswiring.h"
#include "ui/shell/downloadsettingswiring.h"
#include "ui/shell/librarywiring.h"
#include "ui/shell/windowservices.h"

using namespace Qt::StringLiterals;

namespace Earmark {

PodcastWiring::PodcastWiring(LibraryWiring &library, const WindowServices &services,
                             QWidget *window)
    : QObject(window), m_library(library), m_services(services), m_window(window)
{
    connect(&library, &LibraryWiring::changed, this, &PodcastWiring::update);
    connect(&services.skipRules, &SkipRulesService::changed, this, &PodcastWiring::readSkips);
}

void PodcastWiring::update()
{
    if (m_details) {
        if (m_library.podcast(m_shown).id.isValid())
            refreshDetails();
        else
            m_details->reject(); // unsubscribed
    }
    if (m_failing)
        m_failing->setPodcasts(m_library.podcasts(), QDateTime::currentDateTimeUtc());
}

void PodcastWiring::openDetails(PodcastId podcast)
{
    if (!m_library.podcast(podcast).id.isValid())
        return;
    if (m_details)
        m_details->close();
    m_shown = podcast;
    m_details = new PodcastDetailsDialog(m_window);
    m_details->setAttribute(Qt::WA_DeleteOnClose);
    m_details->setCovers(m_covers);
    connectDetails();
    refreshDetails();
    readDescription();
    readSkips();
    wirePodcastDownloads(m_details->downloads(), m_services.automatic, podcast,
                         [this](const Error &error) { Q_EMIT failed(error); });
    m_details->open();
}

void PodcastWiring::connectDetails()
{
    LibraryService &library = m_services.library;
    const auto report = [this](const Result<> &done) { reportFailure(done); };
    const PodcastDetailsDialog *dialog = m_details;
    const PodcastId podcast = m_shown;
    connect(dialog, &PodcastDetailsDialog::titleWished, this,
            [this, &library, podcast, report](const QString &title) {
                onResult(library.setTitle(podcast, title), this, report);
            });
    connect(dialog, &PodcastDetailsDialog::imagesWished, this,
            [this, podcast](bool allowed) { m_library.setImagesAllowed(podcast, allowed); });
    connect(dialog, &PodcastDetailsDialog::unwrapWished, this,
            [this, &library, podcast, report](bool unwrap) {
                onResult(library.setUnwrapTracking(podcast, unwrap), this, report);
            });
    connect(dialog, &PodcastDetailsDialog::ownMediaWished, this, [this, podcast](bool allowed) {
        m_library.access().setOwnMediaAllowed(podcast, allowed);
    });
    connect(dialog, &PodcastDetailsDialog::privateWished, this,
            [this, &library, podcast, report](std::optional<bool> isPrivate) {
                onResult(library.setPrivate(podcast, isPrivate), this, report);
            });
    connect(dialog, &PodcastDetailsDialog::editAddressWished, this,
            [this, podcast] { editAddress(podcast); });
    connect(dialog, &PodcastDetailsDialog::loginWished, this,
            [this, podcast] { m_library.access().changeLogin(podcast); });
    connect(dialog, &PodcastDetailsDialog::forgetLoginWished, this,
            [this, podcast] { m_library.access().forgetLogin(podcast); });
    connect(dialog, &PodcastDetailsDialog::refreshWished, this,
            [this, podcast] { m_library.refresh(podcast); });
    connect(dialog, &PodcastDetailsDialog::linkWished, this, &PodcastWiring::linkWished);
    connect(&dialog->skips(), &SkipsPage::settingsWished, this,
            [this, podcast, report](const SkipSettings &settings) {
                onResult(m_services.skipRules.setSettings(podcast, settings), this, report);
            });
}

void PodcastWiring::refreshDetails()
{
    const Podcast podcast = m_library.podcast(m_shown);
    m_details->showPodcast(podcast, shownAddress(podcast.url, isPrivate(podcast)),
                           QDateTime::currentDateTimeUtc());
    readAttempts();
}

void PodcastWiring::readDescription()
{
    const QPointer<PodcastDetailsDialog> dialog = m_details;
    onResult(m_services.library.safeDescription(m_library.podcast(m_shown)), this,
             [dialog](const QString &html) {
                 if (dialog)
                     dialog->showDescription(html);
             });
}

void PodcastWiring::readSkips()
{
    if (!m_details)
        return;
    const QPointer<PodcastDetailsDialog> dialog = m_details;
    onResult(m_services.skipRules.settings(m_shown), this,
             [dialog](const Result<SkipSettings> &settings) {
                 if (dialog && settings)
                     dialog->skips().showSettings(*settings);
             });
}

void PodcastWiring::readAttempts()
{
    const QPointer<PodcastDetailsDialog> dialog = m_details;
    onResult(m_services.library.attempts(m_shown), this,
             [dialog](const Result<QList<FetchAttempt>> &attempts) {
                 if (dialog && attempts)
                     dialog->showAttempts(*attempts, QDateTime::currentDateTimeUtc());
             });
}

void PodcastWiring::editAddress(PodcastId podcast)
{
    const Podcast known = m_library.podcast(podcast);
    if (!known.id.isValid())
        return;
    if (m_edit)
        m_edit->close();
    QWidget *above = m_failing ? static_cast<QWidget *>(m_failing) : m_window;
    m_edit = new EditAddressDialog(m_details ? static_cast<QWidget *>(m_details) : above);
    m_edit->setAttribute(Qt::WA_DeleteOnClose);
    m_edit->showPodcast(known.title,
                        isPrivate(known) ? QString() : known.url.toString(QUrl::FullyEncoded));
    connect(m_edit, &EditAddressDialog::addressWished, this,
            [this, podcast](const QString &address, bool insists) {
                changeAddress(podcast, address, insists);
            });
    m_edit->open();
}

void PodcastWiring::changeAddress(PodcastId podcast, const QString &address, bool insists)
{
    const TypedAddress typed = typedAddress(address);
    const QString folder = pathFromInput(address);
    if (!typed.url.isValid() && folder.isEmpty()) {
        m_edit->showFailure(tr("This is no web address. Paste one that begins with https://."),
                            false);
        return;
    }
    m_edit->setBusy(true);
    const QPointer<EditAddressDialog> dialog = m_edit;
    const auto answered = [this, dialog](const Result<Subscription> &changed) {
        if (dialog)
            dialog->setBusy(false);
        if (changed) {
            if (dialog)
                dialog->accept();
            Q_EMIT told(tr("The podcast has its new address."));
        } else if (dialog && !AccessWiring::isQuestion(changed.error())) {
            const bool isOther = changed.error().kind == ErrorKind::Usage
                    && changed.error().code == LibraryService::OtherPodcast;
            dialog->showFailure(changed.error().sentence, isOther);
        }
    };
    if (folder.isEmpty())
        m_library.access().changeAddress(podcast, typed, insists, answered);
    else
        onResult(m_services.library.changeFolder(podcast, folder, insists), this, answered);
}

void PodcastWiring::loadOlder(PodcastId podcast)
{
    if (m_loadingOlder.contains(podcast))
        return;
    m_loadingOlder.insert(podcast);
    Q_EMIT loadingOlder(m_loadingOlder);
    Q_EMIT told(tr("Loading older episodes…"));
    onResult(m_services.library.loadOlder(podcast), this,
             [this, podcast](const Result<OlderEpisodes> &older) {
                 m_loadingOlder.remove(podcast);
                 Q_EMIT loadingOlder(m_loadingOlder);
                 if (!older) {
                     Q_EMIT failed(older.error());
                     return;
                 }
                 const QString count = tr("%n older episode(s) loaded.", nullptr, older->inserted);
                 if (older->error.isEmpty())
                     Q_EMIT told(count);
                 else
                     Q_EMIT told(count + u' ' + older->error);
             });
}

void PodcastWiring::openFailing()
{
    if (!m_failing) {
        m_failing = new FailingDialog(m_window);
        m_failing->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_failing, &FailingDialog::tryWished, this, &PodcastWiring::tryNow);
        connect(m_failing, &FailingDialog::editAddressWished, this, &PodcastWiring::editAddress);
        connect(m_failing, &FailingDialog::unsubscribeWished, &m_library,
                &LibraryWiring::unsubscribe);
        m_failing->setTrying(m_trying);
        m_failing->setPodcasts(m_library.podcasts(), QDateTime::currentDateTimeUtc());
    }
    m_failing->open();
    m_failing->raise();
}

void PodcastWiring::tryNow(const QList<PodcastId> &podcasts)
{
    m_trying.unite(QSet<PodcastId>(podcasts.begin(), podcasts.end()));
    m_failing->setTrying(m_trying);
    onResult(m_services.library.refresh(podcasts), this,
             [this, podcasts](const RefreshOutcomes &outcomes) {
                 m_trying.subtract(QSet<PodcastId>(podcasts.begin(), podcasts.end()));
                 if (m_failing)
                     m_failing->setTrying(m_trying);
                 for (const RefreshOutcome &outcome : outcomes) {
                     if (outcome.status == RefreshOutcome::Status::Postponed) {
                         Q_EMIT told(outcome.error);
                         return;
                     }
                 }
             });
}

void PodcastWiring::reportFailure(const Result<> &done)
{
    if (!done)
        Q_EMIT failed(done.error());
}

} // namespace Earmark
