// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/feedcorpus.h"

#include "support/librarygenerator.h"

#include <QDir>
#include <QFile>
#include <QLocale>

#include <zlib.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype SummaryLength = 550; // characters

const auto Head = u"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
                  " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
                  " xmlns:atom=\"http://www.w3.org/2005/Atom\""
                  " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\">\n<channel>\n"
                  "<title>%1</title>\n<link>http://podcast%2.example/</link>\n"
                  "<description>%3</description>\n<language>en</language>\n"
                  "<itunes:author>%4</itunes:author>\n<itunes:explicit>false</itunes:explicit>\n"
                  "<itunes:category text=\"Society &amp; Culture\"/>\n"
                  "<itunes:owner><itunes:name>%4</itunes:name>"
                  "<itunes:email>feed@podcast%2.example</itunes:email></itunes:owner>\n"
                  "<generator>earmark_bench</generator>\n"_s;

const auto Item = u"<item>\n<title>%1</title>\n<guid isPermaLink=\"false\">%2</guid>\n"
                  "<link>http://podcast.example/%2</link>\n<pubDate>%3</pubDate>\n"
                  "<itunes:title>%1</itunes:title>\n<itunes:author>%4</itunes:author>\n"
                  "<itunes:duration>%5</itunes:duration>\n<itunes:episode>%6</itunes:episode>\n"
                  "<itunes:episodeType>full</itunes:episodeType>\n"
                  "<itunes:explicit>false</itunes:explicit>\n"
                  "<enclosure url=\"http://podcast.example/sound/%2.mp3\" type=\"audio/mpeg\""
                  " length=\"%7\"/>\n"
                  "<description>%8</description>\n"
                  "<content:encoded><![CDATA[%9]]></content:encoded>\n</item>\n"_s;

QString clock(std::chrono::milliseconds at)
{
    const auto seconds = at.count() / 1000;
    return u"%1:%2:%3"_s.arg(seconds / 3600)
            .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
            .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString chapterList(const Chapters &chapters)
{
    if (chapters.isEmpty())
        return {};
    QString list = u"<p>Chapters:</p>\n<ul>\n"_s;
    for (const Chapter &chapter : chapters)
        list += u"<li>"_s + clock(chapter.start) + u' ' + chapter.title + u"</li>\n"_s;
    return list + u"</ul>\n"_s;
}

QString summaryOf(const QString &html)
{
    QString text = html.left(SummaryLength);
    text.remove(u"<p>"_s).replace(u"</p>"_s, u" "_s);
    return text.toHtmlEscaped();
}

QString itemXml(const PreparedEpisode &episode, const Podcast &podcast, qsizetype number)
{
    const FeedEpisode &feed = episode.feed;
    const QString advertisement
            = u"<p>Support %1: become a member and hear every episode a day earlier at "
              "<a href=\"https://members.example/join\">https://members.example/join</a></p>"_s.arg(
                      podcast.title);
    return Item.arg(feed.title.toHtmlEscaped(), feed.guid,
                    QLocale::c().toString(feed.published, u"ddd, dd MMM yyyy hh:mm:ss '+0000'"_s),
                    podcast.author,
                    clock(std::chrono::milliseconds(qint64(*feed.durationSeconds * 1000))),
                    QString::number(number), QString::number(feed.enclosure.length),
                    summaryOf(feed.descriptionHtml),
                    feed.descriptionHtml + chapterList(episode.noteChapters) + advertisement);
}

Result<QByteArray> gzipped(const QByteArray &bytes)
{
    constexpr int GzipWindow = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GzipWindow, 8, Z_DEFAULT_STRATEGY)
        != Z_OK)
        return fail(ErrorKind::FileSystem, u"The bench's feeds could not be packed."_s);
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(bytes.size()))), Qt::Uninitialized);
    QByteArray in = bytes; // zlib wants to write to what it reads
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    const int done = deflate(&stream, Z_FINISH);
    packed.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    if (done != Z_STREAM_END)
        return fail(ErrorKind::FileSystem, u"The bench's feeds could not be packed."_s);
    return packed;
}

Result<> writePacked(const QString &path, const QByteArray &document)
{
    const auto packed = gzipped(document);
    if (!packed)
        return packed.error();
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*packed) != packed->size()) {
        return fail(ErrorKind::FileSystem, u"The bench's feeds could not be written."_s,
                    file.errorString());
    }
    return {};
}

} // namespace

QByteArray feedDocument(quint32 number, int episodes)
{
    const PreparedFeed feed = LibraryGenerator(number + 1).feed(int(number), episodes);
    QByteArray document = Head.arg(feed.podcast.title, QString::number(number),
                                   feed.podcast.description.toHtmlEscaped(), feed.podcast.author)
                                  .toUtf8();
    for (qsizetype i = 0; i < feed.episodes.size(); ++i)
        document += itemXml(feed.episodes.at(i), feed.podcast, feed.episodes.size() - i).toUtf8();
    return document + "</channel>\n</rss>\n";
}

Result<> writeFeeds(const QString &folder, FeedScale scale)
{
    for (int number = 0; number < scale.podcasts; ++number) {
        auto done = writePacked(folder + u"/%1.xml.gz"_s.arg(number, 3, 10, QLatin1Char('0')),
                                feedDocument(quint32(number), scale.episodes));
        if (!done)
            return done;
    }
    return writePacked(folder + u"/huge.xml.gz"_s, feedDocument(HugeNumber, scale.hugeEpisodes));
}

QString feedUrl(int number, quint16 port)
{
    return u"http://127.0.1.%1:%2/%3.xml"_s.arg(number % FeedHosts + 1)
            .arg(port)
            .arg(number, 3, 10, QLatin1Char('0'));
}

QString hugeUrl(quint16 port)
{
    return u"http://127.0.1.1:%1/huge.xml"_s.arg(port);
}

QByteArray subscriptions(FeedScale scale, quint16 port)
{
    QByteArray opml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"><body>\n";
    for (int number = 0; number < scale.podcasts; ++number) {
        opml += "<outline type=\"rss\" text=\"Podcast\" xmlUrl=\"" + feedUrl(number, port).toUtf8()
                + "\"/>\n";
    }
    return opml + "</body></opml>\n";
}

} // namespace Earmark
