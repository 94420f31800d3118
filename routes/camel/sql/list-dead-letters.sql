select event_id, state, reason, stage, route, frame_id, source_id,
  failed_topic, failed_topic_id, failed_partition, failed_offset,
  attempts, first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version, redrive_count, redrive_id
from dead_letter
where (:#everySource::boolean or source_id = any(:#sources::text[]))
  and (:#anyState::boolean or state = :#state::text)
  and (:#anyReason::boolean or reason = :#reason::text)
  and (:#anyStage::boolean or stage = :#stage::text)
  and (:#anySource::boolean or source_id = :#source::text)
  and last_failed_at >= :#since::timestamptz
  and last_failed_at < :#until::timestamptz
  and (last_failed_at, event_id) < (:#afterTime::timestamptz, :#afterId::uuid)
order by last_failed_at desc, event_id desc
limit :#rows::integer
