select f.frame_id, f.captured_at, f.source_id, f.received_at, f.image_sha256, f.trace_id,
  f.attributes::text as attributes,
  f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset,
  f.claim_topic, f.claim_topic_id, f.claim_partition, f.claim_offset,
  i.bucket, i.object_key, i.size, i.media_type, i.width, i.height
from frame f
join image i on i.sha256 = f.image_sha256
where f.frame_id = :#id::uuid
  and (:#everySource::boolean or f.source_id = any(:#sources::text[]))
