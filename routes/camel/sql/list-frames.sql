select f.frame_id, f.captured_at, f.source_id, f.received_at, f.image_sha256, f.trace_id,
  f.attributes::text as attributes,
  f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset,
  f.claim_topic, f.claim_topic_id, f.claim_partition, f.claim_offset,
  i.bucket, i.object_key, i.size, i.media_type, i.width, i.height,
  -- With a limit here and below: PostgreSQL may read a whole table otherwise, to look the page up in it.
  (select true from inference n
    where n.frame_id = f.frame_id and n.captured_at = f.captured_at and n.purpose = 'SERVING' limit 1) as is_inferred,
  (select true from dead_letter l
    where l.frame_id = f.frame_id and l.state <> 'resolved' limit 1) as is_dead_lettered
from (
  -- The page alone is joined and looked up, not what stands behind it.
  select *
  from frame
  where (:#everySource::boolean or source_id = any(:#sources::text[]))
    and (:#anySource::boolean or source_id = :#source::text)
    and captured_at >= :#since::timestamptz
    and captured_at < :#until::timestamptz
    and (captured_at, frame_id) < (:#afterTime::timestamptz, :#afterFrame::uuid)
  order by captured_at desc, frame_id desc
  limit :#rows::integer) f
left join lateral (
  select bucket, object_key, size, media_type, width, height
  from image
  where sha256 = f.image_sha256
  limit 1) i on true
order by f.captured_at desc, f.frame_id desc
