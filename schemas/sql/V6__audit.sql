-- The books of the audit: how many rows there ought to be. They change in the transactions that write the rows, and a
-- question to them costs the same whatever the tables hold.

-- What the sink stored of a partition (of claims: frames; of inferences: the rest), by UTC day of capture. Only the holder
-- of the partition writes its rows, so that nobody waits for anybody.
create table sink_day (
  topic_id           uuid not null,
  partition          integer not null,
  day                date not null,
  topic              text not null,
  frames             bigint not null default 0,
  inferences         bigint not null default 0,
  -- Of the inferences, those that are their frame's one serving inference.
  serving            bigint not null default 0,
  detections         bigint not null default 0,
  -- Of these, what retention has dropped since.
  frames_dropped     bigint not null default 0,
  inferences_dropped bigint not null default 0,
  detections_dropped bigint not null default 0,
  primary key (topic_id, partition, day)
);

create index sink_day_by_day on sink_day (day);

-- Frames that were stored of a partition of the frames topic; a frame that came over REST has no such origin.
create table origin_count (
  topic_id        uuid not null,
  partition       integer not null,
  -- Partition of the claims topic that brought them: its holder alone writes the row.
  claim_partition integer not null,
  topic           text not null,
  frames          bigint not null,
  first_offset    bigint not null,
  primary key (topic_id, partition, claim_partition)
);

-- Where the account of a partition of the frames topic begins.
create table audit_start (
  topic_id     uuid not null,
  partition    integer not null check (partition >= 0),
  topic        text not null,
  start_offset bigint not null check (start_offset >= 0),
  -- Offsets that a person has written off: marks of transactions, records that expired unread.
  written_off  bigint not null default 0 check (written_off >= 0),
  first_seen   timestamptz not null default now(),
  primary key (topic_id, partition)
);

-- What the last counts of the rows themselves found.
create table audit_result (
  id         bigint generated always as identity primary key,
  counted_at timestamptz not null default now(),
  since      date not null,
  -- The first day that was not counted.
  until      date not null,
  took_ms    bigint not null,
  gaps       jsonb not null
);

-- Of a letter of ingest: whether its frame is there all the same, because a later reading or a redrive made one.
alter table dead_letter add column frame_stored boolean not null default false;
alter table retention_count add column frame_stored boolean;

create index dead_letter_of_ingest on dead_letter (failed_topic_id, failed_partition, failed_offset)
  where stage = 'ingest' and not frame_stored;
create index dead_letter_unresolved on dead_letter (stage, failed_topic, state, frame_id) where state <> 'resolved';

create function look_for_frame() returns trigger language plpgsql as $$
begin
  new.frame_stored := new.frame_id is not null and exists (select from frame where frame_id = new.frame_id);
  return new;
end $$;

create trigger dead_letter_frame before insert on dead_letter
  for each row when (new.stage = 'ingest') execute function look_for_frame();

-- Writes the books anew from the rows that are there and from what retention has written down. Nobody stores anything
-- meanwhile.
create function audit_recount() returns void language plpgsql as $$
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

  update dead_letter d set frame_stored = true
  where stage = 'ingest' and not frame_stored and exists (select from frame f where f.frame_id = d.frame_id);

  -- Where the frame was deleted since, the letter is the record's only fate again. A frame that retention dropped is counted still.
  update dead_letter d set frame_stored = false
  where stage = 'ingest' and frame_stored and not exists (select from frame f where f.frame_id = d.frame_id)
    and not exists (select from retention_count r where r.kind = 'origin' and r.topic_id = d.failed_topic_id
      and r.partition = d.failed_partition and d.failed_offset between r.first_offset and r.last_offset);
end $$;

-- The migration's own count: what was stored before there were books. Letters that retention dropped by then had all been
-- resolved, most of them by the inference of a frame.
select audit_recount();
update retention_count set frame_stored = true where kind = 'failed' and stage = 'ingest';

insert into audit_start (topic_id, partition, topic, start_offset)
select topic_id, partition, min(topic), min(first_offset) from (
  select topic_id, partition, topic, first_offset from origin_count
  union all
  select failed_topic_id, failed_partition, failed_topic, failed_offset from dead_letter
  where stage = 'ingest' and failed_topic_id is not null and failed_partition is not null and failed_offset is not null
) known group by 1, 2;
