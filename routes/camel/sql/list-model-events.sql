select id, version, run_id, sha256, alias, step, reason, message, metrics::text as metrics, epoch, happened_at
from model_event
where name = :#name::text
  and (:#anyStep::boolean or step = :#step::text)
  and (:#anyVersion::boolean or version = :#version::text)
  and happened_at >= :#since::timestamptz
  and happened_at < :#until::timestamptz
  and id < :#afterNumber::bigint
order by id desc
limit :#rows::integer
