// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/findinput.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Earmark::FindKind)

class TestFindInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatLeadsNowhereIsNothing_data();
    void whatLeadsNowhereIsNothing();
    void wordsNeverCarryAnAddress();
    void wordsAreWords_data();
    void wordsAreWords();
    void addressesAndLinksAreTold_data();
    void addressesAndLinksAreTold();
    void aHostAloneMayBeAName();
    void aGuessIsTold();
    void aPageWithOnePodcastLeadsToIt_data();
    void aPageWithOnePodcastLeadsToIt();
};

void TestFindInput::whatLeadsNowhereIsNothing_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
         {u""_s, u"  \n "_s, u"https:"_s, u"http://"_s, u"feed:"_s, u"javascript:alert(1)"_s,
          u"mailto:a@b.example"_s, u"file:///etc/passwd"_s, u"/home/me/feed.xml"_s, u"~/feed.xml"_s,
          u"earmark:play?feed=x"_s, u"ftp://a.example/x"_s, u"data:text/html,x"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void TestFindInput::whatLeadsNowhereIsNothing()
{
    QFETCH(QString, text);
    QCOMPARE(findInput(text), FindInput());
}

void TestFindInput::wordsNeverCarryAnAddress()
{
    for (const QString &text :
         {u"listen to a.example/feed?token=SECRET now"_s, u"my ftp://a.example/SECRET feed"_s,
          u"SECRET@a.example/x is mine"_s}) {
        const FindInput input = findInput(text);
        QVERIFY2(input.words.isEmpty(), qPrintable(input.words));
    }
    const FindInput input = findInput(u"see <https://a.example/SECRET> please"_s);
    QCOMPARE(input.kind, FindKind::Address);
    QCOMPARE(input.address, QUrl(u"https://a.example/SECRET"_s));
    QVERIFY(input.words.isEmpty());
}

void TestFindInput::wordsAreWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto add = [](const QString &text, const QString &words) {
        QTest::newRow(qPrintable(text)) << text << words;
    };
    add(u"history"_s, u"history"_s);
    add(u"  the \t backend\nengineering "_s, u"the backend engineering"_s);
    add(u"99.9"_s, u"99.9"_s);
    add(u"1.5"_s, u"1.5"_s);
    add(u"Serial: season two"_s, u"Serial: season two"_s);
    add(u"re:publica"_s, u"re:publica"_s);
    add(u"AC/DC"_s, u"AC/DC"_s);
    add(u"node.js weekly"_s, u"node.js weekly"_s);
    add(u"\"night vale\""_s, u"\"night vale\""_s);
    add(u"Zündfunk 日本"_s, u"Zündfunk 日本"_s);
}

void TestFindInput::wordsAreWords()
{
    QFETCH(QString, text);
    const FindInput input = findInput(text);
    QCOMPARE(input.kind, FindKind::Words);
    QTEST(input.words, "words");
    QVERIFY(input.address.isEmpty());
}

void TestFindInput::addressesAndLinksAreTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<FindKind>("kind");
    QTest::addColumn<QString>("found"); // the id of a link, else the address
    const auto add = [](const char16_t *text, FindKind kind, const QString &found) {
        const QString input = QString::fromUtf16(text);
        QTest::newRow(qPrintable(input)) << input << kind << found;
    };
    using enum FindKind;
    add(u"https://a.example/feed.xml", Address, u"https://a.example/feed.xml"_s);
    add(u"a.example/feed", Address, u"https://a.example/feed"_s);
    add(u"feed:https://a.example/f", Address, u"https://a.example/f"_s);
    add(u"podcast://a.example/f", Address, u"https://a.example/f"_s);
    add(u"itpc://a.example/f", Address, u"https://a.example/f"_s);
    add(u"pcast:a.example/f", Address, u"https://a.example/f"_s);
    add(u"\"https://a.example/f\",", Address, u"https://a.example/f"_s);
    add(u"http://127.0.0.1:8080/f", Address, u"http://127.0.0.1:8080/f"_s);

    add(u"https://podcasts.apple.com/us/podcast/the-daily/id1200361736", ApplePodcast,
        u"1200361736"_s);
    add(u"https://podcasts.apple.com/de/podcast/id42?i=1000123&l=en", ApplePodcast, u"42"_s);
    add(u"podcasts.apple.com/podcast/x/id42", ApplePodcast, u"42"_s);
    add(u"https://itunes.apple.com/us/podcast/x/id42?mt=2", ApplePodcast, u"42"_s);
    add(u"https://geo.itunes.apple.com/us/podcast/id42", ApplePodcast, u"42"_s);
    add(u"itms://itunes.apple.com/podcast/id42", ApplePodcast, u"42"_s);
    add(u"itms-podcasts://podcasts.apple.com/podcast/id42", ApplePodcast, u"42"_s);
    add(u"pcast://itunes.apple.com/podcast/id42", ApplePodcast, u"42"_s);
    add(u"http://itunes.apple.com/WebObjects/MZStore.woa/wa/viewPodcast?id=42", ApplePodcast,
        u"42"_s);
    add(u"Listen on https://podcasts.apple.com/us/podcast/id42!", ApplePodcast, u"42"_s);
    add(u"https://podcasts.apple.com/us/charts", Address,
        u"https://podcasts.apple.com/us/charts"_s);
    add(u"https://podcasts.apple.com.evil.example/podcast/id42", Address,
        u"https://podcasts.apple.com.evil.example/podcast/id42"_s);

    add(u"https://podcastindex.org/podcast/920666", PodcastIndex, u"920666"_s);
    add(u"https://podcastindex.org/podcast/920666?episode=1", PodcastIndex, u"920666"_s);
    add(u"https://podcastindex.org/about", Address, u"https://podcastindex.org/about"_s);

    add(u"https://fyyd.de/podcast/freak-show/0", Fyyd, u"freak-show"_s);
    add(u"fyyd.de/podcast/123", Fyyd, u"123"_s);
    add(u"https://fyyd.de/podcast/../x", Address, u"https://fyyd.de/podcast/../x"_s);
}

void TestFindInput::addressesAndLinksAreTold()
{
    QFETCH(QString, text);
    QFETCH(FindKind, kind);
    const FindInput input = findInput(text);
    QCOMPARE(input.kind, kind);
    QVERIFY(input.words.isEmpty());
    QTEST(kind == FindKind::Address ? input.address.toString() : input.id, "found");
}

void TestFindInput::aHostAloneMayBeAName()
{
    const FindInput name = findInput(u"node.js"_s);
    QCOMPARE(name.kind, FindKind::Address);
    QCOMPARE(name.words, u"node.js"_s);
    for (const QString &text : {u"https://a.example"_s, u"a.example/x"_s, u"a.example:80"_s,
                                u"a.example?x=1"_s, u"me@a.example"_s, u"feed:a.example"_s})
        QVERIFY2(findInput(text).words.isEmpty(), qPrintable(text));
}

void TestFindInput::aGuessIsTold()
{
    for (const QString &guess : {u"a.example/x"_s, u"127.0.0.1:8000/feed.xml"_s,
                                 u"localhost:8000/x"_s, u"feed://a.example/x"_s, u"node.js"_s}) {
        QCOMPARE(findInput(guess).kind, FindKind::Address);
        QVERIFY2(findInput(guess).isGuess, qPrintable(guess));
    }
    QVERIFY(!findInput(u"https://a.example/x"_s).isGuess);
    QVERIFY(!findInput(u"see http://a.example/x please"_s).isGuess);
}

void TestFindInput::aPageWithOnePodcastLeadsToIt_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<FindKind>("kind");
    QTest::addColumn<QString>("id");
    const auto add = [](const char *name, const QByteArray &page, FindKind kind = {},
                        const QString &id = {}) { QTest::newRow(name) << page << kind << id; };
    const QByteArray apple = R"(<a href="https://podcasts.apple.com/us/podcast/x/id42?l=en">A</a>)";
    const QByteArray other = R"(<a href='//itunes.apple.com/podcast/id43'>B</a>)";
    const QByteArray index = R"(see https://podcastindex.org/podcast/7 now)";
    add("none", "<p>https://a.example/id42</p>");
    add("no id", R"(<a href="https://podcasts.apple.com/us/charts">)");
    add("two podcasts", apple + other);
    add("far behind", QByteArray(1100000, 'x') + apple);
    add("cut", R"(<a href="https://podcasts.apple.com/us/podcast/x/id)");
    add("apple", "<html>" + apple, FindKind::ApplePodcast, u"42"_s);
    add("twice the same", apple + apple, FindKind::ApplePodcast, u"42"_s);
    add("of several directories", index + apple, FindKind::ApplePodcast, u"42"_s);
    add("index", index, FindKind::PodcastIndex, u"7"_s);
    add("in a script", R"({"url":"https:\/\/fyyd.de/podcast/freak-show/0"})", FindKind::Fyyd,
        u"freak-show"_s);
}

void TestFindInput::aPageWithOnePodcastLeadsToIt()
{
    QFETCH(QByteArray, page);
    const FindInput link = directoryLinkOn(page);
    QTEST(link.kind, "kind");
    QTEST(link.id, "id");
}

QTEST_APPLESS_MAIN(TestFindInput)
#include "tst_findinput.moc"
