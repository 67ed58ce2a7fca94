// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QList>

namespace Earmark {

/// The last errors of this session, newest first.
class ErrorLog : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr qsizetype Kept = 200;

    using QAbstractListModel::QAbstractListModel;

    void add(const Error &error, const QDateTime &when);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Line
    {
        QDateTime when;
        Error error;
    };
    QList<Line> m_lines;
};

} // namespace Earmark
