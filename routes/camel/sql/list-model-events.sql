select id, version, run_id, sha256, alias, step, reason, message, metrics::text as metrics, epoch, happened_at
from model_event
where name = :#name::text
  and (:#anyStep::boolean or step = :#step::text)
  and (:#anyVersion::boolean or version = :#version::text)
  -- Bounds that are not known yet count as half of all within coalesce, elsewhere as next to none: then all was read, and sorted.
  and coalesce(happened_at >= :#since::timestamptz and happened_at < :#until::timestamptz, false)
  and id < :#afterNumber::bigint
order by id desc
limit :#rows::integer
