select s.name, s.epoch, s.sequence, s.announced::text as announced, s.decided_at,
  (select e.happened_at from model_event e
    where e.name = s.name and e.step = 'serving' and encode(e.sha256, 'hex') = s.announced -> 'serving' ->> 'sha256'
    order by e.id desc limit 1) as serving_since
from model_state s
where :#anyName::boolean or s.name = :#name::text
