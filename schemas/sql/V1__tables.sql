-- Keys come first here: the pipeline delivers at least once, and these keys are what turns that into exactly one row.
-- No foreign keys between the partitioned tables: the sink writes parents and children in one transaction, and checking
-- each child again would cost more than the insert.

create table source (
  id         text primary key check (length(id) between 1 and 200),
  name       text not null,
  site       text,
  model_name text,
  -- Region of interest in shares (0..1) of the upright picture; null: the whole picture.
  region_x   real check (region_x between 0 and 1),
  region_y   real check (region_y between 0 and 1),
  region_w   real check (region_w > 0 and region_w <= 1),
  region_h   real check (region_h > 0 and region_h <= 1),
  attributes jsonb not null default '{}',
  first_seen timestamptz not null default now(),
  check (num_nulls(region_x, region_y, region_w, region_h) in (0, 4))
);

-- The bytes of a picture, stored once. Not partitioned: unique over all time.
create table image (
  sha256     bytea primary key check (octet_length(sha256) = 32),
  bucket     text not null,
  object_key text not null,
  size       bigint not null check (size > 0),
  media_type text not null,
  width      integer not null check (width > 0),
  height     integer not null check (height > 0),
  first_seen timestamptz not null default now()
);

create table frame (
  captured_at      timestamptz not null,
  frame_id         uuid not null,
  source_id        text not null,
  image_sha256     bytea not null,
  received_at      timestamptz not null,
  sequence         bigint,
  origin_topic     text,
  origin_topic_id  uuid,
  origin_partition integer,
  origin_offset    bigint,
  claim_topic      text not null,
  claim_topic_id   uuid not null,
  claim_partition  integer not null,
  claim_offset     bigint not null,
  trace_id         text,
  attributes       jsonb not null default '{}',
  primary key (frame_id, captured_at)
) partition by range (captured_at);

create index frame_by_time on frame (captured_at desc, frame_id desc);
create index frame_by_source on frame (source_id, captured_at desc, frame_id desc);

create table model_version (
  id         bigint generated always as identity primary key,
  name       text not null,
  version    text not null,
  run_id     text,
  sha256     bytea not null check (octet_length(sha256) = 32),
  first_seen timestamptz not null default now(),
  unique (name, version, sha256)
);

create table inference (
  captured_at      timestamptz not null,
  frame_id         uuid not null,
  model_version_id bigint not null,
  purpose          text not null check (purpose in ('SERVING', 'SHADOW', 'REPLAY')),
  source_id        text not null,
  completed_at     timestamptz not null,
  n                integer not null check (n >= 0),
  parameters       jsonb not null,
  contract_version text not null,
  runtime_version  text not null,
  trace_id         text,
  alias            text,
  fetch_micros     bigint not null,
  decode_micros    bigint not null,
  infer_micros     bigint not null,
  post_micros      bigint not null
) partition by range (captured_at);

-- A frame has one serving inference: the first one wins.
create unique index inference_serving on inference (frame_id, captured_at) where purpose = 'SERVING';
create unique index inference_other on inference (frame_id, captured_at, model_version_id, purpose) where purpose <> 'SERVING';
create index inference_by_time on inference (captured_at desc, frame_id desc);

create table detection (
  captured_at      timestamptz not null,
  frame_id         uuid not null,
  model_version_id bigint not null,
  purpose          text not null,
  ordinal          integer not null,
  source_id        text not null,
  class_id         integer not null,
  label            text not null,
  score            real not null check (score between 0 and 1),
  x                real not null,
  y                real not null,
  w                real not null,
  h                real not null,
  polygon          real[],
  primary key (frame_id, captured_at, model_version_id, purpose, ordinal)
) partition by range (captured_at);

create index detection_by_time on detection (captured_at desc, frame_id desc, model_version_id desc, ordinal desc);
create index detection_by_source on detection (source_id, captured_at desc, frame_id desc, model_version_id desc, ordinal desc);
create index detection_by_label on detection (label, captured_at desc, frame_id desc, model_version_id desc, ordinal desc);

create table dead_letter (
  event_id         uuid primary key,
  state            text not null check (state in ('open', 'redriving', 'resolved')),
  reason           text not null,
  stage            text not null,
  route            text not null,
  frame_id         uuid,
  source_id        text,
  failed_topic     text,
  failed_topic_id  uuid,
  failed_partition integer,
  failed_offset    bigint,
  attempts         integer not null,
  first_failed_at  timestamptz not null,
  last_failed_at   timestamptz not null,
  exception_class  text not null,
  message          text not null,
  stack_hash       text not null,
  runtime_version  text not null,
  original_key     bytea,
  original_value   bytea,
  original_bucket  text,
  original_object  text,
  original_sha256  bytea,
  -- Header names and their values in base64: values are bytes and need not be text.
  original_headers jsonb not null default '{}',
  redrive_count    integer not null default 0,
  recorded_at      timestamptz not null default now()
);

create index dead_letter_by_frame on dead_letter (frame_id) where frame_id is not null;
create index dead_letter_open on dead_letter (reason, last_failed_at desc) where state = 'open';

-- Stays empty: the sink makes the partition of a month before it writes the first row of it.
create table frame_default partition of frame default;
create table inference_default partition of inference default;
create table detection_default partition of detection default;

-- Makes the partitions (UTC) of the month that holds the moment. Several sinks may ask at once: the advisory lock lets one of them do it.
create function ensure_month(moment timestamptz) returns void language plpgsql as $$
declare
  first_day timestamp := date_trunc('month', moment at time zone 'UTC');
  parent    text;
  child     text;
begin
  perform pg_advisory_xact_lock(hashtext('sightline.partitions'));
  foreach parent in array array['frame', 'inference', 'detection'] loop
    child := format('%s_%s', parent, to_char(first_day, 'YYYY_MM'));
    if to_regclass(child) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L)', child, parent,
        first_day at time zone 'UTC', (first_day + interval '1 month') at time zone 'UTC');
    end if;
  end loop;
end $$;
