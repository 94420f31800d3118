-- What upkeep needs: which stored bytes are still wanted, what the sweep did, and what retention dropped.

-- Bytes that something names. Whatever comes to name stored bytes is added here, so that the sweep lets them be.
create view live_claim (sha256) as
  select sha256 from image
  union all
  select original_sha256 from dead_letter where state <> 'resolved' and original_sha256 is not null
  union all
  select sha256 from model_version;

create index dead_letter_original on dead_letter (original_sha256) where state <> 'resolved' and original_sha256 is not null;

-- One row for each sweep of the object store; without an end, the process was killed in the middle of it.
create table claim_sweep (
  id       bigint generated always as identity primary key,
  began_at timestamptz not null,
  ended_at timestamptz,
  dry_run  boolean not null,
  -- Why it ended early; null when it came to its end.
  failure  text
);

-- What a sweep reclaimed, what it kept and why.
create table claim_sweep_count (
  sweep_id bigint not null references claim_sweep on delete cascade,
  fate     text not null,
  objects  bigint not null,
  bytes    bigint not null,
  primary key (sweep_id, fate)
);

-- What retention took away, so that every count of records still comes out. Never deleted.
create table retention_drop (
  id                bigint generated always as identity primary key,
  table_name        text not null,
  -- Null when rows were deleted one by one: dead letters.
  partition_name    text,
  from_time         timestamptz,
  to_time           timestamptz,
  row_count         bigint not null,
  -- Of inferences: how many of them were a frame's serving one.
  serving_count     bigint,
  first_captured_at timestamptz,
  last_captured_at  timestamptz,
  dropped_at        timestamptz not null default now(),
  check ((partition_name is null) = (from_time is null) and (partition_name is null) = (to_time is null))
);

-- Rows of a drop by the record that they came of. Frames are counted twice: by the record of the frames topic (origin)
-- and by that of the claims topic (claim); dead letters once, by the record that failed (failed) and its stage.
create table retention_count (
  drop_id      bigint not null references retention_drop,
  kind         text not null check (kind in ('origin', 'claim', 'failed')),
  stage        text,
  topic        text not null,
  topic_id     uuid,
  partition    integer not null,
  row_count    bigint not null,
  first_offset bigint not null,
  last_offset  bigint not null
);

create index retention_count_by_partition on retention_count (kind, topic_id, partition);

-- Pictures of dropped frames. Those that no frame names any more lose their row, so that the sweep finds their bytes.
create table forgotten_image (sha256 bytea primary key);

create index frame_by_image on frame (image_sha256);

alter table dead_letter add column resolved_at timestamptz;
update dead_letter set resolved_at = now() where state = 'resolved';
create index dead_letter_resolved on dead_letter (resolved_at) where state = 'resolved';

create function stamp_resolution() returns trigger language plpgsql as $$
begin
  if new.state <> 'resolved' then
    new.resolved_at := null;
  elsif tg_op = 'INSERT' or old.state <> 'resolved' then
    new.resolved_at := now();
  end if;
  return new;
end $$;

create trigger dead_letter_resolution before insert or update of state on dead_letter
  for each row execute function stamp_resolution();

-- Name of the partition of a month (UTC).
create function month_partition(parent text, moment timestamptz) returns text language sql immutable as
  $$ select parent || to_char(date_trunc('month', moment at time zone 'UTC'), '_YYYY_MM') $$;

create function is_partition(parent text, child text) returns boolean language sql stable as
  $$ select exists (select from pg_inherits where inhparent = to_regclass(parent) and inhrelid = to_regclass(child)) $$;

-- Makes the partitions (UTC) of the month that holds the moment. Rows of that month that strayed into a default partition
-- move to where they belong. Attaching, unlike making in place, lets the writers of other months go on.
create or replace function ensure_month(moment timestamptz) returns void language plpgsql as $$
declare
  first_day timestamp := date_trunc('month', moment at time zone 'UTC');
  low       timestamptz := first_day at time zone 'UTC';
  high      timestamptz := (first_day + interval '1 month') at time zone 'UTC';
  parent    text;
  child     text;
begin
  perform pg_advisory_xact_lock(hashtext('sightline.partitions'));
  foreach parent in array array['frame', 'inference', 'detection'] loop
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

-- Holds the partitions of these moments until the end of the transaction. Whoever knew of them knew it from a former
-- transaction, and retention may have dropped them since: that is a serialization failure, to be tried again.
create function hold_months(parents text[], moments timestamptz[]) returns void language plpgsql as $$
declare
  parent text;
  moment timestamptz;
begin
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
