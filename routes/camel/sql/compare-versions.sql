with frames as (
  select n.captured_at, n.frame_id, n.n + o.n as found, n.infer_micros as challenger_micros, o.infer_micros as serving_micros
  from inference n
  -- There is at most one; the limit keeps the planner from reading all of them first, because it takes frame and time for independent.
  cross join lateral (
    select n, infer_micros, model_version_id from inference
    where frame_id = n.frame_id and captured_at = n.captured_at and purpose = 'SERVING' limit 1) o
  where n.purpose = 'SHADOW'
    and o.model_version_id = :#servingId::bigint
    and n.model_version_id = :#challengerId::bigint
    and n.captured_at >= :#since::timestamptz
    and n.captured_at < :#until::timestamptz
    and (:#everySource::boolean or n.source_id = any(:#sources::text[]))
  order by n.captured_at desc, n.frame_id desc
  limit :#frames::integer),
found as (
  select d.captured_at, d.frame_id, d.purpose, d.ordinal, d.label,
    d.x::float8 as x, d.y::float8 as y, d.w::float8 as w, d.h::float8 as h
  from frames f
  join detection d on d.frame_id = f.frame_id and d.captured_at = f.captured_at
    and ((d.purpose = 'SERVING' and d.model_version_id = :#servingId::bigint)
      or (d.purpose = 'SHADOW' and d.model_version_id = :#challengerId::bigint))),
common as (
  select s.captured_at, s.frame_id, s.label, s.ordinal as serving, c.ordinal as challenger,
    s.w * s.h as serving_area, c.w * c.h as challenger_area,
    greatest(least(s.x + s.w, c.x + c.w) - greatest(s.x, c.x), 0)
      * greatest(least(s.y + s.h, c.y + c.h) - greatest(s.y, c.y), 0) as area
  from found s
  -- By the index of a frame's detections: among all found the planner expects one, and compares each with each.
  join detection d on d.frame_id = s.frame_id and d.captured_at = s.captured_at and d.purpose = 'SHADOW'
    and d.model_version_id = :#challengerId::bigint and d.label = s.label
  cross join lateral (
    select d.ordinal, d.x::float8 as x, d.y::float8 as y, d.w::float8 as w, d.h::float8 as h) c
  where s.purpose = 'SERVING'),
pairs as (
  select *, area / (serving_area + challenger_area - area) as overlap
  from common
  where area > 0 and area / (serving_area + challenger_area - area) >= 0.5),
ranked as (
  select captured_at, frame_id, label,
    row_number() over (partition by captured_at, frame_id, serving order by overlap desc, challenger) as of_serving,
    row_number() over (partition by captured_at, frame_id, challenger order by overlap desc, serving) as of_challenger
  from pairs),
-- Each is the other's best.
matches as (select captured_at, frame_id, label from ranked where of_serving = 1 and of_challenger = 1),
labels as (
  select label, count(*) filter (where kind = 'SERVING') as serving, count(*) filter (where kind = 'SHADOW') as challenger,
    count(*) filter (where kind = 'match') as matched
  from (select label, purpose as kind from found union all select label, 'match' from matches) as counted
  group by label),
agreed as (
  select count(*) as frames
  from frames f
  left join (select captured_at, frame_id, count(*) as pairs from matches group by 1, 2) m
    on m.captured_at = f.captured_at and m.frame_id = f.frame_id
  where 2 * coalesce(m.pairs, 0) = f.found)
select count(*) as frames, (select frames from agreed) as agreed_frames,
  percentile_disc(array[0.5, 0.95]) within group (order by serving_micros)::text as serving_micros,
  percentile_disc(array[0.5, 0.95]) within group (order by challenger_micros)::text as challenger_micros,
  (select coalesce(sum(serving), 0) from labels) as serving, (select coalesce(sum(challenger), 0) from labels) as challenger,
  (select coalesce(sum(matched), 0) from labels) as matched,
  (select coalesce(jsonb_agg(jsonb_build_object('label', label, 'serving', serving, 'challenger', challenger,
      'matched', matched) order by serving + challenger desc, label), '[]')
    from (select * from labels order by serving + challenger desc, label limit 1000) as most)::text as labels
from frames
