// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Earmark {

class ByteSource;
class HttpClient;
class MediaOpener;

/// The commands that look at a file or an address and know no library: feed, opml, chapters,
/// transcript, discover, analyse, outputs; and those for tests: dates, durations, fetch.
class FileCommands : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileCommands)

public:
    FileCommands(HttpClient &http, MediaOpener &media, QObject *parent = nullptr);

    QFuture<CommandAnswer> run(const CommandLine &line);

private:
    QFuture<CommandAnswer> document(const CommandLine &line); ///< feed, discover
    QFuture<CommandAnswer> fetch(const CommandLine &line);
    QFuture<CommandAnswer> chapters(const CommandLine &line);
    QFuture<CommandAnswer> analyse(const CommandLine &line);
    Result<std::shared_ptr<ByteSource>> openMedia(const QString &name); ///< File or address.

    HttpClient &m_http;
    MediaOpener &m_media;
};

/// Reads a file the user named, at most `limit` bytes; a sentence when it cannot be.
Result<QByteArray> readNamedFile(const QString &path, qint64 limit);

} // namespace Earmark
