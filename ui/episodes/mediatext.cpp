// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/mediatext.h"

#include "core/amounts.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

struct MediaText
{
    Q_DECLARE_TR_FUNCTIONS(MediaText)
};

using T = MediaText;

QString stateText(const DownloadView &download)
{
    return download.text.isEmpty() ? T::tr("Waiting for its turn.") : download.text;
}

QString runningText(const MediaStatus &status, const DownloadView &download)
{
    QString text = status.size > 0
            ? T::tr("Downloading: %1 of %2").arg(presentText(status), sizeInWords(status.size))
            : T::tr("Downloading: %1").arg(presentText(status));
    if (download.speed > 0)
        text += u", "_s % T::tr("%1/s").arg(sizeInWords(download.speed));
    if (download.left)
        text += u", "_s % T::tr("%1 left").arg(waitInWords(*download.left));
    return text;
}

QString partText(const MediaStatus &status)
{
    if (status.present <= 0)
        return T::tr("A part of it is on this computer.");
    return status.size > 0 ? T::tr("%1 of %2 is on this computer.")
                                     .arg(presentText(status), sizeInWords(status.size))
                           : T::tr("%1 of it is on this computer.").arg(presentText(status));
}

} // namespace

MediaStatus mediaOf(const EpisodeRow &row)
{
    MediaStatus status{.presence = row.media};
    if (row.downloading)
        status.download = DownloadView();
    return status;
}

MediaSign mediaSign(const MediaStatus &status)
{
    if (status.presence == MediaPresence::Whole)
        return MediaSign::Whole;
    if (status.download) {
        switch (status.download->item.state) {
        case DownloadState::Waiting:
            return MediaSign::Waiting;
        case DownloadState::Running:
            return MediaSign::Running;
        case DownloadState::Paused:
            return MediaSign::Paused;
        case DownloadState::Failed:
            return MediaSign::Failed;
        case DownloadState::Done:
            return MediaSign::Whole;
        }
    }
    return status.presence == MediaPresence::Partly ? MediaSign::Partly : MediaSign::None;
}

double presentShare(const MediaStatus &status)
{
    constexpr double NearlyAll = 0.999;
    if (status.presence == MediaPresence::Whole)
        return 1;
    if (status.size <= 0)
        return 0;
    return std::clamp(double(status.present) / double(status.size), 0.0, NearlyAll);
}

QString presentText(const MediaStatus &status)
{
    if (status.size <= 0)
        return sizeInWords(status.present);
    return T::tr("%1 %").arg(int(presentShare(status) * 100));
}

QString mediaWord(const MediaStatus &status)
{
    switch (mediaSign(status)) {
    case MediaSign::Running:
        return presentText(status);
    case MediaSign::Waiting:
        return T::tr("Waiting");
    case MediaSign::Paused:
        return T::tr("Paused");
    case MediaSign::Failed:
        return T::tr("Failed");
    case MediaSign::None:
    case MediaSign::Partly:
    case MediaSign::Whole:
        break;
    }
    return {};
}

QString mediaSentence(const MediaStatus &status)
{
    switch (mediaSign(status)) {
    case MediaSign::None:
        return T::tr("Nothing of it is on this computer.");
    case MediaSign::Partly:
        return partText(status);
    case MediaSign::Running:
        return runningText(status, *status.download);
    case MediaSign::Waiting:
    case MediaSign::Paused:
    case MediaSign::Failed:
        return stateText(*status.download)
                + (status.present > 0 ? u' ' + partText(status) : QString());
    case MediaSign::Whole:
        break;
    }
    const qint64 size = std::max(status.size, status.present);
    return size > 0 ? T::tr("Downloaded, %1").arg(sizeInWords(size)) : T::tr("Downloaded");
}

QString spokenMedia(const MediaStatus &status)
{
    switch (mediaSign(status)) {
    case MediaSign::None:
        return {};
    case MediaSign::Partly:
        return T::tr("partly downloaded");
    case MediaSign::Waiting:
        return T::tr("waiting to be downloaded");
    case MediaSign::Running:
        return T::tr("downloading, %1").arg(presentText(status));
    case MediaSign::Paused:
        return T::tr("download paused");
    case MediaSign::Failed:
        return T::tr("download failed");
    case MediaSign::Whole:
        break;
    }
    return T::tr("downloaded");
}

} // namespace Earmark
