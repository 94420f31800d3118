select d.captured_at, d.frame_id, d.model_version_id, d.ordinal, d.source_id, d.class_id, d.label, d.score,
  d.x, d.y, d.w, d.h, d.polygon::text as polygon,
  m.name as model_name, m.version as model_version, m.run_id, m.sha256 as model_sha256
from detection d
join model_version m on m.id = d.model_version_id
where d.purpose = 'SERVING'
  and (:#everySource::boolean or d.source_id = any(:#sources::text[]))
  and (:#anySource::boolean or d.source_id = :#source::text)
  -- One label has an index in the order of the page, several have none.
  and (:#anyLabel::boolean or d.label = :#label::text)
  and (:#anyLabels::boolean or d.label = any(:#labels::text[]))
  -- Looked up beforehand, so that the order of the join is no question of the filter.
  and ((:#anyModel::boolean and :#anyVersion::boolean) or d.model_version_id = any(array(
    select id from model_version
    where (:#anyModel::boolean or name = :#model::text) and (:#anyVersion::boolean or version = :#version::text))))
  and d.captured_at >= :#since::timestamptz
  and d.captured_at < :#until::timestamptz
  and d.score between :#minScore::real and :#maxScore::real
  and (:#anyRegion::boolean
    or (d.x <= :#right::real and d.x + d.w >= :#left::real and d.y <= :#bottom::real and d.y + d.h >= :#top::real))
  and (d.captured_at, d.frame_id, d.model_version_id, d.ordinal)
    < (:#afterTime::timestamptz, :#afterFrame::uuid, :#afterModel::bigint, :#afterOrdinal::integer)
order by d.captured_at desc, d.frame_id desc, d.model_version_id desc, d.ordinal desc
limit :#rows::integer
