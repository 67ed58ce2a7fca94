// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/localfolder.h"

#include "core/addresspolicy.h"
#include "core/bytesource.h"
#include "core/episode.h"
#include "media/filebytes.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Error notLocal(const QUrl &url)
{
    return fail(ErrorKind::Network,
                u"This episode's sound has an address that Earmark does not open; only http and"
                " https are."_s,
                url.scheme());
}

Error leadsElsewhere(const QString &path)
{
    return fail(ErrorKind::FileSystem,
                u"The file \"%1\" is not opened: a link leads to it. Put the file itself into the "
                "podcast's folder."_s.arg(path.section(u'/', -1)),
                path);
}

Error fileIsGone(const QString &path)
{
    return fail(ErrorKind::FileSystem,
                u"The file \"%1\" is not there any more. It was moved, renamed or deleted."_s.arg(
                        path.section(u'/', -1)),
                path);
}

/// "/a/b/" for "/a/b": what the paths of all that lies in it begin with.
QString inside(const QString &folder)
{
    return folder.endsWith(u'/') ? folder : folder + u'/';
}

Result<QString> fileIn(const QUrl &folder, const QUrl &file)
{
    const QString below = pathInFolder(folder, file);
    if (below.isEmpty())
        return notLocal(file);
    const QString folderPath = QFileInfo(folder.toLocalFile()).canonicalFilePath();
    if (folderPath.isEmpty())
        return folderIsGone(folder.toLocalFile());
    const QString path = inside(folderPath) + below;
    const QString canonical = QFileInfo(path).canonicalFilePath();
    if (canonical.isEmpty())
        return fileIsGone(path);
    if (canonical != path)
        return leadsElsewhere(path);
    return path;
}

} // namespace

bool isLocalAddress(const QUrl &url)
{
    return url.isValid() && url.scheme() == "file"_L1 && url.authority().isEmpty()
            && url.path().startsWith(u'/');
}

QUrl localAddress(const QString &path)
{
    return QUrl::fromLocalFile(path);
}

QString pathFromInput(const QString &text)
{
    QString path = text.trimmed();
    if (path.startsWith("file:"_L1, Qt::CaseInsensitive)) {
        const QUrl url(path, QUrl::TolerantMode);
        path = isLocalAddress(url) ? url.toLocalFile() : QString();
    } else if (path == "~"_L1 || path.startsWith("~/"_L1)) {
        path = QDir::homePath() + path.mid(1);
    }
    return path.startsWith(u'/') ? QDir::cleanPath(path) : QString();
}

QString localPath(const QString &text)
{
    const QString path = pathFromInput(text);
    return path.isEmpty() ? QDir::cleanPath(QDir::current().absoluteFilePath(text)) : path;
}

bool isNamedFolder(const QString &text)
{
    const QString path = pathFromInput(text);
    if (!path.isEmpty())
        return QFileInfo(path).isDir();
    const bool isRelative = text.startsWith("./"_L1) || text.startsWith("../"_L1) || text == "."_L1
            || text == ".."_L1 || !typedAddress(text).url.isValid();
    return isRelative && !text.contains("://"_L1) && QFileInfo(text).isDir();
}

QString pathInFolder(const QUrl &folder, const QUrl &file)
{
    if (!isLocalAddress(folder) || !isLocalAddress(file))
        return {};
    const QString base = inside(folder.toLocalFile());
    const QString path = file.toLocalFile();
    const bool isIn
            = path.size() > base.size() && path.startsWith(base) && QDir::cleanPath(path) == path;
    return isIn ? path.mid(base.size()) : QString();
}

QString guidOfPath(const QString &path)
{
    return path.normalized(QString::NormalizationForm_C);
}

bool isLocalEpisode(const Episode &episode)
{
    return isLocalAddress(episode.podcastUrl);
}

Result<QString> localFileOf(const Episode &episode)
{
    return fileIn(episode.podcastUrl, episode.enclosure.url);
}

Result<QString> localFileOf(const Episode &episode, const QUrl &beside)
{
    return fileIn(episode.podcastUrl, beside);
}

Result<std::shared_ptr<ByteSource>> openLocalFile(const Episode &episode)
{
    const auto path = localFileOf(episode);
    if (!path)
        return path.error();
    return FileBytes::openPlain(*path);
}

Result<QByteArray> readLocalFile(const Episode &episode, const QUrl &beside, qint64 most)
{
    const auto path = localFileOf(episode, beside);
    if (!path)
        return path.error();
    return readPlainFile(*path, most);
}

Result<QByteArray> readPlainFile(const QString &path, qint64 most)
{
    const auto source = FileBytes::openPlain(path);
    if (!source)
        return source.error();
    const qint64 size = (*source)->size().value_or(0);
    if (size > most) {
        return fail(ErrorKind::FileSystem,
                    u"The file \"%1\" is far larger than such a file can be."_s.arg(
                            path.section(u'/', -1)),
                    path);
    }
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto read = (*source)->readAt(
                done, std::span(bytes.data() + done, std::size_t(bytes.size() - done)), {});
        if (read.status == ByteSource::Status::End)
            break; // it shrank
        if (read.status != ByteSource::Status::Ok) {
            return fail(ErrorKind::FileSystem, QString::fromStdString((*source)->failure()), path);
        }
        done += qsizetype(read.count);
    }
    bytes.truncate(done);
    return bytes;
}

Error folderIsGone(const QString &folder)
{
    return fail(ErrorKind::FileSystem,
                u"The folder %1 is not there; is its disk connected?"_s.arg(folder), folder);
}

} // namespace Earmark
