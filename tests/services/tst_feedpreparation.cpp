// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mergeplan.h"
#include "services/feedpreparation.h"
#include "services/refreshbatch.h"
#include "support/failonwarning.h"

#include <QBuffer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

constexpr int Many = 1300; // several slices, and a rest

QString itemXml(int number)
{
    const QString guid = number == 7 ? u"g-6"_s : u"g-%1"_s.arg(number); // one stands twice
    const QString title = number % 5 == 0 ? QString() : u"Episode %1"_s.arg(number);
    const QString chapters
            = number % 3 == 0 ? u"<li>0:00 Hello</li><li>12:30 End</li>"_s : QString();
    return u"<item><guid>%1</guid><title>%2</title><itunes:summary>Short %3</itunes:summary>"
           "<pubDate>%4</pubDate><enclosure url='https://m.test/%3.mp3' type='audio/mpeg'/>"
           "<podcast:transcript url='https://m.test/%3.vtt' type='text/vtt'/>"
           "<description><![CDATA[<p>Grüße from %3. Something of its own, %3.</p>%5"
           "<p>Buy our wonderful course today at https://course.test/join</p>]]></description>"
           "</item>"_s.arg(guid, title, QString::number(number),
                           QLocale::c().toString(QDate(2026, 1, 1).addDays(-number),
                                                 u"dd MMM yyyy '08:00:00 +0000'"_s),
                           chapters);
}

QByteArray feedOf(int episodes, const QString &end = u"</channel></rss>"_s)
{
    QString xml = u"<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
                  " xmlns:podcast='https://podcastindex.org/namespace/1.0'><channel>"
                  "<title>Show</title><language>de</language>"_s;
    for (int number = 0; number < episodes; ++number)
        xml += itemXml(number);
    return (xml + end).toUtf8();
}

Podcast subscription()
{
    Podcast podcast;
    podcast.url = QUrl(u"https://feed.test/"_s);
    podcast.lastRefreshed = QDateTime(QDate(2026, 2, 1), QTime(0, 0), Qt::UTC);
    return podcast;
}

Result<ReadFeed> readOf(QByteArray bytes, const std::function<void()> &isFeed = {})
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return readFeed(buffer, {}, {.isFeed = isFeed});
}

Podcast podcastAt(const QString &url)
{
    Podcast podcast;
    podcast.url = QUrl(url);
    return podcast;
}

} // namespace

class TestFeedPreparation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoFeedIsSaidBeforeAnythingIsKept();
    void aLargeFeedThatBreaksOffKeepsWhatCameWhole();
    void aLargeFeedIsPreparedAsASmallOne_data();
    void aLargeFeedIsPreparedAsASmallOne();
    void hostsTakeTurns();
};

void TestFeedPreparation::whatIsNoFeedIsSaidBeforeAnythingIsKept()
{
    bool isFeed = false;
    const auto page = readOf("<html><body>Hello</body></html>", [&] { isFeed = true; });

    QVERIFY(!page);
    QVERIFY(page.error().sentence.contains(u"web page"));
    QVERIFY(!isFeed);
}

void TestFeedPreparation::aLargeFeedThatBreaksOffKeepsWhatCameWhole()
{
    int told = 0;
    const auto feed = readOf(feedOf(Many, u"<item><title>Half an"_s), [&] { ++told; });

    QVERIFY(feed.has_value());
    QCOMPARE(told, 1);
    QVERIFY(!feed->document.isWhole);
    QCOMPARE(feed->episodes.size(), Many);
    QCOMPARE(feed->episodes.constLast().feed.guid, u"g-%1"_s.arg(Many - 1));
}

void TestFeedPreparation::aLargeFeedIsPreparedAsASmallOne_data()
{
    QTest::addColumn<int>("episodes");

    for (const int episodes : {0, 1, 30, 249, 250, 251, 500, Many})
        QTest::addRow("%d episodes", episodes) << episodes;
}

void TestFeedPreparation::aLargeFeedIsPreparedAsASmallOne()
{
    QFETCH(int, episodes);
    const QByteArray bytes = feedOf(episodes);
    const auto document = parseFeed(bytes, {});
    QVERIFY(document.has_value());
    const PreparedFeed whole = prepareFeed(subscription(), *document);

    auto read = readOf(bytes);

    QVERIFY(read.has_value());
    QCOMPARE(read->guids.size(), qMin(episodes, 50));
    const PreparedFeed made = preparedFor(subscription(), std::move(*read));
    QCOMPARE(made.podcast, whole.podcast);
    QCOMPARE(made.podcast.promotions.isEmpty(), episodes < 3);
    QCOMPARE(made.episodes.size(), episodes);
    for (qsizetype i = 0; i < episodes; ++i) {
        const PreparedEpisode &small = made.episodes.at(i);
        const PreparedEpisode &full = whole.episodes.at(i);
        QCOMPARE(small.feed.guid, full.feed.guid);
        QCOMPARE(small.shownTitle, full.shownTitle);
        QCOMPARE(small.excerpt, full.excerpt);
        QCOMPARE(small.noteChapters, full.noteChapters);
        QCOMPARE(small.feed.descriptionHtml, full.feed.descriptionHtml);
        QCOMPARE(small.digest, full.digest);
        QCOMPARE(small.feed.transcripts, full.feed.transcripts);
        QCOMPARE(small.feed.transcripts.constFirst().language, u"de"_s);
    }
}

void TestFeedPreparation::hostsTakeTurns()
{
    PodcastList podcasts;
    for (const auto *url : {u"https://a.test/1", u"https://a.test/2", u"https://a.test/3",
                            u"https://b.test/1", u"https://c.test/1", u"https://b.test/2"})
        podcasts.append(podcastAt(QString::fromUtf16(url)));

    QStringList urls;
    for (const Podcast &podcast : byTurns(podcasts))
        urls.append(podcast.url.toString());

    QCOMPARE(urls,
             (QStringList{u"https://a.test/1"_s, u"https://b.test/1"_s, u"https://c.test/1"_s,
                          u"https://a.test/2"_s, u"https://b.test/2"_s, u"https://a.test/3"_s}));
}

QTEST_GUILESS_MAIN(TestFeedPreparation)
#include "tst_feedpreparation.moc"
