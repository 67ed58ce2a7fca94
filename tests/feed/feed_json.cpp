// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what the feed layer makes of a file, for ../shared/corpora/run.py and for eyes.

#include "feed/dates.h"
#include "feed/discovery.h"
#include "feed/durations.h"
#include "feed/feedjson.h"
#include "feed/feedparser.h"
#include "feed/opml.h"
#include "feed/transcripts.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTextStream>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject errorObject(const Error &error)
{
    return {{u"error"_s, error.sentence}};
}

QJsonDocument feedOf(const QString &path, const QString &base)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return QJsonDocument(QJsonObject{{u"error"_s, u"The file cannot be read."_s}});
    const auto feed = parseFeed(file, FeedContext{QUrl(base), {}});
    return QJsonDocument(feed ? toJson(*feed) : errorObject(feed.error()));
}

QJsonDocument opmlOf(const QString &path)
{
    const auto opml = parseOpml(bytesOf(path));
    if (!opml)
        return QJsonDocument(errorObject(opml.error()));
    QJsonArray feeds;
    for (const OpmlFeed &feed : opml->feeds)
        feeds.append(QJsonObject{{u"title"_s, feed.title},
                                 {u"url"_s, feed.url.toString(QUrl::FullyEncoded)},
                                 {u"site"_s, feed.site.toString(QUrl::FullyEncoded)},
                                 {u"folder"_s, QJsonArray::fromStringList(feed.folder)}});
    return QJsonDocument(QJsonObject{{u"title"_s, opml->title}, {u"feeds"_s, feeds}});
}

QJsonDocument transcriptOf(const QString &path, const QString &type)
{
    const auto cues = readTranscript(bytesOf(path), type);
    if (!cues)
        return QJsonDocument(errorObject(cues.error()));
    QJsonArray array;
    for (const Cue &cue : *cues)
        array.append(QJsonObject{{u"start"_s, double(cue.start.count()) / 1000},
                                 {u"end"_s, double(cue.end.count()) / 1000},
                                 {u"speaker"_s, cue.speaker},
                                 {u"text"_s, cue.text}});
    return QJsonDocument(QJsonObject{{u"cues"_s, array}});
}

QJsonDocument pageOf(const QString &path, const QString &base)
{
    QJsonArray array;
    const auto feeds = discoverFeeds(bytesOf(path), QUrl(base));
    for (const DiscoveredFeed &feed : feeds)
        array.append(QJsonObject{{u"url"_s, feed.url.toString(QUrl::FullyEncoded)},
                                 {u"type"_s, feed.type},
                                 {u"title"_s, feed.title}});
    return QJsonDocument(QJsonObject{{u"feeds"_s, array}});
}

QJsonDocument listOf(const QString &path, bool isDates)
{
    QJsonArray out;
    for (const QJsonValue &value : QJsonDocument::fromJson(bytesOf(path)).array()) {
        const QString text = value.toString();
        if (isDates) {
            const QDateTime date = parseDate(text);
            out.append(date.isValid() ? QJsonValue(date.toString(Qt::ISODate)) : QJsonValue());
        } else {
            const auto seconds = parseDuration(text);
            out.append(seconds ? QJsonValue(*seconds) : QJsonValue());
        }
    }
    return QJsonDocument(out);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    QTextStream out(stdout);
    if (arguments.size() < 3) {
        out << "feed_json feed|discover FILE [BASE] | transcript FILE [TYPE]"
               " | opml|dates|durations FILE\n";
        return 2;
    }
    const QString &kind = arguments.at(1);
    const QString &path = arguments.at(2);
    QJsonDocument document;
    if (kind == "feed"_L1)
        document = feedOf(path, arguments.value(3));
    else if (kind == "opml"_L1)
        document = opmlOf(path);
    else if (kind == "transcript"_L1)
        document = transcriptOf(path, arguments.value(3));
    else if (kind == "discover"_L1)
        document = pageOf(path, arguments.value(3));
    else
        document = listOf(path, kind == "dates"_L1);
    out << document.toJson();
    return 0;
}
