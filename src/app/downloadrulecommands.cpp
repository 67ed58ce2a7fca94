// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloadrulecommands.h"

#include "app/answers.h"
#include "core/amounts.h"
#include "core/async.h"
#include "core/downloadrulewords.h"
#include "services/automaticdownloads.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int UsualEvents = 50;

/// The settings, in the order in which they are told.
QJsonObject settingsJson(const DownloadSettings &settings)
{
    return {{u"keep"_s, downloadWord(settings.fetch)},
            {u"newest"_s, settings.newest},
            {u"since"_s, orNull(settings.since)},
            {u"include"_s, QJsonArray::fromStringList(settings.include)},
            {u"exclude"_s, QJsonArray::fromStringList(settings.exclude)},
            {u"shortest"_s, seconds(settings.shortest)},
            {u"delete"_s, downloadWord(settings.deletePlayed)},
            {u"days"_s, settings.days}};
}

QString deleteText(const DownloadSettings &settings)
{
    return settings.deletePlayed == DeletePlayed::AfterDays ? daysInWords(settings.days)
                                                            : downloadWord(settings.deletePlayed);
}

/// own: nothing for all podcasts.
QString settingsText(const DownloadSettings &settings, const PodcastDownloads *own)
{
    const auto line = [own](const QString &name, const QString &value, bool isOwn) -> QString {
        const QString whose = own && !isOwn ? u"\tas all podcasts"_s : QString();
        return name + u'\t' + value + whose + u'\n';
    };
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(settings.shortest);
    return line(u"keep"_s, downloadWord(settings.fetch), own && own->fetch)
            + line(u"newest"_s, QString::number(settings.newest), own && own->newest)
            + line(u"include"_s, settings.include.join(u", "_s), own && own->include)
            + line(u"exclude"_s, settings.exclude.join(u", "_s), own && own->exclude)
            + line(u"shortest"_s, u"%1 min"_s.arg(minutes.count()), own && own->shortest)
            + line(u"delete"_s, deleteText(settings), own && (own->deletePlayed || own->days));
}

/// What the podcast says itself, by the names in settingsJson().
QJsonArray ownNames(const PodcastDownloads &own)
{
    const std::pair<QString, bool> said[]{
            {u"keep"_s, own.fetch.has_value()},          {u"newest"_s, own.newest.has_value()},
            {u"since"_s, own.since.has_value()},         {u"include"_s, own.include.has_value()},
            {u"exclude"_s, own.exclude.has_value()},     {u"shortest"_s, own.shortest.has_value()},
            {u"delete"_s, own.deletePlayed.has_value()}, {u"days"_s, own.days.has_value()}};
    QJsonArray names;
    for (const auto &[name, isOwn] : said) {
        if (isOwn)
            names.append(name);
    }
    return names;
}

CommandAnswer podcastAnswer(const DownloadSettings &all, PodcastId podcast,
                            const PodcastDownloads &own, bool json)
{
    const DownloadSettings settings
            = settingsOf({.all = all, .podcasts = {{podcast, own}}}, podcast);
    if (!json)
        return textAnswer(settingsText(settings, &own));
    QJsonObject object = settingsJson(settings);
    object.insert(u"podcast_id"_s, podcast.value());
    object.insert(u"own"_s, ownNames(own));
    return jsonAnswer(object);
}

CommandAnswer eventsAnswer(const QList<MediaEvent> &events, bool json)
{
    QJsonArray array;
    QString text;
    for (const MediaEvent &event : events) {
        array.append(QJsonObject{
                {u"at"_s, orNull(event.at)},
                {u"episode_id"_s,
                 event.episode.isValid() ? QJsonValue(event.episode.value()) : QJsonValue()},
                {u"title"_s, event.title},
                {u"sentence"_s, event.sentence}});
        text += event.at.toString(Qt::ISODate) + u'\t' + event.title + u'\t' + event.sentence
                + u'\n';
    }
    return json ? jsonAnswer(array) : textAnswer(text);
}

} // namespace

DownloadRuleCommands::DownloadRuleCommands(AutomaticDownloads &rules, QObject *parent)
    : QObject(parent), m_rules(rules)
{
}

bool DownloadRuleCommands::knows(const QString &command)
{
    return command == "rules"_L1 || command == "rules log"_L1;
}

QFuture<CommandAnswer> DownloadRuleCommands::run(const CommandLine &line, PodcastId podcast)
{
    if (line.command == "rules log"_L1)
        return log(line);
    return podcast.isValid() ? ofPodcast(line, podcast) : ofAll(line);
}

QFuture<CommandAnswer> DownloadRuleCommands::ofAll(const CommandLine &line)
{
    const DownloadRules rules = changedRules({.all = m_rules.settings(),
                                              .podcasts = {},
                                              .queued = m_rules.queued(),
                                              .quota = m_rules.quota()},
                                             line.rules);
    if (!line.rules.isEmpty()) {
        m_rules.setSettings(rules.all);
        m_rules.setQueued(rules.queued);
        m_rules.setQuota(rules.quota);
    }
    const DownloadSettings settings = m_rules.settings();
    if (line.json) {
        QJsonObject object = settingsJson(settings);
        object.insert(u"queue"_s, m_rules.queued());
        object.insert(u"quota"_s, m_rules.quota());
        return readyFuture(jsonAnswer(object));
    }
    const QString quota = m_rules.quota() == 0 ? u"none"_s : sizeInWords(m_rules.quota());
    return readyFuture(textAnswer(settingsText(settings, nullptr)
                                  + u"queue\t%1\nquota\t%2\n"_s.arg(m_rules.queued()).arg(quota)));
}

QFuture<CommandAnswer> DownloadRuleCommands::ofPodcast(const CommandLine &line, PodcastId podcast)
{
    if (line.rules.isEmpty())
        return tell(line, podcast);
    const auto changed
            = then(m_rules.podcast(podcast), this,
                   [this, line, podcast](const Result<PodcastDownloads> &own) {
                       return own ? m_rules.setPodcast(podcast, changedRules(*own, line.rules))
                                  : readyFuture(Result<>(own.error()));
                   });
    return then(changed, this, [this, line, podcast](const Result<> &done) {
        return done ? tell(line, podcast) : readyFuture(failure(done.error()));
    });
}

QFuture<CommandAnswer> DownloadRuleCommands::tell(const CommandLine &line, PodcastId podcast)
{
    return then(m_rules.podcast(podcast), this,
                [this, line, podcast](const Result<PodcastDownloads> &own) {
                    return own ? podcastAnswer(m_rules.settings(), podcast, *own, line.json)
                               : failure(own.error());
                });
}

QFuture<CommandAnswer> DownloadRuleCommands::log(const CommandLine &line)
{
    return then(m_rules.events(line.limit.value_or(UsualEvents)), this,
                [line](const Result<QList<MediaEvent>> &events) {
                    return events ? eventsAnswer(*events, line.json) : failure(events.error());
                });
}

} // namespace Earmark
