// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/nowplayingpicture.h"

#include "core/async.h"
#include "services/artworkservice.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int Side = 512; ///< Pixels: a lock screen on a dense display.
constexpr qsizetype Kept = 4; ///< A client may still be loading the one before.

/// Path of the file; empty when it cannot be written.
QString written(const QString &folder, const QImage &image)
{
    QBuffer png;
    if (!png.open(QIODevice::WriteOnly) || !image.save(&png, "PNG"))
        return {};
    const QByteArray name
            = QCryptographicHash::hash(png.data(), QCryptographicHash::Sha256).toHex();
    QDir dir(folder);
    const QString path = dir.filePath(QString::fromLatin1(name) + u".png"_s);
    if (!QFileInfo(path).isFile()) {
        QSaveFile file(path);
        if (!dir.mkpath(u"."_s) || !file.open(QIODevice::WriteOnly)
            || file.write(png.data()) != png.data().size() || !file.commit())
            return {};
    }
    const QStringList newestFirst = dir.entryList({u"*.png"_s}, QDir::Files, QDir::Time);
    for (const QString &old : newestFirst.mid(Kept)) {
        if (dir.filePath(old) != path)
            dir.remove(old);
    }
    return dir.absoluteFilePath(path);
}

} // namespace

NowPlayingPicture::NowPlayingPicture(ArtworkService &artwork, const QString &folder,
                                     QObject *parent)
    : QObject(parent), m_artwork(artwork), m_folder(folder)
{
    connect(&artwork, &ArtworkService::ready, this, [this](const QUrl &url) {
        if (m_wanted.contains(url))
            look();
    });
    connect(&artwork, &ArtworkService::changed, this, [this](const QUrl &url) {
        if (m_shown == url)
            m_shown.clear(); // ready() follows
    });
}

void NowPlayingPicture::show(const QList<QUrl> &wanted)
{
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    look();
    if (m_shown.isEmpty() && !m_file.isEmpty()) {
        m_file.clear(); // rather none than another episode's
        Q_EMIT changed();
    }
}

void NowPlayingPicture::look()
{
    for (const QUrl &url : std::as_const(m_wanted)) {
        if (url.isEmpty())
            continue;
        const QImage image = m_artwork.square(url, Side);
        if (image.isNull())
            continue;
        if (url != m_shown)
            write(url, image);
        return;
    }
    m_shown.clear();
}

void NowPlayingPicture::write(const QUrl &address, const QImage &image)
{
    m_shown = address;
    const auto path = runOnPool([folder = m_folder, image] { return written(folder, image); });
    onResult(path, this, [this, address](const QString &file) {
        if (address != m_shown)
            return;
        m_file = file.isEmpty() ? QUrl() : QUrl::fromLocalFile(file);
        Q_EMIT changed();
    });
}

} // namespace Earmark
