// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/packed.h"
#include "services/stallwatch.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/secureserver.h"
#include "support/serverthread.h"
#include "support/windowbench.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <map>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;
using Status = RefreshOutcome::Status;

namespace {

constexpr HttpLimits Short{.connect = 2s, .idle = 2s, .whole = 4s};

/// What a good server does one day, and what the listener is told then.
struct Misfortune
{
    QString name;
    Reply reply;
    QString words; ///< In the podcast's sentence; empty: the podcast is well.
    Status status = Status::Failed;
};

QByteArray goodFeed()
{
    return feedXml(u"A podcast"_s, 5);
}

QByteArray xmlBomb()
{
    QByteArray entities = "<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        const QByteArray before = "&a" + QByteArray::number(i - 1) + ';';
        entities += "<!ENTITY a" + QByteArray::number(i) + " \"" + before + before + "\">";
    }
    return "<?xml version=\"1.0\"?><!DOCTYPE rss [" + entities
            + "]><rss version=\"2.0\"><channel><title>&a29;</title></channel></rss>";
}

Reply packedAs(const QByteArray &bytes)
{
    return {.body = bytes, .headers = {{"Content-Encoding", "gzip"}}};
}

QList<Misfortune> misfortunes()
{
    const QByteArray good = goodFeed();
    const QByteArray page = "<!DOCTYPE html><html><head><title>Sign in</title></head>"
                            "<body><p>This network wants your name.</p></body></html>";
    return {
            {u"silent"_s, {.fault = Fault::Silent}, u"stopped answering"_s},
            {u"silent in its head"_s,
             {.body = "HTTP/1.1 200 OK\r\nContent-Le", .fault = Fault::RawAndStall},
             u"stopped answering"_s},
            {u"silent in its body"_s,
             {.body = good, .fault = Fault::StallAfter, .faultAfter = 300},
             u"stopped answering"_s},
            {u"a byte now and then"_s,
             {.body = good, .fault = Fault::Trickle, .trickleEvery = 200ms},
             u"too slowly"_s},
            {u"redirects in a circle"_s,
             {.status = 302, .headers = {{"Location", "/feed"}}},
             u"in a circle"_s},
            {u"promises more than it sends"_s,
             {.body = good, .toldLength = good.size() + 1000},
             u"only a part"_s},
            {u"dies in its body"_s,
             {.body = good, .fault = Fault::DropAfter, .faultAfter = 300},
             u"only a part"_s},
            {u"packed in broken chunks"_s,
             {.body = inBrokenChunks(packed(good)), .fault = Fault::Raw},
             u"only a part"_s},
            {u"in broken chunks"_s, // Qt takes it for whole: what came of it is read
             {.body = inBrokenChunks(good), .fault = Fault::Raw},
             {},
             Status::Updated},
            {u"packed and cut"_s, packedAs(packed(noiseOf(5000)).left(3000)), u"only a part"_s},
            {u"a bomb"_s, packedAs(bomb(1024)), u"larger than"_s},
            {u"an XML bomb"_s, {.body = xmlBomb()}, u"a trap"_s},
            {u"a page"_s, {.body = page, .headers = {{"Content-Type", "text/html"}}}, u"page"_s},
            {u"nothing at all"_s, {.body = {}}, u"."_s},
            {u"304 that nobody asked for"_s, {.status = 304}, u"."_s},
            {u"429"_s, {.status = 429, .headers = {{"Retry-After", "3600"}}}, u"too often"_s},
            {u"404"_s, {.status = 404}, u"404"_s},
            {u"410"_s, {.status = 410}, u"gone for good"_s, Status::Ended},
            {u"500"_s, {.status = 500}, u"a fault of its own"_s},
            {u"503"_s, {.status = 503}, u"busy"_s},
            {u"not HTTP"_s, {.body = "hello there\r\n\r\n", .fault = Fault::Raw}, u"."_s},
            {u"closes at once"_s, {.body = {}, .fault = Fault::Raw}, u"broke the connection"_s},
    };
}

/// Takes nobody in: its queue of waiting connections is full.
class FullServer
{
public:
    void takeOver(const QUrl &address)
    {
        m_server.setListenBacklogSize(1);
        const QHostAddress host(address.host());
        if (!m_server.listen(host, quint16(address.port())))
            qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
        m_server.pauseAccepting();
        for (int i = 0; i < 4; ++i) {
            m_waiting.push_back(std::make_unique<QTcpSocket>());
            m_waiting.back()->connectToHost(host, m_server.serverPort());
        }
    }
    bool isFull() const { return m_waiting.front()->state() == QAbstractSocket::ConnectedState; }

private:
    QTcpServer m_server;
    std::vector<std::unique_ptr<QTcpSocket>> m_waiting;
};

/// Encrypted servers whom the test's authority vouches for until expose().
class SecureHosts
{
public:
    SecureHosts()
    {
        m_anchor.moveToThread(&m_thread);
        m_thread.start();
    }
    SecureHosts(const SecureHosts &) = delete;
    SecureHosts &operator=(const SecureHosts &) = delete;
    ~SecureHosts()
    {
        inThread([this] { m_servers.clear(); });
        m_thread.quit();
        m_thread.wait();
    }

    QUrl add(const QString &later)
    {
        const QByteArray body = feedXml(u"Secure, later "_s + later, 2);
        const QByteArray answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        inThread([&] { m_servers[later] = std::make_unique<SecureServer>(answer, u"good"_s); });
        return m_servers.at(later)->url(u"/feed"_s);
    }
    void expose()
    {
        inThread([this] {
            for (const auto &[later, server] : m_servers)
                server->present(later);
        });
    }

private:
    template<typename F>
    void inThread(F f)
    {
        QMetaObject::invokeMethod(&m_anchor, f, Qt::BlockingQueuedConnection);
    }

    Trusting m_trusting{u"ca"_s};
    QThread m_thread;
    QObject m_anchor;
    std::map<QString, std::unique_ptr<SecureServer>> m_servers; ///< By their later certificate.
};

} // namespace

/// Every fault a feed's server can have, all at once: each is told in a sentence, the library stays
/// as it was, and the window never waits.
class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void cleanup()
    {
        m_bench.reset();
        m_secure.reset();
    }
    void allFaultsAtOnceCostNothing();

private:
    using Expected = std::map<PodcastId, Misfortune>;

    ServerThread &host();
    void expect(const QUrl &feed, const Misfortune &fault);
    void subscribeToAll();
    void letTheDayCome();
    QStringList libraryOf();
    QStringList whatWasToldOtherwise(const RefreshOutcomes &outcomes) const;

    std::unique_ptr<WindowBench> m_bench;
    std::vector<std::unique_ptr<ServerThread>> m_hosts; ///< Each has an address of its own.
    std::map<ServerThread *, Misfortune> m_days;
    std::unique_ptr<SecureHosts> m_secure;
    std::unique_ptr<FullServer> m_nobody;
    ServerThread *m_full = nullptr;
    ServerThread *m_gone = nullptr;
    Expected m_expected;
};

/// One that serves a podcast well.
ServerThread &TestFaults::host()
{
    const auto number = m_hosts.size() + 1;
    ServerThread &server = *m_hosts.emplace_back(
            std::make_unique<ServerThread>(QHostAddress(u"127.0.2.%1"_s.arg(number))));
    server.serve("/feed", {.body = goodFeed(), .headers = {}});
    return server;
}

void TestFaults::expect(const QUrl &feed, const Misfortune &fault)
{
    const auto added = resultOf(m_bench->services.library().subscribe(feed));
    QVERIFY2(added, qPrintable(fault.name));
    m_expected.emplace(added->id, fault);
}

void TestFaults::subscribeToAll()
{
    for (const Misfortune &fault : misfortunes()) {
        ServerThread &server = host();
        m_days.emplace(&server, fault);
        expect(server.url(u"/feed"_s), fault);
    }
    m_secure = std::make_unique<SecureHosts>();
    for (const auto &[later, words] :
         {std::pair(u"selfsigned"_s, u"vouches only for itself"_s),
          std::pair(u"expired"_s, u"has expired"_s), std::pair(u"wrongname"_s, u"different one"_s)})
        expect(m_secure->add(later), {.name = later, .reply = {}, .words = words});
    m_full = &host();
    expect(m_full->url(u"/feed"_s), {u"lets nobody in"_s, {}, u"could not be reached in time"_s});
    m_gone = &host();
    expect(m_gone->url(u"/feed"_s), {u"gone"_s, {}, u"refuses"_s});
    expect(host().url(u"/feed"_s), {u"well"_s, {}, {}, Status::Unchanged});
}

void TestFaults::letTheDayCome()
{
    for (const auto &[server, fault] : m_days)
        server->serve("/feed", fault.reply);
    m_secure->expose();
    const QUrl full = m_full->url(u"/feed"_s);
    for (ServerThread *server : {m_full, m_gone})
        server->with([](TestHttpServer &stopping) { stopping.stop(); });
    m_nobody = std::make_unique<FullServer>();
    m_nobody->takeOver(full);
    QTRY_VERIFY(m_nobody->isFull());
}

/// All that a listener knows of it, but for how the last refresh went.
QStringList TestFaults::libraryOf()
{
    QStringList lines;
    const auto podcasts = *resultOf(m_bench->services.library().podcasts());
    for (const Podcast &podcast : podcasts)
        lines += podcast.title + u' ' + podcast.url.toString();
    const auto rows = *resultOf(m_bench->services.episodes().firstRows(EpisodeQuery{}, 1000));
    for (const EpisodeRow &row : rows) {
        lines += u"%1 %2 %3 %4"_s.arg(row.podcastTitle, row.title)
                         .arg(row.published.toSecsSinceEpoch())
                         .arg(int(row.state.play));
    }
    return lines;
}

QStringList TestFaults::whatWasToldOtherwise(const RefreshOutcomes &outcomes) const
{
    QStringList lines;
    for (const RefreshOutcome &outcome : outcomes) {
        const Misfortune &fault = m_expected.at(outcome.id);
        if (outcome.status != fault.status || outcome.error.isEmpty() != fault.words.isEmpty()
            || !outcome.error.contains(fault.words))
            lines += u"%1: %2 (%3)"_s.arg(fault.name, outcome.error).arg(int(outcome.status));
    }
    return lines;
}

void TestFaults::allFaultsAtOnceCostNothing()
{
    m_bench = std::make_unique<WindowBench>(Short);
    QVERIFY(resultOf(m_bench->opened));
    subscribeToAll();
    QCOMPARE(m_expected.size(), size_t(misfortunes().size() + 6));
    const QStringList before = libraryOf();
    m_bench->window->showPlace(Place::Episodes);
    auto *list = m_bench->window->findChild<QAbstractItemView *>(u"episodeListView"_s);
    QTRY_VERIFY(list && list->model()->rowCount() > 100);
    letTheDayCome();

    StallWatch watch;
    QTRY_VERIFY(watch.longest().count() > 0);
    watch.reset();
    const auto refreshed = m_bench->services.library().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(refreshed.isFinished(), 60000);
    const double stall = double(watch.longest().count()) / 1000;
    qInfo("longest stall under %zu faults at once: %.1f ms", m_expected.size(), stall);

    QCOMPARE(size_t(refreshed.result().size()), m_expected.size());
    QCOMPARE(whatWasToldOtherwise(refreshed.result()).join(u'\n'), QString());
    QCOMPARE(libraryOf(), before);
    QVERIFY2(stall <= 50, qPrintable(QString::number(stall)));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    TestFaults test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_faults.moc"
