// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/listeninganswers.h"

#include "app/answers.h"
#include "core/timecode.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

QString line(const QString &name, std::chrono::milliseconds time)
{
    return u"%1\t%2\n"_s.arg(name, timecode(std::chrono::abs(time)));
}

/// Slow speeds cost; nothing is less than nothing.
QString savedText(const QString &title, const TimeSaved &saved)
{
    const bool isSlow = saved.bySpeed < 0ms;
    return line(saved.total() < 0ms ? title + u", lost"_s : title + u", saved"_s, saved.total())
            + line(isSlow ? u"  lost by slow speed"_s : u"  by speed"_s, saved.bySpeed)
            + line(u"  by silences"_s, saved.byTrimming) + line(u"  by skips"_s, saved.bySkipping);
}

} // namespace

QJsonObject timeSavedJson(const TimeSaved &saved)
{
    return {{u"speed"_s, qint64(saved.bySpeed.count())},
            {u"silences"_s, qint64(saved.byTrimming.count())},
            {u"skips"_s, qint64(saved.bySkipping.count())},
            {u"total"_s, qint64(saved.total().count())}};
}

CommandAnswer timeSavedAnswer(const TimeSaved &inAll, EpisodeId episode, const TimeSaved &onEpisode,
                              bool json)
{
    const bool hasEpisode = episode.isValid();
    if (!json) {
        return textAnswer((hasEpisode ? savedText(u"This episode"_s, onEpisode) : QString())
                          + savedText(u"In all"_s, inAll));
    }
    const QJsonObject one{{u"id"_s, episode.value()},
                          {u"time_saved_ms"_s, timeSavedJson(onEpisode)}};
    return jsonAnswer(QJsonObject{{u"time_saved_ms"_s, timeSavedJson(inAll)},
                                  {u"episode"_s, hasEpisode ? QJsonValue(one) : QJsonValue()}});
}

CommandAnswer skipsAnswer(const SkipSettings &settings, bool json)
{
    if (json) {
        return jsonAnswer(QJsonObject{{u"first"_s, seconds(settings.first)},
                                      {u"last"_s, seconds(settings.last)},
                                      {u"words"_s, QJsonArray::fromStringList(settings.words)}});
    }
    return textAnswer(u"first\t%1 s\nlast\t%2 s\nwords\t%3\n"_s.arg(seconds(settings.first))
                              .arg(seconds(settings.last))
                              .arg(settings.words.join(u", "_s)));
}

} // namespace Earmark
