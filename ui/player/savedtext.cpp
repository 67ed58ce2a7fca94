// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/savedtext.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {

struct SavedText
{
    Q_DECLARE_TR_FUNCTIONS(SavedText)
};

constexpr milliseconds Least = 1s; ///< Less is nothing to speak of.

} // namespace

QString savedOnEpisodeText(const TimeSaved &saved)
{
    using T = SavedText;
    QStringList causes;
    if (saved.bySpeed >= Least)
        causes += T::tr("speed %1").arg(formatTimecode(saved.bySpeed));
    if (saved.byTrimming >= Least)
        causes += T::tr("silences %1").arg(formatTimecode(saved.byTrimming));
    if (saved.bySkipping >= Least)
        causes += T::tr("skips %1").arg(formatTimecode(saved.bySkipping));
    QString why = causes.join(u", "_s);
    if (saved.bySpeed <= -Least) {
        const QString cost = T::tr("slow speed cost %1").arg(formatTimecode(-saved.bySpeed));
        why = why.isEmpty() ? cost : QString(why % u"; "_s % cost);
    }
    if (why.isEmpty())
        return T::tr("Nothing saved on this episode yet");
    const milliseconds total = saved.total();
    if (total <= -Least)
        return T::tr("This episode took %1 longer (%2)").arg(formatTimecode(-total), why);
    return T::tr("Saved on this episode: %1 (%2)").arg(formatTimecode(total), why);
}

QString savedFactText(const TimeSaved &saved)
{
    using T = SavedText;
    const milliseconds total = saved.total();
    if (total >= Least)
        return T::tr("%1 saved").arg(formatTimecode(total));
    if (total <= -Least)
        return T::tr("took %1 longer").arg(formatTimecode(-total));
    return {};
}

QString savedInAllText(const TimeSaved &saved)
{
    using T = SavedText;
    const milliseconds total = saved.total();
    if (total >= Least)
        return T::tr("In all: %1").arg(formatLength(total));
    if (total <= -Least)
        return T::tr("In all it took %1 longer").arg(formatLength(-total));
    return {};
}

} // namespace Earmark
