select date_trunc(:#bucket::text, d.captured_at, 'UTC') as begins, d.source_id, d.label, count(*) as detections
from detection d
where d.purpose = 'SERVING'
  and (:#everySource::boolean or d.source_id = any(:#sources::text[]))
  and (:#anySource::boolean or d.source_id = :#source::text)
  and (:#anyLabel::boolean or d.label = :#label::text)
  and (:#anyLabels::boolean or d.label = any(:#labels::text[]))
  and ((:#anyModel::boolean and :#anyVersion::boolean) or d.model_version_id = any(array(
    select id from model_version
    where (:#anyModel::boolean or name = :#model::text) and (:#anyVersion::boolean or version = :#version::text))))
  and d.captured_at >= :#since::timestamptz
  and d.captured_at < :#until::timestamptz
  and d.score between :#minScore::real and :#maxScore::real
  and (:#anyRegion::boolean
    or (d.x <= :#right::real and d.x + d.w >= :#left::real and d.y <= :#bottom::real and d.y + d.h >= :#top::real))
group by 1, 2, 3
order by 1 desc, 2, 3
limit :#rows::integer
