-- What refreshing politely needs to remember of a podcast (core/podcast.h says more of each).
-- 0: at the next opportunity
ALTER TABLE podcast ADD COLUMN next_due INTEGER NOT NULL DEFAULT 0;

-- in a row
ALTER TABLE podcast ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;

-- the server said 410 Gone
ALTER TABLE podcast ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;

-- RFC 5005: older episodes
ALTER TABLE podcast ADD COLUMN next_page TEXT NOT NULL DEFAULT '';

-- older pages were asked for
ALTER TABLE podcast ADD COLUMN paged INTEGER NOT NULL DEFAULT 0;

-- of the last document read
ALTER TABLE podcast ADD COLUMN body_digest BLOB NOT NULL DEFAULT x'';

-- the listener's word; NULL: the address decides
ALTER TABLE podcast ADD COLUMN private INTEGER;

-- '': needs none
ALTER TABLE podcast ADD COLUMN login_name TEXT NOT NULL DEFAULT '';

-- by the listener's word
ALTER TABLE podcast ADD COLUMN own_network INTEGER NOT NULL DEFAULT 0;

-- the same, of its sound and pictures
ALTER TABLE podcast ADD COLUMN own_media INTEGER NOT NULL DEFAULT 0;

ALTER TABLE podcast ADD COLUMN unwrap_tracking INTEGER NOT NULL DEFAULT 1;

-- how it sounds, by the listener's word (core/soundtext.h); '': as all podcasts do
ALTER TABLE podcast ADD COLUMN sound TEXT NOT NULL DEFAULT '';

-- when the sound at position was heard; 0: never, the listener chose the place (core/resumerules.h)
ALTER TABLE episode ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0;

-- The last attempts to fetch a podcast, oldest dropped first.
CREATE TABLE attempt (
    id         INTEGER PRIMARY KEY,
    podcast_id INTEGER NOT NULL REFERENCES podcast (id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    result     INTEGER NOT NULL,           -- FetchAttempt::Result
    status     INTEGER NOT NULL DEFAULT 0, -- HTTP; 0: no answer
    took       INTEGER NOT NULL DEFAULT 0, -- ms
    bytes      INTEGER NOT NULL DEFAULT 0, -- of the document, decompressed
    inserted   INTEGER NOT NULL DEFAULT 0, -- episodes
    updated    INTEGER NOT NULL DEFAULT 0,
    repairs    TEXT    NOT NULL DEFAULT '[]', -- JSON array of sentences
    error      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX attempt_of_podcast ON attempt (podcast_id);
