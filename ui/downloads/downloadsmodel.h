// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"

#include <QAbstractListModel>
#include <QHash>

#include <optional>

namespace Earmark {

/// Downloads by what they do, the files that are there, and what each podcast takes, in one list
/// with headings. New figures of a download change its row and nothing else.
class DownloadsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Section : quint8 { Running, Waiting, Failed, Paused, Files, Storage };
    enum class Kind : quint8 {
        Heading,
        Download,
        File,
        Podcast, ///< What it takes.
        Note, ///< A sentence.
    };
    enum Role {
        KindRole = Qt::UserRole,
        SectionRole,
        FactsRole, ///< QString: of a heading its number, of a podcast its files.
        RowRole, ///< DownloadRow; of downloads and files.
        ViewRole, ///< DownloadView; of downloads.
        StorageRole, ///< PodcastStorage
        ShareRole, ///< Of a download how much is there, of a podcast its part of the largest: 0..1.
        PodcastImageRole, ///< QUrl; for episodes whose own picture cannot be had.
    };
    /// What a row is about, whatever its number is now.
    struct Key
    {
        Kind kind = Kind::Heading;
        Section section = Section::Running;
        EpisodeId episode{};
        PodcastId podcast{};

        bool operator==(const Key &) const = default;
    };

    using QAbstractListModel::QAbstractListModel;

    /// Newest first; of the episodes with downloads too, which are not shown before they are known.
    void setFiles(const DownloadRows &rows);
    /// All, in the order in which they run.
    void setDownloads(const QList<DownloadView> &downloads);
    /// Of some of them the figures, or the states.
    void update(const QList<DownloadView> &downloads);
    void setUsage(const QList<PodcastStorage> &usage, const LeftParts &parts);

    const QList<DownloadView> &downloads() const { return m_downloads; }
    bool isKnown(EpisodeId episode) const { return m_rows.contains(episode); }
    bool isFile(EpisodeId episode) const;
    int files() const { return m_files; }
    qint64 bytes() const { return m_fileBytes; } ///< Of whole files.

    Key keyAt(int row) const;
    int rowOf(const Key &key) const; ///< By what it is about, whatever its section; else -1.
    int rowOf(EpisodeId episode) const { return m_places.value(episode, -1); }
    int headingOf(Section section) const; ///< -1: it is not there.
    /// row, or the row that can be chosen next to it; -1: there is none.
    int choosable(int row, int step) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// Before and after rows come, go or move: a view keeps its choice by keyAt().
    void aboutToArrange();
    void arranged();

private:
    void arrange();
    QList<Key> keys() const;
    void appendDownloads(QList<Key> &keys, Section section) const;
    bool isShown(const DownloadView &view) const;
    const DownloadView *viewOf(EpisodeId episode) const;
    QVariant headingData(Section section, int role) const;
    QVariant episodeData(const Key &key, int role) const;
    QVariant podcastData(const Key &key, int role) const;
    const PodcastStorage *usageOf(PodcastId podcast) const;

    QList<Key> m_keys;
    QHash<EpisodeId, int> m_places;
    QList<EpisodeId> m_order; ///< Of the files, newest first.
    QHash<EpisodeId, DownloadRow> m_rows;
    QList<DownloadView> m_downloads;
    QHash<EpisodeId, qsizetype> m_downloadPlaces; ///< In m_downloads.
    QList<PodcastStorage> m_usage;
    QHash<PodcastId, qsizetype> m_usagePlaces; ///< In m_usage.
    LeftParts m_parts;
    int m_files = 0;
    qint64 m_fileBytes = 0;
    qint64 m_usedBytes = 0; ///< Of parts too, and of files whose episodes are gone.
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::DownloadsModel::Section)
Q_DECLARE_METATYPE(Earmark::DownloadsModel::Kind)
