// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QUrl>

namespace Earmark {

class HttpClient;

/// Pictures of podcasts, episodes and chapters: fetched once, scaled off the GUI thread, kept on
/// disk under the profile's cache. Never decodes SVG. Feeds' artwork is fetched without asking;
/// pictures in notes and chapters only after the listener allowed them for the podcast: the caller
/// decides.
class ArtworkService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ArtworkService)

public:
    ArtworkService(HttpClient &http, QString folder, QObject *parent = nullptr);
    ~ArtworkService() override;

    /// The picture, cropped to a square of `pixels` (device pixels), when it is in memory; else
    /// null, and ready(url) follows once if it can be had at all.
    QImage square(const QUrl &url, int pixels);
    /// Keeps a picture that stood in a sound file; answers its `earmark-image:<sha256>` address.
    QUrl keep(const QByteArray &picture);

Q_SIGNALS:
    void ready(const QUrl &url);

private:
    struct Key
    {
        QUrl url;
        int pixels = 0;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.url, key.pixels);
        }
    };

    void load(const Key &key);
    void fetch(const Key &key);
    void decode(const Key &key);
    void giveUp(const QUrl &url);
    QString fileFor(const QUrl &url) const;

    HttpClient &m_http;
    QString m_folder;
    QCache<Key, QImage> m_images;
    QSet<Key> m_loading;
    QHash<QUrl, QList<int>> m_fetching; ///< sizes that wait for the bytes
    QSet<QUrl> m_unavailable; ///< not tried again this session
};

} // namespace Earmark
