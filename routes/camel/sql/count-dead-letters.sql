select reason, count(*) as letters
from dead_letter
where (:#everySource::boolean or source_id = any(:#sources::text[]))
  and (:#anyState::boolean or state = :#state::text)
  and (:#anyReason::boolean or reason = :#reason::text)
  and (:#anyStage::boolean or stage = :#stage::text)
  and (:#anySource::boolean or source_id = :#source::text)
  and last_failed_at >= :#since::timestamptz
  and last_failed_at < :#until::timestamptz
group by reason
order by letters desc, reason
