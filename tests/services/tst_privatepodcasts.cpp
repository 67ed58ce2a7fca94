// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkservice.h"
#include "services/loginfixture.h"
#include "services/mediaopener.h"

#include <QDirIterator>
#include <QHostInfo>

#include <array>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// Podcasts behind a name and password, behind a secret address, and on the own network.
class TestPrivatePodcasts : public QObject, LoginFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void withoutALoginNothingIsAdded();
    void aWrongPasswordAddsAndKeepsNothing();
    void aLoginSubscribesAndIsRemembered();
    void thePasswordIsNowhereOnDisk();
    void whatIsTypedIntoTheAddressBecomesTheLogin();
    void whatAListOfPodcastsHoldsBecomesTheLogin();
    void theNextRunTakesItFromTheKeyring();
    void withoutAKeyringItIsKeptForThisRun();
    void aRefreshThatWaitsForTheKeyringIsCancelled();
    void aRefreshSaysThatALoginIsMissing();
    void noOtherServerGetsThePassword();
    void aRedirectDoesNotCarryThePasswordAway();
    void picturesAndSoundOfTheSameServerGetIt();
    void aStrangersSoundOnTheOwnNetworkIsRefused();
    void theListenersWordLetsSoundComeFromTheOwnNetwork();
    void soundIsAskedForWithoutItsTrackingPrefix();
    void privateAddressesAreExportedByWordOnly();

private:
    ByteSource::Refusal refusalOf(const QUrl &url, const PodcastAccess &access);
};

void TestPrivatePodcasts::withoutALoginNothingIsAdded()
{
    const auto added = resultOf(m_library->subscribe(m_server->url(u"/feed"_s)));

    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::HttpStatus);
    QCOMPARE(added.error().code, 401);
    QVERIFY(resultOf(m_library->podcasts())->isEmpty());
}

void TestPrivatePodcasts::aWrongPasswordAddsAndKeepsNothing()
{
    const auto added = resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(u"x"_s)));

    QVERIFY(!added);
    QCOMPARE(added.error().code, 401);
    QVERIFY(!added.error().sentence.contains(u"me:"_s));
    QVERIFY(resultOf(m_library->podcasts())->isEmpty());
    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestPrivatePodcasts::aLoginSubscribesAndIsRemembered()
{
    const auto added
            = resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password)));

    QVERIFY(added);
    QCOMPARE(added->notice, QString());
    QCOMPARE(only().loginName, u"me"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(Password));
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
}

void TestPrivatePodcasts::thePasswordIsNowhereOnDisk()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password))));
    QVERIFY(!resultOf(m_library->refresh()).isEmpty());
    m_library.reset();
    m_access.reset();
    m_http.reset();
    m_storage.reset();

    int files = 0;
    QDirIterator it(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains(QByteArray(Password.data())), qPrintable(file.fileName()));
        QVERIFY2(!bytes.contains(basic()), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 0);
}

void TestPrivatePodcasts::whatIsTypedIntoTheAddressBecomesTheLogin()
{
    QUrl typed = m_server->url(u"/feed"_s);
    typed.setUserInfo(u"me:swordfish-4711"_s);

    const auto added = resultOf(m_library->subscribe(typed));

    QVERIFY(added);
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
    QCOMPARE(only().loginName, u"me"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(Password));
}

void TestPrivatePodcasts::whatAListOfPodcastsHoldsBecomesTheLogin()
{
    QUrl typed = m_server->url(u"/feed"_s);
    typed.setUserInfo(u"me:swordfish-4711"_s);
    const QByteArray opml
            = "<opml version=\"2.0\"><body><outline type=\"rss\" text=\"Pod\" xmlUrl=\""
            + typed.toEncoded() + "\"/></body></opml>";

    const auto report = resultOf(m_library->importOpml(opml));

    QVERIFY(report);
    QCOMPARE(report->outcomes.size(), 1);
    QCOMPARE(report->outcomes.first().error, QString());
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
    QCOMPARE(only().loginName, u"me"_s);
}

void TestPrivatePodcasts::theNextRunTakesItFromTheKeyring()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password))));
    m_library.reset();
    m_access.reset();
    m_http.reset();
    m_storage.reset();
    m_keyring->reads = 0;

    build();

    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
    QCOMPARE(m_keyring->reads, 1);
}

void TestPrivatePodcasts::withoutAKeyringItIsKeptForThisRun()
{
    m_keyring->isThere = false;
    QVERIFY(!resultOf(m_logins->hasKeyring()));

    const auto added
            = resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password)));

    QVERIFY(added);
    QVERIFY(!added->notice.isEmpty());
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
    m_library.reset();
    m_access.reset();
    m_http.reset();
    m_storage.reset();
    build();
    QVERIFY(resultOf(m_library->refresh()).first().needsLogin);
}

void TestPrivatePodcasts::aRefreshThatWaitsForTheKeyringIsCancelled()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    m_library.reset();
    m_access.reset();
    m_http.reset();
    m_storage.reset();
    build();
    m_keyring->isLocked = true;
    m_server->clearRequests();
    const auto refresh = m_library->refresh();
    QTRY_COMPARE(m_keyring->waiting.size(), 1);

    m_library->cancelRefresh();

    QCOMPARE(resultOf(refresh).first().status, RefreshOutcome::Status::Cancelled);
    m_keyring->unlock();
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
    QCOMPARE(m_server->requests().size(), 1);
}

void TestPrivatePodcasts::aRefreshSaysThatALoginIsMissing()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), {.fetch = false})));

    QVERIFY(resultOf(m_library->refresh()).first().needsLogin);
    const HttpCredentials login{.name = u"me"_s, .password = Password};
    QVERIFY(resultOf(m_library->setLogin(only().id, login, KeepLogin::ForThisRun)));

    const auto again = resultOf(m_library->refresh()).first();
    QVERIFY(!again.needsLogin);
    QCOMPARE(again.error, QString());
    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestPrivatePodcasts::noOtherServerGetsThePassword()
{
    const PodcastAccess access{
            .feed = QUrl(u"https://a.example/feed"_s),
            .login = HttpCredentials{.name = u"me"_s, .password = Password},
    };
    for (const QString &other :
         {u"http://a.example/x"_s, u"https://b.example/x"_s, u"https://a.example:8443/x"_s,
          u"https://sub.a.example/x"_s, u"https://a.example.b.example/x"_s}) {
        QVERIFY2(!requestFor(QUrl(other), access).credentials, qPrintable(other));
        QVERIFY2(!mediaRequestFor(QUrl(other), access).credentials, qPrintable(other));
    }
    QVERIFY(requestFor(QUrl(u"https://A.example:443/x"_s), access).credentials);
}

void TestPrivatePodcasts::aRedirectDoesNotCarryThePasswordAway()
{
    m_other->serve("/feed", {.body = feedXml(u"Pod"_s, 1)});
    m_server->serve(
            "/feed",
            {.status = 302, .headers = {{"Location", m_other->url(u"/feed"_s).toEncoded()}}});

    const auto added
            = resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password)));

    QVERIFY(added);
    QVERIFY(!m_other->requests().isEmpty());
    QVERIFY(!sentPassword(*m_other));
}

void TestPrivatePodcasts::picturesAndSoundOfTheSameServerGetIt()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password))));
    const PodcastAccess access = resultOf(m_access->of(only().id));
    MediaOpener opener(*m_http);

    const auto source = opener.open({.url = m_server->url(u"/0.mp3"_s), .type = {}}, access);

    QVERIFY(source);
    const auto read = runOnPool([source = *source] {
        std::array<char, 5> bytes{};
        return source->readAt(0, bytes, {}).status;
    });
    QCOMPARE(resultOf(read), ByteSource::Status::Ok);
    QCOMPARE(requestFor(m_server->url(u"/cover.jpg"_s), access).credentials, access.login);
    // A picture that this podcast does not name is a stranger's.
    QCOMPARE(resultOf(m_access->ofPicture(m_server->url(u"/other.jpg"_s))), PodcastAccess());
}

ByteSource::Refusal TestPrivatePodcasts::refusalOf(const QUrl &url, const PodcastAccess &access)
{
    MediaOpener opener(*m_http);
    const auto source = opener.open({.url = url, .type = {}}, access);
    const auto refusal = runOnPool([source = *source] {
        std::array<char, 5> bytes{};
        source->readAt(0, bytes, {});
        return source->refusal();
    });
    return resultOf(refusal);
}

void TestPrivatePodcasts::aStrangersSoundOnTheOwnNetworkIsRefused()
{
    m_other->serve("/a.mp3", {.body = "sound"});

    const auto refusal = refusalOf(m_other->url(u"/a.mp3"_s), PodcastAccess());

    QCOMPARE(refusal, ByteSource::Refusal::OwnNetwork);
    QVERIFY(m_other->requests().isEmpty());
    QCOMPARE(refusalOf(m_server->url(u"/0.mp3"_s), {.ownHost = u"127.0.0.1"_s}),
             ByteSource::Refusal::Login);
}

void TestPrivatePodcasts::theListenersWordLetsSoundComeFromTheOwnNetwork()
{
    m_other->serve("/a.mp3", {.body = "sound"});
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin(Password))));
    const PodcastId id = only().id;
    // Its own server is allowed, since the listener subscribed to it there; the other is not.
    QCOMPARE(refusalOf(m_other->url(u"/a.mp3"_s), resultOf(m_access->of(id))),
             ByteSource::Refusal::OwnNetwork);

    QVERIFY(resultOf(m_access->setOwnMediaAllowed(id, true)));

    QCOMPARE(refusalOf(m_other->url(u"/a.mp3"_s), resultOf(m_access->of(id))),
             ByteSource::Refusal::None);
    QCOMPARE(m_other->requests().size(), 1);
    QVERIFY(!sentPassword(*m_other));
}

void TestPrivatePodcasts::soundIsAskedForWithoutItsTrackingPrefix()
{
    QStringList asked;
    m_http->setHostLookup([&asked](const QString &host, const HostAnswer &answer) {
        asked.append(host);
        QHostInfo nobody;
        nobody.setError(QHostInfo::HostNotFound);
        answer(nobody);
    });

    refusalOf(QUrl(u"https://pdst.fm/e/sound.example/a.mp3"_s), PodcastAccess());
    asked.removeDuplicates(); // a part that failed is tried once more
    QCOMPARE(asked, QStringList({u"sound.example"_s, u"pdst.fm"_s})); // then as it stood there
    asked.clear();
    refusalOf(QUrl(u"https://pdst.fm/e/sound.example/a.mp3"_s), {.unwrapsTracking = false});
    asked.removeDuplicates();
    QCOMPARE(asked, QStringList(u"pdst.fm"_s));
}

void TestPrivatePodcasts::privateAddressesAreExportedByWordOnly()
{
    for (const QString &path : QStringList{u"/public"_s, u"/feed?token=abc"_s, u"/said"_s}) {
        QVERIFY(resultOf(
                m_library->subscribe(QUrl(u"https://a.example"_s + path), {.fetch = false})));
    }
    const auto podcasts = resultOf(m_library->podcasts());
    for (const Podcast &podcast : *podcasts) {
        if (podcast.url.path() == "/said"_L1)
            QVERIFY(resultOf(m_library->setPrivate(podcast.id, true)));
    }

    const auto masked = resultOf(m_library->exportOpml());
    const auto whole = resultOf(m_library->exportOpml(true));

    QCOMPARE(masked->leftOut, 2);
    QVERIFY(masked->document.contains("/public"));
    QVERIFY(!masked->document.contains("token") && !masked->document.contains("/said"));
    QCOMPARE(whole->leftOut, 0);
    QVERIFY(whole->document.contains("token") && whole->document.contains("/said"));
}

QTEST_GUILESS_MAIN(TestPrivatePodcasts)
#include "tst_privatepodcasts.moc"
