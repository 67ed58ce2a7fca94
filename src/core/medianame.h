// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QUrl>

#include <functional>

// What an episode's file is called in the downloads' folder. Titles are a stranger's text: no name
// made here leads anywhere else, whatever they hold.

namespace Earmark {

/// Of each of the two parts, in UTF-8, with all that is ever put behind it: ".part" and a number.
/// 255 is what most file systems allow, 143 what eCryptfs does (encrypted folders of many NAS).
constexpr qsizetype MaxMediaNameBytes = 143;

/// What a file is named after.
struct MediaNaming
{
    QString podcast{};
    QString title{};
    QDateTime published{}; ///< Its day in UTC stands first; invalid: unknown, and left out.
    QUrl address{}; ///< Of the enclosure.
    QString type{}; ///< MIME type as declared; may be wrong or empty.
    QString container{}; ///< libavformat's name of what was found in the file; empty: not looked.
    bool hasPictures = false; ///< Moving ones, as found with the container.
};

/// "mp3", "m4a" … without the dot, from a list of known ones: what the container allows (of those
/// the one that the address or the type says), else what the type says, else the address; "bin"
/// where none of them says anything, so that no title or address brings an extension of its own.
QString mediaExtension(const MediaNaming &naming);

/// The same for any two paths that are one file on some file system: of other case, or composed in
/// another way. Paths are taken or free by this key.
QString mediaPathKey(const QString &path);

/// "Podcast/2023-05-25 Title.mp3", relative to the downloads' folder: always exactly two parts,
/// NFC, for which isSafeMediaPath() holds. isTaken is asked with keys; of a taken path " (2)", "
/// (3)" … are tried. Empty when 9,999 of one name are taken. The same input has the same answer.
///
/// A name is made once, and kept with the file: a title that changes renames nothing.
QString mediaPath(const MediaNaming &naming, const std::function<bool(const QString &)> &isTaken);

/// Whether a path from elsewhere (a library that was copied, mended, tampered with) is one that
/// mediaPath() could have made, up to 255 bytes a part: it stays in the folder and means one file
/// on every system. What is not safe is neither opened nor deleted.
bool isSafeMediaPath(const QString &path);

} // namespace Earmark
