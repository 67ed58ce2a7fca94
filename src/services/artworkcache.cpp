// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkcache.h"

#include "net/httpclient.h"
#include "services/artworkplan.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMutexLocker>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int MaxUnwritten = 16 * 1024 * 1024; ///< bytes
constexpr qint64 MaxEntryBytes = 16LL * 1024;
constexpr int MaxFiles = 200'000; ///< Looked at in one tidying.
/// Larger shapes are seen one at a time, and would cost more on disk than they save.
constexpr int LargestSmall = 320;
constexpr qint64 DaySeconds = 24LL * 60 * 60;
constexpr const char *EntryMark = "earmark-artwork-1";

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

bool isHash(const QString &text)
{
    static const QRegularExpression hash(u"^[0-9a-f]{64}$"_s);
    return hash.match(text).hasMatch();
}

/// Ours, also with the tail that QSaveFile gives a file it has not finished.
bool isOurs(const QString &name)
{
    static const QRegularExpression pattern(
            u"^[0-9a-f]{64}(-\\d{1,4}w?)?\\.(picture|small|address)(\\.\\w{6})?$"_s);
    return pattern.match(name).hasMatch();
}

QString entryName(const QUrl &address)
{
    return sha256(address.toEncoded()) + u".address"_s;
}

QString smallName(const QString &content, const PictureShape &shape)
{
    return content + u'-' + QString::number(shape.pixels) + (shape.isWhole ? u"w"_s : QString())
            + u".small"_s;
}

} // namespace

ArtworkCache::ArtworkCache(QString folder, qint64 budget)
    : m_folder(std::move(folder)), m_budget(budget), m_unwritten(MaxUnwritten)
{
}

std::optional<ArtworkCache::Entry> ArtworkCache::entry(const QUrl &address) const
{
    const QList<QByteArray> lines = bytesOf(entryName(address)).left(MaxEntryBytes).split('\n');
    if (lines.size() < 5 || lines.at(0) != EntryMark)
        return std::nullopt;
    Entry entry{.content = QString::fromLatin1(lines.at(1)),
                .validators = {QByteArray::fromPercentEncoding(lines.at(3)),
                               QByteArray::fromPercentEncoding(lines.at(4))},
                .checked = QDateTime::fromSecsSinceEpoch(lines.at(2).toLongLong(), Qt::UTC)};
    return isHash(entry.content) ? std::optional(entry) : std::nullopt;
}

void ArtworkCache::setEntry(const QUrl &address, const Entry &entry) const
{
    QByteArray bytes = QByteArray(EntryMark) + '\n' + entry.content.toLatin1() + '\n'
            + QByteArray::number(entry.checked.toSecsSinceEpoch()) + '\n'
            + entry.validators.etag.toPercentEncoding() + '\n'
            + entry.validators.lastModified.toPercentEncoding() + '\n';
    if (bytes.size() <= MaxEntryBytes)
        write(entryName(address), bytes);
}

QString ArtworkCache::keep(const QByteArray &picture)
{
    QString content = sha256(picture);
    if (has(content))
        return content;
    if (!write(content + u".picture"_s, picture)) {
        const QMutexLocker lock(&m_mutex);
        m_unwritten.insert(content, new QByteArray(picture), picture.size());
    }
    return content;
}

bool ArtworkCache::has(const QString &content) const
{
    const QFileInfo file(path(content + u".picture"_s));
    return file.isFile() && !file.isSymLink() && file.size() > 0;
}

QImage ArtworkCache::read(const QString &content, const PictureShape &shape)
{
    if (!isHash(content))
        return {};
    const bool isSmall = shape.pixels <= LargestSmall;
    const QString small = smallName(content, shape);
    QImage image = isSmall ? readPicture(bytesOf(small), shape) : QImage();
    if (!image.isNull())
        return image;
    image = readPicture(picture(content), shape);
    QBuffer png;
    if (isSmall && !image.isNull() && png.open(QIODevice::WriteOnly) && image.save(&png, "PNG"))
        write(small, png.data());
    return image;
}

/// Empty when it is not there, or not what its name says.
QByteArray ArtworkCache::picture(const QString &content)
{
    QByteArray bytes = bytesOf(content + u".picture"_s);
    if (!bytes.isEmpty() && sha256(bytes) == content)
        return bytes;
    if (!bytes.isEmpty())
        QFile::remove(path(content + u".picture"_s));
    const QMutexLocker lock(&m_mutex);
    const QByteArray *held = m_unwritten.object(content);
    return held != nullptr ? *held : QByteArray();
}

QByteArray ArtworkCache::bytesOf(const QString &name) const
{
    const QFileInfo info(path(name));
    QFile file(info.filePath());
    // A pipe or a device would never end, and a link leads who knows where.
    if (!info.isFile() || info.isSymLink() || info.size() > MaxImageBytes
        || !file.open(QIODevice::ReadOnly))
        return {};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (std::abs(info.lastModified().secsTo(now)) > DaySeconds)
        file.setFileTime(now, QFileDevice::FileModificationTime);
    return file.read(MaxImageBytes);
}

bool ArtworkCache::write(const QString &name, const QByteArray &bytes) const
{
    QSaveFile file(path(name));
    return QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly)
            && file.write(bytes) == bytes.size() && file.commit();
}

void ArtworkCache::tidy(const QDateTime &now)
{
    QList<KeptFile> files;
    QDirIterator each(m_folder, QDir::Files | QDir::Hidden | QDir::System);
    while (each.hasNext() && files.size() < MaxFiles) {
        const QFileInfo file = each.nextFileInfo();
        if (!isOurs(file.fileName()))
            continue;
        const bool isFinished = !file.suffix().isEmpty()
                && (file.suffix() == "picture"_L1 || file.suffix() == "small"_L1
                    || file.suffix() == "address"_L1);
        const QDateTime used = file.lastModified().toUTC();
        if (isFinished)
            files.append({file.fileName(), file.isSymLink() ? 0 : file.size(), used});
        else if (used.secsTo(now) > DaySeconds)
            QFile::remove(file.filePath());
    }
    for (const QString &name : filesThatGo(files, m_budget, now))
        QFile::remove(path(name));
}

} // namespace Earmark
