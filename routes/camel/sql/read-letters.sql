select event_id, reason, stage, message, attempts, last_failed_at, source_id
from dead_letter
where frame_id = :#id::uuid
  and state <> 'resolved'
  and (:#everySource::boolean or source_id = any(:#sources::text[]))
order by last_failed_at desc
