// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mediafiles.h"

#include "media/containercheck.h"
#include "media/filebytes.h"
#include "media/integritycheck.h"
#include "net/partmap.h"
#include "services/openmedia.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MostForeign = 20'000; // files that are looked at
constexpr qint64 LargestMap = qint64(16) * 1024 * 1024;

Error fileFailure(const QString &path, const QString &what, const QString &detail = {})
{
    return fail(ErrorKind::FileSystem,
                u"The file \"%1\" %2 Check the downloads' folder, then try again."_s.arg(
                        QFileInfo(path).fileName(), what),
                detail.isEmpty() ? path : path + u": "_s + detail);
}

Error unsafe(const QString &path)
{
    return fail(ErrorKind::FileSystem,
                u"The library names a file that Earmark would never make; it is left alone."_s,
                path);
}

void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

Result<> makeFolder(const QString &path)
{
    if (QDir().mkpath(path))
        return {};
    return fail(ErrorKind::FileSystem,
                u"The folder for downloads cannot be made or written: %1. Choose another one in the"
                " settings, or check its disk."_s.arg(path));
}

Result<> rename(const QString &from, const QString &to)
{
    if (::renameat2(AT_FDCWD, QFile::encodeName(from).constData(), AT_FDCWD,
                    QFile::encodeName(to).constData(), RENAME_NOREPLACE)
        == 0)
        return {};
    // A file system that cannot promise it: looked at first.
    if (errno == EINVAL && !QFileInfo::exists(to)
        && ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
        return {};
    return fileFailure(to, u"cannot get its name."_s, QString::fromLocal8Bit(std::strerror(errno)));
}

bool isNobodys(const QString &folder, const QString &path)
{
    const QString whole = folder + u'/' + path;
    return !QFileInfo::exists(whole) && !QFileInfo(whole).isSymLink()
            && !QFileInfo::exists(OpenMedia::partPath(whole));
}

/// As deep as our own files lie, and no more than anybody would read of.
QStringList shallowFiles(const QString &folder)
{
    QStringList found = QDir(folder).entryList(QDir::Files | QDir::NoSymLinks);
    const QStringList podcasts
            = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &podcast : podcasts) {
        QDirIterator files(folder + u'/' + podcast, QDir::Files | QDir::NoSymLinks);
        while (files.hasNext() && found.size() < MostForeign)
            found.append(podcast + u'/' + files.nextFileInfo().fileName());
    }
    return found.first(std::min(found.size(), MostForeign));
}

qint64 presentOf(const QString &whole)
{
    QFile file(OpenMedia::mapPath(whole));
    if (!file.open(QIODevice::ReadOnly) || file.size() > LargestMap)
        return 0;
    const auto map = unpackPartMap(file.readAll());
    return map ? map->present.total() : 0;
}

} // namespace

Result<QString> newMediaPath(const QString &folder, const MediaNaming &naming,
                             const QSet<QString> &taken)
{
    // Of what the library does not know each try asks the disk.
    QSet<QString> all = taken;
    for (;;) {
        const QString path
                = mediaPath(naming, [&all](const QString &key) { return all.contains(key); });
        if (path.isEmpty()) {
            return fail(ErrorKind::FileSystem,
                        u"There are too many files with the name of this episode in the downloads'"
                        " folder. Move some of them elsewhere, then try again."_s);
        }
        if (isNobodys(folder, path)) {
            const auto made = makeMediaFolder(folder, path);
            return made ? Result<QString>(path) : made.error();
        }
        all.insert(mediaPathKey(path));
    }
}

Result<> makeMediaFolder(const QString &folder, const QString &path)
{
    if (!isSafeMediaPath(path))
        return unsafe(path);
    return makeFolder(QFileInfo(folder + u'/' + path).path());
}

Result<CheckedMedia> checkMedia(const QString &folder, const QString &path, const MediaCheck &check,
                                const std::stop_token &stop)
{
    if (!isSafeMediaPath(path))
        return unsafe(path);
    const auto bytes = FileBytes::open(OpenMedia::partPath(folder + u'/' + path));
    if (!bytes)
        return bytes.error();
    const qint64 size = (*bytes)->size().value_or(0);
    if (size != check.size) {
        return fail(ErrorKind::Media,
                    u"What came is not as long as the server said; it is fetched anew."_s,
                    u"%1 of %2 bytes"_s.arg(size).arg(check.size));
    }
    if (const auto same = checkIntegrity(**bytes, check.integrity, stop); !same)
        return same.error();
    const auto facts = checkContainer(
            *bytes, check.isSizeTold ? CheckDepth::Headers : CheckDepth::ToTheEnd, stop);
    if (!facts)
        return facts.error();
    return CheckedMedia{
            .bytes = size, .container = facts->container, .hasPictures = facts->hasPictures};
}

Result<> nameMedia(const QString &folder, const QString &path, const QString &to)
{
    if (!isSafeMediaPath(path) || !isSafeMediaPath(to))
        return unsafe(path);
    const QString part = OpenMedia::partPath(folder + u'/' + path);
    const QString whole = folder + u'/' + to;
    if (auto named = rename(part, whole); !named)
        return named;
    QFile::remove(OpenMedia::mapPath(folder + u'/' + path));
    syncFolder(QFileInfo(whole).path());
    return {};
}

Result<> eraseMedia(const QString &folder, const QString &path)
{
    if (path.isEmpty())
        return {};
    if (!isSafeMediaPath(path))
        return unsafe(path);
    const QString whole = folder + u'/' + path;
    for (const QString &file : {whole, OpenMedia::partPath(whole), OpenMedia::mapPath(whole)}) {
        const QFileInfo info(file);
        if ((info.exists() || info.isSymLink()) && !QFile::remove(file))
            return fileFailure(file, u"cannot be deleted."_s);
    }
    QDir().rmdir(QFileInfo(whole).path()); // if it is empty
    return {};
}

Result<> trashMedia(const QString &folder, const QString &path, const QString &name)
{
    if (!isSafeMediaPath(path))
        return unsafe(path);
    const QString whole = folder + u'/' + path;
    if (!QFileInfo::exists(whole))
        return {};
    if (auto made = makeFolder(folder + u'/' + MediaTrash); !made)
        return made;
    if (auto moved = rename(whole, folder + u'/' + MediaTrash + u'/' + name); !moved)
        return moved;
    QDir().rmdir(QFileInfo(whole).path());
    return {};
}

Result<> untrashMedia(const QString &folder, const QString &name, const QString &path)
{
    if (auto made = makeMediaFolder(folder, path); !made)
        return made;
    return rename(folder + u'/' + MediaTrash + u'/' + name, folder + u'/' + path);
}

void emptyMediaTrash(const QString &folder, const QStringList &names)
{
    for (const QString &name : names)
        QFile::remove(folder + u'/' + MediaTrash + u'/' + name);
    QDir().rmdir(folder + u'/' + MediaTrash);
}

void emptyMediaTrash(const QString &folder)
{
    // Of a folder of this name that is somebody else's nothing is deleted.
    static const QRegularExpression ours(u"^[0-9]+-"_s);
    const QDir trash(folder + u'/' + MediaTrash);
    emptyMediaTrash(folder,
                    trash.entryList(QDir::Files | QDir::Hidden | QDir::System).filter(ours));
}

MediaFindings lookAtMedia(const QString &folder, const StoredMediaList &known)
{
    MediaFindings found;
    found.isFolderThere = QFileInfo(folder).isDir();
    found.isExpected = std::any_of(known.cbegin(), known.cend(),
                                   [](const StoredMedia &media) { return !media.path.isEmpty(); });
    if (!found.isFolderThere)
        return found;
    QSet<QString> ours;
    for (const StoredMedia &media : known) {
        if (media.path.isEmpty() || !isSafeMediaPath(media.path))
            continue;
        const QString whole = folder + u'/' + media.path;
        ours += {whole, OpenMedia::partPath(whole), OpenMedia::mapPath(whole),
                 OpenMedia::mapPath(whole) + u".new"_s};
        const QFileInfo file(whole);
        if (media.presence == MediaPresence::Whole) {
            if (!file.isFile() || file.size() != media.bytes)
                found.missing.append(media.episode);
        } else if (file.isFile() && media.size > 0 && file.size() == media.size
                   && !QFileInfo::exists(OpenMedia::partPath(whole))) {
            found.arrived.append(media.episode);
        } else {
            found.parts.append({media.episode, presentOf(whole)});
        }
    }
    const auto isForeign
            = [&](const QString &path) { return !ours.contains(folder + u'/' + path); };
    for (const QString &path : shallowFiles(folder)) {
        if (isForeign(path))
            found.foreign.append(path);
    }
    found.foreign.sort();
    return found;
}

} // namespace Earmark
