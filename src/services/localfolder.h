// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <memory>

// A podcast may be a folder on this computer: its address is then the folder's (file:, absolute,
// canonical, without a slash at its end), and its episodes' addresses are files in it. Only the
// listener makes such a podcast (LibraryService::subscribeFolder()); no feed, page, directory or
// list of podcasts can. A file is opened when its podcast is a folder and it lies in that folder,
// and never because an address says so.

namespace Earmark {

class ByteSource;
struct Episode;

/// A folder or file on this computer, named by its whole path.
bool isLocalAddress(const QUrl &url);

/// The address of a file or folder with this path, which is absolute and clean.
QUrl localAddress(const QString &path);

/// What the listener typed or handed over is the path of something on this computer ("/", "~/",
/// file:): that path, absolute and clean. Else empty. Does not touch the disk.
QString pathFromInput(const QString &text);

/// The same of a relative path, too, from where this process stands; never empty.
QString localPath(const QString &text);

/// Does the text name a folder that is there: "/music", "./music", "~/music", "file:///music", or
/// just "music" where that is no podcast's address?
bool isNamedFolder(const QString &text);

/// Where the file lies in the folder, "CD 1/03.mp3", by their addresses alone; empty: it does not.
QString pathInFolder(const QUrl &folder, const QUrl &file);

/// A path below a folder as its episode's guid: composed (NFC), so that a copy to another file
/// system is the same episode.
QString guidOfPath(const QString &path);

/// Its podcast is a folder: its file is on this disk whole, is not fetched and never copied.
bool isLocalEpisode(const Episode &episode);

/// The path of a local episode's file, which lies in its podcast's folder: no link leads to it or
/// out of it. The episode's files beside it (transcripts, chapters) by their addresses. These look
/// at the disk: not on the GUI thread. Errors: FileSystem, with a sentence about a folder or file
/// that is not there; Network, for any other episode.
Result<QString> localFileOf(const Episode &episode);
Result<QString> localFileOf(const Episode &episode, const QUrl &beside);

/// localFileOf(), opened.
Result<std::shared_ptr<ByteSource>> openLocalFile(const Episode &episode);
/// A small file beside it: at most `most` bytes, more is an error.
Result<QByteArray> readLocalFile(const Episode &episode, const QUrl &beside, qint64 most);
/// The same of any path.
Result<QByteArray> readPlainFile(const QString &path, qint64 most);

/// "The folder … is not there; is its disk connected?"
Error folderIsGone(const QString &folder);

} // namespace Earmark
