// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/errorlog.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace Earmark {

void ErrorLog::add(const Error &error, const QDateTime &when)
{
    if (m_lines.size() >= Kept) {
        const int last = int(m_lines.size()) - 1;
        beginRemoveRows({}, last, last);
        m_lines.removeLast();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_lines.prepend({when, error});
    endInsertRows();
}

int ErrorLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant ErrorLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines.at(index.row());
    const QString time = QLocale().toString(line.when.toLocalTime().time(), QLocale::ShortFormat);
    switch (role) {
    case Qt::DisplayRole:
        return QString(time % u"  "_s % line.error.sentence);
    case Qt::ToolTipRole:
        return line.error.detail;
    default:
        return {};
    }
}

} // namespace Earmark
