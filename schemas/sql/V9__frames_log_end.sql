-- How far the audit has seen the log of a partition of the frames topic go, and when. Once a topic is deleted nobody else
-- can tell what it held.
alter table audit_start add column last_end bigint;
alter table audit_start add column last_seen timestamptz;
alter table audit_start add check ((last_end is null) = (last_seen is null));
