// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directorymerge.h"

#include <QHash>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// How much less a lower place counts (reciprocal rank fusion): the first of one list stands before
// the fifth of another, and the third of both before the first of one.
constexpr double RankSoftness = 10.0;

bool onlyCounts(const QString &name)
{
    return name.startsWith("utm_"_L1, Qt::CaseInsensitive) || name == "fbclid"_L1
            || name == "gclid"_L1 || name == "mc_cid"_L1 || name == "mc_eid"_L1;
}

QString countedQuery(const QUrl &url)
{
    QUrlQuery kept;
    for (const auto &[name, value] : QUrlQuery(url).queryItems(QUrl::FullyEncoded)) {
        if (!onlyCounts(name))
            kept.addQueryItem(name, value);
    }
    return kept.query(QUrl::FullyEncoded);
}

template<typename T>
void fill(T &value, const T &other)
{
    if (value == T())
        value = other;
}

void fillFrom(DirectoryEntry &entry, const DirectoryEntry &other)
{
    if (entry.feed.scheme() == "http"_L1 && other.feed.scheme() == "https"_L1)
        entry.feed = other.feed;
    fill(entry.author, other.author);
    fill(entry.description, other.description);
    fill(entry.category, other.category);
    fill(entry.image, other.image);
    fill(entry.appleId, other.appleId);
    entry.episodes = std::max(entry.episodes, other.episodes);
    if (other.latest.isValid() && (!entry.latest.isValid() || entry.latest < other.latest))
        entry.latest = other.latest;
    entry.sources |= other.sources;
}

} // namespace

QString feedKey(const QUrl &feed)
{
    if (feed.isEmpty())
        return {};
    QUrl url = feed.adjusted(QUrl::RemoveFragment | QUrl::NormalizePathSegments);
    const bool isSecure = url.scheme() == "https"_L1;
    const int port = url.port();
    if (port == (isSecure ? 443 : 80))
        url.setPort(-1);
    url.setScheme({});
    url.setQuery(countedQuery(url), QUrl::StrictMode);
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    if (url.query().isEmpty())
        url.setQuery(QString());
    return url.toString(QUrl::FullyEncoded); // the host is in lower case already
}

QString entryKey(const DirectoryEntry &entry)
{
    if (!entry.feed.isEmpty())
        return feedKey(entry.feed);
    return entry.appleId > 0 ? u"apple:%1"_s.arg(entry.appleId) : u"title:"_s + entry.title;
}

DirectoryEntries mergedEntries(const QList<DirectoryEntries> &answers)
{
    struct Ranked
    {
        DirectoryEntry entry;
        double score = 0;
    };
    QList<Ranked> ranked;
    QHash<QString, qsizetype> known;
    for (const DirectoryEntries &answer : answers) {
        QHash<QString, bool> here; // a directory that names a podcast twice counts once
        for (qsizetype rank = 0; rank < answer.size(); ++rank) {
            const DirectoryEntry &entry = answer.at(rank);
            const QString key = entryKey(entry);
            const double score = here.contains(key) ? 0 : 1 / (RankSoftness + double(rank));
            here.insert(key, true);
            const auto found = known.constFind(key);
            if (found == known.cend()) {
                known.insert(key, ranked.size());
                ranked.append({entry, score});
            } else {
                fillFrom(ranked[*found].entry, entry);
                ranked[*found].score += score;
            }
        }
    }
    std::ranges::stable_sort(ranked, std::ranges::greater(), &Ranked::score);
    DirectoryEntries result;
    result.reserve(ranked.size());
    for (Ranked &one : ranked)
        result.append(std::move(one.entry));
    return result;
}

DirectoryEntries withLookup(DirectoryEntries chart, const DirectoryEntries &found)
{
    QHash<qint64, const DirectoryEntry *> byNumber;
    for (const DirectoryEntry &entry : found) {
        if (entry.appleId > 0)
            byNumber.insert(entry.appleId, &entry);
    }
    for (DirectoryEntry &entry : chart) {
        if (const DirectoryEntry *known = byNumber.value(entry.appleId)) {
            entry.feed = known->feed;
            if (!known->image.isEmpty()) // the chart's own are small
                entry.image = known->image;
            fillFrom(entry, *known);
        }
    }
    return chart;
}

} // namespace Earmark
