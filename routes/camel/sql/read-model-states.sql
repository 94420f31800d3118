select s.name, s.epoch, s.sequence, s.announced::text as announced, s.decided_at,
  (select max(e.happened_at) from model_event e
    where e.name = s.name and e.step = 'serving'
      and e.sha256 = decode(s.announced -> 'serving' ->> 'sha256', 'hex')) as serving_since
from model_state s
where :#anyName::boolean or s.name = :#name::text
