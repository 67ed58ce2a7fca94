-- The sound of episodes on this disk (core/storedmedia.h). A row outlives its episode, because the
-- file does: whoever finds one without an episode deletes both.
CREATE TABLE media (
    id         INTEGER PRIMARY KEY,
    episode_id INTEGER UNIQUE REFERENCES episode (id) ON DELETE SET NULL,
    path       TEXT    NOT NULL DEFAULT '',  -- below the downloads' folder; '': no file was begun
    path_key   TEXT,                         -- core/medianame.h; NULL: no file was begun
    address    TEXT    NOT NULL DEFAULT '',
    presence   INTEGER NOT NULL DEFAULT 0 CHECK (presence BETWEEN 0 AND 2), -- MediaPresence
    bytes      INTEGER NOT NULL DEFAULT 0,
    size       INTEGER NOT NULL DEFAULT 0,   -- 0: unknown
    cause      INTEGER NOT NULL DEFAULT 0 CHECK (cause BETWEEN 0 AND 3),    -- DownloadCause
    reason     TEXT    NOT NULL DEFAULT '',
    changed_at INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1))
) STRICT;

-- Two episodes never share a file, whatever the file system makes of case and accents.
CREATE UNIQUE INDEX media_by_path ON media (path_key) WHERE path_key IS NOT NULL;

-- Files that are wanted and not whole (core/downloadqueue.h).
CREATE TABLE download (
    episode_id  INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
    host        TEXT    NOT NULL DEFAULT '',
    priority    INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 2), -- DownloadPriority
    rank        INTEGER NOT NULL DEFAULT 0,  -- DownloadItem::order
    state       INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),    -- DownloadState
    pause       INTEGER NOT NULL DEFAULT 0 CHECK (pause BETWEEN 0 AND 2),    -- PauseCause
    tries       INTEGER NOT NULL DEFAULT 0,
    next_try    INTEGER NOT NULL DEFAULT 0,  -- 0: at once
    hosts_wish  INTEGER NOT NULL DEFAULT 0 CHECK (hosts_wish IN (0, 1)),
    reason      TEXT    NOT NULL DEFAULT '',
    can_resume  INTEGER NOT NULL DEFAULT 1 CHECK (can_resume IN (0, 1))
) STRICT;

-- What was done to files by rule, newest last; the oldest of many are dropped.
CREATE TABLE media_event (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    episode_id INTEGER REFERENCES episode (id) ON DELETE SET NULL,
    title      TEXT    NOT NULL DEFAULT '',
    sentence   TEXT    NOT NULL
) STRICT;

CREATE INDEX media_event_of_episode ON media_event (episode_id);
