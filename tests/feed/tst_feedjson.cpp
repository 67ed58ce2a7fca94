// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedjson.h"
#include "support/failonwarning.h"

#include <QJsonArray>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TstFeedJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void emptyFeedHasEveryKey();
    void emptyEpisodeHasEveryKey();
    void notesAreGivenSafe();
    void valuesKeepTheirKinds();
};

void TstFeedJson::emptyFeedHasEveryKey()
{
    const QJsonObject json = toJson({});
    QCOMPARE(json[u"schema"_s].toString(), u"podfeed/1"_s);
    for (const QString &key : {u"format"_s,
                               u"title"_s,
                               u"subtitle"_s,
                               u"link"_s,
                               u"feed_url"_s,
                               u"description"_s,
                               u"description_safe_html"_s,
                               u"language"_s,
                               u"image"_s,
                               u"author"_s,
                               u"owner"_s,
                               u"copyright"_s,
                               u"generator"_s,
                               u"explicit"_s,
                               u"type"_s,
                               u"block"_s,
                               u"complete"_s,
                               u"new_feed_url"_s,
                               u"published"_s,
                               u"updated"_s,
                               u"ttl"_s,
                               u"next_page"_s,
                               u"first_page"_s,
                               u"hub"_s,
                               u"guid"_s,
                               u"medium"_s,
                               u"locked"_s,
                               u"value"_s,
                               u"location"_s,
                               u"license"_s,
                               u"publisher"_s})
        QVERIFY2(json.contains(key) && json[key].isNull(), qPrintable(key));
    for (const QString &key :
         {u"categories"_s, u"tags"_s, u"funding"_s, u"persons"_s, u"podroll"_s, u"remote_items"_s,
          u"trailers"_s, u"live_items"_s, u"txt"_s, u"episodes"_s})
        QVERIFY2(json[key].isArray() && json[key].toArray().isEmpty(), qPrintable(key));
}

void TstFeedJson::emptyEpisodeHasEveryKey()
{
    FeedDocument feed;
    feed.episodes.append(FeedEpisode());
    feed.liveItems.append(LiveItem());
    const QJsonObject episode = toJson(feed)[u"episodes"_s].toArray().at(0).toObject();
    for (const QString &key : {u"guid"_s,
                               u"title"_s,
                               u"subtitle"_s,
                               u"link"_s,
                               u"published"_s,
                               u"updated"_s,
                               u"author"_s,
                               u"enclosure"_s,
                               u"duration_seconds"_s,
                               u"description_html"_s,
                               u"description_safe_html"_s,
                               u"summary"_s,
                               u"image"_s,
                               u"season"_s,
                               u"season_name"_s,
                               u"episode"_s,
                               u"episode_display"_s,
                               u"episode_type"_s,
                               u"explicit"_s,
                               u"block"_s,
                               u"comments"_s,
                               u"payment_url"_s,
                               u"chapters_url"_s,
                               u"chapters_type"_s,
                               u"value"_s,
                               u"location"_s,
                               u"license"_s})
        QVERIFY2(episode.contains(key) && episode[key].isNull(), qPrintable(key));
    for (const QString &key :
         {u"enclosures"_s, u"tags"_s, u"chapters"_s, u"transcripts"_s, u"persons"_s,
          u"soundbites"_s, u"alternate_enclosures"_s, u"social_interact"_s, u"txt"_s})
        QVERIFY2(episode[key].isArray(), qPrintable(key));
    const QJsonObject live = toJson(feed)[u"live_items"_s].toArray().at(0).toObject();
    for (const QString &key :
         {u"title"_s, u"status"_s, u"start"_s, u"end"_s, u"chat"_s, u"content_links"_s})
        QVERIFY2(live.contains(key), qPrintable(key));
}

void TstFeedJson::notesAreGivenSafe()
{
    FeedDocument feed;
    feed.episodes.append(FeedEpisode());
    feed.episodes.first().descriptionHtml = u"<p>One<script>x</script></p>"_s;
    const QJsonObject episode = toJson(feed)[u"episodes"_s].toArray().at(0).toObject();
    QCOMPARE(episode[u"description_html"_s].toString(), u"<p>One<script>x</script></p>"_s);
    QCOMPARE(episode[u"description_safe_html"_s].toString(), u"<p>One</p>"_s);
}

void TstFeedJson::valuesKeepTheirKinds()
{
    FeedDocument feed;
    feed.published = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    feed.ttlMinutes = 60;
    feed.isExplicit = false;
    feed.link = QUrl(u"https://a.example/ä b"_s);
    FeedEpisode episode;
    episode.enclosure = {QUrl(u"https://a.example/1.mp3"_s), u"audio/mpeg"_s, 0};
    episode.podloveChapters = {{std::chrono::milliseconds(1500), {}, u"One"_s, {}, {}, {}, false}};
    feed.episodes.append(episode);
    const QJsonObject json = toJson(feed);
    QCOMPARE(json[u"published"_s].toString(), u"2026-01-02T03:04:05Z"_s);
    QCOMPARE(json[u"ttl"_s].toInt(), 60);
    QVERIFY(json[u"explicit"_s].isBool());
    QCOMPARE(json[u"link"_s].toString(), u"https://a.example/%C3%A4%20b"_s);
    const QJsonObject first = json[u"episodes"_s].toArray().at(0).toObject();
    QVERIFY(first[u"enclosure"_s].toObject()[u"length"_s].isNull());
    QCOMPARE(first[u"chapters"_s].toArray().at(0).toObject()[u"start"_s].toDouble(), 1.5);
}

QTEST_APPLESS_MAIN(TstFeedJson)
#include "tst_feedjson.moc"
