// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "ui/episodes/episodesource.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <optional>

namespace Earmark {

/// A list of any length, of which only the windows near the screen are in memory: a window is the
/// rows between two fences. data() of a row that is not here answers nothing and asks for its
/// window; dataChanged() follows.
class EpisodeListModel : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EpisodeListModel)

public:
    enum Role {
        EpisodeRole = Qt::UserRole, ///< EpisodeRow; invalid while it is not in memory.
        PlayingRole, ///< bool: in the player, and sounding.
        CurrentRole, ///< bool: in the player.
        MediaRole, ///< MediaStatus
    };
    enum class State : quint8 { Loading, Ready, Failed };

    explicit EpisodeListModel(EpisodeSource &source, QObject *parent = nullptr);

    const EpisodeQuery &query() const { return m_query; }
    /// Shows another list from its beginning.
    void setQuery(const EpisodeQuery &query);
    /// Reads the same list again and keeps what did not change; rows that are not moved by it keep
    /// their place. The old rows stay until the new ones are here.
    void reload();
    /// Reads these rows again, where they are in memory.
    void reloadRows(const QList<EpisodeId> &episodes);
    /// Replaces the row with the same id; says nothing if there is none in memory.
    void updateRow(const EpisodeRow &row);
    /// The episode in the player, if any.
    void setCurrent(EpisodeId episode, bool playing);
    /// What is there of it now. Until somebody says so of an episode, its row does.
    void setMedia(EpisodeId episode, const MediaStatus &status);
    MediaStatus mediaOf(const EpisodeRow &row) const;

    State state() const { return m_state; }
    const Error &error() const { return m_error; }
    /// Nothing while it is not in memory; does not ask for it.
    const EpisodeRow *rowAt(int row) const;
    /// Only among the rows in memory; -1 when not found.
    int rowOf(EpisodeId episode) const;
    int windowsInMemory() const { return int(m_windows.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

Q_SIGNALS:
    void stateChanged();
    /// The whole number of rows is known (again).
    void counted(int count);
    /// A row of the queue was dropped before row `before`.
    void moveWished(Earmark::EpisodeId episode, int before);

private:
    static constexpr int WindowRows = EpisodeFences::Step;
    static constexpr int FirstRows = 40; ///< More than a tall screen shows.
    static constexpr qsizetype MaxWindows = 12;

    struct Window
    {
        EpisodeRows rows;
        quint64 used = 0;
    };
    struct Fresh; ///< A list read behind the one that is shown.

    void showFirst(const Result<EpisodeRows> &rows);
    void showFences(const Result<EpisodeFences> &fences);
    void want(int window) const;
    void fetchWanted();
    void store(int window, const EpisodeRows &rows);
    void readAgain(const EpisodeFences &fences);
    void replace(const Fresh &fresh);
    bool sameRows(const Fresh &fresh) const;
    void forgetOldWindows();
    void setState(State state, const Error &error = {});
    int expectedRows(int window) const;
    QString description(const EpisodeRow &row) const;

    EpisodeSource &m_source;
    EpisodeQuery m_query;
    EpisodeFences m_fences;
    int m_count = 0;
    bool m_counted = false;
    State m_state = State::Loading;
    Error m_error;
    QHash<int, Window> m_windows;
    mutable quint64 m_clock = 0; ///< For the least recently used window.
    mutable QSet<int> m_wanted;
    QSet<int> m_fetching;
    mutable QTimer m_fetchTimer;
    quint64 m_generation = 0; ///< An answer to an older list is dropped.
    EpisodeId m_current;
    bool m_playing = false;
    QHash<EpisodeId, MediaStatus> m_media; ///< As told.
};

} // namespace Earmark
