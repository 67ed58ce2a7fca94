// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/accesswiring.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/earmarkaddress.h"
#include "core/ownnetwork.h"
#include "core/privateaddress.h"
#include "services/playbackservice.h"
#include "services/podcastaccess.h"
#include "ui/common/dialogs.h"
#include "ui/dialogs/logindialog.h"
#include "ui/shell/windowservices.h"

#include <QApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int LoginNeeded = 401; ///< HTTP

bool needsLogin(const Error &error)
{
    return error.kind == ErrorKind::HttpStatus && error.code == LoginNeeded;
}

} // namespace

AccessWiring::AccessWiring(const WindowServices &services, Dialogs &dialogs, Podcasts podcasts,
                           QWidget *window)
    : QObject(window), m_services(services), m_dialogs(dialogs), m_podcasts(std::move(podcasts)),
      m_window(window)
{
    connect(&services.playback, &PlaybackService::failed, this, &AccessWiring::playingFailed);
}

bool AccessWiring::isQuestion(const Error &error)
{
    return needsLogin(error) || error.kind == ErrorKind::OwnNetwork;
}

Podcast AccessWiring::podcast(PodcastId id) const
{
    const PodcastList &all = m_podcasts();
    const auto found = std::ranges::find(all, id, &Podcast::id);
    return found == all.end() ? Podcast() : *found;
}

void AccessWiring::subscribe(const TypedAddress &address, Named named, const Subscribed &answer)
{
    // Who types an address of his own network means it; where another leads there, he is asked.
    const bool isMeant = named == Named::ByListener && isOwnNetwork(address.url.host());
    subscribeWith(address.url, {.isOwnNetworkAllowed = isMeant, .isGuess = address.isGuess},
                  answer);
}

void AccessWiring::subscribeWith(const QUrl &address, const SubscribeWish &wish,
                                 const Subscribed &answer)
{
    onResult(m_services.library.subscribe(address, wish), this,
             [this, address, wish, answer](const Result<Subscription> &subscription) {
                 subscribed(address, wish, subscription, answer);
             });
}

void AccessWiring::subscribed(const QUrl &address, const SubscribeWish &wish,
                              const Result<Subscription> &subscription, const Subscribed &answer)
{
    if (!subscription && subscription.error().kind == ErrorKind::OwnNetwork
        && !wish.isOwnNetworkAllowed) {
        answer(subscription); // what waits for it must not look busy meanwhile
        m_dialogs.ask(
                front(),
                tr("%1 leads to your own network. Subscribe to what is there?").arg(address.host()),
                tr("Subscribe"), [this, address, wish, answer] {
                    SubscribeWish allowed = wish;
                    allowed.isOwnNetworkAllowed = true;
                    subscribeWith(address, allowed, answer);
                });
        return;
    }
    if (!subscription && needsLogin(subscription.error())) {
        answer(subscription);
        Asked asked{.address = address, .podcast = {}, .name = {}, .failure = {}};
        if (wish.login) {
            asked.name = wish.login->name;
            asked.failure = subscription.error().sentence;
        }
        askForLogin(asked,
                    [this, address, wish, answer](const HttpCredentials &login, KeepLogin where) {
                        SubscribeWish with = wish;
                        with.login = login;
                        with.keepLogin = where;
                        subscribeWith(address, with, answer);
                    });
        return;
    }
    loggedIn(address);
    if (subscription && !subscription->notice.isEmpty())
        Q_EMIT told(subscription->notice);
    answer(subscription);
}

void AccessWiring::refresh(PodcastId id)
{
    onResult(m_services.library.refresh({id}), this, [this, id](const RefreshOutcomes &outcomes) {
        const bool isWanted
                = std::any_of(outcomes.begin(), outcomes.end(),
                              [](const RefreshOutcome &outcome) { return outcome.needsLogin; });
        const Podcast known = podcast(id);
        const bool isHere = std::ranges::any_of(outcomes, &RefreshOutcome::isOnOwnNetwork);
        if (isHere && !known.ownNetworkAllowed) {
            m_dialogs.ask(front(),
                          tr("%1 lies on your own network, at %2. Read it from there?")
                                  .arg(known.title, known.url.host()),
                          tr("Read it"), [this, id] { refreshHere({id}); });
            return;
        }
        if (!isWanted) {
            loggedIn(known.url);
            return;
        }
        loginFor(known, known.loginName.isEmpty() ? QString() : outcomes.first().error,
                 [this, id] { refresh(id); });
    });
}

void AccessWiring::askAboutOwnNetwork(const QList<PodcastId> &podcasts)
{
    if (podcasts.isEmpty())
        return;
    m_dialogs.ask(front(),
                  tr("%n podcast(s) of this list lie on your own network, and were not read. Read "
                     "them from there?",
                     nullptr, int(podcasts.size())),
                  tr("Read them"), [this, podcasts] { refreshHere(podcasts); });
}

/// The listener said yes to their hosts.
void AccessWiring::refreshHere(const QList<PodcastId> &podcasts)
{
    QFuture<Result<>> allowed;
    for (const PodcastId id : podcasts)
        allowed = m_services.library.setOwnNetworkAllowed(id, true);
    // Written in their order: with the last, all are.
    onResult(allowed, this, [this, podcasts](const Result<> &done) {
        if (done)
            m_services.library.refresh(podcasts);
        else
            Q_EMIT failed(done.error());
    });
}

void AccessWiring::changeAddress(PodcastId podcast, const TypedAddress &address, bool evenIfOther,
                                 const Subscribed &answer)
{
    move(podcast, address.url,
         {.evenIfOther = evenIfOther,
          .isOwnNetworkAllowed = isOwnNetwork(address.url.host()),
          .isGuess = address.isGuess},
         answer);
}

void AccessWiring::move(PodcastId podcast, const QUrl &address, const AddressWish &wish,
                        const Subscribed &answer)
{
    onResult(m_services.library.changeAddress(podcast, address, wish), this,
             [this, podcast, address, wish, answer](const Result<Subscription> &done) {
                 moved(podcast, address, wish, done, answer);
             });
}

void AccessWiring::moved(PodcastId id, const QUrl &address, const AddressWish &wish,
                         const Result<Subscription> &moved, const Subscribed &answer)
{
    const auto again = [this, id, address, answer](const AddressWish &with) {
        move(id, address, with, answer);
    };
    answer(moved);
    if (!moved && moved.error().kind == ErrorKind::OwnNetwork && !wish.isOwnNetworkAllowed) {
        m_dialogs.ask(front(),
                      tr("%1 leads to your own network. Use what is there?").arg(address.host()),
                      tr("Use it"), [wish, again] {
                          AddressWish allowed = wish;
                          allowed.isOwnNetworkAllowed = true;
                          again(allowed);
                      });
        return;
    }
    if (!moved && needsLogin(moved.error())) {
        const Podcast known = podcast(id);
        askForLogin({.address = address,
                     .podcast = known.title,
                     .name = wish.login ? wish.login->name : known.loginName,
                     .failure = wish.login ? moved.error().sentence : QString()},
                    [wish, again](const HttpCredentials &login, KeepLogin where) {
                        AddressWish with = wish;
                        with.login = login;
                        with.keepLogin = where;
                        again(with);
                    });
        return;
    }
    loggedIn(address);
    if (moved && !moved->notice.isEmpty())
        Q_EMIT told(moved->notice);
}

void AccessWiring::changeLogin(PodcastId id)
{
    const Podcast known = podcast(id);
    askForLogin({.address = known.url,
                 .podcast = known.title,
                 .name = known.loginName,
                 .failure = {},
                 .isChange = true},
                [this, known](const HttpCredentials &login, KeepLogin where) {
                    onResult(m_services.library.changeLogin(known.id, login, where), this,
                             [this, known](const Result<> &changed) {
                                 if (!changed) {
                                     loginIsNoGood(known.url, changed.error());
                                     return;
                                 }
                                 loggedIn(known.url);
                                 refresh(known.id);
                             });
                });
}

void AccessWiring::forgetLogin(PodcastId id)
{
    const Podcast known = podcast(id);
    m_dialogs.ask(front(),
                  tr("Forget the name and password of %1? It is not refreshed without them.")
                          .arg(known.title),
                  tr("Forget"), [this, id] {
                      onResult(m_services.library.forgetLogin(id), this,
                               [this](const Result<> &done) {
                                   if (done)
                                       Q_EMIT told(tr("The name and password were forgotten."));
                                   else
                                       Q_EMIT failed(done.error());
                               });
                  });
}

void AccessWiring::askForOwnPictures(PodcastId id, const QString &host)
{
    m_dialogs.ask(front(),
                  tr("Pictures of %1 lie on your own network, at %2. Show them, "
                     "and play its sound "
                     "from there too?")
                          .arg(podcast(id).title, host),
                  tr("Show"), [this, id] { setOwnMediaAllowed(id, true); });
}

void AccessWiring::setOwnMediaAllowed(PodcastId id, bool allowed)
{
    onResult(m_services.access.setOwnMediaAllowed(id, allowed), this, [this](const Result<> &done) {
        if (!done)
            Q_EMIT failed(done.error());
    });
}

/// The library learns the login, then again() tries with it.
void AccessWiring::loginFor(const Podcast &podcast, const QString &failure,
                            const std::function<void()> &again)
{
    askForLogin({.address = podcast.url,
                 .podcast = podcast.title,
                 .name = podcast.loginName,
                 .failure = failure},
                [this, podcast, again](const HttpCredentials &login, KeepLogin where) {
                    onResult(m_services.library.setLogin(podcast.id, login, where), this,
                             [this, podcast, again](const Result<> &kept) {
                                 if (kept)
                                     again();
                                 else
                                     loginIsNoGood(podcast.url, kept.error());
                             });
                });
}

/// What was typed for one podcast must not go to the server of another that asks meanwhile: this
/// one asks again at its next try.
void AccessWiring::askForLogin(const Asked &asked, const TryLogin &attempt)
{
    if (m_login && m_loginAddress != asked.address)
        return;
    if (!m_login) {
        m_login = new LoginDialog(front());
        m_login->setAttribute(Qt::WA_DeleteOnClose);
        m_loginAddress = asked.address;
        const QString host = asked.address.host();
        m_login->showPodcast(asked.podcast.isEmpty() ? host : asked.podcast, host, asked.name);
        if (asked.isChange)
            m_login->showAsChange();
        const QPointer<LoginDialog> dialog = m_login;
        onResult(m_services.logins.hasKeyring(), m_login, [dialog](bool has) {
            if (dialog)
                dialog->setHasKeyring(has);
        });
    }
    m_login->disconnect(this);
    connect(m_login, &LoginDialog::loginWished, this,
            [this, attempt](const QString &name, const QString &password, bool inKeyring) {
                m_login->setBusy(true);
                m_login->showFailure({});
                attempt({.name = name, .password = password},
                        inKeyring ? KeepLogin::InKeyring : KeepLogin::ForThisRun);
            });
    m_login->setBusy(false);
    m_login->showFailure(asked.failure);
    m_login->open();
}

void AccessWiring::loginIsNoGood(const QUrl &address, const Error &error)
{
    if (!m_login || m_loginAddress != address)
        return;
    m_login->setBusy(false);
    if (!needsLogin(error))
        m_login->setHasKeyring(false);
    m_login->showFailure(error.sentence);
}

void AccessWiring::loggedIn(const QUrl &address)
{
    if (m_login && m_loginAddress == address)
        m_login->accept();
}

/// What a question lies above: the dialog that is open already.
QWidget *AccessWiring::front() const
{
    QWidget *modal = QApplication::activeModalWidget();
    for (const QWidget *above = modal; above != nullptr; above = above->parentWidget()) {
        if (above == m_window)
            return modal;
    }
    return m_window;
}

void AccessWiring::playingFailed(const Error &error)
{
    const auto &episode = m_services.playback.episode();
    if (!episode || m_services.playback.state() != PlaybackService::State::Failed)
        return;
    const PodcastId id = episode->row.podcastId;
    const Podcast known = podcast(id);
    if (needsLogin(error) && known.id.isValid()) {
        loginFor(known, known.loginName.isEmpty() ? QString() : error.sentence, [this, known] {
            loggedIn(known.url);
            m_services.playback.retry();
        });
        return;
    }
    if (error.kind != ErrorKind::OwnNetwork || m_asked.contains(id))
        return;
    m_asked.insert(id);
    m_dialogs.ask(m_window,
                  tr("The sound of this podcast lies on your own network, at %1. Play it from "
                     "there?")
                          .arg(episode->enclosure.url.host()),
                  tr("Play"), [this, id] {
                      if (!id.isValid()) {
                          m_services.playback.retry(true);
                          return;
                      }
                      onResult(m_services.access.setOwnMediaAllowed(id, true), this,
                               [this](const Result<> &done) {
                                   if (done)
                                       m_services.playback.retry();
                                   else
                                       Q_EMIT failed(done.error());
                               });
                  });
}

void AccessWiring::copy(const QString &address, const std::function<void(const QString &)> &copied)
{
    const auto isOf = [](const QUrl &feed) {
        return [feed](const Podcast &podcast) { return podcast.url == feed && isPrivate(podcast); };
    };
    const PodcastList &all = m_podcasts();
    if (const auto moment = parseEarmarkAddress(address)) {
        const bool isSecret = std::any_of(all.begin(), all.end(), isOf(moment->feed));
        const auto shareable = isSecret ? withoutPath(*moment) : moment;
        if (shareable)
            copied(toText(*shareable));
        else
            Q_EMIT told(tr("The links of this private podcast would give it away, so none was "
                           "copied."));
        return;
    }
    if (!std::any_of(all.begin(), all.end(), isOf(QUrl(address)))) {
        copied(address);
        return;
    }
    m_dialogs.ask(m_window,
                  tr("The address of this podcast is private: whoever has it can listen in your "
                     "name. Copy it?"),
                  tr("Copy"), [address, copied] { copied(address); });
}

PodcastList AccessWiring::privateOnesAt(const QUrl &host) const
{
    PodcastList found;
    if (host.path().size() > 1 || host.hasQuery())
        return found;
    const PodcastList &all = m_podcasts();
    std::copy_if(all.begin(), all.end(), std::back_inserter(found), [&host](const Podcast &one) {
        return isPrivate(one) && isSameOrigin(one.url, host);
    });
    return found;
}

Error AccessWiring::masked(const Error &error) const
{
    Error clean = error;
    for (const Podcast &one : m_podcasts()) {
        if (!isPrivate(one))
            continue;
        for (const QString &shown :
             {one.url.toString(QUrl::FullyEncoded), one.url.toString(), displayAddress(one.url)})
            clean.detail.replace(shown, shownAddress(one.url, true));
    }
    return clean;
}

} // namespace Earmark
