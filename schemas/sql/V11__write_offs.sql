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

-- Frames that were written off and have no fate.
create table written_off_frame (
  frame_id       uuid primary key,
  -- Not before it is certain that nobody has given it a fate meanwhile.
  bound          boolean not null default false,
  written_off_at timestamptz not null default now()
);

-- Those of months whose inferences a version before V8 has dropped, at most retention_drop.unserved. Which they are nobody
-- knows, and none of them can get an inference any more.
alter table audit_write_off add column unserved bigint not null default 0 check (unserved >= 0);

-- What a record of the frames topic became, as far as it is there.
create view record_fate (topic_id, partition, place) as
  select origin_topic_id, origin_partition, origin_offset from frame
  union all
  select failed_topic_id, failed_partition, failed_offset from dead_letter where stage = 'ingest' and not frame_stored
  union all
  select origin_topic_id, origin_partition, origin_offset from dead_letter
  where stage = 'sink' and state <> 'resolved' and not frame_stored;

-- The same for frames: the frame has it unless retention dropped that.
create view frame_fate (frame_id) as
  select frame_id from inference where purpose = 'SERVING'
  union all
  select frame_id from dead_letter where stage in ('detect', 'sink') and state <> 'resolved' and not inference_stored;

-- The sinks do it for frames and inferences by themselves; letters are rare.
create function take_back_write_off() returns trigger language plpgsql as $$
declare
  is_record constant boolean := new.stage = 'ingest';
  place     constant bigint  := case when is_record then new.failed_offset else new.origin_offset end;
begin
  -- Anybody can write a letter of any offset; there is no range up to the last one.
  if place < 9223372036854775807 and not new.frame_stored and (is_record or new.stage = 'sink' and new.state <> 'resolved') then
    update written_off_record w
    set offsets = w.offsets - int8multirange(int8range(place, place + 1)), records = greatest(0, w.records - 1)
    where w.topic_id = case when is_record then new.failed_topic_id else new.origin_topic_id end
      and w.partition = case when is_record then new.failed_partition else new.origin_partition end
      and w.last_offset >= place and w.first_offset <= place and coalesce(w.offsets @> place, true);
  end if;
  if new.stage in ('detect', 'sink') and new.state <> 'resolved' and not new.inference_stored then
    delete from written_off_frame where frame_id = new.frame_id;
  end if;
  return null;
end $$;

create trigger dead_letter_write_off after insert on dead_letter
  for each row execute function take_back_write_off();
create trigger dead_letter_write_off_again after update of state on dead_letter
  for each row when (old.state = 'resolved' and new.state <> 'resolved') execute function take_back_write_off();

-- Writes off records from the first to the last offset that have no fate, the last of them first, and no more than so many.
-- It reads table frame, which takes as long as that is large; the sinks go on.
create procedure write_off_records(of_topic uuid, of_partition integer, first bigint, last bigint, most bigint)
language plpgsql as $$
declare
  asked    bigint;
  fateless int8multirange;
  taken    int8multirange;
  -- Where retention has dropped some without a word which, and how many others are unaccounted for there.
  obscure  int8multirange;
  unknown  bigint;
begin
  if not exists (select from audit_start s where s.topic_id = of_topic and s.partition = of_partition) then
    raise exception 'there is no account of partition % of the topic with id %', of_partition, of_topic
      using hint = 'Take the statement from the gap of GET /v1/audit.';
  end if;
  -- Whoever stores one of them from now on takes it out of these.
  insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)
  values (of_topic, of_partition, first, last, int8multirange(int8range(first, last, '[]')), 0) returning id into asked;
  commit;
  -- Whoever has not seen that has ended when these are held. In the order in which the sinks take them.
  lock table frame, inference, dead_letter in share mode;
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
      from retention_count c
      cross join lateral unnest(coalesce(c.offsets, int8multirange(int8range(c.first_offset, c.last_offset, '[]')))) r
      where c.topic_id = of_topic and c.partition = of_partition and c.last_offset >= first and c.first_offset <= last
        and (c.kind = 'origin' or c.kind = 'failed' and c.stage = 'ingest' and not c.frame_stored)
    ) known (low, high)
  ) steps
  where low > reached + 1;

  select range_agg(int8range(c.first_offset, c.last_offset, '[]')), -sum(c.row_count) into obscure, unknown
  from retention_count c
  where c.topic_id = of_topic and c.partition = of_partition and c.last_offset >= first and c.first_offset <= last
    and c.offsets is null and (c.kind = 'origin' or c.kind = 'failed' and c.stage = 'ingest' and not c.frame_stored);
  if obscure is not null then
    unknown := unknown + offset_count(obscure)
      - (select count(distinct f.place) from record_fate f
        where f.topic_id = of_topic and f.partition = of_partition and obscure @> f.place)
      - (select coalesce(sum(offset_count(c.offsets * obscure)), 0) from retention_count c
        where c.topic_id = of_topic and c.partition = of_partition
          and (c.kind = 'origin' or c.kind = 'failed' and c.stage = 'ingest' and not c.frame_stored));
  end if;
  commit;

  lock table written_off_record in share row exclusive mode;
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

  unknown := least(most - offset_count(taken), unknown - (select coalesce(sum(w.records), 0) from written_off_record w
    where w.topic_id = of_topic and w.partition = of_partition and w.offsets is null));
  if obscure is not null and unknown > 0 then
    insert into written_off_record (topic_id, partition, first_offset, last_offset, offsets, records)
    values (of_topic, of_partition, lower(obscure), upper(obscure) - 1, null, unknown);
  end if;
  update audit_start s set written_off = 0 where s.topic_id = of_topic and s.partition = of_partition;
end $$;

-- Writes off frames that have no fate, the eldest first, and no more than so many.
create procedure write_off_frames(most bigint) language plpgsql as $$
declare
  moment timestamptz;
  more   uuid[];
  asked  uuid[] := '{}';
begin
  for moment in
    select day::timestamp at time zone 'UTC' from sink_day group by day having sum(frames) > sum(serving) order by day
  loop
    select coalesce(array_agg(frame_id), '{}') into more from (
      select f.frame_id from frame f
      where f.captured_at >= moment and f.captured_at < moment + interval '24 hours'
        and not exists (select from inference i
          where i.frame_id = f.frame_id and i.captured_at = f.captured_at and i.purpose = 'SERVING')
        and not exists (select from dead_letter d
          where d.frame_id = f.frame_id and d.stage in ('detect', 'sink') and d.state <> 'resolved' and not d.inference_stored)
        and not exists (select from written_off_frame w where w.frame_id = f.frame_id and w.bound)
        and not exists (select from dropped_inference i where i.frame_id = f.frame_id)
        and not exists (select from retention_count r where r.kind = 'served' and r.topic_id = f.origin_topic_id
          and r.partition = f.origin_partition and r.last_offset >= f.origin_offset and r.first_offset <= f.origin_offset
          and coalesce(r.offsets @> f.origin_offset, true))
      order by f.received_at limit most - cardinality(asked)) fateless;
    asked := asked || more;
    exit when cardinality(asked) >= most;
  end loop;
  -- Whoever gives one of them a fate from now on takes it out.
  insert into written_off_frame (frame_id) select unnest(asked) on conflict do nothing;
  commit;
  lock table frame, inference, dead_letter in share mode;
  commit;

  delete from written_off_frame w
  where w.frame_id = any (asked) and exists (select from frame_fate t where t.frame_id = w.frame_id);
  update written_off_frame w set bound = true where w.frame_id = any (asked) and not w.bound;
  update audit_write_off set frames = 0, unserved = least(unserved + greatest(0, most - cardinality(asked)),
    greatest(unserved, (select coalesce(sum(d.unserved), 0) from retention_drop d)));
end $$;

-- Takes out what has a fate by now: rows were stored past the sinks, or by a process of a former version.
create function audit_recount_write_offs() returns void language plpgsql as $$
begin
  update written_off_record w
  set offsets = w.offsets - t.offsets, records = w.records - offset_count(w.offsets * t.offsets)
  from (
    select r.id, range_agg(int8range(f.place, f.place + 1)) as offsets
    from written_off_record r
    join record_fate f on f.topic_id = r.topic_id and f.partition = r.partition
      and f.place / 20000 = r.first_offset / 20000 and r.offsets @> f.place
    where r.records > 0 group by r.id
  ) t
  where t.id = w.id;
  delete from written_off_frame w where exists (select from frame_fate t where t.frame_id = w.frame_id);
end $$;

create or replace function audit_recount() returns void language plpgsql as $$
begin
  perform audit_recount_rows();
  perform audit_recount_letters();
  perform audit_recount_ingest_letters();
  perform audit_recount_write_offs();
end $$;
