// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/directoryfixture.h"

#include "support/testhttpserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

template<typename F>
QJsonArray each(const ListedPodcasts &podcasts, F make)
{
    QJsonArray array;
    for (qsizetype i = 0; i < podcasts.size(); ++i)
        array.append(make(podcasts.at(i), int(i) + 1));
    return array;
}

} // namespace

QByteArray itunesAnswer(const ListedPodcasts &podcasts)
{
    const QJsonArray results = each(podcasts, [](const ListedPodcast &podcast, int number) {
        QJsonObject object{{u"kind"_s, u"podcast"_s},
                           {u"collectionId"_s, number},
                           {u"collectionName"_s, podcast.title},
                           {u"artistName"_s, u"Author %1"_s.arg(number)},
                           {u"trackCount"_s, number * 12},
                           {u"primaryGenreName"_s, u"Science"_s},
                           {u"releaseDate"_s, u"2026-04-02T10:00:00Z"_s}};
        if (!podcast.feed.isEmpty())
            object.insert(u"feedUrl"_s, podcast.feed.toString());
        return object;
    });
    return text({{u"resultCount"_s, int(results.size())}, {u"results"_s, results}});
}

QByteArray itunesChart(const ListedPodcasts &podcasts)
{
    const auto label = [](const QString &value) { return QJsonObject{{u"label"_s, value}}; };
    const QJsonArray entries = each(podcasts, [label](const ListedPodcast &podcast, int number) {
        const QJsonObject id{{u"im:id"_s, QString::number(number)}};
        return QJsonObject{{u"im:name"_s, label(podcast.title)},
                           {u"im:artist"_s, label(u"Author %1"_s.arg(number))},
                           {u"id"_s, QJsonObject{{u"attributes"_s, id}}}};
    });
    return text({{u"feed"_s, QJsonObject{{u"entry"_s, entries}}}});
}

QByteArray fyydAnswer(const ListedPodcasts &podcasts)
{
    const QJsonArray data = each(podcasts, [](const ListedPodcast &podcast, int number) {
        return QJsonObject{{u"id"_s, number},
                           {u"title"_s, podcast.title},
                           {u"xmlURL"_s, podcast.feed.toString()},
                           {u"author"_s, u"Author %1"_s.arg(number)},
                           {u"description"_s, u"About %1"_s.arg(podcast.title)}};
    });
    return text({{u"status"_s, 1}, {u"data"_s, data}});
}

QByteArray podcastIndexAnswer(const ListedPodcasts &podcasts)
{
    const QJsonArray feeds = each(podcasts, [](const ListedPodcast &podcast, int number) {
        return QJsonObject{{u"id"_s, number},
                           {u"title"_s, podcast.title},
                           {u"url"_s, podcast.feed.toString()}};
    });
    return text({{u"status"_s, u"true"_s}, {u"feeds"_s, feeds}});
}

DirectorySettings localDirectories(const TestHttpServer &server)
{
    DirectorySettings settings;
    settings.country = u"us"_s;
    settings.itunesUrl = server.url(u"/itunes"_s);
    settings.fyydUrl = server.url(u"/fyyd/0.2"_s);
    settings.podcastIndexUrl = server.url(u"/index/api/1.0"_s);
    return settings;
}

void serveDirectories(TestHttpServer &server, const ListedPodcasts &itunes,
                      const ListedPodcasts &fyyd)
{
    server.setHandler([itunes, fyyd](const TestHttpServer::Request &request) {
        TestHttpServer::Reply reply;
        if (request.path.startsWith("/itunes/") && request.path.contains("/rss/toppodcasts/"))
            reply.body = itunesChart(itunes);
        else if (request.path.startsWith("/itunes/"))
            reply.body = itunesAnswer(itunes);
        else if (request.path.startsWith("/fyyd/"))
            reply.body = fyydAnswer(fyyd);
        else if (request.path.startsWith("/index/"))
            reply.body = podcastIndexAnswer({});
        else
            reply.status = 404;
        return reply;
    });
}

} // namespace Earmark
