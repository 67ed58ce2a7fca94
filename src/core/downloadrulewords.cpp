// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadrulewords.h"

#include "core/skiprules.h"

#include <QStringList>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

const QStringList &fetchWords()
{
    static const QStringList words{u"none"_s, u"newest"_s, u"all"_s};
    return words;
}

const QStringList &deleteWords()
{
    static const QStringList words{u"never"_s, u"now"_s, u"days"_s};
    return words;
}

template<typename T>
std::optional<T> valueOf(const QStringList &words, const QString &word)
{
    const qsizetype found = words.indexOf(word);
    return found < 0 ? std::nullopt : std::optional(T(found));
}

bool isNewest(int newest)
{
    return newest >= 1 && newest <= DownloadLimits::MostNewest;
}

bool isDays(int days)
{
    return days >= 1 && days <= DownloadLimits::MostDays;
}

bool isShortest(std::chrono::seconds shortest)
{
    return shortest >= 0s && shortest <= DownloadLimits::LongestShortest;
}

QStringList tidiedWords(const QStringList &words)
{
    return tidied(SkipSettings{.words = words}).words;
}

template<typename T, typename F>
void dropUnless(std::optional<T> &value, F makesSense)
{
    if (value && !makesSense(*value))
        value.reset();
}

} // namespace

QString downloadWord(AutomaticDownload fetch)
{
    return fetchWords().at(qsizetype(fetch));
}

std::optional<AutomaticDownload> automaticDownloadOf(const QString &word)
{
    return valueOf<AutomaticDownload>(fetchWords(), word);
}

QString downloadWord(DeletePlayed deletePlayed)
{
    return deleteWords().at(qsizetype(deletePlayed));
}

std::optional<DeletePlayed> deletePlayedOf(const QString &word)
{
    return valueOf<DeletePlayed>(deleteWords(), word);
}

DownloadSettings tidied(DownloadSettings settings)
{
    const DownloadSettings asItCame;
    if (!isNewest(settings.newest))
        settings.newest = asItCame.newest;
    if (!isShortest(settings.shortest))
        settings.shortest = asItCame.shortest;
    if (!isDays(settings.days))
        settings.days = asItCame.days;
    settings.include = tidiedWords(settings.include);
    settings.exclude = tidiedWords(settings.exclude);
    return settings;
}

PodcastDownloads tidied(PodcastDownloads own)
{
    dropUnless(own.newest, isNewest);
    dropUnless(own.shortest, isShortest);
    dropUnless(own.days, isDays);
    for (auto *words : {&own.include, &own.exclude}) {
        if (*words)
            *words = tidiedWords(**words);
    }
    return own;
}

} // namespace Earmark
