// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/attemptsmodel.h"

#include "ui/common/format.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QString whatCame(const FetchAttempt &attempt)
{
    switch (attempt.result) {
    case FetchAttempt::Result::Updated:
        if (attempt.inserted > 0)
            return AttemptsModel::tr("%n new episode(s)", nullptr, attempt.inserted);
        if (attempt.updated > 0)
            return AttemptsModel::tr("%n changed episode(s)", nullptr, attempt.updated);
        return AttemptsModel::tr("Nothing new");
    case FetchAttempt::Result::NotModified:
    case FetchAttempt::Result::Unchanged:
        return AttemptsModel::tr("Unchanged");
    case FetchAttempt::Result::Failed:
        break;
    }
    return attempt.status > 0 ? AttemptsModel::tr("Failed (%1)").arg(attempt.status)
                              : AttemptsModel::tr("Failed");
}

/// "0.3 s", "12 s".
QString tookText(std::chrono::milliseconds took)
{
    const double seconds = double(took.count()) / 1000;
    return AttemptsModel::tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
}

} // namespace

void AttemptsModel::setAttempts(const QList<FetchAttempt> &attempts, const QDateTime &now)
{
    beginResetModel();
    m_attempts = attempts;
    m_now = now;
    endResetModel();
}

QString AttemptsModel::details(int row) const
{
    if (row < 0 || row >= m_attempts.size())
        return {};
    const FetchAttempt &attempt = m_attempts.at(row);
    QStringList lines = attempt.repairs;
    lines.prepend(attempt.error);
    lines.removeAll(QString());
    return lines.join(u'\n');
}

int AttemptsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_attempts.size());
}

int AttemptsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Columns);
}

QVariant AttemptsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FetchAttempt &attempt = m_attempts.at(index.row());
    const bool isNumber = index.column() == Took || index.column() == Size;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole) {
        return index.column() == When
                ? QLocale().toString(attempt.at.toLocalTime(), QLocale::LongFormat)
                : details(index.row());
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When:
        return formatAgo(attempt.at, m_now);
    case What:
        return attempt.repairs.isEmpty() ? whatCame(attempt)
                                         : tr("%1, mended").arg(whatCame(attempt));
    case Took:
        return tookText(attempt.took);
    case Size:
        return attempt.bytes > 0 ? QLocale().formattedDataSize(attempt.bytes, 1) : QString();
    default:
        return {};
    }
}

QVariant AttemptsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Took || section == Size;
        return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case What:
        return tr("What came");
    case Took:
        return tr("Took");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace Earmark
