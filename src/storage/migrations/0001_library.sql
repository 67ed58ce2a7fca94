-- One statement per block; a blank line ends a statement. Times are ms UTC, lengths are ms of media
-- time, flags are 0 or 1, texts that are not there are ''. 'Eark' in the file's header:
PRAGMA application_id = 1164014187;

CREATE TABLE podcast (
    id             INTEGER PRIMARY KEY,
    url            TEXT    NOT NULL UNIQUE,
    title          TEXT    NOT NULL DEFAULT '',   -- the feed's
    custom_title   TEXT    NOT NULL DEFAULT '',   -- the listener's; goes before the feed's
    author         TEXT    NOT NULL DEFAULT '',
    site           TEXT    NOT NULL DEFAULT '',
    image          TEXT    NOT NULL DEFAULT '',
    language       TEXT    NOT NULL DEFAULT '',
    serial         INTEGER NOT NULL DEFAULT 0,
    folder         TEXT    NOT NULL DEFAULT '[]', -- JSON array of names, outermost first
    etag           TEXT    NOT NULL DEFAULT '',
    last_modified  TEXT    NOT NULL DEFAULT '',
    refreshed_at   INTEGER NOT NULL DEFAULT 0,    -- 0: never
    tried_at       INTEGER NOT NULL DEFAULT 0,    -- refreshed or failed
    error          TEXT    NOT NULL DEFAULT '',
    images_allowed INTEGER NOT NULL DEFAULT 0,
    removed_at     INTEGER,                       -- NULL: subscribed
    details        TEXT    NOT NULL DEFAULT '{}', -- JSON: funding, persons, promotions
    description    TEXT    NOT NULL DEFAULT ''
) STRICT;

-- Kept by the triggers below; in a table of its own because a row of podcast is long and these
-- change with every episode. "listed" is: not archived; the three after it count listed ones only.
CREATE TABLE podcast_counter (
    podcast_id  INTEGER PRIMARY KEY REFERENCES podcast (id) ON DELETE CASCADE,
    episodes    INTEGER NOT NULL DEFAULT 0,
    listed      INTEGER NOT NULL DEFAULT 0,
    unplayed    INTEGER NOT NULL DEFAULT 0,
    in_progress INTEGER NOT NULL DEFAULT 0,
    favourites  INTEGER NOT NULL DEFAULT 0,
    archived    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a row of a list shows and what a refresh compares: short, so that a screen is a few pages.
CREATE TABLE episode (
    id               INTEGER PRIMARY KEY,
    podcast_id       INTEGER NOT NULL REFERENCES podcast (id) ON DELETE CASCADE
                             DEFERRABLE INITIALLY DEFERRED, -- storage/episodewriter.cpp says why
    published        INTEGER NOT NULL DEFAULT 0, -- 0: unknown
    duration         INTEGER NOT NULL DEFAULT 0, -- 0: unknown
    measured         INTEGER NOT NULL DEFAULT 0, -- duration is the file's, not the feed's word
    position         INTEGER NOT NULL DEFAULT 0,
    play             INTEGER NOT NULL DEFAULT 0 CHECK (play BETWEEN 0 AND 2), -- PlayState
    favourite        INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    archived         INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    removed          INTEGER NOT NULL DEFAULT 0, -- its podcast's removed_at is set
    chapters         INTEGER NOT NULL DEFAULT 0, -- visible ones of the list that is shown
    has_transcript   INTEGER NOT NULL DEFAULT 0,
    title            TEXT    NOT NULL,
    excerpt          TEXT    NOT NULL DEFAULT '',
    image            TEXT    NOT NULL DEFAULT '',
    guid             TEXT    NOT NULL,
    enclosure_url    TEXT    NOT NULL DEFAULT '',
    enclosure_type   TEXT    NOT NULL DEFAULT '',
    enclosure_length INTEGER NOT NULL DEFAULT 0, -- bytes
    digest           BLOB    NOT NULL DEFAULT x'', -- core/mergeplan.h
    UNIQUE (podcast_id, guid)
) STRICT;

-- Long texts, read for one episode at a time. The notes stand last: what is before them is read
-- without them.
CREATE TABLE episode_detail (
    episode_id    INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
    link          TEXT    NOT NULL DEFAULT '',
    chapters_url  TEXT    NOT NULL DEFAULT '',
    chapters_type TEXT    NOT NULL DEFAULT '',
    chosen_source INTEGER,                       -- ChapterSource; NULL: the order of trust decides
    sources_read  INTEGER NOT NULL DEFAULT 0,    -- bit n: ChapterSource n was read, even if empty
    details       TEXT    NOT NULL DEFAULT '{}', -- JSON: persons, transcripts, season ...
    notes         TEXT    NOT NULL DEFAULT ''    -- HTML as in the feed
) STRICT;

CREATE TABLE chapter (
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    source     INTEGER NOT NULL,           -- ChapterSource
    number     INTEGER NOT NULL,           -- 0, 1, 2 ... by start
    start      INTEGER NOT NULL,
    ends       INTEGER,                    -- NULL: at the next one
    hidden     INTEGER NOT NULL DEFAULT 0,
    title      TEXT    NOT NULL DEFAULT '',
    link       TEXT    NOT NULL DEFAULT '',
    image      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (episode_id, source, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue (
    episode_id INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
    rank       INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One index per list of core/episodequery.h; each ends in the id, as every index does,
-- and so holds (published, id) in the order of the list.
CREATE INDEX episode_listed ON episode (published)
    WHERE removed = 0 AND archived = 0;

CREATE INDEX episode_unplayed ON episode (published)
    WHERE removed = 0 AND archived = 0 AND play < 2;

CREATE INDEX episode_in_progress ON episode (published)
    WHERE removed = 0 AND archived = 0 AND play = 1;

CREATE INDEX episode_favourite ON episode (published)
    WHERE removed = 0 AND archived = 0 AND favourite = 1;

CREATE INDEX episode_archived ON episode (published)
    WHERE removed = 0 AND archived = 1;

CREATE INDEX episode_of_podcast ON episode (podcast_id, published)
    WHERE removed = 0;

CREATE INDEX queue_by_rank ON queue (rank);

CREATE TRIGGER podcast_is_counted AFTER INSERT ON podcast
BEGIN
    INSERT INTO podcast_counter (podcast_id) VALUES (NEW.id);
END;

CREATE TRIGGER episode_came AFTER INSERT ON episode
BEGIN
    UPDATE podcast_counter
       SET episodes    = episodes + 1,
           listed      = listed + (NEW.archived = 0),
           unplayed    = unplayed + (NEW.archived = 0 AND NEW.play < 2),
           in_progress = in_progress + (NEW.archived = 0 AND NEW.play = 1),
           favourites  = favourites + (NEW.archived = 0 AND NEW.favourite = 1),
           archived    = archived + (NEW.archived = 1)
     WHERE podcast_id = NEW.podcast_id;
END;

CREATE TRIGGER episode_went AFTER DELETE ON episode
BEGIN
    UPDATE podcast_counter
       SET episodes    = episodes - 1,
           listed      = listed - (OLD.archived = 0),
           unplayed    = unplayed - (OLD.archived = 0 AND OLD.play < 2),
           in_progress = in_progress - (OLD.archived = 0 AND OLD.play = 1),
           favourites  = favourites - (OLD.archived = 0 AND OLD.favourite = 1),
           archived    = archived - (OLD.archived = 1)
     WHERE podcast_id = OLD.podcast_id;
END;

CREATE TRIGGER episode_changed AFTER UPDATE OF play, archived, favourite ON episode
WHEN OLD.play <> NEW.play OR OLD.archived <> NEW.archived OR OLD.favourite <> NEW.favourite
BEGIN
    UPDATE podcast_counter
       SET listed      = listed + (NEW.archived = 0) - (OLD.archived = 0),
           unplayed    = unplayed + (NEW.archived = 0 AND NEW.play < 2)
                                  - (OLD.archived = 0 AND OLD.play < 2),
           in_progress = in_progress + (NEW.archived = 0 AND NEW.play = 1)
                                     - (OLD.archived = 0 AND OLD.play = 1),
           favourites  = favourites + (NEW.archived = 0 AND NEW.favourite = 1)
                                    - (OLD.archived = 0 AND OLD.favourite = 1),
           archived    = archived + (NEW.archived = 1) - (OLD.archived = 1)
     WHERE podcast_id = NEW.podcast_id;
END;
