// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ruleoptions.h"

#include "core/downloadrulewords.h"
#include "core/skiprules.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

const auto Keep = u"--keep"_s;
const auto Newest = u"--newest"_s;
const auto Include = u"--include"_s;
const auto Exclude = u"--exclude"_s;
const auto Shortest = u"--shortest"_s; // minutes
const auto Delete = u"--delete"_s;
const auto Queue = u"--queue"_s;
const auto Quota = u"--quota"_s;
const auto Default = u"default"_s;

std::optional<int> numberWithin(const QString &text, int least, int most)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

struct Deleting
{
    DeletePlayed when = DeletePlayed::Never;
    std::optional<int> days{}; ///< Of AfterDays.
};

/// "never", "now" or a number of days.
std::optional<Deleting> deletingOf(const QString &text)
{
    if (const auto days = numberWithin(text, 1, DownloadLimits::MostDays))
        return Deleting{.when = DeletePlayed::AfterDays, .days = days};
    const auto when = deletePlayedOf(text);
    const bool isWhole = when && when != DeletePlayed::AfterDays;
    return isWhole ? std::optional(Deleting{.when = *when}) : std::nullopt;
}

bool isMinutes(const QString &text)
{
    return numberWithin(text, 0, int(DownloadLimits::LongestShortest / 1min)).has_value();
}

/// What an option says, if it is among them: `otherwise` when it says "default".
template<typename T, typename F>
void change(T &value, const T &otherwise, const RuleOptions &options, const QString &name, F read)
{
    const auto option = options.constFind(name);
    if (option != options.cend())
        value = *option == Default ? otherwise : T(read(*option));
}

/// Of all podcasts and of one alike.
template<typename Rules>
Rules changed(Rules rules, const RuleOptions &options)
{
    const Rules unsaid;
    const auto toNumber = [](const QString &text) { return text.toInt(); };
    change(rules.fetch, unsaid.fetch, options, Keep,
           [](const QString &text) { return *automaticDownloadOf(text); });
    change(rules.newest, unsaid.newest, options, Newest, toNumber);
    change(rules.include, unsaid.include, options, Include, skipWordsFromText);
    change(rules.exclude, unsaid.exclude, options, Exclude, skipWordsFromText);
    change(rules.shortest, unsaid.shortest, options, Shortest,
           [](const QString &text) { return std::chrono::minutes(text.toInt()); });
    change(rules.deletePlayed, unsaid.deletePlayed, options, Delete,
           [](const QString &text) { return deletingOf(text)->when; });
    if (const auto option = options.constFind(Delete); option != options.cend()) {
        const auto deleting = deletingOf(*option);
        if (*option == Default)
            rules.days = unsaid.days;
        else if (deleting->days)
            rules.days = *deleting->days;
    }
    return rules;
}

} // namespace

const QStringList &ruleOptionNames()
{
    static const QStringList names{Keep, Newest, Include, Exclude, Shortest, Delete, Queue, Quota};
    return names;
}

bool isRuleOptionGood(const QString &name, const QString &word)
{
    if (word == Default)
        return true;
    if (name == Keep)
        return automaticDownloadOf(word).has_value();
    if (name == Newest)
        return numberWithin(word, 1, DownloadLimits::MostNewest).has_value();
    if (name == Shortest)
        return isMinutes(word);
    if (name == Delete)
        return deletingOf(word).has_value();
    if (name == Queue)
        return numberWithin(word, 0, DownloadLimits::MostQueued).has_value();
    if (name == Quota)
        return bytesFromText(word).has_value();
    return name == Include || name == Exclude;
}

bool isOfAllPodcasts(const QString &name)
{
    return name == Queue || name == Quota;
}

std::optional<qint64> bytesFromText(const QString &text)
{
    static const QList<std::pair<QString, double>> units{
            {u"kb"_s, 1e3}, {u"mb"_s, 1e6}, {u"gb"_s, 1e9}, {u"tb"_s, 1e12}};
    constexpr double Most = 1e15;
    QString number = text.simplified().toLower();
    double scale = 1;
    for (const auto &[name, bytes] : units) {
        if (number.endsWith(name)) {
            number.chop(name.size());
            scale = bytes;
            break;
        }
    }
    bool isNumber = false;
    const double bytes = number.trimmed().toDouble(&isNumber) * scale;
    if (!isNumber || !(bytes >= 0) || bytes > Most)
        return std::nullopt;
    return std::llround(bytes);
}

DownloadRules changedRules(DownloadRules all, const RuleOptions &options)
{
    all.all = changed(all.all, options);
    change(all.queued, 0, options, Queue, [](const QString &text) { return text.toInt(); });
    change(all.quota, qint64(0), options, Quota,
           [](const QString &text) { return *bytesFromText(text); });
    return all;
}

PodcastDownloads changedRules(const PodcastDownloads &own, const RuleOptions &options)
{
    return changed(own, options);
}

} // namespace Earmark
