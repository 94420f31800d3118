-- What former versions dropped. Frames that are older than the drop of their month's inferences, and have neither an
-- inference nor a letter from before it that waits, had their inference in it.
create temporary table former_drop on commit drop as
  select from_time, to_time, max(id) as drop_id, max(dropped_at) as dropped_at, sum(serving_count) as serving
  from retention_drop where table_name = 'inference' and from_time is not null group by from_time, to_time;

create temporary table former_frame on commit drop as
  select d.drop_id, f.frame_id, f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset
  from former_drop d join frame f on f.captured_at >= d.from_time and f.captured_at < d.to_time and f.received_at < d.dropped_at
  where not exists (select from inference i
      where i.frame_id = f.frame_id and i.captured_at = f.captured_at and i.purpose = 'SERVING')
    and not exists (select from dead_letter l
      where l.frame_id = f.frame_id and l.state <> 'resolved' and not l.inference_stored and l.first_failed_at < d.dropped_at);

insert into dropped_inference select frame_id from former_frame where origin_topic_id is null on conflict do nothing;

insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset, last_offset, offsets)
select drop_id, 'served', origin_topic, origin_topic_id, origin_partition, count(*), min(origin_offset), max(origin_offset),
  range_agg(int8range(origin_offset, origin_offset + 1))
from former_frame where origin_topic_id is not null
group by drop_id, origin_topic, origin_topic_id, origin_partition, origin_offset / 20000;

-- Where the frames are gone as well, no more is known than where they lay.
insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset, last_offset)
select d.drop_id, 'served', c.topic, c.topic_id, c.partition, c.row_count, c.first_offset, c.last_offset
from retention_count c
join retention_drop f on f.id = c.drop_id
join former_drop d on d.from_time = f.from_time and d.to_time = f.to_time
where c.kind = 'origin';

-- Frames that detect had passed over by then are among them, and look like the others.
update retention_drop r set unserved = greatest(0, d.frames - d.serving)
from (select drop_id, coalesce(serving, 0) as serving,
    (select count(*) from former_frame f where f.drop_id = former_drop.drop_id)
      + (select coalesce(sum(row_count), 0) from retention_drop g where g.table_name = 'frame'
          and g.from_time = former_drop.from_time and g.to_time = former_drop.to_time) as frames
  from former_drop) d
where r.id = d.drop_id;
