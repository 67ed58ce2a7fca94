// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadsettings.h"

#include "core/downloadrulewords.h"

#include <QDir>
#include <QSettings>

#include <limits>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto LimitKey = u"downloads/limit"_s;
const auto AtOnceKey = u"downloads/atOnce"_s;
const auto MeteredKey = u"downloads/automaticOnMetered"_s;
const auto PausedKey = u"downloads/paused"_s;
const auto FolderKey = u"downloads/folder"_s;
const auto QueuedKey = u"downloads/queued"_s;
const auto QuotaKey = u"downloads/quota"_s;
const auto FetchKey = u"downloads/fetch"_s;
const auto NewestKey = u"downloads/newest"_s;
const auto SinceKey = u"downloads/since"_s;
const auto IncludeKey = u"downloads/include"_s;
const auto ExcludeKey = u"downloads/exclude"_s;
const auto ShortestKey = u"downloads/shortest"_s; // seconds
const auto DeleteKey = u"downloads/deletePlayed"_s;
const auto DaysKey = u"downloads/days"_s;

qint64 numberWithin(const QVariant &value, qint64 least, qint64 most, qint64 otherwise)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    return isNumber && number >= least && number <= most ? number : otherwise;
}

bool isMostlyTrue(const QVariant &value)
{
    const QString text = value.toString().toLower();
    return text == "true"_L1 || text == "1"_L1;
}

QString toText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QDateTime toTime(const QVariant &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toUTC() : QDateTime();
}

template<typename T>
void setIfOther(QSettings &file, const QString &key, const T &value, const T &before)
{
    if (value != before)
        file.setValue(key, value);
}

} // namespace

DownloadPreferences DownloadsInFile::preferences(const QSettings &file)
{
    const DownloadPreferences asItCame;
    return {.limit = numberWithin(file.value(LimitKey), 0, std::numeric_limits<qint64>::max(),
                                  asItCame.limit),
            .atOnce = int(numberWithin(file.value(AtOnceKey), 1, DownloadPreferences::MostAtOnce,
                                       asItCame.atOnce)),
            .automaticOnMetered = isMostlyTrue(file.value(MeteredKey))};
}

bool DownloadsInFile::setPreferences(QSettings &file, const DownloadPreferences &preferences)
{
    const DownloadPreferences before = DownloadsInFile::preferences(file);
    setIfOther(file, LimitKey, preferences.limit, before.limit);
    setIfOther(file, AtOnceKey, preferences.atOnce, before.atOnce);
    setIfOther(file, MeteredKey, preferences.automaticOnMetered, before.automaticOnMetered);
    return DownloadsInFile::preferences(file) != before;
}

DownloadSettings DownloadsInFile::rules(const QSettings &file)
{
    constexpr int NotSet = -1;
    const auto number = [&file](const QString &key) {
        return int(numberWithin(file.value(key), 0, std::numeric_limits<int>::max(), NotSet));
    };
    const DownloadSettings asItCame;
    DownloadSettings rules{
            .fetch = automaticDownloadOf(file.value(FetchKey).toString()).value_or(asItCame.fetch),
            .newest = number(NewestKey),
            .since = toTime(file.value(SinceKey)),
            .include = file.value(IncludeKey).toStringList(),
            .exclude = file.value(ExcludeKey).toStringList(),
            .shortest = std::chrono::seconds(number(ShortestKey)),
            .deletePlayed
            = deletePlayedOf(file.value(DeleteKey).toString()).value_or(asItCame.deletePlayed),
            .days = number(DaysKey)};
    // Without a beginning "all new" would be everything that was ever published.
    if (rules.fetch == AutomaticDownload::AllNew && !rules.since.isValid())
        rules.fetch = AutomaticDownload::None;
    return tidied(rules);
}

bool DownloadsInFile::setRules(QSettings &file, const DownloadSettings &rules)
{
    const DownloadSettings before = DownloadsInFile::rules(file);
    const DownloadSettings now = tidied(rules);
    setIfOther(file, FetchKey, downloadWord(now.fetch), downloadWord(before.fetch));
    setIfOther(file, NewestKey, now.newest, before.newest);
    setIfOther(file, SinceKey, toText(now.since), toText(before.since));
    setIfOther(file, IncludeKey, now.include, before.include);
    setIfOther(file, ExcludeKey, now.exclude, before.exclude);
    setIfOther(file, ShortestKey, qint64(now.shortest.count()), qint64(before.shortest.count()));
    setIfOther(file, DeleteKey, downloadWord(now.deletePlayed), downloadWord(before.deletePlayed));
    setIfOther(file, DaysKey, now.days, before.days);
    return DownloadsInFile::rules(file) != before;
}

bool DownloadsInFile::arePaused(const QSettings &file)
{
    return isMostlyTrue(file.value(PausedKey));
}

bool DownloadsInFile::setPaused(QSettings &file, bool paused)
{
    const bool before = arePaused(file);
    setIfOther(file, PausedKey, paused, before);
    return paused != before;
}

QString DownloadsInFile::folder(const QSettings &file)
{
    const QString folder = file.value(FolderKey).toString();
    return QDir::isAbsolutePath(folder) ? QDir::cleanPath(folder) : QString();
}

bool DownloadsInFile::setFolder(QSettings &file, const QString &folder)
{
    const QString before = DownloadsInFile::folder(file);
    setIfOther(file, FolderKey, folder, before);
    return DownloadsInFile::folder(file) != before;
}

int DownloadsInFile::queued(const QSettings &file)
{
    return int(numberWithin(file.value(QueuedKey), 0, DownloadLimits::MostQueued, 0));
}

bool DownloadsInFile::setQueued(QSettings &file, int count)
{
    const int before = queued(file);
    setIfOther(file, QueuedKey, count, before);
    return queued(file) != before;
}

qint64 DownloadsInFile::quota(const QSettings &file)
{
    return numberWithin(file.value(QuotaKey), 0, std::numeric_limits<qint64>::max(), 0);
}

bool DownloadsInFile::setQuota(QSettings &file, qint64 bytes)
{
    const qint64 before = quota(file);
    setIfOther(file, QuotaKey, bytes, before);
    return quota(file) != before;
}

} // namespace Earmark
