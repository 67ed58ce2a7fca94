// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <utility>

// What is asked of the directories, as pure functions: addresses, headers, and how often. Shapes
// and limits: facts/field.md 5.10 (iTunes Search API, fyyd 0.2, Podcast Index 1.0).

namespace Earmark {

constexpr int DirectoryLimit = 50; ///< Results asked for.

QUrl itunesSearchUrl(const QUrl &base, const QString &words, const QString &country);
QUrl itunesLookupUrl(const QUrl &base, const QList<qint64> &ids, const QString &country);
/// genre 0: all of them.
QUrl itunesChartUrl(const QUrl &base, const QString &country, int genre);
QUrl fyydSearchUrl(const QUrl &base, const QString &words);
/// id: a number or the short name of the podcast's page.
QUrl fyydPodcastUrl(const QUrl &base, const QString &id);
QUrl podcastIndexSearchUrl(const QUrl &base, const QString &words);
QUrl podcastIndexPodcastUrl(const QUrl &base, const QString &id);

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;
/// Who asks: the key, the time (the server allows five minutes), and the digest that proves the
/// secret without telling it.
HeaderList podcastIndexHeaders(const QString &key, const QString &secret, const QDateTime &now);

/// At most so many requests within any such span.
struct RequestPace
{
    int most = 20; ///< Apple's documented limit: about 20 a minute.
    std::chrono::milliseconds within = std::chrono::minutes(1);
};
/// How long to wait before the next one; 0: not at all. sent: when the earlier ones went, in
/// order; those before the span, and after now (the clock was set back), do not count.
std::chrono::milliseconds waitBefore(const QList<QDateTime> &sent, const QDateTime &now,
                                     const RequestPace &pace = {});

/// A category of Apple's charts.
struct ChartCategory
{
    int genre;
    QString name;
};
QList<ChartCategory> chartCategories();
/// Two lower-case letters each: where Apple keeps charts of podcasts.
QList<QString> chartCountries();

} // namespace Earmark
