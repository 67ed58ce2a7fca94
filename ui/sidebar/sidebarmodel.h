// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodequery.h"
#include "core/podcast.h"

#include <QAbstractListModel>
#include <QSet>

namespace Earmark {

/// The fixed places with their numbers; among them Downloads, and last Discover, which are no lists
/// of episodes.
class PlacesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { CountRole = Qt::UserRole, IconRole, PlaceRole };

    using QAbstractListModel::QAbstractListModel;

    /// 0 or less: no number is shown.
    void setCount(Place place, int count);
    static QList<Place> places();
    /// On their way, or failed.
    void setDownloads(int count);
    static int rowOf(Place place);
    static int downloadsRow() { return rowOf(Place::Queue) + 1; }
    static int discoverRow() { return int(places().size()) + 1; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QHash<Place, int> m_counts;
    int m_downloads = 0;
};

/// Subscriptions, flat, with their folders as rows that fold and unfold.
class PodcastsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        PodcastRole = Qt::UserRole, ///< Podcast; invalid for a folder.
        DepthRole,
        FolderRole, ///< bool
        UnfoldedRole, ///< bool
        CountRole, ///< unplayed; of a folded folder, all that is in it.
    };

    using QAbstractListModel::QAbstractListModel;

    void setPodcasts(const PodcastList &podcasts);
    const PodcastList &podcasts() const { return m_podcasts; }
    /// -1 when it is not there or in a folded folder.
    int rowOf(PodcastId podcast) const;
    void toggleFolder(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QStringList folder; ///< Of a folder its own path, of a podcast the one it is in.
        Podcast podcast;
        bool isFolder = false;
        int unplayed = 0;

        bool operator==(const Row &) const = default;
    };
    QList<Row> rows() const;
    bool isHidden(const QStringList &folder) const;
    QVariant folderData(const Row &row, int role) const;
    void show(const QList<Row> &rows);

    PodcastList m_podcasts;
    QSet<QStringList> m_folded;
    QList<Row> m_rows;
};

} // namespace Earmark
