// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodeactions.h"

#include "ui/common/icons.h"
#include "ui/episodes/mediatext.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

struct EpisodeActions
{
    Q_DECLARE_TR_FUNCTIONS(EpisodeActions)
};

using AddAction = std::function<void(const QString &icon, const QString &text, const QString &key,
                                     EpisodeWish wish)>;

void addDownloads(const MediaStatus &media, const AddAction &add)
{
    using T = EpisodeActions;
    if (media.presence != MediaPresence::Whole) {
        const EpisodeWish wish = downloadWish(media);
        add(wish == EpisodeWish::CancelDownload ? u"close"_s : u"download"_s,
            downloadWishText(media), T::tr("D"), wish);
    }
    if (pauseWish(media) == EpisodeWish::PauseDownload)
        add(u"pause"_s, T::tr("Pause the download"), T::tr("P"), EpisodeWish::PauseDownload);
    if (media.presence == MediaPresence::Whole)
        add(u"remove"_s, T::tr("Delete the file"), T::tr("Shift+D"), EpisodeWish::DeleteFile);
    else if (media.presence == MediaPresence::Partly)
        add(u"remove"_s, T::tr("Delete the part that is there"), T::tr("Shift+D"),
            EpisodeWish::DeleteFile);
}

} // namespace

EpisodeWish archiveWish(const EpisodeRow &row)
{
    return row.state.archived ? EpisodeWish::Unarchive : EpisodeWish::Archive;
}

EpisodeWish playedWish(const EpisodeRow &row)
{
    return row.state.play == PlayState::Played ? EpisodeWish::MarkUnplayed
                                               : EpisodeWish::MarkPlayed;
}

EpisodeWish favouriteWish(const EpisodeRow &row)
{
    return row.state.favourite ? EpisodeWish::Unfavourite : EpisodeWish::Favourite;
}

EpisodeWish queueWish(const EpisodeRow &row, bool next)
{
    if (next)
        return EpisodeWish::QueueNext;
    return row.queued ? EpisodeWish::Unqueue : EpisodeWish::QueueLast;
}

EpisodeWish downloadWish(const MediaStatus &media)
{
    const MediaSign sign = mediaSign(media);
    return sign == MediaSign::Running || sign == MediaSign::Waiting ? EpisodeWish::CancelDownload
                                                                    : EpisodeWish::Download;
}

std::optional<EpisodeWish> pauseWish(const MediaStatus &media)
{
    const MediaSign sign = mediaSign(media);
    if (sign == MediaSign::Running || sign == MediaSign::Waiting)
        return EpisodeWish::PauseDownload;
    return sign == MediaSign::Paused ? std::optional(EpisodeWish::Download) : std::nullopt;
}

QString downloadWishText(const MediaStatus &media)
{
    using T = EpisodeActions;
    switch (mediaSign(media)) {
    case MediaSign::Waiting:
    case MediaSign::Running:
        return T::tr("Cancel the download");
    case MediaSign::Paused:
        return T::tr("Resume the download");
    case MediaSign::Failed:
        return T::tr("Try the download again");
    case MediaSign::Partly:
        return T::tr("Download the rest");
    case MediaSign::None:
    case MediaSign::Whole:
        break;
    }
    return T::tr("Download");
}

void fillEpisodeMenu(QMenu *menu, const EpisodeRow &row, const MediaStatus &media,
                     const std::function<void(EpisodeWish)> &wished)
{
    // The keys are shown, not bound: they belong to the list (ui/episodes/episodelistview.h).
    const auto add = [&](const QString &icon, const QString &text, const QString &key,
                         EpisodeWish wish) {
        const QString label = key.isEmpty() ? text : QString(text % u'\t' % key);
        QAction *action = menu->addAction(themedIcon(icon, IconTone::Second), label);
        QObject::connect(action, &QAction::triggered, menu, [wished, wish] { wished(wish); });
    };
    using T = EpisodeActions;
    const bool played = row.state.play == PlayState::Played;
    add(u"play"_s, T::tr("Play"), T::tr("Enter"), EpisodeWish::Play);
    menu->addSeparator();
    add(u"queuenext"_s, T::tr("Play next"), T::tr("Shift+Q"), EpisodeWish::QueueNext);
    if (row.queued)
        add(u"queue"_s, T::tr("Remove from the queue"), T::tr("Q"), EpisodeWish::Unqueue);
    else
        add(u"queue"_s, T::tr("Add to the queue"), T::tr("Q"), EpisodeWish::QueueLast);
    menu->addSeparator();
    add(u"check"_s, played ? T::tr("Mark as unplayed") : T::tr("Mark as played"), T::tr("M"),
        playedWish(row));
    add(u"star"_s, row.state.favourite ? T::tr("Remove from favourites") : T::tr("Favourite"),
        T::tr("F"), favouriteWish(row));
    add(u"archive"_s, row.state.archived ? T::tr("Bring back from the archive") : T::tr("Archive"),
        T::tr("E"), archiveWish(row));
    menu->addSeparator();
    addDownloads(media, add);
    menu->addSeparator();
    add(u"copy"_s, T::tr("Copy address"), {}, EpisodeWish::CopyAddress);
    add(u"external"_s, T::tr("Open the episode's page"), {}, EpisodeWish::OpenPage);
}

} // namespace Earmark
