// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/addresspolicy.h"
#include "core/earmarkaddress.h"
#include "net/httpclient.h"
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"
#include "support/windowstack.h"
#include "ui/common/dialogs.h"
#include "ui/common/textlabel.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/dialogs/logindialog.h"
#include "ui/shell/accesswiring.h"

#include <QCheckBox>
#include <QDir>
#include <QHostInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

class ToldQuestions : public Dialogs
{
public:
    void openFile(QWidget *, const QString &, const QString &, WithPath) override { }
    void openFolder(QWidget *, const QString &, WithPath) override { }
    void saveFile(QWidget *, const QString &, const QString &, WithPath) override { }
    void ask(QWidget *, const QString &question, const QString &,
             std::function<void()> confirmed) override
    {
        questions += question;
        if (confirms)
            confirmed();
    }

    QStringList questions;
    bool confirms = false;
};

} // namespace

/// What the listener alone can allow, by real keys in the real dialogs.
class TestAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aWrongPasswordKeepsTheDialogOpen();
    void theRightPasswordSubscribes();
    void cancellingAddsNothing();
    void withoutAKeyringTheDialogSaysSo();
    void aNameWithAColonCannotBeSent();
    void aManualRefreshAsksForTheLogin();
    void aChangedPasswordIsTriedFirst();
    void forgettingIsAskedAboutFirst();
    void whatIsTypedForOnePodcastGoesToNoOther();
    void aNewAddressElsewhereAsksForItsLogin();
    void aNewAddressThatLeadsToTheOwnNetworkIsAskedAbout();
    void whatSomebodyElseNamedOnTheOwnNetworkIsAskedAbout();
    void aGuessedAddressIsReadByHttpButNoLoginIsSentSo();
    void aManualRefreshAsksAboutTheOwnNetwork();
    void linksOfAPrivatePodcastNameItsHostOnly();
    void aPrivateFeedsAddressIsCopiedAfterAQuestion();
    void errorsHideThePrivateAddress();
    void theTickExportsPrivateOnes();

private:
    void build(bool hasKeyring = true);
    void subscribe();
    void readPodcasts() { m_podcasts = *resultOf(m_services->library().podcasts()); }
    LoginDialog *dialog() const { return m_window->findChild<LoginDialog *>(); }
    void type(const QString &name, const QString &password);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::shared_ptr<FakeKeyring> m_keyring;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<WindowStack> m_stack;
    ToldQuestions m_dialogs;
    PodcastList m_podcasts;
    std::unique_ptr<QWidget> m_window;
    AccessWiring *m_access = nullptr;
    QList<bool> m_answers; ///< Was it subscribed to?
};

void TestAccess::init()
{
    failOnAnyWarning();
    build();
}

void TestAccess::build(bool hasKeyring)
{
    cleanup();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_server->setHandler([](const TestHttpServer::Request &request) {
        if (request.headers.value("authorization") != "Basic " + QByteArray("me:pw").toBase64())
            return TestHttpServer::Reply{.status = 401};
        return TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 1)};
    });
    m_keyring = std::make_shared<FakeKeyring>();
    m_keyring->isThere = hasKeyring;
    const Profile profile{.data = m_dir->filePath(u"data"_s), .cache = m_dir->filePath(u"cache"_s)};
    QVERIFY(QDir().mkpath(profile.data));
    m_services = std::make_unique<Services>(profile, systemClock(),
                                            std::make_unique<FakeSecrets>(m_keyring));
    QVERIFY(resultOf(m_services->open()));
    m_stack = std::make_unique<WindowStack>(*m_services);
    m_window = std::make_unique<QWidget>();
    m_window->show();
    m_access = new AccessWiring(
            m_stack->needs, m_dialogs, [this]() -> const PodcastList & { return m_podcasts; },
            m_window.get());
}

void TestAccess::cleanup()
{
    m_window.reset();
    m_stack.reset();
    m_services.reset();
    m_server.reset();
    m_dir.reset();
    m_podcasts.clear();
    m_answers.clear();
    m_dialogs.questions.clear();
    m_dialogs.confirms = false;
}

void TestAccess::subscribe()
{
    m_access->subscribe({m_server->url(u"/feed"_s)}, AccessWiring::Named::ByListener,
                        [this](const Result<Subscription> &done) { m_answers += bool(done); });
    QTRY_VERIFY(dialog() && dialog()->isVisible());
}

void TestAccess::type(const QString &name, const QString &password)
{
    dialog()->findChild<QLineEdit *>(u"name"_s)->setText(name);
    dialog()->findChild<QLineEdit *>(u"password"_s)->setText(password);
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"login"_s), Qt::LeftButton);
}

void TestAccess::aWrongPasswordKeepsTheDialogOpen()
{
    subscribe();

    type(u"me"_s, u"wrong"_s);

    QTRY_COMPARE(m_answers.size(), 2);
    QVERIFY(dialog()->isVisible());
    QVERIFY(!dialog()->findChild<TextLabel *>(u"failure"_s)->text().isEmpty());
    QVERIFY(dialog()->findChild<QPushButton *>(u"login"_s)->isEnabled());
    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestAccess::theRightPasswordSubscribes()
{
    subscribe();

    type(u"me"_s, u"pw"_s);

    QTRY_COMPARE(m_answers, QList<bool>({false, true}));
    QTRY_VERIFY(!dialog());
    readPodcasts();
    QCOMPARE(m_podcasts.first().loginName, u"me"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"pw"_s));
}

void TestAccess::cancellingAddsNothing()
{
    subscribe();

    QTest::keyClick(dialog(), Qt::Key_Escape);

    QTRY_VERIFY(!dialog());
    QCOMPARE(m_answers, QList<bool>({false}));
    readPodcasts();
    QVERIFY(m_podcasts.isEmpty());
}

void TestAccess::withoutAKeyringTheDialogSaysSo()
{
    build(false);
    subscribe();
    const auto *keep = dialog()->findChild<QCheckBox *>(u"keep"_s);
    QTRY_VERIFY(!keep->isEnabled());
    QVERIFY(!keep->isChecked());
    QVERIFY(dialog()->findChild<TextLabel *>(u"keeping"_s)->text().contains(u"no keyring"_s));

    type(u"me"_s, u"pw"_s);

    QTRY_COMPARE(m_answers, QList<bool>({false, true}));
    QCOMPARE(resultOf(m_services->library().refresh()).first().error, QString());
}

void TestAccess::aNameWithAColonCannotBeSent()
{
    subscribe();

    dialog()->findChild<QLineEdit *>(u"name"_s)->setText(u"a:b"_s);
    dialog()->findChild<QLineEdit *>(u"password"_s)->setText(u"pw"_s);

    QVERIFY(!dialog()->findChild<QPushButton *>(u"login"_s)->isEnabled());
}

void TestAccess::aManualRefreshAsksForTheLogin()
{
    QVERIFY(resultOf(m_services->library().subscribe(m_server->url(u"/feed"_s), {.fetch = false})));
    readPodcasts();

    m_access->refresh(m_podcasts.first().id);
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    type(u"me"_s, u"pw"_s);

    QTRY_VERIFY(!dialog());
    readPodcasts();
    QCOMPARE(m_podcasts.first().loginName, u"me"_s);
    QCOMPARE(m_podcasts.first().episodes, 1);
}

void TestAccess::aChangedPasswordIsTriedFirst()
{
    subscribe();
    type(u"me"_s, u"pw"_s);
    QTRY_VERIFY(!dialog());
    readPodcasts();
    m_access->changeLogin(m_podcasts.first().id);
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    QCOMPARE(dialog()->findChild<QLineEdit *>(u"name"_s)->text(), u"me"_s);

    type(u"me"_s, u"wrong"_s);
    QTRY_VERIFY(!dialog()->findChild<TextLabel *>(u"failure"_s)->text().isEmpty());
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"pw"_s));
    QVERIFY(dialog()->findChild<QCheckBox *>(u"keep"_s)->isEnabled());
    m_server->setHandler([](const TestHttpServer::Request &request) {
        const QByteArray you = "Basic " + QByteArray("you:new").toBase64();
        return request.headers.value("authorization") == you
                ? TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 2)}
                : TestHttpServer::Reply{.status = 401};
    });
    type(u"you"_s, u"new"_s);

    QTRY_VERIFY(!dialog());
    QTRY_COMPARE(resultOf(m_services->library().podcasts())->first().episodes, 2);
    readPodcasts();
    QCOMPARE(m_podcasts.first().loginName, u"you"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"new"_s));
}

void TestAccess::forgettingIsAskedAboutFirst()
{
    subscribe();
    type(u"me"_s, u"pw"_s);
    QTRY_VERIFY(!dialog());
    readPodcasts();

    m_access->forgetLogin(m_podcasts.first().id);
    QCOMPARE(m_dialogs.questions.size(), 1);
    QCOMPARE(m_keyring->secrets.size(), 1);
    m_dialogs.confirms = true;
    m_access->forgetLogin(m_podcasts.first().id);

    QTRY_VERIFY(m_keyring->secrets.isEmpty());
    readPodcasts();
    QCOMPARE(m_podcasts.first().loginName, QString());
}

void TestAccess::whatIsTypedForOnePodcastGoesToNoOther()
{
    TestHttpServer other(nullptr, QHostAddress(u"127.0.0.2"_s));
    other.setHandler([](const auto &) { return TestHttpServer::Reply{.status = 401}; });
    subscribe();
    m_access->subscribe({other.url(u"/feed"_s)}, AccessWiring::Named::ByListener,
                        [this](const Result<Subscription> &done) { m_answers += bool(done); });
    QTRY_COMPARE(m_answers.size(), 2); // it was told that it needs a login

    type(u"me"_s, u"pw"_s);

    QTRY_COMPARE(m_answers, QList<bool>({false, false, true}));
    for (const auto &request : other.requests())
        QVERIFY(!request.headers.contains("authorization"));
    readPodcasts();
    QCOMPARE(m_podcasts.first().url, m_server->url(u"/feed"_s));
}

void TestAccess::aNewAddressElsewhereAsksForItsLogin()
{
    TestHttpServer other(nullptr, QHostAddress(u"127.0.0.2"_s));
    other.setHandler([](const TestHttpServer::Request &request) {
        const QByteArray you = "Basic " + QByteArray("you:new").toBase64();
        return request.headers.value("authorization") == you
                ? TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 1)}
                : TestHttpServer::Reply{.status = 401};
    });
    subscribe();
    type(u"me"_s, u"pw"_s);
    QTRY_VERIFY(!dialog());
    readPodcasts();
    m_answers.clear();

    m_access->changeAddress(m_podcasts.first().id, {other.url(u"/feed"_s)}, false,
                            [this](const Result<Subscription> &done) { m_answers += bool(done); });
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    QCOMPARE(m_answers, QList<bool>({false}));
    const QByteArray mine = "Basic " + QByteArray("me:pw").toBase64();
    for (const auto &request : other.requests())
        QVERIFY(request.headers.value("authorization") != mine);
    type(u"you"_s, u"new"_s);

    QTRY_VERIFY(!dialog());
    QCOMPARE(m_answers, QList<bool>({false, true}));
    readPodcasts();
    QCOMPARE(m_podcasts.first().url, other.url(u"/feed"_s));
    QCOMPARE(m_podcasts.first().loginName, u"you"_s);
    QTRY_COMPARE(m_keyring->secrets.values(), QStringList(u"new"_s));
}

void TestAccess::aNewAddressThatLeadsToTheOwnNetworkIsAskedAbout()
{
    // A name of the internet that turns out to be the own network's.
    m_services->http().setHostLookup([](const QString &, const HostAnswer &answer) {
        QHostInfo router;
        router.setAddresses({QHostAddress(u"127.0.0.1"_s)});
        answer(router);
    });
    const QUrl url(u"http://feeds.example/feed"_s);
    QVERIFY(resultOf(m_services->library().subscribe(m_server->url(u"/feed"_s), {.fetch = false})));
    readPodcasts();

    m_access->changeAddress(m_podcasts.first().id, {url}, false,
                            [this](const Result<Subscription> &done) { m_answers += bool(done); });

    QTRY_COMPARE(m_dialogs.questions.size(), 1);
    QVERIFY(m_dialogs.questions.first().contains(u"feeds.example"_s));
    QCOMPARE(m_answers, QList<bool>({false}));
    QVERIFY(m_server->requests().isEmpty());
}

void TestAccess::whatSomebodyElseNamedOnTheOwnNetworkIsAskedAbout()
{
    m_server->serve("/open", {.body = feedXml(u"Open"_s, 1)});
    const auto taken = [this](const Result<Subscription> &done) { m_answers += bool(done); };

    m_access->subscribe({m_server->url(u"/open"_s)}, AccessWiring::Named::Elsewhere, taken);
    QTRY_COMPARE(m_dialogs.questions.size(), 1);
    QVERIFY(m_server->requests().isEmpty());
    m_dialogs.confirms = true;
    m_access->subscribe({m_server->url(u"/open"_s)}, AccessWiring::Named::Elsewhere, taken);

    QTRY_COMPARE(m_answers, QList<bool>({false, false, true}));
    readPodcasts();
    QVERIFY(m_podcasts.first().ownNetworkAllowed);
}

void TestAccess::aGuessedAddressIsReadByHttpButNoLoginIsSentSo()
{
    m_server->serve("/open", {.body = feedXml(u"Open"_s, 1)});
    m_server->refuseTls();
    const auto taken = [this](const Result<Subscription> &done) { m_answers += bool(done); };
    const auto guess = [this](const QString &path) {
        QUrl url = m_server->url(path);
        url.setScheme(u"https"_s);
        return TypedAddress{.url = url, .isGuess = true};
    };

    m_access->subscribe(guess(u"/open"_s), AccessWiring::Named::ByListener, taken);
    QTRY_COMPARE(m_answers, QList<bool>({true}));
    readPodcasts();
    QCOMPARE(m_podcasts.first().url, m_server->url(u"/open"_s));
    m_access->subscribe(guess(u"/feed"_s), AccessWiring::Named::ByListener, taken);
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    type(u"me"_s, u"pw"_s);

    QTRY_COMPARE(m_answers, QList<bool>({true, false, false}));
    for (const TestHttpServer::Request &request : m_server->requests())
        QVERIFY(!request.headers.contains("authorization"));
}

void TestAccess::aManualRefreshAsksAboutTheOwnNetwork()
{
    m_server->serve("/open", {.body = feedXml(u"Open"_s, 1)});
    QVERIFY(resultOf(m_services->library().subscribe(
            m_server->url(u"/open"_s), {.fetch = false, .isOwnNetworkAllowed = false})));
    readPodcasts();

    m_access->refresh(m_podcasts.first().id);
    QTRY_COMPARE(m_dialogs.questions.size(), 1);
    QVERIFY(m_server->requests().isEmpty());
    m_dialogs.confirms = true;
    m_access->refresh(m_podcasts.first().id);

    QTRY_COMPARE(resultOf(m_services->library().podcasts())->first().episodes, 1);
}

void TestAccess::linksOfAPrivatePodcastNameItsHostOnly()
{
    Podcast secret;
    secret.url = QUrl(u"https://a.example/f?token=x"_s);
    m_podcasts = {secret};
    QString copied;
    const auto take = [&copied](const QString &text) { copied = text; };

    m_access->copy(toText({.feed = secret.url, .guid = u"g"_s}), take);

    QVERIFY(!copied.contains(u"token"_s));
    const auto moment = parseEarmarkAddress(copied);
    QVERIFY(moment);
    QCOMPARE(moment->guid, u"g"_s);
    QCOMPARE(m_access->privateOnesAt(moment->feed).size(), 1);
    QVERIFY(m_access->privateOnesAt(QUrl(u"https://b.example/"_s)).isEmpty());
    copied.clear();
    m_access->copy(toText({.feed = secret.url, .guid = secret.url.toString()}), take);
    QCOMPARE(copied, QString());
}

void TestAccess::aPrivateFeedsAddressIsCopiedAfterAQuestion()
{
    Podcast secret;
    secret.url = QUrl(u"https://a.example/f?token=x"_s);
    m_podcasts = {secret};
    QStringList copied;
    const auto take = [&copied](const QString &text) { copied += text; };

    m_access->copy(secret.url.toString(), take);
    QVERIFY(copied.isEmpty());
    QCOMPARE(m_dialogs.questions.size(), 1);
    m_dialogs.confirms = true;
    m_access->copy(secret.url.toString(), take);
    m_access->copy(u"https://a.example/public"_s, take);

    QCOMPARE(copied, QStringList({secret.url.toString(), u"https://a.example/public"_s}));
    QCOMPARE(m_dialogs.questions.size(), 2);
}

void TestAccess::errorsHideThePrivateAddress()
{
    Podcast secret;
    secret.url = QUrl(u"https://a.example/said/to/be/private"_s);
    secret.privateByUser = true;
    m_podcasts = {secret};

    const Error clean = m_access->masked(
            fail(ErrorKind::Network, u"No."_s, secret.url.toString() + u": HTTP 500"_s));

    QCOMPARE(clean.detail, u"a.example/…: HTTP 500"_s);
    QCOMPARE(clean.sentence, u"No."_s);
}

void TestAccess::theTickExportsPrivateOnes()
{
    ExportDialog dialog(3, 1);
    QSignalSpy wished(&dialog, &ExportDialog::exportWished);
    dialog.show();

    QVERIFY(!dialog.findChild<QCheckBox *>(u"withPrivate"_s)->isChecked());
    dialog.findChild<QCheckBox *>(u"withPrivate"_s)->setChecked(true);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"export"_s), Qt::LeftButton);

    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first().first().toBool(), true);
}

QTEST_MAIN(TestAccess)
#include "tst_access.moc"
