// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadtexts.h"

#include "core/amounts.h"
#include "core/downloadrules.h"
#include "ui/common/format.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

struct DownloadTexts
{
    Q_DECLARE_TR_FUNCTIONS(DownloadTexts)
};
using T = DownloadTexts;

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

/// Speeds are told finer than sizes: with a decimal from MB on.
QString speedText(qint64 speed)
{
    constexpr double Mega = 1'000'000;
    if (speed <= 0)
        return {};
    const bool isFine = double(speed) >= Mega && double(speed) < 9.95 * Mega;
    const QString size = isFine ? QString(QString::number(double(speed) / Mega, 'f', 1) % u" MB"_s)
                                : sizeInWords(speed);
    return T::tr("%1/s").arg(size);
}

QString leftText(std::optional<std::chrono::seconds> left)
{
    return left ? T::tr("%1 left").arg(waitInWords(*left)) : QString();
}

/// Until all that is not held up is there; nothing while a size is unknown.
std::optional<std::chrono::seconds> allLeft(const QList<DownloadView> &downloads, qint64 speed)
{
    if (speed <= 0)
        return {};
    qint64 missing = 0;
    for (const DownloadView &view : downloads) {
        const DownloadState state = view.item.state;
        if (state != DownloadState::Running && state != DownloadState::Waiting)
            continue;
        if (view.size <= 0)
            return {};
        missing += std::max<qint64>(0, view.size - view.present);
    }
    return std::chrono::seconds(missing / speed);
}

} // namespace

QString amountText(qint64 present, qint64 size)
{
    if (size <= 0)
        return present > 0 ? sizeInWords(present) : QString();
    QString whole = sizeInWords(size);
    if (present <= 0 || present >= size)
        return whole;
    QString part = sizeInWords(present);
    const qsizetype unit = whole.lastIndexOf(u' ');
    if (part.endsWith(QStringView(whole).mid(unit)))
        part.truncate(part.lastIndexOf(u' '));
    return T::tr("%1 of %2").arg(part, whole);
}

QString figuresText(const DownloadView &view, bool isShort)
{
    QString amount = amountText(view.present, view.size);
    if (view.item.state != DownloadState::Running)
        return amount;
    return joined({amount, isShort ? QString() : speedText(view.speed), leftText(view.left)});
}

QString activityText(const QList<DownloadView> &downloads, bool areAllPaused)
{
    if (downloads.isEmpty())
        return {};
    QHash<DownloadState, int> counts;
    for (const DownloadView &view : downloads)
        ++counts[view.item.state];
    const auto counted = [&counts](DownloadState state, const QString &text) {
        const int count = counts.value(state);
        return count > 0 ? text.arg(formatCount(count)) : QString();
    };
    return joined({areAllPaused ? T::tr("All paused") : QString(),
                   counted(DownloadState::Running, T::tr("%1 running")),
                   counted(DownloadState::Waiting, T::tr("%1 waiting")),
                   counted(DownloadState::Paused, T::tr("%1 paused")),
                   counted(DownloadState::Failed, T::tr("%1 failed"))});
}

QString paceText(const QList<DownloadView> &downloads)
{
    qint64 speed = 0;
    for (const DownloadView &view : downloads)
        speed += view.speed;
    return joined({speedText(speed), leftText(allLeft(downloads, speed))});
}

QString filesText(int files, qint64 bytes, std::optional<qint64> free)
{
    const QString count = T::tr("%n file(s)", nullptr, files)
                                  .replace(QString::number(files), formatCount(files));
    return joined({files > 0 ? QString(count % u", "_s % sizeInWords(bytes)) : QString(),
                   free ? T::tr("%1 free").arg(sizeInWords(*free)) : QString()});
}

QString leftPartsText(const LeftParts &parts)
{
    static_assert(PartsAreKept == std::chrono::hours(7 * 24), "the sentence says a week");
    return T::tr("Parts of %n episode(s) you heard or looked at, %1; deleted after a week.",
                 nullptr, parts.episodes)
            .arg(sizeInWords(parts.bytes));
}

QString usageText(const PodcastStorage &usage)
{
    const QString files = usage.files > 0 ? T::tr("%n file(s)", nullptr, usage.files) : QString();
    const QString parts = usage.parts > 0 ? T::tr("%n part(s)", nullptr, usage.parts) : QString();
    const QString both = files.isEmpty() || parts.isEmpty() ? QString(files % parts)
                                                            : QString(files % u", "_s % parts);
    return joined({both, sizeInWords(usage.bytes)});
}

QString nobodysText()
{
    return T::tr("Podcasts you left");
}

} // namespace Earmark
