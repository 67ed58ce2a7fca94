// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloads/downloadsmodel.h"

#include "core/amounts.h"
#include "ui/common/format.h"
#include "ui/downloads/downloadtexts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using Kind = DownloadsModel::Kind;
using Section = DownloadsModel::Section;

std::optional<Section> sectionOf(DownloadState state)
{
    switch (state) {
    case DownloadState::Running:
        return Section::Running;
    case DownloadState::Waiting:
        return Section::Waiting;
    case DownloadState::Failed:
        return Section::Failed;
    case DownloadState::Paused:
        return Section::Paused;
    case DownloadState::Done:
        break;
    }
    return {};
}

double shareOf(const DownloadView &view)
{
    return view.size > 0 ? std::clamp(double(view.present) / double(view.size), 0.0, 1.0) : 0;
}

QString headingText(Section section)
{
    switch (section) {
    case Section::Running:
        return DownloadsModel::tr("Running");
    case Section::Waiting:
        return DownloadsModel::tr("Waiting");
    case Section::Failed:
        return DownloadsModel::tr("Failed");
    case Section::Paused:
        return DownloadsModel::tr("Paused");
    case Section::Files:
        return DownloadsModel::tr("Downloaded");
    case Section::Storage:
        break;
    }
    return DownloadsModel::tr("Storage by podcast");
}

} // namespace

void DownloadsModel::setFiles(const DownloadRows &rows)
{
    m_rows.clear();
    m_order.clear();
    m_fileBytes = 0;
    m_rows.reserve(rows.size());
    for (const DownloadRow &row : rows) {
        m_rows.insert(row.episode, row);
        if (row.presence == MediaPresence::Whole) {
            m_order.append(row.episode);
            m_fileBytes += row.bytes;
        }
    }
    arrange();
}

void DownloadsModel::setDownloads(const QList<DownloadView> &downloads)
{
    m_downloads = downloads;
    m_downloadPlaces.clear();
    for (qsizetype i = 0; i < downloads.size(); ++i)
        m_downloadPlaces.insert(downloads.at(i).item.episode, i);
    arrange();
}

void DownloadsModel::update(const QList<DownloadView> &downloads)
{
    bool hasMoved = false;
    for (const DownloadView &view : downloads) {
        const auto place = m_downloadPlaces.constFind(view.item.episode);
        if (place == m_downloadPlaces.constEnd())
            continue; // it came; all are told with that
        DownloadView &known = m_downloads[*place];
        hasMoved = hasMoved || known.item.state != view.item.state;
        known = view;
        const int row = rowOf(view.item.episode);
        if (row >= 0 && !hasMoved)
            Q_EMIT dataChanged(index(row), index(row));
    }
    if (hasMoved)
        arrange();
}

void DownloadsModel::setUsage(const QList<PodcastStorage> &usage, const LeftParts &parts)
{
    m_usage = usage;
    m_parts = parts;
    m_usagePlaces.clear();
    m_usedBytes = 0;
    for (qsizetype i = 0; i < usage.size(); ++i) {
        m_usagePlaces.insert(usage.at(i).podcast, i);
        m_usedBytes += usage.at(i).bytes;
    }
    arrange();
}

bool DownloadsModel::isFile(EpisodeId episode) const
{
    return m_rows.value(episode).presence == MediaPresence::Whole;
}

/// It is a download, and there is a title to show it by.
bool DownloadsModel::isShown(const DownloadView &view) const
{
    return view.item.state != DownloadState::Done && m_rows.contains(view.item.episode);
}

void DownloadsModel::appendDownloads(QList<Key> &keys, Section section) const
{
    bool hasHeading = false;
    for (const DownloadView &view : m_downloads) {
        if (!isShown(view) || sectionOf(view.item.state) != section)
            continue;
        if (!hasHeading)
            keys.append({.kind = Kind::Heading, .section = section});
        hasHeading = true;
        keys.append({.kind = Kind::Download, .section = section, .episode = view.item.episode});
    }
}

QList<DownloadsModel::Key> DownloadsModel::keys() const
{
    QList<Key> keys;
    keys.reserve(m_order.size() + m_downloads.size() + m_usage.size() + 8);
    for (const Section section :
         {Section::Running, Section::Waiting, Section::Failed, Section::Paused})
        appendDownloads(keys, section);
    bool hasHeading = false;
    for (const EpisodeId episode : m_order) {
        const DownloadView *view = viewOf(episode);
        if (view != nullptr && isShown(*view))
            continue;
        if (!hasHeading)
            keys.append({.kind = Kind::Heading, .section = Section::Files});
        hasHeading = true;
        keys.append({.kind = Kind::File, .section = Section::Files, .episode = episode});
    }
    if (!m_usage.isEmpty()) {
        keys.append({.kind = Kind::Heading, .section = Section::Storage});
        for (const PodcastStorage &usage : m_usage) {
            keys.append(
                    {.kind = Kind::Podcast, .section = Section::Storage, .podcast = usage.podcast});
        }
        if (m_parts.episodes > 0)
            keys.append({.kind = Kind::Note, .section = Section::Storage});
    }
    return keys;
}

/// What stays at both ends is left alone: a list of thousands is not laid out anew in the view's
/// eyes because one download began.
void DownloadsModel::arrange()
{
    const QList<Key> next = keys();
    if (next == m_keys) {
        if (!m_keys.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(m_keys.size()) - 1));
        return;
    }
    Q_EMIT aboutToArrange();
    const auto common = std::min(m_keys.size(), next.size());
    qsizetype head = 0;
    while (head < common && m_keys.at(head) == next.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < common - head
           && m_keys.at(m_keys.size() - 1 - tail) == next.at(next.size() - 1 - tail))
        ++tail;
    const qsizetype removed = m_keys.size() - head - tail;
    const qsizetype inserted = next.size() - head - tail;
    m_places.clear();
    if (removed > 0) {
        beginRemoveRows({}, int(head), int(head + removed - 1));
        m_keys.remove(head, removed);
        endRemoveRows();
    }
    if (inserted > 0)
        beginInsertRows({}, int(head), int(head + inserted - 1));
    m_keys = next;
    m_files = 0;
    m_places.reserve(next.size());
    for (qsizetype i = 0; i < next.size(); ++i) {
        if (next.at(i).episode.isValid())
            m_places.insert(next.at(i).episode, int(i));
        m_files += next.at(i).kind == Kind::File ? 1 : 0;
    }
    if (inserted > 0)
        endInsertRows();
    if (!m_keys.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_keys.size()) - 1));
    Q_EMIT arranged();
}

const DownloadView *DownloadsModel::viewOf(EpisodeId episode) const
{
    const auto place = m_downloadPlaces.constFind(episode);
    return place == m_downloadPlaces.constEnd() ? nullptr : &m_downloads.at(*place);
}

const PodcastStorage *DownloadsModel::usageOf(PodcastId podcast) const
{
    const auto place = m_usagePlaces.constFind(podcast);
    return place == m_usagePlaces.constEnd() ? nullptr : &m_usage.at(*place);
}

DownloadsModel::Key DownloadsModel::keyAt(int row) const
{
    return row >= 0 && row < m_keys.size() ? m_keys.at(row) : Key();
}

int DownloadsModel::rowOf(const Key &key) const
{
    if (key.episode.isValid())
        return rowOf(key.episode);
    return int(m_keys.indexOf(key));
}

int DownloadsModel::headingOf(Section section) const
{
    return int(m_keys.indexOf(Key{.kind = Kind::Heading, .section = section}));
}

int DownloadsModel::choosable(int row, int step) const
{
    const auto can = [this](int at) { return m_keys.at(at).kind != Kind::Heading; };
    const int count = int(m_keys.size());
    const int from = std::clamp(row, 0, std::max(0, count - 1));
    for (const int direction : {step, -step}) {
        for (int at = from; at >= 0 && at < count; at += direction) {
            if (can(at))
                return at;
        }
    }
    return -1;
}

int DownloadsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

Qt::ItemFlags DownloadsModel::flags(const QModelIndex &index) const
{
    return keyAt(index.row()).kind == Kind::Heading ? Qt::ItemFlags(Qt::NoItemFlags)
                                                    : QAbstractListModel::flags(index);
}

QVariant DownloadsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Key &key = m_keys.at(index.row());
    if (role == KindRole)
        return QVariant::fromValue(key.kind);
    if (role == SectionRole)
        return QVariant::fromValue(key.section);
    switch (key.kind) {
    case Kind::Heading:
        return headingData(key.section, role);
    case Kind::Podcast:
        return podcastData(key, role);
    case Kind::Note:
        return role == Qt::DisplayRole ? QVariant(leftPartsText(m_parts)) : QVariant();
    case Kind::Download:
    case Kind::File:
        break;
    }
    return episodeData(key, role);
}

QVariant DownloadsModel::headingData(Section section, int role) const
{
    if (role == Qt::DisplayRole)
        return headingText(section);
    if (role != FactsRole)
        return {};
    if (section == Section::Storage)
        return sizeInWords(m_usedBytes);
    if (section == Section::Files)
        return formatCount(m_files);
    return formatCount(int(std::ranges::count_if(m_downloads, [&](const DownloadView &view) {
        return isShown(view) && sectionOf(view.item.state) == section;
    })));
}

QVariant DownloadsModel::episodeData(const Key &key, int role) const
{
    const auto found = m_rows.constFind(key.episode);
    const DownloadView *view = key.kind == Kind::Download ? viewOf(key.episode) : nullptr;
    if (found == m_rows.constEnd())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return found->title;
    case RowRole:
        return QVariant::fromValue(*found);
    case ViewRole:
        return view != nullptr ? QVariant::fromValue(*view) : QVariant();
    case ShareRole:
        return view != nullptr ? QVariant(shareOf(*view)) : QVariant();
    case PodcastImageRole: {
        const PodcastStorage *usage = usageOf(found->podcast);
        return usage != nullptr ? QVariant(usage->image) : QVariant();
    }
    case Qt::ToolTipRole: {
        const QString why = view != nullptr ? view->text : found->reason;
        return tipText(why.isEmpty() ? found->title : QString(found->title % u'\n' % why));
    }
    case Qt::AccessibleTextRole: {
        const QStringList parts{found->title, found->podcastTitle,
                                view != nullptr ? figuresText(*view) : sizeInWords(found->bytes),
                                view != nullptr ? view->text : tr("Downloaded."), found->reason};
        QStringList said = parts;
        said.removeAll(QString());
        return said.join(u", "_s);
    }
    default:
        return {};
    }
}

QVariant DownloadsModel::podcastData(const Key &key, int role) const
{
    const PodcastStorage *usage = usageOf(key.podcast);
    if (usage == nullptr)
        return {};
    const QString title = usage->podcast.isValid() ? usage->title : nobodysText();
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case FactsRole:
        return usageText(*usage);
    case StorageRole:
        return QVariant::fromValue(*usage);
    case ShareRole:
        return double(usage->bytes) / double(std::max<qint64>(1, m_usage.first().bytes));
    case Qt::AccessibleTextRole:
        return QString(title % u", "_s % usageText(*usage));
    default:
        return {};
    }
}

} // namespace Earmark
