-- The newest frame in the window that both have run on: its versions are compared.
select c.id as challenger_id, c.name as challenger_name, c.version as challenger_version, c.run_id as challenger_run_id,
  c.sha256 as challenger_sha256,
  s.id as serving_id, s.name as serving_name, s.version as serving_version, s.run_id as serving_run_id,
  s.sha256 as serving_sha256
from inference n
join model_version c on c.id = n.model_version_id
-- There is at most one; the limit keeps the planner from reading all of them first, because it takes frame and time for independent.
cross join lateral (
  select model_version_id from inference
  where frame_id = n.frame_id and captured_at = n.captured_at and purpose = 'SERVING' limit 1) o
join model_version s on s.id = o.model_version_id
where n.purpose = 'SHADOW'
  and n.model_version_id = any(array(select id from model_version where name = :#name::text))
  and s.name = :#name::text
  and n.captured_at >= :#since::timestamptz
  and n.captured_at < :#until::timestamptz
  and (:#everySource::boolean or n.source_id = any(:#sources::text[]))
  and (:#anyChallenger::boolean or c.version = :#challenger::text)
  and (:#anyServing::boolean or s.version = :#serving::text)
order by n.captured_at desc, n.frame_id desc
limit 1
