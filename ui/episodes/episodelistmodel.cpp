// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/episodelistmodel.h"

#include "core/async.h"
#include "ui/episodes/episodetext.h"
#include "ui/episodes/mediatext.h"

#include <QMimeData>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
const auto MimeType = "application/x-earmark-episode"_L1;
}

struct EpisodeListModel::Fresh
{
    EpisodeFences fences;
    QHash<int, EpisodeRows> windows;
    int missing = 0;
    bool isWhole = true;
};

EpisodeListModel::EpisodeListModel(EpisodeSource &source, QObject *parent)
    : QAbstractListModel(parent), m_source(source)
{
    m_fetchTimer.setSingleShot(true);
    m_fetchTimer.setInterval(0);
    connect(&m_fetchTimer, &QTimer::timeout, this, &EpisodeListModel::fetchWanted);
}

void EpisodeListModel::setQuery(const EpisodeQuery &query)
{
    beginResetModel();
    m_query = query;
    m_fences = {};
    m_count = 0;
    m_counted = false;
    m_windows.clear();
    m_wanted.clear();
    m_fetching.clear();
    ++m_generation;
    endResetModel();
    setState(State::Loading);

    const quint64 generation = m_generation;
    onResult(m_source.firstRows(query, FirstRows), this, [this, generation](const auto &rows) {
        if (generation == m_generation)
            showFirst(rows);
    });
    onResult(m_source.fences(query), this, [this, generation](const auto &fences) {
        if (generation == m_generation)
            showFences(fences);
    });
}

void EpisodeListModel::showFirst(const Result<EpisodeRows> &rows)
{
    if (!rows) {
        setState(State::Failed, rows.error());
        return;
    }
    if (m_count == 0 && !rows->isEmpty()) {
        beginInsertRows({}, 0, int(rows->size()) - 1);
        m_count = int(rows->size());
        m_windows.insert(0, {*rows, ++m_clock});
        endInsertRows();
    } else if (!m_windows.contains(0) && m_count > 0) {
        store(0, *rows);
    }
    setState(State::Ready);
}

void EpisodeListModel::showFences(const Result<EpisodeFences> &fences)
{
    if (!fences) {
        setState(State::Failed, fences.error());
        return;
    }
    const int before = m_count;
    m_fences = *fences;
    if (fences->count > before) {
        beginInsertRows({}, before, fences->count - 1);
        m_count = fences->count;
        endInsertRows();
    } else if (fences->count < before) { // rows went between the two questions
        beginRemoveRows({}, fences->count, before - 1);
        m_count = fences->count;
        endRemoveRows();
    }
    m_counted = true;
    if (m_count == 0)
        setState(State::Ready);
    Q_EMIT counted(m_count);
    m_fetchTimer.start();
}

int EpisodeListModel::expectedRows(int window) const
{
    return std::min(WindowRows, m_count - window * WindowRows);
}

void EpisodeListModel::want(int window) const
{
    if (m_fetching.contains(window))
        return;
    m_wanted.insert(window);
    if (m_counted)
        m_fetchTimer.start();
}

void EpisodeListModel::fetchWanted()
{
    const QSet<int> wanted = std::exchange(m_wanted, {});
    for (const int window : wanted) {
        if (window >= m_fences.keys.size() || m_fetching.contains(window))
            continue;
        m_fetching.insert(window);
        const quint64 generation = m_generation;
        onResult(m_source.rows(m_query, m_fences.keys.at(window), WindowRows), this,
                 [this, window, generation](const Result<EpisodeRows> &rows) {
                     if (generation != m_generation)
                         return;
                     m_fetching.remove(window);
                     if (rows)
                         store(window, *rows);
                     else
                         setState(State::Failed, rows.error());
                 });
    }
}

void EpisodeListModel::store(int window, const EpisodeRows &rows)
{
    m_windows.insert(window, {rows, ++m_clock});
    forgetOldWindows();
    const int first = window * WindowRows;
    const int last = std::min(first + WindowRows, m_count) - 1;
    if (last >= first)
        Q_EMIT dataChanged(index(first), index(last));
}

void EpisodeListModel::forgetOldWindows()
{
    while (m_windows.size() > MaxWindows) {
        auto oldest = m_windows.begin();
        for (auto it = m_windows.begin(); it != m_windows.end(); ++it) {
            if (it->used < oldest->used)
                oldest = it;
        }
        m_windows.erase(oldest);
    }
}

void EpisodeListModel::reload()
{
    if (!m_counted) { // nothing to keep yet
        setQuery(m_query);
        return;
    }
    const quint64 generation = ++m_generation;
    m_fetching.clear();
    onResult(m_source.fences(m_query), this, [this, generation](const auto &fences) {
        if (generation != m_generation)
            return;
        if (fences)
            readAgain(*fences);
        else
            setState(State::Failed, fences.error());
    });
}

void EpisodeListModel::readAgain(const EpisodeFences &fences)
{
    auto fresh = std::make_shared<Fresh>();
    fresh->fences = fences;
    // The windows used last: what is on screen, and what is next to it.
    QList<int> windows = m_windows.keys();
    std::ranges::sort(windows, [this](int a, int b) {
        return m_windows.value(a).used > m_windows.value(b).used;
    });
    constexpr qsizetype Kept = 3;
    windows = windows.mid(0, Kept);
    if (!windows.contains(0))
        windows += 0;
    windows.removeIf([&](int window) { return window >= fences.keys.size(); });
    fresh->missing = int(windows.size());
    if (windows.isEmpty()) {
        replace(*fresh);
        return;
    }
    for (const int window : std::as_const(windows)) {
        onResult(m_source.rows(m_query, fences.keys.at(window), WindowRows), this,
                 [this, window, fresh, generation = m_generation](const auto &rows) {
                     if (generation != m_generation)
                         return;
                     if (rows)
                         fresh->windows.insert(window, *rows);
                     else
                         setState(State::Failed, rows.error());
                     if (--fresh->missing == 0)
                         replace(*fresh);
                 });
    }
}

bool EpisodeListModel::sameRows(const Fresh &fresh) const
{
    if (fresh.fences.count != m_count)
        return false;
    for (auto it = fresh.windows.begin(); it != fresh.windows.end(); ++it) {
        const EpisodeRows &before = m_windows.value(it.key()).rows;
        const qsizetype common = std::min(before.size(), it->size());
        for (qsizetype i = 0; i < common; ++i) {
            if (before.at(i).id != it->at(i).id)
                return false;
        }
    }
    return true;
}

void EpisodeListModel::replace(const Fresh &fresh)
{
    const bool same = sameRows(fresh);
    if (!same)
        beginResetModel();
    m_fences = fresh.fences;
    m_count = fresh.fences.count;
    m_windows.clear();
    for (auto it = fresh.windows.begin(); it != fresh.windows.end(); ++it)
        m_windows.insert(it.key(), {it.value(), ++m_clock});
    if (!same)
        endResetModel();
    else if (m_count > 0)
        Q_EMIT dataChanged(index(0), index(m_count - 1));
    setState(State::Ready);
    Q_EMIT counted(m_count);
}

void EpisodeListModel::reloadRows(const QList<EpisodeId> &episodes)
{
    QList<EpisodeId> here;
    std::ranges::copy_if(episodes, std::back_inserter(here),
                         [this](EpisodeId id) { return rowOf(id) >= 0; });
    if (here.isEmpty())
        return;
    onResult(m_source.rowsById(here), this, [this](const Result<EpisodeRows> &rows) {
        if (!rows)
            return; // the list's own reading will say so
        for (const EpisodeRow &row : *rows)
            updateRow(row);
    });
}

void EpisodeListModel::updateRow(const EpisodeRow &row)
{
    const int at = rowOf(row.id);
    if (at < 0)
        return;
    EpisodeRow &before = m_windows[at / WindowRows].rows[at % WindowRows];
    if (before == row)
        return;
    before = row;
    Q_EMIT dataChanged(index(at), index(at));
}

void EpisodeListModel::setCurrent(EpisodeId episode, bool playing)
{
    if (episode == m_current && playing == m_playing)
        return;
    const int before = rowOf(m_current);
    m_current = episode;
    m_playing = playing;
    const int now = rowOf(episode);
    for (const int row : {before, now}) {
        if (row >= 0)
            Q_EMIT dataChanged(index(row), index(row), {PlayingRole, CurrentRole});
    }
}

void EpisodeListModel::setMedia(EpisodeId episode, const MediaStatus &status)
{
    const auto known = m_media.constFind(episode);
    if (known != m_media.constEnd() && *known == status)
        return;
    m_media.insert(episode, status);
    const int at = rowOf(episode);
    if (at < 0)
        return;
    EpisodeRow &row = m_windows[at / WindowRows].rows[at % WindowRows];
    row.media = status.presence;
    row.downloading = status.download.has_value();
    Q_EMIT dataChanged(index(at), index(at),
                       {MediaRole, Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole});
}

MediaStatus EpisodeListModel::mediaOf(const EpisodeRow &row) const
{
    const auto told = m_media.constFind(row.id);
    return told != m_media.constEnd() ? *told : Earmark::mediaOf(row);
}

const EpisodeRow *EpisodeListModel::rowAt(int row) const
{
    if (row < 0 || row >= m_count)
        return nullptr;
    const auto it = m_windows.constFind(row / WindowRows);
    const int inside = row % WindowRows;
    return it != m_windows.constEnd() && inside < it->rows.size() ? &it->rows.at(inside) : nullptr;
}

int EpisodeListModel::rowOf(EpisodeId episode) const
{
    if (!episode.isValid())
        return -1;
    for (auto it = m_windows.begin(); it != m_windows.end(); ++it) {
        const auto found = std::ranges::find(it->rows, episode, &EpisodeRow::id);
        const int row = it.key() * WindowRows + int(std::distance(it->rows.begin(), found));
        if (found != it->rows.end() && row < m_count)
            return row;
    }
    return -1;
}

int EpisodeListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_count;
}

/// Why a download is not on its way; of all else the text says enough.
QString EpisodeListModel::description(const EpisodeRow &row) const
{
    const MediaStatus media = mediaOf(row);
    switch (mediaSign(media)) {
    case MediaSign::Waiting:
    case MediaSign::Paused:
    case MediaSign::Failed:
        return mediaSentence(media);
    default:
        return {};
    }
}

QVariant EpisodeListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole
        && role != Qt::AccessibleDescriptionRole && role < Qt::UserRole)
        return {};
    const int window = index.row() / WindowRows;
    const EpisodeRow *row = rowAt(index.row());
    if (row == nullptr) {
        want(window);
        return {};
    }
    // A first screen is not the whole window yet; near its end the rest will be wanted.
    const auto it = m_windows.constFind(window);
    if (it->rows.size() < expectedRows(window) && index.row() % WindowRows + 8 > it->rows.size())
        want(window);

    switch (role) {
    case Qt::DisplayRole:
        return row->title;
    case Qt::AccessibleTextRole:
        return accessibleText(*row, spokenMedia(mediaOf(*row)));
    case Qt::AccessibleDescriptionRole:
        return description(*row);
    case EpisodeRole:
        return QVariant::fromValue(*row);
    case PlayingRole:
        return m_playing && row->id == m_current;
    case CurrentRole:
        return row->id == m_current;
    case MediaRole:
        return QVariant::fromValue(mediaOf(*row));
    default:
        return {};
    }
}

Qt::ItemFlags EpisodeListModel::flags(const QModelIndex &index) const
{
    const bool queue = m_query.place == Place::Queue;
    if (!index.isValid())
        return queue ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (queue)
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

QStringList EpisodeListModel::mimeTypes() const
{
    return {MimeType};
}

QMimeData *EpisodeListModel::mimeData(const QModelIndexList &indexes) const
{
    const EpisodeRow *row = indexes.isEmpty() ? nullptr : rowAt(indexes.first().row());
    if (row == nullptr)
        return nullptr;
    auto *data = new QMimeData;
    data->setData(MimeType, QByteArray::number(row->id.value()));
    return data;
}

bool EpisodeListModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row,
                                    int /*column*/, const QModelIndex &parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(MimeType))
        return false;
    const int after = parent.isValid() ? parent.row() : m_count;
    const int before = row >= 0 ? row : after;
    Q_EMIT moveWished(EpisodeId(data->data(MimeType).toLongLong()), before);
    return false; // the service moves it; the view must not take the row away
}

void EpisodeListModel::setState(State state, const Error &error)
{
    if (m_state == state && m_error == error)
        return;
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

} // namespace Earmark
