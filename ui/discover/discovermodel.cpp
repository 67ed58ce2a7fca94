// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/discovermodel.h"

#include "core/directorymerge.h"
#include "services/directoryservice.h"
#include "ui/common/format.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

QString elsewhereText()
{
    return DiscoverModel::tr("Only in Apple's own program: it has no address to subscribe to.");
}

QString entryFacts(const DirectoryEntry &entry)
{
    QStringList facts;
    if (entry.episodes > 0)
        facts += DiscoverModel::tr("%n episode(s)", nullptr, entry.episodes);
    if (!entry.category.isEmpty())
        facts += entry.category;
    QStringList sources;
    for (const Directory one : {Directory::Itunes, Directory::Fyyd, Directory::PodcastIndex}) {
        if (entry.sources.testFlag(one))
            sources += DirectoryService::nameOf(one);
    }
    facts += sources.join(u", "_s);
    return facts.join(u" · "_s);
}

void DiscoverModel::setEntries(const DirectoryEntries &entries)
{
    if (entries == m_entries)
        return;
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

void DiscoverModel::setSubscribed(const QSet<QString> &feeds)
{
    if (feeds == m_subscribed)
        return;
    m_subscribed = feeds;
    changed();
}

void DiscoverModel::setSubscribing(const QSet<QString> &feeds)
{
    m_subscribing = feeds;
    changed();
}

void DiscoverModel::changed()
{
    if (!m_entries.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_entries.size()) - 1));
}

const DirectoryEntry *DiscoverModel::entryAt(int row) const
{
    return row >= 0 && row < m_entries.size() ? &m_entries.at(row) : nullptr;
}

int DiscoverModel::rowOf(const QString &key) const
{
    const auto it = std::ranges::find(m_entries, key, &entryKey);
    return it == m_entries.end() ? -1 : int(std::distance(m_entries.begin(), it));
}

DiscoverModel::Standing DiscoverModel::standing(const DirectoryEntry &entry) const
{
    if (!entry.canSubscribe())
        return Standing::Elsewhere;
    const QString key = feedKey(entry.feed);
    if (m_subscribed.contains(key))
        return Standing::Subscribed;
    return m_subscribing.contains(key) ? Standing::Subscribing : Standing::Offered;
}

int DiscoverModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant DiscoverModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DirectoryEntry &entry = m_entries.at(index.row());
    const Standing stands = standing(entry);
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case Qt::ToolTipRole:
        return entry.description.isEmpty() ? entry.title : entry.description.left(400);
    case Qt::AccessibleTextRole: {
        QStringList parts{entry.title, entry.author, entryFacts(entry)};
        parts.removeAll(QString());
        if (stands == Standing::Subscribed)
            parts += tr("subscribed");
        else if (stands == Standing::Elsewhere)
            parts += elsewhereText();
        return parts.join(u", "_s);
    }
    case EntryRole:
        return QVariant::fromValue(entry);
    case StandingRole:
        return int(stands);
    default:
        return {};
    }
}

} // namespace Earmark
