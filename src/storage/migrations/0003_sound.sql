-- What listening to a whole file once told (core/episodeanalysis.h), by what the file is
-- (core/fileidentity.h), not by who published it. Of many the one used longest ago is dropped.
CREATE TABLE analysis (
    id          INTEGER PRIMARY KEY,
    size        INTEGER NOT NULL,      -- bytes
    head        BLOB    NOT NULL,      -- digest of the first bytes
    digest      BLOB    NOT NULL,      -- of bytes from all over it
    method      INTEGER NOT NULL,      -- which generation of measuring made it
    used_at     INTEGER NOT NULL,
    length      INTEGER NOT NULL,      -- as decoded
    loudness    REAL,                  -- LUFS; NULL: silence
    noise_floor REAL,                  -- dBFS; NULL: not known
    pauses      BLOB    NOT NULL,      -- storage/analysisrepository.h
    waveform    BLOB    NOT NULL,
    UNIQUE (size, head, digest)
) STRICT;

CREATE INDEX analysis_by_use ON analysis (used_at);

-- Of the file that an episode was when it was heard last.
CREATE TABLE analysis_of (
    episode_id  INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
    analysis_id INTEGER NOT NULL REFERENCES analysis (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX episode_of_analysis ON analysis_of (analysis_id);

-- What the feed said of the length, once duration is the file's; 0: nothing
ALTER TABLE episode ADD COLUMN declared INTEGER NOT NULL DEFAULT 0;

-- The listener's word: chapters of the feed and the notes that begin, as these say, at start or
-- later do so by this much later (core/chapterplacement.h).
CREATE TABLE chapter_shift (
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    start      INTEGER NOT NULL,
    shift      INTEGER NOT NULL,
    PRIMARY KEY (episode_id, start)
) STRICT, WITHOUT ROWID;

-- Parts of every episode that are not played (core/skiprules.h): ms at the beginning
ALTER TABLE podcast ADD COLUMN skip_first INTEGER NOT NULL DEFAULT 0;

-- and at the end
ALTER TABLE podcast ADD COLUMN skip_last INTEGER NOT NULL DEFAULT 0;

-- JSON array: chapters whose titles have one of these words
ALTER TABLE podcast ADD COLUMN skip_words TEXT NOT NULL DEFAULT '[]';

-- The listener's word on single chapters. By what they were called and where they began, because
-- chapters are read anew and have no other name.
CREATE TABLE chapter_tick (
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,           -- 0, 1, 2 ... oldest first
    start      INTEGER NOT NULL,
    title      TEXT    NOT NULL DEFAULT '',
    played     INTEGER NOT NULL CHECK (played IN (0, 1)),
    PRIMARY KEY (episode_id, number)
) STRICT, WITHOUT ROWID;

-- Time that listening to an episode took less than its sound (core/timesaved.h), by its causes, ms
ALTER TABLE episode ADD COLUMN saved_by_speed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE episode ADD COLUMN saved_by_trimming INTEGER NOT NULL DEFAULT 0;

ALTER TABLE episode ADD COLUMN saved_by_skipping INTEGER NOT NULL DEFAULT 0;

-- The same of all that was ever heard, episodes that are gone among them: one row.
CREATE TABLE time_saved (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    by_speed    INTEGER NOT NULL DEFAULT 0,
    by_trimming INTEGER NOT NULL DEFAULT 0,
    by_skipping INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO time_saved (id) VALUES (1);
