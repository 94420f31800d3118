-- Written off are these records and these frames, not so many: one that gets a fate after all is written off no more, in the
-- transaction in which it gets that, so that it never stands for another one that is lost later.
--
-- What was written off before is a number (audit_start.written_off, audit_write_off.frames) of which nobody can tell what it
-- stands for, nor whether that has been stored since. It stays there to be read and counts no more: the audit shows what is
-- missing as a gap again, which says so and has the statement that writes off what it is.

create function offset_count(offsets int8multirange) returns bigint language sql immutable as
  $$ select coalesce(sum(upper(r) - lower(r)), 0)::bigint from unnest(offsets) r $$;

-- Records of the frames topic that were written off and have no fate. Of 20,000 offsets together, as in retention_count.
create table written_off_record (
  id             bigint generated always as identity primary key,
  topic_id       uuid not null,
  partition      integer not null,
  first_offset   bigint not null,
  last_offset    bigint not null check (last_offset >= first_offset),
  -- Null: some of those between, of which retention has dropped others without a word which, as it does with letters and as
  -- versions before V8 did with frames.
  offsets        int8multirange,
  -- None of them as long as it is looked up which of the offsets have no fate.
  records        bigint not null check (records >= 0),
  written_off_at timestamptz not null default now()
);

-- New records lie behind all that was ever written off of their partition.
create index written_off_record_by_partition on written_off_record (topic_id, partition, last_offset, first_offset);

-- Frames that were written off and have no inference; and those that had none when retention dropped them, which nobody could
-- name any more. The sink takes out what it stores an inference of.
create table written_off_frame (
  frame_id       uuid primary key,
  captured_at    timestamptz not null,
  -- Whether a person has written it off.
  bound          boolean not null,
  -- Whether retention has dropped it. One that is neither in its table nor dropped was deleted past Sightline.
  dropped        boolean not null default false,
  written_off_at timestamptz not null default now()
);

-- Those that were written off are counted by each audit, and the others looked for by day.
create index written_off_frame_by_time on written_off_frame (bound, captured_at, frame_id);

-- Those that nobody can name: of months whose inferences a version before V8 has dropped, at most retention_drop.unserved,
-- none of which can get an inference any more; and of what was written off as a number, those whose frames were dropped before
-- V11.
alter table audit_write_off add column unserved bigint not null default 0 check (unserved >= 0);

-- What a record of the frames topic became, as far as it is there. Of letters of the sink those for claims: the others tell
-- of a frame's record too.
create view record_fate (topic_id, partition, place) as
  select origin_topic_id, origin_partition, origin_offset from frame
  union all
  select failed_topic_id, failed_partition, failed_offset from dead_letter where stage = 'ingest' and not frame_stored
  union all
  select origin_topic_id, origin_partition, origin_offset from dead_letter
  where stage = 'sink' and state <> 'resolved' and not frame_stored
    and failed_topic not in (select topic from sink_offset where consumer_group <> 'sightline-sink-claims');

-- The same of what retention has dropped. Without offsets it is so many of those between.
create view dropped_record (topic_id, partition, first_offset, last_offset, offsets, row_count) as
  select topic_id, partition, first_offset, last_offset, offsets, row_count from retention_count
  where kind in ('origin', 'failed') and (kind = 'origin' or stage = 'ingest' and not frame_stored);

-- Frames of the table that had no serving inference that retention dropped. Each is compared with what was dropped of its
-- 20,000 offsets, by whatever join, not with all that was ever dropped; and with what a former version dropped, which is read
-- once.
create view undropped_frame (frame_id, captured_at, received_at) as
  select f.frame_id, f.captured_at, f.received_at from frame f
  where not exists (select from dropped_inference i where i.frame_id = f.frame_id)
    and not exists (select from retention_count r where r.kind = 'served' and r.topic_id = f.origin_topic_id
      and r.partition = f.origin_partition and r.first_offset / 20000 = f.origin_offset / 20000
      and r.last_offset >= f.origin_offset and r.last_offset <= least(f.origin_offset, 9223372036854755807) + 19999
      and r.offsets @> f.origin_offset)
    and not exists (select from (select * from retention_count where kind = 'served' and offsets is null offset 0) r
      where r.topic_id = f.origin_topic_id and r.partition = f.origin_partition
        and f.origin_offset between r.first_offset and r.last_offset);

-- Letters that are a frame's fate as long as they are not resolved, written off or not: of detect, and of the sink for an
-- inference.
create view frame_letter (frame_id, state, captured_at) as
  select frame_id, state, captured_at from dead_letter
  where state <> 'resolved' and stage = 'detect' and frame_id is not null
  union all
  select frame_id, state, captured_at from dead_letter
  where state <> 'resolved' and stage = 'sink' and frame_id is not null and not inference_stored
    and failed_topic in (select topic from sink_offset where consumer_group = 'sightline-sink-inferences');

-- Frames of that time without a fate, as far as they are known. Of those that were dropped nobody knows any more when they
-- were received. Inferences have the bounds too, so that no other month of them is read.
create function fateless_frames(low timestamptz, high timestamptz)
  returns table (frame_id uuid, captured_at timestamptz, received_at timestamptz) language sql stable as $$
  select f.frame_id, f.captured_at, f.received_at
  from (
    select u.frame_id, u.captured_at, u.received_at from undropped_frame u
    where u.captured_at >= low and u.captured_at < high
      and not exists (select from inference i
        where i.frame_id = u.frame_id and i.captured_at = u.captured_at and i.captured_at >= low and i.captured_at < high
          and i.purpose = 'SERVING')
      and not exists (select from written_off_frame w where w.frame_id = u.frame_id and w.bound)
    union all
    select w.frame_id, w.captured_at, w.captured_at from written_off_frame w
    where not w.bound and w.captured_at >= low and w.captured_at < high
  ) f
  where not exists (select from frame_letter l where l.frame_id = f.frame_id)
$$;

-- Of how many more frames of a day than it has serving inferences nobody knows a reason; less than nothing where there are
-- fewer frames. A recount writes what was dropped down for the first day of its month: there the month tells as a whole. Where
-- all frames were dropped, those that lack an inference are known by name.
create view lacking_day (day, lacking) as
  select day, case when lacking > 0 then greatest(0, lacking - settled) else lacking end
  from (
    select day, sum(sum(lacking)) over together, sum(sum(settled)) over together
    from (
      select day, frames - serving, 0, frames, frames_dropped from sink_day
      union all
      select (captured_at at time zone 'UTC')::date, 0, 1, 0, 0
      from (select frame_id, captured_at from written_off_frame where bound
        union select frame_id, captured_at from frame_letter where captured_at is not null) others
    ) known (day, lacking, settled, frames, dropped)
    group by day
    having sum(frames) = 0 or sum(frames) > sum(dropped)
    window together as (partition by case when date_trunc('month', day::timestamp) in
      (select s.day from sink_day s where s.topic_id = '00000000-0000-0000-0000-000000000000' and s.inferences_dropped > 0)
      then date_trunc('month', day::timestamp) else day end)
  ) days (day, lacking, settled)
  union all
  select (captured_at at time zone 'UTC')::date, count(*) from written_off_frame w
  where not bound and not exists (select from frame_letter l where l.frame_id = w.frame_id) group by 1;

-- The sinks take back what they store by themselves; letters are rare. Rather one too many: it can be written off again.
create function take_back_write_off() returns trigger language plpgsql as $$
declare
  is_record constant boolean := new.stage = 'ingest';
  place     constant bigint  := case when is_record then new.failed_offset else new.origin_offset end;
begin
  -- Anybody can write a letter of any offset; there is no range up to the last one.
  if place < 9223372036854775807 and not new.frame_stored and (is_record or new.state <> 'resolved') then
    update written_off_record w
    set offsets = w.offsets - int8multirange(int8range(place, place + 1)), records = greatest(0, w.records - 1)
    where w.topic_id = case when is_record then new.failed_topic_id else new.origin_topic_id end
      and w.partition = case when is_record then new.failed_partition else new.origin_partition end
      and w.last_offset >= place and w.first_offset <= place and coalesce(w.offsets @> place, true);
  end if;
  return null;
end $$;

create trigger dead_letter_write_off after insert on dead_letter
  for each row when (new.stage in ('ingest', 'sink')) execute function take_back_write_off();
-- One that is redriven may come to know its record by that.
create trigger dead_letter_write_off_again after update on dead_letter
  for each row when (new.stage = 'sink' and new.state <> 'resolved'
    and (old.state = 'resolved' or old.origin_offset is distinct from new.origin_offset))
  execute function take_back_write_off();

-- Waits for the sinks that are at work, and keeps them waiting until the transaction ends, by the lock that they have for
-- letters: no table is locked.
create function hold_sinks() returns void language plpgsql as $$
begin
  perform set_config('lock_timeout', '3s', true);
  perform pg_advisory_xact_lock(hashtext('sightline.letters'));
exception when lock_not_available then
  raise exception 'a sink has not ended its batch within 3 s' using errcode = 'lock_not_available',
    hint = 'Ask GET /v1/audit for the statement anew: what this one has written off by now stays so, and is not missing any more.';
end $$;

create function check_most(most bigint) returns void language plpgsql immutable as $$
begin
  if most is null or most < 1 then
    raise exception 'most is %, and must be above 0', most using hint = 'Take the statement from the gap of GET /v1/audit.';
  end if;
end $$;

-- Writes off records from the first to the last offset that have no fate, the last of them first, and no more than so many.
-- It reads table frame, which takes as long as that is large; the sinks go on.
create procedure write_off_records(of_topic uuid, of_partition integer, first bigint, last bigint, most bigint)
language plpgsql as $$
declare
  seen     bigint;
  asked    bigint;
  fateless int8multirange;
  taken    int8multirange;
  -- Where retention has dropped some without a word which, and how many others are unaccounted for there.
  obscure  int8multirange;
  unknown  bigint;
begin
  select coalesce(s.last_end, 0) into seen from audit_start s where s.topic_id = of_topic and s.partition = of_partition;
  if seen is null then
    raise exception 'there is no account of partition % of the topic with id %', of_partition, of_topic
      using hint = 'Take the statement from the gap of GET /v1/audit.';
  elsif (first between 0 and last and last < seen) is not true then
    raise exception 'offsets % to % of partition % of the topic with id % were not there when the audit looked last: its log ended at %',
      first, last, of_partition, of_topic, seen using hint = 'Take the statement from the gap of GET /v1/audit.';
  end if;
  perform check_most(most);
  -- Whoever stores one of them from now on takes it out of these.
  insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)
  values (of_topic, of_partition, first, last, int8multirange(int8range(first, last, '[]')), 0) returning id into asked;
  commit;
  -- Whoever has not seen that has ended then.
  perform hold_sinks();
  commit;

  -- A month that is dropped in the middle of it would be neither in the table nor written down.
  lock table frame in access share mode;
  select coalesce(range_agg(int8range(reached + 1, low)), '{}') into fateless
  from (
    select low, max(high) over (order by low, high rows between unbounded preceding and 1 preceding) as reached
    from (
      select first - 1, first - 1
      union all
      select last + 1, last + 1
      union all
      select f.place, f.place from record_fate f
      where f.topic_id = of_topic and f.partition = of_partition and f.place between first and last
      union all
      select lower(r), upper(r) - 1
      from dropped_record c
      cross join lateral unnest(coalesce(c.offsets, int8multirange(int8range(c.first_offset, c.last_offset, '[]')))) r
      where c.topic_id = of_topic and c.partition = of_partition and c.last_offset >= first and c.first_offset <= last
    ) known (low, high)
  ) steps
  where low > reached + 1;

  select range_agg(int8range(c.first_offset, c.last_offset, '[]')), -sum(c.row_count) into obscure, unknown
  from dropped_record c
  where c.topic_id = of_topic and c.partition = of_partition and c.last_offset >= first and c.first_offset <= last
    and c.offsets is null;
  if obscure is not null then
    unknown := unknown + offset_count(obscure)
      - (select count(distinct f.place) from record_fate f
        where f.topic_id = of_topic and f.partition = of_partition and obscure @> f.place)
      - (select coalesce(sum(offset_count(c.offsets * obscure)), 0) from dropped_record c
        where c.topic_id = of_topic and c.partition = of_partition);
  end if;
  commit;

  perform hold_sinks();
  delete from written_off_record w where w.id = asked returning w.offsets * fateless into fateless;
  select fateless - coalesce(range_agg(r), '{}') into fateless
  from written_off_record w cross join lateral unnest(w.offsets) r
  where w.topic_id = of_topic and w.partition = of_partition and w.last_offset >= first and w.first_offset <= last
    and w.records > 0;

  select coalesce(range_agg(int8range(greatest(lower(r), upper(r) - most + behind), upper(r))), '{}') into taken
  from (
    select r, coalesce(sum(upper(r) - lower(r))
      over (order by r desc rows between unbounded preceding and 1 preceding), 0)::bigint as behind
    from unnest(fateless) r
  ) ranges
  where behind < most;

  insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)
  select of_topic, of_partition, min(lower(piece)), max(upper(piece)) - 1, range_agg(piece), sum(upper(piece) - lower(piece))
  from (
    select block, r * int8range(block * 20000, (block + 1) * 20000) as piece
    from unnest(taken) r cross join lateral generate_series(lower(r) / 20000, (upper(r) - 1) / 20000) block
  ) pieces
  group by block;

  -- Less what was written off of them before, be it known which or not.
  unknown := least(most - offset_count(taken), unknown
    - (select coalesce(sum(case when w.offsets is null then w.records else offset_count(w.offsets * obscure) end), 0)
      from written_off_record w
      where w.topic_id = of_topic and w.partition = of_partition and w.records > 0
        and obscure && int8range(w.first_offset, w.last_offset, '[]')));
  unknown := case when obscure is null then 0 else greatest(0, unknown) end;
  if unknown > 0 then
    insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)
    values (of_topic, of_partition, lower(obscure), upper(obscure) - 1, null, unknown);
  end if;
  update audit_start s set written_off = 0 where s.topic_id = of_topic and s.partition = of_partition;
  raise notice '% records are written off by this', offset_count(taken) + unknown;
end $$;

-- Writes off frames that have no fate, those of suspect days and among them the eldest first, and no more than so many. It reads
-- tables frame and inference, which takes as long as they are large; the sinks go on.
create procedure write_off_frames(most bigint) language plpgsql as $$
declare
  -- Frames of so many inferences are looked up while the sinks wait.
  batch   constant integer := 1000;
  moment  timestamptz;
  ids     uuid[];
  moments timestamptz[];
  taken   bigint := 0;
  number  bigint;
  unknown bigint;
begin
  perform check_most(most);
  for moment in
    select day::timestamp at time zone 'UTC' from lacking_day group by day order by max(lacking) > 0 desc, day
  loop
    exit when taken >= most;
    select array_agg(frame_id order by received_at), array_agg(captured_at order by received_at) into ids, moments
    from fateless_frames(moment, moment + interval '24 hours');
    -- Who waits for the sinks holds no table.
    commit;
    for at in 1 .. coalesce(cardinality(ids), 0) by batch loop
      exit when taken >= most;
      perform hold_sinks();
      insert into written_off_frame as known (frame_id, captured_at, bound)
      select t.id, t.captured_at, true from unnest(ids[at:at + batch - 1], moments[at:at + batch - 1]) as t (id, captured_at)
      where not exists (select from inference i
        where i.frame_id = t.id and i.captured_at >= moment and i.captured_at < moment + interval '24 hours'
          and i.purpose = 'SERVING')
      limit most - taken
      on conflict (frame_id) do update set bound = true where not known.bound;
      get diagnostics number = row_count;
      taken := taken + number;
      commit;
    end loop;
  end loop;

  -- All that can be named is, by now. Of the rest as many as nobody may be able to name, and no more than are still open.
  perform hold_sinks();
  select greatest(0, least(most - taken,
    greatest(0, (select coalesce(sum(d.unserved), 0) from retention_drop d) - w.unserved) + greatest(0, w.frames - taken),
    (select coalesce(sum(d.frames - d.serving), 0) from sink_day d)
      + (select count(distinct l.frame_id) from dead_letter l
        where l.state <> 'resolved' and l.stage = 'sink' and not l.frame_stored
          and l.failed_topic in (select o.topic from sink_offset o where o.consumer_group = 'sightline-sink-claims'))
      - (select count(*) from (select frame_id from frame_letter
        union select frame_id from written_off_frame where bound) settled)
      - w.unserved))
  into unknown from audit_write_off w;
  update audit_write_off set frames = greatest(0, frames - taken - unknown), unserved = unserved + unknown;
  raise notice '% frames are written off by this', taken + unknown;
end $$;

-- Takes out what has a fate by now: rows were stored past the sinks, or by a process of a former version; and frames that were
-- deleted past Sightline. What calls have left that did not come to their end goes too.
create function audit_recount_write_offs() returns void language plpgsql as $$
begin
  update written_off_record w
  set offsets = w.offsets - t.offsets, records = w.records - offset_count(w.offsets * t.offsets)
  from (
    select r.id, range_agg(int8range(f.place, f.place + 1)) as offsets
    from written_off_record r
    join record_fate f on f.topic_id = r.topic_id and f.partition = r.partition
      and f.place / 20000 = r.first_offset / 20000
    where r.records > 0 and r.offsets is not null group by r.id
  ) t
  where t.id = w.id and w.offsets && t.offsets;
  delete from written_off_record where records = 0 and written_off_at < now() - interval '1 day';
  delete from written_off_frame w
  where exists (select from inference i where i.frame_id = w.frame_id and i.purpose = 'SERVING')
    or not w.dropped and not exists (select from frame f where f.frame_id = w.frame_id);
end $$;

create or replace function audit_recount() returns void language plpgsql as $$
begin
  perform audit_recount_rows();
  perform audit_recount_letters();
  perform audit_recount_ingest_letters();
  perform audit_recount_write_offs();
end $$;
