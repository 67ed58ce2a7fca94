// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"
#include "feed/feedparser.h"

#include <QXmlStreamReader>

namespace Earmark {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype FeedSize = qsizetype(40) * 1024 * 1024;

QString item(quint32 number)
{
    const QString text = prose(number, notesLength(number));
    return u"<item><title>Episode %1: %2</title><guid isPermaLink=\"false\">bench-%1</guid>"
           "<link>https://podcast.example/%1</link><pubDate>Tue, 06 Jan 2026 08:00:00 "
           "+0000</pubDate>"
           "<itunes:duration>1:02:%3</itunes:duration><itunes:episode>%1</itunes:episode>"
           "<itunes:explicit>false</itunes:explicit><itunes:image "
           "href=\"https://podcast.example/%1.jpg\"/>"
           "<enclosure url=\"https://podcast.example/%1.mp3\" type=\"audio/mpeg\" "
           "length=\"48000000\"/>"
           "<podcast:chapters url=\"https://podcast.example/%1.json\" "
           "type=\"application/json+chapters\"/>"
           "<description>%4</description>"
           "<content:encoded><![CDATA[<p>%5</p><p><a "
           "href=\"https://podcast.example/\">More</a></p>]]>"
           "</content:encoded></item>\n"_s.arg(QString::number(number), prose(number + 1, 40),
                                               QString::number(10 + number % 50),
                                               text.left(text.size() / 4), text);
}

QByteArray largeFeed()
{
    QByteArray feed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
                      "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" "
                      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
                      "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"><channel>"
                      "<title>A large podcast</title><link>https://podcast.example/</link>"
                      "<description>Forty megabytes</description><language>en</language>\n";
    feed.reserve(FeedSize + qsizetype(64) * 1024);
    for (quint32 number = 1; feed.size() < FeedSize; ++number)
        feed += item(number).toUtf8();
    return feed + "</channel></rss>\n";
}

/// Reads every token and keeps nothing: what no parser on Qt's reader can be faster than.
bool barePass(const QByteArray &feed)
{
    QXmlStreamReader reader(feed);
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

} // namespace

Result<Outcome> benchFeedParsing()
{
    const QByteArray feed = largeFeed();
    const auto items = feed.count("<item>");
    QList<double> bare;
    QList<double> whole;
    qsizetype found = 0;
    bool isWellFormed = true;
    for (int run = 0; run < BenchRuns; ++run) {
        bare.append(millisecondsOf([&] { isWellFormed = barePass(feed) && isWellFormed; }));
        whole.append(millisecondsOf([&] {
            const auto document = parseFeed(feed, {});
            found = document ? document->episodes.size() : 0;
        }));
    }
    if (!isWellFormed || found != items) {
        return fail(ErrorKind::Parse,
                    u"The parser did not find every episode of the bench's feed."_s,
                    u"%1 of %2"_s.arg(found).arg(items));
    }
    return Outcome{median(whole) / median(bare), median(bare), BenchRuns};
}

} // namespace Earmark
