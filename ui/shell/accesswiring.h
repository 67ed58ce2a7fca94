// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credentials.h"
#include "core/podcast.h"
#include "core/result.h"
#include "services/libraryservice.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QUrl>

#include <functional>

namespace Earmark {

class Dialogs;
class LoginDialog;
struct TypedAddress;
struct WindowServices;

/// What the listener alone can allow: a name and password for a podcast, a way to his own network,
/// the address of a private podcast in other hands. Asks, and does what was wished once he said
/// yes.
class AccessWiring : public QObject
{
    Q_OBJECT

public:
    using Subscribed = std::function<void(const Result<Subscription> &)>; ///< Or moved.
    using Podcasts = std::function<const PodcastList &()>;
    enum class Named : quint8 {
        ByListener, ///< Typed or pasted: an address of his own network is meant.
        Elsewhere, ///< By a directory, a document, another program.
    };

    AccessWiring(const WindowServices &services, Dialogs &dialogs, Podcasts podcasts,
                 QWidget *window);

    /// The listener is asked about it.
    static bool isQuestion(const Error &error);

    /// As LibraryService::subscribe(); where its server wants a login or it lies on the own network
    /// the listener is asked. answer may not come when he wants neither.
    void subscribe(const TypedAddress &address, Named named, const Subscribed &answer);
    /// Asks for what it needs: a login, the listener's yes to his own network.
    void refresh(PodcastId id);
    /// An imported file named them on the own network, where nothing was asked.
    void askAboutOwnNetwork(const QList<PodcastId> &podcasts);
    /// As LibraryService::changeAddress(), and asks as subscribe() does. A name and password known
    /// for the old address goes to no other server.
    void changeAddress(PodcastId podcast, const TypedAddress &address, bool evenIfOther,
                       const Subscribed &answer);
    /// The listener wants another name or password for it.
    void changeLogin(PodcastId id);
    void forgetLogin(PodcastId id);
    /// A picture of it lies on the own network, at this host: the listener's click asks.
    void askForOwnPictures(PodcastId id, const QString &host);
    void setOwnMediaAllowed(PodcastId id, bool allowed);

    /// An address of a feed or an episode's earmark: address, for the clipboard. One of a private
    /// podcast's episode names no more than its host; its feed's own is given after a question.
    void copy(const QString &address, const std::function<void(const QString &)> &copied);
    /// The podcasts that an earmark: address may mean that names no more than a host.
    PodcastList privateOnesAt(const QUrl &host) const;
    /// Without the addresses of private podcasts.
    Error masked(const Error &error) const;

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Earmark::Error &error);

private:
    using TryLogin = std::function<void(const HttpCredentials &login, KeepLogin where)>;
    struct Asked
    {
        QUrl address; ///< Whose server gets what is typed.
        QString podcast; ///< Its title; empty: it has none yet.
        QString name;
        QString failure; ///< Of the try before.
        bool isChange = false;
    };

    void subscribeWith(const QUrl &address, const SubscribeWish &wish, const Subscribed &answer);
    void subscribed(const QUrl &address, const SubscribeWish &wish,
                    const Result<Subscription> &subscription, const Subscribed &answer);
    void move(PodcastId podcast, const QUrl &address, const AddressWish &wish,
              const Subscribed &answer);
    void moved(PodcastId id, const QUrl &address, const AddressWish &wish,
               const Result<Subscription> &moved, const Subscribed &answer);
    void askForLogin(const Asked &asked, const TryLogin &attempt);
    void loginIsNoGood(const QUrl &address, const Error &error);
    void loggedIn(const QUrl &address);
    void refreshHere(const QList<PodcastId> &podcasts);
    QWidget *front() const;
    void loginFor(const Podcast &podcast, const QString &failure,
                  const std::function<void()> &again);
    void playingFailed(const Error &error);
    Podcast podcast(PodcastId id) const;

    const WindowServices &m_services;
    Dialogs &m_dialogs;
    Podcasts m_podcasts;
    QWidget *m_window;
    QPointer<LoginDialog> m_login;
    QUrl m_loginAddress; ///< What m_login was opened for.
    QSet<PodcastId> m_asked; ///< About their own network, in this run.
};

} // namespace Earmark
