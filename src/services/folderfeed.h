// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "media/mediatags.h"
#include "services/folderlisting.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace Earmark {

/// What was read of a sound file and of what stands beside it.
struct SoundFacts
{
    SoundFile sound;
    MediaTags tags;
    QString notesHtml; ///< Of a file beside it; empty: the tags' notes count.
    FolderFile chapters; ///< A JSON file with chapters; without a path: there is none.
    FolderFiles transcripts;
};

/// The folder as a feed would say it, pure. A file's guid is its path below the folder (NFC), its
/// title the tag's or its name; published is the tag's date or the file's. The podcast has the name
/// of the album that most files share, else the folder's.
///
/// Where most files have track numbers it is a serial: in the order of folders, discs and tracks,
/// published a second apart from the earliest date on, so that every list has that order.
/// image: the podcast's; remarks: what was left out and why, a sentence each.
FeedDocument folderDocument(const QString &folder, const QList<SoundFacts> &facts,
                            const QUrl &image = {}, const QStringList &remarks = {});

/// A title made of a file's name: without folder and ending, control and bidi characters.
QString titleOfName(const QString &path);

} // namespace Earmark
