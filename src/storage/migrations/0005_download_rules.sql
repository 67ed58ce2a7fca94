-- A podcast's own word on what is fetched and deleted by itself: JSON (storage/downloadrulesjson.h),
-- what is not in it is as for all podcasts.
ALTER TABLE podcast ADD COLUMN downloads TEXT NOT NULL DEFAULT '';

-- The lists of what is downloaded begin here (storage/listsql.h): all else in media is history.
CREATE INDEX media_whole ON media (episode_id) WHERE presence = 2;

-- And what was left from listening.
CREATE INDEX media_part ON media (episode_id) WHERE presence = 1;

-- when it was played to its end, marked as played or archived; 0: never, or before this was kept
ALTER TABLE episode ADD COLUMN done_at INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER episode_done AFTER UPDATE OF play, archived ON episode
WHEN (NEW.play = 2 AND OLD.play < 2) OR (NEW.archived = 1 AND OLD.archived = 0)
BEGIN
    UPDATE episode SET done_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
     WHERE id = NEW.id;
END;

-- when it was subscribed to; 0: before this was kept
ALTER TABLE podcast ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER podcast_is_dated AFTER INSERT ON podcast
BEGIN
    UPDATE podcast SET added_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
     WHERE id = NEW.id;
END;
