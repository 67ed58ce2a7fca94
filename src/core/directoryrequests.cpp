// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directoryrequests.h"

#include <QCryptographicHash>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestWords = 200;

using Parameters = QList<std::pair<QLatin1StringView, QString>>;

/// Not QUrlQuery, which leaves a "+" as it is: servers read it as a space.
QUrl asked(const QUrl &base, const QString &path, const Parameters &parameters = {})
{
    QUrl url = base;
    QString folder = base.path(QUrl::FullyEncoded);
    while (folder.endsWith(u'/'))
        folder.chop(1);
    url.setPath(folder + path, QUrl::StrictMode);
    QStringList query;
    for (const auto &[name, value] : parameters)
        query.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    url.setQuery(query.isEmpty() ? QString() : query.join(u'&'), QUrl::StrictMode);
    return url;
}

QString shortened(const QString &words)
{
    return words.left(LongestWords).simplified();
}

} // namespace

QUrl itunesSearchUrl(const QUrl &base, const QString &words, const QString &country)
{
    return asked(base, u"/search"_s,
                 {{"media"_L1, u"podcast"_s},
                  {"entity"_L1, u"podcast"_s},
                  {"term"_L1, shortened(words)},
                  {"country"_L1, country},
                  {"limit"_L1, QString::number(DirectoryLimit)}});
}

QUrl itunesLookupUrl(const QUrl &base, const QList<qint64> &ids, const QString &country)
{
    QStringList wanted;
    for (const qint64 id : ids)
        wanted.append(QString::number(id));
    return asked(
            base, u"/lookup"_s,
            {{"id"_L1, wanted.join(u',')}, {"entity"_L1, u"podcast"_s}, {"country"_L1, country}});
}

QUrl itunesChartUrl(const QUrl &base, const QString &country, int genre)
{
    QString path = u"/%1/rss/toppodcasts/limit=%2"_s.arg(country).arg(DirectoryLimit);
    if (genre > 0)
        path += u"/genre=%1"_s.arg(genre);
    return asked(base, path + u"/explicit=true/json"_s);
}

QUrl fyydSearchUrl(const QUrl &base, const QString &words)
{
    return asked(base, u"/search/podcast"_s,
                 {{"title"_L1, shortened(words)}, {"count"_L1, QString::number(DirectoryLimit)}});
}

QUrl fyydPodcastUrl(const QUrl &base, const QString &id)
{
    const bool isNumber
            = std::all_of(id.begin(), id.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return asked(base, u"/podcast"_s, {{isNumber ? "podcast_id"_L1 : "podcast_slug"_L1, id}});
}

QUrl podcastIndexSearchUrl(const QUrl &base, const QString &words)
{
    return asked(base, u"/search/byterm"_s,
                 {{"q"_L1, shortened(words)}, {"max"_L1, QString::number(DirectoryLimit)}});
}

QUrl podcastIndexPodcastUrl(const QUrl &base, const QString &id)
{
    return asked(base, u"/podcasts/byfeedid"_s, {{"id"_L1, id}});
}

HeaderList podcastIndexHeaders(const QString &key, const QString &secret, const QDateTime &now)
{
    const QByteArray date = QByteArray::number(now.toSecsSinceEpoch());
    const QByteArray joined = key.toUtf8() + secret.toUtf8() + date;
    const QByteArray proof = QCryptographicHash::hash(joined, QCryptographicHash::Sha1).toHex();
    return {{"X-Auth-Key", key.toUtf8()}, {"X-Auth-Date", date}, {"Authorization", proof}};
}

std::chrono::milliseconds waitBefore(const QList<QDateTime> &sent, const QDateTime &now,
                                     const RequestPace &pace)
{
    const QDateTime since = now.addMSecs(-pace.within.count());
    QList<QDateTime> recent;
    std::copy_if(sent.begin(), sent.end(), std::back_inserter(recent),
                 [&](const QDateTime &at) { return at > since && at <= now; });
    if (recent.size() < pace.most)
        return std::chrono::milliseconds(0);
    std::sort(recent.begin(), recent.end());
    const QDateTime &oldest = recent.at(recent.size() - pace.most);
    return std::chrono::milliseconds(now.msecsTo(oldest.addMSecs(pace.within.count())));
}

QList<ChartCategory> chartCategories()
{
    return {{1301, u"Arts"_s},
            {1321, u"Business"_s},
            {1303, u"Comedy"_s},
            {1304, u"Education"_s},
            {1483, u"Fiction"_s},
            {1511, u"Government"_s},
            {1512, u"Health and fitness"_s},
            {1487, u"History"_s},
            {1305, u"Kids and family"_s},
            {1502, u"Leisure"_s},
            {1310, u"Music"_s},
            {1489, u"News"_s},
            {1314, u"Religion and spirituality"_s},
            {1533, u"Science"_s},
            {1324, u"Society and culture"_s},
            {1545, u"Sports"_s},
            {1318, u"Technology"_s},
            {1488, u"True crime"_s},
            {1309, u"TV and film"_s}};
}

QList<QString> chartCountries()
{
    return u"ae ar at au be bg bo br by ca ch cl cn co cr cy cz de dk do ec ee eg es fi fr gb gr "
           u"gt "
           "hk hn hr hu id ie il in is it jo jp ke kr kw kz lb lt lu lv ma mt mx my ng ni nl no nz "
           "om pa pe ph pk pl pt py qa ro rs ru sa se sg si sk sv th tn tr tw ua ug us uy ve vn za"_s
                   .split(u' ');
}

} // namespace Earmark
