// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar/sidebarmodel.h"

#include "ui/common/format.h"
#include "ui/episodes/listheader.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

QString iconOf(Place place)
{
    switch (place) {
    case Place::Episodes:
        return u"episodes"_s;
    case Place::Queue:
        return u"queue"_s;
    case Place::InProgress:
        return u"inprogress"_s;
    case Place::Favourites:
        return u"star"_s;
    case Place::Archive:
        return u"archive"_s;
    case Place::Podcast:
        return u"podcast"_s;
    }
    return {};
}

QVariant downloadsData(int count, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return PlacesModel::tr("Downloads");
    case PlacesModel::CountRole:
        return count;
    case PlacesModel::IconRole:
        return u"download"_s;
    default:
        return {};
    }
}

} // namespace

QList<Place> PlacesModel::places()
{
    return {Place::Episodes, Place::Queue, Place::InProgress, Place::Favourites, Place::Archive};
}

/// Downloads stands behind the queue.
int PlacesModel::rowOf(Place place)
{
    const auto number = int(places().indexOf(place));
    return number > int(places().indexOf(Place::Queue)) ? number + 1 : number;
}

void PlacesModel::setDownloads(int count)
{
    if (std::exchange(m_downloads, count) != count)
        Q_EMIT dataChanged(index(downloadsRow()), index(downloadsRow()), {CountRole});
}

void PlacesModel::setCount(Place place, int count)
{
    const int row = rowOf(place);
    if (row < 0 || m_counts.value(place) == count)
        return;
    m_counts.insert(place, count);
    Q_EMIT dataChanged(index(row), index(row), {CountRole});
}

int PlacesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : discoverRow() + 1;
}

QVariant PlacesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.row() == discoverRow()) {
        if (role == Qt::DisplayRole)
            return tr("Discover");
        return role == IconRole ? QVariant(u"discover"_s) : QVariant();
    }
    if (index.row() == downloadsRow())
        return downloadsData(m_downloads, role);
    const Place place = places().at(index.row() - (index.row() > downloadsRow() ? 1 : 0));
    switch (role) {
    case Qt::DisplayRole:
        return ListHeader::placeTitle(place);
    case CountRole:
        return m_counts.value(place);
    case IconRole:
        return iconOf(place);
    case PlaceRole:
        return int(place);
    default:
        return {};
    }
}

void PodcastsModel::setPodcasts(const PodcastList &podcasts)
{
    m_podcasts = podcasts;
    show(rows());
}

bool PodcastsModel::isHidden(const QStringList &folder) const
{
    for (qsizetype depth = 1; depth <= folder.size(); ++depth) {
        if (m_folded.contains(folder.first(depth)))
            return true;
    }
    return false;
}

QList<PodcastsModel::Row> PodcastsModel::rows() const
{
    // Folders first, by name; podcasts by title, as a listener looks for them.
    PodcastList sorted = m_podcasts;
    std::ranges::stable_sort(sorted, [](const Podcast &a, const Podcast &b) {
        const qsizetype common = std::min(a.folder.size(), b.folder.size());
        for (qsizetype i = 0; i < common; ++i) {
            const int order = QString::localeAwareCompare(a.folder.at(i), b.folder.at(i));
            if (order != 0)
                return order < 0;
        }
        if (a.folder.size() != b.folder.size())
            return a.folder.size() > b.folder.size();
        return QString::localeAwareCompare(a.title, b.title) < 0;
    });
    QHash<QStringList, int> unplayed;
    for (const Podcast &podcast : sorted) {
        for (qsizetype depth = 1; depth <= podcast.folder.size(); ++depth)
            unplayed[podcast.folder.first(depth)] += podcast.unplayed;
    }
    QList<Row> result;
    QSet<QStringList> named;
    for (const Podcast &podcast : sorted) {
        for (qsizetype depth = 1; depth <= podcast.folder.size(); ++depth) {
            const QStringList folder = podcast.folder.first(depth);
            if (named.contains(folder) || isHidden(folder.first(depth - 1)))
                continue;
            named.insert(folder);
            result += {folder, {}, true, unplayed.value(folder)};
        }
        if (!isHidden(podcast.folder))
            result += {podcast.folder, podcast, false, podcast.unplayed};
    }
    return result;
}

void PodcastsModel::show(const QList<Row> &rows)
{
    const auto sameThing = [](const Row &a, const Row &b) {
        return a.isFolder == b.isFolder && a.folder == b.folder && a.podcast.id == b.podcast.id;
    };
    if (std::ranges::equal(m_rows, rows, sameThing)) { // keeps the choice and the scroll bar
        m_rows = rows;
        if (!rows.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(rows.size()) - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int PodcastsModel::rowOf(PodcastId podcast) const
{
    const auto it = std::ranges::find_if(m_rows, [podcast](const Row &row) {
        return !row.isFolder && row.podcast.id == podcast;
    });
    return it == m_rows.end() ? -1 : int(std::distance(m_rows.begin(), it));
}

void PodcastsModel::toggleFolder(int row)
{
    if (row < 0 || row >= m_rows.size() || !m_rows.at(row).isFolder)
        return;
    const QStringList folder = m_rows.at(row).folder;
    if (!m_folded.remove(folder))
        m_folded.insert(folder);
    show(rows());
}

int PodcastsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PodcastsModel::folderData(const Row &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return row.folder.last();
    case Qt::AccessibleTextRole:
        return tr("Folder %1").arg(row.folder.last());
    case DepthRole:
        return int(row.folder.size()) - 1;
    case FolderRole:
        return true;
    case UnfoldedRole:
        return !m_folded.contains(row.folder);
    case CountRole:
        return m_folded.contains(row.folder) ? row.unplayed : 0;
    default:
        return {};
    }
}

QVariant PodcastsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    if (row.isFolder)
        return folderData(row, role);
    switch (role) {
    case Qt::DisplayRole:
        return row.podcast.title;
    case Qt::ToolTipRole:
        return tipText(row.podcast.error.isEmpty()
                               ? row.podcast.title
                               : QString(row.podcast.title % u'\n' % row.podcast.error));
    case Qt::AccessibleTextRole: {
        const QString text = tr("%1, %n unplayed", nullptr, row.unplayed).arg(row.podcast.title);
        return row.podcast.error.isEmpty() ? text : QString(text % u", "_s % row.podcast.error);
    }
    case PodcastRole:
        return QVariant::fromValue(row.podcast);
    case DepthRole:
        return int(row.folder.size());
    case FolderRole:
        return false;
    case CountRole:
        return row.unplayed;
    default:
        return {};
    }
}

} // namespace Earmark
