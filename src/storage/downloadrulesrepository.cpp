// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/downloadrulesrepository.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/downloadfacts.h"
#include "storage/downloadrulesjson.h"
#include "storage/podcastthere.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

PodcastDownloads readOwn(const QSqlQuery &row)
{
    PodcastDownloads own = podcastDownloadsFromJson(row.value(0).toString());
    own.serial = row.value(1).toBool();
    return own;
}

Result<QList<PodcastId>> podcastsOf(const QSqlDatabase &db)
{
    auto query = Sql::exec(db, u"SELECT id FROM podcast WHERE removed_at IS NULL ORDER BY id"_s);
    if (!query)
        return query.error();
    QList<PodcastId> podcasts;
    while (query->next())
        podcasts.append(PodcastId(query->value(0).toLongLong()));
    return podcasts;
}

} // namespace

Result<PodcastDownloads> DownloadRulesRepository::podcast(PodcastId podcast) const
{
    auto found = Sql::exec(m_database.handle(),
                           u"SELECT downloads, serial FROM podcast"
                           " WHERE id = :id AND removed_at IS NULL"_s,
                           {{u":id"_s, podcast.value()}});
    if (!found)
        return found.error();
    return found->next() ? readOwn(*found) : Result<PodcastDownloads>(podcastNotThere(podcast));
}

Result<> DownloadRulesRepository::setPodcast(PodcastId podcast, const PodcastDownloads &own)
{
    const auto changed = Sql::change(
            m_database.handle(),
            u"UPDATE podcast SET downloads = :downloads WHERE id = :id AND removed_at IS NULL"_s,
            {{u":downloads"_s, podcastDownloadsToJson(own)}, {u":id"_s, podcast.value()}});
    if (!changed)
        return changed.error();
    return *changed == 1 ? Result<>() : podcastNotThere(podcast);
}

Result<DownloadRules> DownloadRulesRepository::rules(DownloadRules rules) const
{
    // What was out before a podcast was subscribed to is not new, whenever the rule began.
    const bool isAllNew = rules.all.fetch == AutomaticDownload::AllNew;
    auto query = Sql::exec(m_database.handle(),
                           u"SELECT downloads, serial, id, added_at FROM podcast"
                           " WHERE removed_at IS NULL"
                           " AND (downloads <> '' OR serial = 1 OR (:all AND added_at > :since))"_s,
                           {{u":all"_s, int(isAllNew)}, {u":since"_s, toColumn(rules.all.since)}});
    if (!query)
        return query.error();
    rules.podcasts.clear();
    while (query->next()) {
        PodcastDownloads own = readOwn(*query);
        const QDateTime added = toDateTime(query->value(3));
        if (isAllNew && !own.since && added.isValid() && !(added < rules.all.since))
            own.since = added;
        rules.podcasts.insert(PodcastId(query->value(2).toLongLong()), own);
    }
    return rules;
}

Result<QList<DownloadFacts>> DownloadRulesRepository::facts(const DownloadRules &rules,
                                                            EpisodeId playing) const
{
    const QSqlDatabase db = m_database.handle();
    DownloadFactsReader reader(db);
    if (const auto read = reader.readThere(playing, rules.queued); !read)
        return read.error();
    const auto podcasts = podcastsOf(db);
    if (!podcasts)
        return podcasts.error();
    for (const PodcastId podcast : *podcasts) {
        const DownloadSettings settings = settingsOf(rules, podcast);
        Result<> read;
        if (settings.fetch == AutomaticDownload::AllNew)
            read = reader.readSince(podcast, settings.since);
        else if (settings.fetch == AutomaticDownload::Newest
                 && rules.podcasts.value(podcast).serial)
            read = reader.readFollowing(podcast);
        else if (settings.fetch == AutomaticDownload::Newest)
            read = reader.readNewest(podcast, settings);
        if (!read)
            return read.error();
    }
    return reader.facts();
}

} // namespace Earmark
