// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
#include <QObject>
#include <QUrl>

namespace Earmark {

class ArtworkService;

/// The picture of what plays as a file that other programs may read: a PNG of our own making, named
/// by its content, so that no desktop has to decode what a stranger's server sent, and another
/// picture is another name. The newest few are kept.
class NowPlayingPicture : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NowPlayingPicture)

public:
    NowPlayingPicture(ArtworkService &artwork, const QString &folder, QObject *parent = nullptr);

    /// The first of them that can be had.
    void show(const QList<QUrl> &wanted);
    QUrl file() const { return m_file; } ///< Empty: there is none (yet).

Q_SIGNALS:
    void changed();

private:
    void look();
    void write(const QUrl &address, const QImage &image);

    ArtworkService &m_artwork;
    QString m_folder;
    QList<QUrl> m_wanted;
    QUrl m_shown; ///< Of m_wanted: what is, or is just becoming, m_file.
    QUrl m_file;
};

} // namespace Earmark
