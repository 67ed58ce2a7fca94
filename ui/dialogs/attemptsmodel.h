// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace Earmark {

/// A podcast's log as a table: when, what came of it, how long it took, how much it was.
class AttemptsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, What, Took, Size, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setAttempts(const QList<FetchAttempt> &attempts, const QDateTime &now);
    /// Its error and what had to be mended, a line each; empty when there is nothing to say.
    QString details(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QList<FetchAttempt> m_attempts;
    QDateTime m_now;
};

} // namespace Earmark
