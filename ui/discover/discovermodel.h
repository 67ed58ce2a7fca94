// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory.h"

#include <QAbstractListModel>
#include <QSet>

namespace Earmark {

/// What directories found. Rows keep their choice while answers come in: views go by entryKey().
class DiscoverModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        EntryRole = Qt::UserRole, ///< DirectoryEntry
        StandingRole, ///< int(Standing)
    };
    enum class Standing : quint8 {
        Offered,
        Subscribing,
        Subscribed,
        Elsewhere, ///< In Apple's program only.
    };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(const DirectoryEntries &entries);
    /// core/directorymerge.h, feedKey(), of all subscriptions, and of those on their way.
    void setSubscribed(const QSet<QString> &feeds);
    void setSubscribing(const QSet<QString> &feeds);

    const DirectoryEntry *entryAt(int row) const;
    int rowOf(const QString &key) const; ///< entryKey(); -1 when it is not there.
    Standing standing(const DirectoryEntry &entry) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void changed();

    DirectoryEntries m_entries;
    QSet<QString> m_subscribed;
    QSet<QString> m_subscribing;
};

/// "Ann · 321 episodes · Science · Apple Podcasts, fyyd", as far as it is known.
QString entryFacts(const DirectoryEntry &entry);
/// Why an entry cannot be subscribed to.
QString elsewhereText();

} // namespace Earmark
