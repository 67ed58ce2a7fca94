-- A podcast's own word on what is fetched and deleted by itself: JSON (storage/downloadrulesjson.h),
-- what is not in it is as for all podcasts.
ALTER TABLE podcast ADD COLUMN downloads TEXT NOT NULL DEFAULT '';
