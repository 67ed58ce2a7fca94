// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directorymerge.h"
#include "core/directoryrequests.h"
#include "support/failonwarning.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void differentFeedsKeepTheirKeys_data();
    void differentFeedsKeepTheirKeys();
    void spellingsOfOneFeedHaveOneKey_data();
    void spellingsOfOneFeedHaveOneKey();
    void aPodcastStandsOnceWithAllThatIsKnown();
    void whatBothNameComesFirst();
    void whatCannotBeHeardElsewhereIsNotMerged();
    void nothingMergesToNothing();
    void aChartKeepsItsOrderAndGetsItsFeeds();
    void wordsCannotAddParameters();
    void addressesAreTheDocumentedOnes();
    void theSecretItselfIsNotSent();
    void theTwentyFirstRequestOfAMinuteWaits();
    void aClockSetBackHoldsNothingUp();
    void chartsHaveCategoriesAndCountries();

private:
    static DirectoryEntry entry(const QString &feed, Directory source, const QString &title = {})
    {
        DirectoryEntry made;
        made.feed = QUrl(feed);
        made.title = title.isEmpty() ? feed : title;
        made.sources = source;
        return made;
    }
};

void TestDirectory::differentFeedsKeepTheirKeys_data()
{
    QTest::addColumn<QString>("other");
    for (const QString &other :
         {u"https://a.example/g"_s, u"https://a.example/F"_s, u"https://b.example/f"_s,
          u"https://a.example/f?id=1"_s, u"https://a.example:8443/f"_s, u"https://me@a.example/f"_s,
          u"https://a.example/f/g"_s, u"https://a.example/f%2F"_s})
        QTest::newRow(qPrintable(other)) << other;
}

void TestDirectory::differentFeedsKeepTheirKeys()
{
    QFETCH(QString, other);
    QVERIFY(feedKey(QUrl(other)) != feedKey(QUrl(u"https://a.example/f"_s)));
}

void TestDirectory::spellingsOfOneFeedHaveOneKey_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    const auto add = [](const QString &one, const QString &other) {
        QTest::newRow(qPrintable(other)) << one << other;
    };
    const QString plain = u"https://a.example/f"_s;
    add(plain, u"http://a.example/f"_s);
    add(plain, u"HTTPS://A.Example/f"_s);
    add(plain, u"https://a.example/f/"_s);
    add(plain, u"https://a.example:443/f"_s);
    add(plain, u"http://a.example:80/f"_s);
    add(plain, u"https://a.example/f#top"_s);
    add(plain, u"https://a.example/f?utm_source=x&utm_medium=y"_s);
    add(plain, u"https://a.example/f?"_s);
    add(plain, u"https://a.example/x/../f"_s);
    add(u"https://a.example"_s, u"https://a.example/"_s);
    add(u"https://a.example/f?id=1"_s, u"http://a.example/f/?fbclid=2&id=1"_s);
}

void TestDirectory::spellingsOfOneFeedHaveOneKey()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QCOMPARE(feedKey(QUrl(other)), feedKey(QUrl(one)));
    QVERIFY(!feedKey(QUrl(one)).isEmpty());
}

void TestDirectory::aPodcastStandsOnceWithAllThatIsKnown()
{
    DirectoryEntry apple = entry(u"http://a.example/f/"_s, Directory::Itunes, u"The Show"_s);
    apple.appleId = 7;
    apple.episodes = 12;
    DirectoryEntry fyyd = entry(u"https://a.example/f"_s, Directory::Fyyd, u"Show, the"_s);
    fyyd.author = u"Ann"_s;
    fyyd.description = u"About"_s;
    fyyd.image = QUrl(u"https://a.example/i.png"_s);
    fyyd.episodes = 9;
    fyyd.latest = QDateTime(QDate(2026, 1, 2), QTime(), Qt::UTC);

    const DirectoryEntries merged = mergedEntries({{apple, apple}, {fyyd}});

    QCOMPARE(merged.size(), 1);
    const DirectoryEntry &one = merged.first();
    QCOMPARE(one.feed, QUrl(u"https://a.example/f"_s)); // the one that cannot be listened in on
    QCOMPARE(one.title, u"The Show"_s);
    QCOMPARE(one.author, u"Ann"_s);
    QCOMPARE(one.description, u"About"_s);
    QCOMPARE(one.image, fyyd.image);
    QCOMPARE(one.appleId, 7);
    QCOMPARE(one.episodes, 12);
    QCOMPARE(one.latest, fyyd.latest);
    QCOMPARE(one.sources, Directories(Directory::Itunes | Directory::Fyyd));
}

void TestDirectory::whatBothNameComesFirst()
{
    DirectoryEntries apple;
    DirectoryEntries fyyd;
    for (int i = 0; i < 5; ++i) {
        apple += entry(u"https://a.example/%1"_s.arg(i), Directory::Itunes);
        fyyd += entry(u"https://f.example/%1"_s.arg(i), Directory::Fyyd);
    }
    fyyd[2] = apple.at(2);

    const DirectoryEntries merged = mergedEntries({apple, fyyd});

    QStringList order;
    for (const DirectoryEntry &one : merged)
        order += one.feed.host().left(1) + one.feed.path().mid(1);
    QCOMPARE(order,
             QStringList({u"a2"_s, u"a0"_s, u"f0"_s, u"a1"_s, u"f1"_s, u"a3"_s, u"f3"_s, u"a4"_s,
                          u"f4"_s}));
}

void TestDirectory::whatCannotBeHeardElsewhereIsNotMerged()
{
    DirectoryEntry one = entry({}, Directory::Itunes, u"Only here"_s);
    one.appleId = 1;
    DirectoryEntry other = one;
    other.appleId = 2;
    const DirectoryEntry feed = entry(u"https://a.example/f"_s, Directory::Fyyd, u"Only here"_s);
    QCOMPARE(mergedEntries({{one, other, one}, {feed}}).size(), 3);
    QVERIFY(!one.canSubscribe());
}

void TestDirectory::nothingMergesToNothing()
{
    QVERIFY(mergedEntries({}).isEmpty());
    QVERIFY(mergedEntries({{}, {}}).isEmpty());
    QVERIFY(feedKey({}).isEmpty());
}

void TestDirectory::aChartKeepsItsOrderAndGetsItsFeeds()
{
    DirectoryEntries chart(3, entry({}, Directory::Itunes, u"Chart"_s));
    DirectoryEntries found;
    for (int i = 0; i < 3; ++i) {
        chart[i].appleId = i + 1;
        chart[i].description = u"About %1"_s.arg(i + 1);
        chart[i].image = QUrl(u"https://i.example/small"_s);
    }
    for (const int number : {3, 1, 9}) {
        DirectoryEntry one = entry(u"https://a.example/%1"_s.arg(number), Directory::Itunes);
        one.appleId = number;
        one.episodes = number * 10;
        one.image = QUrl(u"https://i.example/large"_s);
        found += one;
    }

    const DirectoryEntries whole = withLookup(chart, found);

    QCOMPARE(whole.size(), 3);
    QCOMPARE(whole.at(0).feed, QUrl(u"https://a.example/1"_s));
    QCOMPARE(whole.at(0).title, u"Chart"_s);
    QCOMPARE(whole.at(0).image, QUrl(u"https://i.example/large"_s));
    QVERIFY(!whole.at(1).canSubscribe());
    QCOMPARE(whole.at(1).description, u"About 2"_s);
    QCOMPARE(whole.at(2).feed, QUrl(u"https://a.example/3"_s));
    QCOMPARE(whole.at(2).episodes, 30);
}

void TestDirectory::wordsCannotAddParameters()
{
    const QUrl base(u"https://d.example/x"_s);
    const QString words = u"a&b=c#d +e/é%"_s;
    for (const QUrl &url : {itunesSearchUrl(base, words, u"de"_s), fyydSearchUrl(base, words),
                            podcastIndexSearchUrl(base, words)}) {
        QVERIFY(url.isValid());
        QVERIFY(!url.hasFragment());
        const QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
        QVERIFY2(query.contains("=a%26b%3Dc%23d%20%2Be%2F%C3%A9%25"), query.constData());
    }
    QVERIFY(fyydSearchUrl(base, QString(5000, u'x')).query().size() < 300);
    QCOMPARE(fyydPodcastUrl(base, u"a-b"_s).query(), u"podcast_slug=a-b"_s);
    QCOMPARE(fyydPodcastUrl(base, u"12"_s).query(), u"podcast_id=12"_s);
}

void TestDirectory::addressesAreTheDocumentedOnes()
{
    const QUrl apple(u"https://itunes.apple.com"_s);
    QCOMPARE(itunesSearchUrl(apple, u"cats"_s, u"de"_s).toString(),
             u"https://itunes.apple.com/"
             "search?media=podcast&entity=podcast&term=cats&country=de&limit=50"_s);
    QCOMPARE(itunesLookupUrl(apple, {1, 22}, u"us"_s).toString(QUrl::FullyEncoded),
             u"https://itunes.apple.com/lookup?id=1%2C22&entity=podcast&country=us"_s);
    QCOMPARE(itunesChartUrl(apple, u"us"_s, 0).toString(),
             u"https://itunes.apple.com/us/rss/toppodcasts/limit=50/explicit=true/json"_s);
    QCOMPARE(
            itunesChartUrl(apple, u"us"_s, 1533).toString(),
            u"https://itunes.apple.com/us/rss/toppodcasts/limit=50/genre=1533/explicit=true/json"_s);
    QCOMPARE(fyydSearchUrl(QUrl(u"https://api.fyyd.de/0.2/"_s), u"cats"_s).toString(),
             u"https://api.fyyd.de/0.2/search/podcast?title=cats&count=50"_s);
    const QUrl index(u"https://api.podcastindex.org/api/1.0"_s);
    QCOMPARE(podcastIndexSearchUrl(index, u"cats"_s).toString(),
             u"https://api.podcastindex.org/api/1.0/search/byterm?q=cats&max=50"_s);
    QCOMPARE(podcastIndexPodcastUrl(index, u"75075"_s).toString(),
             u"https://api.podcastindex.org/api/1.0/podcasts/byfeedid?id=75075"_s);
}

void TestDirectory::theSecretItselfIsNotSent()
{
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1613713388, Qt::UTC);
    const HeaderList headers = podcastIndexHeaders(u"KEY"_s, u"SECRET$"_s, now);
    QCOMPARE(headers,
             HeaderList({{"X-Auth-Key", "KEY"},
                         {"X-Auth-Date", "1613713388"},
                         // printf 'KEYSECRET$1613713388' | sha1sum
                         {"Authorization", "6830e52f0b8cfb818c297e9ac780265482d75d6a"}}));
}

void TestDirectory::theTwentyFirstRequestOfAMinuteWaits()
{
    const QDateTime now(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    QList<QDateTime> sent;
    for (int i = 0; i < 19; ++i)
        sent += now.addSecs(-50 + i);
    QCOMPARE(waitBefore(sent, now), 0ms);
    sent += now;
    QCOMPARE(waitBefore(sent, now), 10s);
    QCOMPARE(waitBefore(sent, now.addSecs(10)), 0ms);
    std::ranges::reverse(sent);
    QCOMPARE(waitBefore(sent, now), 10s);
    QCOMPARE(waitBefore({now}, now.addMSecs(400), {.most = 1, .within = 1s}), 600ms);
}

void TestDirectory::aClockSetBackHoldsNothingUp()
{
    const QDateTime now(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    const QList<QDateTime> future(20, now.addDays(1));
    QCOMPARE(waitBefore(future, now), 0ms);
    QCOMPARE(waitBefore({}, now), 0ms);
}

void TestDirectory::chartsHaveCategoriesAndCountries()
{
    QSet<int> genres;
    for (const ChartCategory &category : chartCategories()) {
        QVERIFY(!category.name.isEmpty());
        genres.insert(category.genre);
    }
    QCOMPARE(genres.size(), chartCategories().size());
    const QStringList countries = chartCountries();
    QVERIFY(countries.contains(u"us"_s) && countries.contains(u"de"_s));
    QVERIFY(std::ranges::all_of(countries, [](const QString &one) { return one.size() == 2; }));
}

QTEST_APPLESS_MAIN(TestDirectory)
#include "tst_directory.moc"
