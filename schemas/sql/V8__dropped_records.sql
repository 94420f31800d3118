-- What retention has dropped is a fate and stays one: records of it that are read again are known, and not stored again.
-- Of what came of the frames topic the offsets are kept, which are few ranges; of the rest the ids of the frames.

do $$ begin
  if current_setting('server_version_num')::integer < 140000 then
    raise exception 'PostgreSQL % is too old', current_setting('server_version')
      using errcode = 'feature_not_supported', hint = 'Sightline needs PostgreSQL 14 or later, which has multiranges.';
  end if;
end $$;

-- In the order in which retention writes them: one that is at work ends before, or begins after.
lock table retention_drop, dead_letter, retention_count in access exclusive mode;

-- The very offsets of the rows. Null where a former version dropped them, which wrote down the first and the last alone.
alter table retention_count add column offsets int8multirange;

-- Whether the very records of the drop are known. A process of a former version, which goes on beside this one for a while,
-- would drop what nobody knows again: it is refused, and its rows stay for a newer one.
alter table retention_drop add column records_known boolean;
update retention_drop set records_known = false where partition_name is not null;
alter table retention_drop add constraint dropped_by_a_version_before_v8
  check (partition_name is null or records_known is not null);

-- When the picture of a letter's frame was taken, where that is known: by that time, and its record, the frame is known
-- among those that were dropped.
alter table dead_letter add column captured_at timestamptz;

-- A row is of one block of offsets by now, so that none grows long. Serving inferences are counted by the record of the
-- frames topic that their frame is (served).
alter table retention_count drop constraint retention_count_kind_check;
alter table retention_count add constraint retention_count_kind_check check (kind in ('origin', 'claim', 'served', 'failed'));

-- Records that arrive lie behind all that was ever dropped of their partition: the last entry says so.
drop index retention_count_by_partition;
create index retention_count_by_partition on retention_count (kind, topic_id, partition, last_offset, first_offset);
create index retention_drop_by_end on retention_drop (table_name, to_time) where to_time is not null;

-- Key of the advisory lock that a month's partition has beside the locks of its table.
create function month_lock(child text) returns bigint language sql immutable as
  $$ select hashtextextended('sightline.month.' || child, 0) $$;

-- As before; where all partitions are there it waits for nobody.
create or replace function ensure_month(moment timestamptz) returns void language plpgsql as $$
declare
  parents   constant text[] := array['frame', 'inference', 'detection'];
  first_day timestamp := date_trunc('month', moment at time zone 'UTC');
  low       timestamptz := first_day at time zone 'UTC';
  high      timestamptz := (first_day + interval '1 month') at time zone 'UTC';
  parent    text;
  child     text;
begin
  if (select bool_and(is_partition(p, month_partition(p, moment))) from unnest(parents) p) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('sightline.partitions'));
  foreach parent in array parents loop
    child := month_partition(parent, moment);
    continue when is_partition(parent, child);
    if to_regclass(child) is not null then
      raise exception 'table % stands where a partition of % must be made', child, parent
        using errcode = 'object_not_in_prerequisite_state', hint = format('Rename it: alter table %I rename to ...', child);
    end if;
    execute format('create table %I (like %I including defaults including constraints)', child, parent);
    execute format('with strayed as (delete from %I where captured_at >= $1 and captured_at < $2 returning *)
      insert into %I select * from strayed', parent || '_default', child) using low, high;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child, low, high);
  end loop;
end $$;

-- As before, but the months come first. Whoever drops one holds it alone while its rows are counted, and at last waits for
-- all who hold the table: none of these may wait for a month then.
create or replace function hold_months(parents text[], moments timestamptz[]) returns void language plpgsql as $$
declare
  parent text;
  moment timestamptz;
begin
  perform pg_advisory_xact_lock_shared(month_lock(month_partition(p, m))) from unnest(parents) p cross join unnest(moments) m;
  foreach parent in array parents loop
    execute format('lock table only %I in row exclusive mode', parent);
    foreach moment in array moments loop
      if not is_partition(parent, month_partition(parent, moment)) then
        raise exception 'partition % was dropped a moment ago', month_partition(parent, moment)
          using errcode = 'serialization_failure', hint = 'The batch is read again, and the partition made again.';
      end if;
    end loop;
  end loop;
end $$;

-- Frames that retention has dropped and that came of no record of the frames topic. A client that repeats a request, or a
-- redrive, makes further claims of such a frame: its id is all that they have in common.
create table dropped_frame (frame_id uuid primary key);

-- Frames whose serving inference retention has dropped, as far as no record of the frames topic is known of them: they came
-- over REST, or were dropped before.
create table dropped_inference (frame_id uuid primary key);

-- Whether retention may have dropped one of these rows: the first captured, and the lowest offset of each partition.
create function may_be_dropped(parent text, earliest timestamptz, kinds text[], topic_ids uuid[], partitions integer[],
  places bigint[]) returns boolean language plpgsql stable
  -- Asked for each batch, and always answered along the same entries: planning it each time would cost more.
  set plan_cache_mode = force_generic_plan as $$
begin
  return coalesce(earliest < (select max(to_time) from retention_drop where table_name = parent), false)
    or exists (select from unnest(kinds, topic_ids, partitions, places) as t (kind, topic_id, partition, place)
      where t.place <= (select c.last_offset from retention_count c
        where c.kind = t.kind and c.topic_id = t.topic_id and c.partition = t.partition order by c.last_offset desc limit 1));
end $$;

-- Those of the frames that retention has dropped. Each with its time of capture, null when it is not known; and with the
-- record of the frames topic (kind origin), or of the claims topic (kind claim) where it came of none.
create function frames_dropped(ids uuid[], moments timestamptz[], kinds text[], topic_ids uuid[], partitions integer[],
  places bigint[]) returns setof uuid language sql stable rows 1 as $$
  select t.id from unnest(ids, moments, kinds, topic_ids, partitions, places) as t (id, moment, kind, topic_id, partition, place)
  where exists (select from retention_count c
      where c.kind = t.kind and c.topic_id = t.topic_id and c.partition = t.partition
        and c.last_offset >= t.place and c.first_offset <= t.place
        -- Without the very offsets it is what lies between, and was captured in that time, unless a letter from before the
        -- drop says otherwise; one that a second reading made later says nothing of it.
        and (c.offsets @> t.place or c.offsets is null
          and exists (select from retention_drop d
            where d.id = c.drop_id and t.moment >= d.from_time and t.moment < d.to_time
              and not exists (select from dead_letter l
                where l.frame_id = t.id and l.stage in ('ingest', 'sink') and not l.frame_stored
                  and l.first_failed_at < d.dropped_at))))
    -- Of the months that are still there no id is looked up.
    or exists (select from dropped_frame f where f.frame_id = t.id
      and coalesce(t.moment < (select max(to_time) from retention_drop where table_name = 'frame'), true))
$$;

-- Those of the frames whose serving inference retention has dropped. Each with its time of capture, null when it is not
-- known, and with the record of the frames topic that it is, if there is one (kind served).
create function inferences_dropped(ids uuid[], moments timestamptz[], kinds text[], topic_ids uuid[], partitions integer[],
  places bigint[]) returns setof uuid language sql stable rows 1 as $$
  select t.id from unnest(ids, moments, kinds, topic_ids, partitions, places) as t (id, moment, kind, topic_id, partition, place)
  where exists (select from retention_count c
      where c.kind = t.kind and c.topic_id = t.topic_id and c.partition = t.partition
        and c.last_offset >= t.place and c.first_offset <= t.place
        -- Without the very offsets the frame must have been dropped as well, and no letter from before the drop wait for its
        -- inference.
        and (c.offsets @> t.place or c.offsets is null
          and not exists (select from frame f where f.frame_id = t.id and f.captured_at = t.moment)
          and exists (select from retention_drop d
            where d.id = c.drop_id and t.moment >= d.from_time and t.moment < d.to_time
              and not exists (select from dead_letter l
                where l.frame_id = t.id and l.state <> 'resolved' and not l.inference_stored
                  and l.first_failed_at < d.dropped_at))))
    or exists (select from dropped_inference i where i.frame_id = t.id
      and coalesce(t.moment < (select max(to_time) from retention_drop where table_name = 'inference'), true))
$$;

-- A letter that comes when retention has dropped the frame, or its inference, is as one that comes while they are there.
create or replace function look_for_frame() returns trigger language plpgsql as $$
declare
  is_record constant boolean  := new.stage = 'ingest' or new.origin_offset is not null;
  topic     constant uuid[]   := array[coalesce(new.origin_topic_id, new.failed_topic_id)];
  part      constant integer[] := array[coalesce(new.origin_partition, new.failed_partition)];
  place     constant bigint[] := array[coalesce(new.origin_offset, new.failed_offset)];
begin
  new.frame_stored := exists (select from frame where frame_id = new.frame_id)
    or exists (select from frames_dropped(array[new.frame_id], array[new.captured_at],
      array[case when is_record then 'origin' else 'claim' end], topic, part, place));
  new.inference_stored := new.stage = 'sink'
    and (exists (select from inference where frame_id = new.frame_id and purpose = 'SERVING')
      or exists (select from inferences_dropped(array[new.frame_id], array[new.captured_at], array['served'], topic, part, place)));
  return new;
end $$;

-- As before, but for letters of ingest, of which more is known by now than between which offsets the records lay.
create or replace function audit_recount_rows() returns void language plpgsql as $$
declare
  -- Rows of inferences do not say which record they came of, and dropped ones not which day.
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  lock table frame, inference, detection, dead_letter in share mode;
  delete from sink_day;
  delete from origin_count;
  delete from audit_result;

  insert into sink_day (topic_id, partition, day, topic, frames)
  select claim_topic_id, claim_partition, (captured_at at time zone 'UTC')::date, min(claim_topic), count(*)
  from frame group by 1, 2, 3;

  insert into sink_day (topic_id, partition, day, topic, inferences, serving)
  select nobody, 0, (captured_at at time zone 'UTC')::date, '', count(*), count(*) filter (where purpose = 'SERVING')
  from inference group by 3;

  -- Not what the inferences say of them: some may have been deleted, or dropped while their inferences are still there.
  insert into sink_day (topic_id, partition, day, topic, detections)
  select nobody, 0, (captured_at at time zone 'UTC')::date, '', count(*)
  from detection group by 3
  on conflict (topic_id, partition, day) do update set detections = excluded.detections;

  insert into sink_day as known (topic_id, partition, day, topic, frames, frames_dropped, inferences, serving, inferences_dropped,
    detections, detections_dropped)
  select nobody, 0, (from_time at time zone 'UTC')::date, '',
    sum(case table_name when 'frame' then row_count else 0 end), sum(case table_name when 'frame' then row_count else 0 end),
    sum(case table_name when 'inference' then row_count else 0 end), sum(coalesce(serving_count, 0)),
    sum(case table_name when 'inference' then row_count else 0 end),
    sum(case table_name when 'detection' then row_count else 0 end), sum(case table_name when 'detection' then row_count else 0 end)
  from retention_drop where table_name in ('frame', 'inference', 'detection') and from_time is not null group by 3
  on conflict (topic_id, partition, day) do update set
    frames = known.frames + excluded.frames, frames_dropped = known.frames_dropped + excluded.frames_dropped,
    inferences = known.inferences + excluded.inferences, serving = known.serving + excluded.serving,
    inferences_dropped = known.inferences_dropped + excluded.inferences_dropped,
    detections = known.detections + excluded.detections, detections_dropped = known.detections_dropped + excluded.detections_dropped;

  insert into origin_count (topic_id, partition, claim_partition, topic, frames, first_offset)
  select origin_topic_id, origin_partition, claim_partition, min(origin_topic), count(*), min(origin_offset)
  from frame where origin_topic_id is not null and origin_partition is not null and origin_offset is not null group by 1, 2, 3;

  insert into origin_count (topic_id, partition, claim_partition, topic, frames, first_offset)
  select topic_id, partition, -1, min(topic), sum(row_count), min(first_offset)
  from retention_count where kind = 'origin' and topic_id is not null group by 1, 2;
end $$;

-- Of letters of ingest: whether the frame is there or was dropped; where the very records are not known it stays as it is.
create function audit_recount_ingest_letters() returns void language plpgsql as $$
begin
  update dead_letter d set frame_stored = not frame_stored
  where stage = 'ingest' and frame_stored <> (exists (select from frame f where f.frame_id = d.frame_id)
    or exists (select from retention_count r where r.kind = 'origin' and r.topic_id = d.failed_topic_id
      and r.partition = d.failed_partition and d.failed_offset between r.first_offset and r.last_offset
      and coalesce(r.offsets @> d.failed_offset, d.frame_stored)));
end $$;

create or replace function audit_recount() returns void language plpgsql as $$
begin
  perform audit_recount_rows();
  perform audit_recount_letters();
  perform audit_recount_ingest_letters();
end $$;

-- How far the audit has seen the log of a partition of the frames topic go, and when. Once a topic is deleted nobody else
-- can tell what it held.
alter table audit_start add column last_end bigint;
alter table audit_start add column last_seen timestamptz;
alter table audit_start add check ((last_end is null) = (last_seen is null));

-- Frames without a fate that a person has written off, as audit_start.written_off is for records: a sum over all, as the
-- equation is.
create table audit_write_off (
  only_row boolean primary key default true check (only_row),
  frames   bigint not null default 0 check (frames >= 0)
);
insert into audit_write_off default values;

-- Of inferences that a former version has dropped: how many more frames count as served by them than there were serving
-- ones. Those had no inference by then; which they are nobody can tell.
alter table retention_drop add column unserved bigint;
