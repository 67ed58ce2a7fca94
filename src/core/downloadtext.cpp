// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadtext.h"

#include "core/amounts.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

using Cause = DownloadHold::Cause;

/// The sentence within another one: what Earmark is about to do needs no advice to the listener.
QString cause(const DownloadItem &item)
{
    QString text = item.reason.trimmed();
    for (const QLatin1StringView advice :
         {"; try again later"_L1, "; check it, or try again later"_L1})
        text.remove(advice);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QString timesTried(int tries)
{
    return tries == 1 ? u"tried once"_s : u"tried %1 times"_s.arg(tries);
}

QString untilText(const QDateTime &until, const QDateTime &now)
{
    const auto wait = std::chrono::ceil<std::chrono::seconds>(
            std::chrono::milliseconds(now.msecsTo(until)));
    return wait > 0s ? u"again in "_s + waitInWords(wait) : u"again now"_s;
}

QString retryText(const DownloadItem &item, const DownloadHold &hold, const QDateTime &now)
{
    const QString why = cause(item);
    const QString text
            = u"Waiting: %1, %2"_s.arg(timesTried(item.tries), untilText(hold.until, now));
    return text + (why.isEmpty() ? QString() : u" (%1)"_s.arg(why)) + u'.';
}

QString holdText(const DownloadItem &item, const DownloadHold &hold, const QDateTime &now)
{
    switch (hold.cause) {
    case Cause::Turn:
        break;
    case Cause::Host:
        return u"Waiting: another file of %1 is on its way."_s.arg(item.host);
    case Cause::AllPaused:
        return u"Waiting: all downloads are paused."_s;
    case Cause::Offline:
        return u"Waiting: this computer is offline."_s;
    case Cause::Metered:
        return u"Waiting: the network is metered, and only what you ask for is downloaded."_s;
    case Cause::Retry:
        return retryText(item, hold, now);
    case Cause::HostsWish:
        return u"Waiting: %1 wants a pause, %2."_s.arg(item.host, untilText(hold.until, now));
    }
    if (hold.running == 1)
        return u"Waiting: another file is on its way."_s;
    return hold.running == 0 ? u"Waiting for its turn."_s
                             : u"Waiting: %1 others are on their way."_s.arg(hold.running);
}

} // namespace

QString downloadText(const DownloadItem &item, const std::optional<DownloadHold> &hold,
                     const QDateTime &now)
{
    switch (item.state) {
    case DownloadState::Waiting:
        return holdText(item, hold.value_or(DownloadHold{}), now);
    case DownloadState::Running:
        return u"Downloading."_s;
    case DownloadState::Paused:
        return item.pause == PauseCause::Disk && !item.reason.isEmpty()
                ? u"Paused: "_s + item.reason
                : u"Paused by you."_s;
    case DownloadState::Failed:
        if (item.reason.isEmpty())
            return u"Failed, for a reason that nobody told."_s;
        return item.tries > 1 ? u"Failed: %1 (%2)."_s.arg(timesTried(item.tries), cause(item))
                              : u"Failed: "_s + item.reason;
    case DownloadState::Done:
        break;
    }
    return u"Downloaded."_s;
}

} // namespace Earmark
